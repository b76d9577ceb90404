"""Which EU sales are listed, by number and kind, and why the others are not; both are all that is in the books."""

import csv
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from arclose.ledger.closing import change_status
from arclose.ledger.models import FiscalPeriod
from arclose.ledger.money import ZERO
from customers.models import ItemTaxGroup, TaxRow
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from customers.sales import sales_by_country
from customers.vat_numbers import as_written, is_well_formed
from ecsales.formats.listing import Period
from ecsales.periods import periods_listed
from ecsales.reporting_rules import Rules
from ecsales.screens.proof import tie_of
from ecsales.sql import Group
from tests.builders import a_company, a_controller, a_customer, a_returned_order, an_item, an_order
from tests.conftest import REAL_DATA
from tests.customers.posting import findings, post, posted
from tests.customers.test_charges import a_code, charge
from tests.customers.test_charges import post as post_together
from tests.ecsales.lists import (
    BELGIAN,
    GERMAN,
    GREEK,
    a_list,
    an_eu_customer,
    collected,
    declares,
    left_out,
    shown,
    supplied,
)
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db
LUXEMBOURGISH = "LU26375245"


@pytest.fixture
def company():
    return a_company()


def test_it_adds_up_what_was_supplied_to_each_number_by_kind(company):
    german, greek = an_eu_customer(company), an_eu_customer(company, GREEK)
    [invoice] = posted(an_order(german, ("2", "100.10")))
    service = an_item(company, item_type="service")
    third = an_eu_customer(company, BELGIAN, tax_group="TRI")
    posted(
        a_returned_order(german, ("-1", "100.10"), credited_invoice=invoice),
        an_order(german, ("1", "40"), item=service),
        an_order(greek, ("1", "70.55")),
        an_order(third, ("1", "33")),
        an_order(greek, ("1", "10"), on=date(2026, 9, 30)),
        a_returned_order(greek, ("-1", "100")),
    )
    assert shown(collected(company)) == [
        (BELGIAN, "triangular", "33.00"),
        (GERMAN, "goods", "100.10"),
        (GERMAN, "services", "40.00"),
        (GREEK, "goods", "-29.45"),
    ]


REASONS = """
    number         | kind             | country | source        | reason
    DE000000000    | eu_goods         | DE      | invoice       | number_wrong
    DE             | eu_goods         | DE      | invoice       | number_wrong
                   | eu_goods         | DE      | invoice       | number_missing
    NL004495445B01 | eu_goods         | DE      | invoice       | home_number
    GB980780684    | eu_goods         | DE      | invoice       | not_a_member
    CHE123456788   | eu_goods         | DE      | invoice       | number_wrong
    XI980780684    | eu_service       | DE      | invoice       | not_a_member
    XI980780684    | eu_goods         | GB      | invoice       | left_the_union
    DE136695976    | triangular       | NL      | invoice       | not_across_a_border
    DE136695976    | eu_goods         | US      | invoice       | left_the_union
    DE136695976    | domestic         | DE      | invoice       | taxed
    DE136695976    | export           | DE      | invoice       | export
    DE136695976    | exempt           | DE      | invoice       | exempt
    DE136695976    | out_of_scope     | DE      | invoice       | out_of_scope
    DE136695976    | eu_goods_prepaid | DE      | invoice       | prepaid
    DE136695976    | eu_goods         | DE      | concession    | no_price_reduction
    DE136695976    | eu_goods         | DE      | cash_discount |
    XI980780684    | eu_goods         | XI      | invoice       |
    el 094259216   | eu_goods         | GR      | invoice       |
    GR094259216    | triangular       | DE      | invoice       |
    DE136695976    | eu_service       | US      | letter        |
"""


def test_it_names_why_a_supply_is_not_listed():
    members = {"DE", "BE", "GR", "NL"}
    rules = Rules(home="NL", goods_members=members | {"XI"}, members=members)
    cases = read_table(REASONS)
    groups = [
        Group(case["source"], 1, case["number"], case["kind"], case["country"], True, True, "", "", 1, 1, ZERO, ZERO)
        for case in cases
    ]
    assert [rules.reason(group, group.used_number) for group in groups] == [case["reason"] for case in cases]
    assert rules.reason(groups[-1]._replace(is_registered=False), GERMAN) == "no_registration"
    assert rules.reason(groups[-1]._replace(is_listed=False), GERMAN) == "not_included"
    silent = replace(rules, reports_cash_discounts=False)
    assert silent.reason(groups[-5], GERMAN) == "discount_not_reported"


@pytest.mark.real_data
def test_a_number_is_well_formed_where_all_sources_say_so():
    with (REAL_DATA / "vat_numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unanimous"] == "yes"]
    differing = [row["number"] for row in rows if is_well_formed(_with_prefix(row)) != (row["valid"] == "true")]
    assert (len(rows), differing) == (4803, [])


def _with_prefix(row):
    written = as_written(row["number"])
    return written if written.startswith(row["country"]) else row["country"] + written


def test_what_is_listed_and_what_is_not_are_all_that_is_in_the_books(company):
    service, wrong = an_item(company, item_type="service"), an_eu_customer(company, "DE000000000")
    posted(
        an_order(wrong, ("1", "10.01"), ("2", "20"), items=[service, an_item(company)]),
        an_order(an_eu_customer(company, currency_id="USD"), ("3", "33.33")),
        an_order(an_eu_customer(company, tax_group="OUT"), ("1", "7")),
        an_order(an_eu_customer(company, BELGIAN), ("1", "5.55")),
        an_order(a_customer(company), ("1", "1000")),
    )
    found = collected(company)
    assert left_out(found) == {"number_wrong": "50.01", "out_of_scope": "7.00"}
    tie = tie_of(found)
    assert tie.agrees, tie
    assert tie.collected == found.total + found.left_out_amount > 0


