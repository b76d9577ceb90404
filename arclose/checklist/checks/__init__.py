"""The tasks of a close in order of work. To add one: a count in the app that owns the rows, and an entry in its area.

A count is a compiled statement of (currency, count, amount): see :func:`arclose.checklist.sql.count_left`. What is left
to do of orders is named instead (:func:`customers.steps_left.is_left_for`), and counted for all such checks at once; so
is what shows when EU sales are collected (:func:`ecsales.readiness.collect_for`).
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from django.core.exceptions import EmptyResultSet

from arclose.checklist import sql
from arclose.checklist.checks import bills, books, ec_sales, journals, revaluation, sales
from arclose.checklist.checks.question import Check, Counter, Left
from arclose.checklist.checks.statements import made_once
from arclose.ledger.models import Company, FiscalPeriod
from arclose.ledger.money import ZERO
from arclose.ledger.sql.running import Compiled
from customers import steps_left
from ecsales import readiness as ec_sales_left

__all__ = ["CHECKS", "Check", "Left", "all_left", "named"]

CHECKS: tuple[Check, ...] = (
    *books.FIRST,
    *sales.CHECKS,
    *journals.CHECKS,
    *bills.CHECKS,
    *revaluation.CHECKS,
    *ec_sales.CHECKS,
    *books.LAST,
)


def named(name: str) -> Check | None:
    """Give the check of that name."""
    return next((check for check in CHECKS if check.name == name), None)


def all_left(*, company: Company, period: FiscalPeriod, checks: Sequence[Check] = CHECKS) -> dict[str, Left]:
    """Give what every check has left, asked in one statement, after EU sales are collected for those that want it."""
    counts = {check.name: compiled for check in checks if (compiled := _compiled(check, company, period))}
    result = {check.name: Left() for check in checks}
    orders = tuple((check.name, check.orders) for check in checks if check.orders)
    of_several = [_orders_left(orders)(company, period)] if orders else []
    if wanted := {check.name: check.collected for check in checks if check.collected}:
        collected = ec_sales_left.collect_for(set(wanted.values()), company=company, period=period)
        of_several.append(ec_sales_left.collected_left(wanted, collected))
        result |= {name: Left(collected=collected) for name in wanted}
    found = sql.count_left(counts=counts, of_several=of_several) if counts or of_several else []
    for name, currency, count, amount in found:
        before = result[name]
        known = before.amounts
        amounts = {**known, currency: known.get(currency, ZERO) + amount} if currency and amount is not None else known
        result[name] = replace(before, count=before.count + count, amounts=amounts)
    return result


@cache
def _orders_left(wanted: tuple[tuple[str, str], ...]) -> Counter:
    """Give the count of what orders have left, by (check, what it looks for)."""
    return made_once(
        lambda company, period: steps_left.orders_left(dict(wanted), company=company, until=period.end_date)
    )


def _compiled(check: Check, company: Company, period: FiscalPeriod) -> Compiled | None:
    """Give the count's statement; None where it has none, or Django knows that it has no rows."""
    try:
        return check.count(company, period) if check.count else None
    except EmptyResultSet:
        return None
