"""What settled invoices, as events of a timeline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.web.amounts import format_money
from arclose.web.links import page_url
from customers.models import Invoice, Settlement
from customers.models.transactions import TransactionType
from customers.screens.timelines import Event, grouped


def settlement_events(request: CompanyRequest, invoices: Sequence[Invoice]) -> list[Event]:
    """Give what settled some invoices, each settlement once."""
    rows = {row.pk: row for found in settlements_by_invoice(request, list(invoices)).values() for row in found}
    return list(events_of_settlements(request, rows.values()))


def events_of_settlements(request: CompanyRequest, rows: Iterable[Settlement]) -> Iterator[Event]:
    """Give each settlement, or its being taken back, with its day and amount."""
    for row in rows:
        names = {"debit": row.debit_transaction.document_number, "credit": row.credit_transaction.document_number}
        is_drawn = row.credit_transaction.transaction_type == TransactionType.BILL
        if row.reversal_of_id is None:
            drawn, settled = _("%(debit)s settled by a bill of exchange"), _("%(debit)s settled with %(credit)s")
        else:
            drawn = _("Settlement of %(debit)s by a bill of exchange taken back")
            settled = _("Settlement of %(debit)s with %(credit)s taken back")
        title = drawn if is_drawn else settled
        yield {
            "title": title % names,
            "url": page_url(request, "customers:settlement", pk=row.reversal_of_id or row.pk),
            "day": row.settlement_date,
            "at": row.posting.posted_at,
            "who": row.posting.posted_by,
            "detail": format_money(row.transaction_currency_amount, row.debit_transaction.currency_id),
        }


def settlements_by_invoice(request: CompanyRequest, invoices: list[Invoice]) -> Mapping[int, list[Settlement]]:
    """Give the settlements of invoices' transactions, oldest first, each with the later one of those it is of."""
    if not invoices:
        return grouped([])
    ids = {invoice.pk for invoice in invoices}
    rows = Settlement.objects.filter(pk__in=_settlements_of(ids), company=request.company).order_by("pk")
    read = rows.select_related("debit_transaction", "credit_transaction", "posting__posted_by", "reversed_by")
    return grouped(
        (max(ids & {one.debit_transaction.invoice_id, one.credit_transaction.invoice_id}), one) for one in read
    )


def _settlements_of(invoices: Iterable[int]) -> "QuerySet[Any]":
    """Give the keys of the settlements with a side of these invoices; each side is found by its own index."""
    ids = list(invoices)
    as_debit = Settlement.objects.filter(debit_transaction__invoice__in=ids).values("pk")
    return as_debit.union(Settlement.objects.filter(credit_transaction__invoice__in=ids).values("pk"))
