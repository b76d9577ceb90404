"""Period status: put on hold, reopen, permanently close; and the opening of the next year.

A change of status locks the period FOR UPDATE, so it waits for every posting that holds it, and only then
totals. Higher apps give reasons against a hold through ``arclose.checklist``; this module knows the calendar only.
"""

import calendar
import hashlib
import json
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, Sum

from arclose.ledger import sql
from arclose.ledger.models.calendars import FiscalPeriod, FiscalYear, PeriodManifest, PeriodStatus, PeriodStatusChange
from arclose.ledger.models.companies import Company
from arclose.ledger.models.vouchers import LedgerEntry, Voucher

OPEN, ON_HOLD, CLOSED = PeriodStatus.OPEN, PeriodStatus.ON_HOLD, PeriodStatus.PERMANENTLY_CLOSED
ALLOWED = {(OPEN, ON_HOLD), (ON_HOLD, OPEN), (ON_HOLD, CLOSED)}


class StatusChangeRefused(Exception):
    """A period cannot go from the status it has to the one asked for."""

    def __init__(self, period: FiscalPeriod, wanted: str) -> None:
        """Carry the period, with its status, and what was asked for."""
        super().__init__(f"period {period.name} is {period.status}, it cannot become {wanted}")
        self.period = period
        self.wanted = wanted


class NotTheNextYear(Exception):
    """A fiscal year begins on the day after the last one, and no year is left out."""

    def __init__(self, start_date: date, last: FiscalYear | None) -> None:
        """Carry the day that was asked for, and the last year where there is one."""
        super().__init__(f"no year begins on {start_date}: the last one is {last}")
        self.start_date = start_date
        self.last = last


@transaction.atomic
def change_status(
    *, period: FiscalPeriod, status: PeriodStatus, changed_by: User, reason: str = ""
) -> PeriodStatusChange | None:
    """Move a period to a status and record who and why; None where it has that status already.

    A hold and a permanent close write the manifest of what stands in the period.

    :raises StatusChangeRefused: open to permanently closed, or anything out of permanently closed.
    """
    locked = lock_for_change(period=period)
    if locked.status == status:
        return None
    if (locked.status, status) not in ALLOWED:
        raise StatusChangeRefused(locked, status)
    change = PeriodStatusChange.objects.create(
        company_id=locked.company_id,
        period=locked,
        status_before=locked.status,
        status_after=status,
        changed_by=changed_by,
        reason=reason,
    )
    FiscalPeriod.objects.filter(pk=locked.pk).update(status=status)
    if status != OPEN:
        _write_manifest(locked, change)
    return change


def lock_for_change(*, period: FiscalPeriod) -> FiscalPeriod:
    """Give the period, locked: every posting into it has committed, and none begins before this transaction ends."""
    sql.lock_period_alone(period_id=period.pk)
    return FiscalPeriod.objects.select_for_update().get(pk=period.pk, company_id=period.company_id)


def manifest_facts(*, period: FiscalPeriod) -> dict[str, Any]:
    """Give what stands in a period: number of vouchers and entries, sum per account, last number per series."""
    vouchers = Voucher.objects.filter(period=period)
    entries = LedgerEntry.objects.filter(voucher__period=period)
    accounts = entries.values_list("account__number").annotate(Sum("accounting_currency_amount"))
    series = vouchers.values_list("series__prefix", "fiscal_year__name").annotate(Max("sequence_number"))
    return {
        "period": period.name,
        "vouchers": vouchers.count(),
        "entries": entries.aggregate(count=Count("pk"))["count"],
        "accounts": {number: str(amount) for number, amount in accounts.order_by("account__number")},
        "last_numbers": {f"{prefix}{year}": last for prefix, year, last in series.order_by("series__prefix")},
    }


def manifest_digest(facts: dict[str, Any]) -> str:
    """Give the SHA-256 of the facts, written as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def changed_since_closing(*, period: FiscalPeriod) -> list[str]:
    """Give which facts of a period are not those of its newest manifest; all of them where it has none."""
    manifest = PeriodManifest.objects.filter(status_change__period=period).order_by("-pk").first()
    written = manifest.facts if manifest and manifest_digest(manifest.facts) == manifest.digest else {}
    return sorted(name for name, value in manifest_facts(period=period).items() if written.get(name) != value)


def _write_manifest(period: FiscalPeriod, change: PeriodStatusChange) -> None:
    facts = manifest_facts(period=period)
    PeriodManifest.objects.create(
        company_id=period.company_id, status_change=change, facts=facts, digest=manifest_digest(facts)
    )


@transaction.atomic
def open_year(*, company: Company, start_date: date) -> FiscalYear:
    """Open the fiscal year of twelve calendar months that starts on a day, and give it.

    One that is open already is given back as it is.
    """
    end_date = _month_start(start_date, 12) - timedelta(days=1)
    name = str(end_date.year) if start_date.month == 1 else f"{start_date.year}-{end_date.year % 100:02}"
    year, is_new = FiscalYear.objects.get_or_create(
        company=company, name=name, defaults={"start_date": start_date, "end_date": end_date}
    )
    if is_new:
        FiscalPeriod.objects.bulk_create(_period(company, year, start_date, month) for month in range(12))
    return year


@transaction.atomic
def open_next_year(*, company: Company, start_date: date) -> FiscalYear | None:
    """Open the fiscal year that starts on a day, the one after the last, and give it; None where it is open already.

    Years are opened for good: whoever asks names the day, so that a request that comes twice opens one.

    :raises NotTheNextYear: the day does not follow the last year.
    """
    last = company.fiscal_years.order_by("-end_date").first()
    if last is None or start_date > last.end_date + timedelta(days=1):
        raise NotTheNextYear(start_date, last)
    return open_year(company=company, start_date=start_date) if start_date > last.end_date else None


def _period(company: Company, year: FiscalYear, start_date: date, month: int) -> FiscalPeriod:
    first = _month_start(start_date, month)
    return FiscalPeriod(
        company=company,
        fiscal_year=year,
        name=f"{first:%Y-%m}",
        start_date=first,
        end_date=first.replace(day=calendar.monthrange(first.year, first.month)[1]),
    )


def _month_start(start_date: date, months: int) -> date:
    years, month = divmod(start_date.month - 1 + months, 12)
    return date(start_date.year + years, month + 1, 1)
