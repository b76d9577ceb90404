"""What the database refuses, whatever code asks: the triggers of the ledger, written down once.

A guard is a trigger declared beside its model. The program logs in as a role that owns nothing, so it
cannot switch a guard off; :mod:`arclose.ledger.grants` also takes away what a guard would refuse.
"""

from typing import Any

import pgtrigger

from arclose.ledger.digests import WITH_DOCUMENTS

# Tables whose rows store the transaction that made them: a restore clears the column, because a
# transaction number means nothing in another cluster.
SEALED_COLUMNS = [("ledger_voucher", "sealed_by_transaction")]

CURRENT_TRANSACTION = "pg_current_xact_id()::text::bigint"

# A posting that can be seen and has no seal is made by this transaction: without a seal none commits.
POSTING_IS_BEING_MADE = """(
                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = {posting})
                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = {posting}))"""


class NeverChanges(pgtrigger.Trigger):
    """Posted rows are neither changed nor deleted: a correction is a posting of its own."""

    name = "never_changes"
    level = pgtrigger.Statement
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    func = """
        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    """


class PeriodIsOpen(pgtrigger.Trigger):
    """A voucher enters only an open period that holds its date; the period stays as it is until commit."""

    name = "period_is_open"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_vouchers")
    declare = [("refused", "text")]
    func = """
        PERFORM 1 FROM public.ledger_fiscalperiod
            WHERE id IN (SELECT DISTINCT period_id FROM new_vouchers) ORDER BY id FOR SHARE;
        SELECT format('voucher %s of %s: period %s is %s', v.number, v.posting_date, p.name, p.status) INTO refused
            FROM new_vouchers v JOIN public.ledger_fiscalperiod p ON p.id = v.period_id
            WHERE p.status <> 'open' OR p.company_id <> v.company_id OR p.fiscal_year_id <> v.fiscal_year_id
               OR v.posting_date < p.start_date OR v.posting_date > p.end_date LIMIT 1;
        IF refused IS NOT NULL THEN
            RAISE EXCEPTION 'arclose: period is not open: %', refused USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM new_vouchers WHERE sealed_by_transaction IS DISTINCT FROM
                   pg_current_xact_id()::text::bigint) THEN
            RAISE EXCEPTION 'arclose: a voucher carries the transaction that makes it'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


# The vouchers of postings with fewer than two entries, or not balanced in a currency they must balance in. Vouchers are
# looked up by posting and entries by voucher, each by themselves (OFFSET 0 keeps it so): what a posting made a moment
# ago is unknown to the planner, which for the first of these would go through all vouchers of the ledger by id.
UNBALANCED_VOUCHERS = """
    SELECT v.number, t.entries, t.accounting, t.reporting, t.transaction{into}
    FROM ({postings}) AS made (posting_id) CROSS JOIN LATERAL (
        SELECT id, number FROM public.ledger_voucher WHERE posting_id = made.posting_id OFFSET 0
    ) AS v CROSS JOIN LATERAL (
        SELECT count(*) AS entries, sum(accounting_currency_amount) AS accounting,
            coalesce(sum(reporting_currency_amount), 0) AS reporting,
            sum(transaction_currency_amount) AS transaction, min(currency_id) = max(currency_id) AS is_one_currency
        FROM public.ledger_ledgerentry WHERE voucher_id = v.id
    ) AS t
    WHERE t.entries < 2 OR t.accounting <> 0 OR t.reporting <> 0 OR t.is_one_currency AND t.transaction <> 0
    ORDER BY v.id LIMIT 1
"""


class SealedVouchersBalance(pgtrigger.Trigger):
    """The vouchers of a posting that is sealed have at least two entries each, and balance in every currency.

    Nothing joins them afterwards (:class:`SealedPostingStays`, :class:`EntriesOfThisTransaction`), and a posting
    without a seal does not commit. A new seal covers the documents too.
    """

    name = "sealed_vouchers_balance"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_seals")
    declare = [("wrong", "record")]
    func = f"""
        IF EXISTS (SELECT 1 FROM new_seals WHERE digest_form <> {WITH_DOCUMENTS}) THEN
            RAISE EXCEPTION 'arclose: a new seal covers the documents' USING ERRCODE = 'check_violation';
        END IF;
        {UNBALANCED_VOUCHERS.format(into=" INTO wrong", postings="SELECT posting_id FROM new_seals")};
        IF wrong.entries < 2 THEN
            RAISE EXCEPTION 'arclose: voucher % has % entries, at least two are needed', wrong.number, wrong.entries
                USING ERRCODE = 'check_violation';
        ELSIF FOUND THEN
            RAISE EXCEPTION 'arclose: voucher % is not balanced: accounting %, reporting %, transaction %',
                wrong.number, wrong.accounting, wrong.reporting, wrong.transaction USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (written above)


