"""A process that ends at any statement of a posting leaves nothing of it, or all.

Another session looks after each statement, and sees what an end there would leave; before the COMMIT of each posting,
and between it and the answer, the process ends for real, and once in the middle.
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
    crashing_after,
    crashing_after_commit,
    in_another_process,
    watched,
)
from tests.faults.scenes import SCENES, Work, an_invoice_and_a_credit_note, an_opening

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# The database's own account of what this session has written since it last gave that account away.
_GIVE_AWAY = "SELECT pg_stat_force_next_flush()"
_WRITTEN = """
    SELECT relname FROM pg_stat_xact_user_tables
    WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""


def rehearsed(work: Work) -> tuple[int, list[str]]:
    """Do the work and take it back; give how many statements it takes, and the tables that they write."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_AWAY)
        with transaction.atomic():
            with CaptureQueriesContext(connection) as captured:
                work()
            cursor.execute(_WRITTEN)
            written = [name for (name,) in cursor.fetchall()]
            transaction.set_rollback(True)
    return len(captured), written


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
    leaves_nothing_or_all("an_opening", an_opening(company, tmp_path))
    for scene in SCENES:
        leaves_nothing_or_all(scene.__name__, scene(company))
    assert findings(company) == {}


def test_it_leaves_nothing_when_it_ends_in_the_middle() -> None:
    work = an_invoice_and_a_credit_note(a_company())
    statements, tables = rehearsed(work)
    look = looking_at(tables)
    before = look()
    assert in_another_process(crashing_after(statements // 2, work)) == CRASHED
    assert look() == before


def leaves_nothing_or_all(name: str, work: Work) -> None:
    statements, tables = rehearsed(work)
    assert statements > 5, name
    assert tables, name
    look = looking_at(tables)
    before = look()
    assert in_another_process(watched(work, look=look)) == CRASHED_BEFORE_COMMIT, name
    assert look() == before, f"{name}: something is left of what ended before its COMMIT"

    assert in_another_process(crashing_after_commit(work)) == CRASHED, name
    after = look()
    assert after != before, name
    work()
    assert look() == after, f"{name}: the commit whose answer was lost was repeated"
