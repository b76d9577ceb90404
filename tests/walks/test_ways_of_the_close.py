"""What is revalued, listed, proved and closed as it is walked, and what is refused on the way."""

from datetime import date

import pytest

from arclose.batch import runner
from arclose.ledger.models import Company, Voucher
from customers.models import Customer
from ecsales.models import SalesList
from revaluation.models import Run
from tests import builders
from tests.customers.posting import posted
from tests.ecsales.lists import GERMAN, an_eu_customer, declares
from tests.journals.payments import a_cleared_payment, invoices, untaxed
from tests.revaluation.runs import quote
from tests.walks.walking import Walker

pytestmark = pytest.mark.slow


def enter_a_rate(visitor: Walker) -> None:
    visitor.open("revaluations/")
    visitor.follow("Exchange rates")
    visitor.type(currency="USD")
    visitor.submit("Keep the rate", rate_date="31/10/2026", units="-1")
    visitor.is_refused("Units per base currency")
    assert visitor.value_of("units") == "-1"
    visitor.submit("Keep the rate", rate_date="30/10/2026", units="1.20")
    visitor.is_refused("USD has a rate on that day.")
    visitor.submit("Keep the rate", rate_date="31/10/2026")
    visitor.is_told("The rate of USD on 31 Oct 2026 is kept.")
    visitor.open("revaluations/exposure/")
    visitor.reads("1,000.00")


def compute(visitor: Walker) -> None:
    visitor.open("revaluations/")
    visitor.follow("New revaluation")
    visitor.submit("Compute the preview", considered_date="31/10/2026")
    visitor.is_told("is computed")


def delete_a_preview(visitor: Walker) -> None:
    compute(visitor)
    preview = Run.objects.get()
    visitor.submit("Delete")
    visitor.is_told(f"The preview {preview} is deleted.")


def revalue_once_there_is_a_rate(visitor: Walker) -> None:
    compute(visitor)
    visitor.follow("All documents that are left out")
    visitor.reads("There is no rate that may be used.")
    visitor.open("revaluations/rates/")
    visitor.type(currency="AED")
    visitor.submit("Keep the rate", rate_date="31/10/2026", units="4")
    visitor.open("revaluations/")
    visitor.follow_row()
    visitor.submit("Compute anew")
    visitor.reads("Documents that are adjusted otherwise")
    visitor.follow_row()
    visitor.reads("100.00 AED = 20.00 EUR")


def post_what_nothing_changed_since(visitor: Walker, customer: Customer) -> None:
    visitor.open("revaluations/")
    visitor.follow_row()
    invoices(customer, "50")
    visitor.submit("Post now")
    visitor.is_told("Something changed since this was computed; nothing was posted.")
    visitor.submit("Compute anew")
    visitor.open("revaluations/")
    visitor.follow_row()
    visitor.submit("Post as job")
    runner.look()
    visitor.open("revaluations/?state=posted")
    visitor.follow_row()
    visitor.reads("Vouchers and entries")


def add_a_line_and_take_it_away(visitor: Walker) -> None:
    visitor.follow("Add a line")
    typed = {"vat_number": "DE1", "name": "Muster", "amount": "10"}
    visitor.submit("Add the line", line_date="31/10/2026", **typed)
    visitor.is_refused("Reason")
    visitor.submit("Add the line", reason="Forgotten")
    visitor.is_refused("This is no VAT number of a member state")
    assert visitor.value_of("amount") == "10"
    visitor.submit("Add the line", vat_number=GERMAN)
    visitor.is_told("The line is added to the list.")
    visitor.follow("Add a line")
    visitor.submit("Remove")
    visitor.is_told("The line is deleted.")
    visitor.open("ec-sales-lists/")
    visitor.follow_row()
    visitor.follow("CSV")
    assert GERMAN.encode() in visitor.downloaded


def give_a_number_and_take_it_back(visitor: Walker) -> None:
    visitor.open("ec-sales-lists/")
    visitor.follow_row()
    visitor.submit("Check the numbers")
    visitor.is_told("the program has no address of VIES")
    visitor.follow("Documents")
    visitor.reads("its prefix, shape or check digits")
    visitor.follow("Give a number")
    visitor.submit("Take this number", listed_number=GERMAN)
    visitor.is_refused("Reason")
    visitor.submit("Take this number", reason="Asked the customer")
    visitor.open("ec-sales-lists/")
    visitor.follow_row()
    visitor.follow("Numbers given")
    visitor.submit("Remove")
    visitor.is_told("is listed by the number of its documents again")


def report_without_it(visitor: Walker) -> None:
    visitor.follow_row()
    visitor.tick_box("leaves_blocking")
    visitor.submit("Report")
    visitor.is_told("is reported")
    visitor.submit("Close the list", receipt="2026-1")
    visitor.submit("Reopen")
    visitor.is_refused("Reason")
    visitor.submit("Reopen", reason="Not accepted")
    visitor.is_told("is reported, and no longer closed")
    visitor.submit("Take back what was reported", reason="")
    visitor.is_refused("Reason")
    visitor.submit("Take back what was reported", reason="Never sent")
    visitor.is_told("is withdrawn")


def reverse_a_clearing(visitor: Walker, voucher: Voucher) -> None:
    visitor.open("vouchers/")
    visitor.follow(voucher.number)
    visitor.reads("Digest of its posting")
    visitor.follow("Reverse")
    visitor.submit("Reverse", posting_date="26/10/2026")
    visitor.is_refused("Reason")
    assert visitor.value_of("posting_date") == "26/10/2026"
    visitor.submit("Reverse", reason="Not on the statement")
    visitor.is_told(f"{voucher.number} is reversed.")
    visitor.reads("Reversed by")
    visitor.follow_row()
    visitor.reads("Not on the statement")


def test_rates_are_entered_and_what_is_open_in_them_revalued_once_nothing_changed(
    visitor: Walker, company: Company
) -> None:
    for currency, units in (("USD", "1.25"), ("AED", "5")):
        quote(company, currency, date(2026, 10, 1), units)
    quote(company, "USD", date(2026, 10, 30), "1.25")
    dollars, dirhams = (untaxed(company, currency_id=currency) for currency in ("USD", "AED"))
    invoices(dollars, "1000")
    invoices(dirhams, "100")
    enter_a_rate(visitor)
    delete_a_preview(visitor)
    revalue_once_there_is_a_rate(visitor)
    post_what_nothing_changed_since(visitor, dirhams)
    assert Run.objects.exclude(posting=None).get().line_count == 3


def test_an_ec_sales_list_is_collected_completed_reported_and_taken_back_and_a_clearing_reversed(
    visitor: Walker, company: Company
) -> None:
    declares(company)
    for number in (GERMAN, "DE000000000"):
        posted(builders.an_order(an_eu_customer(company, number), ("1", "50")))
    visitor.open("ec-sales-lists/")
    visitor.submit("Collect")
    visitor.submit("Delete the list")
    visitor.is_told("is deleted; what it listed can be collected again")
    visitor.submit("Collect")
    add_a_line_and_take_it_away(visitor)
    give_a_number_and_take_it_back(visitor)
    report_without_it(visitor)
    assert list(SalesList.objects.values_list("status", flat=True)) == ["included"]
    clearing = a_cleared_payment(untaxed(company))
    reverse_a_clearing(visitor, Voucher.objects.get(posting=clearing.posting))
