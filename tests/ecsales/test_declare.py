"""Reporting a list, what corrects it, taking it back; and what the database and the probes say of what was declared."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from arclose.checklist.checks import named
from arclose.ledger.models import FiscalPeriod
from arclose.ledger.money import ZERO
from ecsales.corrections import late_documents, standing
from ecsales.due_lists import begin_due_lists
from ecsales.formats import format_of
from ecsales.formats.listing import Kind, Period
from ecsales.formats.reporting import reported_corrections
from ecsales.list_states import CannotDeclare, close, reopen, take_back
from ecsales.listings import corrections_of, formats_for
from ecsales.models import (
    Declaration,
    DeclaredLine,
    DeclaredRow,
    Frequency,
    ListChange,
    ListParameters,
    SalesList,
)
from ecsales.planning import plan
from tests.builders import a_company, a_controller, a_returned_order, an_item, an_order
from tests.checklist.left import left_of
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings, posted
from tests.ecsales.lists import (
    BELGIAN,
    GERMAN,
    a_line,
    a_list,
    a_number,
    an_eu_customer,
    declares,
    differing,
    lines_of,
    reported,
    supplied,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    made = a_company(name="Groothandel")
    declares(made)
    return made


def test_a_list_of_a_year_whose_layout_is_not_known_is_reported_by_the_neutral_file(company):
    of_a_year = {year: a_list(company, Period(year, 10)) for year in (2022, 2026)}
    assert {year: [form.key for form in formats_for(one)] for year, one in of_a_year.items()} == {
        2022: ["neutral-nl"],
        2026: ["nl-icp"],
    }
    close(sales_list=reported(of_a_year[2022]).sales_list, receipt="", changed_by=a_controller(company))


def test_what_is_posted_afterwards_is_a_correction_of_what_was_declared(company):
    german, belgian = an_eu_customer(company), an_eu_customer(company, BELGIAN)
    posted(an_order(german, ("1", "100.40")), an_order(belgian, ("1", "30")))
    october = a_list(company)
    first = reported(october)
    assert differing(october) == []
    with pytest.raises(CannotDeclare, match="nothing to correct"):
        reported(october)

    [late] = posted(an_order(german, ("1", "9.60")))
    posted(a_returned_order(belgian, ("-1", "30")))
    assert next(one.document for one in late_documents(october, first, at_most=9)) == late.number
    changes = [(one.number, f"{one.old_amount:.2f}", f"{one.new_amount:.2f}") for one in differing(october)]
    assert changes == [(BELGIAN, "30.00", "0.00"), (GERMAN, "100.40", "110.00")]
    second = reported(october)
    assert lines_of(second) == changes
    assert (second.is_correction, standing(october), differing(october)) == (True, second, [])
    assert lines_of(first) == [(BELGIAN, "0.00", "30.00"), (GERMAN, "0.00", "100.40")]
    assert findings(company) == {}


def test_a_list_is_reported_closed_and_both_are_taken_back(company):
    [invoice] = posted(an_order(an_eu_customer(company), ("1", "100.40")))
    october, controller = a_list(company), a_controller(company)
    reported(october)
    close(sales_list=october, receipt="R-1", changed_by=controller)
    with pytest.raises(CannotDeclare, match="is closed"):
        take_back(sales_list=october, reason="not sent", changed_by=controller)
    reopen(sales_list=october, reason="refused", changed_by=controller)
    assert take_back(sales_list=october, reason="not sent", changed_by=controller) == "included"
    with pytest.raises(CannotDeclare, match="Nothing of this list is reported"):
        take_back(sales_list=october, reason="again", changed_by=controller)
    timeline = text_of(Visitor(controller, company).get(f"invoices/{invoice.pk}/"))
    assert "Reported on EC sales list" not in timeline
    again = reported(october)
    assert (again.number, again.is_correction, standing(october)) == (2, False, again)
    states = list(october.changes.order_by("pk").values_list("status_after", flat=True))
    assert states == ["reported", "closed", "reported", "included", "reported"]


def test_what_was_submitted_never_changes_and_nothing_joins_it(company):
    posted(an_order(an_eu_customer(company), ("1", "100.40")))
    first = reported(a_list(company))
    row = {"company": company, "declaration": first, "line_number": 9, "amount": ZERO}
    line = {"country": "DE", "vat_number": "1", "previous_amount": ZERO, "supplies": 0, "previous_supplies": 0}
    attempts = [
        lambda: Declaration.objects.update(total_amount=1),
        lambda: DeclaredLine.objects.all().delete(),
        lambda: ListChange.objects.update(reason="other"),
        lambda: DeclaredLine.objects.create(**row, **line, kind=Kind.GOODS, name=""),
        lambda: SalesList.objects.update(end_date=date(2026, 12, 31)),
        lambda: SalesList.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def a_declaration(company, **values):
    """Give a declaration that the database refuses at commit where its rows are not what it says."""
    made = a_list(company)
    usual = {"number": 1, "is_correction": False, "currency_id": "EUR", "total_amount": ZERO, "left_out_amount": ZERO}
    counts = {"purchase_amount": ZERO, "line_count": 0, "row_count": 0, "file_count": 0}
    return Declaration.objects.create(
        company=company, sales_list=made, reported_by=a_controller(company), key="k", fingerprint="f",
        **{**usual, **counts, **values},
    )  # fmt: skip


def test_the_probes_find_a_list_that_is_not_whole_or_not_in_the_books(company):
    with transaction.atomic():
        a_declaration(company, line_count=1)
        assert any("other lines or documents" in one for one in findings(company)["EC sales list files"])
        assert any("another status" in one for one in findings(company)["EC sales list files"])
        transaction.set_rollback(True)
    with transaction.atomic():
        DeclaredRow.objects.create(
            company=company, declaration=a_declaration(company, row_count=1), source="invoice", source_id=1,
            document_id=1, tax_point_date=date(2026, 10, 1), reason="taxed", amount=Decimal(1),
            accounting_currency_amount=Decimal(1),
        )  # fmt: skip
        assert "has a document that the books have otherwise" in findings(company)["EC sales lists"][0]
        transaction.set_rollback(True)


def test_lists_of_a_registration_share_no_day(company):
    a_list(company)
    with pytest.raises(CannotDeclare, match="has some of these days"):
        a_list(company, Period.of_quarter(2026, 4))


def test_a_correction_tells_the_total_of_all_kinds_that_share_a_row(company):
    german = an_eu_customer(company)
    posted(an_order(german, ("1", "100")))
    october = a_list(company)
    a_line(october, "50", kind=Kind.TRANSFER)
    reported(october)
    a_line(october, "10", kind=Kind.TRANSFER)
    now = plan(october)
    told = corrections_of(october.period, now.differences, now.collection.lines)
    [row] = reported_corrections(format_of("de-csv"), told)
    assert (row.old_amount, row.new_amount) == (150, 160)


def test_what_no_registration_lists_keeps_a_period_open(company):
    [lost] = posted(an_order(an_eu_customer(company), ("1", "50")))
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    assert left_of("ec-sales-numbers", company=company, period=october).count == 0
    company.vat_registrations.update(valid_to=date(2026, 9, 30))
    left = left_of("ec-sales-numbers", company=company, period=october)
    assert (left.count, left.amounts) == (1, {"EUR": 50})
    [row] = named("ec-sales-numbers").collected_rows(left.collected)
    assert (row.label, row.detail) == (lost.number, "no VAT registration lists it")


def test_what_is_credited_in_full_keeps_no_period_open(company):
    wrong = an_eu_customer(company, "DE000000000")
    [invoice] = posted(an_order(wrong, ("1", "50")))
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    assert left_of("ec-sales-numbers", company=company, period=october).count == 1
    posted(a_returned_order(wrong, ("-1", "50"), credited_invoice=invoice))
    assert left_of("ec-sales-numbers", company=company, period=october).count == 0


def test_what_was_supplied_long_before_keeps_open_the_period_of_its_invoice(company):
    work, on = an_item(company, item_type="service"), date(2026, 11, 20)
    orders = [
        an_order(an_eu_customer(company, number), ("1", price), on=on, item=work)
        for number, price in (("DE000000000", "50"), (BELGIAN, "40"))
    ]
    supplied(*orders, on=date(2026, 3, 5))
    posted(*orders)
    november = FiscalPeriod.objects.get(company=company, name="2026-11")

    def left(name):
        found = left_of(name, company=company, period=november)
        return found.count, found.amounts

    assert left("ec-sales-numbers") == (1, {"EUR": 50})
    company.vat_registrations.update(valid_from=on)
    assert left("ec-sales-numbers") == (2, {"EUR": 90})
    company.vat_registrations.update(valid_from=date(2026, 1, 1))
    assert left("ec-sales-lists")[0] == 1
    [begun] = begin_due_lists(company=company, until=november.end_date, made_by=a_controller(company))
    assert begun.period == Period(2026, 3)


def test_the_close_names_reported_lists_that_say_otherwise_than_the_books(company):
    wrong = an_eu_customer(company, "DE000000000")
    posted(an_order(wrong, ("1", "50")), an_order(an_eu_customer(company), ("1", "100")))
    october, period = a_list(company), FiscalPeriod.objects.get(company=company, name="2026-10")

    def left():
        found = left_of("ec-sales-late", company=company, period=period)
        return found.count, found.amounts

    reported(october, leaves_blocking=True)
    assert left() == (0, {})
    given = a_number(wrong)
    assert left() == (1, {"EUR": 50})
    late = left_of("ec-sales-late", company=company, period=period)
    [row] = named("ec-sales-late").collected_rows(late.collected)
    assert (row.amount, row.route, row.pk) == (50, "ecsales:sales_list", october.pk)
    given.delete()
    assert left() == (0, {})
    line = a_line(october, "7")
    assert left() == (1, {"EUR": 7})
    reported(october, leaves_blocking=True)
    line.delete()
    assert left() == (1, {"EUR": -7})


def test_the_close_says_when_a_registration_has_to_list_by_month(company):
    posted(an_order(an_eu_customer(company), ("1", "50000.01")))
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    parameters = ListParameters.objects.get(company=company)
    assert left_of("ec-sales-by-quarter", company=company, period=october).count == 0
    parameters.frequency = Frequency.QUARTER
    parameters.save()
    assert left_of("ec-sales-by-quarter", company=company, period=october).amounts == {"EUR": Decimal("50000.01")}
    for until, beyond in ((date(2026, 10, 31), True), (date(2027, 10, 31), True), (date(2028, 1, 31), False)):
        period = FiscalPeriod(company=company, start_date=until.replace(day=1), end_date=until)
        told = [(row.label, row.detail) for row in named("ec-sales-by-quarter").rows(company, period)]
        assert told == [(parameters.registration.vat_number, "2026-Q4")] * beyond, until
