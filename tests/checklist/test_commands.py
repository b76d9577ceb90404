"""``manage.py post`` and ``manage.py close``: what they do, print and refuse."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from arclose.ledger.models import FiscalPeriod
from customers.models import SalesOrder
from tests import builders


def close(period: FiscalPeriod, user: User, *more: str) -> str:
    out = StringIO()
    arguments = ["--company", period.company.code, "--period", period.name, "--user", user.username, *more]
    call_command("close", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def status(period: FiscalPeriod) -> str:
    return FiscalPeriod.objects.get(pk=period.pk).status


def test_it_prints_the_checklist_and_changes_nothing(
    order: SalesOrder, october: FiscalPeriod, controller: User, capsys: Any
) -> None:
    with pytest.raises(CommandError, match="is not put on hold"):
        close(october, controller, "--dry-run")
    assert SalesOrder.objects.get(pk=order.pk).status == "open"


@pytest.mark.django_db(transaction=True)
def test_it_posts_and_holds(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    said = close(october, controller, "--post", "sales-invoices,general-vouchers")
    assert "1 posted, 0 set aside" in said
    assert "2026-10 is on hold." in said
    assert status(october) == "on_hold"


def test_it_exits_with_the_reasons(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    with pytest.raises(CommandError, match="is not put on hold"):
        close(october, controller)
    assert status(october) == "open"


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


def test_an_auditor_may_not_post(order: SalesOrder, october: FiscalPeriod) -> None:
    auditor = builders.a_user(october.company, "auditor")
    with pytest.raises(CommandError, match="may not do this"):
        call_command(
            "post", "sales-invoices", "--company", october.company.code, "--until", "2026-10-31",
            "--user", auditor.username,
        )  # fmt: skip
