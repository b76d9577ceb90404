"""How many numbers documents take of which series and year, and the counters they come from."""

from arclose.ledger.sql.running import Compiled, rows


def current_transaction() -> int:
    """Give the number of the running transaction."""
    return int(rows("SELECT pg_current_xact_id()::text::bigint")[0][0])


def advancing_counters(counted: str) -> str:
    """Give the statement that advances counters by (company, series, fiscal year, count) of ``counted``, in that order.

    One row per series and year; it is created at its first use and stays locked until commit. A query that counts what
    it numbers takes the lock only once that is computed.
    """
    return f"""
        INSERT INTO ledger_numberseriescounter AS counter (company_id, series_id, fiscal_year_id, last_number)
        {counted}
        ON CONFLICT (series_id, fiscal_year_id) DO UPDATE SET last_number = counter.last_number + EXCLUDED.last_number
        RETURNING series_id, fiscal_year_id, last_number
    """


_ADVANCE_COUNTER = advancing_counters("VALUES (%s, %s, %s, %s)")


def advance_counter(*, company_id: int, series_id: int, fiscal_year_id: int, count: int) -> int:
    """Advance a counter by ``count`` and return the first of the numbers taken."""
    [(_series, _year, last)] = rows(_ADVANCE_COUNTER, [company_id, series_id, fiscal_year_id, count])
    return int(last) - count + 1


def count_by_fiscal_year(*, company_id: int, documents: Compiled) -> dict[tuple[int, str], int]:
    """Count documents (id, date, ...) per fiscal year of their date: ``{(year id, year name): count}``."""
    statement, parameters = documents
    found_rows = rows(
        "SELECT y.id, y.name, count(*)"  # noqa: S608 (a compiled queryset)
        f" FROM ({statement}) AS document (document_id, posting_date, text)"
        " JOIN ledger_fiscalperiod p ON p.company_id = %s"
        "  AND document.posting_date BETWEEN p.start_date AND p.end_date"
        " JOIN ledger_fiscalyear y ON y.id = p.fiscal_year_id GROUP BY y.id, y.name",
        [*parameters, company_id],
    )
    return {(year_id, name): count for year_id, name, count in found_rows}


# Documents, and the series of some of them, put under each other: the planner knows too little of both to join them
# well, and would go through one for each of the other.
WITH_SERIES = """
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
    found_rows = rows(
        "SELECT document.series_id, y.id, y.name, count(*)"  # noqa: S608 (compiled querysets)
        f" FROM ({WITH_SERIES.format(documents=statement, chosen=chosen)}) AS document"
        " JOIN ledger_fiscalperiod p ON p.company_id = %s"
        "  AND document.posting_date BETWEEN p.start_date AND p.end_date"
        " JOIN ledger_fiscalyear y ON y.id = p.fiscal_year_id GROUP BY document.series_id, y.id, y.name",
        [*parameters, *chosen_parameters, company_id],
    )
    found: dict[int | None, dict[tuple[int, str], int]] = {}
    for series_id, year_id, name, count in found_rows:
        found.setdefault(series_id, {})[year_id, name] = count
    return found
