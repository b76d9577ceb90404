"""Draw bills when invoices are posted, of customers who pay by a method that wants it so.

A bill is drawn on each invoice, on its day and due with it, in a journal of its own for each posting; what cannot be
posted there waits in the journal, with its reason.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Posting
from arclose.ledger.posting import fingerprint_of
from customers.models import CustomerTransaction
from customers.models.invoices import InvoiceType
from journals import acts
from journals.bills.entering import Draw, draw_on_what_is_free
from journals.bills.posting import post_bill_steps
from journals.models import ON_PAPER, JournalName, JournalType, MethodOfPayment
from journals.payments.methods import paid_by


def draw_on_invoices(posting: Posting) -> None:
    """Draw a bill on each invoice of a posting whose customer pays so; nothing where there is none, or no journal name.

    :raises NumberSeriesMissing: the company has no series for bills.
    """
    company = posting.company
    methods = MethodOfPayment.objects.filter(
        company=company, draws_at_invoicing=True, instrument__in=ON_PAPER, is_active=True
    )
    name = JournalName.objects.filter(company=company, journal_type=JournalType.DRAW).order_by("code").first()
    found = [(method, row) for method in methods for row in _owed(posting, method)]
    if not found or name is None:
        return
    key = f"drawn-with-{posting.pk}"
    text = _("Drawn when the invoices were posted")
    journal = acts.begin_journal(company=company, name=name, text=text, created_by=posting.posted_by, key=key)
    draws = [
        Draw(
            customer=row.customer,
            currency=row.currency,
            method=method,
            draw_date=row.transaction_date,
            marks={row.pk: row.open.transaction_currency_amount},
            due_date=row.due_date,
        )
        for method, row in found
    ]
    steps = draw_on_what_is_free(
        journal=journal,
        draws=draws,
        entered_by=posting.posted_by,
        key=key,
        fingerprint=fingerprint_of("drawn with", posting.pk),
    )
    post_bill_steps(company=company, documents=[step.pk for step in steps], posted_by=posting.posted_by, key=key)


def _owed(posting: Posting, method: MethodOfPayment) -> "QuerySet[CustomerTransaction]":
    """Give what the invoices of a posting make customers owe that is to be paid by a method."""
    rows = CustomerTransaction.objects.filter(
        posting=posting,
        invoice__invoice_type=InvoiceType.INVOICE,
        open__transaction_currency_amount__gt=0,
        mark=None,
    )
    return rows.filter(paid_by(method)).select_related("open", "customer", "currency").order_by("pk")
