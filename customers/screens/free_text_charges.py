"""What is typed about the charges of a free text invoice: its last lines, on the accounts of their codes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from arclose.ledger.models import Currency
from customers.free_text.charges import charge_of, is_too_large
from customers.free_text.drafts import FreeTextEntry
from customers.models import FreeTextInvoice
from customers.screens.charge_forms import CHARGES_AT_MOST, EMPTY_CHARGES, CodedChargeForm


class _Charges(forms.BaseFormSet):
    """The charges of a free text invoice; what is posted counts as it is, without what was there before."""

    def initial_form_count(self) -> int:
        """Take every posted charge for a new one, so that one that is emptied is left out."""
        return 0 if self.is_bound else super().initial_form_count()

    def typed_forms(self) -> list[Any]:
        """Give the forms of the charges that were typed, in order."""
        return [form for form in self.forms if form.has_changed()]

    def entries(self, lines: Sequence[FreeTextEntry], *, currency: Currency) -> list[FreeTextEntry] | None:
        """Give them as lines of a free text invoice with these lines; None, said beside it, where one is too large."""
        entries = []
        for form in self.typed_forms():
            typed = form.cleaned_data
            entry = charge_of(typed["charge_code"], typed["value"], lines, currency=currency)
            if is_too_large(entry):
                form.add_error("value", _("It comes to more than the books can hold."))
                return None
            entries.append(entry)
        return entries


FreeTextChargeFormSet = forms.formset_factory(
    CodedChargeForm, formset=_Charges, extra=EMPTY_CHARGES, max_num=CHARGES_AT_MOST, absolute_max=CHARGES_AT_MOST
)


def initial_charges(document: FreeTextInvoice) -> list[dict[str, Any]]:
    """Give the charges of a free text invoice as the form shows them."""
    return [
        {"charge_code": row.charge_code, "value": row.amount if row.charge_percent is None else row.charge_percent}
        for row in document.lines.all()
        if row.charge_code_id is not None
    ]
