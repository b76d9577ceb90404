"""Spread an amount over what is open of a customer: the earliest due first, less its cash discount."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

from arclose.ledger.models import Company
from customers.models import CustomerTransaction
from customers.settling.concessions import discounts_on
from customers.settling.earliest_due import order_of

MARKED_AT_MOST, READ_FIRST = 5_000, 500


class Due(NamedTuple):
    """What is open of a transaction, with its sign, and when it is due."""

    pk: int
    due_date: date
    still_open: Decimal


def oldest_first(rows: Iterable[Due], amount: Decimal, discounts: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Give how an amount settles open transactions: amounts per transaction, with the sign of each.

    What is received takes debits, what is paid back takes credits; each as far as its cash discount leaves it to be
    paid. The earliest due comes first, of one day the one with the better discount.
    """
    left, found = abs(amount), {}

    def order(row: Due) -> tuple[date, Decimal, int]:
        discount = discounts.get(row.pk, Decimal(0))
        return order_of(due_date=row.due_date, still_open=row.still_open, discount=discount, pk=row.pk)

    for row in sorted(rows, key=order):
        taken = min(left, _to_pay(row, amount, discounts))
        if taken > 0:
            left -= taken
            found[row.pk] = taken if amount > 0 else -taken
    return found


def _to_pay(row: Due, amount: Decimal, discounts: Mapping[int, Decimal]) -> Decimal:
    """Give what an amount may take of a transaction, above zero; nothing where that is on the other side."""
    to_pay = row.still_open - discounts.get(row.pk, Decimal(0))
    return max(to_pay if amount > 0 else -to_pay, Decimal(0))


def spread_over_oldest(
    rows: "QuerySet[CustomerTransaction]", *, company: Company, paid_on: date, amount: Decimal
) -> dict[int, Decimal]:
    """Give how an amount settles the oldest of open transactions; they are read as far as that goes, up to a limit.

    ``rows`` stand in order of due date and id. Each step reads twice as many as the one before and begins behind its
    last row, so that none is read twice; of a day all are looked at, for discounts decide there.
    """
    read: list[Due] = []
    granted: dict[int, Decimal] = {}
    covered, behind = Decimal(0), Q()
    while True:
        most = min(max(READ_FIRST, len(read)), MARKED_AT_MOST - len(read))
        columns = rows.filter(behind).values_list("pk", "due_date", "open__transaction_currency_amount")
        some = [Due(*row) for row in columns[:most]]
        offers = discounts_on(company=company, transactions=[row.pk for row in some], paid_on=paid_on)
        granted |= {pk: offer.amount for pk, offer in offers.items()}
        read += some
        covered += sum(_to_pay(row, amount, granted) for row in some)
        is_all = len(some) < most or len(read) == MARKED_AT_MOST
        if is_all or covered >= abs(amount):
            found = oldest_first(read, amount, granted)
            if is_all or max(row.due_date for row in read if row.pk in found) < some[-1].due_date:
                return found
        last = some[-1]
        later_of_day = Q(due_date=last.due_date, pk__gt=last.pk)
        behind = Q(due_date__gte=last.due_date) & (Q(due_date__gt=last.due_date) | later_of_day)
