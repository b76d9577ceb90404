"""Free text invoices: entered, held, posted as any other invoice, and refused by name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.outcomes import Outcome
from customers.free_text.approving import Approved, approve_free_text, reject_free_text
from customers.free_text.correcting import correct_free_text
from customers.free_text.crediting import CannotCreditFreeText, credit_free_text
from customers.free_text.distributions import shares_typed
from customers.free_text.drafts import (
    ChangedMeanwhile,
    FreeTextDeleted,
    FreeTextEntry,
    FreeTextHead,
    FreeTextPosted,
    LineDoesNotAddUp,
    LineTooLarge,
    SentBefore,
    change_free_text,
    delete_free_text,
    enter_free_text,
    entries_of,
)
from customers.free_text.posting import post_free_text_invoices
from customers.models import (
    CreditHold,
    Customer,
    FreeTextChange,
    FreeTextDistribution,
    FreeTextInvoice,
    Invoice,
    ItemTaxGroup,
    OpenTransaction,
    SalesParameters,
    TaxCode,
    TaxGroup,
    UpdateDefaults,
)
from customers.supplies import Supplies
from tests.builders import a_clerk, a_company, a_controller, a_customer, an_order
from tests.customers.posting import findings, posted, vouchers_of
from tests.customers.test_partial_invoices import delivered
from tests.text_tables import assert_entries, read_table

pytestmark = pytest.mark.django_db
_SERIAL = count(1)
DAY, TODAY = date(2026, 10, 15), date(2026, 11, 2)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


def head(customer: Customer, **values) -> FreeTextHead:
    usual = {
        "customer": customer, "invoice_account": customer, "invoice_date": DAY, "currency": customer.currency,
        "payment_terms": customer.payment_terms, "tax_group": customer.tax_group, "delivery_country": customer.country,
    }  # fmt: skip
    return FreeTextHead(**{**usual, **values})


def lines(company: Company, text: str) -> list[FreeTextEntry]:
    """Give the lines of a table of account, quantity, price, amount and distribution; the last two may be empty."""
    tax_group = ItemTaxGroup.objects.get(company=company, code="SERV")
    return [
        FreeTextEntry(
            description=f"On {row['account']}",
            account=company.accounts.get(number=row["account"]),
            item_tax_group=tax_group,
            item_type="service",
            quantity=Decimal(row["quantity"]),
            unit_price=Decimal(row["price"]),
            amount=Decimal(row["amount"]) if row["amount"] else None,
            shares=shares_typed(row.get("distribution", ""), company=company) if row.get("distribution") else [],
        )
        for row in read_table(text)
    ]


ONE_LINE = """
    account | quantity | price | amount
    8100    | 1        | 100   |
"""


def entered(customer: Customer, text: str = ONE_LINE, key: str = "", **values) -> FreeTextInvoice:
    return enter_free_text(
        company=customer.company,
        head=head(customer, **values),
        lines=lines(customer.company, text),
        key=key or f"free{next(_SERIAL)}",
        entered_by=a_clerk(customer.company),
    )


def post(*documents: FreeTextInvoice, key: str = "", today: date = TODAY, is_preview: bool = False) -> Outcome:
    company = documents[0].company
    return post_free_text_invoices(
        company=company,
        documents=[document.pk for document in documents],
        posted_by=a_clerk(company),
        key=key or f"post{next(_SERIAL)}",
        today=today,
        is_preview=is_preview,
    )


def invoice_of(document: FreeTextInvoice) -> Invoice:
    document.refresh_from_db()
    assert document.invoice is not None
    return document.invoice


def test_it_posts_receivable_revenue_per_account_and_tax(customer: Customer) -> None:
    document = entered(
        customer,
        """
        account | quantity | price | amount
        8100    | 3        | 33.335 |
        8000    | 2        | 10    | 19.99
        """,
    )
    assert post(document).posted == [document.pk]
    invoice = invoice_of(document)
    assert_entries(
        vouchers_of(invoice),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 145.20 |
        revenue          | 8100    |        | 100.01
        revenue          | 8000    |        | 19.99
        sales tax        | 2100    |        | 25.20
        """,
    )
    assert (invoice.number, invoice.origin, invoice.order, invoice.due_date) == (
        "INV2026-000001", "free_text", None, date(2026, 11, 14),
    )  # fmt: skip
    assert OpenTransaction.objects.get().transaction_currency_amount == Decimal("145.20")
    assert findings(customer.company) == {}


