"""Due dates on working days: Monday to Friday."""

from datetime import date, timedelta

WORKING_DAYS_A_WEEK = 5


def is_working_day(day: date) -> bool:
    """Tell whether work is scheduled on a day."""
    return day.weekday() < WORKING_DAYS_A_WEEK


def due_date(*, period_end: date, working_days: int) -> date:
    """Give the working day that is so many after the period's last day; zero: the last one not after it."""
    step = timedelta(days=1 if working_days > 0 else -1)
    day, left = period_end, abs(working_days)
    if not left:
        while not is_working_day(day):
            day -= timedelta(days=1)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_until(*, today: date, due: date) -> int:
    """Give how many working days lie after today up to the due date, which counts; below zero when it has passed."""
    first, last = sorted((today, due))
    count = sum(is_working_day(first + timedelta(days=offset)) for offset in range(1, (last - first).days + 1))
    return count if due >= today else -count
