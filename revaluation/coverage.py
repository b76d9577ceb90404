"""Whether every currency in which something is open has a rate that may be used on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from arclose.ledger.models import Company, ExchangeRate
from arclose.ledger.rates import Rate, RateMissing
from customers.models import OpenTransaction
from revaluation.rates import find_rates


@dataclass(frozen=True)
class Coverage:
    """A currency with what is open in it, and the last rate of a day, or why it may not be used."""

    currency: str
    count: int
    open_amount: Decimal
    last: ExchangeRate | None
    age_days: int | None
    problem: str

    @property
    def state(self) -> str:
        """Whether there is a rate that may be used."""
        return "red" if self.problem else "green"


def coverage(*, company: Company, on: date) -> list[Coverage]:
    """Give the foreign currencies in which something is open today, each with its rate on a day."""
    rows = OpenTransaction.objects.filter(company=company).exclude(currency=company.accounting_currency_id)
    grouped = rows.order_by().values_list("currency_id").annotate(Count("pk"), Sum("transaction_currency_amount"))
    open_of = {currency: (count, amount) for currency, count, amount in grouped}
    found = find_rates(company=company, currencies=sorted(open_of), on=on, rate_type=company.exchange_rate_type)
    published = ExchangeRate.objects.filter(
        rate_type=company.exchange_rate_type, currency__in=open_of, rate_date__lte=on
    ).select_related("entered_by")
    last = {one.currency_id: one for one in published.order_by("currency", "-rate_date").distinct("currency")}
    return [
        _covered(currency, *open_of[currency], last.get(currency), found[currency], on) for currency in sorted(open_of)
    ]


def _covered(
    currency: str, count: int, amount: Decimal, last: ExchangeRate | None, rate: Rate | RateMissing, on: date
) -> Coverage:
    age = (on - last.rate_date).days if last else None
    return Coverage(currency, count, amount, last, age, str(rate) if isinstance(rate, RateMissing) else "")
