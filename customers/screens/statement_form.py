"""Which day a customer's statement is of, and in which language it is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models.companies import Language
from arclose.web.forms import DatedForm, DayField
from customers.models import Customer
from customers.papers.letterhead import language_of
from customers.screens.transaction_filters import day_asked


class StatementForm(DatedForm):
    """The day that a statement looks at, and its language; the usual ones where nothing is chosen."""

    on = DayField(label=_("As of"), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Stand apart from other forms of a page."""
        super().__init__(*args, auto_id="statement_%s", **kwargs)


def statement_form(request: CompanyRequest, customer: Customer) -> StatementForm:
    """Give an empty form with today, and the language that the customer gets documents in."""
    usual = {"on": request.today, "language": language_of(customer, request.company)}
    return StatementForm(today=request.today, initial=usual)


def asked_statement(request: CompanyRequest) -> StatementForm:
    """Give the form as the address fills it; a day it does not name is the last one of the period, or today."""
    asked = {"on": request.GET.get("on") or day_asked(request), "language": request.GET.get("language", "")}
    return StatementForm(asked, today=request.today)