def refused(order):
    """Say why an order would not be posted; it is not in any case."""
    with transaction.atomic():
        codes = [one.code for one in post(order).left_out]
        transaction.set_rollback(True)
    return codes


def test_a_quarter_that_was_begun_by_month_goes_on_by_month(company):
    declares(company, frequency="quarter")
    later = [(None, date(2026, 11, 1)), (None, date(2026, 12, 1))]
    assert [one.months for one in periods_listed(company, later).values()] == [3, 3]
    a_list(company)
    assert [one.months for one in periods_listed(company, later).values()] == [1, 1]


def test_tax_on_what_was_delivered_before_it_was_invoiced_is_due_when_the_directive_says(company):
    november = date(2026, 11, 20)
    goods = an_order(an_eu_customer(company), ("1", "100"), on=november)
    work = an_item(company, item_type="service")
    service = an_order(an_eu_customer(company, BELGIAN), ("1", "40"), on=november, item=work)
    parts = an_order(
        an_eu_customer(company, GREEK), ("1", "30"), ("1", "8"), ("1", "5"), ("1", "2"), on=november,
        items=[an_item(company), an_item(company), work, work],
    )  # fmt: skip
    parts.lines.filter(line_number=4).update(deliver_now_quantity=1)
    twice = an_order(an_eu_customer(company, LUXEMBOURGISH), ("3", "20"), on=november)
    twice.lines.update(deliver_now_quantity=1)
    supplied(parts, twice, on=date(2026, 9, 6), quantity=Quantity.DELIVER_NOW)
    parts.lines.filter(line_number__in=[1, 3]).update(deliver_now_quantity=1)
    supplied(parts, on=date(2026, 9, 7), quantity=Quantity.DELIVER_NOW)
    supplied(goods, service, on=date(2026, 9, 5))
    supplied(parts, twice, on=date(2026, 10, 20))
    september = FiscalPeriod.objects.get(company=company, name="2026-09")
    change_status(period=september, status="on_hold", changed_by=a_controller(company))
    posted(goods, service, parts)
    [refusal] = post(twice).left_out
    assert refusal.code == "supplied_in_several_months"
    assert (
        refusal.reason
        == "Packing slips of a line have tax points in several months (line: months): 1: 2026-10, 2026-11."
    )
    by_quarter = declares(company, frequency="quarter")
    assert refused(twice) == [], "one list has both months"
    a_list(company)
    assert refused(twice) == [refusal.code], "October has a list of its own"
    by_quarter.list_parameters.delete()
    twice.lines.update(deliver_now_quantity=1)
    assert post_together(twice, quantity=Quantity.DELIVER_NOW).left_out == []
    post_together(twice, summary=SummaryUpdate.PACKING_SLIP)
    of_september = [(BELGIAN, "services", "40.00"), (GREEK, "services", "7.00")]
    assert shown(collected(company, Period(2026, 9))) == of_september
    assert [line.supplies for line in collected(company, Period(2026, 9)).lines] == [1, 1]
    in_october = [(GERMAN, "goods", "100.00"), (GREEK, "goods", "30.00"), (LUXEMBOURGISH, "goods", "20.00")]
    assert shown(collected(company)) == in_october
    in_november = [(GREEK, "goods", "8.00"), (LUXEMBOURGISH, "goods", "40.00")]
    assert shown(collected(company, Period(2026, 11))) == in_november
    assert TaxRow.objects.filter(vat_number=GREEK).count() == 4
    assert tie_of(collected(company)).agrees
    assert findings(company) == {}
    periods, sold = sales_by_country(company=company, year=september.fiscal_year)
    amounts = [dict(zip((period.name for period in periods), one.amounts, strict=True)) for one in sold]
    assert [one["2026-11"] for one in amounts] == [one.total for one in sold] == [100, 60, 45, 40]


# Freight on orders of one invoice of 10 November, whose goods went on 10 August and on 5 October; the tax rows.
FREIGHT = """
    on  | item tax group | item type | rows
    A   | STD            | goods     | goods 09-15 105, goods 11-10 200
    A   | STD            | service   | goods 09-15 100, goods 11-10 200, service 09-15 5
    A   | SERV           | service   | goods 09-15 100, goods 11-10 200, service 08-10 5
    A B | SERV           | service   | goods 09-15 100, goods 11-10 200, service 08-10 5, service 10-05 5
"""


@pytest.mark.parametrize("case", read_table(FREIGHT), ids=lambda case: " ".join(list(case.values())[:3]))
def test_freight_is_supplied_with_the_last_line_of_its_order(company, case):
    tax_group = ItemTaxGroup.objects.get(company=company, code=case["item tax group"])
    freight = a_code(company, item_type=case["item type"], item_tax_group=tax_group)
    german, orders = an_eu_customer(company), {}
    for name, price, day in (("A", "100", date(2026, 8, 10)), ("B", "200", date(2026, 10, 5))):
        orders[name] = an_order(german, ("1", price), on=date(2026, 11, 10))
        supplied(orders[name], on=day)
    for name in case["on"].split():
        charge(orders[name], freight, "5")
    post_together(*orders.values(), summary=SummaryUpdate.INVOICE_ACCOUNT)
    rows = TaxRow.objects.order_by("item_type", "tax_point_date")
    found = [f"{row.item_type} {row.tax_point_date:%m-%d} {row.transaction_currency_base_amount:.0f}" for row in rows]
    assert ", ".join(found) == case["rows"]
