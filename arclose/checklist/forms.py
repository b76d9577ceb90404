"""What is typed on the pages of the close."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company, FiscalPeriod
from arclose.web.forms import DatedForm, DayField, PlainForm


class ReasonForm(PlainForm):
    """Why a period changes its status."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("It stays in the history of the period, with your name."),
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
    )


class ReopenForm(ReasonForm):
    """Why a period is opened again: this must be said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the reason."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class PermanentlyCloseForm(ReopenForm):
    """Why a period is closed for ever, and its name, typed."""

    confirm = forms.CharField(
        label=_("Name of the period, typed to confirm"),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, period: FiscalPeriod, **kwargs: Any) -> None:
        """Take the period whose name is to be typed."""
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["confirm"].widget.attrs["data-must-be"] = period.name

    def clean_confirm(self) -> str:
        """Accept nothing but the name of the period."""
        typed = str(self.cleaned_data["confirm"]).strip()
        if typed != self.period.name:
            raise forms.ValidationError(_("Type %(name)s to confirm."), params={"name": self.period.name})
        return typed


class AssignForm(DatedForm):
    """Who does a task until when."""

    owner = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Owner"),
        required=False,
        empty_label=_("Nobody in particular"),
        widget=forms.Select({"class": "form-select form-select-sm"}),
    )
    due_date = DayField(label=_("Due"), required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        """Offer the people who have a role in the company."""
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__company=company, is_active=True).distinct()
        self.fields["owner"].queryset = people.order_by("username")  # type: ignore[attr-defined]
