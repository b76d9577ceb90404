"""A form that is asked for some customers, or for all of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company
from arclose.web.forms import DatedForm
from customers.models import Customer


class NamedCustomersForm(DatedForm):
    """Customers of a company by their numbers, separated by commas; none named means all."""

    customers = forms.CharField(
        label=gettext_lazy("Customers"),
        required=False,
        help_text=gettext_lazy("Their numbers, separated by commas. Empty: all."),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Know the customers of a company."""
        super().__init__(*args, **kwargs)
        self.company = company

    def clean_customers(self) -> list[Customer]:
        """Give the customers that were named.

        :raises ValidationError: a number is of no customer.
        """
        numbers = {part.strip() for part in self.cleaned_data["customers"].split(",") if part.strip()}
        found = list(Customer.objects.filter(company=self.company, number__in=numbers).order_by("number"))
        if missing := sorted(numbers - {one.number for one in found}):
            raise forms.ValidationError(_("No customer has the number %(numbers)s.") % {"numbers": ", ".join(missing)})
        return found
