"""What the ledger's probes ask, one statement per look. Each row is a breach; the first of them are enough."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.sql import digest_of_posting

# Before a statement that is streamed, in one message with it, and after it.
_STREAM = """
    SET LOCAL enable_hashagg = off; SET LOCAL enable_hashjoin = off; SET LOCAL max_parallel_workers_per_gather = 0;
"""
_STREAM_NO_MORE = """
    SET LOCAL enable_hashagg = on; SET LOCAL enable_hashjoin = on; SET LOCAL max_parallel_workers_per_gather = 2
"""

_JOIN_ORDER = "SELECT set_config('join_collapse_limit', %s, true)"


def rows(
    statement: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None, *, is_streamed: bool = False
) -> list[dict[str, Any]]:
    """Give the rows of a statement as dictionaries.

    A streamed one groups and joins row after row in the order of indexes: a million groups or rows in memory, once more
    in every parallel process, cost more than they save.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STREAM + statement if is_streamed else statement, parameters)
        columns = [column.name for column in cursor.description]
        found = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        if is_streamed:
            cursor.execute(_STREAM_NO_MORE)
        return found


def allow_memory_for_proofs() -> None:
    """Let the statements of this transaction group a million vouchers in memory, with every core.

    What a look joins it meets once, so that nothing it has looked up is worth keeping.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, value, true) FROM (VALUES ('work_mem', '192MB'), ('hash_mem_multiplier', '2'),"
            " ('max_parallel_workers_per_gather', '2'), ('parallel_leader_participation', 'on'), ('jit', 'off'),"
            " ('enable_memoize', 'off'), ('statement_timeout', '0')) AS wanted (name, value)"
        )


@contextmanager
def joined_as_written() -> Iterator[None]:
    """Let statements join in the order they are written in: where each join keeps every row, no other is better.

    To look for a better one takes the planner longer than a small company's rows take to be read.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('join_collapse_limit')")
        [before] = cursor.fetchone()
        cursor.execute(_JOIN_ORDER, ["1"])
        yield
        cursor.execute(_JOIN_ORDER, [before])


# One row per voucher with a breach, and one per voucher that entries name and this company has not. Reads the entries
# of the company once, in order of their voucher. Amounts of a voucher in one currency are compared with its decimals as
# a whole, those of the few others one by one.
VOUCHERS = """
    SELECT coalesce(v.number, t.voucher_id::text) AS number,
        CASE WHEN v.id IS NULL THEN 'stray' WHEN coalesce(t.entries, 0) < 2 THEN 'too_few'
             WHEN t.accounting <> 0 OR t.reporting <> 0 OR (t.is_one_currency AND t.transaction <> 0)
                 THEN 'unbalanced'
             WHEN t.first_date <> v.posting_date OR t.last_date <> v.posting_date THEN 'other_date'
             ELSE 'too_fine' END AS breach,
        coalesce(t.entries, 0) AS entries, t.accounting, t.reporting, t.transaction
    FROM (SELECT * FROM ledger_voucher WHERE company_id = %(company)s) AS v
    FULL JOIN (
        SELECT e.voucher_id, count(*) AS entries, sum(e.accounting_currency_amount) AS accounting,
            coalesce(sum(e.reporting_currency_amount), 0) AS reporting,
            sum(e.transaction_currency_amount) AS transaction,
            min(e.currency_id) = max(e.currency_id) AS is_one_currency, min(e.currency_id) AS currency_id,
            min(e.posting_date) AS first_date, max(e.posting_date) AS last_date,
            max(min_scale(e.transaction_currency_amount)) AS transaction_scale,
            max(min_scale(e.accounting_currency_amount)) AS accounting_scale,
            max(min_scale(e.reporting_currency_amount)) AS reporting_scale
        FROM ledger_ledgerentry e WHERE e.company_id = %(company)s GROUP BY e.voucher_id
    ) AS t ON t.voucher_id = v.id
    WHERE v.id IS NULL OR t.voucher_id IS NULL OR t.entries < 2 OR t.accounting <> 0 OR t.reporting <> 0
       OR (t.is_one_currency AND (t.transaction <> 0 OR (t.currency_id, t.transaction_scale) NOT IN (
            SELECT c.code, scale FROM ledger_currency c CROSS JOIN generate_series(0, c.decimals) AS scale)))
       OR (NOT t.is_one_currency AND EXISTS (
            SELECT 1 FROM ledger_ledgerentry e JOIN ledger_currency own ON own.code = e.currency_id
            WHERE e.voucher_id = v.id AND min_scale(e.transaction_currency_amount) > own.decimals))
       OR t.accounting_scale > %(accounting_decimals)s OR t.reporting_scale > %(reporting_decimals)s
       OR t.first_date <> v.posting_date OR t.last_date <> v.posting_date
    ORDER BY v.id
"""

