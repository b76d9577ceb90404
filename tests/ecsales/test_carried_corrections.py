"""Corrections that the file of the next list takes along, as Spain and Italy want them."""

from datetime import date
from decimal import Decimal

import pytest

from customers.models import CustomerTransaction, OpenTransaction, SettlementParameters
from customers.models.sales_orders import Quantity
from customers.settling.marking import Holder, Way, mark
from ecsales import sql
from ecsales.collecting import Scope
from ecsales.comparing import those_that_differ
from ecsales.corrections import standing
from ecsales.formats.listing import Kind, Period
from ecsales.list_states import CannotDeclare, close, take_back
from ecsales.undoing import look
from journals.kinds.payments import PAYMENT
from journals.payments.paying import post_payments, reverse_payments
from tests.bills.bills import a_bill, taken
from tests.builders import a_company, a_controller, a_returned_order, an_item, an_order
from tests.customers.posting import findings, posted
from tests.customers.test_reorganizations import split
from tests.ecsales.lists import (
    BELGIAN,
    GERMAN,
    a_line,
    a_list,
    an_eu_customer,
    declares,
    differing,
    lines_of,
    reported,
    supplied,
)
from tests.journals.payments import a_payment, discounted

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 25), date(2026, 10, 1)


def test_a_credit_note_corrects_the_list_of_its_invoice_where_the_state_wants_it_there():
    company = a_company(country="ES", vat_number="ESB12345674", standard_percent=Decimal(21))
    declares(company, particulars="", telephone="912345678")
    german = discounted(company, tax_group="EU", country="DE", vat_number=GERMAN)
    SettlementParameters.objects.filter(company=company).update(corrects_tax=False)
    # Of the first row nothing is listed, the second is listed in September, the third in October.
    taxed = company.item_tax_groups.get(code="RED")
    german.tax_group.rules.filter(item_tax_group=taxed).update(tax_code=company.tax_codes.get(code="STD"))
    items = [an_item(company, commodity_code=code) for code in ("84713000", "61091000", "62034200")]
    items[0].item_tax_group = taxed
    items[0].save()
    mixed = an_order(german, ("1", "10"), ("1", "50"), ("1", "20"), items=items, on=date(2026, 10, 2))
    mixed.lines.filter(line_number=2).update(deliver_now_quantity=1)
    supplied(mixed, on=date(2026, 8, 20), quantity=Quantity.DELIVER_NOW)
    [invoice, paid] = posted(an_order(german, ("1", "100"), on=date(2026, 9, 25)), mixed)
    september = a_list(company, Period(2026, 9))
    reported(september)
    posted(a_returned_order(german, ("-1", "100"), credited_invoice=invoice), an_order(german, ("1", "40")))
    split(paid.customer_transaction, "41.05@2026-11-01, 41.05@2026-12-01", day=date(2026, 10, 3))
    part = OpenTransaction.objects.get(due_date=date(2026, 11, 1)).transaction_id
    payment = a_payment(german, "40.23", on=date(2026, 10, 4))
    holder = Holder(PAYMENT, payment.pk)
    mark(company=company, holder=holder, amounts={part: Decimal("40.23")}, marked_by=payment.entered_by)
    post_payments(company=company, documents=[payment.pk], posted_by=payment.entered_by, key="pay")

    october = reported(a_list(company))
    # An undoing goes back as a note does: only what was listed in October itself would enter its list.
    undone = look(company, [invoice.pk, paid.pk], date(2026, 10, 31))
    assert undone == [(paid.pk, "ec_list_reported", "2026-10")]
    assert lines_of(october) == [(GERMAN, "0.00", "59.80")]
    assert lines_of(standing(september)) == [(GERMAN, "150.00", "49.50")]
    for one, code in ((september, "61091000"), (october.sales_list, "62034200")):
        asked = Scope.of(one).asked
        [discount] = [row for row in sql.documents(asked, at_most=9) if row.source == "cash_discount"]
        assert discount.invoice == paid.number
        assert [each for each, _net in sql.commodity_codes(asked)["cash_discount", discount.source_id]] == [code]
    records = bytes(october.files.get().content).decode("ascii").splitlines()
    assert [(record[132], record[133:146].strip(), record[146:178].strip()) for record in records[1:]] == [
        ("E", "0000000005980", ""),
        ("E", "", "20260900000000049500000000015000"),
    ]
    assert findings(company) == {}


