"""What is typed on the pages of journals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from arclose.web.forms import PlainForm


class CancelForm(PlainForm):
    """Why a general voucher is not to be posted."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It stays with the voucher, with your name."),
        widget=forms.TextInput({"class": "form-control"}),
    )
