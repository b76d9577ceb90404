"""What EC sales lists have left before a period can be put on hold: counted, and the documents behind.

A count is a compiled statement of (currency, count, amount), so that the close can ask all of them at once. Whether a
VAT number can be listed is no question for a statement: there the EU sales are collected first, and it says what came.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from arclose.ledger.models import Company, FiscalPeriod
from ecsales import sql
from ecsales.collecting import Collection, collect_together
from ecsales.comparing import Differing, compared, standing_of, that_differ, to_collect, typed_for
from ecsales.formats.listing import Period
from ecsales.models import Frequency, ListStatus, SalesList
from ecsales.periods import (
    COUNTED_KINDS,
    QUARTERS_BEFORE,
    THRESHOLDS,
    ToMake,
    asked_missing,
    before,
    period_of,
)
from ecsales.reporting_rules import LISTED, REASONS
from ecsales.sql import Supply

Compiled = tuple[str, Sequence[Any]]
# What is counted once EU sales are collected.
NOT_LISTABLE, DIFFERING = "not-listable", "differing"


@dataclass(frozen=True)
class NotListable:
    """A document that has to be listed and cannot be, and why."""

    document: Supply
    reason: str
    currency: str


@dataclass(frozen=True)
class Collected:
    """What was collected for a period: by registration and months, and the reported lists that differ from that."""

    company: Company
    period: FiscalPeriod
    by_registration: Sequence[Collection]
    differing: Sequence[Differing]


def not_listable(collected: Collected, *, at_most: int) -> tuple[list[NotListable], list[tuple[Any, ...]]]:
    """Give the first documents of a period that have to be listed and cannot be, oldest first of each registration.

    Apart, as (invoice, number, day, amount in accounting currency), those that no registration lists.
    """
    blocking = [
        (one.scope, {sql.key_of(fate.group): fate for out in one.blocking for fate in out.fates})
        for one in collected.by_registration
        if one.blocking
    ]
    groups = [(scope.asked, [fate.group for fate in fates.values()]) for scope, fates in blocking]
    found = [
        NotListable(row, blocking[place][1][sql.key_of(row)].reason, blocking[place][0].registration.currency_id)
        for place, row in sql.first_documents(groups, at_most=at_most)
    ]
    return found[:at_most], sql.nobodys(_of_nobody(collected), at_most=at_most)


def _of_nobody(collected: Collected) -> dict[str, Any]:
    company, period = collected.company, collected.period
    scopes = [collection.scope for collection in collected.by_registration]
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


def collected_left(wanted: Mapping[str, str], collected: Collected) -> Compiled:
    """Count what shows in what :func:`collect_for` collected: (task, currency, count, amount).

    ``wanted`` is what each task looks for.
    """
    counted = {
        NOT_LISTABLE: [
            (one.scope.registration.currency_id, out.documents, out.amount)
            for one in collected.by_registration
            for out in one.blocking
        ],
        DIFFERING: [(one.before.currency_id, 1, one.change) for one in collected.differing],
    }
    found = [(task, *row) for task, what in wanted.items() for row in counted[what]]
    statement = "SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::numeric[])"
    values: list[Any] = [[row[place] for row in found] for place in range(4)]
    for task, what in wanted.items():
        if what == NOT_LISTABLE:
            nobodys, asked = sql.nobodys_left(_of_nobody(collected))
            statement += f" UNION ALL SELECT %s::text, nobodys.* FROM ({nobodys}) AS nobodys"  # noqa: S608
            values += [task, *asked]
    return statement, values


def lists_left(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the lists that are due for a period and not reported, and those that were not begun."""
    return sql.lists_left(asked_missing(company=company, since=_since(period), until=period.end_date))


def lists_to_report(*, company: Company, until: date) -> list[SalesList]:
    """Give the lists that end by a day and are not reported, oldest first."""
    rows = SalesList.objects.filter(company=company, end_date__lte=until, status=ListStatus.INCLUDED)
    return list(rows.select_related("company", "registration__list_parameters").order_by("start_date", "pk"))


def first_lists_left(*, company: Company, period: FiscalPeriod, at_most: int) -> list[tuple[int | None, ToMake]]:
    """Give the first lists that are due for a period and not reported; those not begun come last, and have no key."""
    asked = asked_missing(company=company, since=_since(period), until=period.end_date)
    rows = company.vat_registrations.select_related("list_parameters")
    registrations = {one.pk: one for one in rows}
    return [
        (pk, ToMake(registrations[registration], Period(first.year, first.month, months)))
        for pk, registration, first, months in sql.first_lists_left(asked, at_most=at_most)
    ]


def _since(period: FiscalPeriod) -> date:
    """Give the first day of the quarter before that of a period."""
    return before(period_of(period.start_date, Frequency.QUARTER)).first_day


def by_quarter_left(company: Company, period: FiscalPeriod) -> Compiled:
    """Count the registrations that list by quarter though goods exceed what may be, with the goods of that quarter."""
    return sql.beyond_left(_asked_beyond(company, period))


def by_quarter(*, company: Company, period: FiscalPeriod) -> list[tuple[Any, ...]]:
    """Give (VAT number, first day of the quarter, goods of it, currency) of them."""
    return sql.beyond(_asked_beyond(company, period))


def _asked_beyond(company: Company, period: FiscalPeriod) -> dict[str, Any]:
    """Ask about the quarter that a period ends in, and those before it that count too."""
    quarter = period_of(period.end_date, Frequency.QUARTER)
    for _place in range(QUARTERS_BEFORE):
        quarter = before(quarter)
    return {
        **asked_missing(company=company, since=quarter.first_day, until=period.end_date),
        "goods": [str(kind) for kind, listed_as in LISTED.items() if listed_as in COUNTED_KINDS],
        "currencies": list(THRESHOLDS),
        "thresholds": list(THRESHOLDS.values()),
    }


def collect_for(wanted: Container[str], *, company: Company, period: FiscalPeriod) -> Collected:
    """Collect EU sales once for all that is wanted: of the period, and of earlier months that its tax points lie in.

    Wanted may be the documents of the period that have to be listed and cannot be (NOT_LISTABLE), and the reported
    lists that say otherwise than the books, with what they would say more (DIFFERING).
    """
    asked = asked_missing(company=company, since=period.start_date, until=period.end_date)
    declarations, earlier = to_collect(
        compared(_reported(company, period)) if DIFFERING in wanted else None,
        months=sql.earlier_months(asked) if NOT_LISTABLE in wanted else None,
    )
    months = period.end_date.month - period.start_date.month + 1
    whole = Period(period.start_date.year, period.start_date.month, max(months, 1))
    standing = standing_of(declarations)
    by_registration, of_lists = collect_together(
        company,
        [*(Period(day.year, day.month) for day in earlier), whole] if NOT_LISTABLE in wanted else (),
        lists=typed_for(standing),
        dated_since=period.start_date,
    )
    return Collected(company, period, by_registration, that_differ(standing, of_lists))


def _reported(company: Company, period: FiscalPeriod) -> "QuerySet[SalesList]":
    """Give the reported lists of the quarter before a period, and of a year before: so old may a supply be."""
    since = _since(period)
    days = since.replace(year=since.year - 1), period.end_date
    return SalesList.objects.filter(company=company, end_date__range=days).exclude(status=ListStatus.INCLUDED)
