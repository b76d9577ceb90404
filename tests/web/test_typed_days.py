"""Days are read as people type them; a day stands before its month."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from arclose.web.typed import parse_day, parse_moment

TODAY = date(2026, 11, 2)
READ = """
en | 31/10        | 2026-10-31
en | 31-10        | 2026-10-31
en | 31.10.       | 2026-10-31
en | 31/10/26     | 2026-10-31
en | 31/10/2026   | 2026-10-31
en | 3-4-2025     | 2025-04-03
en | 2026-10-31   | 2026-10-31
en | 31 Oct 2026  | 2026-10-31
en | 31 oct       | 2026-10-31
en | 31 October   | 2026-10-31
en | 31oct26      | 2026-10-31
en | 5/1          | 2027-01-05
en | 29/2         | 2028-02-29
en | today        | 2026-11-02
en | Yesterday    | 2026-11-01
en | -3           | 2026-10-30
en | +1           | 2026-11-03
nl | vandaag      | 2026-11-02
nl | 31 okt 2026  | 2026-10-31
nl | 1 maart      | 2027-03-01
nl | 31 oct       | 2026-10-31
en | 31 okt 2026  | 2026-10-31
en | 1 mei        | 2027-05-01
"""
REFUSED = ["31/13", "30/2/2026", "10/31/2026", "soon", "1", "0/0", "2026-13-01", "31/10/0000", "99999999999", "٣/١"]


def rows(table):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("language", "text", "day"), rows(READ))
def test_it_reads_days(language, text, day):
    today = date(2027, 3, 1) if text == "29/2" else TODAY
    with translation.override(language):
        assert parse_day(text, today=today) == date.fromisoformat(day)


@pytest.mark.parametrize("text", REFUSED)
def test_it_refuses_what_is_no_day_and_says_what_it_read(text):
    with translation.override("en"), pytest.raises(ValidationError, match="is not a date") as refused:
        parse_day(text, today=TODAY)
    assert text in refused.value.messages[0]


MOMENTS = """
en | 2026-10-31T14:05    | 2026-10-31 14:05
en | 31 OCT 2026, 14:05  | 2026-10-31 14:05
en | 31/10 9:30          | 2026-10-31 09:30
nl | morgen 6.30         | 2026-11-03 06:30
nl | 18:00               | 2026-11-02 18:00
en | 31/13 18:00         | refused
en | 31/10 24:00         | refused
en | 31/10               | refused
"""


@pytest.mark.parametrize(("language", "text", "moment"), rows(MOMENTS))
def test_it_reads_days_with_a_time_and_refuses_what_has_none(language, text, moment):
    with translation.override(language):
        if moment == "refused":
            with pytest.raises(ValidationError, match="is not a day with a time"):
                parse_moment(text, today=TODAY)
        else:
            assert parse_moment(text, today=TODAY) == datetime.fromisoformat(moment)
