"""Undoing posted documents: each by its opposite, an exact mirror, once, and refused by name where that cannot be."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType, FiscalPeriod, Voucher
from arclose.ledger.outcomes import Outcome
from arclose.ledger.posting import KeyReused
from customers.changing import change_order
from customers.crediting import CreditedAlready, credit_invoice
from customers.free_text.posting import post_free_text_invoices
from customers.models import (
    Customer,
    Invoice,
    InvoiceLine,
    ItemTaxGroup,
    SalesOrder,
    Settlement,
    TaxRow,
    UpdateDefaults,
)
from customers.models.sales_orders import Quantity
from customers.orders import AskedCharge
from customers.screens.charge_forms import initial_charges
from customers.sql.deferred_revenue import OF_DEFERRED_REVENUE
from customers.sql.opposites import COPIES
from customers.sql.tax_rows_beside import OF_CONCESSIONS, OF_LETTERS
from customers.standing import version_of
from customers.undoing import undo_invoices, undo_packing_slips
from tests.builders import (
    a_clerk,
    a_company,
    a_controller,
    a_customer,
    a_free_text_invoice,
    a_returned_order,
    an_item,
    an_order,
)
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings, post, posted, settle, still_open, vouchers_of
from tests.customers.test_change_orders import head_of, lines_of
from tests.customers.test_charges import a_code, charge, charged
from tests.customers.test_charges import post as invoice
from tests.customers.test_fulfilment import DELIVER, deliver_now, made, post_cost_of_goods, statuses, steps, take_back
from tests.text_tables import assert_entries

pytestmark = pytest.mark.django_db
POSTED, DAY = date(2026, 10, 15), date(2026, 10, 20)
_SERIAL = count(1)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


def undo(*documents: Any, day: date = DAY, key: str = "", **options: Any) -> Outcome:
    """Undo invoices, or packing slips."""
    company = documents[0].company
    verb = undo_invoices if isinstance(documents[0], Invoice) else undo_packing_slips
    return verb(
        company=company,
        documents=[one.pk for one in documents],
        day=day,
        reason="Wrong prices",
        undone_by=a_controller(company),
        key=key or f"undo{next(_SERIAL)}",
        **options,
    )


def undone(document: Any, **options: Any) -> Any:
    """Undo one document that can be undone, and give its opposite."""
    outcome = undo(document, **options)
    assert not outcome.left_out, outcome.left_out
    return type(document).objects.get(posting=outcome.posting_id)


def hold_october(company: Company) -> None:
    period = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=period, status="on_hold", changed_by=a_controller(company))


def rows_of(document: Invoice, model: Any, sign: int = 1) -> list[tuple[Any, ...]]:
    """Give the rows behind a document but for what is their own: ids, days, and amounts times a sign."""
    own = {"id", "invoice", "tax_point_date"}
    names = [field.name for field in model._meta.concrete_fields if field.name not in own]
    amounts = {name for name in names if name.endswith("_amount") or name == "quantity"}
    return [
        tuple(sign * value if name in amounts and value is not None else value for name, value in row.items())
        for row in model.objects.filter(invoice=document).order_by("pk").values(*names)
    ]


# --- the mirror -------------------------------------------------------------------------------------------------------


def test_every_column_of_a_posted_row_is_copied_or_made_anew() -> None:
    models = {model._meta.db_table: model for model in apps.get_models()}
    for copy in (*COPIES, OF_CONCESSIONS, OF_LETTERS, OF_DEFERRED_REVENUE):
        columns = {field.column for field in models[copy.table]._meta.concrete_fields}
        given_by_the_database = {"id"} - set(copy.own)
        assert sorted(copy.columns) == sorted(columns - given_by_the_database), copy.table


def test_it_undoes_an_invoice_to_the_last_cent(company: Company, customer: Customer) -> None:
    reduced = an_item(company, item_tax_group=ItemTaxGroup.objects.get(company=company, code="RED"))
    order = an_order(
        customer, ("3", "10.99", "5"), ("7", "0.33"), items=[an_item(company), reduced], total_discount_percent=3
    )
    [invoice] = posted(order)
    note = undone(invoice)
    assert_entries(
        vouchers_of(note),
        """
        posting type     | account | debit | credit
        customer balance | 1100    |       | 39.20
        revenue          | 8000    | 32.97 |
        line discount    | 8800    |       | 1.65
        total discount   | 8810    |       | 0.94
        sales tax        | 2100    | 6.38  |
        revenue          | 8000    | 2.31  |
        total discount   | 8810    |       | 0.07
        sales tax        | 2100    | 0.20  |
        """,
    )
    assert rows_of(note, TaxRow) == rows_of(invoice, TaxRow, -1)
    assert rows_of(note, InvoiceLine) == rows_of(invoice, InvoiceLine, -1)
    assert {row.tax_point_date for row in note.tax_rows.all()} == {DAY}
    assert (note.number, note.invoice_type, note.credited_invoice, note.reason) == (
        "CN2026-000001",
        "credit_note",
        invoice,
        "Wrong prices",
    )
    assert still_open(invoice, note) == [(0, 0), (0, 0)]
    assert findings(company) == {}


def test_it_takes_the_rate_of_the_document_and_not_that_of_its_day(company: Company) -> None:
    rates = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    for day, units in ((POSTED, "3"), (DAY, "2")):
        ExchangeRate.objects.create(rate_type=rates, currency_id="USD", rate_date=day, units_per_base=units)
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rates)
    company.refresh_from_db()
    [invoice] = posted(an_order(a_customer(company, tax_group="EXP", country="US", currency_id="USD"), on=POSTED))
    note = undone(invoice)
    assert (note.accounting_units, note.rate_date) == (invoice.accounting_units, POSTED)
    assert_entries(
        vouchers_of(note),
        """
        posting type     | account | debit | credit
        customer balance | 1100    |       | 33.33
        revenue          | 8000    | 33.33 |
        """,
    )
    [settled] = Settlement.objects.all()
    assert not vouchers_of(settled).exists()
    assert findings(company) == {}


def test_a_company_that_shows_corrections_shows_them(company: Company, customer: Customer) -> None:
    UpdateDefaults.objects.create(company=company, credit_correction=True)
    [invoice] = posted(an_order(customer))
    assert vouchers_of(undone(invoice)).get().is_credit_correction


def test_a_free_text_invoice_is_undone_too(company: Company, customer: Customer) -> None:
    document = a_free_text_invoice(customer)
    post_free_text_invoices(
        company=company, documents=[document.pk], posted_by=a_clerk(company), key="free", today=POSTED
    )
    note = undone(Invoice.objects.get())
    assert (note.origin, note.total_amount, note.order) == ("free_text", Decimal("-121"), None)
    assert findings(company) == {}


# --- the orders behind ------------------------------------------------------------------------------------------------


def test_the_order_can_be_invoiced_again(company: Company, customer: Customer) -> None:
    item = an_item(company, on_hand_quantity=10)
    order = an_order(customer, ("3", "10"), ("0", "5"), item=item)
    charge(order, a_code(company), "7")
    [invoice] = posted(order)
    undone(invoice)
    item.refresh_from_db()
    assert (statuses(order), steps(order)[0], item.on_hand_quantity) == (("open", "none"), (0, 0, 0), 10)
    order.lines.update(unit_price=11, net_amount=33)
    assert post(order).posted == [order.pk]
    assert [one.net_amount for one in Invoice.objects.order_by("pk")] == [37, -37, 40]
    assert findings(company) == {}


def test_charges_of_an_undone_invoice_are_changed_and_taken_away(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("2", "50"))
    freight, share = a_code(company), a_code(company, "SHARE", is_percent=True)
    charge(order, freight, "1250")
    charge(order, share, "50", is_percent=True)
    invoice(order)
    undone(Invoice.objects.get())
    order.refresh_from_db()
    shown = {(one["charge_code"], one["value"]) for one in initial_charges(order)}
    asked = [AskedCharge(freight, Decimal("12.50")), AskedCharge(share, Decimal(5), None, is_percent=True)]

    def change(charges: list[AskedCharge]) -> None:
        head, lines = head_of(order), lines_of(order, {})
        change_order(order=order, head=head, lines=lines, seen=version_of(order), charges=charges)
        order.refresh_from_db()

    change([])
    change(asked)
    page = text_of(Visitor(a_clerk(company), company).get(f"orders/{order.pk}/"))
    deliver_now(order, "1")
    invoice(order, quantity=Quantity.DELIVER_NOW)
    order.refresh_from_db()
    change([])
    invoice(order)

    assert shown == {(freight, 1250), (share, 50)}
    assert "FREIGHT Freight the order 12.50 SHARE Share the order 5 %" in page
    second, first = Invoice.objects.order_by("-pk")[:2]
    assert charged(first) == [("Freight", Decimal("12.50")), ("Share", Decimal("2.50"))]
    assert charged(second) == [("Share", Decimal("2.50"))]
    assert findings(company) == {}


def test_what_packing_slips_delivered_is_delivered_still(company: Company, customer: Customer) -> None:
    post_cost_of_goods(company)
    item = an_item(company, standard_cost_amount=4, on_hand_quantity=10)
    order = an_order(customer, ("3", "10"), item=item)
    slip = made(DELIVER, order)
    [invoice] = posted(order)
    assert [one.code for one in undo(slip).left_out] == ["invoiced_meanwhile"]
    note = undone(invoice)
    assert sorted(vouchers_of(note).get().entries.values_list("posting_type", "accounting_currency_amount")) == sorted(
        (kind, -amount)
        for kind, amount in vouchers_of(invoice).get().entries.values_list("posting_type", "accounting_currency_amount")
    )
    assert statuses(order) == ("delivered", "packing_slip")
    assert findings(company) == {}
    correction = undone(slip)
    item.refresh_from_db()
    assert (correction.corrects, correction.cost_amount, item.on_hand_quantity) == (slip, -12, 10)
    assert (statuses(order), steps(order)) == (("open", "none"), [(0, 0, 0)])
    assert_entries(
        Voucher.objects.filter(document_type="packing_slip", document_id=correction.pk),
        """
        posting type            | account | debit | credit
        units delivered         | 1450    | 12.00 |
        cost of goods delivered | 7050    |       | 12.00
        """,
    )
    assert (undo(slip).already, undo(correction).left_out[0].code) == ([slip.pk], "no_packing_slip")
    assert findings(company) == {}


def test_an_order_of_nothing_is_open_again(company: Company, customer: Customer) -> None:
    order = an_order(customer, ("0", "50"))
    undone(*posted(order))
    assert (statuses(order), findings(company)) == (("open", "none"), {})
    assert invoice(order).posted == [order.pk]
    assert (statuses(order), findings(company)) == (("invoiced", "none"), {})
    SalesOrder.objects.update(status="open")
    assert list(findings(company)) == ["order statuses"]
    with connection.cursor() as cursor:
        cursor.execute(import_module("customers.migrations.0038_orders_of_nothing").OPEN_AGAIN)
    assert (statuses(order), findings(company)) == (("invoiced", "none"), {})


def test_what_is_to_be_delivered_now_is_so_after_a_packing_slip_is_undone(customer: Customer) -> None:
    order = an_order(customer, ("10", "10"))
    deliver_now(order, "4")
    slip = made(DELIVER, order, quantity=Quantity.DELIVER_NOW)
    assert order.lines.get().deliver_now_quantity == 0
    deliver_now(order, "3")
    undone(slip)
    assert order.lines.get().deliver_now_quantity == 3


def test_a_corrected_packing_slip_is_left_out(customer: Customer) -> None:
    slip = made(DELIVER, an_order(customer, ("3", "10")))
    take_back(slip, {1: "1"})
    assert [one.code for one in undo(slip).left_out] == ["corrected"]


def test_an_order_of_a_closed_month_is_invoiced_on_the_day(company: Company, customer: Customer) -> None:
    order = an_order(customer, on=POSTED)
    [invoice] = posted(order)
    hold_october(company)
    undone(invoice, day=date(2026, 11, 3))
    order.refresh_from_db()
    assert order.invoice_date == date(2026, 11, 3)


def test_a_credit_note_is_undone_by_an_invoice(company: Company, customer: Customer) -> None:
    [invoice] = posted(an_order(customer))
    order = credit_invoice(invoice=invoice, invoice_date=POSTED, reason="Broken")
    [note] = posted(order)
    assert [one.code for one in undo(invoice).left_out] == ["credited"]
    again = undone(note)
    assert (again.invoice_type, again.number, again.total_amount) == ("invoice", "INV2026-000002", 121)
    assert still_open(invoice, note, again) == [(121, 121), (0, 0), (0, 0)]
    assert statuses(order) == ("open", "none")
    assert [one.code for one in undo(invoice).left_out] == ["credit_waiting"]
    assert post(order).posted == [order.pk]
    with pytest.raises(CreditedAlready):
        credit_invoice(invoice=invoice, invoice_date=POSTED, reason="Broken")
    assert findings(company) == {}


# --- once, and refused by name ----------------------------------------------------------------------------------------


def test_it_undoes_once(company: Company, customer: Customer) -> None:
    [invoice] = posted(an_order(customer))
    first = undo(invoice, key="undo")
    assert undo(invoice, key="undo") == first
    assert (undo(invoice).posted, undo(invoice).already) == ([], [invoice.pk])
    assert Invoice.objects.count() == 2
    with pytest.raises(KeyReused):
        undo(invoice, key="undo", day=date(2026, 10, 21))
    other = posted(an_order(a_customer(a_company())))[0]
    outcome = undo_invoices(
        company=company, documents=[other.pk], day=DAY, reason="", undone_by=a_controller(company), key="other"
    )
    assert outcome == Outcome(None, [], [], [])


def test_a_preview_leaves_nothing(company: Company, customer: Customer) -> None:
    [invoice] = posted(an_order(customer))
    with transaction.atomic():
        outcome = undo(invoice, is_preview=True)
        assert Invoice.objects.get(posting=outcome.posting_id).sequence_number < 0
        transaction.set_rollback(True)
    assert undone(invoice).number == "CN2026-000001"
    assert findings(company) == {}


def _credited_in_part(customer: Customer) -> Invoice:
    [invoice] = posted(an_order(customer, ("2", "50")))
    posted(credit_invoice(invoice=invoice, invoice_date=POSTED, reason="One", quantities={1: Decimal(1)}))
    return invoice


def _to_be_credited(customer: Customer) -> Invoice:
    [invoice] = posted(an_order(customer))
    credit_invoice(invoice=invoice, invoice_date=POSTED, reason="Broken")
    return invoice


def _settled(customer: Customer) -> Invoice:
    [invoice, note] = posted(an_order(customer), a_returned_order(customer, ("-1", "10")))
    settle(invoice, note, "12.10", on=POSTED)
    return invoice


def _later(customer: Customer) -> Invoice:
    return posted(an_order(customer, on=date(2026, 10, 21)))[0]


def _undoes_another(customer: Customer) -> Invoice:
    note = undone(posted(an_order(customer))[0])
    assert isinstance(note, Invoice)
    return note


LEFT_OUT = [
    (_credited_in_part, "credited_in_part", "A part of it is taken back already, by CN2026-000001."),
    (_to_be_credited, "credit_waiting", "Order RO-INV2026-000003 takes it back and waits"),
    (_settled, "settled", "It is settled with CN2026-000002."),
    (_later, "later_than_day", "It is of 21 Oct 2026, later than the day"),
    (_undoes_another, "undoes_another", "It undoes another document itself."),
]


def test_it_leaves_out_by_name_and_undoes_the_others(company: Company) -> None:
    [other] = posted(an_order(a_customer(company)))
    refused = [scene(a_customer(company)) for scene, _code, _words in LEFT_OUT]
    outcome = undo(*refused, other)
    left_out = {one.document_id: one for one in outcome.left_out}
    assert [left_out.pop(one.pk).code for one in refused] == [code for _scene, code, _words in LEFT_OUT]
    assert (left_out, outcome.posted) == ({}, [other.pk])
    for one, (_scene, code, words) in zip(outcome.left_out, LEFT_OUT, strict=True):
        assert (one.code, words in one.reason, bool(one.remedy)) == (code, True, True), one.reason
    assert findings(company) == {}


def test_it_undoes_nothing_on_a_day_that_is_not_open(company: Company, customer: Customer) -> None:
    invoices = posted(an_order(customer), an_order(customer))
    hold_october(company)
    outcome = undo(*invoices)
    assert [(one.code, bool(one.remedy)) for one in outcome.left_out] == [("day_not_open", True)] * 2
    assert "20 Oct 2026, lies in no open period." in outcome.left_out[0].reason
    assert (outcome.posted, findings(company)) == ([], {})
