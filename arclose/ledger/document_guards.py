"""Guards of the rows that are written beside the books: documents, tax rows, what customers owe and settle.

What :mod:`arclose.ledger.guards` is to vouchers and entries, for the tables of the apps above the ledger.
"""

from typing import Any

import pgtrigger

from arclose.ledger.guards import POSTING_IS_BEING_MADE


class EntersOpenPosting(pgtrigger.Trigger):
    """Rows beside the books (invoices, tax rows, settlements) are written like vouchers.

    Their posting is made by this transaction and has no seal yet, and their day lies in an open period of their
    company, which stays as it is until commit.
    """

    name = "enters_open_posting"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_rows")
    declare = [("refused", "text")]

    def __init__(self, *, postings: str = "", days: str = "", strays: str = "") -> None:
        """Say where the rows' postings and days are.

        ``postings`` is a query of posting ids and ``days`` one of (company, day), both distinct, by default those of
        rows with a column ``posting_id``; no days where another row's guard looks at them. ``strays`` is a query of
        rows that must not be.
        """
        super().__init__()
        self.postings = postings or "SELECT DISTINCT posting_id FROM new_rows"
        self.days = days
        self.strays = strays

    def get_func(self, model: Any) -> str:
        """Look at the postings, then at the days, then at the strays."""
        table = model._meta.db_table
        return (
            f"""
        IF EXISTS (SELECT 1 FROM ({self.postings}) AS made (posting_id)
                   WHERE NOT {POSTING_IS_BEING_MADE.format(posting="made.posting_id")}) THEN
            RAISE EXCEPTION 'arclose: the posting is sealed, no row of {table} joins it'
                USING ERRCODE = 'check_violation';
        END IF;"""  # noqa: S608 (written in this program)
            + (_DAYS_ARE_OPEN.format(days=self.days, table=table) if self.days else "")
            + (_NO_STRAYS.format(strays=self.strays, table=table) if self.strays else "")
            + """
        RETURN NULL;
    """
        )


_DAYS_ARE_OPEN = """
        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (
            SELECT 1 FROM ({days}) AS d (company_id, day)
            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;
        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused
            FROM ({days}) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p
                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date
            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;
        IF refused IS NOT NULL THEN
            RAISE EXCEPTION 'arclose: period is not open: a row of {table}: %', refused
                USING ERRCODE = 'check_violation';
        END IF;"""
_NO_STRAYS = """
        IF EXISTS ({strays}) THEN
            RAISE EXCEPTION 'arclose: a row of {table} is of another posting or date than its voucher'
                USING ERRCODE = 'check_violation';
        END IF;"""


class NumberIsGiven(pgtrigger.Trigger):
    """At commit no document has a provisional number: a preview is taken back."""

    name = "number_is_given"
    when = pgtrigger.After
    operation = pgtrigger.Insert
    timing = pgtrigger.Deferred
    condition = pgtrigger.Q(new__sequence_number__lt=1)
    func = """
        RAISE EXCEPTION 'arclose: % is a preview', NEW.number USING ERRCODE = 'check_violation';
    """
