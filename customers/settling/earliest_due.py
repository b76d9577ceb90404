"""The order in which transactions are settled where one after the other is paid."""

from datetime import date
from decimal import Decimal

from customers.models import CustomerTransaction


def order_of(*, due_date: date, still_open: Decimal, discount: Decimal, pk: int) -> tuple[date, Decimal, int]:
    """Give what transactions are sorted by: the earliest due first, of one day the one with the better discount.

    ``discount`` is what a cash discount leaves off ``still_open``, with its sign; zero where there is none.
    """
    return due_date, -discount / still_open, pk


def order_of_open(row: CustomerTransaction, discount: Decimal) -> tuple[date, Decimal, int]:
    """Give the same of a transaction that was read with what is open of it."""
    still_open = row.open.transaction_currency_amount
    return order_of(due_date=row.due_date, still_open=still_open, discount=discount, pk=row.pk)
