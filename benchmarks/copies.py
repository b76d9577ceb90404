"""Make books larger by copies of what is posted in them: rows with their keys moved on, written past guards and keys.

That is cheap, and as good as posting them to whoever reads: the copies are sealed again, so `verify` finds nothing.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import CharField, Field, ForeignKey, Model

from arclose.embedded.postgresql import Postgresql
from benchmarks.stage import DATABASE

FIRST_KEY = 1_000_000_000
# The keys of copies come after those that are there: those of a row in the place of the row, so that what is newer
# comes later, or those of a copy together, so that what was posted together lies together.
BY_ROW, BY_COPY = "{first} + own.{column} * 100 + copy", "{first} + copy * 100000000::bigint + own.{column}"
NAMES = ("number", "key", "document_number", "identity")


_SEAL_AGAIN = """
    DO $$
    DECLARE
        of_posting record;
        last_digest text := '';
    BEGIN
        FOR of_posting IN SELECT id FROM ledger_postingseal WHERE company_id = {company} ORDER BY position LOOP
            UPDATE ledger_postingseal AS seal SET previous_digest = last_digest, digest = {digest}
            FROM ledger_posting posting WHERE posting.id = seal.posting_id AND seal.id = of_posting.id
            RETURNING seal.digest INTO STRICT last_digest;
        END LOOP;
        UPDATE ledger_chainhead SET digest = last_digest WHERE company_id = {company};
    END $$
"""


def copy_books(company: Any, times: int, *, keys: str = BY_ROW) -> None:
    """Write so many copies of all orders, documents and postings of a company, and keep balances and digests right."""
    factor, own = times + 1, f"company_id = {company.pk}"
    Postgresql(places=settings.EMBEDDED).execute(
        [
            "SET session_replication_role = replica",
            "SET work_mem = '256MB'",
            *(_copying(model, company.pk, times, keys) for model in _copied()),
            *(_multiplying(model, company.pk, factor) for model in _kept()),
            f"UPDATE ledger_numberseriescounter SET last_number = last_number * {factor} WHERE {own}",
            f"UPDATE ledger_chainhead SET position = position * {factor} WHERE {own}",
            "VACUUM ANALYZE",
            _sealing_again(company.pk),
            "VACUUM ANALYZE ledger_postingseal",
        ],
        database=DATABASE,
    )


def count_on() -> None:
    """Let what is written from now on come behind the copies."""
    Postgresql(places=settings.EMBEDDED).execute(
        [
            f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), max(id))"
            f' FROM "{model._meta.db_table}" HAVING max(id) IS NOT NULL'
            for model in _copied()
            if _key(model) == "id"
        ],
        database=DATABASE,
    )


def _copied() -> list[type[Model]]:
    from arclose.ledger import models as ledger
    from customers import models as customers
    from journals import models as journals

    return [
        customers.SalesOrder, customers.SalesOrderLine, ledger.Posting, ledger.PostingSeal, customers.OrderDocument,
        customers.OrderDocumentLine, customers.Invoice, customers.InvoiceLine, customers.InvoicedDelivery,
        customers.DeferredRevenue, journals.GeneralVoucher, journals.GeneralVoucherLine, ledger.Voucher,
        ledger.LedgerEntry, customers.TaxRow,
        customers.CustomerTransaction, customers.OpenTransaction, customers.Settlement, customers.Mark,
        journals.Payment, journals.BankStatement, journals.BankStatementLine,
    ]  # fmt: skip


def _kept() -> list[type[Model]]:
    from arclose.ledger import models as ledger
    from customers import models as customers

    return [ledger.AccountBalance, customers.SubledgerBalance, customers.CustomerBalance, customers.DueBalance]


def _copying(model: type[Model], company: int, times: int, keys: str) -> str:
    columns = dict(_columns(model, keys))
    order = f"copy, own.{_key(model)}" if keys == BY_COPY else f"own.{_key(model)}, copy"
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) OVERRIDING SYSTEM VALUE'
        f" SELECT {', '.join(columns.values())} FROM generate_series(1, {times}) AS copy"
        f' CROSS JOIN "{model._meta.db_table}" AS own'
        f" WHERE own.company_id = {company} AND own.{_key(model)} < {FIRST_KEY} ORDER BY {order}"
    )


def _key(model: type[Model]) -> str:
    assert model._meta.pk is not None
    return _column(model._meta.pk)


def _column(field: "Field[Any, Any]") -> str:
    assert field.column is not None
    return field.column


def _columns(model: type[Model], keys: str) -> Iterator[tuple[str, str]]:
    """Give each column and what a copy has in it."""
    for field in model._meta.concrete_fields:
        column = _column(field)
        points_to_copies = isinstance(field, ForeignKey) and field.related_model in _copied()
        if column == _key(model) or points_to_copies or column == "document_id":
            yield column, keys.format(first=FIRST_KEY, column=column)
        elif column in NAMES and isinstance(field, CharField):
            # Those that have none must not have one that others have too.
            yield column, f"CASE own.{column} WHEN '' THEN '' ELSE own.{column} || '-' || copy END"
        elif column == "sequence_number":
            counter = "c.series_id = own.series_id AND c.fiscal_year_id = own.fiscal_year_id"
            last = f"SELECT c.last_number FROM ledger_numberseriescounter c WHERE {counter}"
            yield column, f"own.sequence_number + copy * ({last})"
        elif column == "position":
            head = "SELECT h.position FROM ledger_chainhead h WHERE h.company_id = own.company_id"
            yield column, f"own.position + copy * ({head})"
        else:
            yield column, f"own.{column}"


def _multiplying(model: type[Model], company: int, factor: int) -> str:
    columns = [_column(field) for field in model._meta.concrete_fields]
    amounts = [column for column in columns if column.endswith("_amount")]
    changes = ", ".join(f"{column} = {column} * {factor}" for column in amounts)
    return f"UPDATE {model._meta.db_table} SET {changes} WHERE company_id = {company}"


def _sealing_again(company: int) -> str:
    from arclose.ledger.sql import digest_of_posting  # it needs the models, which are there once the stage stands

    digest = digest_of_posting(previous="last_digest", form="seal.digest_form")
    return _SEAL_AGAIN.format(company=company, digest=digest)