# One row per series and year of documents with a gap, a double or a counter that differs; documents of a series or a
# year that this company has not have no counter. Reads the numbers of the company.
_NUMBERS = """
    SELECT coalesce(s.prefix || y.name, series_id || '/' || fiscal_year_id) AS series,
        coalesce(t.count, 0) AS count, coalesce(t.different, 0) AS different,
        coalesce(t.first, 0) AS first, coalesce(t.last, 0) AS last, coalesce(c.last_number, 0) AS counted
    FROM (
        SELECT series_id, fiscal_year_id, count(*) AS count, count(DISTINCT sequence_number) AS different,
            min(sequence_number) AS first, max(sequence_number) AS last
        FROM {table} WHERE company_id = %(company)s GROUP BY series_id, fiscal_year_id
    ) AS t
    FULL JOIN (
        SELECT counter.* FROM ledger_numberseriescounter counter JOIN ledger_numberseries s ON s.id = counter.series_id
        WHERE counter.company_id = %(company)s AND s.purpose IN ({purposes})
    ) AS c USING (series_id, fiscal_year_id)
    LEFT JOIN ledger_numberseries s ON s.id = series_id
    LEFT JOIN ledger_fiscalyear y ON y.id = fiscal_year_id
    WHERE coalesce(t.count, 0) <> coalesce(t.different, 0) OR coalesce(t.last, 0) <> coalesce(t.count, 0)
       OR t.first <> 1 OR coalesce(t.last, 0) <> coalesce(c.last_number, 0)
    ORDER BY 1
"""


def numbers_with_gaps(table: str, *purposes: str) -> str:
    """Give the statement that looks at the numbers of a table of documents, whose series are for these purposes."""
    return _NUMBERS.format(table=table, purposes=", ".join(f"'{purpose}'" for purpose in purposes))


VOUCHER_NUMBERS = numbers_with_gaps("ledger_voucher", SeriesPurpose.VOUCHER, SeriesPurpose.JOURNAL_VOUCHER)

# One row per voucher with a breach: of its period and year, or of one that this company has not. Reads vouchers with
# their periods; postings only of periods that are not open.
# Our own transaction's id may lie beyond the snapshot's end while an older one is still under way.
VOUCHER_PERIODS = """
    WITH last_transaction AS (
        SELECT greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                        pg_current_xact_id_if_assigned()::text::bigint) AS reached
    )
    SELECT v.number, v.posting_date, p.name AS period, closing.closed_at, posting.posted_at,
        CASE WHEN v.sealed_by_transaction > (SELECT reached FROM last_transaction) THEN 'future'
             WHEN posting.posted_at > closing.closed_at THEN 'late' ELSE 'outside' END AS breach
    FROM ledger_voucher v
    LEFT JOIN ledger_fiscalperiod p ON p.id = v.period_id AND p.company_id = %(company)s
    LEFT JOIN LATERAL (
        SELECT max(change.changed_at) AS closed_at FROM ledger_periodstatuschange change
        WHERE change.period_id = p.id AND change.status_before = 'open' AND p.status <> 'open'
    ) AS closing ON p.status <> 'open'
    LEFT JOIN ledger_posting posting ON posting.id = v.posting_id AND closing.closed_at IS NOT NULL
    WHERE v.company_id = %(company)s
      AND (v.posting_date NOT BETWEEN p.start_date AND p.end_date OR p.id IS NULL
        OR p.fiscal_year_id <> v.fiscal_year_id OR posting.posted_at > closing.closed_at
        OR v.sealed_by_transaction > (SELECT reached FROM last_transaction))
    ORDER BY v.id
"""

