"""Ageing: how long what is open on a day has been due, in buckets of days.

    customer balances ------------------------> open per customer and currency, a page of it --+
    transactions of that page, not long due ------> its buckets; the oldest one is the rest ----+--> rows
    due balances ------------------------------> open per currency and bucket ---------------------> totals

What the days between the nearer end of a month and the day moved is added up once for all of it. So a page costs by
the customers it shows, whatever the day, and not by what is open or was ever posted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from arclose.web.totals import CurrencyTotal
from customers.models import CustomerTransaction
from customers.sql import ageing as sql
from customers.sql.ageing import AsOf, DueDates, Owed, Page, Sums

NOTHING: Sums = (Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Bucket:
    """Transactions due from ``first_days`` to ``last_days`` days ago; None is without an end."""

    name: str
    label: object
    first_days: int | None
    last_days: int | None

    def holds(self, on: date) -> Q:
        """Give the condition that a due date falls into this bucket on a day."""
        dates = self.due_dates(on)
        return Q(due_date__range=(dates.first, dates.last))

    def due_dates(self, on: date) -> DueDates:
        """Give the due dates of this bucket on a day."""
        return DueDates(
            bucket=self.name,
            first=date.min if self.last_days is None else _before(on, self.last_days),
            last=date.max if self.first_days is None else _before(on, self.first_days),
        )


def _before(on: date, days: int) -> date:
    return date.fromordinal(max(on.toordinal() - days, date.min.toordinal()))


BUCKETS: Sequence[Bucket] = (
    Bucket("not_due", _("not due"), None, 0),
    Bucket("days_1_to_30", _("1-30 days"), 1, 30),
    Bucket("days_31_to_60", _("31-60 days"), 31, 60),
    Bucket("days_61_to_90", _("61-90 days"), 61, 90),
    Bucket("days_over_90", _("over 90 days"), 91, None),
)
BY_NUMBER = "customer_number"
TEXTS = frozenset({BY_NUMBER, "customer_name"})
YOUNGER, OLDEST = BUCKETS[:-1], BUCKETS[-1]


def accounting_name(bucket: Bucket) -> str:
    """Give the name of the sum of a bucket in accounting currency."""
    return f"accounting_{bucket.name}"


def _amounts(of_buckets: dict[str, Sums], total: Sums) -> dict[str, Decimal]:
    """Give the amounts of a row by name, from those of its buckets and from what is open in all."""
    amounts = {"total": total[0], "accounting_total": total[1]}
    for bucket in BUCKETS:
        amounts[bucket.name], amounts[accounting_name(bucket)] = of_buckets.get(bucket.name, NOTHING)
    return amounts


def _sum(parts: Sequence[Sums]) -> Sums:
    return sum((one for one, _other in parts), Decimal(0)), sum((other for _one, other in parts), Decimal(0))


@dataclass(frozen=True)
class Ageing:
    """What is open at the end of a day, one row per customer and currency; asked for when it is sliced or run through.

    A row has ``customer_id``, ``customer_number``, ``customer_name``, ``currency``, ``total``,
    ``accounting_total`` and, per bucket, its name and its :func:`accounting_name`. In a list it stands for a queryset.
    ``currency`` and ``customers`` narrow it, ``order`` are names of a row, with a minus sign to begin with the last.
    """

    company: Company
    on: date
    currency: str = ""
    customers: tuple[int, ...] | None = None
    order: tuple[str, ...] = ()
    # What was read, by what was asked for, its order and its places: for rows and for totals.
    read: dict[tuple[AsOf, tuple[str, ...], int, int | None], Page] = field(
        default_factory=dict, compare=False, repr=False
    )

    model = CustomerTransaction

    def order_by(self, *names: str) -> "Ageing":
        """Give the rows in another order."""
        return replace(self, order=names)

    def none(self) -> "Ageing":
        """Give no rows."""
        return replace(self, customers=())

    def count(self) -> int:
        """Count the rows."""
        return sum(total.count for total in self.totals())

    def __getitem__(self, places: slice) -> list[dict[str, Any]]:
        """Give the rows of a page, in their order."""
        if self.customers is not None:
            return self._rows_of_customers()[places]
        return self._rows_of(self._page(places))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give all rows, in their order."""
        return iter(self[:])

    def iterator(self, chunk_size: int) -> Iterator[dict[str, Any]]:
        """Give all rows, in their order, the buckets of so many at a time."""
        found = sql.open_per_customer(self._as_of, order=self.order)
        for first in range(0, len(found), chunk_size):
            some = found[first : first + chunk_size]
            asked = replace(self._as_of, customers=sorted({row[0] for row in some}))
            aged = sql.aged_per_customer(asked, buckets=self._due_dates(YOUNGER), earliest=self._earliest)
            yield from _aged_rows(some, aged)

    def totals(self) -> list[CurrencyTotal]:
        """Give one total per currency, with the sums of its rows by name."""
        if self.customers is not None:
            return self._totals_of_rows()
        known = (page for (as_of, *_places), page in self.read.items() if as_of == self._as_of)
        page = next(known, None) or self._page(slice(0, 0))
        totals = []
        for currency, count in sorted(page.counts.items()):
            of_buckets = {bucket: sums for (code, bucket), sums in page.sums.items() if code == currency}
            totals.append(CurrencyTotal(currency, count, _amounts(of_buckets, _sum(list(of_buckets.values())))))
        return totals

    def read_ahead(self, places: slice) -> None:
        """Read the rows of a page and the totals together, where both will be asked for."""
        if self.customers is None:
            self._page(places)

    def _page(self, places: slice) -> Page:
        first = places.start or 0
        limit = None if places.stop is None else places.stop - first
        asked = self._as_of, self.order, first, limit
        if asked not in self.read:
            self.read[asked] = sql.page_with_totals(
                self._as_of,
                buckets=self._due_dates(BUCKETS),
                earliest=self._earliest,
                order=self.order,
                limit=limit,
                offset=first,
            )
        return self.read[asked]

    @staticmethod
    def _rows_of(page: Page) -> list[dict[str, Any]]:
        return list(_aged_rows(page.owed, page.aged))

    @property
    def _earliest(self) -> date:
        return YOUNGER[-1].due_dates(self.on).first

    @property
    def _as_of(self) -> AsOf:
        return AsOf(self.company.pk, self.on, self.currency, self.customers)

    def _due_dates(self, buckets: Sequence[Bucket]) -> list[DueDates]:
        return [bucket.due_dates(self.on) for bucket in buckets]

    def _rows_of_customers(self) -> list[dict[str, Any]]:
        """Give all rows of the customers that it is narrowed to, in their order.

        The database is asked once for them, in any order of amounts, and for their totals. Texts it orders itself, as
        it does for all customers: its alphabet may be another than Python's.
        """
        order = () if self.order == (BY_NUMBER,) else self.order  # as they are read
        if not TEXTS.isdisjoint(name.lstrip("-") for name in order):
            return self._rows_of(replace(self, order=order)._page(slice(None)))
        rows = self._rows_of(replace(self, order=())._page(slice(None)))
        for name in reversed(order):
            rows = sorted(rows, key=itemgetter(name.lstrip("-")), reverse=name.startswith("-"))
        return rows

    def _totals_of_rows(self) -> list[CurrencyTotal]:
        rows = list(self)
        names = _amounts({}, NOTHING)
        return [
            CurrencyTotal(currency, len(own), {name: sum((row[name] for row in own), Decimal(0)) for name in names})
            for currency in sorted({row["currency"] for row in rows})
            for own in [[row for row in rows if row["currency"] == currency]]
        ]


def _aged_rows(found: Sequence[Owed], aged: dict[tuple[int, str, str], Sums]) -> Iterator[dict[str, Any]]:
    """Add to what is open of each customer how old it is: what is in no younger bucket is in the oldest."""
    for customer_id, number, name, currency, *total in found:
        sums = {bucket.name: aged.get((customer_id, currency, bucket.name), NOTHING) for bucket in YOUNGER}
        rest = _sum(list(sums.values()))
        sums[OLDEST.name] = (total[0] - rest[0], total[1] - rest[1])
        names = {"customer_id": customer_id, "customer_number": number, "customer_name": name, "currency": currency}
        yield {**names, **_amounts(sums, (total[0], total[1]))}
