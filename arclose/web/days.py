"""Days and instants as people read them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def format_day(day: date) -> str:
    """Give the day with the name of its month, so that nobody reads it the other way round: 31 Oct 2026."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day, _day_format(), use_l10n=False)


def format_short_day(day: date) -> str:
    """Give the day without its year, where the year is plain: 31 Oct."""
    return date_format(day, _day_format().removesuffix(" Y"), use_l10n=False)


def format_moment(moment: datetime) -> str:
    """Give day and time in the active time zone, or as the clock on the wall says them: 31 Oct 2026, 14:05."""
    wall = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return date_format(wall, f"{_day_format()}, H:i", use_l10n=False)


def _day_format() -> str:
    """Give the format of a day: English months have a capital letter, Dutch ones have none."""
    return "j M Y" if (get_language() or "en").startswith("en") else "j b Y"
