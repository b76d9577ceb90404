"""Put on hold, reopen, close for good: refused with reasons, never past a red check."""

from datetime import date
from unittest.mock import ANY

import pytest
from django.contrib.auth.models import User

from arclose.checklist import closing
from arclose.checklist.models import VerifyRun
from arclose.ledger.closing import StatusChangeRefused
from arclose.ledger.models import AccountBalance, Company, FiscalPeriod, FiscalYear, PeriodManifest
from customers.invoicing import post_invoices
from customers.models import Customer, SalesOrder
from tests import builders
from tests.checklist.conftest import post


def hold(period: FiscalPeriod, user: User) -> object:
    return closing.hold_period(company=period.company, period=period, held_by=user)


def status(period: FiscalPeriod) -> str:
    return FiscalPeriod.objects.get(pk=period.pk).status


def test_it_refuses_with_the_reasons(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    with pytest.raises(closing.CloseRefused) as refused:
        hold(october, controller)
    assert [reason.check.name for reason in refused.value.reasons] == ["orders"]
    assert "1 order" in refused.value.reasons[0].sentence
    assert status(october) == "open"


def test_it_puts_on_hold_with_proof_and_manifest(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    post(order, controller)
    hold(october, controller)
    assert status(october) == "on_hold"
    assert VerifyRun.objects.get().finding_count == 0
    assert PeriodManifest.objects.get().facts["vouchers"] == 1
    assert hold(october, controller) is None


def test_a_warning_does_not_refuse(company: Company, october: FiscalPeriod, controller: User) -> None:
    post(builders.an_order(builders.a_customer(company), on=date(2026, 9, 3)), controller)
    hold(october, controller)
    assert status(october) == "on_hold"


def test_it_refuses_when_the_proof_finds_something(order: SalesOrder, october: FiscalPeriod, controller: User) -> None:
    post(order, controller)
    revenue = AccountBalance.objects.filter(account__number="8000")
    revenue.update(accounting_currency_amount=-1)
    with pytest.raises(closing.CloseRefused) as refused:
        hold(october, controller)
    assert [reason.check.name for reason in refused.value.reasons] == ["proof"]
    assert status(october) == "open"
    assert VerifyRun.objects.get().findings == {"Kept balances equal the entries.": [ANY]}


def test_nothing_is_posted_into_a_period_on_hold(customer: Customer, october: FiscalPeriod, controller: User) -> None:
    hold(october, controller)
    order = builders.an_order(customer)
    outcome = post_invoices(company=customer.company, orders=[order.pk], posted_by=controller, key="late")
    assert [refusal.code for refusal in outcome.left_out] == ["period_not_open"]


def test_it_reopens(october: FiscalPeriod, controller: User) -> None:
    hold(october, controller)
    closing.reopen_period(period=october, reopened_by=controller, reason="an invoice was forgotten")
    assert status(october) == "open"
    assert october.status_changes.order_by("-pk")[0].reason == "an invoice was forgotten"


def test_permanently_closed_never_reopens(october: FiscalPeriod, controller: User) -> None:
    hold(october, controller)
    closing.close_permanently(period=october, closed_by=controller, reason="audited")
    with pytest.raises(StatusChangeRefused):
        closing.reopen_period(period=october, reopened_by=controller, reason="no")
    assert status(october) == "permanently_closed"


def test_it_proves_the_books_before_it_closes_for_good(
    order: SalesOrder, october: FiscalPeriod, controller: User
) -> None:
    post(order, controller)
    hold(october, controller)
    revenue = AccountBalance.objects.filter(account__number="8000")
    revenue.update(accounting_currency_amount=-1)
    with pytest.raises(closing.CloseRefused) as refused:
        closing.close_permanently(period=october, closed_by=controller, reason="audited")
    assert [reason.check.name for reason in refused.value.reasons] == ["proof"]
    assert (status(october), VerifyRun.objects.count(), PeriodManifest.objects.count()) == ("on_hold", 2, 1)
    revenue.update(accounting_currency_amount=-100)
    closing.close_permanently(period=october, closed_by=controller, reason="audited")
    assert (status(october), VerifyRun.objects.count()) == ("permanently_closed", 3)


def test_it_closes_for_good_only_what_was_put_on_hold(
    order: SalesOrder, october: FiscalPeriod, controller: User
) -> None:
    post(order, controller)
    hold(october, controller)
    FiscalYear.objects.filter(pk=october.fiscal_year_id).update(name="another")
    with pytest.raises(closing.CloseRefused, match="other last_numbers"):
        closing.close_permanently(period=october, closed_by=controller, reason="audited")
    assert status(october) == "on_hold"


def test_an_open_period_is_not_closed_permanently(october: FiscalPeriod, controller: User) -> None:
    with pytest.raises(StatusChangeRefused):
        closing.close_permanently(period=october, closed_by=controller, reason="no")
