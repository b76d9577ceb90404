"""Which orders of a run share a document: summary updates.

What a document says once, its orders must have in common: invoice account, currency, date, type, terms, tax group,
delivery country, total discount. A run that gives its documents a day collects orders of several days. A company may
ask for more. An order that undoes a document stands alone. An invoice is of one country of delivery: lines to another
one than that of their order stand on an invoice of their own, always.

    none              a document for each order
    invoice account   orders that are alike
    order             orders that are like a chosen one; the others are left out
    automatic         orders that are alike and whose invoice account wants it so
    packing slip      an invoice for each packing slip

Documents are made of the orders that pass all checks: one that is refused is left out of its group. The expression
that arranges a run also keeps the groups of a job in one chunk, so neither can differ from the other.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Case, F, Func, JSONField, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import In

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Refusal
from customers.models import SalesOrder, SalesOrderLine, UpdateDefaults
from customers.models.customers import Summarized
from customers.models.sales_orders import DocumentStatus
from customers.models.update_defaults import SummaryUpdate
from customers.queries import update_defaults
from customers.refusals import refusal
from customers.sql import Arrangement
from customers.update_parameters import UpdateParameters

# The day of the document that each step makes of an order.
DATED: dict[DocumentStatus, Any] = {
    DocumentStatus.CONFIRMATION: F("order_date"),
    DocumentStatus.PICKING_LIST: Coalesce("delivery_date", "invoice_date"),
    DocumentStatus.PACKING_SLIP: Coalesce("delivery_date", "invoice_date"),
    DocumentStatus.INVOICE: F("invoice_date"),
}
# What the head of a document says beside its account and its day.
_ALIKE = (
    "currency", "order_type", "payment_terms", "tax_group", "delivery_country", "total_discount_percent",
    "prices_include_tax",
)  # fmt: skip


def arrange(
    *, company: Company, orders: Sequence[int], step: DocumentStatus, parameters: UpdateParameters
) -> tuple[Arrangement, list[Refusal]]:
    """Give which documents a step makes of orders of a company, and the refusals of those that fit in none."""
    kept = update_defaults(company)
    is_invoice = step == DocumentStatus.INVOICE
    apart = Arrangement(
        orders,
        by_site=is_invoice and kept.separates_sites,
        by_address=is_invoice and kept.separates_addresses,
        by_country=is_invoice and _has_lines_elsewhere(orders),
    )
    if parameters.summary == SummaryUpdate.NONE:
        return apart, []
    asked = SalesOrder.objects.filter(pk__in=orders).annotate(together=_together(kept, step, parameters))
    rows = list(asked.order_by("pk").values_list("pk", "number", "together"))
    if parameters.summary == SummaryUpdate.ORDER:
        chosen = [together for _pk, number, together in rows if number == parameters.summary_order]
        left_out = _not_with(parameters.summary_order, rows, chosen)
    else:
        left_out = []
    refused = {one.document_id for one in left_out}
    first: dict[str, int] = {}
    collected = {pk: first.setdefault(together, pk) for pk, _number, together in rows if pk not in refused}
    per_slip = list(collected) if parameters.summary == SummaryUpdate.PACKING_SLIP else []
    return replace(apart, orders=list(collected), collected=collected, per_slip=per_slip), left_out


def _has_lines_elsewhere(orders: Sequence[int]) -> bool:
    return SalesOrderLine.objects.filter(order__in=orders).exclude(delivery_country="").exists()


def _not_with(number: str, rows: Sequence[tuple[int, str, str]], chosen: Sequence[str]) -> list[Refusal]:
    """Give the refusals of the orders that do not go into a chosen one: all of them where that is not posted itself."""
    if not chosen:
        return [refusal(pk, "summary_order_missing", number) for pk, _number, _together in rows]
    return [refusal(pk, "not_with_order", number) for pk, _number, together in rows if together not in chosen]


def together(*, company: Company, step: DocumentStatus, parameters: UpdateParameters) -> Any:
    """Give the expression by which orders of a job have to be in one chunk; None where each stands alone."""
    if parameters.summary == SummaryUpdate.NONE:
        return None
    if parameters.summary == SummaryUpdate.ORDER:
        return Value(parameters.summary_order, output_field=TextField())
    return _together(update_defaults(company), step, parameters)


def _together(kept: UpdateDefaults, step: DocumentStatus, parameters: UpdateParameters) -> Any:
    """Give the expression that is equal for orders that share a document, and of one that does not like no other's."""
    alone, alike = _as_text("pk"), _as_text(*_keys(kept, step, parameters))
    undoes = When(Q(credited_invoice__isnull=False), then=alone)
    if parameters.summary != SummaryUpdate.AUTOMATIC:
        return Case(undoes, default=alike)
    wanted = [Summarized.ALL, *([Summarized.INVOICES] if step == DocumentStatus.INVOICE else [])]
    account_wants = Coalesce("customer__invoice_account__summarized", "customer__summarized")
    return Case(undoes, When(In(account_wants, wanted), then=alike), default=alone)


def _keys(kept: UpdateDefaults, step: DocumentStatus, parameters: UpdateParameters) -> list[Any]:
    days = [DATED[step]] if parameters.posting_date is None else []
    keys: list[Any] = [Coalesce("customer__invoice_account", "customer"), *days, *_ALIKE]
    if parameters.summary == SummaryUpdate.ORDER:
        return keys
    keys += ["customer"] if kept.separates_customers else []
    keys += ["customer_reference"] if kept.separates_references else []
    return keys


def _as_text(*keys: Any) -> Cast:
    return Cast(Func(*keys, function="jsonb_build_array", output_field=JSONField()), TextField())
