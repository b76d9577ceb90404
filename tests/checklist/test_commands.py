"""``manage.py post`` and ``manage.py close``: what they do, print and refuse."""

import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from arclose.batch import steering
from arclose.batch.models import Job
from arclose.checklist import posting_runs
from arclose.checklist.checks import named
from arclose.ledger.models import Company, FiscalPeriod
from customers.models import Customer, OrderDocument, SalesOrder
from tests import builders


def close(period: FiscalPeriod, user: User, *more: str, out: StringIO | None = None) -> str:
    """Give what the command prints; ``out`` has it too where the command ends with an error."""
    out = out or StringIO()
    arguments = ["--company", period.company.code, "--period", period.name, "--user", user.username, *more]
    call_command("close", *arguments, stdout=out, stderr=out)
    return " ".join(out.getvalue().split())


def status(period: FiscalPeriod) -> str:
    return FiscalPeriod.objects.get(pk=period.pk).status


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--dry-run", "--post", "sales-invoices"]])
def test_it_exits_with_the_reasons_and_changes_nothing(
    options: list[str], order: SalesOrder, october: FiscalPeriod, controller: User
) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="2026-10 is not put on hold"):
        close(october, controller, *options, out=out)
    orders = named("orders")
    assert orders
    assert f"1 order dated until 31 October is not invoiced, EUR\xa0100.00. {orders.remedy}\n" in out.getvalue()
    assert re.search(rf"Close 2026-10 *\n.*{orders.label}", out.getvalue(), re.DOTALL)
    assert (status(october), SalesOrder.objects.get(pk=order.pk).status) == ("open", "open")


def test_it_only_says_that_nothing_stands_before_the_hold(
    customer: Customer, october: FiscalPeriod, controller: User
) -> None:
    later = builders.an_order(customer, on=date(2026, 11, 1))
    said = close(october, controller, "--dry-run", "--post", "sales-invoices")
    assert "Nothing but the proof of the books stands before the hold." in said
    assert (status(october), SalesOrder.objects.get(pk=later.pk).status) == ("open", "open")


@pytest.mark.django_db(transaction=True)
def test_it_posts_and_holds(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    said = close(october, controller, "--post", "sales-invoices,general-vouchers")
    assert "1 posted, 0 set aside" in said
    assert "2026-10 is on hold." in said
    assert status(october) == "on_hold"
    builders.an_order(order.customer)
    for option in ("--dry-run", "--post=sales-invoices"):
        assert "2026-10 was on hold already." in close(october, controller, option)
    assert Job.objects.count() == 1, "nothing can be posted into a period on hold, and no job fails at it"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--company", "XX"], r"no company XX\. The companies are: "),
        (["--period", "2026-13"], r"no period 2026-13\. Its periods are 2026-01 to 2026-12\."),
        (["--post", "orders"], r"no kind orders to post\. The kinds are: .*sales-invoices"),
    ],
)
def test_it_says_what_there_is_instead(options: list[str], words: str, october: FiscalPeriod, controller: User) -> None:
    with pytest.raises(CommandError, match=words):
        close(october, controller, *options)


def test_a_day_is_written_as_files_write_it(october: FiscalPeriod) -> None:
    with pytest.raises(CommandError, match=r"“31-10-2026” is no day\. Write it like 2026-10-31"):
        call_command("post", "sales-invoices", "--company", "XX", "--until", "31-10-2026", "--user", "nobody")


def test_it_asks_for_a_controller(order: SalesOrder, october: FiscalPeriod) -> None:
    with pytest.raises(CommandError, match="Controller"):
        close(october, builders.a_clerk(october.company), "--post", "sales-invoices")


