"""Statements of the batch that the ORM cannot say. Identifiers are fixed; values are parameters."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from arclose.ledger.sql.running import Compiled, execute, rows
from arclose.web.said import as_read, as_written

# First half of the advisory locks of chunks, so that they meet nobody else's.
_CHUNK_LOCK_SPACE = 1_095_124_051
_LOCK_MODULUS = 2**31

# One row per document, numbered by date and id; the selection is compiled by Django. Locks nothing.
_INSERT_ITEMS_HEAD = """
INSERT INTO batch_jobitem (company_id, task_id, position, document_id, document_date, label)
SELECT %s, %s, row_number() OVER (ORDER BY d.document_date, d.document_id),
       d.document_id, d.document_date, left(d.label::text, 100)
FROM ("""
_INSERT_ITEMS_TAIL = ") AS d (document_id, document_date, label)"

# Likewise, numbered as the selection is sorted.
_INSERT_SORTED_HEAD = """
INSERT INTO batch_jobitem (company_id, task_id, position, document_id, document_date, label)
SELECT %s, %s, row_number() OVER (), d.document_id, d.document_date, left(d.label::text, 100)
FROM ("""

# Likewise, but documents of a group stand one after the other, where the first of them would.
_INSERT_GROUPED_HEAD = """
INSERT INTO batch_jobitem (company_id, task_id, position, document_id, document_date, label, together)
SELECT %s, %s, position, document_id, document_date, label, min(position) OVER (PARTITION BY shared)
FROM (
    SELECT *, row_number() OVER (ORDER BY first_date, first_id, document_date, document_id) AS position
    FROM (
        SELECT d.document_id, d.document_date, left(d.label::text, 100) AS label, d.shared,
            first_value(d.document_date) OVER first AS first_date, first_value(d.document_id) OVER first AS first_id
        FROM ("""
_INSERT_GROUPED_TAIL = """) AS d (document_id, document_date, label, shared)
        WINDOW first AS (PARTITION BY d.shared ORDER BY d.document_date, d.document_id)
    ) AS grouped
) AS numbered"""

# One row per `size` waiting documents of the task, or a few more: those of a group are in the chunk of the first of
# them. Reads job_item's primary key; locks nothing.
_MAKE_CHUNKS = """
INSERT INTO batch_jobchunk (company_id, task_id, round, first_position, last_position, size)
SELECT %(company)s, %(task)s, %(round)s, min(position), max(position), count(*)
FROM (
    SELECT position, (CASE WHEN together IS NULL THEN turn
        ELSE min(turn) OVER (PARTITION BY together) END - 1) / %(size)s AS part
    FROM (SELECT position, together, row_number() OVER (ORDER BY position) AS turn
          FROM batch_jobitem WHERE task_id = %(task)s AND state = 'waiting') AS waiting
) AS placed
GROUP BY part ORDER BY part
"""

# Chunks that could be taken: the more urgent job first; of equally urgent ones those that look fresh before those that
# look abandoned, and the job that fewest workers are at, so that a small one does not wait behind a large one. Locks
# nothing.
_CANDIDATES = """
WITH open AS (
    SELECT c.id, c.state, c.first_position, t.number, t.job_id, j.priority,
           count(*) FILTER (WHERE c.state = 'executing') OVER (PARTITION BY t.job_id) AS workers
    FROM batch_jobchunk c
    JOIN batch_jobtask t ON t.id = c.task_id
    JOIN batch_job j ON j.id = t.job_id AND j.state IN ('ready', 'executing', 'canceling')
    WHERE c.state IN ('waiting', 'executing') AND (c.retry_at IS NULL OR c.retry_at <= now())
      AND (%(job)s::bigint IS NULL OR t.job_id = %(job)s) AND j.priority >= %(least)s
      AND NOT (t.parameters @> '{"stop_at_first_error": true}' AND EXISTS (
          SELECT 1 FROM batch_jobchunk earlier WHERE earlier.task_id = t.id
            AND earlier.state IN ('waiting', 'executing') AND earlier.first_position < c.first_position))
)
SELECT id, job_id FROM open ORDER BY priority DESC, state = 'executing', workers, job_id, number, first_position
LIMIT 64
"""

# The documents of one chunk that were posted. Reads job_item's primary key; locks them until commit.
_MARK_DONE = """
UPDATE batch_jobitem
SET state = 'done', posting_id = %(posting)s, attempts = attempts + 1, reason_code = %(code)s, reason = '', remedy = '',
    refusals = '[]'
WHERE task_id = %(task)s AND position BETWEEN %(first)s AND %(last)s AND state = 'waiting'
  AND document_id = ANY(%(documents)s::bigint[])
"""

# What is the matter with documents of one chunk that were posted all the same.
_NOTE_WARNINGS = """
UPDATE batch_jobitem i
SET reason_code = r.code, reason = r.reason, remedy = r.remedy, refusals = r.refusals::jsonb
FROM unnest(%(documents)s::bigint[], %(codes)s::text[], %(reasons)s::text[], %(remedies)s::text[], %(refusals)s::text[])
     AS r (document_id, code, reason, remedy, refusals)
WHERE i.task_id = %(task)s AND i.position BETWEEN %(first)s AND %(last)s AND i.state = 'done'
  AND i.document_id = r.document_id
"""

# The documents of one chunk that were left out, each with its reason.
_MARK_SET_ASIDE = """
UPDATE batch_jobitem i
SET state = 'set_aside', attempts = i.attempts + 1, reason_code = r.code, reason = r.reason, remedy = r.remedy,
    refusals = r.refusals::jsonb
FROM unnest(%(documents)s::bigint[], %(codes)s::text[], %(reasons)s::text[], %(remedies)s::text[], %(refusals)s::text[])
     AS r (document_id, code, reason, remedy, refusals)
WHERE i.task_id = %(task)s AND i.position BETWEEN %(first)s AND %(last)s AND i.state = 'waiting'
  AND i.document_id = r.document_id
"""

# The waiting documents of a job's tasks that no worker has in hand, and how many each task has canceled by that.
_CANCEL_ITEMS = """
WITH canceled AS (
    UPDATE batch_jobitem i SET state = 'canceled'
    FROM batch_jobtask t
    WHERE t.job_id = %(job)s AND i.task_id = t.id AND i.state = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM batch_jobchunk c WHERE c.task_id = t.id AND c.state = 'executing'
          AND i.position BETWEEN c.first_position AND c.last_position)
    RETURNING i.task_id
), counted AS (SELECT task_id, count(*) AS number FROM canceled GROUP BY task_id)
UPDATE batch_jobtask t SET canceled_count = t.canceled_count + counted.number
FROM counted WHERE t.id = counted.task_id RETURNING counted.number
"""

# Documents settled per stretch of time since the job last started, stretches counted from its first chunk.
_SETTLED_PER_STRETCH = """
WITH taken AS (
    SELECT c.finished_at, c.done, c.set_aside, min(c.started_at) OVER () AS began
    FROM batch_jobtask t JOIN batch_job j ON j.id = t.job_id JOIN batch_jobchunk c ON c.task_id = t.id
    WHERE j.id = %(job)s AND c.started_at >= j.started_at
)
SELECT began, floor(extract(epoch FROM finished_at - began) / %(seconds)s)::int AS place, sum(done), sum(set_aside)
FROM taken WHERE finished_at IS NOT NULL GROUP BY began, place ORDER BY place
"""


# The chunks that a living process holds, with their jobs. The server keeps these locks; reads a row for each of them.
_OF_HELD_CHUNKS = """
FROM pg_locks l
JOIN batch_jobchunk c ON c.id %% %(modulus)s = l.objid AND c.state = 'executing'
JOIN batch_jobtask t ON t.id = c.task_id
JOIN batch_job j ON j.id = t.job_id
WHERE l.locktype = 'advisory' AND l.classid = %(space)s AND l.objsubid = 2 AND l.granted
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_HELD_CHUNKS = f"""
SELECT c.worker, j.company_id, j.id, j.description, c.first_position, c.last_position, t.is_act, t.kind, c.started_at
{_OF_HELD_CHUNKS}
"""

# The sessions that hold the chunks under way of a job are ended, and waited for: the server rolls back what they had
# not committed. One row per session, with whether it has ended.
_END_SESSIONS = """
SELECT l.pid, pg_terminate_backend(l.pid, 5000)
FROM batch_jobtask t
JOIN batch_jobchunk c ON c.task_id = t.id AND c.state = 'executing'
JOIN pg_locks l ON l.locktype = 'advisory' AND l.classid = %(space)s AND l.objsubid = 2 AND l.granted
  AND l.objid = c.id %% %(modulus)s AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
WHERE t.job_id = %(job)s
"""

# One row: the jobs at work in a company, whether a worker is alive to do them, its reader's unread alerts, and the
# oldest of these that is a pop-up. Reads unfinished jobs and their tasks; locks, where no worker was seen lately.
_IN_THE_FRAME = f"""
SELECT max(t.job_id), count(DISTINCT t.job_id),
    coalesce(sum(t.done_count + t.set_aside_count + t.dismissed_count + t.canceled_count), 0)::bigint,
    coalesce(sum(t.document_count), 0)::bigint,
    CASE WHEN count(*) > 0 THEN
        EXISTS (SELECT FROM batch_worker w WHERE w.seen_at >= statement_timestamp() - %(lost_after)s)
        OR EXISTS (SELECT {_OF_HELD_CHUNKS}) END,
    (SELECT count(*) FROM batch_alert a
     WHERE a.company_id = %(company)s AND a.user_id = %(user)s AND a.read_at IS NULL),
    (SELECT min(a.id) FROM batch_alert a
     WHERE a.company_id = %(company)s AND a.user_id = %(user)s AND a.read_at IS NULL AND a.is_popup)
FROM batch_job j JOIN batch_jobtask t ON t.job_id = j.id
WHERE j.company_id = %(company)s AND j.state = ANY(%(states)s)
"""  # noqa: S608 (written above)


def ids_of(found: Compiled) -> list[int]:
    """Give the ids that a compiled statement finds."""
    return [row[0] for row in rows(*found)]


def statement_of(documents: QuerySet[Any, Any], *, keeps_order: bool = False) -> tuple[str, tuple[Any, ...]]:
    """Give the statement that finds documents, and its parameters; one that finds none where none are chosen."""
    chosen = documents if keeps_order else documents.order_by()
    compiler = chosen.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False)
    statement, parameters = compiler.as_sql()
    return statement, tuple(parameters)


def insert_items(
    *,
    company_id: int,
    task_id: int,
    documents: QuerySet[Any, Any],
    is_grouped: bool = False,
    keeps_order: bool = False,
) -> int:
    """Write one item per document of the selection (id, date, label, and group where there are) and return how many."""
    selection, parameters = statement_of(documents, keeps_order=keeps_order)
    head, tail = _INSERT_ITEMS_HEAD, _INSERT_ITEMS_TAIL
    if is_grouped:
        head, tail = _INSERT_GROUPED_HEAD, _INSERT_GROUPED_TAIL
    elif keeps_order:
        head = _INSERT_SORTED_HEAD
    return execute(head + selection + tail, [company_id, task_id, *parameters])


def make_chunks(*, company_id: int, task_id: int, round_number: int, size: int) -> int:
    """Cut the waiting documents of the task into chunks of ``size`` or a bit more, and return the number of chunks.

    What belongs together is in one chunk.
    """
    return execute(_MAKE_CHUNKS, {"company": company_id, "task": task_id, "round": round_number, "size": size})


def candidates(*, job_id: int | None, least_priority: int) -> list[tuple[int, int]]:
    """Give (chunk, job) of up to 64 chunks that may be free, of one job or of all of a priority or more, best first."""
    return [(int(chunk), int(job)) for chunk, job in rows(_CANDIDATES, {"job": job_id, "least": least_priority})]


