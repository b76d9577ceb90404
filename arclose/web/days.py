"""Days and instants as people read them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def format_day(day: date) -> str:
    """Give the day with the name of its month, so that nobody reads it the other way round: 31 Oct 2026."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "j M Y", use_l10n=False)


def format_moment(moment: datetime) -> str:
    """Give day and time in the active time zone: 31 Oct 2026, 14:05."""
    return date_format(timezone.localtime(moment), "j M Y, H:i", use_l10n=False)
