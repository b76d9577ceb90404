"""What the close asks of revaluation: counts for its checks, and the first rows behind them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from arclose.ledger.models import Company
from arclose.ledger.sql.running import rows
from customers.models import CustomerTransaction
from revaluation.sql.readiness import COUNTS, NOT_REVALUED, POSTED_SINCE, RATES_CHANGED, UNCOVERED, positional

Compiled = tuple[str, Sequence[Any]]


def _values(company: Company, on: date) -> dict[str, Any]:
    return {
        "company": company.pk,
        "considered": on,
        "accounting": company.accounting_currency_id,
        "limit": company.rate_age_limit_days,
    }


def left(name: str, *, company: Company, on: date) -> Compiled:
    """Give the count of a check on the last day of a period: (currency, count, amount).

    ``not_revalued``: open in foreign currency, and no posted run of that day covers it. ``posted_since``: covered, but
    posted or settled after the run was computed. ``rates_changed``: currencies whose rate is another one than a run of
    that day used. ``uncovered``: currencies with something open that day and no rate that may be
    used, of themselves or of the accounting currency.
    """
    return positional(COUNTS[name], _values(company, on))


def first_transactions(name: str, *, company: Company, on: date, at_most: int) -> list[CustomerTransaction]:
    """Give the first transactions that are not revalued, or were posted since."""
    statement = {"not_revalued": NOT_REVALUED, "posted_since": POSTED_SINCE}[name]
    found = rows(
        f"SELECT transaction_id FROM ({statement}) AS found ORDER BY transaction_id LIMIT %(at_most)s",  # noqa: S608
        {**_values(company, on), "at_most": at_most},
    )
    known = CustomerTransaction.objects.select_related("customer").in_bulk([pk for (pk,) in found])
    return [known[pk] for (pk,) in found]


def first_changed_rates(*, company: Company, on: date) -> list[tuple[str, int]]:
    """Give (currency, run) where a rate is another one now."""
    found = rows(
        f"SELECT DISTINCT currency_id, run_id FROM ({RATES_CHANGED}) AS found ORDER BY 1, 2",  # noqa: S608
        _values(company, on),
    )
    return [(currency, run) for currency, run in found]


def first_uncovered(*, company: Company, on: date) -> list[tuple[str, Any, date | None]]:
    """Give (currency, open amount, day of the last rate) of currencies without a rate that may be used."""
    found = rows(
        f"SELECT currency_id, amount, rate_date FROM ({UNCOVERED}) AS found ORDER BY 1",  # noqa: S608
        _values(company, on),
    )
    return [(currency, amount, day) for currency, amount, day in found]
