"""What invoices deduct of the prepayments of their orders, as lines of their own with tax of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger.models import Company
from customers import sql
from customers.models import Invoice
from customers.models.update_defaults import PrepaymentDeduction
from customers.papers.letterhead import language_of


def with_deductions(
    source: sql.Source, *, company: Company, orders: Sequence[int], deduction: PrepaymentDeduction
) -> sql.Source:
    """Give a source of invoices of orders, locked ones, that deducts what is prepaid; the same where nothing is.

    *All* deducts as much as each invoice comes to, *in proportion* the share of the prepayments that an invoice is of
    what is left to invoice.
    """
    left = [] if deduction == PrepaymentDeduction.NONE else sql.prepaid_left(company_id=company.pk, orders=orders)
    if not left:
        return source
    prepaid = sorted({one.order_id for one in left})
    in_proportion = deduction == PrepaymentDeduction.IN_PROPORTION
    waiting = sql.values_left(company_id=company.pk, orders=prepaid) if in_proportion else {}
    table = sql.prepaid_parameters(left, texts=_texts(company, {one.prepayment_id for one in left}), waiting=waiting)
    return replace(source, parameters={**source.parameters, **table}, prepayment_lines=sql.PrepaymentLines.DEDUCTED)


def refuse_earlier(
    *, company: Company, orders: Mapping[int, date], deduction: PrepaymentDeduction
) -> list[tuple[int, str, str]]:
    """Give (order, code, detail) of those to be invoiced, on these days, before something was prepaid of them.

    Such an invoice would take tax back that was not charged yet.
    """
    if deduction == PrepaymentDeduction.NONE:
        return []
    left = sql.prepaid_left(company_id=company.pk, orders=list(orders))
    later = {one.order_id: one.number for one in left if one.invoice_date > orders[one.order_id]}
    return [(order_id, "prepaid_later", number) for order_id, number in later.items()]


def _texts(company: Company, prepayments: set[int]) -> dict[int, str]:
    """Give what a line that deducts each prepayment says, in the language of who gets the invoice."""
    said = {}
    for invoice in Invoice.objects.filter(pk__in=prepayments).select_related("invoice_account"):
        with override(language_of(invoice.invoice_account, company)):
            said[invoice.pk] = _("Less prepaid, invoice %(number)s") % {"number": invoice.number}
    return said
