"""Take a posted free text invoice back: by a credit note over all of it, settled with it."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.reversing import lock_reversals
from arclose.web.days import format_day
from customers import sql
from customers.models import FreeTextInvoice, Invoice
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.undoing import write_opposites

FREE_TEXT_CREDITS = "free-text-credits"


class CannotCreditFreeText(CannotPost):
    """A free text invoice cannot be credited as asked: nothing was posted."""

    def __init__(self, why: str) -> None:
        """Carry the reason, in words."""
        super().__init__(why)
        self.why = why

    def reason(self) -> str:
        """Say it."""
        return self.why


@transaction.atomic
def credit_free_text(*, invoice: Invoice, day: date, reason: str, posted_by: User, key: str) -> Invoice:
    """Post the credit note over all of a free text invoice, settled with it, and give it.

    It is the opposite, line by line: at its rate, with its tax and on its accounts. The same key gives the same note.

    :raises CannotCreditFreeText: it is none or is credited already, or the day is before it or in no open period.
    :raises KeyReused: the key belongs to another request.
    """
    company = invoice.company
    open_periods = ledger.open_periods(company=company, dates={day})
    lock_credit_of(invoice)
    # Where nothing is open of it there is nothing to lock: crediting and undoing it come one after the other here.
    lock_reversals(company=company)
    fingerprint = ledger.fingerprint_of(FREE_TEXT_CREDITS, invoice.pk, day, reason)
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        return Invoice.objects.get(posting=known)
    if invoice.invoice_type != InvoiceType.INVOICE or invoice.origin != InvoiceOrigin.FREE_TEXT:
        raise CannotCreditFreeText(_("%(number)s is no free text invoice.") % {"number": invoice.number})
    if note := invoice.credit_notes.first():
        text = _("Invoice %(invoice)s is credited already, by %(credit_note)s.")
        raise CannotCreditFreeText(text % {"invoice": invoice.number, "credit_note": note.number})
    if day < invoice.invoice_date:
        text = _("The credit note cannot be dated before invoice %(number)s, which is of %(date)s.")
        raise CannotCreditFreeText(text % {"number": invoice.number, "date": format_day(invoice.invoice_date)})
    if not open_periods:
        raise CannotCreditFreeText(_("%(date)s lies in no open period.") % {"date": format_day(day)})
    posting, _is_new = ledger.begin(
        company=company, kind=FREE_TEXT_CREDITS, key=key, fingerprint=fingerprint, posted_by=posted_by
    )
    write_opposites(posting, {invoice.pk: invoice.invoice_type}, day=day, reason=reason)
    sql.add_to_subledger(posting_id=posting.pk)
    ledger.seal(posting=posting)
    return Invoice.objects.get(posting=posting)


def lock_credit_of(invoice: Invoice) -> None:
    """Let two credits of one invoice come one after the other, and lock what is open of it."""
    list(FreeTextInvoice.objects.select_for_update(no_key=True).filter(invoice=invoice).values_list("pk"))
    owed = sql.transactions_of_invoices(company_id=invoice.company_id, invoices=[invoice.pk])
    sql.lock_open_transactions(company_id=invoice.company_id, transactions=owed)
