"""How the lists of runs and of their lines look, and what they are narrowed by."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.web.amounts import format_plain, plain_for_file
from arclose.web.filters import ChoiceFilter, DayRangeFilter, ListFilter, SearchFilter, YesFilter
from arclose.web.links import page_url
from arclose.web.states import register_states, state_badge
from arclose.web.tables import AmountColumn, DayColumn, ListTable, MomentColumn, NumberColumn, PageColumn, StateColumn
from customers.models import AdjustmentLine, CustomerGroup
from customers.screens.filters import CustomerPickFilter, own_currencies
from revaluation.models import Method, Run
from revaluation.queries import is_left_to_undo

register_states({"preview": ("draft", "wait"), "undone": ("minus", "quiet"), "partly_undone": ("minus", "wait")})
_WORDS = {
    "preview": _("preview"),
    "posted": _("posted"),
    "undone": _("undone"),
    "partly_undone": _("partly undone"),
}
STATES = {key: capfirst(word) for key, word in _WORDS.items()}


def state_of(run: Run) -> str:
    """Give how far a run is: a preview, posted, or undone by posted ones; in part while something is left to undo."""
    if run.posting_id is None:
        return "preview"
    if not any(one.posting_id for one in run.undone_by.all()):
        return "posted"
    return "partly_undone" if is_left_to_undo(run) else "undone"


class StateFilter(ChoiceFilter):
    """Runs that are previews, or posted."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the runs."""
        return qs.filter(posting__isnull=value == "preview") if value else qs


class RunFilter(ListFilter):
    """Runs of a company."""

    text = SearchFilter(fields=("note",))
    state = StateFilter(label=_("Status"), choices=[(key, STATES[key]) for key in ("preview", "posted")])
    method = ChoiceFilter(label=_("Method"), choices=Method.choices)
    date = DayRangeFilter(field_name="considered_date", label=_("Considered date"))


class RunTable(ListTable):
    """Runs, newest first."""

    number = PageColumn("revaluation:run", accessor="pk", verbose_name=_("Run"), order_by=("pk",))
    considered_date = DayColumn(verbose_name=_("Considered date"), order_by=("considered_date", "pk"))
    rate_date = DayColumn(verbose_name=_("Date of rate"), orderable=False)
    method = tables.Column(accessor="get_method_display", verbose_name=_("Method"), orderable=False)
    state = StateColumn(accessor="pk", verbose_name=_("Status"), orderable=False)
    line_count = NumberColumn(verbose_name=_("Lines"))
    left_out_count = NumberColumn(verbose_name=_("Left out"))
    created_at = MomentColumn(verbose_name=_("Computed"))
    created_by = tables.Column(verbose_name=_("By"), orderable=False)
    note = tables.Column(verbose_name=_("Note"), orderable=False)

    class Meta(ListTable.Meta):
        order_by = ("-number",)

    def render_number(self, record: Run) -> SafeString:
        """Give its name as a link."""
        url = page_url(self.request, "revaluation:run", pk=record.pk)
        return format_html('<a class="row-link nowrap" href="{}">{}</a>', url, record)

    def value_number(self, record: Run) -> str:
        """Give its name for an export."""
        return str(record)

    def render_state(self, record: Run) -> SafeString:
        """Give its state as a badge."""
        state = state_of(record)
        return state_badge(state, str(STATES[state]))

    def value_state(self, record: Run) -> str:
        """Give its state for an export."""
        return str(STATES[state_of(record)])


def own_groups(request: Any) -> list[tuple[str, str]]:
    """Give the customer groups of the request's company."""
    return [(str(one.pk), f"{one.code} {one.name}") for one in CustomerGroup.objects.filter(company=request.company)]


class SettledFilter(YesFilter):
    """Lines about what settlements took back, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the lines."""
        return qs.filter(settlement__isnull=False) if value else qs


class LossFilter(YesFilter):
    """Lines that lower the books, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the lines."""
        return qs.filter(Q(change__lt=0)) if value else qs


class LineFilter(ListFilter):
    """Lines of a run."""

    text = SearchFilter(
        fields=("transaction__document_number", "transaction__customer__number", "transaction__customer__name")
    )
    currency = ChoiceFilter(field_name="currency", label=_("Currency"), choices=[])
    group = ChoiceFilter(field_name="transaction__customer__group", label=_("Customer group"), choices=[])
    customer = CustomerPickFilter(field_name="transaction__customer")
    settled = SettledFilter(label=_("Taken back by settlements"))
    losses = LossFilter(label=_("Losses only"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the currencies and groups of the company."""
        super().__init__(*args, **kwargs)
        self.filters["currency"].extra["choices"] = own_currencies(self.request)
        self.filters["group"].extra["choices"] = own_groups(self.request)


class RateColumn(tables.Column):
    """What one unit of a currency is worth in the books, as precisely as it can be read."""

    def __init__(self, **kwargs: Any) -> None:
        """Take the options of a column."""
        super().__init__(orderable=False, attrs={"td": {"class": "amount"}, "th": {"class": "amount"}}, **kwargs)

    def render(self, value: Decimal) -> str:
        """Give the rate in the user's locale, without needless zeros."""
        return format_plain(value)

    def value(self, value: Decimal) -> Decimal:
        """Give the rate itself."""
        return plain_for_file(value)


class LineTable(ListTable):
    """Lines of a run, by document."""

    document = tables.Column(
        accessor="transaction__document_number", verbose_name=_("Document"), order_by=("transaction__document_number",)
    )
    customer = tables.Column(
        accessor="transaction__customer", verbose_name=_("Customer"), order_by=("transaction__customer__number",)
    )
    adjustment_date = DayColumn(verbose_name=_("Date"))
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"))
    open_amount = AmountColumn(currency="currency_id", verbose_name=_("Open"))
    original_rate = RateColumn(verbose_name=_("Original rate"))
    original_amount = AmountColumn(currency="company__accounting_currency_id", verbose_name=_("Original value"))
    stood_amount = AmountColumn(currency="company__accounting_currency_id", verbose_name=_("Stood"))
    rate = RateColumn(verbose_name=_("Rate"))
    published = DayColumn(verbose_name=_("Published"), orderable=False)
    source = tables.Column(verbose_name=_("Source"), orderable=False)
    new_amount = AmountColumn(currency="company__accounting_currency_id", verbose_name=_("New adjustment"))
    value = AmountColumn(currency="company__accounting_currency_id", verbose_name=_("New value"))
    change = AmountColumn(currency="company__accounting_currency_id", verbose_name=_("Movement"))
    settlement = PageColumn(
        "customers:settlement", key="settlement_id", accessor="settlement_id", verbose_name=_("Settlement")
    )
    control_account = tables.Column(verbose_name=_("Control account"), orderable=False)
    offset_account = tables.Column(verbose_name=_("Against"), orderable=False)
    on_request = ("published", "source", "settlement", "control_account", "offset_account")

    class Meta(ListTable.Meta):
        order_by = ("document", "adjustment_date")

    def render_document(self, record: AdjustmentLine) -> SafeString:
        """Give its number as a link to what became of it."""
        url = page_url(self.request, "revaluation:transaction", pk=record.transaction_id)
        number = record.transaction.document_number
        return format_html('<a class="row-link nowrap" href="{}">{}</a>', url, number)

    def value_document(self, record: AdjustmentLine) -> str:
        """Give its number for an export."""
        return record.transaction.document_number
