"""Statements of the ledger that the ORM cannot say. The only file of the ledger with a cursor.

Querysets come in compiled, as ``(statement, parameters)``, and stand in parentheses where a table would.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection

from arclose.ledger import digests
from arclose.ledger.documents import REVERSAL
from arclose.ledger.guards import UNBALANCED_VOUCHERS
from arclose.ledger.outcomes import Difference

Compiled = tuple[str, Sequence[Any]]


def _execute(statement: str, parameters: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def _rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def current_transaction() -> int:
    """Give the number of the running transaction."""
    return int(_rows("SELECT pg_current_xact_id()::text::bigint")[0][0])


def refuse_unbalanced(*, posting_id: int) -> None:
    """Refuse in a preview, which has no seal, what the guard of the seal would refuse.

    :raises IntegrityError: a voucher of the posting does not balance, or has fewer than two entries.
    """
    for number, entries, *_sums in _rows(UNBALANCED_VOUCHERS.format(into="", postings="%s"), [posting_id]):
        raise IntegrityError(f"voucher {number} with {entries} entries does not balance")


def advancing_counters(rows: str) -> str:
    """Give the statement that advances counters by (company, series, fiscal year, count) of ``rows``, in their order.

    One row per series and year; it is created at its first use and stays locked until commit. A query that counts what
    it numbers takes the lock only once that is computed.
    """
    return f"""
        INSERT INTO ledger_numberseriescounter AS counter (company_id, series_id, fiscal_year_id, last_number)
        {rows}
        ON CONFLICT (series_id, fiscal_year_id) DO UPDATE SET last_number = counter.last_number + EXCLUDED.last_number
        RETURNING series_id, fiscal_year_id, last_number
    """


_ADVANCE_COUNTER = advancing_counters("VALUES (%s, %s, %s, %s)")


def advance_counter(*, company_id: int, series_id: int, fiscal_year_id: int, count: int) -> int:
    """Advance a counter by ``count`` and return the first of the numbers taken."""
    [(_series, _year, last)] = _rows(_ADVANCE_COUNTER, [company_id, series_id, fiscal_year_id, count])
    return int(last) - count + 1


# Who locks a row FOR UPDATE waits until nobody shares it, and who shares it does not wait for him: while many post, a
# hold would wait for ever. So both first take a lock on the period that is granted in the order it was asked for.
_PERIOD_QUEUE = "hashtext('arclose period'), (id %% 2147483647)::integer"
# Read the few periods of the days asked for.
_QUEUE_FOR_PERIODS = f"""
    SELECT pg_advisory_xact_lock_shared({_PERIOD_QUEUE}) FROM (
        SELECT id FROM ledger_fiscalperiod
        WHERE company_id = %s AND end_date >= %s AND start_date <= %s ORDER BY id) AS period
"""  # noqa: S608 (the text is of this module)
_LOCK_PERIODS = """
    SELECT id, status FROM ledger_fiscalperiod
    WHERE company_id = %s AND end_date >= %s AND start_date <= %s ORDER BY id FOR SHARE
