"""Days on which banks settle in euros: TARGET is closed on Saturdays, Sundays and six holidays of its own.

The calendar is that of the ECB's decision of 14 December 2000, for 2002 and every year after it: New Year's Day, Good
Friday, Easter Monday, 1 May, 25 and 26 December. Public holidays of a country do not count.
"""

from datetime import date, timedelta

SATURDAY = 5
_FIXED = {(1, 1), (5, 1), (12, 25), (12, 26)}
_FROM_EASTER = (timedelta(days=-2), timedelta(days=1))
_DAY = timedelta(days=1)


def is_target_day(day: date) -> bool:
    """Tell whether banks settle on a day."""
    if day.weekday() >= SATURDAY or (day.month, day.day) in _FIXED:
        return False
    return day not in {easter(day.year) + apart for apart in _FROM_EASTER}


def next_target_day(day: date) -> date:
    """Give the day, or the first one after it, on which banks settle."""
    while not is_target_day(day):
        day += _DAY
    return day


def last_target_day(day: date) -> date:
    """Give the day, or the last one before it, on which banks settle."""
    while not is_target_day(day):
        day -= _DAY
    return day


def easter(year: int) -> date:
    """Give Easter Sunday of a year of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
