"""Recurring invoices: the days they fall on, generated once each, and what is left out by name."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from arclose.batch import runner
from arclose.batch.jobs import submit
from arclose.batch.models import Alert, Job, JobTask
from arclose.batch.queries import blocking_acts
from arclose.batch.schedule.recurrence import Recurrence, runs
from arclose.checklist.checks import all_left, named
from arclose.ledger.models import Company, FiscalPeriod
from customers import sql
from customers.free_text.distributions import as_typed
from customers.free_text.drafts import delete_free_text
from customers.free_text.recurring import due_until, generate_recurring
from customers.models import (
    ChargeCode,
    Customer,
    DistributionTemplate,
    FreeTextInvoice,
    ItemTaxGroup,
    RecurringInvoice,
    RecurringRun,
    RecurringTemplate,
    RecurringTemplateLine,
)
from tests.builders import a_clerk, a_company, a_customer, a_recurring_invoice
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 12, 31)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return a_customer(company)


def days(recurring: RecurringInvoice, until: date = UNTIL) -> list[date]:
    return [day for _pk, day in sql.due_occurrences(company_id=recurring.company_id, until=until)]


PATTERNS = """
    unit   | every | start      | day | end        | until      | days
    days   | 1     | 2026-10-30 |     | 2026-11-01 | 2026-12-31 | 2026-10-30 2026-10-31 2026-11-01
    days   | 40    | 2026-10-01 |     |            | 2026-12-31 | 2026-10-01 2026-11-10 2026-12-20
    weeks  | 2     | 2026-12-07 |     |            | 2026-12-31 | 2026-12-07 2026-12-21
    months | 1     | 2026-10-31 |     |            | 2026-12-31 | 2026-10-31 2026-11-30 2026-12-31
    months | 1     | 2027-01-30 |     |            | 2027-03-31 | 2027-01-30 2027-02-28 2027-03-30
    months | 2     | 2026-10-15 | 31  |            | 2027-02-28 | 2026-10-31 2026-12-31 2027-02-28
    months | 1     | 2026-10-15 | 10  |            | 2026-12-31 | 2026-11-10 2026-12-10
    months | 1     | 2026-10-15 |     |            | 2026-10-14 |
    years  | 1     | 2028-02-29 |     | 2032-12-31 | 2040-01-01 | 2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29
    years  | 4     | 2028-02-29 |     | 2032-12-31 | 2040-01-01 | 2028-02-29 2032-02-29
