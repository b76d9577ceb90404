"""A backup of posted books comes back whole, guarded and proved."""

import subprocess
from contextlib import closing
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from arclose.embedded.postgresql import binaries
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, FiscalPeriod, Voucher
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.schema import DatabaseIsNewer
from arclose.operations import starting
from arclose.operations.owner import connected_as_owner
from customers.invoicing import post_invoices
from tests.builders import a_clerk, a_company, a_controller, a_customer, an_order
from tests.cluster import OWNER

pytestmark = pytest.mark.django_db(transaction=True)


def manage(*words: str) -> str:
    """Execute a command and return what it printed."""
    connections.close_all()
    told = StringIO()
    call_command(*words, stdout=told)
    return told.getvalue()


@pytest.fixture
def books() -> Company:
    company = a_company()
    invoice(company)
    return company


@pytest.fixture
def dump(cluster, database_name, tmp_path):
    """Write tables of the database to a file, as a backup does with all: those that say whose books they are, and of
    which release, unless others are named.
    """

    def write(name: str, *tables: str) -> Path:
        named = [f"--table={table}" for table in tables or ("ledger_company", "django_migrations")]
        parts = ["--format=custom", "--section=pre-data", "--section=data", *named, "--file", tmp_path / name]
        subprocess.run([binaries() / "pg_dump", *parts, cluster.url(database_name, role=OWNER)], check=True)
        return tmp_path / name

    return write


def invoice(company: Company) -> None:
    order = an_order(a_customer(company), ("2", "10.00"))
    outcome = post_invoices(company=company, orders=[order.pk], posted_by=a_clerk(company), key=f"order {order.pk}")
    assert not outcome.left_out


def test_it_brings_back_what_was_posted_verified_guarded_and_on_hold(books, tmp_path):
    october = FiscalPeriod.objects.get(company=books, name="2026-10")
    change_status(period=october, status=PeriodStatus.ON_HOLD, changed_by=a_controller(books))
    backup, before = tmp_path / "books.dump", _vouchers()
    manage("backup", str(backup))
    change_status(period=october, status=PeriodStatus.OPEN, changed_by=a_controller(books), reason="one more")
    invoice(books)
    assert "every promise holds" in manage("restore", str(backup), "--replace")
    assert _vouchers() == before
    assert list(Voucher.objects.values_list("sealed_by_transaction", flat=True)) == [None]
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_voucher SET text = 'changed'")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_ledgerentry SELECT * FROM ledger_ledgerentry")

    company = Company.objects.get(pk=books.pk)
    with pytest.raises(AssertionError, match="period_not_open"):
        invoice(company)
    assert _vouchers() == before
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    change_status(period=october, status=PeriodStatus.OPEN, changed_by=a_controller(company), reason="to go on")
    invoice(company)
    assert _vouchers()[:1] == before
    assert "every promise holds" in manage("verify")


def _vouchers() -> list[tuple[int, str, date]]:
    return list(Voucher.objects.order_by("pk").values_list("pk", "number", "posting_date"))


def test_it_refuses_what_would_lose_books_and_leaves_them(books, dump, cluster, database_name):
    backup = dump("books.dump")
    with pytest.raises(CommandError, match="--replace"):
        manage("restore", str(backup))
    somebody = psycopg2.connect(cluster.url(database_name))
    with closing(somebody), pytest.raises(CommandError, match="1 other sessions"):
        manage("restore", str(backup), "--replace")
    of_something_else = dump("other.dump", "auth_group")
    with pytest.raises(CommandError, match="of another database"):
        manage("restore", str(of_something_else), "--replace")
    with connected_as_owner(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('journals', '9999_later', now())")
    of_a_newer_release = dump("newer.dump")
    with pytest.raises(DatabaseIsNewer, match=r"journals\.9999_later.* Use that release"):
        starting.bring_up_to_date(now=datetime(2026, 11, 1, tzinfo=UTC), say=print)
    with connected_as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    with pytest.raises(CommandError, match=r"journals\.9999_later.* Nothing was changed"):
        manage("restore", str(of_a_newer_release), "--replace")
    content = backup.read_bytes()
    of_a_newer_server = content[:5] + b"\x01\x63" + content[7:]
    for damaged, said in (
        (b"no backup at all", "pg_restore"),
        (content[: len(content) * 3 // 4], "pg_restore"),
        (of_a_newer_server, "made by a newer PostgreSQL"),
    ):
        backup.write_bytes(damaged)
        with pytest.raises(CommandError, match=said):
            manage("restore", str(backup), "--replace")
    assert Voucher.objects.count() == 1
    assert "every promise holds" in manage("verify")


def test_it_writes_no_file_when_the_backup_fails(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        manage("backup", str(tmp_path / "missing-folder" / "books.dump"))
    assert not (tmp_path / "missing-folder").exists()
