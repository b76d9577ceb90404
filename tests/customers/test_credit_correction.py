"""Credit notes and corrections as storno: the same amounts, shown on the side of what they take back, with a minus."""

from decimal import Decimal
from typing import Any

import pytest

from arclose.ledger.models import Company, LedgerAccount, Voucher
from customers.fulfilment import correct_packing_slip
from customers.invoicing import post_invoices
from customers.models import Customer, GivenUpQuantity, Invoice, Item, SalesOrder, SalesParameters
from customers.models.sales_orders import Quantity
from customers.previewing import preview
from customers.undoing import undo_invoices
from customers.update_parameters import UpdateParameters
from customers.updates import INVOICE
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, an_item, an_order
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings
from tests.customers.test_fulfilment import DELIVER, made, post_cost_of_goods, statuses

pytestmark = pytest.mark.django_db
STORNO = UpdateParameters(credit_correction=True)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def credited(order: SalesOrder, parameters: UpdateParameters, key: str = "credit") -> Invoice:
    outcome = post_invoices(
        company=order.company, orders=[order.pk], posted_by=a_clerk(order.company), key=key, parameters=parameters
    )
    assert not outcome.left_out, outcome.left_out
    return Invoice.objects.get(posting=outcome.posting_id)


def voucher_of(document: Invoice) -> Voucher:
    return Voucher.objects.get(document_type="invoice", document_id=document.pk)


def sides_on(page: Any) -> dict[str, Any]:
    """Give debit and credit of each entry on the page of a voucher."""
    return {entry.posting_type: sides for entry, sides in page.context["entries"]}


def test_a_credit_note_is_shown_as_a_debit_below_zero(clerk: Visitor, company: Company, customer: Customer) -> None:
    usual = voucher_of(credited(a_returned_order(customer, ("-1", "100")), UpdateParameters(), key="usual"))
    storno = voucher_of(credited(a_returned_order(customer, ("-1", "100")), STORNO))

    shown, corrected = (clerk.get(f"vouchers/{one.pk}/") for one in (usual, storno))
    assert sides_on(shown) == {"customer_balance": (None, 121), "revenue": (100, None), "sales_tax": (21, None)}
    assert sides_on(corrected) == {"customer_balance": (-121, None), "revenue": (None, -100), "sales_tax": (None, -21)}
    assert "Total \N{MINUS SIGN}121.00 \N{MINUS SIGN}121.00" in text_of(corrected)
    assert "Credit correction" in text_of(corrected)
    assert "Credit correction" not in text_of(shown)
    amounts = [sorted(one.entries.values_list("accounting_currency_amount", flat=True)) for one in (usual, storno)]
    assert amounts[0] == amounts[1]
    assert findings(company) == {}


def test_lists_and_files_show_it_so_too(clerk: Visitor, company: Company, customer: Customer) -> None:
    credited(a_returned_order(customer, ("-1", "100")), STORNO)
    account = LedgerAccount.objects.get(company=company, number="1100")

    vouchers = text_of(clerk.get("vouchers/"))
    entries = b"".join(clerk.get(f"accounts/{account.pk}/?export=csv").streaming_content).decode()

    assert "\N{MINUS SIGN}121.00" in vouchers
    assert ",-121.00,," in entries


def test_a_preview_shows_what_it_takes_back(company: Company, customer: Customer) -> None:
    order = a_returned_order(customer, ("-1", "100"))

    shown = preview(
        update=INVOICE, company=company, orders=[order.pk], parameters=STORNO, previewed_by=a_clerk(company)
    )

    assert (shown.debit, shown.credit) == (-121, -121)
    assert {effect.number: effect.balance_after for effect in shown.effects}["1100"] == -121


def test_only_credit_notes_of_a_set_are_corrections(company: Company, customer: Customer) -> None:
    sold, returned = an_order(customer), a_returned_order(customer, ("-1", "5"))
    post_invoices(
        company=company, orders=[sold.pk, returned.pk], posted_by=a_clerk(company), key="both", parameters=STORNO
    )

    found = Voucher.objects.filter(company=company).order_by("document_id")
    types = {invoice.pk: invoice.invoice_type for invoice in Invoice.objects.all()}
    assert {types[one.document_id]: one.is_credit_correction for one in found} == {
        "invoice": False,
        "credit_note": True,
    }


