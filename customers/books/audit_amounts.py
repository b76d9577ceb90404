"""Amounts in an audit file: in the accounting currency, without a sign beside D or C, and what lines come to."""

from decimal import Decimal

from customers.books.rows import Total
from customers.books.xml import XmlWriter, element

DECIMALS = 2
NOTHING = Total(0, Decimal(0), Decimal(0))


def with_one(total: Total, amount: Decimal) -> Total:
    """Give what lines come to with one more."""
    return Total(total.count + 1, total.debit + max(amount, Decimal(0)), total.credit + max(-amount, Decimal(0)))


def sided(name: str, amount: Decimal) -> str:
    """Give an amount without its sign, and its side."""
    return element(name, round(abs(amount), DECIMALS)) + element(f"{name}Tp", side_of(amount))


def side_of(amount: Decimal) -> str:
    """Give the side of an amount: D above zero, C below."""
    return "C" if amount < 0 else "D"


def write_total(out: XmlWriter, total: Total) -> None:
    """Write how many lines there are, and what they debit and credit."""
    out.put("linesCount", total.count)
    out.put("totalDebit", round(Decimal(total.debit), DECIMALS))
    out.put("totalCredit", round(Decimal(total.credit), DECIMALS))
