"""Vouchers, one per document."""

from collections.abc import Sequence
from typing import Any

from arclose.ledger.documents import REVERSAL
from arclose.ledger.sql.numbering import WITH_SERIES
from arclose.ledger.sql.running import Compiled, rows

# One voucher per document, numbered in order of date and document inside the block of its fiscal year, and of its
# series where documents have several. One row: how many, and the id of the first.
_INSERT_VOUCHERS = """
    WITH made AS (
        INSERT INTO ledger_voucher (company_id, posting_id, document_type, document_id, document_part, series_id,
            fiscal_year_id, sequence_number, number, posting_date, period_id, text, reversal_of_id,
            is_credit_correction, sealed_by_transaction)
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
            JOIN ledger_fiscalperiod p ON p.company_id = %s
                AND document.posting_date BETWEEN p.start_date AND p.end_date
        ) AS numbered
        JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::int[])
            AS block (series_id, fiscal_year_id, first, prefix, digits)
            ON block.fiscal_year_id = numbered.fiscal_year_id {of_series}
        ORDER BY numbered.posting_date, numbered.document_id
        RETURNING id
    ) SELECT count(*), coalesce(min(id), 0) FROM made
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
) -> tuple[int, int]:
    """Write one voucher per document (id, date, text); return how many, and the id of the first.

    Ids of documents of a reversal are vouchers'.

    ``series`` says which documents are numbered from another series than the company's own (document, series or NULL).
    ``corrections`` are the ids of the documents whose vouchers are credit corrections.
    """
    statement, parameters = documents
    chosen, chosen_parameters = series or ("", ())
    corrected, corrected_parameters = corrections or ("", ())
    [(count, first)] = rows(
        _INSERT_VOUCHERS.format(
            documents=WITH_SERIES.format(documents=statement, chosen=chosen) if series else statement,
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
    return count, first
