"""What addresses and pages ask of the ledger: the period that a name means, the decimals of a currency."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from arclose.access import periods
from arclose.ledger.models import Company, Currency, FiscalPeriod
from arclose.ledger.models.calendars import PeriodStatus
from arclose.web import amounts

DECIMALS_KEPT_SECONDS = 3600
PERIODS_OFFERED = 60


@dataclass
class _Known:
    """The decimals of all currencies as they were read last, and until when they count.

    Every amount of a page asks. Django's cache would unpack all of them each time.
    """

    decimals: dict[str, int] = field(default_factory=dict)
    until: float = 0.0


_KNOWN = _Known()


def find(company: Company, name: str) -> FiscalPeriod | None:
    """Give the company's period with this name, or None."""
    return FiscalPeriod.objects.filter(company=company, name=name).first()


def offered(company: Company) -> Sequence[FiscalPeriod]:
    """Give the company's latest periods, newest first."""
    return list(FiscalPeriod.objects.filter(company=company).order_by("-start_date")[:PERIODS_OFFERED])


def usual(company: Company, today: date) -> FiscalPeriod | None:
    """Give the period to work on: the oldest open one that has begun, else the latest that has, else the first."""
    begun = FiscalPeriod.objects.filter(company=company, start_date__lte=today)
    return (
        begun.filter(status=PeriodStatus.OPEN).order_by("start_date").first()
        or begun.order_by("-start_date").first()
        or FiscalPeriod.objects.filter(company=company).order_by("start_date").first()
    )


def decimals(code: str) -> int | None:
    """Give the number of decimals of the currency with this code, or None where there is no such currency."""
    now = time.monotonic()
    if not _KNOWN.decimals or now >= _KNOWN.until:
        _KNOWN.decimals = dict(Currency.objects.values_list("code", "decimals"))
        _KNOWN.until = now + DECIMALS_KEPT_SECONDS
    return _KNOWN.decimals.get(code)


def register() -> None:
    """Let addresses and pages ask here."""
    periods.register(periods.PeriodSource(find=find, offered=offered, usual=usual))
    amounts.register_decimals(decimals)
