"""What the database refuses of mandates and of direct debit files: what the bank was told is kept as it was."""

from functools import reduce
from operator import or_

import pgtrigger


class UsedMandateStays(pgtrigger.Trigger):
    """What a customer signed stays as it is once something was collected by it; it is canceled, not deleted."""

    name = "used_mandate_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF (TG_OP = 'DELETE' OR (NEW.number, NEW.customer_id, NEW.bank_account_id, NEW.kind, NEW.scheme,
                NEW.signed_date) IS DISTINCT FROM (OLD.number, OLD.customer_id, OLD.bank_account_id, OLD.kind,
                OLD.scheme, OLD.signed_date))
           AND EXISTS (SELECT 1 FROM public.journals_directdebit WHERE mandate_id = OLD.id) THEN
            RAISE EXCEPTION 'arclose: mandate % was collected by, and stays as it was signed', OLD.number
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class UsedAccountStays(pgtrigger.Trigger):
    """The account that a customer signed for stays as it is once something was collected from it."""

    name = "used_account_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF (TG_OP = 'DELETE' OR (NEW.customer_id, NEW.iban, NEW.holder) IS DISTINCT FROM (OLD.customer_id, OLD.iban,
                OLD.holder))
           AND EXISTS (SELECT 1 FROM public.journals_mandate m JOIN public.journals_directdebit d ON d.mandate_id = m.id
                       WHERE m.bank_account_id = OLD.id) THEN
            RAISE EXCEPTION 'arclose: account % was collected from, and stays as its mandate was signed', OLD.iban
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class FileIsOnlyCanceled(pgtrigger.Trigger):
    """A file for the bank is kept as it was made. It is canceled once, while none of its payments is posted."""

    name = "file_is_only_canceled"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' OR OLD.canceled_at IS NOT NULL OR NEW.canceled_at IS NULL
           OR to_jsonb(NEW) - ARRAY['canceled_at', 'canceled_by_id', 'cancel_reason']
              <> to_jsonb(OLD) - ARRAY['canceled_at', 'canceled_by_id', 'cancel_reason'] THEN
            RAISE EXCEPTION 'arclose: direct debit file % is only canceled, and that once', OLD.message_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM public.journals_directdebit d JOIN public.journals_payment p ON p.id = d.payment_id
                   WHERE d.file_id = OLD.id AND p.status = 'posted') THEN
            RAISE EXCEPTION 'arclose: a payment of direct debit file % is posted, the file stays', OLD.message_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class CollectionStays(pgtrigger.Trigger):
    """What a file collects is kept as it was made; only with its file it is canceled, and may lose its payment then.

    One that the bank rejected is canceled by itself when its payment, which waits, is deleted.
    """

    name = "collection_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    func = """
        IF TG_OP = 'DELETE' OR NOT NEW.is_canceled
           OR to_jsonb(NEW) - ARRAY['is_canceled', 'payment_id'] <> to_jsonb(OLD) - ARRAY['is_canceled', 'payment_id']
           OR NEW.payment_id IS DISTINCT FROM OLD.payment_id AND NEW.payment_id IS NOT NULL
           OR NOT EXISTS (SELECT 1 FROM public.journals_directdebitfile
                          WHERE id = OLD.file_id AND canceled_at IS NOT NULL)
              AND (NEW.payment_id IS NOT NULL
                   OR NOT EXISTS (SELECT 1 FROM public.journals_payment
                                  WHERE id = OLD.payment_id AND bank_status = 'rejected' AND status = 'open')) THEN
            RAISE EXCEPTION 'arclose: what a direct debit file collects stays as the bank was told'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """


class CollectedPaymentStays(pgtrigger.Trigger):
    """A payment that stands in a file for the bank keeps who pays what, when and how, until the file is canceled."""

    name = "collected_payment_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = reduce(
        or_,
        (
            pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")})
            for field in ("customer", "amount", "currency", "payment_date", "bank_account", "method")
        ),
    )
    func = """
        IF EXISTS (SELECT 1 FROM public.journals_directdebit WHERE payment_id = OLD.id AND NOT is_canceled) THEN
            RAISE EXCEPTION 'arclose: payment % stands in a direct debit file, and stays as the bank was told', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """
