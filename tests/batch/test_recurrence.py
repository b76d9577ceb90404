"""When a recurrence comes, to the minute, in the time zone of a company."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from arclose.batch.schedule.recurrence import NeverComes, Recurrence, first_run, missed, next_run, next_runs, runs
from arclose.batch.schedule.windows import Window
from tests.text_tables import read_table

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# The clock is put forward on 2026-03-29 at 02:00 (01:00 UTC), and back on 2026-10-25 at 03:00 (01:00 UTC).
CASES = """
what                         | every           | start            | runs, in UTC
a time left out              | 1 days          | 2026-03-28 02:30 | 03-28 01:30, 03-29 01:30, 03-30 00:30
a time that comes twice      | 1 days          | 2026-10-24 02:30 | 10-24 00:30, 10-25 00:30, 10-26 01:30
hours, an hour twice         | 1 hours         | 2026-10-25 01:30 | 10-24 23:30, 10-25 00:30, 10-25 01:30, 10-25 02:30
hours, an hour left out      | 1 hours         | 2026-03-29 01:30 | 03-29 00:30, 03-29 01:30, 03-29 02:30
minutes across the gap       | 45 minutes      | 2026-03-29 01:45 | 03-29 00:45, 03-29 01:30, 03-29 02:15
a day on the wall, not 24 h  | 1 days          | 2026-03-28 18:00 | 03-28 17:00, 03-29 16:00, 03-30 16:00
the weekday of the start     | 1 weeks         | 2026-12-24 18:00 | 12-24 17:00, 12-31 17:00, 01-07 17:00
every other week, two days   | 2 weeks mon thu | 2026-10-07 18:00 | 10-08 16:00, 10-19 16:00, 10-22 16:00
not the weekday of the start | 1 weeks fri     | 2026-12-30 08:00 | 01-01 07:00, 01-08 07:00
the last day of the month    | 1 months 31     | 2027-12-31 23:30 | 12-31 22:30, 01-31 22:30, 02-29 22:30, 03-31 21:30
a day that some months lack  | 1 months 30     | 2027-01-30 12:00 | 01-30 11:00, 02-28 11:00, 03-30 10:00
not the day of the start     | 1 months 5      | 2026-10-20 00:00 | 11-04 23:00, 12-04 23:00, 01-04 23:00
the year ends in between     | 5 months 31     | 2026-11-30 12:00 | 11-30 11:00, 04-30 10:00, 09-30 10:00
a leap day                   | 1 years         | 2024-02-29 12:00 | 02-29 11:00, 02-28 11:00, 02-28 11:00, 02-28 11:00
every fourth leap day        | 4 years         | 2024-02-29 12:00 | 02-29 11:00, 02-29 11:00
the year ends in UTC         | 1 days          | 2026-12-31 00:59 | 12-30 23:59, 12-31 23:59, 01-01 23:59
"""
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def a_recurrence(every: str, start: str, **values) -> Recurrence:
    """Read “2 weeks mon thu” and “1 months 31”."""
    number, unit, *days = every.split()
    if unit == "weeks":
        values["weekdays"] = tuple(WEEKDAYS.index(day) for day in days)
    elif days:
        values["month_day"] = int(days[0])
    begin = datetime.fromisoformat(start)
    return Recurrence(unit=unit, every=int(number), start=begin, **values)


@pytest.mark.parametrize("case", read_table(CASES), ids=lambda case: case["what"])
def test_it_comes_at_exactly_these_instants(case: dict[str, str]):
    expected = case["runs, in UTC"].split(", ")
    found = islice(runs(a_recurrence(case["every"], case["start"]), zone=AMSTERDAM), len(expected))
    assert [f"{run:%m-%d %H:%M}" for run in found] == expected


@pytest.mark.parametrize("case", read_table(CASES), ids=lambda case: case["what"])
def test_it_finds_each_run_from_the_one_before(case: dict[str, str]):
    recurrence = a_recurrence(case["every"], case["start"])
    listed = list(islice(runs(recurrence, zone=AMSTERDAM), 5))
    for run, after in zip(listed[1:], listed, strict=False):
        assert next_run(recurrence, zone=AMSTERDAM, after=after) == run
        assert next_run(recurrence, zone=AMSTERDAM, after=run - timedelta(microseconds=1)) == run
    assert next_runs(recurrence, zone=AMSTERDAM, after=listed[0], count=4) == listed[1:]


ENDS = """
what                     | every     | start            | until      | times | runs, in UTC
the last day counts      | 1 days    | 2026-10-30 23:30 | 2026-10-31 |       | 10-30 22:30, 10-31 22:30
hours end with the day   | 12 hours  | 2026-10-30 13:00 | 2026-10-31 |       | 10-30 12:00, 10-31 00:00, 10-31 12:00
so many                  | 1 months  | 2026-10-31 12:00 |            | 3     | 10-31 11:00, 11-30 11:00, 12-31 11:00
so many minutes          | 5 minutes | 2026-10-31 12:00 |            | 2     | 10-31 11:00, 10-31 11:05
ends before its weekday  | 1 weeks mon | 2026-10-27 12:00 | 2026-10-30 |     |
ends before it begins    | 1 days    | 2026-10-27 12:00 | 2026-10-26 |       |
"""


@pytest.mark.parametrize("case", read_table(ENDS), ids=lambda case: case["what"])
def test_it_ends(case: dict[str, str]):
    until = date.fromisoformat(case["until"]) if case["until"] else None
    times = int(case["times"]) if case["times"] else None
    recurrence = a_recurrence(case["every"], case["start"], until=until, times=times)
    found = [f"{run:%m-%d %H:%M}" for run in runs(recurrence, zone=AMSTERDAM)]
    assert ", ".join(found) == case["runs, in UTC"]


def test_it_begins_with_the_minute_it_was_asked_for_in_and_refuses_what_is_over():
    daily = a_recurrence("1 days", "2026-10-26 12:00", times=2)
    asked = datetime(2026, 10, 26, 11, 0, 40, tzinfo=UTC)
    assert first_run(daily, zone=AMSTERDAM, now=asked) == datetime(2026, 10, 26, 11, tzinfo=UTC)
    with pytest.raises(NeverComes):
        first_run(daily, zone=AMSTERDAM, now=asked + timedelta(days=2))


MISSED = """
every   | start            | until      | times | missed
1 days  | 2026-10-23 12:00 |            |       | 3
8 hours | 2026-10-23 12:00 |            |       | 11
1 weeks | 2026-10-23 12:00 |            |       | 0
8 hours | 2026-10-23 12:00 | 2026-10-24 |       | 4
8 hours | 2026-10-22 20:00 |            | 5     | 2
"""


@pytest.mark.parametrize("case", read_table(MISSED), ids=lambda case: " ".join(case.values()))
def test_it_counts_the_runs_that_nobody_was_there_to_do(case: dict[str, str]):
    due = datetime(2026, 10, 23, 10, tzinfo=UTC)
    until = date.fromisoformat(case["until"]) if case["until"] else None
    times = int(case["times"]) if case["times"] else None
    recurrence = a_recurrence(case["every"], case["start"], until=until, times=times)
    found = missed(recurrence, zone=AMSTERDAM, due=due, now=due + timedelta(days=3, hours=23))
    assert found == int(case["missed"])


WINDOWS = """
from  | until | moment | open
08:00 | 18:00 | 08:00  | yes
08:00 | 18:00 | 18:00  | no
22:00 | 06:00 | 23:15  | yes
22:00 | 06:00 | 05:59  | yes
22:00 | 06:00 | 06:00  | no
22:00 | 06:00 | 12:00  | no
"""


@pytest.mark.parametrize("case", read_table(WINDOWS), ids=lambda case: " ".join(case.values()))
def test_it_knows_the_hours_of_a_window(case: dict[str, str]):
    window = Window(time.fromisoformat(case["from"]), time.fromisoformat(case["until"]))
    moment = datetime.combine(date(2026, 10, 31), time.fromisoformat(case["moment"]))
    assert window.holds(moment) == (case["open"] == "yes")
