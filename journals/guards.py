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
    """A payment that is posted is neither changed nor deleted: it is taken back by a reversal."""

    name = "posted_payment_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__status="posted")
    func = """
        RAISE EXCEPTION 'arclose: payment % is posted and never changes. Reverse it instead.', OLD.id
            USING ERRCODE = 'restrict_violation';
    """
