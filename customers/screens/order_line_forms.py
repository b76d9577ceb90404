"""What is typed on the lines of an order."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arclose.ledger.countries import CountryFormField
from arclose.ledger.models import Company
from customers.models import Item, SalesOrder, Site
from customers.models.sales_orders import OrderType
from customers.orders import OrderLine, has_sign_of
from customers.screens.fields import SMALL, CodedRowField, percent_field, signed_field
from customers.screens.forms import EMPTY_LINES, LINES_AT_MOST, lines_of

DIGITS_OF_A_LINE = 10
_SOLD_ABOVE_ZERO = _("A sales order has no quantity below zero: enter what comes back as a returned order.")
_RETURNED_BELOW_ZERO = _("A returned order has quantities below zero: put a minus before it, or enter a sales order.")


class LineForm(forms.Form):
    """One line of an order; a line without anything typed does not count."""

    item = CodedRowField(
        by="number",
        list_id="items",
        small=True,
        label=_("Item"),
        error_messages={"required": _("Enter the item, or empty the whole line.")},
    )
    description = forms.CharField(label=_("Description"), required=False, max_length=200, widget=forms.TextInput(SMALL))
    quantity = signed_field(
        decimals=4,
        label=_("Quantity"),
        error_messages={"required": _("Enter the quantity, or empty the whole line.")},
    )
    unit_price = signed_field(decimals=6, shown_decimals=2, required=False, label=_("Price"))
    line_discount_percent = percent_field(label=_("Discount (%)"))
    site = CodedRowField(by="code", list_id="sites", small=True, required=False, label=_("Site"))
    delivery_address = forms.CharField(
        label=_("Delivery address"), required=False, max_length=500, widget=forms.Textarea({**SMALL, "rows": 1})
    )
    delivery_country = CountryFormField(
        label=_("Country"), required=False, widget=forms.TextInput({**SMALL, "maxlength": "2", "size": "2"})
    )
    line_number = forms.CharField(required=False, max_length=DIGITS_OF_A_LINE, widget=forms.HiddenInput)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Take the company whose items may be sold."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["item"].rows = Item.objects.filter(company=company)
        fields["site"].rows = Site.objects.filter(company=company)
        for field in fields.values():
            if field.label:
                field.widget.attrs["aria-label"] = field.label

    def has_changed(self) -> bool:
        """Tell whether anything is typed: a line that is emptied still says which one it was."""
        return bool(set(self.changed_data) - {"line_number"})

    def number(self) -> int | None:
        """Give the number of the order's line that this one changes."""
        typed = str(self["line_number"].value() or "")
        return int(typed) if typed.isdecimal() and len(typed) < DIGITS_OF_A_LINE else None

    def clean(self) -> dict[str, Any]:
        """Ask for an address in the country that is typed."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("delivery_country") and not typed.get("delivery_address", "").strip():
            words = _("A line to a country of its own needs its address there.")
            self.add_error("delivery_address", ValidationError(words, code="no_address"))
        return typed

    def line(self) -> OrderLine:
        """Give what was typed; without a price the item's own."""
        typed = self.cleaned_data
        price = typed["unit_price"]
        return OrderLine(
            item=typed["item"],
            quantity=typed["quantity"],
            unit_price=typed["item"].unit_price if price is None else price,
            line_discount_percent=typed["line_discount_percent"] or Decimal(0),
            description=typed["description"],
            site=typed["site"],
            delivery_address=lines_of(typed["delivery_address"]),
            delivery_country=typed["delivery_country"],
        )


class _Lines(forms.BaseFormSet):
    """The lines of an order: at least one. What is posted counts as it is, without what was there before."""

    def initial_form_count(self) -> int:
        """Take every posted line for a new one, so that one that is emptied is left out."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        """Ask for a line.

        :raises ValidationError: there is none.
        """
        if not any(form.has_changed() for form in self.forms):
            raise ValidationError(_("An order needs at least one line: an item and a quantity."), code="no_lines")

    def lines(self) -> list[OrderLine]:
        """Give the lines that were typed, in order."""
        return [form.line() for form in self.forms if form.has_changed()]

    def numbered_lines(self) -> list[tuple[int | None, OrderLine]]:
        """Give the lines that were typed, each with the number of the line that it changes; a number once."""
        seen: set[int | None] = set()
        numbered = []
        for form in self.typed_forms():
            number = form.number()
            numbered.append((None if number in seen else number, form.line()))
            seen.add(number)
        return numbered

    def refuse_wrong_signs(self, order_type: str, order: SalesOrder | None = None) -> bool:
        """Refuse quantities that an order of this type does not have; tell whether there were none.

        A line of ``order`` keeps the sign that it has, as long as the order keeps its type.
        """
        keeps = order is not None and order.order_type == order_type
        there = {line.line_number: line.quantity for line in order.lines.all()} if order and keeps else {}
        words = _RETURNED_BELOW_ZERO if order_type == OrderType.RETURNED else _SOLD_ABOVE_ZERO
        refused = [
            form
            for form in self.typed_forms()
            if not has_sign_of(order_type, quantity := form.cleaned_data["quantity"])
            and there.get(form.number(), Decimal(0)) * quantity <= 0
        ]
        for form in refused:
            form.add_error("quantity", ValidationError(words, code="wrong_sign"))
        return not refused

    def refuse_missing_prices(self) -> bool:
        """Refuse lines that leave the price to the item, whose own is net of tax; tell whether there were none."""
        refused = [form for form in self.typed_forms() if form.cleaned_data["unit_price"] is None]
        for form in refused:
            text = _("The price of the item is net of tax: enter the one that includes it.")
            form.add_error("unit_price", ValidationError(text, code="net_price"))
        return not refused

    def form_of(self, number: int) -> Any:
        """Give the form of a line of the order, by its number, or None."""
        return next((form for form in self.forms if form.number() == number), None)

    def typed_forms(self) -> list[Any]:
        """Give the forms of those lines, in the same order."""
        return [form for form in self.forms if form.has_changed()]


LineFormSet = forms.formset_factory(
    LineForm, formset=_Lines, extra=EMPTY_LINES, max_num=LINES_AT_MOST, absolute_max=LINES_AT_MOST, validate_max=True
)


def initial_lines(order: SalesOrder) -> Sequence[dict[str, Any]]:
    """Give the lines of an order, read along with it in their order, as the form shows them.

    Without a discount there is nothing in its field that would have to be emptied with the rest of a line.
    """
    names = ("line_number", "item", "description", "quantity", "unit_price", "site", "delivery_address",
             "delivery_country")  # fmt: skip
    return [
        {name: getattr(line, name) for name in names} | {"line_discount_percent": line.line_discount_percent or None}
        for line in order.lines.all()
    ]
