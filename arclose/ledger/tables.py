"""The lists of vouchers, of accounts, and of the entries of an account."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from arclose.ledger import documents
from arclose.ledger.queries import sides_of
from arclose.web.tables import AmountColumn, DayColumn, ListTable, MomentColumn, PageColumn, SelectColumn


class DocumentTypeColumn(tables.Column):
    """The kind of document behind a voucher, by its label."""

    def render(self, value: str) -> str:
        """Give the label."""
        return str(documents.kind_of(value).label)


class SideColumn(AmountColumn):
    """The debit or the credit side of an entry: the other side is an empty cell."""

    def __init__(self, *, side: int, **kwargs: Any) -> None:
        """Take 0 for debit or 1 for credit, and the options of an amount."""
        self.side = side
        super().__init__(**kwargs)

    def render(self, value: Any, record: Any, table: Any) -> str:
        """Give the amount as it is shown where it is of this side."""
        shown = self._of_side(value, record)
        return "" if shown is None else super().render(shown, record, table)

    def value(self, value: Any, record: Any, table: Any) -> Any:
        """Give the amount as it is shown where it is of this side."""
        shown = self._of_side(value, record)
        return None if shown is None else super().value(shown, record, table)

    def _of_side(self, value: Any, record: Any) -> Any:
        return sides_of(value, is_credit_correction=record.voucher.is_credit_correction)[self.side]


class VoucherTable(ListTable):
    """Vouchers, newest first."""

    select = SelectColumn()
    number = PageColumn("ledger:voucher", verbose_name=_("Voucher"))
    posting_date = DayColumn(verbose_name=_("Date"))
    document_type = DocumentTypeColumn(verbose_name=_("Document"))
    text = tables.Column(verbose_name=_("Text"), orderable=False)
    debit_amount = AmountColumn(currency="accounting_currency", verbose_name=_("Debit"), orderable=False)
    posted_by = tables.Column(accessor="posting__posted_by__username", verbose_name=_("Posted by"), orderable=False)
    posted_at = MomentColumn(accessor="posting__posted_at", verbose_name=_("Posted"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-posting_date", "-number")


class AccountTable(ListTable):
    """Accounts with their balances, in order of number."""

    number = PageColumn("ledger:account", verbose_name=_("Account"))
    name = tables.Column(verbose_name=_("Name"))
    account_type = tables.Column(verbose_name=_("Type"))
    opening_amount = AmountColumn(currency="accounting_currency", verbose_name=_("Before the period"))
    movement_amount = AmountColumn(currency="accounting_currency", verbose_name=_("In the period"))
    closing_amount = AmountColumn(currency="accounting_currency", verbose_name=_("At its end"))

    class Meta(ListTable.Meta):
        order_by = ("number",)


class EntryTable(ListTable):
    """The entries of an account, newest first."""

    posting_date = DayColumn(verbose_name=_("Date"))
    voucher = PageColumn(
        "ledger:voucher", key="voucher_id", accessor="voucher__number", verbose_name=_("Voucher"), orderable=False
    )
    text = tables.Column(accessor="voucher__text", verbose_name=_("Text"), orderable=False)
    posting_type = tables.Column(verbose_name=_("Posting type"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    transaction_currency_amount = AmountColumn(
        currency="currency_id", verbose_name=_("In that currency"), orderable=False
    )
    debit = SideColumn(
        side=0, accessor="accounting_currency_amount", currency="accounting_currency", verbose_name=_("Debit"),
        orderable=False,
    )  # fmt: skip
    credit = SideColumn(
        side=1, accessor="accounting_currency_amount", currency="accounting_currency", verbose_name=_("Credit"),
        orderable=False,
    )  # fmt: skip
    posted_by = tables.Column(
        accessor="voucher__posting__posted_by__username", verbose_name=_("Posted by"), orderable=False
    )

    class Meta(ListTable.Meta):
        order_by = ("-posting_date",)
