"""Entries of vouchers: what documents post, and the opposite of what others did."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from arclose.ledger.sql.running import Compiled, execute

# All entry kinds of a posting in one statement, so that the guards run once. The planner believes that a posting made
# a moment ago has one voucher and would compute every entry once more for each; so the entries are computed first,
# and each then looks its voucher up by the unique key of its document (OFFSET 0 keeps the look-up what it is).
_INSERT_ENTRIES = """
    WITH entry (document_id, account_id, currency_id, transaction_amount, accounting_amount, tax_row_number,
        reporting_amount, posting_type) AS MATERIALIZED ({entries})
    INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type, tax_row_number,
        currency_id, transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)
    SELECT v.company_id, v.id, entry.account_id, v.posting_date, entry.posting_type, entry.tax_row_number,
        entry.currency_id, entry.transaction_amount, entry.accounting_amount,
        coalesce(entry.reporting_amount,
            round(entry.accounting_amount * reporting.units_to / reporting.units_from, reporting.decimals))
    FROM entry
    CROSS JOIN LATERAL (
        SELECT id, company_id, posting_date FROM ledger_voucher
        WHERE company_id = (SELECT company_id FROM ledger_posting WHERE id = %s)
            AND document_type = %s AND document_part = %s AND document_id = entry.document_id OFFSET 0
    ) AS v
    LEFT JOIN unnest(%s::date[], %s::numeric[], %s::numeric[], %s::int[])
        AS reporting (posting_date, units_from, units_to, decimals) ON reporting.posting_date = v.posting_date
    WHERE entry.transaction_amount <> 0 OR entry.accounting_amount <> 0 OR entry.reporting_amount <> 0
    ORDER BY v.id
"""


def insert_entries(
    *,
    posting_id: int,
    document_type: str,
    document_part: int,
    entries: Sequence[tuple[str, Compiled, bool]],
    reporting: Sequence[tuple[date, Decimal, Decimal, int]] = (),
) -> int:
    """Write the entries of a posting's vouchers, (posting type, rows, say their reporting amount) by kind.

    Return how many.
    """
    listed, parameters = _of_all_kinds(
        [(kind, found if say_reporting else _translated(found)) for kind, found, say_reporting in entries]
    )
    columns = list(zip(*reporting, strict=True)) or [(), (), (), ()]
    return execute(
        _INSERT_ENTRIES.format(entries=listed),
        [*parameters, posting_id, document_type, document_part, *(list(column) for column in columns)],
    )


def _translated(entries: Compiled) -> Compiled:
    """Give rows of entries with no amount in reporting currency of their own."""
    statement, values = entries
    return f"SELECT own.*, NULL::numeric FROM ({statement}) AS own", values  # noqa: S608 (a compiled queryset)


def _of_all_kinds(entries: Sequence[tuple[str, Compiled]]) -> Compiled:
    """Give the rows of every kind as one statement, each with its posting type as last column."""
    statements: list[str] = []
    parameters: list[Any] = []
    for posting_type, (statement, values) in entries:
        statements.append(f"SELECT kind.*, %s::text FROM ({statement}) AS kind")  # noqa: S608 (a compiled queryset)
        parameters += [posting_type, *values]
    return " UNION ALL ".join(statements), parameters


# What adds to vouchers in reporting currency alone: few, and not translated.
_INSERT_REPORTING_ENTRIES = """
    INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type, currency_id,
        transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)
    SELECT v.company_id, v.id, entry.account_id, v.posting_date, entry.posting_type, entry.currency_id, 0, 0,
        entry.amount
    FROM ({entries}) AS entry (document_id, account_id, currency_id, amount, posting_type)
    JOIN ledger_voucher v ON v.company_id = (SELECT company_id FROM ledger_posting WHERE id = %s)
        AND v.document_type = %s AND v.document_part = %s AND v.document_id = entry.document_id
    WHERE entry.amount <> 0 ORDER BY v.id, entry.posting_type
"""


def insert_reporting_entries(
    *, posting_id: int, document_type: str, document_part: int, entries: Sequence[tuple[str, Compiled]]
) -> int:
    """Write entries of a posting's vouchers in reporting currency alone, (posting type, rows); return how many."""
    listed, parameters = _of_all_kinds(entries)
    statement = _INSERT_REPORTING_ENTRIES.format(entries=listed)
    return execute(statement, [*parameters, posting_id, document_type, document_part])


# The entries of vouchers that are the opposite of others: of a reversal the one it names, of a document the one of the
# document it undoes. Each voucher looks its entries up by itself: what a posting made a moment ago is unknown to the
# planner (OFFSET 0 keeps the look-ups what they are).
_INSERT_OPPOSITE_ENTRIES = """
    INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type, tax_row_number,
        currency_id, transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)
    SELECT v.company_id, v.id, e.account_id, v.posting_date, e.posting_type, e.tax_row_number, e.currency_id,
        -e.transaction_currency_amount, -e.accounting_currency_amount, -e.reporting_currency_amount
    FROM ({opposites}) AS v
    CROSS JOIN LATERAL (SELECT * FROM ledger_ledgerentry WHERE voucher_id = v.undone_id OFFSET 0) AS e
    ORDER BY v.id, e.id
"""
_REVERSALS = """
    SELECT id, company_id, posting_date, reversal_of_id AS undone_id FROM ledger_voucher
    WHERE posting_id = %s AND reversal_of_id IS NOT NULL
"""
_OPPOSITE_DOCUMENTS = """
    SELECT v.id, v.company_id, v.posting_date, undone.id AS undone_id
    FROM ledger_posting posting CROSS JOIN ({pairs}) AS pair (document_id, undone_document_id)
    CROSS JOIN LATERAL (
        SELECT id, company_id, posting_date FROM ledger_voucher WHERE company_id = posting.company_id
            AND document_type = %s AND document_part = %s AND document_id = pair.document_id OFFSET 0
    ) AS v
    CROSS JOIN LATERAL (
        SELECT id FROM ledger_voucher WHERE company_id = posting.company_id
            AND document_type = %s AND document_part = %s AND document_id = pair.undone_document_id OFFSET 0
    ) AS undone
    WHERE posting.id = %s
"""


def insert_reversed_entries(*, posting_id: int) -> int:
    """Write the entries of a posting's reversing vouchers and return how many."""
    return execute(_INSERT_OPPOSITE_ENTRIES.format(opposites=_REVERSALS), [posting_id])


def insert_opposite_entries(*, posting_id: int, document_type: str, document_part: int, pairs: Compiled) -> int:
    """Write the entries of documents that undo others, (document, document undone), and return how many."""
    statement, parameters = pairs
    part = [document_type, document_part]
    opposites = _OPPOSITE_DOCUMENTS.format(pairs=statement)
    return execute(_INSERT_OPPOSITE_ENTRIES.format(opposites=opposites), [*parameters, *part, *part, posting_id])