# One row per document with more than one voucher of a part. Reads the key of vouchers by document, and no voucher.
DOCUMENTS = """
    WITH repeated AS MATERIALIZED (
        SELECT document_type, document_id, document_part, count(*) AS count FROM ledger_voucher
        WHERE company_id = %(company)s GROUP BY document_type, document_id, document_part HAVING count(*) > 1
    )
    SELECT min(v.number) AS number, document_type, document_id, count
    FROM repeated JOIN ledger_voucher v USING (document_type, document_id, document_part)
    WHERE v.company_id = %(company)s
    GROUP BY document_type, document_id, document_part, count ORDER BY min(v.id)
"""

# One row per kept balance that differs, and per account that entries name and this company has not. Entries are summed
# per day first, which needs no join with their vouchers.
BALANCES = """
    WITH daily AS (
        SELECT account_id, currency_id, posting_date, sum(transaction_currency_amount) AS transaction,
            sum(accounting_currency_amount) AS accounting, sum(reporting_currency_amount) AS reporting
        FROM ledger_ledgerentry WHERE company_id = %(company)s GROUP BY account_id, currency_id, posting_date
    ), summed AS (
        SELECT d.account_id, d.currency_id, p.id AS period_id, sum(d.transaction) AS transaction,
            sum(d.accounting) AS accounting, sum(d.reporting) AS reporting
        FROM daily d LEFT JOIN ledger_fiscalperiod p
            ON p.company_id = %(company)s AND d.posting_date BETWEEN p.start_date AND p.end_date
        GROUP BY d.account_id, d.currency_id, p.id
    ), kept AS (
        SELECT account_id, currency_id, period_id, sum(transaction_currency_amount) AS transaction,
            sum(accounting_currency_amount) AS accounting, sum(reporting_currency_amount) AS reporting
        FROM ledger_accountbalance WHERE company_id = %(company)s GROUP BY account_id, currency_id, period_id
    )
    SELECT coalesce(a.number, account_id::text) AS account, currency_id AS currency, p.name AS period,
        coalesce(s.accounting, 0) AS entries, coalesce(k.accounting, 0) AS kept,
        CASE WHEN a.id IS NULL THEN 'stray' ELSE 'different' END AS breach
    FROM summed s FULL JOIN kept k USING (account_id, currency_id, period_id)
    LEFT JOIN ledger_ledgeraccount a ON a.id = account_id AND a.company_id = %(company)s
    LEFT JOIN ledger_fiscalperiod p ON p.id = period_id
    WHERE a.id IS NULL OR coalesce(s.transaction, 0) <> coalesce(k.transaction, 0)
       OR coalesce(s.accounting, 0) <> coalesce(k.accounting, 0)
       OR coalesce(s.reporting, 0) <> coalesce(k.reporting, 0)
    ORDER BY 1, 2, 3
"""