"""


def lock_periods(*, company_id: int, first_date: date, last_date: date) -> dict[int, str]:
    """Lock the periods that hold these days FOR SHARE and return the status of each."""
    days = [company_id, first_date, last_date]
    _rows(_QUEUE_FOR_PERIODS, days)
    return dict(_rows(_LOCK_PERIODS, days))


def lock_period_alone(*, period_id: int) -> None:
    """Wait for every posting that holds a period, before any that asks for it later."""
    _rows(f"SELECT pg_advisory_xact_lock({_PERIOD_QUEUE}) FROM (VALUES (%s)) AS period (id)", [period_id])  # noqa: S608


def lock_reversals(*, company_id: int) -> None:
    """Let the reversals of a company come one after the other: what is posted may not be locked, only read."""
    _rows("SELECT pg_advisory_xact_lock(hashtext('arclose reversals'), %s)", [company_id])


def find_or_insert_posting(
    *, company_id: int, kind: str, key: str, fingerprint: str, posted_by_id: int
) -> tuple[int, str, bool]:
    """Insert a posting, or find the one under the same key (waiting for it where it is being made).

    Returns its id, its fingerprint and whether it is new.
    """
    made = _rows(
        "INSERT INTO ledger_posting (company_id, kind, key, fingerprint, posted_by_id) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (company_id, key) DO NOTHING RETURNING id",
        [company_id, kind, key, fingerprint, posted_by_id],
    )
    if made:
        return made[0][0], fingerprint, True
    found = _rows("SELECT id, fingerprint FROM ledger_posting WHERE company_id = %s AND key = %s", [company_id, key])
    return found[0][0], found[0][1], False


def count_by_fiscal_year(*, company_id: int, documents: Compiled) -> dict[tuple[int, str], int]:
    """Count documents (id, date, ...) per fiscal year of their date: ``{(year id, year name): count}``."""
    statement, parameters = documents
    rows = _rows(
        "SELECT y.id, y.name, count(*)"  # noqa: S608 (a compiled queryset)
        f" FROM ({statement}) AS document (document_id, posting_date, text)"
        " JOIN ledger_fiscalperiod p ON p.company_id = %s"
        "  AND document.posting_date BETWEEN p.start_date AND p.end_date"
        " JOIN ledger_fiscalyear y ON y.id = p.fiscal_year_id GROUP BY y.id, y.name",
        [*parameters, company_id],
    )
    return {(year_id, name): count for year_id, name, count in rows}


# Documents, and the series of some of them, put under each other: the planner knows too little of both to join them
# well, and would go through one for each of the other.
_WITH_SERIES = """
    SELECT document_id, max(posting_date) AS posting_date, max(text) AS text, max(series_id) AS series_id FROM (
        SELECT document.*, NULL::bigint FROM ({documents}) AS document
        UNION ALL SELECT document_id, NULL, NULL, series_id FROM ({chosen}) AS chosen (document_id, series_id)
    ) AS part (document_id, posting_date, text, series_id) GROUP BY document_id HAVING max(posting_date) IS NOT NULL
"""


def count_by_series(
    *, company_id: int, documents: Compiled, series: Compiled
) -> dict[int | None, dict[tuple[int, str], int]]:
    """Count documents (id, date, ...) per series, of ``series`` (document, series), and fiscal year of their date.

    Documents without a series are counted under None: ``{series id: {(year id, year name): count}}``.
    """
    statement, parameters = documents
    chosen, chosen_parameters = series
    rows = _rows(
        "SELECT document.series_id, y.id, y.name, count(*)"  # noqa: S608 (compiled querysets)
        f" FROM ({_WITH_SERIES.format(documents=statement, chosen=chosen)}) AS document"
        " JOIN ledger_fiscalperiod p ON p.company_id = %s"
        "  AND document.posting_date BETWEEN p.start_date AND p.end_date"
        " JOIN ledger_fiscalyear y ON y.id = p.fiscal_year_id GROUP BY document.series_id, y.id, y.name",
        [*parameters, *chosen_parameters, company_id],
    )
    found: dict[int | None, dict[tuple[int, str], int]] = {}
    for series_id, year_id, name, count in rows:
        found.setdefault(series_id, {})[year_id, name] = count
    return found


# One voucher per document, numbered in order of date and document inside the block of its fiscal year, and of its
# series where documents have several.
_INSERT_VOUCHERS = """
    INSERT INTO ledger_voucher (company_id, posting_id, document_type, document_id, document_part, series_id,
        fiscal_year_id, sequence_number, number, posting_date, period_id, text, reversal_of_id, is_credit_correction,
        sealed_by_transaction)
    SELECT %s, %s, %s, numbered.document_id, %s, block.series_id, block.fiscal_year_id,
        block.first + numbered.place,
        block.prefix || lpad(abs(block.first + numbered.place)::text,
            greatest(block.digits, length(abs(block.first + numbered.place)::text)), '0'),
        numbered.posting_date, numbered.period_id, numbered.text, {reversal_of}, {is_credit_correction},
        pg_current_xact_id()::text::bigint
    FROM (
        SELECT document.*, p.id AS period_id, p.fiscal_year_id,
            row_number() OVER (PARTITION BY p.fiscal_year_id{series_too}
                ORDER BY document.posting_date, document.document_id) - 1 AS place
        FROM ({documents}) AS document{columns}
        JOIN ledger_fiscalperiod p ON p.company_id = %s AND document.posting_date BETWEEN p.start_date AND p.end_date
    ) AS numbered
    JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::int[])
        AS block (series_id, fiscal_year_id, first, prefix, digits) ON block.fiscal_year_id = numbered.fiscal_year_id
            {of_series}
    ORDER BY numbered.posting_date, numbered.document_id
