"""Processes that end in the middle of their work, and people who act at the same moment."""

import os
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, connections

CRASHED, CRASHED_BEFORE_COMMIT = 9, 10
Result = TypeVar("Result")
Session = Callable[..., Any]


def in_another_process(work: Callable[[], Any]) -> int:
    """Do the work in a process of its own, on a connection of its own, and give its exit code."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 1
    try:
        leave_connections()
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def leave_connections() -> None:
    """Leave its connections to the process that this is a copy of, and begin with none.

    That one goes on with them: a new session of the database costs more than most of what a test does with it.
    (psycopg2 never ends a session that another process began.)
    """
    for left in connections.all(initialized_only=True):
        left.connection = None


def crashing_after(statement: int, work: Callable[[], Any]) -> Callable[[], Any]:
    """Give the work of a process that ends after so many statements, at the latest before its COMMIT.

    After one statement is before the next, so every place between two of them is tried once.
    """

    def crash() -> Any:
        _on_commit(lambda commit: os._exit(CRASHED_BEFORE_COMMIT))
        done = 0

        def count(execute: Any, *arguments: Any) -> Any:
            nonlocal done
            result = execute(*arguments)
            done += 1
            if done == statement:
                os._exit(CRASHED)
            return result

        with connection.execute_wrapper(count):
            return work()

    return crash


class Ended(BaseException):
    """This process plays one that has ended: nothing of the program answers it, and it sends no statement after it."""


_CURRENT = "SELECT pg_current_xact_id()::text"
_SEEN = "SELECT pg_visible_in_snapshot(%s::xid8, pg_current_snapshot())"


@contextmanager
def another_session() -> Iterator[Session]:
    """Give what lets another session of the database do something; it ends at the end."""
    with ThreadPoolExecutor(1) as elsewhere:

        def do(act: Callable[..., Any], *arguments: Any) -> Any:
            return elsewhere.submit(act, *arguments).result()

        try:
            yield do
        finally:
            do(connections.close_all)


def keep_seeing_what_is_there() -> None:
    """Let this session see what is committed now, and nothing that comes after it, until it sees the present again."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")


def see_the_present_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK")


def watched(work: Callable[[], Any], *, other_session: Session, before_commit: Callable[[], None]) -> int:
    """Do the work as a process that ends before its COMMIT; give the number of its statements.

    After each statement that may write, and before the COMMIT, the other session looks whether it sees anything of the
    transaction: what it sees is what is left when a process ends there. The work fails when that ever is something.
    `before_commit` is called last.
    """
    statements = 0

    def see_nothing_of(statement: str) -> None:
        assert not other_session(_asked, _SEEN, _asked(_CURRENT)), f"others see something of {statement}"

    def see_nothing_after(execute: Any, statement: str, *arguments: Any) -> Any:
        nonlocal statements
        result = execute(statement, *arguments)
        statements += 1
        if not statement.startswith("SELECT"):
            assert connection.in_atomic_block, f"committed by itself: {statement}"
            see_nothing_of(statement)
        return result

    def end(_commit: Callable[[], None]) -> None:
        see_nothing_of("what comes before the COMMIT")
        before_commit()
        connection.rollback()  # as the server does for a process that is gone

    with connection.execute_wrapper(see_nothing_after):
        _ending_at_commit(work, end)
    return statements


def _asked(statement: str, *values: Any) -> Any:
    """What the database answers, past whatever counts statements."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def ended_after_commit(work: Callable[[], Any]) -> None:
    """Do the work as a process that ends when it has committed and nobody was told."""
    _ending_at_commit(work, lambda commit: commit())


def _ending_at_commit(work: Callable[[], Any], act: Callable[[Callable[[], None]], Any]) -> None:
    """Do the work as a process that ends at its COMMIT, in place of which it acts.

    It is this process that plays it, on a session that has its plans already: a process and a session of its own cost
    more than what is done in them. What ends for real does so in another test.
    """
    has_ended = False

    def end() -> None:
        nonlocal has_ended
        act(commit)
        connection.run_on_commit.clear()
        has_ended = True
        raise Ended

    def be_silent_after_it(execute: Any, *arguments: Any) -> Any:
        assert not has_ended, f"{arguments[0]} after the end"
        return execute(*arguments)

    commit = connection._commit  # type: ignore[attr-defined]
    connection._commit = end  # type: ignore[attr-defined]
    try:
        with connection.execute_wrapper(be_silent_after_it):
            work()
    except Ended:
        return
    finally:
        connection._commit = commit  # type: ignore[attr-defined]
    raise AssertionError("it did not come to its COMMIT")


def crashing_after_commit(work: Callable[[], Any]) -> Callable[[], Any]:
    """Give the work of a process that ends when it has committed and nobody was told."""

    def crash() -> None:
        _on_commit(lambda commit: (commit(), os._exit(CRASHED)))
        work()

    return crash


def _on_commit(act: Callable[[Callable[[], None]], Any]) -> None:
    commit = connection._commit  # type: ignore[attr-defined]
    connection._commit = lambda: act(commit)  # type: ignore[attr-defined]


def at_once(*people: Callable[[], Result], seconds: int = 60) -> list[Result | Exception]:
    """Let people act at the same moment, each on a connection of their own; give what each got, errors too."""
    barrier = threading.Barrier(len(people))
    results: list[Any] = [None] * len(people)

    def act(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            results[place] = people[place]()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[place]) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    return results
