"""What the lists of transactions and the ageing are narrowed by, and the day that they look at."""

from dataclasses import replace
from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from arclose.web.days import format_day
from arclose.web.filters import (
    ChoiceFilter,
    DayRangeFilter,
    ListFilter,
    SearchFilter,
)
from arclose.web.forms import DayField, DayInput
from arclose.web.typed import parse_day
from customers.ageing import BUCKETS, Ageing
from customers.collecting import IN_FORCE, IS_HELD
from customers.models import (
    CustomerTransaction,
    Invoice,
)
from customers.models.collection_holds import CollectionHoldKind
from customers.models.transactions import TransactionType
from customers.screens.filters import (
    ALL,
    CUSTOMERS_FOUND,
    CustomerPickFilter,
    DocumentFilter,
    DocumentListFilter,
    own_currencies,
    own_customers,
)

NEITHER = "neither"


def day_asked(request: Any) -> date:
    """Give the day that a list looks at: the one typed, else the last day of the period, but not after today."""
    usual: date = min(request.today, request.period.end_date)
    try:
        return parse_day(request.GET["on"], today=request.today) if request.GET.get("on") else usual
    except ValidationError:
        return usual


class AnyFilter(ChoiceFilter):
    """A choice that says which rows are asked for, so that there is nothing left to narrow."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give all rows."""
        return qs


class _DayPickField(DayField):
    """One day, in the size of a filter."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DayInput({"class": "form-control form-control-sm day"}), **kwargs})


class AsOfFilter(django_filters.Filter):
    """The day the list looks at; the rows are made for it, so there is nothing left to narrow."""

    field_class = _DayPickField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give all rows."""
        return qs


class AsOfListFilter(ListFilter):
    """The filter of a list that looks at a day, with the currencies of the company's customers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the day that is looked at, and ask for the currencies."""
        super().__init__(*args, **kwargs)
        self.filters["on"].field.widget.attrs["placeholder"] = format_day(day_asked(self.request))
        self.filters["currency"].extra["choices"] = own_currencies(self.request)


class DueFilter(ChoiceFilter):
    """Transactions by how long they have been due on the day that the list looks at."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the buckets of the ageing."""
        choices = [(bucket.name, bucket.label) for bucket in BUCKETS]
        super().__init__(**{"label": _("Due date"), "choices": choices, **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the rows of the bucket."""
        chosen = [bucket for bucket in BUCKETS if bucket.name == value]
        return qs.filter(chosen[0].holds(day_asked(self.parent.request))) if chosen else qs


class CollectionFilter(ChoiceFilter):
    """Transactions by whether they are collected, disputed or blocked."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the kinds of hold, and what is under none."""
        choices = [(value, capfirst(label)) for value, label in CollectionHoldKind.choices]
        super().__init__(**{"label": _("Collection"), "choices": [*choices, (NEITHER, _("Neither"))], **kwargs})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Give the transactions."""
        if value == NEITHER:
            return qs.exclude(IS_HELD)
        held = IN_FORCE.filter(company=self.parent.request.company, kind=value)
        return qs.filter(pk__in=held.values("transaction")) if value else qs


class TransactionFilter(AsOfListFilter, DocumentListFilter):
    """Customer transactions. Which of them count as open is decided where the rows are asked for."""

    text = DocumentFilter(number="document_number")
    on = AsOfFilter(label=_("As of"))
    state = AnyFilter(label=_("State"), empty_label=_("Open"), choices=[(ALL, _("Open and settled"))])
    type = ChoiceFilter(field_name="transaction_type", choices=TransactionType.choices, label=_("Type"))
    due = DueFilter()
    collection = CollectionFilter()
    date = DayRangeFilter(field_name="transaction_date", label=_("Date"))
    currency = ChoiceFilter(field_name="currency", label=_("Currency"), choices=[])
    customer = CustomerPickFilter(field_name="customer")


class AgeingFilter(AsOfListFilter):
    """What is open on a day, per customer and currency: of all customers, of one, or of those a text finds."""

    on = AsOfFilter(label=_("As of"))
    text = SearchFilter(fields=[], label=_("Customer or document"))
    currency = ChoiceFilter(field_name="currency", label=_("Currency"), choices=[])
    customer = CustomerPickFilter(field_name="customer")

    @property
    def qs(self) -> Any:
        """Give the ageing that the filter leaves; what cannot be read leaves nothing."""
        aged: Ageing = self.queryset
        if not self.form.is_valid():
            return aged.none()
        chosen = self.form.cleaned_data
        found = customers_of(chosen["text"], request=self.request) if chosen["text"] else None
        if customer := chosen["customer"]:
            found = {customer.pk} if found is None else found & {customer.pk}
        customers = None if found is None else tuple(sorted(found))
        return replace(aged, currency=chosen["currency"], customers=customers)


def customers_of(text: str, *, request: HttpRequest) -> set[int]:
    """Give the customers whose number begins with a text, whose name has it, or who owe a document of that number."""
    company, written = request.company, {text, text.upper()}  # type: ignore[attr-defined]
    named = own_customers(request).filter(Q(number__istartswith=text) | Q(name__icontains=text)).values_list("pk")
    invoices = Invoice.objects.filter(company=company, number__in=written).values_list("invoice_account")
    opening = CustomerTransaction.objects.filter(company=company, transaction_type=TransactionType.OPENING)
    taken_over = opening.filter(document_number__in=written).values_list("customer")
    return {pk for (pk,) in named.order_by()[:CUSTOMERS_FOUND].union(invoices, taken_over)}