DISTRIBUTED = """
    account | quantity | price | amount | distribution
    8100    | 1        | 100   | 100.01 | 8100 33.3333%; 8000 66.6667%
    8000    | 1        | 50    |        | 8000 20; 8810 30
    8810    | 1        | 10    |        |
"""


def test_it_credits_the_accounts_of_a_distribution_and_its_credit_note_the_opposite(customer: Customer) -> None:
    document, plain = entered(customer, DISTRIBUTED), entered(customer)
    post(document, plain)
    assert_entries(
        vouchers_of(invoice_of(document)),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    | 193.61 |
        revenue          | 8100    |        | 33.34
        revenue          | 8000    |        | 86.67
        revenue          | 8810    |        | 40.00
        sales tax        | 2100    |        | 33.60
        """,
    )
    note = credit(invoice_of(document))
    assert_entries(
        vouchers_of(note),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    |        | 193.61
        revenue          | 8100    | 33.34  |
        revenue          | 8000    | 86.67  |
        revenue          | 8810    | 40.00  |
        sales tax        | 2100    | 33.60  |
        """,
    )
    assert findings(customer.company) == {}


@pytest.mark.parametrize("shares", ["8100 50%; 8000 40%", "8100 60; 8000 39.99", "8100 50%; 8000 50"])
def test_a_distribution_that_is_not_the_line_is_refused_on_it(customer: Customer, shares: str) -> None:
    with pytest.raises(LineDoesNotAddUp) as caught:
        entered(customer, ONE_LINE.replace("amount", "amount | distribution").rstrip() + f"| {shares}")
    assert (caught.value.position, caught.value.field) == (0, "distribution")


def test_it_takes_its_number_from_the_series_of_invoices(customer: Customer) -> None:
    posted(an_order(customer))
    later, earlier = entered(customer, invoice_date=date(2026, 10, 20)), entered(customer)
    post(later, earlier)
    assert [invoice_of(one).number for one in (earlier, later)] == ["INV2026-000002", "INV2026-000003"]
    assert findings(customer.company) == {}


def test_the_same_request_gives_the_same_answer(customer: Customer) -> None:
    document = entered(customer)
    assert post(document, key="once") == post(document, key="once")
    assert Invoice.objects.count() == 1
    assert post(document).already == [document.pk]


def test_a_preview_leaves_nothing(customer: Customer) -> None:
    document = entered(customer)
    with transaction.atomic():
        assert post(document, is_preview=True).posted == [document.pk]
        transaction.set_rollback(True)
    assert not Invoice.objects.exists()


def test_it_is_held_until_its_release_date(customer: Customer) -> None:
    document = entered(customer, release_date=date(2026, 11, 3))
    assert [one.code for one in post(document).left_out] == ["not_released"]
    assert post(document, today=date(2026, 11, 3)).posted == [document.pk]


def approved_by_another(document: FreeTextInvoice, version: int = 1) -> Approved:
    company = document.company
    return approve_free_text(company=company, versions={document.pk: version}, approved_by=a_controller(company))


def test_who_entered_or_changed_it_does_not_approve_it_and_a_change_takes_the_approval_back(customer: Customer) -> None:
    company, controller = customer.company, a_controller(customer.company)
    document = _unapproved(customer)
    assert [one.code for one in post(document).left_out] == ["not_approved"]
    assert "since you opened" in approved_by_another(document, version=7).refused[0][1]
    assert approved_by_another(document).documents == [document]
    change = {"document": document, "head": head(customer), "lines": lines(company, ONE_LINE)}
    change_free_text(**change, changed_by=controller)
    [(_one, why)] = approve_free_text(company=company, versions={document.pk: 2}, approved_by=controller).refused
    assert why == "Who entered or changed it does not approve it. Ask another controller."
    assert [one.code for one in post(document).left_out] == ["not_approved"]
    rejected = {"document": document, "version": 2, "reason": "Wrong account", "rejected_by": controller}
    assert reject_free_text(**rejected) == reject_free_text(**rejected)
    assert [one.reason for one in post(document).left_out] == ["It was rejected: Wrong account"]
    change_free_text(**change, changed_by=controller)
    assert [one.code for one in post(document).left_out] == ["not_approved"]
    assert approved_by_another(document, version=3).documents == [document]
    reject_free_text(**rejected | {"version": 3})
    assert [one.code for one in post(document).left_out] == ["rejected"]
    assert approved_by_another(document, version=3).documents == [document]
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        FreeTextChange.objects.filter(document=document).delete()
    assert post(document).posted == [document.pk]
    assert approved_by_another(document, version=3).refused[0][1] == "It is posted."
    assert findings(company) == {}