def test_a_correction_of_a_packing_slip_may_be_one(company: Company, customer: Customer) -> None:
    post_cost_of_goods(company)
    SalesParameters.objects.filter(company=company).update(defers_revenue=True)
    order = an_order(customer, ("5", "3"), item=an_item(company, standard_cost_amount=2))
    slip = made(DELIVER, order)

    correction = correct_packing_slip(
        company=company,
        slip=slip,
        quantities={1: Decimal(2)},
        day=slip.document_date,
        reason="too many",
        posted_by=a_clerk(company),
        key="correct",
        credit_correction=True,
    )

    vouchers = Voucher.objects.filter(company=company, document_id=correction.pk).order_by("pk")
    assert list(vouchers.values_list("document_type", "is_credit_correction")) == [
        ("packing_slip", True),
        ("deferral", True),
    ]
    assert findings(company) == {}


def note_for_now(order: SalesOrder, quantity: str) -> None:
    order.lines.update(deliver_now_quantity=quantity)


def test_what_a_credit_note_leaves_stays_on_the_order(company: Company, customer: Customer) -> None:
    order = a_returned_order(customer, ("-5", "10"))
    note_for_now(order, "-2")

    first = credited(order, UpdateParameters(Quantity.DELIVER_NOW))
    rest = credited(order, UpdateParameters(), key="rest")

    assert [note.net_amount for note in (first, rest)] == [-20, -30]
    assert statuses(order)[0] == "invoiced"
    assert findings(company) == {}


def test_or_it_is_set_to_zero_and_kept_as_given_up(company: Company, customer: Customer) -> None:
    item = an_item(company, on_hand_quantity=0)
    order = a_returned_order(customer, ("-5", "10"), item=item)
    note_for_now(order, "-2")

    note = credited(order, UpdateParameters(Quantity.DELIVER_NOW, credit_remaining_quantity=False))

    order.refresh_from_db()
    line, given_up = order.lines.get(), GivenUpQuantity.objects.get()
    assert (order.status, order.net_amount, line.quantity, line.net_amount) == ("invoiced", -20, -2, -20)
    assert (given_up.quantity, given_up.reason, line.given_up_quantity) == (-3, note.number, -3)
    assert given_up.given_up_by == note.posting.posted_by
    assert Item.objects.get(pk=item.pk).on_hand_quantity == 2
    assert findings(company) == {}

    undo_invoices(
        company=company, documents=[note.pk], day=note.invoice_date, reason="Wrong", undone_by=a_controller(company),
        key="undo",
    )  # fmt: skip
    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.status, order.net_amount, order.closing_reason) == ("open", -50, "")
    assert (line.quantity, line.net_amount, line.given_up_quantity) == (-5, -50, 0)
    assert "Rest given back" in text_of(Visitor(a_clerk(company), company).get(f"orders/{order.pk}/"))
    assert findings(company) == {}
    note_for_now(order, "-1")
    credited(order, UpdateParameters(Quantity.DELIVER_NOW, credit_remaining_quantity=False), key="again")
    order.refresh_from_db()
    assert (order.status, order.net_amount, findings(company)) == ("invoiced", -10, {})


def test_an_order_of_which_nothing_is_noted_is_left_out(customer: Customer) -> None:
    order = a_returned_order(customer, ("-5", "10"))
    outcome = post_invoices(
        company=order.company,
        orders=[order.pk],
        posted_by=a_clerk(order.company),
        key="k",
        parameters=UpdateParameters(Quantity.DELIVER_NOW),
    )
    assert [one.code for one in outcome.left_out] == ["nothing_now"]


def test_part_of_a_returned_order_is_credited_on_its_page(clerk: Visitor, customer: Customer) -> None:
    order = a_returned_order(customer, ("-5", "10"))
    clerk.post(f"orders/{order.pk}/deliver-now/", line_1="-2")

    page = text_of(clerk.get(f"orders/{order.pk}/"))
    assert "Credit what is noted for now" in page
    text = text_of(clerk.post(f"orders/{order.pk}/update/", update="sales-invoices:deliver_now", options="1"))

    assert "is posted." in text
    assert Invoice.objects.get().net_amount == -20
    order.refresh_from_db()
    assert (order.status, order.lines.get().quantity) == ("invoiced", -2), "the box was not ticked: the rest is gone"
