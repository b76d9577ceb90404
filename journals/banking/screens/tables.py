"""How the lists of bank statements and their lines look, on the page and in exports."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

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


class BankStatementTable(ListTable):
    """Bank statements, newest first."""

    number = PageColumn(
        "journals:bank_statement", accessor="shown_number", verbose_name=_("Bank statement"), orderable=False
    )
    account = Column(accessor="bank_account__code", verbose_name=_("Bank account"))
    kind = Column(verbose_name=_("Kind"), orderable=False)
    from_date = DayColumn(verbose_name=_("From"), orderable=False)
    to_date = DayColumn(verbose_name=_("Until day"), order_by=("to_date", "pk"))
    opening_amount = AmountColumn(currency="currency_id", verbose_name=_("Opening balance"), orderable=False)
    booked_amount = AmountColumn(currency="currency_id", verbose_name=_("Booked"), orderable=False)
    closing_amount = AmountColumn(currency="currency_id", verbose_name=_("Closing balance"), orderable=False)
    currency = Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    line_count = NumberColumn(verbose_name=_("Lines"), orderable=False)
    verdict = StateColumn(verbose_name=_("Balance check"), orderable=False)
    file = Column(accessor="file__file_name", verbose_name=_("File"), orderable=False)
    read_by = Column(accessor="file__read_by", verbose_name=_("Read by"), orderable=False)
    read_at = MomentColumn(accessor="file__read_at", verbose_name=_("Read on"), orderable=False)

    on_request = ("file", "read_by", "read_at")

    class Meta(ListTable.Meta):
        order_by = ("-to_date",)


class _NameColumn(Column):
    """Who is on the other side, with the account below."""

    def render(self, value: str, record: Any) -> SafeString | str:
        """Give name and account."""
        return format_html('{}<br><span class="soft">{}</span>', value, record.counterparty_account)

    def value(self, value: str) -> str:
        """Give the name."""
        return value


class _PaymentColumn(PageColumn):
    """The payment that a line became, or returned."""

    def render(self, value: int, record: Any, table: Any) -> SafeString | str:
        """Give the link to it."""
        return super().render(f"PM-{value}", record, table)

    def value(self, value: int) -> str:
        """Give how it is called."""
        return f"PM-{value}"


class BankLineTable(ListTable):
    """Lines of bank statements, newest first."""

    select = SelectColumn()
    booking_date = DayColumn(verbose_name=_("Booked"), order_by=("booking_date", "pk"))
    line = PageColumn("journals:bank_line", accessor="shown_line", verbose_name=_("Line"), orderable=False)
    account = Column(accessor="statement__bank_account__code", verbose_name=_("Bank account"), orderable=False)
    counterparty_name = _NameColumn(verbose_name=_("Other side"), orderable=False, empty_values=())
    text = Column(verbose_name=_("Text"), orderable=False)
    creditor_reference = Column(verbose_name=_("Payment reference"), orderable=False)
    amount = AmountColumn(currency="statement__currency_id", verbose_name=_("Amount"))
    currency = Column(accessor="statement__currency_id", verbose_name=_("Currency"), orderable=False)
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    payment = _PaymentColumn(
        "journals:payment", accessor="payment_id", key="payment_id", verbose_name=_("Payment"), orderable=False
    )
    value_date = DayColumn(verbose_name=_("Value date"), orderable=False)
    counterparty_account = Column(verbose_name=_("Account of the other side"), orderable=False)
    end_to_end_reference = Column(verbose_name=_("Reference of the payer"), orderable=False)
    servicer_reference = Column(verbose_name=_("Reference of the bank"), orderable=False)
    bank_code = Column(verbose_name=_("Transaction code"), orderable=False)
    detail_count = NumberColumn(verbose_name=_("Payments"), orderable=False)

    on_request = (
        "value_date",
        "counterparty_account",
        "end_to_end_reference",
        "servicer_reference",
        "bank_code",
        "detail_count",
    )

    class Meta(ListTable.Meta):
        order_by = ("-booking_date",)
