"""What was open on a past day, by due date: what was settled since then counts, what had been settled does not."""

from datetime import date

import pytest

from customers.models import CustomerTransaction
from customers.queries import among_the_first_due, open_on
from tests.builders import a_company, a_customer, a_returned_order, an_order
from tests.customers.posting import posted, settle, take_back

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 30)


@pytest.fixture
def rows():
    """Six invoices that were open on the day, one of them settled since; beside them what was settled on the day."""
    company = a_company()
    customer = a_customer(company, tax_group="OUT")
    days = [date(2026, 9, day) for day in (1, 3, 3, 7, 9, 11)]
    opened = posted(*(an_order(customer, ("1", "10"), on=day) for day in days))
    settled, reopened, *notes = posted(
        *(an_order(customer, ("1", "10"), on=date(2026, 9, 2)) for _each in range(2)),
        *(a_returned_order(customer, ("-1", "10"), on=date(2026, 9, 2)) for _each in range(3)),
    )
    settle(settled, notes[0], "10", on=DAY)
    [made] = settle(reopened, notes[1], "10", on=DAY)
    take_back(made, on=date(2026, 10, 20))
    settle(opened[1], notes[2], "10", on=date(2026, 10, 20))
    found = open_on(company=company, on=DAY)
    assert {row.pk for row in found} == {
        row.pk for row in CustomerTransaction.objects.filter(invoice__in=[*opened, notes[2]])
    }
    return found


def test_it_finds_a_page_among_the_first_due(rows):
    company = rows[0].company
    for order in ("due_on", "-due_on"):
        in_order = rows.order_by(order, "pk")
        whole = list(in_order.values_list("pk", flat=True))
        for first in range(0, 8, 2):
            page = among_the_first_due(in_order[first : first + 2], company=company, on=DAY)
            assert list(page.values_list("pk", flat=True)) == whole[first : first + 2], (order, first)