"""


_OF_ITS_SERIES = """AND block.series_id = coalesce(numbered.series_id, (
                SELECT id FROM ledger_numberseries WHERE company_id = %s AND purpose = 'voucher'))"""


def insert_vouchers(
    *,
    company_id: int,
    posting_id: int,
    document_type: str,
    document_part: int,
    documents: Compiled,
    blocks: Sequence[Any],
    series: Compiled | None = None,
    corrections: Compiled | None = None,
) -> int:
    """Write one voucher per document (id, date, text) and return how many; ids of a reversal are vouchers'.

    ``series`` says which documents are numbered from another series than the company's own (document, series or NULL).
    ``corrections`` are the ids of the documents whose vouchers are credit corrections.
    """
    statement, parameters = documents
    chosen, chosen_parameters = series or ("", ())
    corrected, corrected_parameters = corrections or ("", ())
    return _execute(
        _INSERT_VOUCHERS.format(
            documents=_WITH_SERIES.format(documents=statement, chosen=chosen) if series else statement,
            columns="" if series else " (document_id, posting_date, text)",
            series_too=", document.series_id" if series else "",
            of_series=_OF_ITS_SERIES if series else "",
            reversal_of="numbered.document_id" if document_type == REVERSAL else "NULL::bigint",
            is_credit_correction=f"numbered.document_id IN ({corrected})" if corrected else "false",
        ),
        [
            company_id,
            posting_id,
            document_type,
            document_part,
            *corrected_parameters,
            *parameters,
            *chosen_parameters,
            company_id,
            [block.series_id for block in blocks],
            [block.fiscal_year_id for block in blocks],
            [block.first for block in blocks],
            [block.prefix for block in blocks],
            [block.digits for block in blocks],
            *([company_id] if series else []),
        ],
    )


# All entry kinds of a posting in one statement, so that the guards run once. The planner believes that a posting made
# a moment ago has one voucher and would compute every entry once more for each; so the entries are computed first,
# and each then looks its voucher up by the unique key of its document (OFFSET 0 keeps the look-up what it is).
_INSERT_ENTRIES = """
    WITH entry (document_id, account_id, currency_id, transaction_amount, accounting_amount, tax_row_number,
        posting_type) AS MATERIALIZED ({entries})
    INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type, tax_row_number,
        currency_id, transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)
    SELECT v.company_id, v.id, entry.account_id, v.posting_date, entry.posting_type, entry.tax_row_number,
        entry.currency_id, entry.transaction_amount, entry.accounting_amount,
        round(entry.accounting_amount * reporting.units_to / reporting.units_from, reporting.decimals)
    FROM entry
    CROSS JOIN LATERAL (
        SELECT id, company_id, posting_date FROM ledger_voucher
        WHERE company_id = (SELECT company_id FROM ledger_posting WHERE id = %s)
            AND document_type = %s AND document_part = %s AND document_id = entry.document_id OFFSET 0
    ) AS v
    LEFT JOIN unnest(%s::date[], %s::numeric[], %s::numeric[], %s::int[])
        AS reporting (posting_date, units_from, units_to, decimals) ON reporting.posting_date = v.posting_date
    WHERE entry.transaction_amount <> 0 OR entry.accounting_amount <> 0
    ORDER BY v.id
"""


def insert_entries(
    *,
    posting_id: int,
    document_type: str,
    document_part: int,
    entries: Sequence[tuple[str, Compiled]],
    reporting: Sequence[tuple[date, Decimal, Decimal, int]] = (),
) -> int:
    """Write the entries of a posting's vouchers, (posting type, rows) by kind, and return how many."""
    statements: list[str] = []
    parameters: list[Any] = []
    for posting_type, (statement, values) in entries:
        statements.append(f"SELECT kind.*, %s::text FROM ({statement}) AS kind")  # noqa: S608 (a compiled queryset)
        parameters += [posting_type, *values]
    columns = list(zip(*reporting, strict=True)) or [(), (), (), ()]
    return _execute(
        _INSERT_ENTRIES.format(entries=" UNION ALL ".join(statements)),
        [*parameters, posting_id, document_type, document_part, *(list(column) for column in columns)],
    )


