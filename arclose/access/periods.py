"""How the period of an address is found: asked of the app that keeps the calendar, which registers itself here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arclose.ledger.models import Company, FiscalPeriod


@dataclass(frozen=True)
class PeriodSource:
    """What is asked about a company's periods.

    :param find: the period with this name, or None.
    :param offered: the periods to change to, newest first.
    :param usual: the period to open when none was chosen: the oldest that is still to be closed, or None
        where the company has no calendar yet.
    """

    find: Callable[["Company", str], "FiscalPeriod | None"]
    offered: Callable[["Company"], Sequence["FiscalPeriod"]]
    usual: Callable[["Company", date], "FiscalPeriod | None"]


_source: list[PeriodSource] = []


def register(source: PeriodSource) -> None:
    """Let addresses ask this calendar."""
    _source[:] = [source]


def find(company: "Company", name: str) -> "FiscalPeriod | None":
    """Give the company's period with this name, or None."""
    return _source[0].find(company, name) if _source else None


def offered(company: "Company") -> Sequence["FiscalPeriod"]:
    """Give the company's periods to choose from, newest first."""
    return _source[0].offered(company) if _source else []


def usual(company: "Company", today: date) -> "FiscalPeriod | None":
    """Give the period to open when none was chosen."""
    return _source[0].usual(company, today) if _source else None
