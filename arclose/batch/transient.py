"""Which errors of the database pass by themselves, and how long to wait for that.

Only these are tried again: serialization failure, deadlock, lock not available, connection errors, too many
connections, and a server that is stopped or starts. Everything else is a fault of the document or the program.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import Error, InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

TRANSIENT_STATES = frozenset({"40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03"})
CONNECTION_CLASS = "08"
QUERY_CANCELED = "57014"

TRIES = 5
RECONNECTIONS = 9
_FIRST_WAIT_MILLISECONDS = 50
_LONGEST_WAIT_MILLISECONDS = 2_000


def sql_state(error: BaseException) -> str:
    """Give the five characters with which PostgreSQL names the error; empty when it did not come from there."""
    return getattr(error.__cause__, "pgcode", None) or ""


def is_connection_lost() -> bool:
    """Tell whether the connection is gone; psycopg2 gives no name to that, only the connection knows."""
    return connection.connection is None or bool(connection.connection.closed)


def is_transient(error: BaseException) -> bool:
    """Tell whether the same work may well succeed in a moment."""
    if is_connection_lost():
        return True
    state = sql_state(error) if isinstance(error, Error) else ""
    # Nobody is there to name it where a session ends without a word, and leaving a transaction opens a new one at once.
    is_nameless = isinstance(error, OperationalError | InterfaceError) and not state
    return is_nameless or state in TRANSIENT_STATES or state.startswith(CONNECTION_CLASS)


def waits(count: int) -> Iterator[int]:
    """Give ``count`` growing waits in milliseconds, each spread at random by half."""
    for power in range(count):
        longest = min(_FIRST_WAIT_MILLISECONDS * 2**power, _LONGEST_WAIT_MILLISECONDS)
        yield random.randint(longest // 2, longest)  # noqa: S311 (spreads load, guards nothing)


def sleep(milliseconds: int) -> None:
    """Wait."""
    time.sleep(milliseconds / 1000)


def reconnect() -> None:
    """Open a fresh connection, trying for several seconds.

    :raises OperationalError: the server did not come back.
    """
    connection.close()
    for wait in waits(RECONNECTIONS):
        try:
            _connect()
        except Error:
            sleep(wait)
        else:
            return
    _connect()


def _connect() -> None:
    with connection.wrap_database_errors:
        connection.connect()


def persist(work: Callable[[], Result], *, reconnected: Callable[[], None]) -> Result:
    """Do the work, again as a whole after an error that passes; ``reconnected`` is called on each new connection.

    :raises Error: it did not pass, or it is not one of those.
    """
    for wait in waits(TRIES):
        session = connection.connection
        try:
            return work()
        except Exception as error:
            if not is_transient(error):
                raise
            logger.warning("tried again after %s: %s", type(error).__name__, str(error).strip())
        is_lost = is_connection_lost()
        if is_lost:
            reconnect()
        if is_lost or (session is not None and connection.connection is not session):
            reconnected()
        sleep(wait)
    return work()
