"""What leaves the books with a part of a transaction."""

from decimal import Decimal

from arclose.ledger.money import convert
from customers.models import CustomerTransaction, OpenTransaction


def leaving_with(row: CustomerTransaction, amount: Decimal, *, decimals: int) -> Decimal:
    """Give what leaves the books with an amount of an open transaction, both with its sign: nothing is realized by it.

    The rounded share of all that is settled so far, less what was taken before, as settlements take it. What stands of
    an adjustment is not in it.
    """
    face, original = row.transaction_currency_amount, row.accounting_currency_amount
    still_open = OpenTransaction.objects.get(pk=row.pk)
    so_far = face - still_open.transaction_currency_amount + amount
    taken_before = original - still_open.accounting_currency_amount
    return convert(so_far, units_from=face, units_to=original, decimals=decimals) - taken_before
