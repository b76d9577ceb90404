"""Amounts as people read them: in their locale, with the currency's own decimals."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import get_language

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
USUAL_DECIMALS = 2

_sources: list[Callable[[str], int | None]] = []


def register_decimals(source: Callable[[str], int | None]) -> None:
    """Ask ``source`` for the number of decimals of a currency code; None where it does not know."""
    _sources.append(source)


def decimals_of(currency: Any) -> int:
    """Give the number of decimals of a currency, or of the currency with this code."""
    if hasattr(currency, "decimals"):
        return int(currency.decimals)
    known = (source(str(currency)) for source in _sources if currency)
    return next((decimals for decimals in known if decimals is not None), USUAL_DECIMALS)


def format_amount(amount: Decimal, currency: Any = "") -> str:
    """Give the amount in the active locale, grouped, with a real minus sign."""
    text = _grouped(f"{abs(amount):,f}", decimals_of(currency))
    is_negative = amount.is_signed() and any(digit in text for digit in "123456789")
    return (MINUS if is_negative else "") + text


def format_money(amount: Decimal, currency: Any) -> str:
    """Give the amount behind the code of its currency: ``EUR 1,234.56``."""
    return f"{currency}{NO_BREAK_SPACE}{format_amount(amount, currency)}"


def format_plain(number: Decimal, decimals: int = 0, *, grouped: bool = True) -> str:
    """Give a quantity, price or percentage in the active locale without needless zeros, but with so many decimals."""
    written = f"{abs(number):,f}" if grouped else f"{abs(number):f}"
    shown = _grouped(written, _decimals_used(number, decimals))
    return (MINUS if number < 0 else "") + shown


def _grouped(number: str, places: int) -> str:
    """Write a number, in groups of three with commas, as the active locale does, cut to so many decimals.

    It is what Django's ``number_format`` gives in the languages of the program, in less than half the time: a page of a
    thousand lines has seven thousand of them.
    """
    point, separator = _separators(get_language())
    whole, _point, decimals = number.partition(".")
    whole = whole.replace(",", separator)
    return f"{whole}{point}{decimals[:places]:0<{places}}" if places else whole


@cache
def _separators(language: str | None) -> tuple[str, str]:
    """Give what stands before the decimals, and between groups of digits."""
    return str(get_format("DECIMAL_SEPARATOR", language)), str(get_format("THOUSAND_SEPARATOR", language))


def for_file(amount: Decimal, currency: Any = "") -> Decimal:
    """Give the amount as files have it: with the decimals of its currency, and more only where it has more."""
    return plain_for_file(amount, decimals_of(currency))


def plain_for_file(number: Decimal, decimals: int = 0) -> Decimal:
    """Give a quantity, price or rate as files have it: without needless zeros, but with so many decimals."""
    return Decimal(f"{number:.{_decimals_used(number, decimals)}f}")


def _decimals_used(number: Decimal, least: int) -> int:
    return max(len(f"{number:f}".partition(".")[2].rstrip("0")), least)


class Count(int):
    """How many, written with the separators of the reader's language where it stands in a text."""

    def __str__(self) -> str:
        """Give the number as it is read."""
        return format_plain(Decimal(int(self)))
