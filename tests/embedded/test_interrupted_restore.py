"""A restore that is interrupted loses no books: not those from before it, whatever comes next."""

import os
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError
from django.db import connection, connections

from arclose.ledger.models import Voucher
from arclose.operations import backups, starting
from arclose.operations.owner import connected_as_owner
from tests.embedded.test_backup import books, dump, invoice, manage  # noqa: F401 (fixtures)
from tests.faults.processes import CRASHED, in_another_process

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def two_posted(books, dump):  # noqa: F811
    """A backup, of what tells that it is one, and books with two vouchers, of which it has none."""
    invoice(books)
    return dump("books.dump")


def killed_while_it_restores(file) -> None:
    """Restore in a process that is killed with the old books laid aside and the new ones not there yet."""

    def restore() -> None:
        backups._execute = lambda command: os._exit(CRASHED)
        backups.restore(file=file, replace=True)

    connections.close_all()
    assert in_another_process(restore) == CRASHED
    assert is_aside()


def is_aside() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'arclose_replaced')")
        is_there: bool = cursor.fetchone()[0]
    connections.close_all()
    return is_there


def test_it_puts_the_books_back_when_somebody_interrupts_it(two_posted, monkeypatch):
    for stage, interruption in (("_execute", KeyboardInterrupt), ("clear_seals", SystemExit), ("_let_go", OSError)):

        def interrupt(*_arguments: object, interruption: type[BaseException] = interruption) -> None:
            raise interruption

        connections.close_all()
        with monkeypatch.context() as patch:
            patch.setattr(backups, stage, interrupt)
            with pytest.raises(interruption):
                backups.restore(file=two_posted, replace=True)
        assert Voucher.objects.count() == 2, (stage, interruption)
        assert not is_aside(), (stage, interruption)


def test_whatever_comes_after_a_kill_puts_the_books_back(two_posted, settings):
    killed_while_it_restores(two_posted)
    said: list[str] = []
    starting.bring_up_to_date(now=datetime(2026, 11, 1, tzinfo=UTC), say=said.append)
    assert said == ["A restore was interrupted: the books from before it are back"]
    assert Voucher.objects.count() == 2, "a start"

    killed_while_it_restores(two_posted)
    with pytest.raises(CommandError, match="--replace"):
        manage("restore", str(two_posted))
    assert Voucher.objects.count() == 2, "another restore, which asks as if nothing had happened"
    assert not is_aside()

    killed_while_it_restores(two_posted)
    settings.EMBEDDED_DATABASE = False
    with pytest.raises(backups.RestoreInterrupted, match="restore --put-back"):
        starting.bring_up_to_date(now=datetime(2026, 11, 1, tzinfo=UTC), say=print)
    assert "the books from before it are back" in manage("migrate")
    assert Voucher.objects.count() == 2, "a start on a server, which says what to do, and a migration"


def test_it_asks_which_books_are_to_stay_where_there_are_others_by_now(two_posted):
    killed_while_it_restores(two_posted)
    with connected_as_owner():
        done = backups._execute(
            [backups._program("pg_restore"), "--no-owner", "--no-privileges", *backups._place(), str(two_posted)]
        )
    assert done.returncode == 0, done.stderr
    for words in (["migrate"], ["restore", str(two_posted), "--replace"]):
        with pytest.raises(CommandError, match="restore --put-back"):
            manage(*words)
        assert is_aside()
    manage("restore", "--put-back")
    assert Voucher.objects.count() == 2
    assert "every promise holds" in manage("verify")