LISTED = """
    list code    | item type | supplied   | kind       | listed | tax point
                 | goods     |            | eu_goods   | True   | 2026-10-15
    triangular   | goods     | 2026-08-20 | triangular | True   | 2026-09-15
    not_included | goods     | 2026-09-20 | eu_goods   | False  | 2026-10-15
                 | service   | 2026-08-20 | eu_service | True   | 2026-08-20
"""


def test_what_it_says_of_lists_reaches_its_tax_rows_and_its_profile_says_where_it_is_owed(customer: Customer) -> None:
    company = customer.company
    abroad = a_customer(company, tax_group="EU", country="DE", vat_number="DE136695976")
    account = company.accounts.create(number="1195", name="Owed by others", is_control_account=True)
    profile = company.posting_profiles.create(code="OTHER", name="Others", summary_account=account)
    groups = {"goods": "STD", "service": "SERV"}
    for number, row in enumerate(read_table(LISTED)):
        tax_group = ItemTaxGroup.objects.get(company=company, code=groups[row["item type"]])
        sold = [replace(line, item_tax_group=tax_group, item_type=row["item type"])
                for line in lines(company, ONE_LINE)]  # fmt: skip
        on = date.fromisoformat(row["supplied"]) if row["supplied"] else None
        document = enter_free_text(
            company=company, lines=sold, key=f"listed {number}", entered_by=a_clerk(company),
            head=head(abroad, list_code=row["list code"], posting_profile=profile, supply_date=on),
        )  # fmt: skip
        post(document)
        invoice = invoice_of(document)
        for made in (invoice, credit(invoice)):
            assert [(one.tax_kind, str(one.is_listed)) for one in made.tax_rows.all()] == [(row["kind"], row["listed"])]
            assert made.customer_transaction.control_account == account
        assert str(invoice.tax_rows.get().tax_point_date) == row["tax point"]
        assert Supplies([invoice]).days(invoice) == {on or invoice.invoice_date}
    assert findings(company) == {}


def _on_hold(customer: Customer) -> FreeTextInvoice:
    period = FiscalPeriod.objects.get(company=customer.company, name="2026-09")
    change_status(period=period, status="on_hold", changed_by=a_controller(customer.company))
    return entered(customer, invoice_date=date(2026, 9, 30))


def _without_a_rule(customer: Customer) -> FreeTextInvoice:
    return entered(customer, tax_group=TaxGroup.objects.create(company=customer.company, code="NONE", name="None"))


def _distributed_otherwise(customer: Customer) -> FreeTextInvoice:
    document = entered(customer, DISTRIBUTED)
    FreeTextDistribution.objects.filter(line__document=document, amount=20).update(amount=19)
    return document


def _distributed_too_finely(customer: Customer) -> FreeTextInvoice:
    document = entered(customer, DISTRIBUTED)
    first, second = FreeTextDistribution.objects.filter(line__document=document).order_by("pk")[:2]
    for row, more in ((first, "0.005"), (second, "-0.005")):
        FreeTextDistribution.objects.filter(pk=row.pk).update(amount=row.amount + Decimal(more))
    return document


def _distributed_at_zero(customer: Customer) -> FreeTextInvoice:
    return entered(customer, DISTRIBUTED.replace("| 10    |        |", "| -150.01 |       |"))


def _on_a_blocked_account(customer: Customer) -> FreeTextInvoice:
    customer.company.accounts.filter(number="8810").update(is_blocked=True)
    return entered(customer, ONE_LINE.replace("8100", "8810"))


def _of_another_state(customer: Customer) -> FreeTextInvoice:
    abroad = a_customer(customer.company, tax_group="EU", country="DE", vat_number="DE136695976")
    return entered(abroad, delivery_country="US")


def _unapproved(customer: Customer) -> FreeTextInvoice:
    """Give one that waits for approval, in a company that asks for it."""
    SalesParameters.objects.update_or_create(company=customer.company, defaults={"approves_free_text": True})
    return entered(customer)


def _of_no_triangle(customer: Customer) -> FreeTextInvoice:
    abroad = a_customer(customer.company, tax_group="EU", country="DE", vat_number="DE136695976")
    return entered(abroad, list_code="triangular")


