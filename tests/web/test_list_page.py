"""A list page filters, totals, sorts and pages; its URL says it all."""

from datetime import date

from tests import builders

LIST = "/NLWS/2026-10/gallery/"


def test_it_shows_the_rows_of_the_company_only(as_clerk, customer):
    mine = builders.an_order(customer)
    other = builders.an_order(builders.a_customer(builders.a_company()))
    page = as_clerk.get(LIST).content.decode()
    assert mine.number in page
    assert other.number not in page


def test_it_totals_the_filter_per_currency_and_not_the_page(as_clerk, customer):
    for number in range(60):
        builders.an_order(customer, ("1", "10"), number=f"EUR-{number}")
    builders.an_order(customer, ("2", "600"), currency_id="JPY", number="JPY-1")
    page = as_clerk.get(LIST + "?per_page=50").content.decode()
    assert "Total EUR" in page
    assert "600.00" in page
    assert ">1,200<" in page, "yen have no decimals"


def test_it_filters_by_text_state_days_and_amounts_as_people_type_them(as_clerk, customer):
    found = builders.an_order(customer, ("1", "1234.56"), number="SO-FOUND", on=date(2026, 10, 31))
    builders.an_order(customer, ("1", "10"), number="SO-CHEAP", on=date(2026, 10, 31))
    builders.an_order(customer, ("1", "1234.56"), number="SO-EARLY", on=date(2026, 10, 1))
    query = {"text": "so-", "status": "open", "date_from": "31/10", "date_until": "31 oct 2026", "amount_from": "1,000"}
    rows = as_clerk.get(LIST, query).context["listing"].rows
    assert [row.number for row in rows] == [found.number]


def test_its_address_says_the_days_to_everybody_and_its_fields_as_people_read_them(as_clerk):
    typed = LIST + "?date_from=today&date_until=31 okt 26&sort=number"
    fragment = as_clerk.get(typed, HTTP_HX_REQUEST="true")
    address = fragment["HX-Push-Url"]
    assert address == LIST + "?date_from=today&date_until=2026-10-31&sort=number"
    assert b'id="clear-filter" hx-swap-oob="true"><a' in fragment.content
    page = as_clerk.get(address).content.decode()
    assert ('value="today"' in page, 'value="31 Oct 2026"' in page) == (True, True)


def test_it_shows_no_rows_and_the_reason_when_the_filter_cannot_be_read(as_clerk, customer):
    builders.an_order(customer, number="SO-1")
    page = as_clerk.get(LIST + "?date_from=31/13").content.decode()
    assert "31/13" in page
    assert "is not a date" in page
    assert "SO-1" not in page


def test_it_answers_404_for_a_customer_of_another_company_in_the_filter(as_clerk):
    foreign = builders.a_customer(builders.a_company())
    assert as_clerk.get(LIST, {"customer": foreign.pk}).status_code == 404


def test_it_counts_each_state_under_the_other_filters(as_clerk, customer):
    builders.an_order(customer, number="A-1")
    builders.an_order(customer, number="A-2", status="canceled")
    builders.an_order(customer, number="B-1")
    counts = as_clerk.get(LIST + "?text=A-&status=open").context["listing"].counted[0]
    found = {key: rows for key, _label, rows in counts.choices if rows}
    assert found == {"open": 1, "canceled": 1}
    assert {"invoiced", "delivered"} <= {key for key, _label, _rows in counts.choices}
    assert counts.total == 2


def test_it_sorts_by_the_url_and_keeps_the_filter_in_its_links(as_clerk, customer):
    builders.an_order(customer, ("1", "10"), number="A")
    builders.an_order(customer, ("1", "20"), number="B")
    response = as_clerk.get(LIST + "?text=&sort=-net_amount&status=open")
    assert [row.record.number for row in response.context["listing"].table.paginated_rows] == ["B", "A"]
    assert 'href="?sort=number&amp;status=open"' in response.content.decode()


def test_it_goes_on_behind_the_rows_that_it_counts(as_clerk, customer, monkeypatch):
    monkeypatch.setattr("arclose.web.paging.COUNTED_AT_MOST", 60)
    for _each in range(120):
        builders.an_order(customer)
    first = as_clerk.get("/NLWS/2026-10/gallery/uncounted/")
    last = as_clerk.get("/NLWS/2026-10/gallery/uncounted/?page=3")
    assert "more than 60 rows" in first.content.decode()
    assert len(list(last.context["listing"].table.paginated_rows)) == 20
    assert not last.context["listing"].table.page.has_next()


def test_it_adds_up_many_rows_only_when_it_is_asked_to(as_clerk, customer, monkeypatch):
    monkeypatch.setattr("arclose.web.summary.ADDED_UP_AT_MOST", 3)
    for number in range(4):
        builders.an_order(customer, ("1", "10"), number=f"A-{number}", status="canceled" if number else "open")
    for query in ("", "?status=canceled"):
        listing = as_clerk.get(LIST + query).context["listing"]
        assert {rows for _key, _label, rows in listing.counted[0].choices} == {None}
        assert listing.counted[0].total is None
    page = as_clerk.get(LIST).content.decode()
    assert "more than 3 rows" in page
    assert "Total EUR" not in page
    assert 'href="?totals=all"' in page

    assert as_clerk.get(LIST + "?status=canceled").context["listing"].totals[0].count == 3
    whole = as_clerk.get(LIST + "?totals=all")
    assert "Total EUR" in whole.content.decode()
    assert whole.context["listing"].counted[0].total == 4


def test_it_takes_a_wild_page_or_size_for_a_known_one(as_clerk, customer):
    builders.an_order(customer)
    for query in (
        "page=x",
        "page=-3",
        "page=99999999999999999999",
        "per_page=1000000",
        "sort=nothing",
        "sort=--number",
    ):
        assert as_clerk.get(f"{LIST}?{query}").status_code == 200, query


def test_it_gives_htmx_the_rows_alone(as_clerk, customer):
    builders.an_order(customer, number="SO-1")
    response = as_clerk.get(LIST, headers={"HX-Request": "true"})
    assert "SO-1" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_it_says_what_belongs_here_when_there_is_nothing(as_clerk):
    assert "No sales orders yet" in as_clerk.get(LIST).content.decode()


def test_it_asks_few_queries_however_many_rows(as_clerk, customer, django_assert_max_num_queries):
    for _each in range(60):
        builders.an_order(customer)
    as_clerk.get(LIST)
    with django_assert_max_num_queries(11):
        as_clerk.get(LIST)
