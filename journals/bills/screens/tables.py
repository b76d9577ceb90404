"""How the lists of bills look, on the page and in exports, and what they are narrowed by."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
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
from arclose.web.states import state_badge
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
from journals.bills.readiness import sent_to_no_bank
from journals.bills.remitting import HAS_A_LINE_THAT_WAITS
from journals.models import (
    OF_BILLS,
    Bill,
    BillStatus,
    Instrument,
    Journal,
    RemittanceType,
    StepStatus,
    StepType,
)
from journals.screens.payment_tables import own_bank_accounts

_INSTRUMENTS = [(one.value, one.label) for one in (Instrument.BILL, Instrument.NOTE)]


REMITTANCE_STATES = {
    "sent": _("Sent"),
    "remitted": _("Remitted"),
    "closed": _("Closed"),
    "canceled": _("Canceled"),
    "taken_back": _("Taken back"),
}


class BillJournalTable(ListTable):
    """Journals of bills, newest first."""

    journal = PageColumn("journals:bill_journal", accessor="shown", order_by=("pk",), verbose_name=_("Journal"))
    name = tables.Column(accessor="name__name", verbose_name=_("Name"), orderable=False)
    text = tables.Column(verbose_name=_("Text"), orderable=False)
    step_count = NumberColumn(verbose_name=_("Lines"), orderable=False)
    open_count = NumberColumn(verbose_name=_("To post"), orderable=False)
    created_by = tables.Column(verbose_name=_("Created by"), orderable=False)
    created_at = DayColumn(accessor="created_on", verbose_name=_("Created"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-journal",)


class StepTable(ListTable):
    """Lines of journals of bills, newest first."""

    select = SelectColumn()
    step = PageColumn("journals:bill_step", accessor="shown", order_by=("pk",), verbose_name=_("Line"))
    step_date = DayColumn(verbose_name=_("Date"), order_by=("step_date", "pk"))
    step_type = tables.Column(verbose_name=_("Step"), orderable=False)
    bill = PageColumn("journals:bill", accessor="bill__number", key="bill_id", verbose_name=_("Bill"), orderable=False)
    customer = CustomerColumn()
    remittance_type = tables.Column(verbose_name=_("Remittance type"), orderable=False)
    bank_account = tables.Column(accessor="bank_account__code", verbose_name=_("Bank account"), orderable=False)
    due_date = DayColumn(accessor="shown_due_date", verbose_name=_("Due date"), orderable=False)
    remittance = PageColumn(
        "journals:remittance",
        accessor="remittance__number",
        key="remittance_id",
        verbose_name=_("Remittance"),
        orderable=False,
    )
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    amount = AmountColumn(currency="currency_id", verbose_name=_("Amount"))
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    on_request = ("remittance_type", "bank_account")

    class Meta(ListTable.Meta):
        order_by = ("-step_date",)


class BillTable(ListTable):
    """Bills, newest first."""

    bill = PageColumn("journals:bill", accessor="number", order_by=("pk",), verbose_name=_("Bill"))
    sequence = NumberColumn(is_name=True, verbose_name=_("Sequence number"), orderable=False)
    instrument = tables.Column(verbose_name=_("Instrument"), orderable=False)
    customer = CustomerColumn()
    drawn_date = DayColumn(verbose_name=_("Drawn on"), orderable=False)
    due_date = DayColumn(verbose_name=_("Due date"), order_by=("due_date", "pk"))
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    remittance_type = tables.Column(verbose_name=_("Remittance type"), orderable=False)
    bank_account = tables.Column(accessor="bank_account__code", verbose_name=_("Bank account"), orderable=False)
    amount = AmountColumn(currency="currency_id", verbose_name=_("Amount"))
    left_amount = AmountColumn(currency="currency_id", verbose_name=_("Remaining"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
    on_request = ("sequence", "drawn_date", "bank_account")

    class Meta(ListTable.Meta):
        order_by = ("-bill",)


class RemittanceTable(ListTable):
    """Remittances, newest first."""

    remittance = PageColumn("journals:remittance", accessor="number", order_by=("pk",), verbose_name=_("Remittance"))
    sent_date = DayColumn(verbose_name=_("Date"), orderable=False)
    bank_account = tables.Column(accessor="bank_account__code", verbose_name=_("Bank account"), orderable=False)
    remittance_type = tables.Column(verbose_name=_("Remittance type"), orderable=False)
    state = StateColumn(verbose_name=_("Status"), orderable=False)
    bill_count = NumberColumn(verbose_name=_("Bills"), orderable=False)
    amount = AmountColumn(currency="bank_account__currency_id", verbose_name=_("Amount"))
    currency = tables.Column(accessor="bank_account__currency_id", verbose_name=_("Currency"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-remittance",)

    def render_state(self, value: str) -> SafeString:
        """Give the badge of the state."""
        return state_badge(value, REMITTANCE_STATES[value])

    def value_state(self, value: str) -> str:
        """Give the word."""
        return str(REMITTANCE_STATES[value])


def own_bill_journals(request: HttpRequest) -> "QuerySet[Journal]":
    """Give the journals of bills of the request's company."""
    rows = Journal.objects.filter(company=request.company, name__journal_type__in=OF_BILLS)  # type: ignore[attr-defined]
    return rows.select_related("name")