def test_a_discount_on_what_stands_for_several_invoices_goes_back_to_the_list_of_each():
    company = a_company(country="ES", vat_number="ESB12345674", standard_percent=Decimal(21))
    declares(company, particulars="", telephone="912345678")
    german, controller = an_eu_customer(company), a_controller(company)
    documents = posted(
        *(an_order(german, ("1", price), on=day) for price, day in (("100", SEPTEMBER), ("60", OCTOBER)))
    )
    september = a_list(company, Period(2026, 9))
    reported(september)
    taken(a_bill(german, {one: str(one.total_amount) for one in documents}), "protest give_up")
    owed = CustomerTransaction.objects.get(transaction_type="returned_bill")
    payment = a_payment(german, "144")
    fully = {"amounts": {owed.pk: Decimal(144)}, "ways": {owed.pk: Way(settles_fully=True)}}
    mark(company=company, holder=Holder(PAYMENT, payment.pk), marked_by=controller, **fully)
    post_payments(company=company, documents=[payment.pk], posted_by=controller, key="pay")

    october = reported(a_list(company))
    assert lines_of(october) == [(GERMAN, "0.00", "54.00")]
    assert lines_of(standing(september)) == [(GERMAN, "100.00", "90.00")]
    discounts = [row for row in sql.documents(Scope.of(september).asked, at_most=9) if row.source == "cash_discount"]
    assert [(row.invoice, row.amount) for row in discounts] == [(documents[0].number, -10)]
    back = {"day": date(2026, 10, 31), "reason": "returned", "reversed_by": controller, "key": "undo"}
    reverse_payments(company=company, documents=[payment.pk], **back)
    assert [[one.change for one in differing(each)] for each in (september, october.sales_list)] == [[10], [6]]
    assert findings(company) == {}


def test_a_credit_note_that_goes_back_later_is_taken_back_where_it_was_declared():
    company = a_company(country="ES", vat_number="ESB12345674", standard_percent=Decimal(21))
    declares(company, particulars="", telephone="912345678")
    german = an_eu_customer(company)
    [invoice] = posted(an_order(german, ("1", "100"), on=date(2026, 9, 10)))
    belgian, items = an_eu_customer(company, BELGIAN), [an_item(company), an_item(company, item_type="service")]
    parts = an_order(belgian, ("1", "200"), ("1", "300"), items=items, on=date(2026, 10, 20))
    supplied(parts, on=date(2026, 9, 5))
    *_others, in_both = posted(
        a_returned_order(german, ("-1", "30"), credited_invoice=invoice), an_order(german, ("1", "40")), parts
    )
    september, october = a_list(company, Period(2026, 9)), a_list(company)
    first = reported(october)
    reported(september)
    assert [(one.sales_list, one.change) for one in those_that_differ([september, october])] == [
        (september, -30),
        (october, 30),
    ]
    posted(
        an_order(german, ("1", "5"), on=date(2026, 11, 2)),
        a_returned_order(belgian, ("-1", "200"), credited_invoice=in_both, on=date(2026, 11, 3)),
    )
    reported(a_list(company, Period(2026, 11)))
    assert lines_of(standing(september)) == [(BELGIAN, "300.00", "300.00"), (GERMAN, "100.00", "70.00")]
    assert lines_of(first) == [(BELGIAN, "0.00", "200.00"), (GERMAN, "0.00", "10.00")]
    assert lines_of(standing(october)) == [(BELGIAN, "200.00", "0.00"), (GERMAN, "10.00", "40.00")]
    assert findings(company) == {}


def goods_changed(records):
    september = "09026DE136695976   "
    changes = [record[28:] for record in records if record[:1] == "E" and record[22] == "2"]
    assert all(change.startswith(september) for change in changes)
    return [change[len(september) :][:23] for change in changes]


def paid_with_discount(invoice, amount):
    """Pay an invoice of the end of September within ten days."""
    payment = a_payment(invoice.customer, amount, {invoice: amount}, on=date(2026, 10, 2))
    post_payments(company=invoice.company, documents=[payment.pk], posted_by=payment.entered_by, key="discounted")


def bears(item, commodity_code):
    """Let an item bear another commodity code from now on."""
    item.commodity_code = commodity_code
    item.save()


