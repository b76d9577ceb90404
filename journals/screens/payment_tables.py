"""How the lists of journals and payments look, on the page and in exports, and what they are narrowed by."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.web.filters import (
    ChoiceFilter,
    CountedFilter,
    DayRangeFilter,
    ListFilter,
    RowFilter,
    SearchFilter,
    YesFilter,
)
from arclose.web.tables import (
    AmountColumn,
    DayColumn,
    ListTable,
    NumberColumn,
    PageColumn,
    SelectColumn,
    StateColumn,
)
from customers.screens.filters import CustomerPickFilter, own_currencies
from customers.screens.tables import CustomerColumn
from journals.models import BankAccount, BankStatus, Journal, JournalType, MethodOfPayment, Payment, PaymentStatus
from journals.readiness import UNANSWERED, UNAPPROVED


class JournalTable(ListTable):
    """Journals of payments, newest first."""

    journal = PageColumn("journals:payment_journal", accessor="shown", order_by=("pk",), verbose_name=_("Journal"))
    name = tables.Column(accessor="name__name", verbose_name=_("Name"), orderable=False)
    text = tables.Column(verbose_name=_("Text"), orderable=False)
    payment_count = NumberColumn(verbose_name=_("Payments"), orderable=False)
    open_count = NumberColumn(verbose_name=_("To post"), orderable=False)
    created_by = tables.Column(verbose_name=_("Created by"), orderable=False)
    created_at = DayColumn(accessor="created_on", verbose_name=_("Created"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-journal",)


class GeneralJournalTable(ListTable):
    """General journals, newest first."""

    journal = PageColumn("journals:general_journal", accessor="shown", order_by=("pk",), verbose_name=_("Journal"))
    name = tables.Column(accessor="name__name", verbose_name=_("Name"), orderable=False)
    text = tables.Column(verbose_name=_("Text"), orderable=False)
    voucher_count = NumberColumn(verbose_name=_("Vouchers"), orderable=False)
    open_count = NumberColumn(verbose_name=_("To post"), orderable=False)
    created_by = tables.Column(verbose_name=_("Created by"), orderable=False)
    created_at = DayColumn(accessor="created_on", verbose_name=_("Created"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-journal",)


class PaymentTable(ListTable):
    """Payments, newest first."""

    select = SelectColumn()
    payment = PageColumn("journals:payment", accessor="shown", order_by=("pk",), verbose_name=_("Payment"))
    payment_date = DayColumn(verbose_name=_("Date"), order_by=("payment_date", "pk"))
    customer = CustomerColumn()
    reference = tables.Column(verbose_name=_("Payment reference"), orderable=False)
    method = tables.Column(accessor="method__code", verbose_name=_("Method of payment"), orderable=False)
    bank_status = StateColumn(verbose_name=_("Payment status"), orderable=False)
    bank_account = tables.Column(accessor="bank_account__code", verbose_name=_("Bank account"), orderable=False)
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    amount = AmountColumn(currency="currency_id", verbose_name=_("Amount"))
    marked_amount = AmountColumn(currency="currency_id", verbose_name=_("Marked"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    on_request = ("bank_account",)

    class Meta(ListTable.Meta):
        order_by = ("-payment_date",)


def own_bank_accounts(request: HttpRequest) -> "QuerySet[BankAccount]":
    """Give the bank accounts of the request's company."""
    return BankAccount.objects.filter(company=request.company).order_by("code")  # type: ignore[attr-defined]


def own_methods(request: HttpRequest) -> "QuerySet[MethodOfPayment]":
    """Give the methods of payment of the request's company."""
    return MethodOfPayment.objects.filter(company=request.company).order_by("code")  # type: ignore[attr-defined]


def own_journals(request: HttpRequest) -> "QuerySet[Journal]":
    """Give the journals of the request's company."""
    rows = Journal.objects.filter(company=request.company, name__journal_type=JournalType.PAYMENT)  # type: ignore[attr-defined]
    return rows.select_related("name")


class PaymentFilter(ListFilter):
    """Payments."""

    text = SearchFilter(fields=["reference", "customer__number", "customer__name"])
    status = CountedFilter(field_name="status", choices=PaymentStatus.choices, label=_("Status"))
    bank_status = ChoiceFilter(field_name="bank_status", label=_("Payment status"), choices=BankStatus.choices)
    method = RowFilter(queryset=own_methods, field_name="method", label=_("Method of payment"))
    bank_account = RowFilter(queryset=own_bank_accounts, field_name="bank_account", label=_("Bank account"))
    currency = ChoiceFilter(field_name="currency", label=_("Currency"), choices=[])
    date = DayRangeFilter(field_name="payment_date", label=_("Date"))
    journal = RowFilter(queryset=own_journals, field_name="journal", label=_("Journal"))
    customer = CustomerPickFilter(field_name="customer")
    unanswered = YesFilter(method="only_unanswered", label=_("Without an answer of the bank"))
    unapproved = YesFilter(method="only_unapproved", label=_("Waiting for approval"))

    def only_unanswered(self, rows: "QuerySet[Payment]", _name: str, is_asked: bool) -> "QuerySet[Payment]":
        """Give the payments that the bank has not answered, or rejected after they were posted."""
        return rows.filter(UNANSWERED) if is_asked else rows

    def only_unapproved(self, rows: "QuerySet[Payment]", _name: str, is_asked: bool) -> "QuerySet[Payment]":
        """Give the payments whose journal waits for approval."""
        return rows.filter(UNAPPROVED) if is_asked else rows

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Ask for the currencies."""
        super().__init__(*args, **kwargs)
        self.filters["currency"].extra["choices"] = own_currencies(self.request)


class JournalFilter(ListFilter):
    """Journals."""

    text = SearchFilter(fields=["text", "name__code", "name__name"])
