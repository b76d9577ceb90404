"""A backup of posted books comes back whole, guarded and proved."""

from contextlib import closing
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from arclose.ledger.models import Company, Voucher
from customers.invoicing import post_invoices
from tests.builders import a_clerk, a_company, a_customer, an_order

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
def backup(books, tmp_path):
    file = tmp_path / "books.dump"
    manage("backup", str(file))
    return file


def invoice(company: Company) -> None:
    order = an_order(a_customer(company), ("2", "10.00"))
    outcome = post_invoices(company=company, orders=[order.pk], posted_by=a_clerk(company), key=f"order {order.pk}")
    assert not outcome.left_out


def test_it_brings_back_what_was_posted_verified_and_guarded(books, backup):
    before = list(Voucher.objects.order_by("pk").values_list("pk", "number", "posting_date"))
    invoice(books)
    told = manage("restore", str(backup), "--replace")
    assert "every promise holds" in told
    assert list(Voucher.objects.order_by("pk").values_list("pk", "number", "posting_date")) == before
    assert list(Voucher.objects.values_list("sealed_by_transaction", flat=True)) == [None]
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_voucher SET text = 'changed'")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_ledgerentry SELECT * FROM ledger_ledgerentry")


def test_it_can_be_posted_to_backed_up_and_restored_again(books, backup, tmp_path):
    manage("restore", str(backup), "--replace")
    invoice(Company.objects.get(pk=books.pk))
    second = tmp_path / "second.dump"
    manage("backup", str(second))
    assert "every promise holds" in manage("restore", str(second), "--replace")
    assert Voucher.objects.count() == 2


def test_it_refuses_what_would_lose_books_and_leaves_them(backup, cluster, database_name):
    with pytest.raises(CommandError, match="--replace"):
        manage("restore", str(backup))
    somebody = psycopg2.connect(cluster.url(database_name))
    with closing(somebody), pytest.raises(CommandError, match="1 other sessions"):
        manage("restore", str(backup), "--replace")
    content = backup.read_bytes()
    for damaged in (b"no backup at all", content[: len(content) * 3 // 4]):
        backup.write_bytes(damaged)
        with pytest.raises(CommandError, match="pg_restore"):
            manage("restore", str(backup), "--replace")
    assert Voucher.objects.count() == 1
    assert "every promise holds" in manage("verify")


def test_it_writes_no_file_when_the_backup_fails(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        manage("backup", str(tmp_path / "missing-folder" / "books.dump"))
    assert not (tmp_path / "missing-folder").exists()
