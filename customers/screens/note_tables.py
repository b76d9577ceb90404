"""How the lists of interest notes and of collection letters look, and what they are narrowed by."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from arclose.web.filters import ChoiceFilter, CountedFilter, DayRangeFilter, SearchFilter, YesFilter
from arclose.web.links import page_url
from arclose.web.states import register_states
from arclose.web.tables import AmountColumn, DayColumn, ListTable, PageColumn, SelectColumn, StateColumn
from customers.models import CollectionLetterCode
from customers.models.dunning import UNPOSTED, NoteStatus
from customers.screens.filters import CustomerPickFilter, DocumentListFilter, PeriodFilter
from customers.screens.tables import CustomerColumn

register_states(dict.fromkeys(("created", "printed"), ("dot", "quiet")))
register_states(dict.fromkeys(("reversed", "waived"), ("minus", "quiet")))


class WaitingFilter(YesFilter):
    """Documents that are not posted, while the box is ticked."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the documents."""
        return qs.filter(status__in=UNPOSTED) if value else qs


class NoteFilter(DocumentListFilter):
    """Interest notes or collection letters."""

    text = SearchFilter(fields=("customer__number", "customer__name"))
    status = CountedFilter(field_name="status", choices=NoteStatus.choices, label=_("Status"))
    waiting = WaitingFilter(label=_("Not posted"))
    period = PeriodFilter(day="note_date")
    date = DayRangeFilter(field_name="note_date", label=_("Date"))
    customer = CustomerPickFilter(field_name="customer")


class InterestFilter(NoteFilter):
    """Interest notes."""


class StepFilter(ChoiceFilter):
    """Collection letters of one of the steps that the company's sequences have."""

    @property
    def field(self) -> Any:
        """Give the field, which offers each step with the names it bears."""
        if "choices" not in self.extra:
            self.extra["choices"] = _steps_of(self.parent.request.company)
        return super().field


def _steps_of(company: Company) -> list[tuple[str, str]]:
    names: dict[int, list[str]] = {}
    codes = CollectionLetterCode.objects.filter(company=company).order_by("number", "name")
    for number, name in codes.values_list("number", "name").distinct():
        names.setdefault(number, []).append(name)
    return [(str(number), f"{number} {', '.join(found)}") for number, found in names.items()]


class LetterFilter(NoteFilter):
    """Collection letters."""

    step = StepFilter(field_name="code_number", label=_("Step"))


class NoteTable(ListTable):
    """Interest notes or collection letters, newest first."""

    route = ""

    class Meta(ListTable.Meta):
        order_by = ("-note_date",)

    def render_document(self, record: Any) -> SafeString | str:
        """Give its name as a link."""
        url = page_url(self.request, self.route, pk=record.pk)
        return format_html('<a class="row-link nowrap" href="{}">{}</a>', url, record)

    def value_document(self, record: Any) -> str:
        """Give its name for an export."""
        return str(record)


class InterestTable(NoteTable):
    """Interest notes, newest first."""

    route = "customers:interest_note"
    select = SelectColumn()
    document = PageColumn("customers:interest_note", accessor="pk", verbose_name=_("Document"), order_by=("pk",))
    note_date = DayColumn(verbose_name=_("Date"), order_by=("note_date", "pk"))
    until_date = DayColumn(verbose_name=_("Charged until"), orderable=False)
    customer = CustomerColumn()
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    interest_amount = AmountColumn(currency="currency_id", verbose_name=_("Interest"))
    fee_amount = AmountColumn(currency="currency_id", verbose_name=_("Fee"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)


class LetterTable(NoteTable):
    """Collection letters, newest first."""

    route = "customers:collection_letter"
    select = SelectColumn()
    document = PageColumn("customers:collection_letter", accessor="pk", verbose_name=_("Document"), order_by=("pk",))
    note_date = DayColumn(verbose_name=_("Date"), order_by=("note_date", "pk"))
    customer = CustomerColumn()
    letter_code = tables.Column(verbose_name=_("Step"), orderable=False)
    status = StateColumn(verbose_name=_("Status"), orderable=False)
    overdue_amount = AmountColumn(currency="currency_id", verbose_name=_("Overdue"))
    fee_amount = AmountColumn(currency="currency_id", verbose_name=_("Fee"), orderable=False)
    tax_amount = AmountColumn(currency="currency_id", verbose_name=_("Tax"), orderable=False)
    currency = tables.Column(accessor="currency_id", verbose_name=_("Currency"), orderable=False)