class EntriesOfThisTransaction(pgtrigger.Trigger):
    """An entry joins its voucher only in the transaction that makes the voucher, on its date, and before the seal."""

    name = "entries_of_this_transaction"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_entries")
    declare = [("is_late", "boolean"), ("postings", "bigint[]")]
    func = """
        SELECT bool_or(v.sealed_by_transaction IS DISTINCT FROM pg_current_xact_id()::text::bigint
                OR v.posting_date <> e.posting_date), array_agg(DISTINCT v.posting_id)
            INTO is_late, postings
            FROM (SELECT DISTINCT voucher_id, posting_date FROM new_entries) e
            LEFT JOIN public.ledger_voucher v ON v.id = e.voucher_id;
        IF is_late THEN
            RAISE EXCEPTION 'arclose: an entry can only be added in the transaction that makes its voucher'
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM public.ledger_postingseal WHERE posting_id = ANY(postings)) THEN
            RAISE EXCEPTION 'arclose: the posting is sealed, no entry joins it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class NumbersOnlyGrow(pgtrigger.Trigger):
    """A counter of numbers given out never goes back and never disappears."""

    name = "numbers_only_grow"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' OR NEW.last_number < OLD.last_number OR NEW.series_id <> OLD.series_id
           OR NEW.fiscal_year_id <> OLD.fiscal_year_id THEN
            RAISE EXCEPTION 'arclose: a number series only counts upwards' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class PeriodStatusMoves(pgtrigger.Trigger):
    """A permanently closed period never reopens, and no period with vouchers changes its days."""

    name = "period_status_moves"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'arclose: a fiscal period is not deleted' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.status = 'permanently_closed' AND NEW.status <> OLD.status THEN
            RAISE EXCEPTION 'arclose: period % is permanently closed and never reopens', OLD.name
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF (NEW.start_date, NEW.end_date, NEW.company_id, NEW.fiscal_year_id)
           IS DISTINCT FROM (OLD.start_date, OLD.end_date, OLD.company_id, OLD.fiscal_year_id)
           AND EXISTS (SELECT 1 FROM public.ledger_voucher WHERE period_id = OLD.id) THEN
            RAISE EXCEPTION 'arclose: period % has vouchers, its days stay as they are', OLD.name
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class PeriodStatusIsAudited(pgtrigger.Trigger):
    """At commit the last recorded change of a period's status names the status it has."""

    name = "period_status_audited"
    when = pgtrigger.After
    operation = pgtrigger.Update
    timing = pgtrigger.Deferred
    condition = pgtrigger.Q(old__status__df=pgtrigger.F("new__status"))
    func = """
        IF (SELECT c.status_after FROM public.ledger_periodstatuschange c WHERE c.period_id = NEW.id
            ORDER BY c.id DESC LIMIT 1)
           IS DISTINCT FROM (SELECT p.status FROM public.ledger_fiscalperiod p WHERE p.id = NEW.id) THEN
            RAISE EXCEPTION 'arclose: the status of period % changed without a record of who and why', NEW.name
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class NumbersFollow(pgtrigger.Trigger):
    """Numbers of a series and year follow each other: the new ones are in a row, after the one that was last.

    Numbers below zero are provisional; a posting that holds one cannot commit.
    """

    name = "numbers_follow"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_rows")
    declare = [("refused", "text")]

    def get_func(self, model: Any) -> str:
        """Look at the table that the guard stands on."""
        return f"""
        SELECT format('%s to %s, %s of them', block.first, block.last, block.count) INTO refused FROM (
            SELECT series_id, fiscal_year_id, min(sequence_number) AS first, max(sequence_number) AS last,
                count(*) AS count
            FROM new_rows WHERE sequence_number >= 0 GROUP BY series_id, fiscal_year_id
        ) AS block
        WHERE block.last - block.first + 1 <> block.count OR block.first < 1 OR (block.first > 1 AND NOT EXISTS (
            SELECT 1 FROM public.{model._meta.db_table} earlier
            WHERE earlier.series_id = block.series_id AND earlier.fiscal_year_id = block.fiscal_year_id
                AND earlier.sequence_number = block.first - 1)) LIMIT 1;
        IF refused IS NOT NULL THEN
            RAISE EXCEPTION 'arclose: numbers must follow each other without a gap: %', refused
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (the name of a table of ours)