def moment() -> datetime:
    """Give the instant at which this transaction began, by the clock of the database."""
    found: datetime = rows("SELECT now()")[0][0]
    return found


def try_lock_chunk(chunk_id: int) -> bool:
    """Take the session's lock on a chunk; it ends with the connection, whatever becomes of the process."""
    return bool(rows("SELECT pg_try_advisory_lock(%s, %s)", [_CHUNK_LOCK_SPACE, chunk_id % _LOCK_MODULUS])[0][0])


@dataclass(frozen=True)
class HeldChunk:
    """A chunk that a living worker has in hand, and since when."""

    worker: str
    company_id: int
    job_id: int
    description: str
    first_position: int
    last_position: int
    is_act: bool
    kind: str
    since: datetime


def held_chunks() -> list[HeldChunk]:
    """Give the chunks that living workers have in hand, of every company."""
    held = [HeldChunk(*row) for row in rows(_HELD_CHUNKS, {"space": _CHUNK_LOCK_SPACE, "modulus": _LOCK_MODULUS})]
    return [replace(chunk, description=as_read(chunk.description)) for chunk in held]


def try_lock_chunk_until_commit(chunk_id: int) -> bool:
    """Take the lock on a chunk for this transaction."""
    return bool(rows("SELECT pg_try_advisory_xact_lock(%s, %s)", [_CHUNK_LOCK_SPACE, chunk_id % _LOCK_MODULUS])[0][0])