# Vouchers that balance in each of their currencies but not in the translated ones, with the currency that does not.
# Reads entries by voucher, once more of those that do not balance.
_DIFFERENCES = """
    SELECT uneven.*, uneven_in.currency_id FROM (
        SELECT v.id, v.company_id, v.document_id, v.posting_date,
            -sum(e.accounting_currency_amount) AS accounting_amount,
            -coalesce(sum(e.reporting_currency_amount), 0) AS reporting_amount,
            count(e.reporting_currency_amount) > 0 AS is_reported
        FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
        WHERE v.posting_id = %s
        GROUP BY v.id
        HAVING sum(e.accounting_currency_amount) <> 0 OR coalesce(sum(e.reporting_currency_amount), 0) <> 0
    ) AS uneven
    CROSS JOIN LATERAL (
        SELECT (array_agg(currency_id ORDER BY accounting_amount <> 0 DESC, currency_id))[1] AS currency_id
        FROM (
            SELECT e.currency_id, sum(e.transaction_currency_amount) AS transaction_amount,
                sum(e.accounting_currency_amount) AS accounting_amount
            FROM ledger_ledgerentry e WHERE e.voucher_id = uneven.id GROUP BY e.currency_id
        ) AS part HAVING bool_and(transaction_amount = 0)
    ) AS uneven_in
"""


# The limit is in accounting currency; in reporting currency it is that, translated like the voucher.
_ROUNDED = f"""
    SELECT difference.document_id,
        CASE WHEN is_accounting THEN accounting_amount ELSE reporting_amount END,
        CASE WHEN is_accounting THEN c.accounting_currency_id ELSE c.reporting_currency_id END,
        is_accounting OR abs(reporting_amount) > coalesce(round(%s * units_to / units_from, decimals), 0)
    FROM ({_DIFFERENCES}) AS difference JOIN ledger_company c ON c.id = difference.company_id
    LEFT JOIN unnest(%s::date[], %s::numeric[], %s::numeric[], %s::int[])
        AS reporting (posting_date, units_from, units_to, decimals) USING (posting_date)
    CROSS JOIN LATERAL (SELECT abs(accounting_amount) > %s AS is_accounting) AS which
"""  # noqa: S608 (a constant of this file)


def documents_rounded(
    *, posting_id: int, limit: Decimal, reporting: Sequence[tuple[date, Decimal, Decimal, int]] = ()
) -> list[tuple[int, Difference, bool]]:
    """Give (document, difference, is above the limit) where translation leaves something; in accounting currency.

    One above the limit only in reporting currency is given in that. ``reporting`` are (date, units from, units to,
    decimals) of the accounting into the reporting currency.
    """
    columns = list(zip(*reporting, strict=True)) or [(), (), (), ()]
    found = _rows(_ROUNDED, [limit, posting_id, *(list(column) for column in columns), limit])
    return [(document_id, Difference(amount, currency), above) for document_id, amount, currency, above in found]


def insert_rounding(*, posting_id: int, account_id: int, posting_type: str) -> int:
    """Write what translation left to the rounding account and return the number of entries."""
    return _execute(
        "INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type,"  # noqa: S608
        " currency_id, transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)"
        " SELECT company_id, id, %s, posting_date, %s, currency_id, 0, accounting_amount,"
        f" CASE WHEN is_reported THEN reporting_amount END FROM ({_DIFFERENCES}) AS difference ORDER BY id",
        [account_id, posting_type, posting_id],
    )


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
    return _execute(_INSERT_OPPOSITE_ENTRIES.format(opposites=_REVERSALS), [posting_id])


def insert_opposite_entries(*, posting_id: int, document_type: str, document_part: int, pairs: Compiled) -> int:
    """Write the entries of documents that undo others, (document, document undone), and return how many."""
    statement, parameters = pairs
    part = [document_type, document_part]
    opposites = _OPPOSITE_DOCUMENTS.format(pairs=statement)
    return _execute(_INSERT_OPPOSITE_ENTRIES.format(opposites=opposites), [*parameters, *part, *part, posting_id])


# The vouchers of one part of a posting, each added once. Keys in one order, so that two postings never wait for each
# other in a circle.
_ADD_TO_BALANCES = """
    INSERT INTO ledger_accountbalance AS kept (company_id, account_id, currency_id, period_id,
        transaction_currency_amount, accounting_currency_amount, reporting_currency_amount)
    SELECT v.company_id, e.account_id, e.currency_id, v.period_id, sum(e.transaction_currency_amount),
        sum(e.accounting_currency_amount), coalesce(sum(e.reporting_currency_amount), 0)
    FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
    WHERE v.posting_id = %s AND v.document_type = %s AND v.document_part = %s
    GROUP BY v.company_id, e.account_id, e.currency_id, v.period_id
    ORDER BY e.account_id, e.currency_id, v.period_id
    ON CONFLICT (company_id, account_id, currency_id, period_id) DO UPDATE SET
        transaction_currency_amount = kept.transaction_currency_amount + EXCLUDED.transaction_currency_amount,
        accounting_currency_amount = kept.accounting_currency_amount + EXCLUDED.accounting_currency_amount,
        reporting_currency_amount = kept.reporting_currency_amount + EXCLUDED.reporting_currency_amount
"""


