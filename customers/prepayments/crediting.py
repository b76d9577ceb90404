"""Take back what is left of a prepayment invoice: by a credit note over it, settled with it."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger import numbering
from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.queries import accounting_decimals
from arclose.web.days import format_day
from customers import sql
from customers.entries import invoice_posting
from customers.invoice_heads import found, registration_rates
from customers.models import Invoice
from customers.models.invoices import InvoiceOrigin, InvoiceType
from customers.papers.letterhead import language_of
from customers.prepayments.posting import Head
from customers.queries import update_defaults
from customers.settling import settlement

PREPAYMENT_CREDITS = "prepayment-credits"


class CannotCreditPrepayment(CannotPost):
    """A prepayment invoice cannot be credited as asked: nothing was posted."""

    def __init__(self, why: str) -> None:
        """Carry the reason, in words."""
        super().__init__(why)
        self.why = why

    def reason(self) -> str:
        """Say it."""
        return self.why


@transaction.atomic
def credit_prepayment(*, invoice: Invoice, day: date, reason: str, posted_by: User, key: str) -> Invoice:
    """Post the credit note over what is left to deduct of a prepayment invoice, settled with it, and give it.

    It takes the invoice's rate and tax; then nothing is left to deduct. The same key gives the same note.

    :raises CannotCreditPrepayment: it is none, nothing is left of it, or the day is before it or in no open period.
    :raises KeyReused: the key belongs to another request.
    """
    company = invoice.company
    open_periods = ledger.open_periods(company=company, dates={day})
    owed = sql.transactions_of_invoices(company_id=company.pk, invoices=[invoice.pk])
    sql.lock_open_transactions(company_id=company.pk, transactions=owed)
    sql.lock_orders(company_id=company.pk, orders=[invoice.order_id or 0])
    fingerprint = ledger.fingerprint_of(PREPAYMENT_CREDITS, invoice.pk, day, reason)
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        return Invoice.objects.get(posting=known)
    if invoice.invoice_type != InvoiceType.INVOICE or invoice.origin != InvoiceOrigin.PREPAYMENT:
        raise CannotCreditPrepayment(_("%(number)s is no prepayment invoice.") % {"number": invoice.number})
    left = left_of(invoice)
    if not left:
        text = _("Nothing is left of prepayment invoice %(number)s: it was deducted or credited.")
        raise CannotCreditPrepayment(text % {"number": invoice.number})
    if day < invoice.invoice_date:
        text = _("The credit note cannot be dated before invoice %(number)s, which is of %(date)s.")
        raise CannotCreditPrepayment(text % {"number": invoice.number, "date": format_day(invoice.invoice_date)})
    if not open_periods:
        raise CannotCreditPrepayment(_("%(date)s lies in no open period.") % {"date": format_day(day)})
    posting, _is_new = ledger.begin(
        company=company, kind=PREPAYMENT_CREDITS, key=key, fingerprint=fingerprint, posted_by=posted_by
    )
    _write(posting, invoice, left, day=day, reason=reason[:200])
    return Invoice.objects.get(posting=posting)


def left_of(invoice: Invoice) -> list[sql.PrepaidLeft]:
    """Give what is left to deduct of a prepayment invoice, by how it was taxed."""
    found_left = sql.prepaid_left(company_id=invoice.company_id, orders=[invoice.order_id or 0])
    return [one for one in found_left if one.prepayment_id == invoice.pk]


def _write(posting: Posting, invoice: Invoice, left: list[sql.PrepaidLeft], *, day: date, reason: str) -> None:
    company = posting.company
    decimals = accounting_decimals(company=company)
    with override(language_of(invoice.invoice_account, company)):
        text = _("Prepayment taken back, invoice %(number)s") % {"number": invoice.number}
    sql.insert_invoices(
        sql.rest_of_prepayment(invoice.pk, left=left, description=text, day=day, reason=reason),
        company_id=company.pk,
        posting_id=posting.pk,
        blocks=[(InvoiceType.CREDIT_NOTE.value, block) for block in _blocks(company, day)],
    )
    contents = invoice_posting(
        posting,
        decimals=decimals,
        credit_correction=update_defaults(company).credit_correction,
        has_prepayments=True,
    )
    ledger.write(posting=posting, contents=contents)
    rates = registration_rates(company, [Head(invoice.currency_id, invoice.rate_date, invoice.payment_terms_id)])
    sql.insert_tax_rows(posting_id=posting.pk, registration_rates=found(rates))
    sql.insert_transactions(posting_id=posting.pk)
    settlement.settle_opposites(posting=posting, decimals=decimals)
    sql.add_to_subledger(posting_id=posting.pk)
    ledger.seal(posting=posting)


def _blocks(company: Company, day: date) -> list[numbering.Block]:
    period = company.fiscal_periods.select_related("fiscal_year").get(start_date__lte=day, end_date__gte=day)
    series = numbering.series_for(company=company, purpose=SeriesPurpose.CREDIT_NOTE)
    return numbering.take_blocks(series=series, counts={(period.fiscal_year_id, period.fiscal_year.name): 1})
