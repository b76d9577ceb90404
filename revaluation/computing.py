"""Compute a run as one set and store it: a preview, until it is posted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, ExchangeRateType
from arclose.ledger.open_days import OpenDays
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import RateMissing
from customers import adjusting
from customers.models import PostingProfile
from revaluation import sql
from revaluation.accounts import unrealized_accounts
from revaluation.models import Method, Run
from revaluation.rates import Found, find_rates, keep_rates
from revaluation.refusals import ConsideredLater, DayNotOpen, NotToUndo, UndoneBefore
from revaluation.reporting import keep_values


@dataclass(frozen=True)
class Asked:
    """What a revaluation is asked to cover, and how. Without currencies, customers or groups, all are meant."""

    method: Method
    considered_date: date
    rate_date: date | None = None
    exchange_rate_type: ExchangeRateType | None = None
    posting_profile: PostingProfile | None = None
    currencies: Sequence[str] = ()
    customers: Sequence[int] = ()
    customer_groups: Sequence[int] = field(default=())
    note: str = ""

    @property
    def rates_on(self) -> date:
        """The date of the rate: the considered date unless another one is asked for."""
        return self.rate_date or self.considered_date


@transaction.atomic
def compute(*, company: Company, asked: Asked, today: date, created_by: User, key: str = "") -> Run:
    """Compute what a revaluation makes of all that was open on the considered date, and store it; post nothing.

    Asked for the same under the same key, give the run that was computed then.

    :raises ConsideredLater: the considered date, or the date of the rate, is after today.
    :raises DayNotOpen: the considered date lies in no open period.
    :raises AutomaticAccountMissing: the company names no account for unrealized gains or losses.
    :raises AccountUnusable: that account is blocked, or a control account.
    :raises TooLargeInReporting: the rates make more of it in reporting currency than the books can hold.
    """
    if (last := max(asked.considered_date, asked.rates_on)) > today:
        raise ConsideredLater(last)
    refuse_closed(company, asked.considered_date)
    rate_type = asked.exchange_rate_type or company.exchange_rate_type
    wanted = {
        "company": company,
        "method": asked.method,
        "considered_date": asked.considered_date,
        "rate_date": asked.rates_on,
        "exchange_rate_type": rate_type,
        "posting_profile": asked.posting_profile,
        "currencies": sorted(asked.currencies),
        "customers": sorted(asked.customers),
        "customer_groups": sorted(asked.customer_groups),
        "note": asked.note,
        "key": key,
    }
    if before := _computed_before(wanted):
        return before
    run = Run.objects.create(
        **wanted,
        adjustment_set=adjusting.begin_set(company=company),
        seen_position=sql.chain_position(company_id=company.pk),
        created_by=created_by,
    )
    accounting = company.accounting_currency_id
    known = sql.foreign_currencies(company_id=company.pk, considered=run.considered_date, accounting=accounting)
    currencies = [code for code in known if not asked.currencies or code in asked.currencies]
    found = find_rates(
        company=company, currencies=_with_reporting(company, currencies), on=run.rate_date, rate_type=rate_type
    )
    if run.method != Method.INVOICE_DATE:
        keep_rates(run=run, found=found)
    _insert_lines(run, {currency: found[currency] for currency in currencies})
    return _finished(run)


def _with_reporting(company: Company, currencies: list[str]) -> list[str]:
    """Give currencies with that of reporting where the company has one, whose rate a run uses and keeps too."""
    reporting = company.reporting_currency_id
    beside = [company.accounting_currency_id, *currencies]
    return currencies if reporting is None or reporting in beside else [*currencies, reporting]


def _insert_lines(run: Run, found: Found) -> None:
    company = run.company
    accounts = unrealized_accounts(company=company, currencies=sorted(found))
    decimals = accounting_decimals(company=company)
    computation = sql.Computation(
        company_id=company.pk,
        run_id=run.pk,
        set_id=run.adjustment_set_id,
        considered=run.considered_date,
        accounting=company.accounting_currency_id,
        decimals=decimals,
        method=run.method,
        rates=[
            (code, None, None, *accounts[code])
            if isinstance(rate, RateMissing)
            else (code, rate.units_from, rate.units_to, *accounts[code])
            for code, rate in sorted(found.items())
        ],
        control_account=run.posting_profile.summary_account_id if run.posting_profile else None,
        customers=run.customers,
        groups=run.customer_groups,
    )
    sql.insert_lines(computation)
    sql.insert_settled_lines(
        company_id=company.pk, set_id=run.adjustment_set_id, considered=run.considered_date, decimals=decimals
    )


@transaction.atomic
def compute_undo(*, run: Run, day: date | None, created_by: User, note: str = "", key: str = "") -> Run:
    """Compute what undoing a posted run makes of what is still open of its lines, and store it; post nothing.

    Asked for the same under the same key, give the run that was computed then.

    Each goes back to the adjustment that stood before, on the run's own day unless a later one is asked for. What
    settlements took back stays. A line that a later run revalued is left out by name.

    :raises NotToUndo: the run is not posted, or undoes another one itself.
    :raises UndoneBefore: the day is before the run's own.
    :raises DayNotOpen: the day lies in no open period.
    """
    if run.posting_id is None or run.undoes_id is not None:
        raise NotToUndo
    on = day or run.considered_date
    if on < run.considered_date:
        raise UndoneBefore(run.considered_date)
    refuse_closed(run.company, on)
    wanted = {
        "company": run.company,
        "method": Method.UNDO,
        "undoes": run,
        "considered_date": on,
        "note": note,
        "key": key,
    }
    if before := _computed_before(wanted):
        return before
    undo = Run.objects.create(
        **wanted,
        adjustment_set=adjusting.begin_set(company=run.company),
        rate_date=run.rate_date,
        exchange_rate_type=run.exchange_rate_type,
        currencies=run.currencies,
        customers=run.customers,
        customer_groups=run.customer_groups,
        seen_position=sql.chain_position(company_id=run.company_id),
        created_by=created_by,
    )
    sql.insert_undo_lines(
        company_id=run.company_id,
        run_id=undo.pk,
        set_id=undo.adjustment_set_id,
        undone_id=run.pk,
        day=on,
        decimals=accounting_decimals(company=run.company),
    )
    return _finished(undo)


def _computed_before(wanted: dict[str, Any]) -> Run | None:
    """Give the run that was computed before for the same, under its key; whoever sent a form twice waits here."""
    if not wanted["key"]:
        return None
    sql.lock_runs(company_id=wanted["company"].pk)
    return Run.objects.filter(**wanted).first()


def _finished(run: Run) -> Run:
    run.line_count = adjusting.seal_set(adjustment_set=run.adjustment_set_id)
    run.left_out_count = sql.count_left_out(run_id=run.pk)
    sql.insert_vouchers(company_id=run.company_id, run_id=run.pk, set_id=run.adjustment_set_id)
    keep_values(run)
    run.save(update_fields=["line_count", "left_out_count"])
    return run


def delete_run(*, run: Run) -> None:
    """Delete a run that is not posted, with its lines."""
    sql.delete_run(run_id=run.pk)
    adjusting.delete_set(adjustment_set=run.adjustment_set_id)


def refuse_closed(company: Company, *days: date) -> None:
    """Lock the periods of days, and look whether each is open.

    :raises DayNotOpen: one is not; the first.
    """
    open_ids = ledger.open_periods(company=company, dates=days)
    open_days = OpenDays(company=company, periods=open_ids)
    for day in sorted(days):
        if day not in open_days:
            raise DayNotOpen(day)
