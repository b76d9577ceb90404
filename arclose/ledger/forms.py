"""What is typed on the pages of the ledger."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Voucher
from arclose.web.forms import DatedForm, DayField


class NextYearForm(forms.Form):
    """The first day of the year to open, as the page offered it."""

    start = forms.DateField()


class ReverseForm(DatedForm):
    """When and why a voucher is reversed. The key, rendered into the form, lets it happen once."""

    posting_date = DayField(label=_("Date of the reversal"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It becomes the text of the reversing voucher."),
        widget=forms.TextInput({"class": "form-control"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid.uuid4)

    def __init__(self, *args: Any, voucher: Voucher, **kwargs: Any) -> None:
        """Take the voucher."""
        super().__init__(*args, **kwargs)
        self.voucher = voucher

    def clean_posting_date(self) -> date:
        """Accept no date before the voucher's own."""
        day: date = self.cleaned_data["posting_date"]
        if day < self.voucher.posting_date:
            raise forms.ValidationError(_("A reversal is not dated before its voucher."))
        return day
