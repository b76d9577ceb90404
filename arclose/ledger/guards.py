"""What the database refuses, whatever code asks: the triggers of the ledger, written down once.

A guard is a trigger declared beside its model. The program logs in as a role that owns nothing, so it
cannot switch a guard off; :mod:`arclose.ledger.grants` also takes away what a guard would refuse.
"""

import pgtrigger

# Tables whose rows store the transaction that made them: a restore clears the column, because a
# transaction number means nothing in another cluster.
SEALED_COLUMNS = [("ledger_voucher", "sealed_by_transaction")]

CURRENT_TRANSACTION = "pg_current_xact_id()::text::bigint"


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


class VoucherBalances(pgtrigger.Trigger):
    """At commit a voucher has at least two entries and is balanced in every currency it must be."""

    name = "voucher_balances"
    when = pgtrigger.After
    operation = pgtrigger.Insert
    timing = pgtrigger.Deferred
    declare = [("t", "record")]
    func = """
        SELECT count(*) AS entries, sum(accounting_currency_amount) AS accounting,
               coalesce(sum(reporting_currency_amount), 0) AS reporting,
               sum(transaction_currency_amount) AS transaction,
               min(currency_id) = max(currency_id) AS is_one_currency
            INTO t FROM public.ledger_ledgerentry WHERE voucher_id = NEW.id;
        IF t.entries < 2 THEN
            RAISE EXCEPTION 'arclose: voucher % has % entries, at least two are needed', NEW.number, t.entries
                USING ERRCODE = 'check_violation';
        END IF;
        IF t.accounting <> 0 OR t.reporting <> 0 OR (t.is_one_currency AND t.transaction <> 0) THEN
            RAISE EXCEPTION 'arclose: voucher % is not balanced: accounting %, reporting %, transaction %',
                NEW.number, t.accounting, t.reporting, t.transaction USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class EntriesOfThisTransaction(pgtrigger.Trigger):
    """An entry joins its voucher only in the transaction that makes the voucher, and on its date."""

    name = "entries_of_this_transaction"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_entries")
    func = """
        IF EXISTS (
            SELECT 1 FROM (SELECT DISTINCT voucher_id, posting_date FROM new_entries) e
            LEFT JOIN public.ledger_voucher v ON v.id = e.voucher_id
            WHERE v.sealed_by_transaction IS DISTINCT FROM pg_current_xact_id()::text::bigint
               OR v.posting_date <> e.posting_date
        ) THEN
            RAISE EXCEPTION 'arclose: an entry can only be added in the transaction that makes its voucher'
                USING ERRCODE = 'check_violation';
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