CAUSES: dict[str, Callable[[Customer], FreeTextInvoice]] = {
    "not_approved": _unapproved,
    "not_triangular": _of_no_triangle,
    "period_not_open": _on_hold,
    "no_lines": lambda customer: entered(customer, "account | quantity | price | amount"),
    "customer_blocked": lambda customer: entered(a_customer(customer.company, is_blocked=True)),
    "tax_code_missing": _without_a_rule,
    "vat_number_missing": lambda customer: entered(a_customer(customer.company, tax_group="EU", country="DE")),
    "not_a_member_state": _of_another_state,
    "wrong_sign": lambda customer: entered(customer, ONE_LINE.replace("| 100 ", "| -100")),
    "not_distributed": _distributed_otherwise,
    "not_distributed, too fine": _distributed_too_finely,
    "distributed_at_zero": _distributed_at_zero,
    "account_blocked": _on_a_blocked_account,
    "control_account": lambda customer: entered(customer, ONE_LINE.replace("8100", "1100")),
}


def test_it_leaves_out_with_a_reason_and_posts_the_others(customer: Customer) -> None:
    refused, good = {CAUSES[code](customer): code.partition(",")[0] for code in CAUSES}, entered(customer)
    for document, code in {**refused, good: ""}.items():
        if code != "not_approved":
            approved_by_another(document)
    outcome = post(*refused, good)
    assert {one.document_id: one.code for one in outcome.left_out} == {one.pk: code for one, code in refused.items()}
    assert len(outcome.left_out) == len(CAUSES)
    assert all(one.reason and one.remedy for one in outcome.left_out)
    assert outcome.posted == [good.pk]


LIMITS = {  # what the company decides: which of two invoices of 121.00 with a limit of 200 is posted, and what is said
    "balance": ({}, [True, False], "credit_limit_exceeded"),
    "warning": ({"limit_exceeded": "warning"}, [True, True], "credit_limit_exceeded"),
    "not of free text": ({"checks_credit_of_free_text": False}, [True, True], None),
    "but a mandatory one": (
        {"checks_credit_of_free_text": False, "is_mandatory": True},
        [True, False],
        "credit_limit_exceeded",
    ),
    "with packing slips": ({"credit_limit_type": "packing_slip"}, [False, False], "credit_limit_exceeded"),
    "with all orders": ({"credit_limit_type": "all"}, [False, False], "credit_limit_exceeded"),
}


@pytest.mark.parametrize(("decided", "expected", "says"), LIMITS.values(), ids=LIMITS)
def test_it_uses_the_credit_limit_and_is_never_on_hold(
    customer: Customer, decided: dict[str, Any], expected: list[bool], says: str | None
) -> None:
    limit = {"credit_limit_amount": 200, "is_credit_limit_mandatory": decided.get("is_mandatory", False)}
    Customer.objects.filter(pk=customer.pk).update(**limit)
    decided = {name: value for name, value in decided.items() if name != "is_mandatory"}
    SalesParameters.objects.filter(company=customer.company).update(company=customer.company, **decided)
    delivered(an_order(customer, ("1", "90")), "1")
    documents = [entered(customer), entered(customer)]
    outcome = post(*documents)
    assert [one.pk in outcome.posted for one in documents] == expected
    assert {one.code for one in (*outcome.left_out, *outcome.warnings)} == ({says} if says else set())
    assert not CreditHold.objects.exists()
    assert findings(customer.company) == {}


def test_what_is_entered_twice_is_one_and_may_be_changed_until_it_is_posted(customer: Customer) -> None:
    document = entered(customer, key="form")
    assert entered(customer, key="form") == document
    with pytest.raises(SentBefore):
        entered(customer, key="form", reason="another")
    changed = change_free_text(
        document=document,
        head=head(customer),
        lines=lines(customer.company, ONE_LINE.replace("| 100 ", "| 60 ")),
        changed_by=a_clerk(customer.company),
    )
    changed.refresh_from_db()
    assert (changed.net_amount, changed.lines.count(), changed.version) == (60, 1, 2)
    with pytest.raises(ChangedMeanwhile):
        change_free_text(
            document=document, head=head(customer), lines=[], changed_by=a_clerk(customer.company), version=1
        )
    post(document)
    with pytest.raises(FreeTextPosted):
        change_free_text(document=document, head=head(customer), lines=[], changed_by=a_clerk(customer.company))
    with pytest.raises(FreeTextPosted):
        delete_free_text(document=document)


def test_one_that_waits_is_deleted(customer: Customer) -> None:
    document = entered(customer)
    stale = FreeTextInvoice.objects.get(pk=document.pk)
    delete_free_text(document=document)
    assert not FreeTextInvoice.objects.exists()
    with pytest.raises(FreeTextDeleted):
        change_free_text(document=stale, head=head(customer), lines=[], changed_by=a_clerk(customer.company))


