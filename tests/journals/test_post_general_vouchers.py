"""General vouchers are posted as sets: works, refused by name, twice, other company, translated."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from arclose.batch import jobs
from arclose.batch.models import JobTask
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, LedgerAccount, LedgerEntry, Voucher
from arclose.ledger.models.calendars import FiscalPeriod, PeriodStatus
from arclose.ledger.outcomes import as_stored, from_stored
from arclose.ledger.posting import KeyReused
from journals.jobs import GENERAL_VOUCHER_JOB, post_vouchers
from journals.models import GeneralVoucher, GeneralVoucherLine, Journal, VoucherStatus
from journals.posting import post_general_vouchers
from journals.refusals import in_words
from tests.builders import a_clerk, a_company
from tests.journals.payments import a_general_journal
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 15)


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def clerk(company):
    return a_clerk(company)


def a_voucher(company: Company, *lines: tuple[str, str], number: str = "G1", **values: object) -> GeneralVoucher:
    """Give an open voucher; each line is (account, amount)."""
    defaults = {"voucher_date": OCTOBER, "text": "accrual", "currency_id": company.accounting_currency_id}
    values.setdefault("journal", Journal.objects.filter(name__journal_type="general", company=company).first())
    values["journal"] = values["journal"] or a_general_journal(company)
    voucher = GeneralVoucher.objects.create(company=company, number=number, **{**defaults, **values})
    for position, (account, amount) in enumerate(lines or [("4000", "100"), ("2100", "-100")], start=1):
        GeneralVoucherLine.objects.create(
            company=company,
            voucher=voucher,
            line_number=position,
            account=LedgerAccount.objects.get(company=company, number=account),
            amount=Decimal(amount),
            currency=voucher.currency,
        )
    return voucher


def post(*vouchers: GeneralVoucher, by, key: str = "key", **options: object):
    ids = [voucher.pk for voucher in vouchers]
    return post_general_vouchers(company=vouchers[0].company, documents=ids, posted_by=by, key=key, **options)


def test_it_posts_each_line_to_its_account(company, clerk):
    voucher = a_voucher(company, ("4000", "100.25"), ("4800", "20"), ("2100", "-120.25"))
    outcome = post(voucher, by=clerk)
    assert (list(outcome.posted), outcome.left_out) == ([voucher.pk], [])
    in_the_books = Voucher.objects.get(company=company)
    assert (in_the_books.posting_date, in_the_books.text) == (OCTOBER, "accrual")
    assert_entries(
        [in_the_books],
        """
        posting type   | account | debit  | credit
        ledger journal | 4000    | 100.25 |
        ledger journal | 4800    | 20.00  |
        ledger journal | 2100    |        | 120.25
        """,
    )
    voucher.refresh_from_db()
    assert (voucher.status, voucher.posting_id) == (VoucherStatus.POSTED, outcome.posting_id)


def test_it_translates_at_the_rate_of_its_date_and_rounds_on_the_rounding_account(company, clerk):
    lines = [("4000", "33.33"), ("4800", "33.33"), ("4000", "33.34"), ("2100", "-100")]
    voucher = a_voucher(company, *lines, currency_id="USD", voucher_date=date(2026, 10, 30))
    assert post(voucher, by=clerk).left_out == []
    entries = LedgerEntry.objects.filter(company=company)
    assert sum(entry.accounting_currency_amount for entry in entries) == 0
    assert entries.get(account__number="2100").accounting_currency_amount == Decimal("-89.51")


# lines | what else the voucher has | why it is left out
LEFT_OUT = [
    ([("4000", "1"), ("1100", "-1")], {}, "control_account"),
    ([("4000", "1"), ("2100", "-2")], {}, "not_balanced"),
    ([("4000", "1")], {}, "not_balanced"),
    ([], {"voucher_date": date(2031, 1, 1)}, "period_not_open"),
    ([], {"status": "canceled"}, "canceled"),
    ([], {"currency_id": "HRK"}, "rate_missing"),
]


def test_it_names_why_one_is_left_out_and_posts_the_others(company, clerk):
    good = a_voucher(company)
    bad = {
        a_voucher(company, *lines, number=f"BAD{place}", **values).pk: code
        for place, (lines, values, code) in enumerate(LEFT_OUT)
    }
    outcome = post(good, *GeneralVoucher.objects.filter(pk__in=bad), by=clerk)
    assert list(outcome.posted) == [good.pk]
    assert {one.document_id: one.code for one in outcome.left_out} == bad
    assert len(outcome.left_out) == len(bad)
    for refused in outcome.left_out:
        code = refused.code
        assert in_words(code, from_stored(as_stored(refused.facts))) == (refused.reason, refused.remedy)
        with override("nl"):
            said = in_words(code, refused.facts)
        assert said not in {None, (refused.reason, refused.remedy)}


def test_a_blocked_account_and_a_period_on_hold_refuse(company, clerk):
    voucher = a_voucher(company)
    LedgerAccount.objects.filter(company=company, number="4000").update(is_blocked=True)
    assert [one.code for one in post(voucher, by=clerk).left_out] == ["account_blocked"]
    LedgerAccount.objects.filter(company=company, number="4000").update(is_blocked=False)
    period = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=period, status=PeriodStatus.ON_HOLD, changed_by=clerk)
    assert [one.code for one in post(voucher, by=clerk).left_out] == ["period_not_open"]
    assert not Voucher.objects.exists()


def test_rounding_above_the_limit_leaves_one_out(company, clerk):
    Company.objects.filter(pk=company.pk).update(rounding_limit_amount=0)
    company.refresh_from_db()
    lines = [("4000", "33.33"), ("4800", "33.33"), ("4000", "33.34"), ("2100", "-100")]
    uneven = a_voucher(company, *lines, currency_id="USD", voucher_date=date(2026, 10, 30))
    even = a_voucher(company, number="G2")
    outcome = post(uneven, even, by=clerk)
    assert (list(outcome.posted), [one.code for one in outcome.left_out]) == ([even.pk], ["rounding_above_limit"])
    uneven.refresh_from_db()
    assert (uneven.status, uneven.posting_id) == (VoucherStatus.OPEN, None)


def test_the_same_request_has_the_same_answer_and_another_finds_it_posted(company, clerk):
    voucher = a_voucher(company)
    first = post(voucher, by=clerk)
    again = post(voucher, by=clerk)
    assert (again.posting_id, again.posted) == (first.posting_id, first.posted)
    assert list(post(voucher, by=clerk, key="other").already) == [voucher.pk]
    assert Voucher.objects.count() == 1
    with pytest.raises(KeyReused):
        post(voucher, a_voucher(company, number="G2"), by=clerk)


def test_vouchers_of_another_company_are_not_touched(company, clerk):
    other = a_voucher(a_company())
    outcome = post_general_vouchers(company=company, documents=[other.pk], posted_by=clerk, key="key")
    assert (list(outcome.posted), list(outcome.left_out)) == ([], [])
    other.refresh_from_db()
    assert other.status == VoucherStatus.OPEN


def test_a_job_posts_them(company, clerk):
    voucher = a_voucher(company)
    rows = GeneralVoucher.objects.values_list("pk", "voucher_date", "number")
    job = jobs.submit(
        company=company, kind=GENERAL_VOUCHER_JOB.name, description="x", submitted_by=clerk, documents=rows, key="k"
    )
    assert list(post_vouchers(JobTask.objects.get(job=job), [voucher.pk], clerk).posted) == [voucher.pk]
