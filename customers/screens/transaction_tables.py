"""How the lists of transactions and the ageing look, on the page and in exports."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arclose.ledger.documents import kind_of
from arclose.web.links import page_url
from arclose.web.states import state_badge
from arclose.web.tables import (
    AmountColumn,
    DayColumn,
    ListTable,
    SelectColumn,
    StateColumn,
)
from customers.ageing import BUCKETS
from customers.models.collection_holds import CollectionHoldKind
from customers.models.transactions import TransactionType
from customers.queries import among_the_first_due
from customers.screens.tables import AccountingAmountColumn, CustomerColumn, WordColumn
from customers.screens.transaction_filters import day_asked

# Transactions whose document has a page of its own, beside those of invoices.
_WITH_A_PAGE = (
    TransactionType.PAYMENT,
    TransactionType.JOURNAL,
    TransactionType.INTEREST_NOTE,
    TransactionType.COLLECTION_LETTER,
    TransactionType.REORGANIZED,
    TransactionType.INTERCOMPANY,
)


class HeldAsColumn(StateColumn):
    """As what a transaction is kept from being collected; nothing where it is collected."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """Give icon and word."""
        return super().render(value=self.value(value), record=record, bound_column=bound_column)

    def value(self, value: Any) -> str:
        """Give the word."""
        return capfirst(str(CollectionHoldKind(value).label))


class TransactionTable(ListTable):
    """Customer transactions with what is open of them on a day."""

    select = SelectColumn()
    document_number = tables.Column(verbose_name=_("Document"))
    transaction_date = DayColumn(verbose_name=_("Date"), order_by=("transaction_date", "pk"))
    due_date = DayColumn(verbose_name=_("Due date"), order_by=("due_on",))
    customer = CustomerColumn()
    transaction_type = WordColumn()
    amount = AmountColumn(
        accessor="transaction_currency_amount", currency="currency_id", verbose_name=_("Amount"), orderable=False
    )
    open_amount = AmountColumn(currency="currency_id", verbose_name=_("Open"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    open_accounting_amount = AccountingAmountColumn(verbose_name=_("Open in books"), orderable=False)
    voucher = tables.Column(accessor="voucher__number", verbose_name=_("Voucher"), orderable=False)
    held_as = HeldAsColumn(verbose_name=_("Collection"), orderable=False)
    on_request = ("transaction_type", "held_as")

    class Meta(ListTable.Meta):
        order_by = ("transaction_date",)

    def narrowed(self, page: "QuerySet[Any]") -> "QuerySet[Any]":
        """Give the rows of a page, by due date among those that are due no later than so many of them."""
        return among_the_first_due(page, company=self.request.company, on=day_asked(self.request))

    def render_document_number(self, value: str, record: Any) -> SafeString | str:
        """Give the number, as a link to its document, and what keeps it from being collected or settled."""
        shown: SafeString | str = value
        route, pk = self._document_of(record)
        if route and self.request.may_open(route):
            shown = format_html(
                '<a class="row-link nowrap" href="{}">{}</a>', page_url(self.request, route, pk=pk), value
            )
        if record.held_as:
            shown = format_html(
                "{} {}", shown, state_badge(record.held_as, capfirst(CollectionHoldKind(record.held_as).label))
            )
        if record.is_marked:
            shown = format_html("{} {}", shown, state_badge("marked", gettext("Marked")))
        return shown

    @staticmethod
    def _document_of(record: Any) -> tuple[str, int | None]:
        """Give the page of the document that made a transaction; none where it was taken over or is a reversal."""
        if record.invoice_id is not None:
            return "customers:invoice", record.invoice_id
        if record.transaction_type not in _WITH_A_PAGE or record.voucher.reversal_of_id is not None:
            return "", None
        return kind_of(record.voucher.document_type).route, record.voucher.document_id

    def value_document_number(self, value: str) -> str:
        """Give the number for an export."""
        return value

    def value_voucher(self, value: str) -> str:
        """Give the number for an export."""
        return value

    def render_voucher(self, value: str, record: Any) -> SafeString | str:
        """Give the voucher, as a link for those who may open it."""
        if not self.request.may_open("ledger:voucher"):
            return value
        url = page_url(self.request, "ledger:voucher", pk=record.voucher_id)
        return format_html('<a class="nowrap" href="{}">{}</a>', url, value)


def _bucket_columns() -> dict[str, AmountColumn]:
    return {
        bucket.name: AmountColumn(currency="currency", verbose_name=bucket.label, orderable=False) for bucket in BUCKETS
    }


class AgeingTable(ListTable):
    """What is open on a day, per customer and currency, by how long it has been due."""

    customer = tables.Column(accessor="customer_number", verbose_name=_("Customer"), order_by=("customer_number",))
    name = tables.Column(accessor="customer_name", verbose_name=_("Name"), order_by=("customer_name",))
    currency = tables.Column(verbose_name=_("Currency"), orderable=False)
    not_due, days_1_to_30, days_31_to_60, days_61_to_90, days_over_90 = _bucket_columns().values()
    total = AmountColumn(currency="currency", verbose_name=_("Total"))
    accounting_total = AccountingAmountColumn(verbose_name=_("In books"))

    class Meta(ListTable.Meta):
        order_by = ("customer",)

    def value_customer(self, value: str) -> str:
        """Give the number for an export."""
        return value

    def render_customer(self, value: str, record: Any) -> SafeString:
        """Give the number, as a link to the customer's open transactions of that day."""
        url = page_url(self.request, "customers:transactions")
        on = self.request.GET.get("on", "")
        query = f"?customer={record['customer_id']}&currency={record['currency']}" + (f"&on={on}" if on else "")
        return format_html('<a class="row-link" href="{}">{}</a>', url + query, value)
