"""What is asked for when an interest note or a collection letter is taken back, or reinstated."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from arclose.web.forms import DatedForm, DayField
from customers.models.dunning import NoteStatus
from customers.screens.forms import ReasonForm

REVERSE, WAIVE = "reverse", "waive"
_ACTS = [
    (REVERSE, gettext_lazy("Reverse: it was wrong")),
    (WAIVE, gettext_lazy("Waive: it need not be paid")),
]

TAKEN_BACK_OTHERWISE = {
    NoteStatus.REVERSED: gettext_lazy(
        "It was reversed before, as of %(day)s by %(who)s, so there is nothing left to waive. Go back to its page."
    ),
    NoteStatus.WAIVED: gettext_lazy(
        "It was waived before, as of %(day)s by %(who)s, so it is not reversed any more. Go back to its page."
    ),
}


class TakeBackForm(DatedForm, ReasonForm):
    """When and why a document is reversed, or what it charges waived where it charges something."""

    day = DayField(label=gettext_lazy("Date"))
    act = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"), choices=_ACTS, widget=forms.Select({"class": "form-select"})
    )
    field_order = ["act", "day", "reason"]

    def __init__(self, *args: Any, charges: bool, **options: Any) -> None:
        """Offer to waive only where something is charged."""
        super().__init__(*args, **options)
        self.fields["act"].choices = _ACTS if charges else _ACTS[:1]  # type: ignore[attr-defined]


class ReinstateForm(DatedForm, ReasonForm):
    """When and why what was waived is charged again."""

    day = DayField(label=gettext_lazy("Date"))
    field_order = ["day", "reason"]
