"""What a check of the close asks, and what it says of the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.formats import date_format

from arclose.checklist import looks
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.sql.running import Compiled
from arclose.web.amounts import Count, format_money
from ecsales.readiness import Collected
from journals.models import Journal

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Counter = Callable[[Company, FiscalPeriod], Compiled]
Rows = Callable[[Company, FiscalPeriod], list[looks.Row]]
CollectedRows = Callable[[Collected], list[looks.Row]]
JournalRows = Callable[[Company, FiscalPeriod, "QuerySet[Journal]"], list[looks.Row]]


@dataclass(frozen=True)
class Left:
    """What a check has left: how many, and the amount per currency where it has one.

    ``collected`` are the EU sales in which it was seen, for its rows to be taken from.
    """

    count: int = 0
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    collected: Collected | None = None

    @property
    def amounts_text(self) -> str:
        """Give the amounts, each with its currency."""
        return ", ".join(format_money(amount, currency) for currency, amount in self.amounts.items())


@dataclass(frozen=True)
class Check:
    """A question to the books, and the page that brings it to zero.

    It is answered by a count, by what orders have left, or by what shows when EU sales are collected.

    ``sentence`` says what is left with %(count)s, %(amounts)s and %(until)s, ``done`` that nothing is; ``query``
    narrows the page to what is left, with the days of the period as %(since)s and %(until)s; ``needs`` names the
    checks that must be green before this one can be. ``journal_rows`` stands for ``rows`` where these stand in
    journals, which may be kept from who looks, ``collected_rows`` where they show in what was collected.
    """

    name: str
    area: "_StrOrPromise"
    label: "_StrOrPromise"
    is_blocking: bool
    sentence: "_StrOrPromise"
    done: "_StrOrPromise"
    remedy: "_StrOrPromise"
    count: Counter | None = None
    orders: str = ""
    collected: str = ""
    rows: Rows = looks.nothing
    journal_rows: JournalRows | None = None
    collected_rows: CollectedRows | None = None
    route: str = ""
    query: str = ""
    button: "_StrOrPromise" = ""
    due_working_days: int = 3
    needs: Sequence[str] = ()

    def said(self, left: Left, period: FiscalPeriod) -> str:
        """Say in one sentence what is left of the period, or that nothing is."""
        if not left.count:
            return str(self.done)
        until = date_format(period.end_date, "MONTH_DAY_FORMAT")
        return str(self.sentence % {"count": Count(left.count), "amounts": left.amounts_text, "until": until})

    def rows_seen(
        self, company: Company, period: FiscalPeriod, *, left: Left, hidden: "QuerySet[Journal]"
    ) -> list[looks.Row]:
        """Give the first rows of what is left, but for those in journals that are kept from who looks."""
        if self.journal_rows:
            return self.journal_rows(company, period, hidden)
        if self.collected_rows and left.collected:
            return self.collected_rows(left.collected)
        return self.rows(company, period)

    def query_of(self, period: FiscalPeriod) -> str:
        """Give what narrows the page to what is left of the period."""
        return self.query % {"since": period.start_date.isoformat(), "until": period.end_date.isoformat()}
