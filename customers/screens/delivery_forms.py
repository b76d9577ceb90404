"""What is typed about deliveries: quantities per line, now or back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arclose.web.forms import AmountField, DatedForm, DayField
from customers.orders import AskedCharge
from customers.screens.fields import signed_field
from customers.screens.forms import CreditForm, ReasonForm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class QuantitiesForm(forms.Form):
    """A quantity per line of a document; an empty one is nothing."""

    line_label: "_StrOrPromise" = _("Quantity of line %(line)s")
    # The id of the form that sends them, where they stand outside of it.
    sent_with = ""

    def __init__(self, *args: Any, lines: Mapping[int, Decimal], **kwargs: Any) -> None:
        """Take the quantity to propose for each line, by its number."""
        super().__init__(*args, **kwargs)
        self.lines = lines
        for number, proposed in lines.items():
            field = signed_field(
                decimals=4,
                required=False,
                initial=proposed or None,
                label=self.line_label % {"line": number},
            )
            field.widget.attrs["aria-label"] = field.label
            if self.sent_with:
                field.widget.attrs["form"] = self.sent_with
            self.fields[f"line_{number}"] = field

    def quantities(self) -> dict[int, Decimal]:
        """Give what was typed, by number of the line."""
        return {number: self.cleaned_data.get(f"line_{number}") or Decimal(0) for number in self.lines}

    def refuse(
        self, *, general: Sequence[str] = (), days: Sequence[str] = (), lines: Mapping[int, str] | None = None
    ) -> None:
        """Put reasons where they belong: at the form, at its day, at lines by their number."""
        placed = [(None, text) for text in general] + [("day", text) for text in days]
        placed += [(f"line_{number}", text) for number, text in (lines or {}).items()]
        for name, text in placed:
            self.add_error(name if name in self.fields else None, text)

    def field_of(self, number: int) -> Any:
        """Give the field of a line."""
        return self[f"line_{number}"]


class DeliverNowForm(QuantitiesForm):
    """How much of each line of an order is to be picked or delivered next."""

    line_label = _("Deliver now of line %(line)s")
    sent_with = "update-form"


class CorrectionForm(QuantitiesForm, DatedForm, ReasonForm):
    """How much of a packing slip comes back, when and why."""

    day = DayField(label=_("Date of the correction"))
    credit_correction = forms.BooleanField(
        required=False,
        label=_("Credit correction"),
        help_text=_("Entries on the side of what they take back, with a minus."),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )


class CreditLinesForm(QuantitiesForm, CreditForm):
    """How much of each line and of each charge of an invoice is credited, when and why."""

    field_order = ["invoice_date", "reason_code", "reason"]

    def __init__(self, *args: Any, charges: Sequence[AskedCharge] = (), currency: str = "", **kwargs: Any) -> None:
        """Take what takes the charges back that are left; their amounts are proposed as the invoice has them."""
        super().__init__(*args, **kwargs)
        self.charges = {charge.charge_code.pk: charge.charge_code for charge in charges}
        for charge in charges:
            name = charge.charge_code.name
            field = AmountField(currency=currency, required=False, initial=-charge.value, label=name)
            field.widget.attrs["aria-label"] = _("Amount of %(charge)s") % {"charge": name}
            self.fields[f"charge_{charge.charge_code.pk}"] = field

    def asked_charges(self) -> dict[int, Decimal] | None:
        """Give the amounts typed by charge code; None where all that is left is credited."""
        if self.asked() is None:
            return None
        return {pk: self.cleaned_data.get(f"charge_{pk}") or Decimal(0) for pk in self.charges}

    def asked(self) -> dict[int, Decimal] | None:
        """Give what was typed by number of the line; None, for all that is left, where no line was asked about."""
        return self.quantities() if any(f"line_{number}" in self.data for number in self.lines) else None
