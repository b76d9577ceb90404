"""Due dates from terms of payment."""

from calendar import monthrange
from datetime import date, timedelta

from customers.models.customers import PaymentTerms


def due_date(terms: PaymentTerms, invoice_date: date) -> date:
    """Give the day an invoice is due: its date, or the end of its month, plus the days of the terms."""
    start = invoice_date
    if terms.is_from_end_of_month:
        start = invoice_date.replace(day=monthrange(invoice_date.year, invoice_date.month)[1])
    return start + timedelta(days=terms.net_days)