# One row per entry that rounds more than the company allowed when it was posted (a reversal: when its voucher was), and
# per account with a balance at the end of a period that was put on hold when it was a clearing account. Set-up as it
# was then comes from its history; what is older than that is not judged. A posting and a change of the limit
# may overlap, so both limits count for an hour before and after. A limit in reporting currency is translated like the
# voucher, and gives one unit for what that rounds. Reads the entries of the company once, and the kept balances.
LIMITS = """
    WITH version AS (
        SELECT rounding_limit_amount AS amount, pgh_created_at AS since,
            lead(pgh_created_at) OVER (ORDER BY pgh_id) AS until
        FROM ledger_companyevent WHERE pgh_obj_id = %(company)s
    ), allowed AS (
        SELECT amount, since, until FROM version
        UNION ALL
        SELECT rounding_limit_amount, '-infinity', NULL FROM ledger_company
        WHERE id = %(company)s AND NOT EXISTS (SELECT 1 FROM version)
    ), rounded AS (
        SELECT e.*, v.number, posting.posted_at, company.reporting_currency_id, company.accounting_currency_id
        FROM ledger_ledgerentry e JOIN ledger_voucher v ON v.id = e.voucher_id
        LEFT JOIN ledger_voucher reversed ON reversed.id = v.reversal_of_id
        JOIN ledger_posting posting ON posting.id = coalesce(reversed.posting_id, v.posting_id)
        JOIN ledger_company company ON company.id = e.company_id
        WHERE e.company_id = %(company)s AND e.posting_type = 'rounding'
          AND (abs(e.accounting_currency_amount) > (SELECT min(amount) FROM allowed)
            OR e.reporting_currency_amount IS NOT NULL)
    ), judged AS (
        SELECT rounded.*, abs(accounting_currency_amount) > limit_then.amount AS is_accounting,
            abs(reporting_currency_amount) > limit_then.amount * rate.factor + power(10::numeric, -currency.decimals)
                AS is_reporting
        FROM rounded
        CROSS JOIN LATERAL (
            SELECT max(amount) AS amount FROM allowed
            WHERE since <= posted_at + interval '1 hour' AND (until IS NULL OR until >= posted_at - interval '1 hour')
        ) AS limit_then
        LEFT JOIN ledger_currency currency ON currency.code = reporting_currency_id
        LEFT JOIN LATERAL (
            SELECT sum(abs(e.reporting_currency_amount)) / nullif(sum(abs(e.accounting_currency_amount)), 0) AS factor
            FROM ledger_ledgerentry e WHERE e.voucher_id = rounded.voucher_id AND e.posting_type <> 'rounding'
        ) AS rate ON reporting_currency_amount IS NOT NULL
    ), clearing AS (
        SELECT a.id, a.number, a.is_clearing_account FROM ledger_ledgeraccount a
        WHERE a.company_id = %(company)s AND (a.is_clearing_account OR EXISTS (
            SELECT 1 FROM ledger_ledgeraccountevent event WHERE event.pgh_obj_id = a.id AND event.is_clearing_account))
    ), held AS (
        SELECT p.id, p.company_id, p.name, p.end_date, max(change.changed_at) AS held_at
        FROM ledger_fiscalperiod p JOIN ledger_periodstatuschange change ON change.period_id = p.id
        WHERE p.company_id = %(company)s AND p.status <> 'open' AND change.status_before = 'open' GROUP BY p.id
    )
    SELECT 'rounding' AS breach, a.number AS account, judged.number AS place,
        CASE WHEN is_accounting THEN accounting_currency_amount ELSE reporting_currency_amount END AS amount,
        CASE WHEN is_accounting THEN accounting_currency_id ELSE reporting_currency_id END AS currency
    FROM judged JOIN ledger_ledgeraccount a ON a.id = judged.account_id WHERE is_accounting OR is_reporting
    UNION ALL
    SELECT 'clearing', clearing.number, held.name, sum(b.accounting_currency_amount), ''
    FROM held CROSS JOIN clearing
    JOIN ledger_fiscalperiod earlier ON earlier.company_id = held.company_id AND earlier.end_date <= held.end_date
    JOIN ledger_accountbalance b ON b.company_id = held.company_id AND b.period_id = earlier.id
        AND b.account_id = clearing.id
    WHERE CASE WHEN EXISTS (SELECT 1 FROM ledger_ledgeraccountevent event WHERE event.pgh_obj_id = clearing.id)
        THEN (SELECT event.is_clearing_account FROM ledger_ledgeraccountevent event
            WHERE event.pgh_obj_id = clearing.id AND event.pgh_created_at <= held.held_at
            ORDER BY event.pgh_id DESC LIMIT 1)
        ELSE clearing.is_clearing_account END
    GROUP BY clearing.id, clearing.number, held.id, held.name HAVING sum(b.accounting_currency_amount) <> 0
    ORDER BY 1, 2, 3
"""

# One row per period whose last recorded change names another status than it has.
STATUSES = """
    SELECT p.name AS period, p.status, last.status_after AS recorded
    FROM ledger_fiscalperiod p LEFT JOIN LATERAL (
        SELECT c.status_after FROM ledger_periodstatuschange c WHERE c.period_id = p.id ORDER BY c.id DESC LIMIT 1
    ) AS last ON true
    WHERE p.company_id = %(company)s AND p.status <> coalesce(last.status_after, 'open') ORDER BY p.start_date
"""