class SealedPostingStays(pgtrigger.Trigger):
    """No voucher joins a posting whose digest is chained, nor one that another transaction is making."""

    name = "sealed_posting_stays"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_vouchers")
    func = f"""
        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_vouchers) made
                   WHERE NOT {POSTING_IS_BEING_MADE.format(posting="made.posting_id")}) THEN
            RAISE EXCEPTION 'arclose: the posting is sealed, no voucher joins it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (written above)


class PostingIsSealed(pgtrigger.Trigger):
    """At commit a posting is chained to the company's last one, and none of its vouchers is provisional."""

    name = "posting_is_sealed"
    when = pgtrigger.After
    operation = pgtrigger.Insert
    timing = pgtrigger.Deferred
    func = """
        IF NOT EXISTS (SELECT 1 FROM public.ledger_postingseal WHERE posting_id = NEW.id) THEN
            RAISE EXCEPTION 'arclose: posting % is not sealed', NEW.key USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM public.ledger_voucher WHERE posting_id = NEW.id AND sequence_number < 1) THEN
            RAISE EXCEPTION 'arclose: posting % is a preview', NEW.key USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class CompanyKeepsCurrency(pgtrigger.Trigger):
    """Books that hold a posting stay in the currencies they were begun in."""

    name = "company_keeps_currency"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Q(old__accounting_currency__df=pgtrigger.F("new__accounting_currency")) | pgtrigger.Q(
        old__reporting_currency__df=pgtrigger.F("new__reporting_currency")
    )
    func = """
        IF EXISTS (SELECT 1 FROM public.ledger_posting WHERE company_id = OLD.id) THEN
            RAISE EXCEPTION 'arclose: company % has postings and keeps its currency', OLD.code
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class CurrencyKeepsDecimals(pgtrigger.Trigger):
    """A currency that something was posted in keeps its number of decimals."""

    name = "currency_keeps_decimals"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Q(old__decimals__df=pgtrigger.F("new__decimals"))
    func = """
        IF EXISTS (SELECT 1 FROM public.ledger_accountbalance WHERE currency_id = OLD.code)
           OR EXISTS (SELECT 1 FROM public.ledger_posting p JOIN public.ledger_company c ON c.id = p.company_id
                      WHERE OLD.code IN (c.accounting_currency_id, c.reporting_currency_id)) THEN
            RAISE EXCEPTION 'arclose: currency % was posted in and keeps its decimals', OLD.code
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class AccountStays(pgtrigger.Trigger):
    """An account that was posted to keeps its number, which manifests name, and stays or is no control account."""

    name = "account_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Q(old__number__df=pgtrigger.F("new__number")) | pgtrigger.Q(
        old__is_control_account__df=pgtrigger.F("new__is_control_account")
    )
    func = """
        IF EXISTS (SELECT 1 FROM public.ledger_accountbalance WHERE account_id = OLD.id) THEN
            RAISE EXCEPTION 'arclose: account % was posted to and keeps its number and whether a subledger keeps it',
                OLD.number USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class SeriesKeepsPrefix(pgtrigger.Trigger):
    """A series that gave out a number keeps its prefix: numbers of one year look alike."""

    name = "series_keeps_prefix"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Q(old__prefix__df=pgtrigger.F("new__prefix"))
    func = """
        IF EXISTS (SELECT 1 FROM public.ledger_numberseriescounter WHERE series_id = OLD.id AND last_number > 0) THEN
            RAISE EXCEPTION 'arclose: series % gave out numbers and keeps its prefix', OLD.prefix
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class RowsNeverChange(pgtrigger.Trigger):
    """A row of a run or a set is written once; what is not wanted goes as a whole."""

    name = "rows_never_change"
    level = pgtrigger.Statement
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Truncate
    func = """
        RAISE EXCEPTION 'arclose: % refused: rows of % are never changed', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    """
