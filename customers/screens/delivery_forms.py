"""What is typed about deliveries: quantities per line, now or back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arclose.web.forms import DatedForm, DayField
from customers.screens.forms import LARGEST_NUMBER, NumberField, ReasonForm


class QuantitiesForm(forms.Form):
    """A quantity per line of a document; an empty one is nothing."""

    def __init__(self, *args: Any, lines: Mapping[int, Decimal], **kwargs: Any) -> None:
        """Take the quantity to propose for each line, by its number."""
        super().__init__(*args, **kwargs)
        self.lines = lines
        for number, proposed in lines.items():
            field = NumberField(
                decimals=4,
                smallest=-LARGEST_NUMBER + 1,
                largest=LARGEST_NUMBER - 1,
                required=False,
                initial=proposed,
                label=_("Quantity of line %(line)s") % {"line": number},
            )
            field.widget.attrs["aria-label"] = field.label
            self.fields[f"line_{number}"] = field

    def quantities(self) -> dict[int, Decimal]:
        """Give what was typed, by number of the line."""
        return {number: self.cleaned_data.get(f"line_{number}") or Decimal(0) for number in self.lines}

    def field_of(self, number: int) -> Any:
        """Give the field of a line."""
        return self[f"line_{number}"]


class CorrectionForm(QuantitiesForm, DatedForm, ReasonForm):
    """How much of a packing slip comes back, when and why."""

    day = DayField(label=_("Date of the correction"))
