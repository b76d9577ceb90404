"""The first rows of what is left of revaluation."""

from functools import partial

from arclose.checklist.looks import ROWS_SHOWN, Row
from arclose.ledger.models import Company, FiscalPeriod
from revaluation import readiness


def _transactions(name: str, company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first transactions of a check, oldest first, each with the page that explains its value."""
    found = readiness.first_transactions(name, company=company, on=period.end_date, at_most=ROWS_SHOWN)
    return [
        Row(
            one.document_number,
            one.customer.name,
            one.transaction_date,
            one.transaction_currency_amount,
            one.currency_id,
            "revaluation:transaction",
            one.pk,
        )
        for one in found
    ]


not_revalued = partial(_transactions, "not_revalued")
posted_since = partial(_transactions, "posted_since")


def rates_changed(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the currencies whose rate is another one now, each with the run that used the other."""
    found = readiness.first_changed_rates(company=company, on=period.end_date)
    return [Row(currency, f"RV-{run}", route="revaluation:run", pk=run) for currency, run in found]


def uncovered(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the currencies without a rate that may be used, each with the day of its last one."""
    found = readiness.first_uncovered(company=company, on=period.end_date)
    return [Row(currency, "", day, amount, currency) for currency, amount, day in found]
