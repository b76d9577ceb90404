"""What is typed about the charges of an order: which, of how much, and whether they are of one line."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company
from customers.changing import changeable_charges
from customers.models import ChargeCode, SalesOrder
from customers.orders import AskedCharge
from customers.screens.fields import CodedRowField, signed_field
from customers.screens.forms import LINES_AT_MOST

CHARGES_AT_MOST = 20
EMPTY_CHARGES = 2
# What a form sends that asks for no charges.
NO_CHARGES = {"charges-TOTAL_FORMS": "0", "charges-INITIAL_FORMS": "0"}


class CodedChargeForm(forms.Form):
    """One charge, by its code; a row without anything typed does not count."""

    charge_code = CodedRowField(by="code", list_id="charge_codes", small=True, label=gettext_lazy("Charge"))
    value = signed_field(decimals=3, required=False, label=gettext_lazy("Amount or percentage"))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Take the company whose charge codes may be used."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["charge_code"].rows = ChargeCode.objects.filter(company=company).select_related(
            "account", "item_tax_group"
        )
        for field in fields.values():
            field.widget.attrs["aria-label"] = field.label


class ChargeForm(CodedChargeForm):
    """One charge of an order, or of one of its lines."""

    line = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LINES_AT_MOST,
        label=gettext_lazy("Of line"),
        widget=forms.TextInput({"class": "form-control form-control-sm amount", "inputmode": "numeric"}),
    )

    def charge(self) -> AskedCharge:
        """Give what was typed; without a value that of the code."""
        typed = self.cleaned_data
        code: ChargeCode = typed["charge_code"]
        value: Decimal = code.value if typed["value"] is None else typed["value"]
        return AskedCharge(code, value, typed["line"], code.is_percent)


class _Charges(forms.BaseFormSet):
    """The charges of an order. What is posted counts as it is, without what was there before."""

    def initial_form_count(self) -> int:
        """Take every posted charge for a new one, so that one that is emptied is left out."""
        return 0 if self.is_bound else super().initial_form_count()

    def charges(self) -> list[AskedCharge]:
        """Give the charges that were typed."""
        return [form.charge() for form in self.forms if form.has_changed()]

    def refuse_unknown_lines(self, count: int) -> bool:
        """Put an error beside each charge on a line that the order does not have; tell whether there is none."""
        typed = [form for form in self.forms if form.has_changed() and (form.cleaned_data.get("line") or 0) > count]
        for form in typed:
            form.add_error("line", _("The order has no such line."))
        return not typed


ChargeFormSet = forms.formset_factory(
    ChargeForm, formset=_Charges, extra=EMPTY_CHARGES, max_num=CHARGES_AT_MOST, absolute_max=CHARGES_AT_MOST
)


def initial_charges(order: SalesOrder) -> Sequence[dict[str, Any]]:
    """Give the charges of an order that may still be changed, as the form shows them: lines by their place.

    Lines, in their order, and charges are read along with the order.
    """
    if not order.charges.all():
        return []
    places = {line.pk: place for place, line in enumerate(order.lines.all(), 1)}
    return [
        {"charge_code": charge.charge_code, "value": charge.value, "line": places.get(charge.order_line_id or 0)}
        for charge in changeable_charges(order).select_related("charge_code").order_by("pk")
    ]
