"""How the lists of customers look, on the page and in exports."""

from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arclose.web.amounts import DASH, format_amount, format_plain, plain_for_file
from arclose.web.links import page_url
from arclose.web.states import state_badge
from arclose.web.tables import (
    AmountColumn,
    DayColumn,
    ListTable,
    MomentColumn,
    NumberColumn,
    PageColumn,
    SelectColumn,
    StateColumn,
)
from customers.models.sending import SendingState, SentType


class CustomerColumn(PageColumn):
    """The customer's number and name, as a link to the customer."""

    def __init__(self, key: str = "customer", **kwargs: Any) -> None:
        """Take the field that points to the customer."""
        self._customer = key
        super().__init__(
            "customers:customer",
            key=f"{key}_id",
            **{"accessor": key, "verbose_name": _("Customer"), "order_by": (f"{key}__number",), **kwargs},
        )

    def value(self, value: Any) -> str:
        """Give number and name."""
        return str(value)

    def order(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Give the rows in the order of their customers' numbers.

        A row's customer is of its company; where that is said, the numbers' own index gives the order.
        """
        own = queryset.filter(**{f"{self._customer}__company": F("company")})
        return own.order_by(f"{'-' if is_descending else ''}{self._customer}__number"), True


class WordColumn(tables.Column):
    """One of a few words, such as a type."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column; words are not sorted by."""
        super().__init__(**{"verbose_name": _("Type"), "orderable": False, **kwargs})

    def render(self, value: Any) -> str:
        """Give the word as a sentence begins."""
        return capfirst(str(value))


class BlockedColumn(tables.Column):
    """That a row is blocked, where it is."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column."""
        super().__init__(**{"verbose_name": _("State"), "orderable": False, **kwargs})

    def render(self, value: bool) -> SafeString | str:
        """Give icon and word."""
        return state_badge("blocked", _("Blocked")) if value else ""

    def value(self, value: bool) -> str:
        """Give the word."""
        return str(_("Blocked")) if value else ""


class PlainNumberColumn(AmountColumn):
    """A quantity or a price, with the decimals that it has."""

    def __init__(self, *, least_decimals: int = 0, **kwargs: Any) -> None:
        """Take how many decimals are shown at least, and the options of a column."""
        self.least_decimals = least_decimals
        super().__init__(**kwargs)

    def render(self, value: Any) -> str:  # type: ignore[override]
        """Give the number in the user's locale."""
        return format_plain(value, self.least_decimals) if value else DASH

    def value(self, value: Any) -> Any:  # type: ignore[override]
        """Give the number itself."""
        return plain_for_file(value, self.least_decimals)


class AccountingAmountColumn(AmountColumn):
    """An amount in the company's accounting currency."""

    def currency_of(self, record: Any, table: Any) -> Any:
        """Give the company's accounting currency."""
        return table.request.company.accounting_currency_id


class LimitColumn(AccountingAmountColumn):
    """A limit in accounting currency; nothing where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column."""
        super().__init__(**{"default": "", **kwargs})

    def render(self, value: Any, record: Any, table: Any) -> str:
        """Give the amount; a limit of zero is one."""
        return format_amount(value, self.currency_of(record, table))


class OrdersColumn(PageColumn):
    """The order of a document as a link, or the numbers of those that it collects."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column; sorted by the one order of a document, those of several apart."""
        super().__init__(
            "customers:order",
            key="order_id",
            **{"accessor": "order_numbers", "verbose_name": _("Order"), "order_by": ("order__number",), **kwargs},
        )


class OrderStateColumn(StateColumn):
    """The status of an order, and that it is on hold."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """Give icon and words."""
        status = super().render(value=value, record=record, bound_column=bound_column)
        return format_html("{} {}", status, state_badge("on_hold", _("On hold"))) if record.is_on_hold else status

    def value(self, value: Any, record: Any) -> str:  # type: ignore[override]
        """Give the words."""
        return gettext("%(status)s, on hold") % {"status": value} if record.is_on_hold else str(value)


class OrderTable(ListTable):
    """Sales orders, newest first."""

    select = SelectColumn()
    number = PageColumn("customers:order", verbose_name=_("Order"))
    invoice_date = DayColumn(verbose_name=_("Invoice date"), order_by=("invoice_date", "pk"))
    order_date = DayColumn(verbose_name=_("Order date"), orderable=False)
    customer = CustomerColumn()
    order_type = WordColumn()
    status = OrderStateColumn(verbose_name=_("Status"), orderable=False)
    document_status = WordColumn(verbose_name=_("Document status"))
    delivery_country = tables.Column(verbose_name=_("Country"))
    net_amount = AmountColumn(currency="currency_id", verbose_name=_("Net amount"))
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    on_request = ("order_date", "order_type")

    class Meta(ListTable.Meta):
        order_by = ("-invoice_date",)


class FreeTextStateColumn(StateColumn):
    """The status of a free text invoice; one that was rejected, and not changed since, says so."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        """Give the badge."""
        is_rejected = getattr(record, "is_rejected", False)
        return state_badge("rejected", _("Rejected")) if is_rejected else super().render(value, record, bound_column)

    def value(self, value: Any, record: Any = None) -> Any:
        """Give the word."""
        return _("Rejected") if getattr(record, "is_rejected", False) else value


class FreeTextTable(ListTable):
    """Free text invoices, newest first."""

    select = SelectColumn()
    document = PageColumn("customers:free_text_invoice", accessor="pk", verbose_name=_("Document"), order_by=("pk",))
    invoice_date = DayColumn(verbose_name=_("Invoice date"), order_by=("invoice_date", "pk"))
    release_date = DayColumn(verbose_name=_("Release date"), orderable=False)
    customer = CustomerColumn()
    status = FreeTextStateColumn(verbose_name=_("Status"), orderable=False)
    invoice = PageColumn(
        "customers:invoice", key="invoice_id", accessor="invoice__number", verbose_name=_("Invoice"), orderable=False
    )
    approved_by = tables.Column(accessor="approved_by__username", verbose_name=_("Approved by"), orderable=False)
    list_code = WordColumn()
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    net_amount = AmountColumn(currency="currency_id", verbose_name=_("Net amount"))
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    on_request = ("reason", "approved_by", "list_code")

    class Meta(ListTable.Meta):
        order_by = ("-invoice_date",)

    def render_document(self, record: Any) -> SafeString | str:
        """Give its name as a link, with its version for whoever approves it as it stands here."""
        url = page_url(self.request, "customers:free_text_invoice", pk=record.pk)
        link = format_html('<a class="row-link nowrap" href="{}">{}</a>', url, record)
        if record.invoice_id or not self.request.may_open("customers:approve_free_text", "POST"):
            return link
        return format_html('{}<input type="hidden" name="version-{}" value="{}">', link, record.pk, record.version)

    def value_document(self, record: Any) -> str:
        """Give its name for an export."""
        return str(record)


class InvoiceTable(ListTable):
    """Invoices and credit notes, newest first."""

    select = SelectColumn()
    number = PageColumn("customers:invoice", verbose_name=_("Invoice"))
    invoice_date = DayColumn(verbose_name=_("Date"), order_by=("invoice_date", "pk"))
    due_date = DayColumn(verbose_name=_("Due date"))
    invoice_account = CustomerColumn("invoice_account")
    invoice_type = WordColumn()
    order = OrdersColumn()
    delivery_country = tables.Column(verbose_name=_("Country"), orderable=False)
    vat_number = tables.Column(verbose_name=_("VAT number"), orderable=False)
    net_amount = AmountColumn(currency="currency_id", verbose_name=_("Net amount"))
    tax_amount = AmountColumn(currency="currency_id", verbose_name=_("Tax"), orderable=False)
    total_amount = AmountColumn(currency="currency_id", verbose_name=_("Total"))
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    on_request = ("invoice_type", "delivery_country", "vat_number")

    class Meta(ListTable.Meta):
        order_by = ("-invoice_date",)


class OrderDocumentTable(ListTable):
    """Confirmations, picking lists and packing slips, newest first."""

    select = SelectColumn()
    number = PageColumn("customers:order_document", verbose_name=_("Number"))
    document_type = WordColumn()
    document_date = DayColumn(verbose_name=_("Date"), order_by=("document_date", "pk"))
    order = OrdersColumn()
    customer = CustomerColumn()
    site = tables.Column(verbose_name=_("Site"), orderable=False)
    delivery_country = tables.Column(verbose_name=_("Country"), orderable=False)
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    net_amount = AmountColumn(currency="currency_id", verbose_name=_("Sum of the lines"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    on_request = ("site", "delivery_country", "reason")

    class Meta(ListTable.Meta):
        order_by = ("-document_date",)


class CustomerTable(ListTable):
    """Customers by number."""

    select = SelectColumn()
    number = PageColumn("customers:customer", verbose_name=_("Number"))
    name = tables.Column(verbose_name=_("Name"))
    group = tables.Column(accessor="group__code", verbose_name=_("Group"))
    country = tables.Column(verbose_name=_("Country"))
    vat_number = tables.Column(verbose_name=_("VAT number"))
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"))
    owed_amount = AccountingAmountColumn(verbose_name=_("Owed"), orderable=False)
    credit_limit_amount = LimitColumn(verbose_name=_("Credit limit"))
    is_blocked = BlockedColumn()

    class Meta(ListTable.Meta):
        order_by = ("number",)


class ItemTable(ListTable):
    """Items by number."""

    number = PageColumn("customers:item", verbose_name=_("Number"))
    name = tables.Column(verbose_name=_("Name"))
    item_type = WordColumn()
    group = tables.Column(accessor="group__code", verbose_name=_("Group"))
    item_tax_group = tables.Column(accessor="item_tax_group__code", verbose_name=_("Item tax group"))
    unit_price = PlainNumberColumn(verbose_name=_("Price, net of tax"), least_decimals=2)
    on_hand_quantity = PlainNumberColumn(verbose_name=_("On hand"))
    is_blocked = BlockedColumn()

    class Meta(ListTable.Meta):
        order_by = ("number",)


class SentDocumentColumn(tables.Column):
    """The number of a document that was sent, as a link to its page; of a statement to its customer's."""

    def render(self, value: str, record: Any, table: Any) -> SafeString:
        """Give the link."""
        url = page_url(table.request, _SENT_PAGES[record.document_type], pk=record.document_id)
        return format_html('<a class="row-link nowrap" href="{}">{}</a>', url, value)

    def value(self, value: str) -> str:
        """Give the number for an export."""
        return value


_SENT_PAGES = {
    SentType.INVOICE: "customers:invoice",
    SentType.ORDER_DOCUMENT: "customers:order_document",
    SentType.STATEMENT: "customers:customer",
    SentType.COLLECTION_LETTER: "customers:collection_letter",
}


class SentTable(ListTable):
    """What was sent by e-mail, newest first."""

    select = SelectColumn()
    number = SentDocumentColumn(verbose_name=_("Document"))
    document_type = WordColumn()
    document_date = DayColumn(verbose_name=_("Date"))
    customer = CustomerColumn()
    recipient = tables.Column(verbose_name=_("Recipient"))
    state = StateColumn(verbose_name=_("State"), orderable=False)
    error = tables.Column(verbose_name=_("Reason"), orderable=False)
    requested_by = tables.Column(accessor="requested_by__username", verbose_name=_("Asked by"), orderable=False)
    requested_at = MomentColumn(verbose_name=_("Asked"), order_by=("pk",))
    at = MomentColumn(verbose_name=_("When"), orderable=False)
    job = PageColumn("batch:job", key="task__job_id", accessor="task__job_id", verbose_name=_("Job"), orderable=False)
    attempt = NumberColumn(verbose_name=_("Attempt"), orderable=False)
    file_digest = tables.Column(verbose_name=_("Digest of the file"), orderable=False)
    ubl_digest = tables.Column(verbose_name=_("Digest of the UBL file"), orderable=False)
    on_request = ("document_date", "requested_at", "attempt", "file_digest", "ubl_digest")

    class Meta(ListTable.Meta):
        order_by = ("-requested_at",)

    def render_state(self, value: Any, record: Any) -> SafeString:
        """Give the badge: of what was sent to a bank an answer is waited for, an e-mail that went out is done."""
        return state_badge("mailed" if record.state == SendingState.SENT else record.state, value)