def end_sessions(*, job_id: int) -> None:
    """End the sessions that hold chunks of a job; what they had not committed is rolled back."""
    execute(_END_SESSIONS, {"job": job_id, "space": _CHUNK_LOCK_SPACE, "modulus": _LOCK_MODULUS})


def unlock_chunk(chunk_id: int) -> None:
    """Give the session's lock on a chunk back."""
    execute("SELECT pg_advisory_unlock(%s, %s)", [_CHUNK_LOCK_SPACE, chunk_id % _LOCK_MODULUS])


def notice_lost_clients() -> None:
    """Have the server end this session's statement within a second when its process is gone."""
    execute("SELECT set_config('client_connection_check_interval', '1s', false)")


def limit_statements(*, milliseconds: int) -> None:
    """Limit every further statement of this transaction."""
    execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])


def server_started_after(instant: datetime) -> bool:
    """Tell whether the database server was started after that instant: it ended every session before."""
    return bool(rows("SELECT pg_postmaster_start_time() > %s", [instant])[0][0])


def mark_done(
    *, task_id: int, positions: tuple[int, int], documents: Sequence[int], posting_id: int | None, code: str = ""
) -> int:
    """Write down that these waiting documents are posted and return their number."""
    if not documents:
        return 0
    first, last = positions
    values = {"task": task_id, "first": first, "last": last, "documents": list(documents)}
    return execute(_MARK_DONE, {**values, "posting": posting_id, "code": code})


@dataclass(frozen=True)
class SetAside:
    """A document left out, or warned of: in words, and as (code, stored facts) of each reason."""

    document_id: int
    code: str
    reason: str
    remedy: str
    refusals: Sequence[tuple[str, list[Any]]]


def mark_set_aside(*, task_id: int, positions: tuple[int, int], refused: Sequence[SetAside]) -> int:
    """Set these waiting documents aside and return their number."""
    if not refused:
        return 0
    return execute(_MARK_SET_ASIDE, _reasons_of(task_id, positions, refused))


def note_warnings(*, task_id: int, positions: tuple[int, int], warned: Sequence[SetAside]) -> int:
    """Write down what is the matter with these posted documents and return their number."""
    return execute(_NOTE_WARNINGS, _reasons_of(task_id, positions, warned))


def _reasons_of(task_id: int, positions: tuple[int, int], refused: Sequence[SetAside]) -> dict[str, object]:
    first, last = positions
    values = {
        "documents": [one.document_id for one in refused],
        "codes": [one.code for one in refused],
        "reasons": [as_written(one.reason) for one in refused],
        "remedies": [as_written(one.remedy) for one in refused],
        "refusals": [json.dumps(one.refusals) for one in refused],
    }
    return {"task": task_id, "first": first, "last": last, **values}


def cancel_items(*, job_id: int) -> int:
    """Cancel the waiting documents of a job that no worker has in hand and return their number."""
    return sum(int(number) for (number,) in rows(_CANCEL_ITEMS, {"job": job_id}))


def settled_per_stretch(*, job_id: int, seconds: int) -> list[tuple[datetime, int, int, int]]:
    """Give (begin of the work, number of the stretch, done, set aside) where anything was settled."""
    return [
        (began, place, int(done), int(set_aside))
        for began, place, done, set_aside in rows(_SETTLED_PER_STRETCH, {"job": job_id, "seconds": seconds})
    ]


def in_the_frame(
    *, company_id: int, user_id: int | None, states: Sequence[str], lost_after: timedelta
) -> tuple[int | None, int, int, int, bool | None, int, int | None]:
    """Give what the frame of every page shows of a company's jobs in these states, and of a reader's alerts.

    :returns: id of the newest job (None: there is none), how many there are, their documents that are settled, all of
        them, whether a worker was seen since ``lost_after`` before now or has a chunk in hand (None: there is no job),
        how many alerts are not read, and the id of the oldest of these that is a pop-up (None: none is).
    """
    parameters: dict[str, Any] = {"company": company_id, "user": user_id}
    parameters |= {"states": list(states), "lost_after": lost_after}
    parameters |= {"space": _CHUNK_LOCK_SPACE, "modulus": _LOCK_MODULUS}
    [row] = rows(_IN_THE_FRAME, parameters)
    newest_id, jobs, settled, documents, has_worker, unread, popup_id = row
    return newest_id, jobs, settled, documents, has_worker, unread, popup_id
