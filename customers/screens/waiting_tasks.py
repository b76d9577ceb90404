"""What is asked of a task of orders or free text invoices that is made on the page of a job: the options of a run."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from arclose.batch.screens.late_selection import WhatWaits
from arclose.batch.screens.narrowing import Narrowing
from arclose.batch.screens.plan_forms import SubmitForm
from customers.free_text.parameters import concerned
from customers.models.sales_orders import Quantity
from customers.screens.filters import FreeTextFilter, OrderFilter
from customers.screens.update_form import FreeTextOptionsForm, OptionsForm, parameters_typed
from customers.update_parameters import UpdateParameters, defaults_of, from_stored
from customers.updates import Update


class WaitingFreeText(WhatWaits):
    """A task that posts the free text invoices that wait, with the options of their list."""

    narrowing = Narrowing(FreeTextFilter, ["text", "date", "amount"])
    options: ClassVar[type[OptionsForm]] = FreeTextOptionsForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose what the company usually posts with."""
        super().__init__(*args, **kwargs)
        if self.fields:
            usual = defaults_of(self.request.company) if self.stored is None else from_stored(self.stored)
            self.initial = {**self.initial, **vars(usual), "pro_forma": not usual.posting}
            last = {name: self.fields.pop(name) for name in WhatWaits.base_fields}
            self.fields = {**self.fields, **self._option_fields(), **last}

    def _option_fields(self) -> dict[str, forms.Field]:
        form = self.options(company=self.request.company, today=self.request.today)
        return {name: field for name, field in form.fields.items() if name not in SubmitForm.base_fields}

    def update_parameters(self) -> UpdateParameters:
        """Give how it posts."""
        return concerned(parameters_typed({"credit_remaining_quantity": True, **self.cleaned_data}))

    def parameters(self) -> dict[str, Any]:
        """Give how it posts, and by what it finds its documents."""
        return {**self.update_parameters().as_stored(), **super().parameters()}


class WaitingOrders(WaitingFreeText):
    """A task that takes the orders that wait for its update, with the options of that; see :func:`waiting_for`."""

    narrowing = Narrowing(OrderFilter, ["text", "type", "date", "amount"])
    options = OptionsForm
    update: ClassVar[Update]
    said = gettext_lazy(
        "It takes every order that waits for this step, dated until the end of the period of this page; in a job that"
        " comes again, of the period of the day it runs."
    )

    def _option_fields(self) -> dict[str, forms.Field]:
        taken = [(quantity.value, quantity.label) for quantity in self.update.quantities]
        widget = forms.Select({"class": "form-select form-select-sm"})
        quantity = forms.ChoiceField(label=gettext_lazy("Quantity"), choices=taken, required=False, widget=widget)
        found = {name: field for name, field in super()._option_fields().items() if self.update.asks_for(name)}
        return {"quantity": quantity, **found} if len(taken) > 1 else found

    def update_parameters(self) -> UpdateParameters:
        """Give how it posts."""
        typed = {**self.cleaned_data, "late_selection": True}
        return self.update.concerned(parameters_typed(typed, quantity=Quantity(typed.get("quantity") or Quantity.ALL)))


def waiting_for(update: Update) -> type[WaitingOrders]:
    """Give the form of the tasks of an update."""

    class Waiting(WaitingOrders):
        pass

    Waiting.update = update
    return Waiting
