"""Random months with corrections: the list and what is left out are the ledger's EU sales, whatever happens."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecsales.collecting import collect_list
from ecsales.comparing import those_that_differ
from ecsales.corrections import standing
from ecsales.formats.listing import Period
from ecsales.screens.proof import tie_of
from tests.builders import a_company, a_returned_order, an_item, an_order
from tests.customers.posting import findings, posted
from tests.ecsales.lists import BELGIAN, GERMAN, GREEK, a_list, an_eu_customer, declares, differing, reported

CUSTOMERS = (GERMAN, BELGIAN, GREEK, "DE000000000")
EVENTS = st.lists(
    st.one_of(
        st.just("report"),
        st.tuples(
            st.sampled_from(range(len(CUSTOMERS))),
            st.booleans(),
            st.integers(-9_999, 99_999).filter(bool),
            st.sampled_from([date(2026, 9, 20), date(2026, 10, 5), date(2026, 10, 31)]),
        ),
    ),
    min_size=4,
    max_size=7,
)


@pytest.mark.django_db
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(events=EVENTS)
def test_the_list_is_the_ledger(events):
    company = a_company()
    declares(company)
    customers = [an_eu_customer(company, number) for number in CUSTOMERS]
    sold = {True: an_item(company, item_type="service"), False: an_item(company)}
    lists = {9: a_list(company, Period(2026, 9)), 10: a_list(company)}
    expected = {9: Decimal(0), 10: Decimal(0)}
    for event in events:
        if event == "report":
            for one in lists.values():
                if standing(one) is None or differing(one):
                    reported(one, leaves_blocking=True)
                    assert differing(one) == []
            continue
        place, is_service, cents, day = event
        amount = Decimal(cents) / 100
        make = an_order if amount > 0 else a_returned_order
        quantity = "1" if amount > 0 else "-1"
        posted(make(customers[place], (quantity, str(abs(amount))), on=day, item=sold[is_service]))
        expected[day.month] += amount
    reported_ones = [one for one in lists.values() if standing(one)]
    assert {one.sales_list: one.differences for one in those_that_differ(reported_ones)} == {
        one: differing(one) for one in reported_ones if differing(one)
    }
    for month, one in lists.items():
        found = collect_list(one)
        assert found.total + found.left_out_amount == expected[month]
        assert tie_of(found).agrees
        if last := standing(one):
            changes = sum((each.change for each in differing(one)), Decimal(0))
            assert last.total_amount + changes == found.total
    assert findings(company) == {}