class _WithCurrency(ListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the currencies."""
        super().__init__(*args, **kwargs)
        self.filters["currency"].extra["choices"] = own_currencies(self.request)


class StepFilter(_WithCurrency):
    """Lines of journals of bills."""

    text = SearchFilter(fields=["bill__number", "customer__number", "customer__name", "cause"])
    status = CountedFilter(field_name="status", choices=StepStatus.choices, label=_("Status"))
    step_type = ChoiceFilter(field_name="step_type", label=_("Step"), choices=StepType.choices)
    bank_account = RowFilter(queryset=own_bank_accounts, field_name="bank_account", label=_("Bank account"))
    currency = ChoiceFilter(field_name="currency", label=_("Currency"), choices=[])
    date = DayRangeFilter(field_name="step_date", label=_("Date"))
    journal = RowFilter(queryset=own_bill_journals, field_name="journal", label=_("Journal"))
    customer = CustomerPickFilter(field_name="customer")


class BillFilter(_WithCurrency):
    """Bills."""

    text = SearchFilter(fields=["number", "customer__number", "customer__name"])
    status = CountedFilter(field_name="status", choices=BillStatus.choices, label=_("Status"))
    instrument = ChoiceFilter(field_name="instrument", label=_("Instrument"), choices=_INSTRUMENTS)
    remittance_type = ChoiceFilter(
        field_name="remittance_type", label=_("Remittance type"), choices=RemittanceType.choices
    )
    bank_account = RowFilter(queryset=own_bank_accounts, field_name="bank_account", label=_("Bank account"))
    currency = ChoiceFilter(field_name="currency", label=_("Currency"), choices=[])
    due = DayRangeFilter(field_name="due_date", label=_("Due date"))
    last = DayRangeFilter(field_name="last_step__step_date", label=_("Last step"))
    customer = CustomerPickFilter(field_name="customer")
    to_remit = YesFilter(method="only_to_remit", label=_("Sent to no bank"))

    def only_to_remit(self, rows: "QuerySet[Bill]", _name: str, is_asked: bool) -> "QuerySet[Bill]":
        """Give the bills that may be remitted, and are not."""
        return sent_to_no_bank(rows) if is_asked else rows


class RemittanceFilter(ListFilter):
    """Remittances."""

    text = SearchFilter(fields=["number"])
    remittance_type = ChoiceFilter(
        field_name="remittance_type", label=_("Remittance type"), choices=RemittanceType.choices[1:]
    )
    bank_account = RowFilter(queryset=own_bank_accounts, field_name="bank_account", label=_("Bank account"))
    date = DayRangeFilter(field_name="sent_date", label=_("Date"))
    waiting = YesFilter(method="only_waiting", label=_("Not posted"))

    def only_waiting(self, rows: "QuerySet[Any]", _name: str, is_asked: bool) -> "QuerySet[Any]":
        """Give the remittances that were sent and of which a line is not posted."""
        return rows.filter(HAS_A_LINE_THAT_WAITS, canceled_at=None) if is_asked else rows


class JournalFilter(ListFilter):
    """Journals of bills."""

    text = SearchFilter(fields=["text", "name__code", "name__name"])
