"""What the database refuses of payments across companies."""

import pgtrigger


class IntercompanyPaymentStays(pgtrigger.Trigger):
    """What a payment settles in another company never changes once it is posted, and nothing joins a posted payment."""

    name = "intercompany_payment_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("paid", "text")]
    func = """
        IF TG_OP <> 'INSERT' AND OLD.posting_id IS NOT NULL THEN
            RAISE EXCEPTION 'arclose: what payment % settles in another company is posted and never changes.',
                OLD.payment_id USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        SELECT status INTO paid FROM public.journals_payment WHERE id = NEW.payment_id FOR SHARE;
        IF paid = 'posted' THEN
            RAISE EXCEPTION 'arclose: payment % is posted, and settles nothing more in another company.',
                NEW.payment_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """
