"""How the list of general vouchers looks, on the page and in exports."""

from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from arclose.web.tables import AmountColumn, DayColumn, ListTable, PageColumn, SelectColumn, StateColumn


class GeneralVoucherTable(ListTable):
    """General vouchers, newest first."""

    select = SelectColumn()
    number = PageColumn("journals:general_voucher", verbose_name=_("Voucher"))
    voucher_date = DayColumn(verbose_name=_("Date"), order_by=("voucher_date", "pk"))
    text = Column(verbose_name=_("Text"))
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    debit_amount = AmountColumn(currency="currency_id", verbose_name=_("Debit"))
    currency = Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-voucher_date",)
