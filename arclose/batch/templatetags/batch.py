"""Filters of the job pages."""

from datetime import timedelta
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()

_MINUTE = 60
_HOUR = 3600
_WHOLE_RATES_FROM = 10


@register.filter
def duration(value: timedelta | None) -> str:
    """Give a length of time in its two largest units: 2 h 05 min, 3 min 20 s, 12 s; below a second in ms."""
    if value is None:
        return ""
    seconds = value // timedelta(seconds=1)
    if seconds < 1:
        return _("%(number)d ms") % {"number": value // timedelta(milliseconds=1)}
    if seconds < _MINUTE:
        return _("%(number)d s") % {"number": seconds}
    if seconds < _HOUR:
        return _("%(minutes)d min %(seconds)02d s") % {"minutes": seconds // _MINUTE, "seconds": seconds % _MINUTE}
    return _("%(hours)d h %(minutes)02d min") % {"hours": seconds // _HOUR, "minutes": seconds % _HOUR // _MINUTE}


@register.filter
def rate(value: Decimal | None) -> str:
    """Give documents per second: with a decimal while they are few."""
    if value is None:
        return ""
    return str(number_format(value, decimal_pos=0 if value >= _WHOLE_RATES_FROM else 1, force_grouping=True))
