"""What EC sales lists have left before a period can be put on hold: counted, and the documents behind.

A count is a compiled statement of (currency, count, amount), so that the close can ask all of them at once. Whether a
VAT number can be listed is no question for a statement: there the EU sales are collected first, and it says what came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.money import ZERO
from ecsales import sql
from ecsales.collecting import Scope, collect, scopes_of
from ecsales.comparing import Differing, those_that_differ
from ecsales.formats.listing import Period
from ecsales.models import Frequency, ListStatus, SalesList
from ecsales.periods import (
    COUNTED_KINDS,
    THRESHOLDS,
    ToMake,
    asked_missing,
    before,
    lists_to_make,
    period_of,
)
from ecsales.reporting_rules import LISTED, REASONS
from ecsales.sql import Supply

Compiled = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class NotListable:
    """A document that has to be listed and cannot be, and why."""

    document: Supply
    reason: str
    currency: str


def not_listable(*, company: Company, period: FiscalPeriod, at_most: int) -> list[NotListable]:
    """Give the first documents of a period that have to be listed and cannot be, oldest first of each registration."""
    found: list[NotListable] = []
    for scope in _scopes(company, period):
        blocking = [fate for out in collect(scope).blocking for fate in out.fates]
        if not blocking:
            continue
        reasons = {sql.key_of(fate.group): fate.reason for fate in blocking}
        currency = scope.registration.currency_id
        rows = sql.documents(scope.asked, of=[fate.group for fate in blocking], at_most=at_most)
        found += [NotListable(row, reasons[sql.key_of(row)], currency) for row in rows]
    return found[:at_most]


def without_registration(*, company: Company, period: FiscalPeriod, at_most: int) -> list[tuple[Any, ...]]:
    """Give (invoice, number, day, amount in accounting currency) of what has to be listed and no registration lists."""
    return sql.nobodys(_of_nobody(company, period, _scopes(company, period)), at_most=at_most)


def _of_nobody(company: Company, period: FiscalPeriod, scopes: Sequence[Scope]) -> dict[str, Any]:
    known = [(scope.registration.pk, scope) for scope in scopes] + [(0, scope) for scope in scopes if scope.is_home]
    return {
        **asked_missing(company=company, since=period.start_date, until=period.end_date),
        "currency": company.accounting_currency_id,
        "known": [registration for registration, _scope in known],
        "first": [scope.first for _registration, scope in known],
        "last": [scope.last for _registration, scope in known],
    }


def reason_of(one: NotListable) -> str:
    """Say why a document cannot be listed."""
    return str(REASONS[one.reason].text)


def not_listable_left(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the documents of a period that have to be listed and cannot be, with their amounts."""
    found: list[tuple[str, int, Decimal]] = []
    scopes = _scopes(company, period)
    for scope in scopes:
        blocking = collect(scope).blocking
        count = sum(out.documents for out in blocking)
        found.append((scope.registration.currency_id, count, sum((out.amount for out in blocking), ZERO)))
    counted, values = _said(found)
    nobodys, further = sql.nobodys_left(_of_nobody(company, period, scopes))
    return f"{counted} UNION ALL {nobodys}", [*values, *further]


def lists_left(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the lists that are due for a period and not reported, and those that were not begun."""
    return sql.lists_left(asked_missing(company=company, since=_since(period), until=period.end_date))


def lists_to_report(*, company: Company, until: date) -> list[SalesList]:
    """Give the lists that end by a day and are not reported, oldest first."""
    rows = SalesList.objects.filter(company=company, end_date__lte=until, status=ListStatus.INCLUDED)
    return list(rows.select_related("company", "registration__list_parameters").order_by("start_date", "pk"))


def lists_missing(*, company: Company, period: FiscalPeriod) -> list[ToMake]:
    """Give the lists that were not begun of a period and the quarter before, and of what was invoiced in them."""
    return lists_to_make(company=company, since=_since(period), until=period.end_date)


def _since(period: FiscalPeriod) -> date:
    """Give the first day of the quarter before that of a period."""
    return before(period_of(period.start_date, Frequency.QUARTER)).first_day


def by_quarter_left(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the registrations that list by quarter though goods exceed what may be, with the goods of the quarter."""
    return sql.beyond_left(_asked_beyond(company, period))


def by_quarter(*, company: Company, period: FiscalPeriod) -> list[tuple[Any, ...]]:
    """Give (VAT number, goods of the quarter, currency) of them."""
    return sql.beyond(_asked_beyond(company, period))


def _asked_beyond(company: Company, period: FiscalPeriod) -> dict[str, Any]:
    return {
        **asked_missing(
            company=company, since=period_of(period.end_date, Frequency.QUARTER).first_day, until=period.end_date
        ),
        "goods": [str(kind) for kind, listed_as in LISTED.items() if listed_as in COUNTED_KINDS],
        "currencies": list(THRESHOLDS),
        "thresholds": list(THRESHOLDS.values()),
    }


def differing_left(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the reported lists that say otherwise than the books, with what they would say more."""
    return _said((one.before.currency_id, 1, one.change) for one in differing(company=company, period=period))


def differing(*, company: Company, period: FiscalPeriod) -> list[Differing]:
    """Give the reported lists until a period's end that say otherwise than the books.

    Looked back is to the quarter before, and a year from there: a supply may lie that long before its invoice.
    """
    since = _since(period)
    days = since.replace(year=since.year - 1), period.end_date
    reported = SalesList.objects.filter(company=company, end_date__range=days)
    standing = reported.exclude(status=ListStatus.INCLUDED)
    return those_that_differ(standing.select_related("company", "registration"))


def _scopes(company: Company, period: FiscalPeriod) -> list[Scope]:
    """Give the scopes that documents of a period are listed in: its own, and earlier months that tax points lie in."""
    months = period.end_date.month - period.start_date.month + 1
    whole = Period(period.start_date.year, period.start_date.month, max(months, 1))
    asked = asked_missing(company=company, since=period.start_date, until=period.end_date)
    earlier = [Period(day.year, day.month) for day in sql.earlier_months(asked)]
    return [
        replace(scope, dated_since=period.start_date)
        for days in (*earlier, whole)
        for scope in scopes_of(company, days)
    ]


def _said(found: Iterable[tuple[str, int, Decimal]]) -> Compiled:
    """Give a statement that says what was counted."""
    rows = [row for row in found if row[1]]
    currencies, counts, amounts = ([row[place] for row in rows] for place in range(3))
    return "SELECT * FROM unnest(%s::text[], %s::bigint[], %s::numeric[])", [currencies, counts, amounts]