"""


@pytest.mark.parametrize("row", read_table(PATTERNS), ids=lambda row: f"{row['unit']} {row['every']} {row['start']}")
def test_it_falls_on_the_days_of_its_pattern(customer: Customer, row: dict[str, str]) -> None:
    start, until = date.fromisoformat(row["start"]), date.fromisoformat(row["until"])
    end = date.fromisoformat(row["end"]) if row["end"] else None
    month_day = int(row["day"]) if row["day"] else None
    pattern: dict[str, Any] = {"unit": row["unit"], "every": int(row["every"]), "month_day": month_day}
    recurring = a_recurring_invoice(customer, start_date=start, end_date=end, **pattern)
    found = days(recurring, until)
    assert [day.isoformat() for day in found] == row["days"].split()
    # The pattern of jobs, which is written otherwise, is the second opinion.
    same = Recurrence(start=datetime.combine(start, time()), until=end, **pattern)
    last = datetime.combine(until, time.max, tzinfo=UTC)
    assert found == [run.date() for run in _until(runs(same, zone=ZoneInfo("UTC")), last)]


def _until(found: Any, last: datetime) -> Any:
    for run in found:
        if run > last:
            return
        yield run


def test_it_is_generated_once_and_again_when_it_was_deleted(company: Company, customer: Customer) -> None:
    recurring = a_recurring_invoice(customer, amount="75", start_date=date(2026, 10, 31), release_days=3)
    made = generate_recurring(company=company, generated_by=a_clerk(company), until=date(2026, 11, 30)).documents
    assert [(one.invoice_date, one.release_date, one.net_amount, one.recurring) for one in made] == [
        (date(2026, 10, 31), date(2026, 11, 3), 75, recurring), (date(2026, 11, 30), date(2026, 12, 3), 75, recurring),
    ]  # fmt: skip
    assert generate_recurring(company=company, generated_by=a_clerk(company), until=date(2026, 11, 30)).documents == []
    assert {one.run_id for one in made} == {RecurringRun.objects.get(until_date=date(2026, 11, 30)).pk}
    delete_free_text(document=made[0])
    assert days(recurring, date(2026, 11, 30)) == [date(2026, 10, 31)]
    [again] = generate_recurring(company=company, generated_by=a_clerk(company), until=date(2026, 11, 30)).documents
    with pytest.raises(IntegrityError, match="free_text_occurrence_once"), transaction.atomic():
        FreeTextInvoice.objects.filter(pk=again.pk).update(occurrence_date=made[1].occurrence_date)


def _without_lines(recurring: RecurringInvoice) -> None:
    recurring.template.lines.all().delete()


def _with_half_a_distribution(recurring: RecurringInvoice) -> None:
    half = DistributionTemplate.objects.create(company=recurring.company, code="HALF", name="Half")
    half.lines.create(company=recurring.company, account=recurring.company.accounts.get(number="8100"), percent=50)
    RecurringTemplateLine.objects.filter(template=recurring.template).update(distribution=half)


def _without_account(recurring: RecurringInvoice) -> None:
    RecurringTemplateLine.objects.filter(template=recurring.template).update(account=None)


def _distributed(recurring: RecurringInvoice) -> None:
    """Let the lines of its template take the distribution of that, three quarters of it on another account."""
    company = recurring.company
    split = DistributionTemplate.objects.create(company=company, code="SPLIT", name="Split")
    for number, percent in (("8000", 75), ("8100", 25)):
        split.lines.create(company=company, account=company.accounts.get(number=number), percent=percent)
    RecurringTemplate.objects.filter(pk=recurring.template_id).update(distribution=split)
    _without_account(recurring)


def _charged(recurring: RecurringInvoice, percent: Decimal | None = None) -> None:
    """Let a recurring invoice charge 12.5 percent, or another percentage, and an amount of 3."""
    company = recurring.company
    usual = {"company": company, "account": company.accounts.get(number="8810")}
    usual["item_tax_group"] = ItemTaxGroup.objects.get(company=company, code="STD")
    fee = ChargeCode.objects.create(code="FEE", name="Fee", value=Decimal("12.5"), is_percent=True, **usual)
    freight = ChargeCode.objects.create(code="FREIGHT", name="Freight", value=7, **usual)
    recurring.template.charges.create(company=company, charge_code=fee, value=percent)
    recurring.template.charges.create(company=company, charge_code=freight, value=3)


CAUSES = {
    "period_not_open": lambda recurring: RecurringInvoice.objects.update(start_date=date(2001, 1, 1), every=999),
    "no_lines": _without_lines,
    "no_account": _without_account,
    "customer_blocked": lambda recurring: Customer.objects.update(is_blocked=True),
    "account_blocked": lambda recurring: recurring.company.accounts.filter(number="8100").update(is_blocked=True),
    "line_refused": _with_half_a_distribution,
    "line_refused, by a charge": lambda recurring: _charged(recurring, Decimal(10) ** 13),
    "over_maximum": lambda recurring: RecurringInvoice.objects.update(maximum_amount=99),
}  # fmt: skip


@pytest.mark.parametrize("code", CAUSES)
def test_it_leaves_out_by_name(company: Company, customer: Customer, code: str) -> None:
    CAUSES[code](a_recurring_invoice(customer, start_date=date(2026, 12, 1)))
    [left] = generate_recurring(company=company, generated_by=a_clerk(company), until=UNTIL).left_out
    assert left.code == code.partition(",")[0]
    assert left.reason
    assert left.remedy
    assert not FreeTextInvoice.objects.exists()


def test_it_generates_up_to_the_maximum_together(company: Company, customer: Customer) -> None:
    a_recurring_invoice(customer, amount="100", start_date=date(2026, 10, 1), maximum_amount=Decimal(250))
    due = due_until(company=company, until=UNTIL)
    assert ([one.day.month for one in due.occurrences], [one.code for one in due.left_out]) == (
        [10, 11],
        ["over_maximum"],
    )
    generated = generate_recurring(company=company, generated_by=a_clerk(company), until=UNTIL)
    assert len(generated.documents) == 2
    assert "With this invoice it would come to more than its maximum: EUR 250.00." in str(generated).replace(
        "\xa0", " "
    )


def test_the_close_counts_what_is_due_and_not_beyond_its_maximum(company: Company, customer: Customer) -> None:
    a_recurring_invoice(customer, amount="100", start_date=date(2026, 9, 30), unit="weeks", maximum_amount=Decimal(250))
    distributed = a_recurring_invoice(a_customer(company, currency_id="USD"), amount="3.60")
    _charged(distributed)
    _distributed(distributed)
    a_recurring_invoice(a_customer(a_company()))
    check = named("recurring-invoices")
    assert check
    period = FiscalPeriod.objects.get(company=company, name="2026-10")
    left = all_left(company=company, period=period, checks=[check])[check.name]
    assert (left.count, left.amounts) == (3, {"EUR": 200, "USD": Decimal("7.05")})
    generate_recurring(company=company, generated_by=a_clerk(company), until=period.end_date)
    assert not all_left(company=company, period=period, checks=[check])[check.name].count
    charged = FreeTextInvoice.objects.get(net_amount=Decimal("7.05")).lines.order_by("line_number")
    assert list(charged.values_list("description", "amount", "charge_percent")) == [
        ("Service", Decimal("3.60"), None), ("Fee", Decimal("0.45"), Decimal("12.5")), ("Freight", 3, None),
    ]  # fmt: skip
    assert [as_typed(line.distribution.all()) for line in charged] == ["8000 75%; 8100 25%", "", ""]


def test_a_job_and_a_command_generate_too(company: Company, customer: Customer) -> None:
    a_recurring_invoice(customer, start_date=date(2026, 10, 1))
    clerk = a_clerk(company)
    parameters = {"until": "2026-10-31"}
    submit(
        company=company, kind="recurring-invoices", description="Recurring", submitted_by=clerk, documents=None,
        key="job", parameters=parameters,
    )  # fmt: skip
    runner.look()
    [task] = JobTask.objects.all()
    assert (task.state, task.result) == ("ended", "1 invoice is generated.")
    arguments = ["--company", company.code, "--until", "2026-11-30", "--user", clerk.username]
    said = StringIO()
    call_command("generate_recurring", *arguments, "--dry-run", stdout=said)
    call_command("generate_recurring", *arguments, stdout=said)
    assert said.getvalue().splitlines() == ["Due: 1.", "1 invoice is generated."]
    Customer.objects.update(is_blocked=True)
    with pytest.raises(CommandError, match="is blocked"):
        call_command("generate_recurring", "--company", company.code, "--until", "2026-12-31", *arguments[4:])


@pytest.mark.parametrize(("is_blocked", "state"), [(True, "error"), (False, "ended")])
def test_a_job_that_left_some_out_has_failed_unless_they_reached_their_maximum(
    company: Company, customer: Customer, is_blocked: bool, state: str
) -> None:
    a_recurring_invoice(customer, amount="100")
    left_out = a_customer(company, name="Left out")
    a_recurring_invoice(left_out, amount="100", maximum_amount=None if is_blocked else Decimal(50))
    Customer.objects.filter(pk=left_out.pk).update(is_blocked=is_blocked)
    job = submit(
        company=company, kind="recurring-invoices", description="Recurring", submitted_by=a_clerk(company),
        documents=None, key="job", parameters={"until": "2026-10-31"},
    )  # fmt: skip
    runner.look()
    job.refresh_from_db()
    task = job.tasks.get()
    assert (job.state, job.has_failures, FreeTextInvoice.objects.count()) == (state, is_blocked, 1)
    assert task.result.startswith("1 invoice is generated. 1 was left out:")
    assert [alert.on for alert in Alert.objects.all()] == ["failed"] * is_blocked
    assert not blocking_acts(company=company, until=date(2099, 12, 31))


def test_a_job_that_is_made_of_tasks_generates_what_is_due_on_the_day_it_runs(
    company: Company, customer: Customer
) -> None:
    a_recurring_invoice(customer, start_date=date(2099, 1, 1))
    visitor = Visitor(a_clerk(company), company)
    visitor.post("jobs/new/?kind=recurring-invoices", description="Of the night")
    visitor.post(f"jobs/{Job.objects.get().pk}/release/")
    runner.look()
    assert JobTask.objects.values_list("state", "parameters").get() == ("ended", {})
    assert not FreeTextInvoice.objects.exists()


def typed(company: Company, of: RecurringTemplate, **values: str) -> dict[str, str]:
    usual = {
        "key": page_key(1), "customer": a_customer(company).number, "template": of.code, "every": "1",
        "unit": "months", "start_date": "31-10-2026", "end_date": "", "month_day": "31", "maximum_amount": "1000",
    }  # fmt: skip
    return {**usual, **values}


def test_it_is_entered_changed_and_generated_from_its_pages(company: Company, customer: Customer) -> None:
    template = a_recurring_invoice(customer, is_stopped=True).template
    clerk = Visitor(a_clerk(company), company)
    form = typed(company, template)
    page = [text_of(clerk.post("recurring/new/", **form)) for _time in range(2)][1]
    recurring = RecurringInvoice.objects.get(is_stopped=False)
    assert "every month, on day 31 or the last one" in page
    again = clerk.post("recurring/new/", **{**form, "every": "2"})
    assert (again.status_code, "sent before, and made RI-" in again.content.decode()) == (409, True)
    clerk.post(f"recurring/{recurring.pk}/change/", **{**form, "maximum_amount": "150"})
    shown = text_of(clerk.get("recurring/generate/?until=30-11-2026"))
    assert "Due until 30 Nov 2026: 1" in shown
    assert "Over the maximum. With this invoice" in shown
    page = clerk.post("recurring/generate/", until="2026-11-30", key=page_key(2))
    assert "1 invoice is generated. 1 was left out" in text_of(page)
    document = FreeTextInvoice.objects.get()
    assert f"Generated by recurring invoice {recurring}" in text_of(clerk.get(f"free-text/{document.pk}/"))
    assert str(document) in text_of(clerk.get(f"recurring/{recurring.pk}/"))
    assert str(recurring) in text_of(clerk.get("recurring/"))
    clerk.post("recurring/generate/", until="2026-12-31", key=page_key(3), job="1")
    assert Job.objects.get().tasks.get().parameters == {"until": "2026-12-31"}
    other = clerk.post("recurring/generate/", until="2026-11-30", key=page_key(3), job="1")
    assert "This page was used before" in text_of(other)
    assert "calendar ends on" in clerk.get("recurring/generate/?until=31-12-9999").content.decode()
    assert clerk.get(f"recurring/{a_recurring_invoice(a_customer(a_company())).pk}/").status_code == 404


def test_another_pattern_makes_no_day_due_again(company: Company, customer: Customer) -> None:
    recurring = a_recurring_invoice(customer)
    generate_recurring(company=company, generated_by=a_clerk(company), until=date(2026, 11, 30))
    clerk, address = Visitor(a_clerk(company), company), f"recurring/{recurring.pk}/change/"
    form = typed(company, recurring.template, month_day="1")
    refused = text_of(clerk.post(address, **{**form, "start_date": "30-11-2026"}))
    assert "Invoices are generated up to 30 Nov 2026" in refused
    clerk.post(address, **{**form, "start_date": "01-12-2026"})
    assert days(recurring) == [date(2026, 12, 1)]


def test_a_form_that_was_overtaken_does_not_start_it_again(company: Company, customer: Customer) -> None:
    recurring = a_recurring_invoice(customer)
    clerk, address = Visitor(a_clerk(company), company), f"recurring/{recurring.pk}/change/"
    form = typed(company, recurring.template, seen=value_of(clerk.get(address), "seen"))
    clerk.post(address, **form, is_stopped="on")
    refused = clerk.post(address, **form, release_days="5")
    recurring.refresh_from_db()
    assert (refused.status_code, recurring.is_stopped) == (409, True)
    assert "was changed by somebody else meanwhile" in refused.content.decode()
    assert value_of(refused, "release_days") == "5"
    clerk.post(address, **{**form, "seen": value_of(refused, "seen")})
    recurring.refresh_from_db()
    assert not recurring.is_stopped


# what is typed | what is said
REFUSED = [
    ({"end_date": "30-10-2026"}, ["The last day cannot be before"]), ({"unit": "weeks"}, ["Only a monthly one"]),
    ({"every": "0", "template": "nothing", "maximum_amount": "0", "start_date": "someday"},
     ["greater than or equal to 1", "Select a valid choice", "must lie between", "“someday”"]),
    ({"start_date": "1-1-0001"}, ["calendar begins, on"]),
]  # fmt: skip


def test_its_form_refuses_beside_what_was_typed(company: Company, customer: Customer) -> None:
    template, clerk = a_recurring_invoice(customer).template, Visitor(a_clerk(company), company)
    for values, words in REFUSED:
        said = text_of(clerk.post("recurring/new/", **typed(company, template, **values)))
        assert [word for word in words if word not in said] == [], values
        assert RecurringInvoice.objects.count() == 1, values
