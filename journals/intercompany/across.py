"""What a payment settles in other companies that is owed in another currency: how much of the payment it takes.

As much as somebody says; else what is marked comes to at the rates which the company of the invoices has for the two
currencies on the day of the payment.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import convert
from arclose.ledger.rates import RateMissing, rates_between
from arclose.web.days import format_day
from customers.models import CustomerTransaction
from journals.acts import CannotEnter

# A customer of another company, and the currency of what they owe there.
Owing = tuple[int, str]


@dataclass(frozen=True)
class Across:
    """What is marked of a customer in another currency, in all, and how much of the payment is spent on it."""

    transactions: frozenset[int]
    settled: Decimal
    spent: Decimal


def parts_across(
    *, paid: Company, currency: Currency, day: date, marks: Mapping[int, Decimal], typed: Mapping[Owing, Decimal]
) -> dict[Owing, Across]:
    """Give what of marks is in other companies and another currency than a payment, and what that takes of it.

    ``typed`` is how much somebody says it takes.

    :raises CannotEnter: one is not above zero, or there is no rate and nobody said how much.
    """
    found: dict[tuple[Company, Owing], list[int]] = defaultdict(list)
    rows = CustomerTransaction.objects.filter(pk__in=marks).exclude(company=paid).exclude(currency=currency)
    for row in rows.select_related("company").order_by("pk"):
        found[row.company, (row.customer_id, row.currency_id)].append(row.pk)
    return {
        owing: _part(company, owing, {pk: marks[pk] for pk in ids}, currency, day, typed.get(owing))
        for (company, owing), ids in found.items()
    }


def _part(
    company: Company, owing: Owing, marks: Mapping[int, Decimal], currency: Currency, day: date, typed: Decimal | None
) -> Across:
    settled = sum(marks.values(), Decimal(0))
    spent = worth(company=company, amount=settled, currency=owing[1], to=currency, day=day) if typed is None else typed
    if spent is None:
        text = _(
            "%(company)s has no rate of %(day)s between %(currency)s and %(own)s: type how much of the payment is"
            " spent on what is owed in %(currency)s."
        )
        facts = {"company": company, "day": format_day(day), "currency": owing[1], "own": currency.code}
        raise CannotEnter(text % facts)
    if spent <= 0 or any(amount <= 0 for amount in marks.values()):
        text = _(
            "In another currency only what is owed is settled, and by a payment received: mark amounts above zero."
        )
        raise CannotEnter(text)
    return Across(frozenset(marks), settled, spent)


def worth(*, company: Company, amount: Decimal, currency: str, to: Currency, day: date) -> Decimal | None:
    """Give what an amount comes to in another currency at the rates of a company on a day; None where it has none."""
    rate = rates_between(company=company, asked={(currency, day)}, to_currency=to.code)[currency, day]
    if isinstance(rate, RateMissing):
        return None
    return convert(amount, units_from=rate.units_from, units_to=rate.units_to, decimals=to.decimals)


def in_currency_of_payment(marks: Mapping[int, Decimal], across: Iterable[Across]) -> list[Decimal]:
    """Give what each mark, or what is marked together in another currency, takes of a payment."""
    parts = list(across)
    elsewhere = {pk for one in parts for pk in one.transactions}
    return [*(amount for pk, amount in marks.items() if pk not in elsewhere), *(one.spent for one in parts)]
