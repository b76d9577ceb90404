"""What is asked of somebody who reads files of a bank, and of what becomes of their lines."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from arclose.access.requests import CompanyRequest
from arclose.ledger.models import LedgerAccount
from arclose.web.forms import PlainForm
from customers.screens.fields import CodedRowField
from journals.models import JournalName
from journals.models.journals import JournalType

FILES_AT_ONCE = 100


class ManyFilesInput(forms.ClearableFileInput):
    """Files to choose, as many as wanted."""

    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files; the value is a list of them."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Give the files.

        :raises ValidationError: none was chosen, or too many.
        """
        chosen = [file for file in data or [] if file]
        if len(chosen) > FILES_AT_ONCE:
            raise ValidationError(_now("At once, up to %(count)s files are read.") % {"count": FILES_AT_ONCE})
        if not chosen:
            raise ValidationError(_now("Choose a file."))
        return chosen


class BankFilesForm(forms.Form):
    """The files of a bank."""

    bank_files = ManyFilesField(
        label=_("Files of the bank"),
        help_text=_(
            "camt.053, camt.052 or camt.054 (XML), MT940 or MT942, or the answer to a direct debit file (pain.002);"
            " several at once. A file is read as a whole, or not at all; the same file twice changes nothing."
        ),
        widget=ManyFilesInput(
            {"class": "form-control", "multiple": True, "accept": ".xml,.camt,.sta,.940,.942,.mt940,.txt,.swi,.mta"}
        ),
    )

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        """Take whether a file was too large to be kept."""
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large

    def clean(self) -> dict[str, Any]:
        """Say that a file was too large."""
        values = super().clean() or {}
        if self.is_too_large:
            self.errors.pop("bank_files", None)
            self.add_error("bank_files", _now("The file is larger than any that is read. Split it."))
        return values


class ExplainForm(PlainForm):
    """Why lines are no payments of customers."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Such as charges of the bank, interest, or a transfer. It stays with the line, with your name."),
        widget=forms.TextInput({"class": "form-control"}),
    )


class UndoMatchForm(PlainForm):
    """Why a line is not the money of the payment that it was matched to."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Such as: it is the money of another payment. It stays with the line, with your name."),
        widget=forms.TextInput({"class": "form-control"}),
    )


class JournalNameForm(forms.Form):
    """The journal name that payments are made under."""

    journal_name = forms.ModelChoiceField(
        JournalName.objects.none(),
        label=_("Journal name"),
        empty_label=None,
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, request: CompanyRequest, *args: Any, **kwargs: Any) -> None:
        """Take the request, whose company's names are offered."""
        super().__init__(*args, **kwargs)
        names = JournalName.objects.filter(company=request.company, journal_type=JournalType.PAYMENT)
        self.fields["journal_name"].queryset = names.order_by("code")  # type: ignore[attr-defined]


class ChargesForm(forms.Form):
    """Where charges of the bank go."""

    charges_account: Any = CodedRowField(
        by="number",
        required=False,
        label=_("Ledger account of the bank's charges"),
        help_text=_("What the bank took beyond a payment is posted there, as a voucher of its own."),
    )

    def __init__(self, request: CompanyRequest, *args: Any, **kwargs: Any) -> None:
        """Take the request, whose company's accounts may be typed."""
        super().__init__(*args, **kwargs)
        accounts = LedgerAccount.objects.filter(company=request.company, is_control_account=False, is_blocked=False)
        self.fields["charges_account"].rows = accounts  # type: ignore[attr-defined]
