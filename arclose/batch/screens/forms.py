"""What is typed on the job pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from arclose.web.forms import DatedForm, DayField, PlainForm


class DismissForm(PlainForm):
    """Why documents need not be posted by their job."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=500,
        help_text=_("It stays in the history of the job, with your name."),
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
    )


class UndoForm(DatedForm):
    """When and why what a job posted is undone."""

    day = DayField(label=_("On"), help_text=_("In an open period, and not before the documents themselves."))
    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=200,
        help_text=_("It stands on the documents that undo them."),
        widget=forms.TextInput({"class": "form-control"}),
    )