@pytest.mark.django_db(transaction=True)
def test_a_clerk_posts_until_a_day(order: SalesOrder, october: FiscalPeriod) -> None:
    clerk, out = builders.a_clerk(october.company), StringIO()
    arguments = ["sales-invoices", "--company", october.company.code, "--until", "2026-10-31", "--user", clerk.username]
    call_command("post", *arguments, stdout=out)
    assert "1 posted, 0 set aside" in out.getvalue()
    call_command("post", *arguments, stdout=out)
    assert "Nothing is left to post." in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_it_says_what_was_set_aside(october: FiscalPeriod) -> None:
    company = october.company
    builders.an_order(builders.a_customer(company, country="BE", tax_group="EU"))
    out = StringIO()
    with pytest.raises(CommandError, match="set aside"):
        call_command(
            "post", "sales-invoices", "--company", company.code, "--until", "2026-10-31",
            "--user", builders.a_clerk(company).username, stdout=out,
        )  # fmt: skip
    assert "0 posted, 1 set aside" in out.getvalue()


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_it_posts_nothing_for_who_may_not(role: str, order: SalesOrder, october: FiscalPeriod) -> None:
    user = builders.a_user(october.company, role)
    with pytest.raises(CommandError, match="may not do this"):
        call_command(
            "post", "sales-invoices", "--company", october.company.code, "--until", "2026-10-31",
            "--user", user.username,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_it_posts_with_the_parameters_of_the_form(october: FiscalPeriod, tmp_path: Path) -> None:
    company = october.company
    few = builders.an_item(company, on_hand_quantity=2)
    order = builders.an_order(builders.a_customer(company), ("5", "10"), item=few)
    out, arguments = StringIO(), ["--company", company.code, "--until", "2026-10-31"]
    arguments += ["--user", builders.a_clerk(company).username, "--to", str(tmp_path)]

    call_command("post", "sales-confirmations", *arguments, "--pro-forma", stdout=out)
    assert not OrderDocument.objects.exists()
    further = ["--reduce-quantity", "--print", "current", "--posting-date", "2026-10-30"]
    call_command("post", "packing-slips", *arguments, *further, stdout=out)

    slip = OrderDocument.objects.get(order=order)
    assert (slip.net_amount, slip.document_date) == (20, date(2026, 10, 30))
    assert sorted(file.name.split("-")[0] for file in tmp_path.iterdir()) == ["SLP2026", "sales"]
    assert out.getvalue().count("Files printed: 1.") == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["sales-confirmations", "--quantity", "picked"], "takes the quantities all"),
        (["packing-slips", "--pro-forma"], "where the pro forma documents go"),
    ],
)
def test_it_refuses_what_an_update_does_not_take(october: FiscalPeriod, options: list[str], words: str) -> None:
    company = october.company
    user = builders.a_clerk(company).username
    with pytest.raises(CommandError, match=words):
        call_command("post", *options, "--company", company.code, "--until", "2026-10-31", "--user", user)


def post_orders(company: Company) -> str:
    out = StringIO()
    clerk = builders.a_clerk(company)
    arguments = ["--company", company.code, "--until", "2026-10-31", "--user", clerk.username]
    call_command("post", "sales-invoices", *arguments, stdout=out)
    return out.getvalue()


def act_when_submitted(monkeypatch: pytest.MonkeyPatch, act: Callable[[Job], Any]) -> None:
    """Let somebody else do something with the job between its submission and the first look at it."""
    submit = posting_runs.submit

    def submit_and_act(**values: Any) -> Job | None:
        job = submit(**values)
        assert job is not None
        act(job)
        return job

    monkeypatch.setattr(posting_runs, "submit", submit_and_act)


@pytest.mark.django_db(transaction=True)
def test_it_fails_where_somebody_canceled_the_job(
    order: SalesOrder, controller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_when_submitted(monkeypatch, lambda job: steering.cancel(job=job, canceled_by=controller))
    with pytest.raises(CommandError, match=r"was canceled\. Documents left: 1"):
        post_orders(order.company)


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(20)
def test_it_returns_where_somebody_withheld_the_job(
    order: SalesOrder, controller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_when_submitted(monkeypatch, lambda job: steering.withhold(job=job, withheld_by=controller))
    with pytest.raises(CommandError, match="is withheld: release it"):
        post_orders(order.company)
    assert SalesOrder.objects.get(pk=order.pk).status == "open"