def test_italy_is_told_of_goods_by_code_and_of_a_service_by_the_row_that_its_invoice_had():
    company = a_company(country="IT", vat_number="IT12345670157", standard_percent=Decimal(22))
    told = "customs_user: ABCD\ncustoms_section: 018000\nservice_code: 620230\ncommodity_code: 84713000"
    declares(company, particulars=told)
    service = an_item(company, item_type="service")
    german = discounted(company, tax_group="EU", country="DE", vat_number=GERMAN)
    others = [an_order(german, ("1", price), on=date(2026, 9, 9), item=service) for price in ("30", "100")]
    shirt = an_item(company, commodity_code="6109100010")
    others.append(an_order(german, ("1", "7"), ("1", "8"), on=date(2026, 9, 9), items=[shirt, an_item(company)]))
    others.append(an_order(german, ("1", "50"), on=date(2026, 9, 25), item=shirt))
    _first, second, third, paid = posted(*others)
    september = a_list(company, Period(2026, 9))
    listed = bytes(reported(september).files.get().content).decode("ascii").splitlines()
    goods = [record[28:64] for record in listed if record[:1] == "E" and record[22] == "1"]
    assert goods == ["DE136695976   0000000000057161091000", "DE136695976   0000000000008184713000"]
    controller, october = a_controller(company), a_list(company)
    with pytest.raises(CannotDeclare, match="not written like 004711"):
        close(sales_list=september, receipt="R-1", changed_by=controller)
    a_line(september, "3", kind=Kind.SERVICES)
    with pytest.raises(CannotDeclare, match="is no such code: write it like 84713000"):
        a_line(october, "9", kind=Kind.TRANSFER, commodity_code="6109")
    a_line(october, "9", kind=Kind.TRANSFER, commodity_code="61091000")
    bears(shirt, "6110110000")
    posted(
        a_returned_order(german, ("-1", "40"), item=service, credited_invoice=second),
        a_returned_order(german, ("-1", "7"), item=shirt, credited_invoice=third),
        an_order(german, ("1", "5"), on=date(2026, 9, 9), item=shirt),
        an_order(german, ("1", "55"), item=service),
    )
    paid_with_discount(paid, "49")
    with pytest.raises(CannotDeclare, match="Close list 2026-09 with its receipt alone, such as 004711"):
        reported(october)
    close(sales_list=september, receipt="4711", changed_by=controller)
    files = reported(october).files.order_by("file_number")
    records, [_heads, told] = (bytes(file.content).decode("utf-8-sig").splitlines() for file in files)
    assert told == f"2026-09,DE,136695976,{german.name},services,3.00,0.00,EUR,,"
    assert goods_changed(records) == ["-0000000000057161091000", "+0000000000054161101100"]
    rows = {record[22]: record[28:] for record in records if record.startswith("EUROX")}
    assert rows["1"].startswith("DE136695976   0000000000009161091000")
    assert rows["3"].startswith("DE136695976   0000000000055")
    assert rows["4"].startswith(f"0180002600471100002DE136695976   0000000000060{second.number:<15}090926")
    assert differing(september) == []

    bears(shirt, "")
    posted(an_order(german, ("1", "2"), on=date(2026, 9, 9), item=shirt))
    corrected = bytes(reported(a_list(company, Period(2026, 11))).files.get().content).decode("ascii").splitlines()
    assert goods_changed(corrected) == ["-0000000000054161101100", "+0000000000056184713000"]


def test_a_list_is_not_taken_back_while_a_later_one_corrects_the_same_earlier_list():
    company = a_company(country="ES", vat_number="ESB12345674", standard_percent=Decimal(21))
    declares(company, particulars="", telephone="912345678")
    german, controller = an_eu_customer(company), a_controller(company)
    lists = {}
    for month in (8, 9, 10):
        posted(an_order(german, ("1", "100"), on=date(2026, month, 10)))
        lists[month] = a_list(company, Period(2026, month))
        reported(lists[month])
        posted(an_order(german, ("1", "5"), on=date(2026, 8, 20)))
    assert [one.carried_by is None for one in lists[8].declarations.order_by("number")] == [True, False, False]
    with pytest.raises(CannotDeclare, match="List 2026-10 corrects the same earlier list since"):
        take_back(sales_list=lists[9], reason="not sent", changed_by=controller)
    take_back(sales_list=lists[10], reason="not sent", changed_by=controller)
    take_back(sales_list=lists[9], reason="not sent", changed_by=controller)
    reported(lists[9])
    assert (differing(lists[8]), standing(lists[8]).lines.get().amount) == ([], 115)
    assert findings(company) == {}
