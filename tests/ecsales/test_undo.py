"""Undoing what a job posted is refused where the list of that day is reported."""

from datetime import date

import pytest

from customers.models import Invoice
from customers.undoing import look_at_invoices, undo_invoices
from ecsales.formats.listing import Period
from tests.builders import a_company, a_controller, a_customer, an_order
from tests.customers.posting import findings, post, posted
from tests.ecsales.lists import BELGIAN, GERMAN, a_list, an_eu_customer, collected, declares, reported, shown, supplied

pytestmark = pytest.mark.django_db


def test_what_is_undone_does_not_enter_a_list_that_is_reported():
    company = a_company()
    declares(company)
    listed, domestic = posted(an_order(an_eu_customer(company), ("1", "50")), an_order(a_customer(company), ("1", "9")))
    reported(a_list(company))
    on = date(2026, 10, 31)
    [refusal] = look_at_invoices(company, [listed.pk, domestic.pk], on)
    assert (refusal.document_id, refusal.code) == (listed.pk, "ec_list_reported")
    assert refusal.reason == "What it supplies to another member state would be listed in 2026-10, which is reported."
    asked = {"company": company, "documents": [listed.pk], "undone_by": a_controller(company), "reason": "mistake"}
    assert undo_invoices(**asked, day=on, key="october").posted == []
    assert undo_invoices(**asked, day=date(2026, 11, 1), key="november").posted == [listed.pk]
    assert [line.amount for line in reported(a_list(company, Period(2026, 11))).lines.all()] == [-50]


def test_what_was_supplied_before_its_invoice_is_taken_back_where_it_is_listed():
    company, on = a_company(), date(2026, 11, 20)
    declares(company)
    order = an_order(an_eu_customer(company), ("1", "100"), on=on)
    prompt = an_order(an_eu_customer(company, BELGIAN), ("1", "70"), on=date(2026, 10, 10))
    supplied(order, on=date(2026, 9, 5))
    supplied(prompt, on=date(2026, 10, 5))
    asked = {"company": company, "undone_by": a_controller(company), "reason": "mistake"}
    for first, day in zip(posted(order, prompt), (on, date(2026, 12, 10)), strict=True):
        assert undo_invoices(**asked, day=day, documents=[first.pk], key=first.number).posted == [first.pk]
    prompt.invoice_date = date(2026, 12, 10)
    prompt.save()
    post(order, prompt)
    assert shown(collected(company)) == [(BELGIAN, "goods", "70.00"), (GERMAN, "goods", "100.00")]
    # Invoiced again, goods of 5 October are listed by 15 November, on which the undoing took them back.
    assert shown(collected(company, Period(2026, 11))) == [(BELGIAN, "goods", "0.00")]
    assert shown(collected(company, Period(2026, 12))) == []
    reported(a_list(company))
    again = Invoice.objects.filter(invoice_date=on, invoice_type="invoice").latest("pk").pk
    [refusal] = look_at_invoices(company, [again], on)
    assert (refusal.document_id, refusal.code) == (again, "ec_list_of_supply_reported")
    assert findings(company) == {}
