"""Processes that end in the middle of their work, and people who act at the same moment."""

import os
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection, connections

CRASHED, CRASHED_BEFORE_COMMIT = 9, 10
Result = TypeVar("Result")


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


def watched(work: Callable[[], Any], *, look: Callable[[], Any]) -> Callable[[], Any]:
    """Give the work of a process in which another session looks after each statement that may write, and which ends
    before its COMMIT.

    What another session sees is what is left when the process ends there. The process fails when that ever differs.
    (What becomes visible while it reads is seen after its next writing, or before its COMMIT.)
    """

    def watch() -> Any:
        with ThreadPoolExecutor(1) as elsewhere:
            before = elsewhere.submit(look).result()

            def compare(statement: str) -> None:
                assert elsewhere.submit(look).result() == before, f"others see something of {statement}"

            def compare_after(execute: Any, statement: str, *arguments: Any) -> Any:
                result = execute(statement, *arguments)
                if not statement.startswith("SELECT"):
                    compare(statement)
                return result

            def end(_commit: Callable[[], None]) -> None:
                compare("what comes before the COMMIT")
                os._exit(CRASHED_BEFORE_COMMIT)

            _on_commit(end)
            with connection.execute_wrapper(compare_after):
                return work()

    return watch


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
