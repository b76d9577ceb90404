"""Days and instants as people read them: in the formats of :mod:`arclose.web.formats`."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, get_format


def format_day(day: date) -> str:
    """Give the day with the name of its month, so that nobody reads it the other way round: 31 Oct 2026."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "DATE_FORMAT")


def format_short_day(day: date) -> str:
    """Give the day without its year, where the year is plain: 31 Oct."""
    return date_format(day, get_format("DATE_FORMAT").removesuffix(" Y"))


def format_moment(moment: datetime) -> str:
    """Give day and time in the active time zone, or as the clock on the wall says them: 31 Oct 2026, 14:05."""
    wall = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return date_format(wall, "DATETIME_FORMAT")
