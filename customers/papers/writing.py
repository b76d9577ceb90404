"""Figures, days and texts as the reader of a document writes them; all in the language that is active."""

import re
import unicodedata
from datetime import date
from functools import cache, lru_cache

from babel import Locale
from django.utils.formats import date_format
from django.utils.translation import get_language

from arclose.ledger.reference.facts import country_names
from arclose.web.amounts import NO_BREAK_SPACE

LONGEST_WORD, MARKS_ON_A_LETTER, ADDRESS_LINES, ADDRESS_WIDTH = 30, 3, 7, 60
# A document of many lines says the same days over and over.
DAYS_KEPT = 4_000
ELLIPSIS, ZERO_WIDTH_SPACE = "\N{HORIZONTAL ELLIPSIS}", "\N{ZERO WIDTH SPACE}"
# Joiners and the soft hyphen belong to a word; whatever else is invisible could hide or turn round what is read.
_KEPT = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_TOO_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def line_of(text: str, *, most: int = 400) -> str:
    """Give the text on one line, without hidden characters, cut with an ellipsis, and with room to break long words."""
    plain = text if text.isascii() and text.isprintable() else _without_hidden(text)
    words = " ".join(plain.split())
    cut = words if len(words) <= most else words[: most - 1].rstrip() + ELLIPSIS
    return cut if len(cut) <= LONGEST_WORD else _TOO_LONG.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", cut)


def _without_hidden(text: str) -> str:
    """Give the text with a space for what is hidden, and no more marks on a letter than writing needs."""
    kept, marks = [], 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category.startswith("M") else 0
        if category in _HIDDEN and character not in _KEPT:
            kept.append(" ")
        elif marks <= MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)


def address_lines(text: str, country: str, *, home: str) -> list[str]:
    """Give the lines of an address, with the country where it is not ``home``."""
    lines = [cut for line in text[:2000].splitlines() if (cut := line_of(line, most=ADDRESS_WIDTH))][:ADDRESS_LINES]
    return [*lines, country_name(country)] if country and country != home else lines


def account_number(iban: str) -> str:
    """Give an IBAN in groups of four that stay on one line."""
    compact = "".join(line_of(iban).split())
    return NO_BREAK_SPACE.join(compact[place : place + 4] for place in range(0, len(compact), 4))


def country_name(code: str) -> str:
    """Give the name of a country in the active language."""
    return _territories(get_language() or "en").get(code) or country_names().get(code, code)


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale.parse(language.partition("-")[0]).territories)


def long_day(day: date) -> str:
    """Give the day as letters write it: 31 October 2026."""
    return _long_day(day, get_language())


@lru_cache(maxsize=DAYS_KEPT)
def _long_day(day: date, _language: str | None) -> str:
    return date_format(day, "j F Y", use_l10n=False).replace(" ", NO_BREAK_SPACE)


def days_between(days: set[date]) -> str:
    """Give one day, or the first and the last of several."""
    first, last = min(days), max(days)
    return long_day(first) if first == last else f"{long_day(first)} \N{EN DASH} {long_day(last)}"
