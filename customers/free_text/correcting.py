"""Correct a posted free text invoice in one act: credit all of it, and open what it should have been as a draft."""

from dataclasses import replace
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from customers.free_text.crediting import credit_free_text
from customers.free_text.drafts import enter_free_text, entries_of, head_of
from customers.models import FreeTextInvoice, Invoice


@transaction.atomic
def correct_free_text(
    *, invoice: Invoice, day: date, reason: str, posted_by: User, key: str
) -> tuple[Invoice, FreeTextInvoice]:
    """Post the credit note over all of a free text invoice, and enter a copy of it that waits to be changed and posted.

    The copy is dated the same day and names the invoice it corrects; that is credited once, so it is corrected once.
    The same key gives the same documents.

    :raises CannotCreditFreeText: it is none or is credited already, or the day is before it or in no open period.
    :raises KeyReused: the key belongs to another request.
    """
    note = credit_free_text(invoice=invoice, day=day, reason=reason, posted_by=posted_by, key=key)
    made = FreeTextInvoice.objects.filter(corrects=invoice).first()
    return note, made or _copy(invoice, day, posted_by)


def _copy(invoice: Invoice, day: date, entered_by: User) -> FreeTextInvoice:
    original = invoice.free_text
    return enter_free_text(
        company=invoice.company,
        head=replace(head_of(original), invoice_date=day, supply_date=None, release_date=None),
        lines=entries_of(original),
        key=f"correction-of-{invoice.pk}",
        entered_by=entered_by,
        corrects=invoice,
    )
