"""Every method and sequence as a table: what stands on the accounts after each event, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import ExchangeRate, ExchangeRateType
from customers.models import CustomerGroup
from tests.builders import a_company
from tests.customers.posting import findings
from tests.journals.payments import untaxed
from tests.revaluation.runs import Story, a_run, counted, lines_said, quote

pytestmark = pytest.mark.django_db

STORIES = {
    "rise, payment after: what was unrealized goes, all of it is realized": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -33.33          |                 |               |               | 33.33
        11-10 | pay      | 1000.00 | 1.22 |                 |                 | -19.67        |               |
    """,
    "fall, recovery beyond the original rate, fall again": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        09-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        09-30 | revalue  |         | 1.28 |                 | 18.75           |               |               | -18.75
        10-31 | revalue  |         | 1.20 | -33.33          |                 |               |               | 33.33
        11-30 | revalue  |         | 1.30 |                 | 30.77           |               |               | -30.77
        12-15 | pay      | 1000.00 | 1.30 |                 |                 |               | 30.77         |
    """,
    "minimum: a loss is booked, a recovery takes it back, never beyond the original value": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        08-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        08-31 | minimum  |         | 1.20 |                 |                 |               |               |
        09-30 | minimum  |         | 1.28 |                 | 18.75           |               |               | -18.75
        10-31 | minimum  |         | 1.26 |                 | 6.35            |               |               | -6.35
        11-30 | minimum  |         | 1.20 |                 |                 |               |               |
    """,
    "invoice date: back to the original rates": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -33.33          |                 |               |               | 33.33
        11-30 | back     |         |      |                 |                 |               |               |
    """,
    "parts before and after the considered date, and what rounding leaves": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-20 | pay      | 400.00  | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -20.00          |                 |               |               | 20.00
        11-10 | pay      | 200.00  | 1.20 | -13.33          |                 | -6.67         |               | 13.33
        11-11 | pay      | 200.00  | 1.20 | -6.67           |                 | -13.34        |               | 6.67
        11-12 | pay      | 200.00  | 1.20 |                 |                 | -20.01        |               |
    """,
    "paid after the considered date, before the run is posted": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        11-03 | pay      | 250.00  | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -25.00          |                 |               |               | 25.00
        11-30 | pay      | 750.00  | 1.25 |                 |                 |               |               |
    """,
    "paid before the considered date, after the run is posted: a second voucher on its day": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -33.33          |                 |               |               | 33.33
        10-20 | pay      | 1000.00 | 1.25 |                 |                 |               |               |
    """,
    "a settlement taken back puts its share there again": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -33.33          |                 |               |               | 33.33
        11-10 | pay      | 300.00  | 1.25 | -23.33          |                 |               |               | 23.33
        11-12 | unsettle |         |      | -33.33          |                 |               |               | 33.33
        11-15 | pay      | 1000.00 | 1.25 |                 |                 |               |               |
    """,
    "a settlement of before the considered date that was taken back after it is settled with the rest": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-20 | pay      | 300.00  | 1.25 |                 |                 |               |               |
        11-12 | unsettle |         |      |                 |                 |               |               |
        11-15 | pay      | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 |                 |                 |               |               |
    """,
    "so is what it gave back": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        09-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        09-30 | revalue  |         | 1.22 | -19.67          |                 |               |               | 19.67
        10-20 | pay      | 300.00  | 1.25 | -13.77          |                 |               |               | 13.77
        11-12 | unsettle |         |      | -19.67          |                 |               |               | 19.67
        11-15 | pay      | 500.00  | 1.25 | -9.83           |                 |               |               | 9.83
        10-31 | revalue  |         | 1.20 | -14.61          |                 |               |               | 14.61
        11-16 | pay      | 500.00  | 1.25 |                 |                 |               |               |
    """,
    "an earlier month after the later one was undone, and something was paid in between": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        11-30 | revalue  |         | 1.22 | -19.67          |                 |               |               | 19.67
        12-05 | pay      | 500.00  | 1.25 | -9.83           |                 |               |               | 9.83
        12-06 | undo     |         |      |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -16.66          |                 |               |               | 16.66
        12-10 | pay      | 500.00  | 1.25 |                 |                 |               |               |
    """,
    "back to the original rates after a settlement that the run took back was taken back itself": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        11-03 | pay      | 300.00  | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 | -23.33          |                 |               |               | 23.33
        11-12 | unsettle |         |      | -23.33          |                 |               |               | 23.33
        11-15 | pay      | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | back     |         |      |                 |                 |               |               |
    """,
    "undo after a part was paid: the run before is the last one, and can be undone too": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        09-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        09-30 | revalue  |         | 1.28 |                 | 18.75           |               |               | -18.75
        10-31 | revalue  |         | 1.20 | -33.33          |                 |               |               | 33.33
        11-10 | pay      | 500.00  | 1.25 | -16.66          |                 |               |               | 16.66
        11-11 | undo     |         |      |                 | 9.38            |               |               | -9.38
        11-12 | undo     |         |      |                 |                 |               |               |
        11-15 | pay      | 500.00  | 1.25 |                 |                 |               |               |
    """,
    "undo on a later day: what stood on the day of the run stays there": """
        day   | event      | amount  | rate | 1100 on 10-31 | 1100 on 11-19 | 1100 on 11-20 | unrealized gain | stands
        10-05 | invoice    | 1000.00 | 1.25 | 800.00        | 800.00        | 800.00        |                 |
        10-31 | revalue    |         | 1.20 | 833.33        | 833.33        | 833.33        | -33.33          | 33.33
        11-20 | undo later |         |      | 833.33        | 833.33        | 800.00        |                 |
    """,
    "a loss that comes back where a gain stands by then meets it": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.28 |                 | 18.75           |               |               | -18.75
        11-03 | pay      | 500.00  | 1.28 |                 | 9.37            |               | 9.37          | -9.37
        11-30 | revalue  |         | 1.20 | -16.67          |                 |               | 9.37          | 16.67
        12-05 | unsettle |         |      | -7.29           |                 |               |               | 7.29
        12-10 | pay      | 1000.00 | 1.25 |                 |                 |               |               |
    """,
    "so does one that is more than the gain": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.40 |                 | 85.71           |               |               | -85.71
        11-03 | pay      | 500.00  | 1.40 |                 | 42.85           |               | 42.86         | -42.85
        11-30 | revalue  |         | 1.24 | -3.23           |                 |               | 42.86         | 3.23
        12-05 | unsettle |         |      |                 | 39.63           |               |               | -39.63
        12-10 | pay      | 1000.00 | 1.25 |                 |                 |               |               |
    """,
    "what stood goes back from where the last run put it, also when all is paid": """
        day   | event             | amount  | rate | 1100 on 10-31 | 1197 on 10-31 | 1100 on 11-30 | 1197 on 11-30
        10-05 | invoice           | 1000.00 | 1.25 | 800.00        |               | 800.00        |
        10-31 | revalue           |         | 1.20 | 833.33        |               | 833.33        |
        11-03 | pay               | 1000.00 | 1.20 | 833.33        |               |               |
        11-04 | revalue elsewhere |         | 1.19 | 800.00        | 40.34         |               |
        11-05 | revalue elsewhere |         | 1.18 | 800.00        | 47.46         |               |
    """,
    "a payment that settles nothing is open as an invoice is, the other way round": """
        day   | event    | amount  | rate | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | receive  | 1000.00 | 1.25 |                 |                 |               |               |
        10-31 | revalue  |         | 1.20 |                 | 33.33           |               |               | -33.33
        11-10 | invoice  | 400.00  | 1.25 |                 | 33.33           |               |               | -33.33
        11-10 | use      | 400.00  | 1.25 |                 | 20.00           |               |               | -20.00
        11-30 | revalue  |         | 1.30 | -18.46          |                 |               |               | 18.46
        11-30 | back     |         |      |                 |                 |               |               |
    """,
    "a gain that rounds to zero": """
        day   | event    | amount  | rate   | unrealized gain | unrealized loss | realized gain | realized loss | stands
        10-05 | invoice  | 1.00    | 1.25   |                 |                 |               |               |
        10-31 | revalue  |         | 1.2499 |                 |                 |               |               |
    """,
}


@pytest.mark.parametrize("name", STORIES)
def test_it_books_what_the_rates_make(name):
    story = Story(untaxed(a_company(), currency_id="USD"))
    story.play(STORIES[name])
    assert findings(story.company) == {}


def test_it_revalues_currencies_without_and_with_three_decimals():
    company = a_company()
    yen, dinar = untaxed(company, currency_id="JPY"), untaxed(company, currency_id="KWD")
    for currency, units in (("JPY", "160"), ("KWD", "0.35")):
        quote(company, currency, date(2026, 10, 5), units)
    Story(yen).invoice(date(2026, 10, 5), "100001")
    Story(dinar).invoice(date(2026, 10, 5), "10.005")
    quote(company, "JPY", date(2026, 10, 31), "163")
    quote(company, "KWD", date(2026, 10, 31), "0.34")
    run = a_run(company, date(2026, 10, 31))
    assert sorted(lines_said(run)) == [
        ("line", "2026-10-31", "10.005", "28.59", "0", "0.84"),
        ("line", "2026-10-31", "100001", "625.01", "0", "-11.51"),
    ]


def test_it_covers_what_it_is_asked_for_at_the_rates_it_is_asked_for():
    company, day = a_company(), date(2026, 10, 31)
    retail = CustomerGroup.objects.create(company=company, code="RETAIL", name="Retail")
    dollars, pounds = untaxed(company, currency_id="USD"), untaxed(company, currency_id="GBP", group=retail)
    for customer, amount, then, now in ((dollars, "1000", "1.25", "1.20"), (pounds, "90", "0.90", "0.80")):
        quote(company, customer.currency_id, date(2026, 10, 5), then)
        Story(customer).invoice(date(2026, 10, 5), amount)
        quote(company, customer.currency_id, day, now)
    bank = ExchangeRateType.objects.create(code="BANK", name="Of our bank", base_currency_id="EUR")
    ExchangeRate.objects.create(rate_type=bank, currency_id="USD", rate_date=day, units_per_base=Decimal("1.10"))
    for asked, made, is_local in (
        ({}, ["12.5", "33.33"], False),
        ({"currencies": ["GBP"]}, ["12.5"], False),
        ({"customers": [dollars.pk]}, ["33.33"], False),
        ({"customer_groups": [retail.pk]}, ["12.5"], False),
        ({"exchange_rate_type": bank}, ["109.09"], False),
        ({"rate_date": date(2026, 10, 5), "method": "minimum"}, [], True),
        ({"rate_date": date(2026, 10, 5)}, [], True),
    ):
        run = a_run(company, day, **asked)
        assert (sorted(line[-1] for line in lines_said(run)), run.has_local_rules) == (made, is_local), asked


def test_a_second_identical_run_posts_nothing():
    story = Story(untaxed(a_company(), currency_id="USD"))
    story.play(STORIES["paid after the considered date, before the run is posted"])
    before = counted()
    run = a_run(story.company, date(2026, 10, 31))
    assert (run.line_count, run.left_out_count, run.vouchers.count()) == (0, 0, 0)
    story.revalue(date(2026, 10, 31), "")
    assert counted() == before
    assert story.runs[-1].posting.vouchers.count() == 0
