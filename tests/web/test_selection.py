"""An action gets the ticked rows, or all of the filter, and never a row of another company."""

from tests import builders

CHOSEN = "/NLWS/2026-10/gallery/chosen/"


def test_it_takes_the_ticked_rows(as_clerk, customer):
    orders = [builders.an_order(customer, number=f"SO-{letter}") for letter in "ABC"]
    answer = as_clerk.post(CHOSEN, {"selection": "ticked", "selected": [orders[0].pk, orders[2].pk]})
    assert answer.content == b"SO-A SO-C"


def test_it_takes_all_of_the_filter(as_clerk, customer):
    for number in ("SO-A", "SO-B", "XX-C"):
        builders.an_order(customer, number=number)
    answer = as_clerk.post(CHOSEN + "?text=SO-", {"selection": "filter"})
    assert answer.content == b"SO-A SO-B"


def test_it_takes_nothing_of_a_filter_that_cannot_be_read(as_clerk, customer):
    builders.an_order(customer)
    assert as_clerk.post(CHOSEN + "?date_from=31/13", {"selection": "filter"}).content == b""


def test_it_answers_404_for_an_id_of_another_company(as_clerk, customer):
    mine = builders.an_order(customer)
    foreign = builders.an_order(builders.a_customer(builders.a_company()))
    answer = as_clerk.post(CHOSEN, {"selection": "ticked", "selected": [mine.pk, foreign.pk]})
    assert answer.status_code == 404


def test_it_answers_404_for_what_is_no_id(as_clerk):
    for typed in ("x", "-1", "1e5", "9" * 40, "\u0663"):
        assert as_clerk.post(CHOSEN, {"selected": [typed]}).status_code == 404, typed
