"""A run that gives its documents a day: orders of several days in one document, in the period of that day."""

from datetime import date, timedelta

import pytest

from arclose.batch import kinds, runner
from arclose.batch.models import JobItem
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod
from customers.models import Invoice, OrderDocument, SalesOrder, TaxRow
from customers.models.update_defaults import SummaryUpdate
from customers.update_parameters import UpdateParameters, from_stored
from customers.updates import CONFIRM, DELIVER, INVOICE, Update
from tests.builders import a_clerk, a_company, a_controller, a_customer, an_order
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.posting import findings
from tests.customers.test_summary_updates import documents, refused, update

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 31)
ON_DAY = UpdateParameters(summary=SummaryUpdate.INVOICE_ACCOUNT, posting_date=DAY)
SHOWN = {"options": "1", "credit_remaining_quantity": "on"}


@pytest.fixture
def company() -> Company:
    return a_company()


def orders_of_three_days(company: Company, currency: str = "EUR") -> list[SalesOrder]:
    customer = a_customer(company)
    days = (date(2026, 10, 2), date(2026, 10, 20), date(2026, 11, 3))
    return [an_order(customer, ("1", "100"), on=day, number=f"O{day:%m%d}", currency_id=currency) for day in days]


@pytest.mark.parametrize("what", [CONFIRM, DELIVER, INVOICE])
def test_orders_of_several_days_share_a_document_of_the_day_given(company: Company, what: Update) -> None:
    orders = orders_of_three_days(company)
    assert documents(update(what, *orders, parameters=ON_DAY), what) == [["O1002", "O1020", "O1103"]]
    made = (
        Invoice.objects.values_list("invoice_date")
        if what is INVOICE
        else OrderDocument.objects.values_list("document_date")
    )
    assert [day for (day,) in made] == [DAY]
    assert [order.invoice_date.day for order in SalesOrder.objects.order_by("number")] == [2, 20, 3]
    assert findings(company) == {}


def test_due_date_rate_and_tax_point_are_those_of_the_day_given(company: Company) -> None:
    [order, *_others] = orders_of_three_days(company, currency="USD")
    update(INVOICE, order, parameters=UpdateParameters(posting_date=DAY))
    invoice = Invoice.objects.get()
    assert (invoice.invoice_date, invoice.due_date) == (DAY, DAY + timedelta(days=30))
    assert DAY - timedelta(days=7) < invoice.rate_date <= DAY
    assert TaxRow.objects.get().tax_point_date == DAY
    assert from_stored(ON_DAY.as_stored()) == ON_DAY
    assert INVOICE.fingerprint([1], ON_DAY) != INVOICE.fingerprint([1], UpdateParameters(summary=ON_DAY.summary))


def test_a_day_in_a_period_that_is_not_open_is_refused_by_name(company: Company) -> None:
    orders = orders_of_three_days(company)
    period = FiscalPeriod.objects.get(company=company, start_date__lte=DAY, end_date__gte=DAY)
    change_status(period=period, status="on_hold", reason="done", changed_by=a_controller(company))
    for what in (DELIVER, INVOICE):
        outcome = update(what, orders[2], parameters=ON_DAY)
        assert refused(outcome) == {"O1103": "posting_date_not_open"}
        assert "choose another posting date" in outcome.left_out[0].remedy


def test_the_form_asks_for_the_day_and_a_job_is_due_on_it(company: Company) -> None:
    clerk, orders = Visitor(a_clerk(company), company), orders_of_three_days(company)
    asked = {"selected": [order.pk for order in orders], "summary": "invoice_account", **SHOWN}

    text = text_of(clerk.post("orders/post/", key=page_key(1), posting_date="31/13", **asked))
    assert "Posting date: “31/13” is not a date" in text
    assert not Invoice.objects.exists()
    preview = clerk.post("orders/preview/", key=page_key(1), posting_date="31/10/2026", **asked)
    assert "Posting date: 31 Oct 2026" in text_of(preview)
    clerk.post("orders/job/", posting_date=value_of(preview, "posting_date"), key=page_key(2), **asked)
    assert set(JobItem.objects.values_list("document_date", flat=True)) == {DAY}
    waiting = kinds.outstanding("sales-invoices", JobItem.objects.all(), until=DAY)
    assert waiting.count() == 3
    assert not kinds.outstanding("sales-invoices", JobItem.objects.all(), until=date(2026, 10, 30)).exists()
    runner.look()
    assert Invoice.objects.get().invoice_date == DAY
