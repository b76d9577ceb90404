"""Fields of what is typed about documents: numbers, rows by their codes, accounts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company, LedgerAccount
from arclose.web.forms import AmountInput, NumberField

LARGEST_NUMBER = Decimal(10) ** 14
_SELECT = {"class": "form-select"}
_TEXT = {"class": "form-control", "autocomplete": "off"}
SMALL = {"class": "form-control form-control-sm", "autocomplete": "off"}


def number_field(**kwargs: Any) -> NumberField:
    """Give a small field for a number of a line."""
    return NumberField(**{"widget": AmountInput({"class": "form-control form-control-sm amount"}), **kwargs})


def signed_field(*, below: Decimal = LARGEST_NUMBER, **kwargs: Any) -> NumberField:
    """Give a field for a quantity, a price or an amount of either sign, at most ``below`` less one."""
    return number_field(smallest=-below + 1, largest=below - 1, **kwargs)


def percent_field(**kwargs: Any) -> NumberField:
    """Give a field for a percentage up to 100."""
    return number_field(decimals=3, smallest=Decimal(0), largest=Decimal(100), required=False, **kwargs)


class CodedRowField(forms.Field):
    """A row of the company named by its number or code, as people know it."""

    def __init__(self, *, by: str, list_id: str = "", small: bool = False, **kwargs: Any) -> None:
        """Take the field that names a row, and the list of suggestions to offer."""
        self.by = by
        self.rows: QuerySet[Any] | None = None
        attrs = {**(SMALL if small else _TEXT), **({"list": list_id} if list_id else {})}
        super().__init__(**{"widget": forms.TextInput(attrs), **kwargs})

    def to_python(self, value: Any) -> Any:
        """Give the row, or None where nothing was typed. A suggestion's name behind the number is left off."""
        typed = str(value or "").strip()
        if not typed or self.rows is None:
            return None
        for name in (typed, typed.split(" ")[0]):
            found = self.rows.filter(**{self.by: name}).first() if "\x00" not in name else None
            if found is not None:
                return found
        raise ValidationError(_("There is no “%(typed)s”."), "unknown", {"typed": typed[:40]})

    def prepare_value(self, value: Any) -> Any:
        """Show the number of a known row."""
        return getattr(value, self.by, value)


def own_choice(label: Any, *, own: Any) -> forms.ModelChoiceField:
    """Give a choice of rows by their code; empty stands for what ``own`` says."""
    return forms.ModelChoiceField(
        queryset=None, to_field_name="code", required=False, empty_label=own, label=label, widget=forms.Select(_SELECT)
    )


class TaxInPricesField(forms.TypedChoiceField):
    """Whether prices include tax: yes, no, or, as None, what the customer has."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the three."""
        super().__init__(
            label=_("Prices include tax"),
            choices=[("", _("The customer's")), (True, _("Yes")), (False, _("No"))],
            coerce=lambda typed: typed == str(True),
            empty_value=None,
            required=False,
            widget=forms.Select(_SELECT),
            **kwargs,
        )


class DiscountAccountField(CodedRowField):
    """The ledger account that cash discounts go to, where it is not the usual one; None where it is."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer no list: accounts are named by their numbers."""
        help_text = _("Empty: that of the tax code, else of the discount, else the company's.")
        super().__init__(by="number", required=False, label=_("Cash discounts go to"), help_text=help_text, **kwargs)

    def of(self, company: Company) -> None:
        """Let it name the accounts of a company that anything may be posted to."""
        self.rows = LedgerAccount.objects.filter(company=company, is_control_account=False, is_blocked=False)
