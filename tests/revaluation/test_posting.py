"""A run is posted as it was computed or not at all; what cannot be revalued is named; undo takes back what stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum

from arclose.checklist.checks import all_left, revaluation
from arclose.ledger.closing import change_status
from arclose.ledger.models import (
    AutomaticAccount,
    Company,
    Currency,
    ExchangeRate,
    FiscalPeriod,
    LedgerAccount,
    Voucher,
)
from arclose.ledger.outcomes import CannotPost
from customers.adjusting import SetNotThere, post_set
from customers.credit.used import credit_used, owed
from customers.models import AdjustmentLine, AdjustmentSet, Customer, OpenTransaction, PostingProfile
from customers.models.credit import CreditLimitType
from customers.queries import tie_outs
from customers.readiness import customers_over_limit
from customers.sql import adjustments
from revaluation.computing import compute_undo
from revaluation.jobs import unposted
from revaluation.models import Method, Run
from revaluation.posting import post_run
from revaluation.queries import exposure
from revaluation.screens.tables import state_of
from tests.builders import a_clerk, a_company, a_controller, an_order
from tests.cases import each
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings
from tests.journals.payments import untaxed
from tests.revaluation.runs import Story, a_run, elsewhere, lines_said, post, quote, standing, undo
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


def again(line: AdjustmentLine) -> None:
    """Let a line join the set of another one."""
    line.pk, line.transaction_id = None, line.transaction_id + 1
    line.save(force_insert=True)


def wrongly_sealed(*, adjustment_set: int) -> int:
    """Seal a set with the digest of nothing."""
    return AdjustmentSet.objects.filter(pk=adjustment_set).update(digest="0" * 64)


def taken_in_by_nobody(**_values: Any) -> None:
    """Let open rows say that they have taken in what they have not."""
    OpenTransaction.objects.update(taken_in=10**9)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def story(company: Company) -> Story:
    """An invoice of 1000 USD, worth 800 EUR at 1.25; the dollar stands at 1.20 at the end of October."""
    made = Story(untaxed(company, currency_id="USD"))
    quote(company, "USD", date(2026, 10, 5), "1.25")
    made.invoice(date(2026, 10, 5), "1000")
    quote(company, "USD", OCTOBER, "1.20")
    return made


def hold(company: Company, month: str) -> None:
    period = FiscalPeriod.objects.get(company=company, name=month)
    change_status(period=period, status="on_hold", changed_by=a_controller(company))


def test_one_voucher_per_currency_and_account_with_gains_and_losses_apart(story: Story, company: Company) -> None:
    quote(company, "USD", date(2026, 10, 20), "1.10")
    story.invoice(date(2026, 10, 20), "500")
    run = post(a_run(company, OCTOBER))
    [voucher] = Voucher.objects.filter(posting=run.posting)
    assert_entries(
        [voucher],
        """
        posting type     | account | debit | credit
        customer balance | 1100    |       | 4.55
        unrealized gain  | 8920    |       | 33.33
        unrealized loss  | 4930    | 37.88 |
        """,
    )
    assert all(row.is_tied for row in tie_outs(company=company, on=OCTOBER))
    assert post_run(company=company, run=run.pk, posted_by=a_clerk(company), key="again").already == [run.pk]
    assert findings(company) == {}


def test_what_stands_counts_wherever_it_is_asked_what_a_customer_owes(story: Story, company: Company) -> None:
    Customer.objects.filter(pk=story.customer.pk).update(credit_limit_amount=801)
    an_order(story.customer, ("1", "10"), currency_id="EUR")
    before = [row.excess_amount for row in customers_over_limit(company=company, until=OCTOBER)]
    post(a_run(company, OCTOBER))
    stands = Decimal("33.33")
    assert [row.excess_amount for row in customers_over_limit(company=company, until=OCTOBER)] == [
        excess + stands for excess in before
    ]
    assert credit_used(story.customer, limit_type=CreditLimitType.BALANCE)[0].amount == 800 + stands
    rows = OpenTransaction.objects.filter(company=company)
    assert rows.aggregate(sum=Sum(owed(company)))["sum"] == 800 + stands
    assert [row["standing"] for row in exposure(company=company)] == [stands]


def test_what_was_paid_since_is_taken_back_on_its_day_by_a_line_that_names_it(story: Story, company: Company) -> None:
    quote(company, "USD", date(2026, 11, 3), "1.25")
    story.pay(date(2026, 11, 3), "250")
    run = post(a_run(company, OCTOBER))
    assert lines_said(run) == [
        ("line", "2026-10-31", "1000", "800", "0", "33.33"),
        ("settled", "2026-11-03", "250", "0", "0", "-8.33"),
    ]
    assert [v.posting_date for v in Voucher.objects.filter(posting=run.posting).order_by("posting_date")] == [
        OCTOBER,
        date(2026, 11, 3),
    ]
    story.pay(date(2026, 10, 25), "750")
    second = Voucher.objects.filter(document_type="settlement", document_part=1)
    assert [v.posting_date for v in second] == [OCTOBER]
    assert standing(company) == 0
    assert findings(company) == {}


def test_a_chosen_profile_gets_the_adjustment_and_gives_it_back(story: Story, company: Company) -> None:
    post(a_run(company, OCTOBER, posting_profile=elsewhere(company)))
    quote(company, "USD", NOVEMBER, "1.20")
    post(a_run(company, NOVEMBER))
    story.pay(NOVEMBER, "1000")
    tied = tie_outs(company=company, on=NOVEMBER)
    assert {row.account: row.ledger_accounting_amount for row in tied} == {"1100": 0, "1197": 0}
    assert findings(company) == {}


# What happens after a run is computed, and what is said when it is posted.
CHANGES = [
    (lambda story: story.invoice(date(2026, 10, 5), "10"), "1 document was posted"),
    (lambda story: story.pay(date(2026, 10, 31), "10"), "something was settled"),
    (lambda story: story.revalue(OCTOBER, ""), "1 document was revalued"),
    (lambda story: quote(story.company, "USD", OCTOBER, "1.21"), "The rate is another one now: USD"),
]


def test_it_says_what_changed_since_and_posts_nothing(story: Story, company: Company) -> None:
    run = a_run(company, OCTOBER)
    for meanwhile, said in each(CHANGES):
        meanwhile(story)
        with pytest.raises(CannotPost, match=said), transaction.atomic():
            post(run)
        assert Run.objects.get(pk=run.pk).posting is None, said
        post(a_run(company, OCTOBER))


def test_what_came_later_and_was_not_asked_for_changes_nothing(story: Story, company: Company) -> None:
    run = a_run(company, OCTOBER, customers=[story.customer.pk])
    quote(company, "USD", date(2026, 11, 5), "1.20")
    story.invoice(date(2026, 11, 5), "10")
    Story(untaxed(company, currency_id="USD")).invoice(date(2026, 10, 6), "20")
    assert post(run).posting is not None


def test_it_names_what_cannot_be_revalued(story: Story, company: Company) -> None:
    Currency.objects.filter(code__in=["HRK", "LTL"]).update(end_date=date(2026, 10, 30))
    for ended in ("HRK", "LTL"):
        quote(company, ended, date(2026, 10, 6), "7.5")
        Story(untaxed(company, currency_id=ended)).invoice(date(2026, 10, 6), "75")
    francs = untaxed(company, currency_id="CHF")
    quote(company, "CHF", date(2026, 10, 6), "0.9")
    Story(francs).invoice(date(2026, 10, 6), "9")
    quote(company, "CHF", OCTOBER, "0.000000000001")
    advances = LedgerAccount.objects.create(
        company=company, number="1198", name="Advances", account_type="asset", is_control_account=True
    )
    profile = PostingProfile.objects.create(
        company=company, code="ADV", name="Advances", summary_account=advances, is_revalued=False
    )
    advanced = Story(untaxed(company, currency_id="USD", posting_profile=profile))
    advanced.invoice(date(2026, 10, 5), "100")
    Story(francs).invoice(date(2026, 10, 6), "900000000000")

    run = a_run(company, OCTOBER)

    said = sorted((row.currency_id, row.reason) for row in run.left_out.all())
    assert said == [("CHF", "too_large"), ("HRK", "no_rate"), ("LTL", "no_rate"), ("USD", "not_monetary")]
    assert "more than 7 days earlier or after the currency ended" in str(run.rates.get(currency="HRK").problem)
    assert (run.rates.get(currency="USD").published, run.rates.get(currency="USD").source) == (OCTOBER, "ECB")


def test_a_day_before_the_last_revaluation_and_a_settlement_on_hold_are_refused_by_name(
    story: Story, company: Company
) -> None:
    quote(company, "USD", NOVEMBER, "1.30")
    story.pay(date(2026, 11, 3), "100")
    hold(company, "2026-11")
    run = a_run(company, OCTOBER)
    assert [(row.reason, row.fact) for row in run.left_out.all()] == [("settled_in_closed", "2026-11-03")]
    period = FiscalPeriod.objects.get(company=company, name="2026-11")
    change_status(period=period, status="open", changed_by=a_controller(company), reason="late")
    post(a_run(company, NOVEMBER))
    run = a_run(company, OCTOBER)
    assert [(row.reason, row.fact) for row in run.left_out.all()] == [("revalued_later", "2026-11-30")]


def test_days_to_come_and_days_not_open_are_refused(story: Story, company: Company) -> None:
    with pytest.raises(CannotPost, match="is still to come"):
        a_run(company, date(2027, 1, 31))
    run = a_run(company, OCTOBER)
    hold(company, "2026-10")
    for act in (lambda: a_run(company, OCTOBER), lambda: post(run)):
        with pytest.raises(CannotPost, match="lies in no open period"):
            act()


def test_accounts_that_lack_or_are_blocked_are_refused(story: Story, company: Company) -> None:
    LedgerAccount.objects.filter(company=company, number="4930").update(is_blocked=True)
    with pytest.raises(CannotPost, match="Ledger account 4930 is blocked"), transaction.atomic():
        a_run(company, OCTOBER)
    AutomaticAccount.objects.filter(company=company, account__number="8920").delete()
    with pytest.raises(CannotPost, match="unrealized exchange gain"), transaction.atomic():
        a_run(company, OCTOBER)
    assert not Run.objects.exists()


def test_a_settlement_before_a_revaluation_of_a_period_on_hold_is_refused(story: Story, company: Company) -> None:
    quote(company, "USD", NOVEMBER, "1.10")
    post(a_run(company, NOVEMBER))
    hold(company, "2026-11")
    with pytest.raises(CannotPost, match="was revalued on"):
        story.pay(OCTOBER, "100")


def test_an_undo_leaves_out_what_a_later_run_revalued(story: Story, company: Company) -> None:
    Story(untaxed(company, currency_id="USD")).invoice(date(2026, 10, 5), "500")
    first = post(a_run(company, OCTOBER))
    quote(company, "USD", NOVEMBER, "1.10")
    second = post(a_run(company, NOVEMBER, customers=[story.customer.pk]))
    in_part = undo(first)
    for run, day, said in ((first, date(2026, 10, 30), "its day is 31 Oct"), (in_part, None, "undoes another is not")):
        with pytest.raises(CannotPost, match=said):
            compute_undo(run=run, day=day, created_by=a_controller(company))
    assert (in_part.line_count, state_of(first)) == (1, "partly_undone")
    preview = compute_undo(run=first, day=None, created_by=a_controller(company))
    assert [(row.reason, row.fact) for row in preview.left_out.all()] == [("revalued_later", "2026-11-30")]
    with pytest.raises(CannotPost, match="is left to undo"), transaction.atomic():
        post(preview)
    with transaction.atomic():
        story.pay(NOVEMBER, "1000")
        assert state_of(first) == "undone", "what was left out is paid, so nothing is left to undo"
        transaction.set_rollback(True)
    undo(second)
    assert state_of(first) == "partly_undone"
    undo(first)
    assert (state_of(first), standing(company)) == ("undone", 0)
    assert findings(company) == {}


def test_the_database_keeps_a_posted_run_as_it_is(story: Story, company: Company) -> None:
    preview, run = a_run(company, OCTOBER), post(a_run(company, OCTOBER))
    for act in (
        lambda: Run.objects.filter(pk=run.pk).update(note="x"),
        lambda: run.adjustment_set.lines.all().delete(),
        lambda: run.adjustment_set.sums.all().delete(),
        lambda: preview.adjustment_set.lines.update(new_amount=1),
        lambda: again(preview.adjustment_set.lines.get()),
        lambda: AdjustmentSet.objects.filter(pk=preview.adjustment_set_id).update(posting=run.posting),
        lambda: AdjustmentSet.objects.filter(pk=preview.adjustment_set_id).update(digest="0" * 64),
        lambda: AdjustmentSet.objects.filter(pk=run.adjustment_set_id).update(posting=None),
        lambda: Run.objects.filter(pk=preview.pk).update(posting=run.posting),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(SetNotThere):
        post_set(posting=run.posting, adjustment_set=run.adjustment_set_id)


# what is not done, or done wrongly, while a run is computed and posted | probe: what its finding says
BREACHES = [
    ("revaluation.sql.insert_vouchers", lambda **_values: 0, {"revaluations": "vouchers"}),
    ("customers.sql.insert_sums", lambda **_values: 0, {"revaluations": "adjustments", "adjustment sets": "not add"}),
    ("customers.adjusting.post_set", lambda **_values: None, {"revaluations": "do not count by its posting"}),
    ("customers.sql.seal_lines", wrongly_sealed, {"adjustment sets": "others than those"}),
    ("revaluation.posting.subledger.close_subledger", taken_in_by_nobody, {"open amounts": "is kept"}),
]  # fmt: skip


def test_a_broken_run_is_found(story: Story, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    for step, instead, said in each(BREACHES):
        with monkeypatch.context() as broken:
            broken.setattr(step, instead)
            post(a_run(company, OCTOBER))
        found = findings(company)
        telling = {probe for probe, words in said.items() if any(words in one for one in found.get(probe, []))}
        assert telling == set(said), (step, found)


def test_more_taken_back_than_stood_is_found(story: Story, company: Company, monkeypatch) -> None:
    statement = adjustments._TAKE_BACK
    assert "-amount_back," in statement
    monkeypatch.setattr(adjustments, "_TAKE_BACK", statement.replace("-amount_back,", "-3 * amount_back,"))
    post(a_run(company, OCTOBER))
    story.pay(date(2026, 10, 31), "500")
    assert findings(company)["adjustments taken back"] == [
        f"of {story.invoices[0].number} more adjustments were taken back from account 1100 than stood there"
    ]


def test_only_the_last_preview_of_what_is_asked_waits_to_be_posted(story: Story, company: Company) -> None:
    compute_undo(run=post(a_run(company, OCTOBER)), day=None, created_by=a_controller(company))
    a_run(company, OCTOBER, Method.MINIMUM)
    wanted = [a_run(company, OCTOBER, customers=[story.customer.pk]), a_run(company, OCTOBER)]
    assert list(unposted(company=company, until=OCTOBER).order_by("pk")) == wanted


def test_a_method_needs_no_rate_to_go_back(story: Story, company: Company) -> None:
    post(a_run(company, OCTOBER))
    run = post(a_run(company, date(2026, 12, 31), Method.INVOICE_DATE))
    assert (run.line_count, standing(company)) == (1, 0)


def test_the_close_warns_of_what_is_not_revalued_or_changed_since(story: Story, company: Company) -> None:
    period = FiscalPeriod.objects.get(company=company, name="2026-10")

    def warned() -> dict[str, int]:
        found = all_left(company=company, period=period, checks=revaluation.CHECKS)
        return {name: left.count for name, left in found.items() if left.count}

    assert warned() == {"revaluation": 1}
    first = post(a_run(company, OCTOBER))
    assert warned() == {}
    post(a_run(company, OCTOBER))
    undo(first)
    assert warned() == {"revaluation": 1}, "the second run has no line, for the first one stood"
    post(a_run(company, OCTOBER))
    assert warned() == {}
    story.invoice(date(2026, 10, 5), "10")
    quote(company, "USD", date(2026, 10, 30), "1.19")
    assert warned() == {"posted-since-revaluation": 1}
    assert [row.label for row in revaluation.CHECKS[2].rows(company, period)] == [story.invoices[-1].number]
    post(a_run(company, OCTOBER))
    assert warned() == {}
    ExchangeRate.objects.filter(currency="USD", rate_date=OCTOBER).update(entered_by=a_clerk(company))
    with pytest.raises(DatabaseError, match="was used by a posted revaluation"), transaction.atomic():
        ExchangeRate.objects.filter(currency="USD", rate_date=OCTOBER).update(units_per_base=Decimal("1.18"))
    dinars = untaxed(company, currency_id="KWD")
    quote(company, "KWD", date(2026, 10, 6), "0.35")
    Story(dinars).invoice(date(2026, 10, 6), "9")
    assert warned() == {"rate-coverage": 1, "posted-since-revaluation": 1}
    assert revaluation.CHECKS[0].rows(company, period)[0].label == "KWD"


def test_the_close_asks_for_the_rate_of_the_books_and_of_what_was_open_then() -> None:
    company = a_company(currency="GBP")
    Story(untaxed(company, currency_id="EUR")).invoice(date(2026, 10, 5), "100")
    Story(untaxed(company, currency_id="USD")).invoice(date(2026, 11, 5), "100")
    ExchangeRate.objects.filter(currency="GBP", rate_date__gt=date(2026, 10, 5)).delete()
    period = FiscalPeriod.objects.get(company=company, name="2026-10")

    def uncovered() -> list[str]:
        return [row.label for row in revaluation.CHECKS[0].rows(company, period)]

    assert uncovered() == ["EUR"]
    quote(company, "GBP", date(2026, 10, 30), "0.86")
    assert uncovered() == []
    assert "EUR 1 100.00 – 1 covered" in text_of(Visitor(a_clerk(company), company).get("revaluations/rates/"))


def test_a_rate_that_was_published_late_is_a_warning(story: Story, company: Company) -> None:
    ExchangeRate.objects.filter(currency="USD", rate_date=OCTOBER).delete()
    quote(company, "USD", date(2026, 10, 29), "1.22")
    run = post(a_run(company, OCTOBER))
    quote(company, "USD", OCTOBER, "1.20")
    period = FiscalPeriod.objects.get(company=company, name="2026-10")
    found = all_left(company=company, period=period, checks=revaluation.CHECKS)
    assert {name: left.count for name, left in found.items() if left.count} == {"rates-since-revaluation": 1}
    assert [row.pk for row in revaluation.CHECKS[3].rows(company, period)] == [run.pk]
    post(a_run(company, OCTOBER, customers=[story.customer.pk]))
    assert [row.pk for row in revaluation.CHECKS[3].rows(company, period)] == [run.pk]
    post(a_run(company, OCTOBER))
    assert revaluation.CHECKS[3].rows(company, period) == []


def test_what_was_taken_back_on_a_day_on_hold_is_not_given_back(story: Story, company: Company) -> None:
    quote(company, "USD", NOVEMBER, "1.10")
    post(a_run(company, NOVEMBER))
    story.pay(OCTOBER, "100")
    hold(company, "2026-11")
    with pytest.raises(CannotPost, match="was revalued on"), transaction.atomic():
        story.unsettle(OCTOBER, "")
    assert findings(company) == {}
