"""Amounts and dates as people type them.

Whatever is refused is refused by name, and the text itself is never changed.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal, getcontext

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import override

AMOUNT_DIGITS_BEFORE_POINT = 18
AMOUNT_TEXT_LENGTH = 60
MOMENT_TEXT_LENGTH = 60
GROUP_SPACES = (
    " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
)
MINUS_SIGNS = "-\N{MINUS SIGN}\N{EN DASH}"

_NOT_FINITE = re.compile(r"[+-]?(s?nan|inf|infinity)\d*", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?[\d.,]+e[+-]?\d+", re.IGNORECASE)


def parse_amount(text: str, *, decimals: int = 2) -> Decimal:
    """Give the amount that a text says in the active locale.

    The locale's separators come first; where it can only mean one thing (``1234.5`` typed in the
    Netherlands, ``1,234.56``) the other way of writing is understood as well.

    :raises ValidationError: it is no amount, not a finite one, too large or too fine; says which.
    """
    typed = text.strip()
    _refuse_what_is_no_amount(typed)
    sign, digits = _split_sign(typed)
    for space in GROUP_SPACES:
        digits = digits.replace(space, "")
    plain = _plain_digits(digits)
    if plain is None:
        raise ValidationError(
            _("“%(text)s” is not an amount. Write it like %(example)s.") % _example(typed), code="no_amount"
        )
    return _within_limits(Decimal(sign + plain), typed=typed, decimals=decimals)


def _example(typed: str) -> dict[str, str]:
    point, group = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
    return {"text": typed[:AMOUNT_TEXT_LENGTH], "example": f"1{group}234{point}56"}


def _refuse_what_is_no_amount(typed: str) -> None:
    if _NOT_FINITE.fullmatch(typed):
        raise ValidationError(
            _("“%(text)s” is not an amount: it is not a finite number.") % {"text": typed}, code="not_finite"
        )
    if _SCIENTIFIC.fullmatch(typed):
        raise ValidationError(
            _("“%(text)s” is written with a power of ten. Write all digits of the amount.")
            % {"text": typed[:AMOUNT_TEXT_LENGTH]},
            code="power_of_ten",
        )
    if len(typed) > AMOUNT_TEXT_LENGTH:
        raise ValidationError(
            _("An amount has at most %(count)s characters.") % {"count": AMOUNT_TEXT_LENGTH}, code="too_long"
        )


def _split_sign(typed: str) -> tuple[str, str]:
    """Give the sign and the rest; a sign may stand behind the digits, as bookkeepers write it."""
    if typed and typed[0] in MINUS_SIGNS:
        return "-", typed[1:]
    if typed and typed[-1] in MINUS_SIGNS:
        return "-", typed[:-1]
    return "", typed.removeprefix("+")


def _plain_digits(digits: str) -> str | None:
    """Give the digits with a point before the decimals, or None where they say no one number."""
    point = str(get_format("DECIMAL_SEPARATOR"))
    readings = [point, "," if point == "." else "."]
    for decimal_mark in readings:
        group_mark = "," if decimal_mark == "." else "."
        grouped = rf"\d{{1,3}}(?:{re.escape(group_mark)}\d{{3}})+|\d+"
        match = re.fullmatch(rf"({grouped})?(?:{re.escape(decimal_mark)}(\d*))?", digits, re.ASCII)
        if match and (match[1] or match[2]):
            return f"{(match[1] or '0').replace(group_mark, '')}.{match[2] or '0'}"
    return None


def other_reading(text: str) -> tuple[str, str] | None:
    """Give both ways of writing what ``1,085`` may mean, whose mark stands between thousands or before decimals.

    None where the active locale's mark before decimals stands there, or the digits fit one reading alone.
    """
    point, group = str(get_format("DECIMAL_SEPARATOR")), str(get_format("THOUSAND_SEPARATOR"))
    match = re.fullmatch(rf"(\d{{1,3}}){re.escape(group)}(\d{{3}})", text.strip(), re.ASCII)
    return (f"{match[1]}{point}{match[2]}", f"{match[1]}{match[2]}") if match else None


def _within_limits(amount: Decimal, *, typed: str, decimals: int) -> Decimal:
    most = min(AMOUNT_DIGITS_BEFORE_POINT, getcontext().prec - decimals)  # it can be calculated with, to its last digit
    if amount.adjusted() >= most:
        raise ValidationError(
            _("“%(text)s” is too large: an amount has at most %(count)s digits before the decimals.")
            % {"text": typed, "count": most},
            code="too_large",
        )
    exact = amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)
    if exact != amount:
        raise ValidationError(
            _("“%(text)s” is finer than its currency, which has %(count)s decimals.")
            % {"text": typed, "count": decimals},
            code="too_fine",
        )
    return exact


def parse_day(text: str, *, today: date) -> date:
    """Give the day that a text means: ``31/10``, ``31-10-2026``, ``2026-10-31``, ``31 Oct``, ``today``, ``-1``.

    A day always stands before its month. Without a year the nearest such day to ``today`` is meant.

    :raises ValidationError: it is no day of the calendar; says what was read.
    """
    typed = " ".join(text.split()).lower().strip(".")
    for reading in _READINGS:
        found = reading(typed, today)
        if found is not None:
            return found
    raise ValidationError(
        _("“%(text)s” is not a date. Write it like 31/10, 31 Oct 2026, 2026-10-31 or “today”.") % {"text": text[:40]},
        code="no_day",
    )


def parse_moment(text: str, *, today: date) -> datetime:
    """Give the time on the clock that a text means: ``31/10 18:00``, ``31 Oct 2026, 18:00``, ``tomorrow 6:30``.

    Without a day today is meant. The caller knows the time zone.

    :raises ValidationError: it is no day of the calendar with a time; says what was read.
    """
    refused = ValidationError(
        _("“%(text)s” is not a day with a time. Write it like 31/10 18:00, 31 Oct 2026, 18:00 or “tomorrow 6:30”.")
        % {"text": text[:40]},
        code="no_moment",
    )
    if len(text) > MOMENT_TEXT_LENGTH:  # the pattern tries every place of a long run of blanks
        raise refused
    match = re.fullmatch(r"(?:(.+?)(?:T|[ ,]+))?(\d{1,2})[:.](\d{2})(?:[:.]00)?", text.strip(), re.ASCII)
    if match is None:
        raise refused
    try:
        day = parse_day(match[1], today=today) if match[1] else today
        return datetime.combine(day, time(int(match[2]), int(match[3])))
    except (ValueError, ValidationError):
        raise refused from None


def day_in_figures(text: str) -> date | None:
    """Give the day of ``2026-10-31``, as addresses and files write it; None where it is written any other way."""
    return _written_by_machine(text.strip(), date.min)


def is_relative_day(text: str) -> bool:
    """Tell whether the day that a text means moves with the day on which it is read: ``today``, ``-1``."""
    return _spoken(text.strip().lower(), date(2000, 7, 1)) is not None


def _spoken(typed: str, today: date) -> date | None:
    words = {"today": 0, "yesterday": -1, "tomorrow": 1, "vandaag": 0, "gisteren": -1, "morgen": 1}
    if typed in words:
        return today + timedelta(days=words[typed])
    if re.fullmatch(r"[+-]\d{1,3}", typed, re.ASCII):
        return today + timedelta(days=int(typed))
    return None


def _written_by_machine(typed: str, today: date) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed, re.ASCII)
    return _day(match[3], match[2], match[1], today) if match else None


def _in_figures(typed: str, today: date) -> date | None:
    match = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?", typed, re.ASCII)
    return _day(match[1], match[2], match[3], today) if match else None


def _with_month_name(typed: str, today: date) -> date | None:
    match = re.fullmatch(r"(\d{1,2})[ \-]?([^\W\d_]{3,})\.?[ \-]?(\d{2}|\d{4})?", typed)
    month = _month_named(match[2]) if match else None
    return _day(match[1], str(month), match[3], today) if match and month else None


_READINGS: tuple[Callable[[str, date], date | None], ...] = (
    _spoken,
    _written_by_machine,
    _in_figures,
    _with_month_name,
)


def _month_named(name: str) -> int | None:
    """Give the month with this name, whole or its first letters, in any language of the program.

    The user's own is asked first; an address that was written in another one still means the same day.
    """
    for names in (_month_names(), *(_month_names(language) for language, _label in settings.LANGUAGES)):
        for month, whole, short in names:
            if name == short or (len(name) >= 3 and whole.startswith(name)):
                return month
    return None


def _month_names(language: str | None = None) -> list[tuple[int, str, str]]:
    if language:
        with override(language):
            return _month_names()
    return [(month, str(MONTHS[month]).lower(), str(MONTHS_3[month]).lower()) for month in range(1, 13)]


def _day(day: str, month: str, year: str | None, today: date) -> date | None:
    try:
        if year is None:
            return _nearest(int(day), int(month), today)
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _nearest(day: int, month: int, today: date) -> date:
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    return min(candidates, key=lambda candidate: abs(candidate - today))