# The seals of the company in order, each with its digest computed anew from vouchers, entries and documents; only
# those that break the chain come back. Reads the company's books posting by posting.
_CHAIN = """
    WITH chain AS (
        SELECT seal.*, lag(seal.digest, 1, '') OVER (ORDER BY seal.position) AS expected_previous,
            row_number() OVER (ORDER BY seal.position) AS expected_position
        FROM ledger_postingseal seal WHERE seal.company_id = %(company)s
    )
    SELECT posting.key AS posting, chain.position,
        CASE WHEN chain.id IS NULL THEN 'unsealed' WHEN chain.position <> chain.expected_position THEN 'missing'
             WHEN chain.previous_digest <> chain.expected_previous THEN 'unchained' ELSE 'changed' END AS breach
    FROM ledger_posting posting LEFT JOIN chain ON chain.posting_id = posting.id
    WHERE posting.company_id = %(company)s
      AND (chain.id IS NULL OR chain.position <> chain.expected_position
        OR chain.previous_digest <> chain.expected_previous OR chain.digest <> {digest})
    UNION ALL
    SELECT '', coalesce(head.position, last.position), 'head'
    FROM (SELECT * FROM ledger_chainhead WHERE company_id = %(company)s) AS head
    FULL JOIN (SELECT position, digest FROM chain ORDER BY position DESC LIMIT 1) AS last ON true
    WHERE coalesce(head.position, 0) <> coalesce(last.position, 0)
       OR coalesce(head.digest, '') <> coalesce(last.digest, '')
    ORDER BY 2, 1
"""


def chain() -> str:
    """Give the statement that looks at the chain, with all that digests cover."""
    return _CHAIN.format(digest=digest_of_posting(previous="chain.previous_digest", form="chain.digest_form"))


# One row per period that is not open: what its last manifest says, and what stands there now, in the same form.
MANIFESTS = """
    WITH closed AS (
        SELECT p.*, (SELECT max(c.id) FROM ledger_periodstatuschange c WHERE c.period_id = p.id) AS change_id
        FROM ledger_fiscalperiod p WHERE p.company_id = %(company)s AND p.status <> 'open'
    ), numbered AS (
        SELECT v.period_id, s.prefix || y.name AS series, count(*) AS vouchers, max(v.sequence_number) AS last
        FROM ledger_voucher v JOIN closed ON closed.id = v.period_id
        JOIN ledger_numberseries s ON s.id = v.series_id JOIN ledger_fiscalyear y ON y.id = v.fiscal_year_id
        WHERE v.company_id = %(company)s GROUP BY v.period_id, s.prefix, y.name
    ), daily AS (
        SELECT posting_date, account_id, count(*) AS entries, sum(accounting_currency_amount) AS amount
        FROM ledger_ledgerentry WHERE company_id = %(company)s GROUP BY posting_date, account_id
    ), summed AS (
        SELECT closed.id AS period_id, a.number, sum(d.entries) AS entries, sum(d.amount) AS amount
        FROM daily d JOIN closed ON d.posting_date BETWEEN closed.start_date AND closed.end_date
        JOIN ledger_ledgeraccount a ON a.id = d.account_id GROUP BY closed.id, a.number
    )
    SELECT closed.name AS period, m.facts, m.digest,
        (SELECT coalesce(sum(vouchers), 0)::bigint FROM numbered WHERE period_id = closed.id) AS vouchers,
        (SELECT coalesce(sum(entries), 0)::bigint FROM summed WHERE period_id = closed.id) AS entries,
        (SELECT coalesce(json_object_agg(number, amount::text), '{}') FROM summed WHERE period_id = closed.id)
            AS accounts,
        (SELECT coalesce(json_object_agg(series, last), '{}') FROM numbered WHERE period_id = closed.id)
            AS last_numbers
    FROM closed LEFT JOIN ledger_periodmanifest m ON m.status_change_id = closed.change_id
    ORDER BY closed.start_date
"""
