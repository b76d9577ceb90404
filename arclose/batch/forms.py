"""What is typed on the job pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DismissForm(forms.Form):
    """Why documents need not be posted by their job."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=500,
        help_text=_("It stays in the history of the job, with your name."),
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
    )