def test_a_line_beyond_the_books_is_refused_by_name(customer: Customer) -> None:
    with pytest.raises(LineTooLarge):
        entered(customer, ONE_LINE.rstrip() + "1000000000000000")
    with pytest.raises(LineTooLarge):
        entered(customer, ONE_LINE.replace("| 1 ", "| 99999999999999 "))


def credit(invoice: Invoice, on: date = date(2026, 10, 20), key: str = "") -> Invoice:
    return credit_free_text(
        invoice=invoice, day=on, reason="wrong", posted_by=a_clerk(invoice.company),
        key=key or f"credit{next(_SERIAL)}",
    )  # fmt: skip


def test_it_is_credited_as_a_whole_at_its_rate_and_settled(company: Company) -> None:
    abroad = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    document = entered(abroad, ONE_LINE + "    8000    | 3        | 33.33 | 99.98", invoice_date=date(2026, 9, 1))
    post(document)
    invoice = invoice_of(document)
    note = credit(invoice, key="once")
    assert (note.number, note.origin, note.credited_invoice, note.total_amount, note.rate_date) == (
        "CN2026-000001", "free_text", invoice, -invoice.total_amount, invoice.rate_date,
    )  # fmt: skip
    assert [line.net_amount for line in note.lines.order_by("line_number")] == [-100, Decimal("-99.98")]
    assert not OpenTransaction.objects.exists()
    assert credit(invoice, key="once") == note
    assert findings(company) == {}


def test_its_credit_note_takes_back_the_accounts_of_the_invoice(customer: Customer) -> None:
    document = entered(customer)
    post(document)
    invoice = invoice_of(document)
    other = customer.company.accounts.get(number="8810")
    TaxCode.objects.filter(company=customer.company).update(tax_account=other)
    UpdateDefaults.objects.create(company=customer.company, credit_correction=True)
    note = credit(invoice)
    assert vouchers_of(note).get().is_credit_correction
    assert_entries(
        vouchers_of(note),
        """
        posting type     | account | debit  | credit
        customer balance | 1100    |        | 121.00
        revenue          | 8100    | 100.00 |
        sales tax        | 2100    | 21.00  |
        """,
    )
    assert findings(customer.company) == {}


@pytest.mark.parametrize(
    ("on", "words"), [(date(2026, 10, 1), "cannot be dated before"), (date(2031, 1, 1), "1 Jan 2031 lies in no open")]
)
def test_it_refuses_to_credit(customer: Customer, on: date, words: str) -> None:
    document = entered(customer)
    post(document)
    with pytest.raises(CannotCreditFreeText, match=words):
        credit(invoice_of(document), on=on)
    note = credit(invoice_of(document))
    with pytest.raises(CannotCreditFreeText, match="credited already, by CN2026-000001"):
        credit(invoice_of(document))
    with pytest.raises(CannotCreditFreeText, match="no free text invoice"):
        credit(note)


def test_one_act_credits_it_and_opens_what_it_should_have_been(customer: Customer) -> None:
    document = entered(customer, DISTRIBUTED, reason="Service of October")
    post(document)
    invoice, clerk = invoice_of(document), a_clerk(customer.company)
    values = {"invoice": invoice, "day": date(2026, 10, 20), "reason": "wrong price", "posted_by": clerk}
    note, draft = correct_free_text(**values, key="once")
    assert (note.credited_invoice, note.total_amount, note.reason) == (invoice, -invoice.total_amount, "wrong price")
    assert not OpenTransaction.objects.exists()
    assert (draft.corrects, draft.invoice_date, draft.invoice) == (invoice, date(2026, 10, 20), None)
    assert entries_of(draft) == entries_of(document)
    assert correct_free_text(**values, key="once") == (note, draft)
    with pytest.raises(CannotCreditFreeText, match="credited already"):
        correct_free_text(**values, key="twice")
    assert post(draft).posted == [draft.pk]
    assert findings(customer.company) == {}


def test_the_database_keeps_a_posted_one_as_it_is(customer: Customer) -> None:
    document = entered(customer)
    post(document)
    with pytest.raises(IntegrityError, match="is posted and never changes"), transaction.atomic():
        FreeTextInvoice.objects.filter(pk=document.pk).update(reason="changed")
    with pytest.raises(IntegrityError, match="is posted and never changes"), transaction.atomic():
        document.lines.all().delete()