def add_to_balances(*, posting_id: int, document_type: str, document_part: int) -> int:
    """Add the entries of a posting's vouchers of one type and part to the kept balances; give how many are touched."""
    return _execute(_ADD_TO_BALANCES, [posting_id, document_type, document_part])


# What a digest covers of the posting at hand, written in SQL once for the seal and for the proof: who, when and under
# which key, of its vouchers all they say, of their entries all but their row, and what was written beside them.
# Vouchers are looked up by posting and entries by voucher: what was posted a moment ago is unknown to the planner, and
# the proof of a million vouchers, one posting after the other, never holds or sorts more than one posting's.
_POSTING = (
    "posting.kind || '|' || posting.key || '|' || posting.posted_by_id || '|' || extract(epoch FROM posting.posted_at)"
)
_VOUCHERS = """coalesce((
    SELECT string_agg(concat_ws('|', v.number, v.posting_date, v.document_type, v.document_id, v.document_part,
        coalesce(v.reversal_of_id, 0), v.text, CASE WHEN v.is_credit_correction THEN 'storno' END, entry.listed),
        chr(10) ORDER BY v.id)
    FROM ledger_voucher v CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', e.account_id, e.posting_type, coalesce(e.tax_row_number, 0), e.currency_id,
            e.transaction_currency_amount, e.accounting_currency_amount,
            coalesce(e.reporting_currency_amount::text, '')), ';' ORDER BY e.id) AS listed
        FROM ledger_ledgerentry e WHERE e.voucher_id = v.id AND e.company_id = v.company_id
    ) AS entry
    WHERE v.posting_id = posting.id AND v.company_id = posting.company_id
), '')"""


def digest_of_posting(*, previous: str, form: str) -> str:
    """Give the expression for the digest of ``posting``, chained to the one before, as a seal of a form has it."""
    documents = f"CASE WHEN {form} = {digests.VOUCHERS_ONLY} THEN '' ELSE {digests.documents()} END"
    return f"encode(sha256(convert_to({previous} || {_POSTING} || {_VOUCHERS} || {documents}, 'UTF8')), 'hex')"


_HEAD = """
    INSERT INTO ledger_chainhead (company_id, position, digest) VALUES (%s, 0, '')
    ON CONFLICT (company_id) DO UPDATE SET position = ledger_chainhead.position
    RETURNING position, digest
"""


def seal_posting(*, company_id: int, posting_id: int) -> str:
    """Chain the posting's digest to the company's last one and return it. The head stays locked to the commit."""
    position, previous = _rows(_HEAD, [company_id])[0]
    expression = digest_of_posting(previous="%s", form=str(digests.WITH_DOCUMENTS))
    statement = f"SELECT {expression} FROM ledger_posting posting WHERE posting.id = %s"  # noqa: S608 (constants)
    digest = str(_rows(statement, [previous, posting_id])[0][0])
    _execute(
        "INSERT INTO ledger_postingseal (company_id, posting_id, position, previous_digest, digest, digest_form)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [company_id, posting_id, position + 1, previous, digest, digests.WITH_DOCUMENTS],
    )
    _execute(
        "UPDATE ledger_chainhead SET position = position + 1, digest = %s WHERE company_id = %s", [digest, company_id]
    )
    return digest


# The last published day on or before each date asked for. Reads the unique key of rates, one probe per pair.
_PUBLISHED_RATES = """
    SELECT asked.currency, asked.day, rate.rate_date, rate.units_per_base
    FROM unnest(%s::text[], %s::date[]) AS asked (currency, day)
    CROSS JOIN LATERAL (
        SELECT r.rate_date, r.units_per_base FROM ledger_exchangerate r
        WHERE r.rate_type_id = %s AND r.currency_id = asked.currency AND r.rate_date <= asked.day
        ORDER BY r.rate_date DESC LIMIT 1
    ) AS rate
"""


def published_rates(
    *, rate_type_id: int, asked: Sequence[tuple[str, date]]
) -> dict[tuple[str, date], tuple[date, Decimal]]:
    """Give, for each (currency, day), the day and the units per base currency last published by then."""
    rows = _rows(_PUBLISHED_RATES, [[c for c, _ in asked], [d for _, d in asked], rate_type_id])
    return {(currency, day): (published, units) for currency, day, published, units in rows}
