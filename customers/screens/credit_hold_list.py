"""How the list of orders on credit hold looks, and what it is narrowed by."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from arclose.ledger.outcomes import from_stored
from arclose.web.filters import ChoiceFilter, ListFilter, YesFilter
from arclose.web.states import register_states
from arclose.web.tables import DayColumn, ListTable, MomentColumn, PageColumn, SelectColumn, StateColumn
from customers.credit.holds import parameters_of
from customers.models import CreditHold
from customers.models.credit_holds import HoldState
from customers.models.sales_orders import UNFINISHED
from customers.refusals import in_words
from customers.screens.filters import ALL, CustomerPickFilter, DocumentFilter
from customers.screens.tables import AccountingAmountColumn, CustomerColumn
from customers.screens.update_form import parameters_in_words
from customers.updates import UPDATES

register_states({"released": ("check", "good"), "rejected": ("minus", "quiet"), "lifted": ("check", "quiet")})


def reasons_of(refusals: list[Any]) -> list[str]:
    """Give the reasons of a hold in the active language."""
    found = (in_words(code, from_stored(facts)) for code, facts in refusals)
    return [words[0] for words in found if words]


def run_in_words(hold: CreditHold) -> str:
    """Say what a hold stopped, and how it was to be posted; nothing where a person put the order on hold."""
    update = UPDATES.get(hold.update)
    if update is None:
        return ""
    facts = parameters_in_words(update, parameters_of(hold))
    return "; ".join([str(update.documents), *(f"{label}: {value}" for label, value in facts)])


class StateFilter(ChoiceFilter):
    """Holds that wait, of orders of which something is left, unless another state is asked for."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the states, and all."""
        choices = [(value, label) for value, label in HoldState.choices if value != HoldState.WAITING]
        super().__init__(
            **{"label": _("State"), "choices": [*choices, (ALL, _("All"))], "empty_label": _("On hold"), **kwargs}
        )

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the holds."""
        if value == ALL:
            return qs
        if value:
            return qs.filter(state=value)
        return qs.filter(state=HoldState.WAITING, order__status__in=UNFINISHED)


class DueFilter(YesFilter):
    """Holds of orders dated in the period of the address or before, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the holds."""
        return qs.filter(order__invoice_date__lte=self.parent.request.period.end_date) if value else qs


class CreditHoldFilter(ListFilter):
    """Orders on credit hold."""

    text = DocumentFilter(number="order__number", customer="order__customer")
    state = StateFilter()
    due = DueFilter(label=_("Until the end of the period"))
    forced = YesFilter(field_name="is_forced", label=_("By a person"))
    customer = CustomerPickFilter(field_name="order__customer")


class CreditHoldTable(ListTable):
    """Orders on credit hold, the one that waits longest first."""

    select = SelectColumn()
    order = PageColumn("customers:order", key="order_id", accessor="order__number", verbose_name=_("Order"))
    customer = CustomerColumn("order__customer")
    state = StateColumn(verbose_name=_("State"), orderable=False)
    update = tables.Column(verbose_name=_("Stopped"), orderable=False)
    refusals = tables.Column(verbose_name=_("Why"), orderable=False)
    parameters = tables.Column(verbose_name=_("How it was to be posted"), empty_values=(), orderable=False)
    amount = AccountingAmountColumn(verbose_name=_("Amount with tax"))
    held_by = tables.Column(verbose_name=_("By"), orderable=False)
    held_at = MomentColumn(verbose_name=_("Since"), order_by=("pk",))
    decided_by = tables.Column(verbose_name=_("Decided by"), orderable=False)
    decided_at = MomentColumn(verbose_name=_("Decided"), orderable=False)
    decision_reason = tables.Column(verbose_name=_("Reason of the decision"), orderable=False)
    valid_until = DayColumn(verbose_name=_("Valid until"), orderable=False)
    on_request = ("parameters", "held_by", "decided_by", "decided_at", "decision_reason", "valid_until")

    class Meta(ListTable.Meta):
        order_by = ("held_at",)

    def render_update(self, value: str) -> str:
        """Give what was about to be posted."""
        return str(UPDATES[value].documents) if value in UPDATES else ""

    def value_update(self, value: str) -> str:
        """Give the same for an export."""
        return self.render_update(value)

    def render_parameters(self, record: CreditHold) -> str:
        """Give the parameters of the run that was stopped."""
        return run_in_words(record)

    def value_parameters(self, record: CreditHold) -> str:
        """Give the same for an export."""
        return run_in_words(record)

    def render_refusals(self, value: list[Any], record: Any) -> str:
        """Give the reasons with the figures of the moment."""
        by_hand = [record.reason] if record.reason and not value else []
        return " ".join([*by_hand, *reasons_of(value)])

    def value_refusals(self, value: list[Any], record: Any) -> str:
        """Give the same for an export."""
        return self.render_refusals(value, record)
