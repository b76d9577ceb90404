"""The field that asks by which method of payment something is to be paid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company
from journals.models import MethodOfPayment


def method_field(company: Company, *, empty: Any, looks: str = "form-select") -> "forms.ModelChoiceField[Any]":
    """Give the choice among a company's methods, by code; ``empty`` says what holds where none is chosen."""
    return forms.ModelChoiceField(
        queryset=MethodOfPayment.objects.filter(company=company, is_active=True).order_by("code"),
        to_field_name="code",
        required=False,
        empty_label=empty,
        label=gettext_lazy("Method of payment"),
        widget=forms.Select({"class": looks}),
    )
