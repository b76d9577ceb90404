"""A process that ends at any statement of a posting leaves nothing of it, or all.

Another session looks after each statement, and sees what an end there would leave. Each posting ends before its COMMIT,
and between that and the answer; one does so for real, with its process, and in the middle too.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.builders import a_company
from tests.customers.posting import findings
from tests.faults.processes import (
    CRASHED,
    CRASHED_BEFORE_COMMIT,
    Session,
    another_session,
    crashing_after,
    crashing_after_commit,
    ended_after_commit,
    in_another_process,
    keep_seeing_what_is_there,
    see_the_present_again,
    watched,
)
from tests.faults.scenes import SCENES, Work, a_settlement, an_opening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# The database's own account of what this session has written since it last gave that account away.
_GIVE_AWAY = "SELECT pg_stat_force_next_flush()"
_WRITTEN = """SELECT relname FROM pg_stat_xact_user_tables
    WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""


def rehearsed(work: Work) -> tuple[int, list[str]]:
    """Do the work and take it back; give how many statements it takes, and the tables that they write."""
    give_the_account_away()
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            work()
        tables = written()
        transaction.set_rollback(True)
    return len(captured), tables


def give_the_account_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_AWAY)


def written() -> list[str]:
    """Give the tables that this session has written since it last gave its account away."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return [name for (name,) in cursor.fetchall()]


def looking_at(tables: list[str]) -> Callable[[], list[Any]]:
    """Give the look at what is committed in tables: a row added, changed or removed makes it another."""
    looks = [f"SELECT '{name}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM {name}" for name in tables]

    def look() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(looks))
            return sorted(cursor.fetchall())

    return look


def test_it_leaves_nothing_or_all(tmp_path: Path) -> None:
    company = a_company()
    with another_session() as present, another_session() as past:
        leaves_nothing_or_all("an_opening", an_opening(company, tmp_path), present, past)
        for scene in SCENES:
            leaves_nothing_or_all(scene.__name__, scene(company), present, past)
    assert findings(company) == {}


def test_it_leaves_nothing_or_all_of_a_process_that_ends() -> None:
    work = a_settlement(a_company())
    statements, tables = rehearsed(work)
    look = looking_at(tables)
    before = look()
    for last, ending in ((statements // 2, CRASHED), (statements + 1, CRASHED_BEFORE_COMMIT)):
        assert in_another_process(crashing_after(last, work)) == ending
        assert look() == before, ending
    assert in_another_process(crashing_after_commit(work)) == CRASHED
    after = look()
    assert after != before
    work()
    assert look() == after


def leaves_nothing_or_all(name: str, work: Work, present: Session, past: Session) -> None:
    """Let the work end before its COMMIT and after it; one session sees the present, one what was there before it."""
    seen: list[Any] = []

    def see_what_was_there() -> None:
        look = looking_at(written())
        seen.extend((look, past(look)))

    past(keep_seeing_what_is_there)
    give_the_account_away()
    assert watched(work, other_session=present, before_commit=see_what_was_there) >= 5, name
    past(see_the_present_again)
    look, before = seen
    assert before, name
    assert look() == before, f"{name}: something is left of what ended before its COMMIT"

    ended_after_commit(work)
    after = look()
    assert after != before, name
    work()
    assert look() == after, f"{name}: the commit whose answer was lost was repeated"
