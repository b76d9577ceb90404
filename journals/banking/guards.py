"""What the database refuses of bank statements: they say for ever what the bank said."""

import pgtrigger


class StatementIsWhole(pgtrigger.Trigger):
    """At commit a statement has the lines it counts, and the booked ones come to what it says they do."""

    name = "statement_is_whole"
    when = pgtrigger.After
    operation = pgtrigger.Insert
    timing = pgtrigger.Deferred
    func = """
        IF NOT EXISTS (SELECT 1 FROM public.journals_bankstatementline WHERE statement_id = NEW.id
                       HAVING count(*) = NEW.line_count
                          AND coalesce(sum(amount) FILTER (WHERE status = 'booked'), 0) = NEW.booked_amount) THEN
            RAISE EXCEPTION 'arclose: bank statement % has other lines than it counts', NEW.identity
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class LinesAreCounted(pgtrigger.Trigger):
    """A line has a number up to what its statement counts; all of them are taken once the statement is whole."""

    name = "lines_are_counted"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="new_lines")
    func = """
        IF EXISTS (SELECT 1 FROM new_lines l JOIN public.journals_bankstatement s ON s.id = l.statement_id
                   WHERE l.line_number NOT BETWEEN 1 AND s.line_count) THEN
            RAISE EXCEPTION 'arclose: a bank statement was read as a whole, no line joins it'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class BankAccountKeepsCurrency(pgtrigger.Trigger):
    """A bank account of which a statement was read stays in its currency and on its ledger account."""

    name = "bank_account_keeps_currency"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Q(old__currency__df=pgtrigger.F("new__currency")) | pgtrigger.Q(
        old__account__df=pgtrigger.F("new__account")
    )
    func = """
        IF EXISTS (SELECT 1 FROM public.journals_bankstatement WHERE bank_account_id = OLD.id) THEN
            RAISE EXCEPTION 'arclose: bank account % has statements and keeps currency and ledger account', OLD.code
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class MatchOfPostedPaymentStays(pgtrigger.Trigger):
    """Which payment a line became is not changed, and stays once the payment is posted, unless it is kept as undone."""

    name = "match_of_posted_payment_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'UPDATE' OR EXISTS (
            SELECT 1 FROM public.journals_payment WHERE id = OLD.payment_id AND status = 'posted')
            AND NOT EXISTS (SELECT 1 FROM public.journals_undonebankmatch u WHERE u.match_id = OLD.id
                AND (u.line_id, u.payment_id) = (OLD.line_id, OLD.payment_id)) THEN
            RAISE EXCEPTION 'arclose: the payment of bank line % is posted, the match stays', OLD.line_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    """


class MatchNamesItsDetail(pgtrigger.Trigger):
    """A line that books several payments is matched by these alone, and a payment of a batch with its own line."""

    name = "match_names_its_detail"
    when = pgtrigger.Before
    operation = pgtrigger.Insert
    func = """
        IF NEW.detail_id IS NULL AND EXISTS (
                SELECT 1 FROM public.journals_bankstatementline WHERE id = NEW.line_id AND detail_count > 0)
            OR NEW.detail_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM public.journals_banklinedetail WHERE id = NEW.detail_id AND line_id = NEW.line_id) THEN
            RAISE EXCEPTION 'arclose: bank line % is not matched by the payments that it books', NEW.line_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """


class ReturnStays(pgtrigger.Trigger):
    """What a bank returned, and why, is not changed; it is undone once, and that stays too."""

    name = "return_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
            OR (OLD.company_id, OLD.line_id, OLD.payment_id, OLD.bank_reason, OLD.charges_amount,
                OLD.charges_voucher_id, OLD.reason, OLD.score, OLD.accepted_by_id, OLD.accepted_at)
            IS DISTINCT FROM (NEW.company_id, NEW.line_id, NEW.payment_id, NEW.bank_reason, NEW.charges_amount,
                NEW.charges_voucher_id, NEW.reason, NEW.score, NEW.accepted_by_id, NEW.accepted_at) THEN
            RAISE EXCEPTION 'arclose: the return of bank line % stays. Undo it instead.', OLD.line_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """
