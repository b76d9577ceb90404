"""What the database refuses of general vouchers: once posted, they say for ever what was posted."""

import pgtrigger


class PostedVoucherStays(pgtrigger.Trigger):
    """A general voucher that is posted is neither changed nor deleted: a correction is a voucher of its own."""

    name = "posted_voucher_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__status="posted")
    func = """
        RAISE EXCEPTION 'arclose: general voucher % is posted and never changes. Reverse it instead.', OLD.number
            USING ERRCODE = 'restrict_violation';
    """


class PostedLinesStay(pgtrigger.Trigger):
    """The lines of a general voucher that is posted stay, and no other joins them.

    The voucher is locked, so a line that is written while another transaction posts waits for it, and is refused.
    """

    name = "posted_lines_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_posted", "boolean")]
    func = """
        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (
            SELECT status FROM public.journals_generalvoucher
            WHERE id IN (OLD.voucher_id, NEW.voucher_id) ORDER BY id FOR SHARE) AS locked;
        IF is_posted THEN
            RAISE EXCEPTION 'arclose: the general voucher of this line is posted and never changes.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class PostedPaymentStays(pgtrigger.Trigger):
    """A payment that is posted is neither changed nor deleted: it is taken back by a reversal.

    What the bank says of it may still change.
    """

    name = "posted_payment_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__status="posted")
    func = """
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'bank_status' = to_jsonb(OLD) - 'bank_status' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'arclose: payment % is posted and never changes. Reverse it instead.', OLD.id
            USING ERRCODE = 'restrict_violation';
    """


class BankStatusIsRecorded(pgtrigger.Trigger):
    """At commit the newest recorded change of a payment's status at the bank names the status it has."""

    name = "bank_status_is_recorded"
    when = pgtrigger.After
    operation = pgtrigger.Update
    timing = pgtrigger.Deferred
    condition = pgtrigger.Q(old__bank_status__df=pgtrigger.F("new__bank_status"))
    func = """
        IF (SELECT c.status_after FROM public.journals_paymentstatuschange c WHERE c.payment_id = NEW.id
            ORDER BY c.id DESC LIMIT 1)
           <> (SELECT p.bank_status FROM public.journals_payment p WHERE p.id = NEW.id)
           OR NOT EXISTS (SELECT 1 FROM public.journals_paymentstatuschange c WHERE c.payment_id = NEW.id)
              AND EXISTS (SELECT 1 FROM public.journals_payment p WHERE p.id = NEW.id) THEN
            RAISE EXCEPTION 'arclose: the status of payment % changed without a record of who and why', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """


class StatusChangesStay(pgtrigger.Trigger):
    """How a payment's status at the bank changed is kept as it was, as long as the payment is."""

    name = "status_changes_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'UPDATE' OR EXISTS (
            SELECT 1 FROM public.journals_payment WHERE id = OLD.payment_id AND status = 'posted') THEN
            RAISE EXCEPTION 'arclose: how the status of payment % changed never changes', OLD.payment_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    """


class JournalChangesStay(pgtrigger.Trigger):
    """Who changed something in a journal is kept: it decides who may approve it."""

    name = "journal_changes_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        RAISE EXCEPTION 'arclose: who changed something in journal % never changes', OLD.journal_id
            USING ERRCODE = 'restrict_violation';
    """


class FeesOfPostedPaymentsStay(pgtrigger.Trigger):
    """The fees of a payment that is posted stay, and no other joins them; the payment is locked meanwhile."""

    name = "fees_of_posted_payments_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_posted", "boolean")]
    func = """
        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (
            SELECT status FROM public.journals_payment
            WHERE id IN (OLD.payment_id, NEW.payment_id) ORDER BY id FOR SHARE) AS locked;
        IF is_posted THEN
            RAISE EXCEPTION 'arclose: the payment of this fee is posted and never changes.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """
