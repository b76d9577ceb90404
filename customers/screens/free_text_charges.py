"""What is typed about the charges of a free text invoice: its last lines, on the accounts of their codes."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from arclose.ledger.models import Currency
from arclose.ledger.money import EXACT, round_amount
from customers.free_text.drafts import FreeTextEntry, amount_of
from customers.models import ChargeCode, FreeTextInvoice
from customers.screens.charge_forms import CHARGES_AT_MOST, EMPTY_CHARGES, CodedChargeForm
from customers.screens.forms import LARGEST_NUMBER

_NONE, _ONE, _OF_A_HUNDRED, _LARGEST_PERCENT = Decimal(0), Decimal(1), Decimal(100), Decimal(10) ** 6


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
        base = sum((amount_of(line, decimals=currency.decimals) for line in lines), Decimal(0))
        entries = []
        for form in self.typed_forms():
            entry = _entry(form.cleaned_data, base, currency)
            if abs(entry.unit_price) >= LARGEST_NUMBER or abs(entry.charge_percent or _NONE) >= _LARGEST_PERCENT:
                form.add_error("value", _("It comes to more than the books can hold."))
                return None
            entries.append(entry)
        return entries


FreeTextChargeFormSet = forms.formset_factory(
    CodedChargeForm, formset=_Charges, extra=EMPTY_CHARGES, max_num=CHARGES_AT_MOST, absolute_max=CHARGES_AT_MOST
)


def _entry(typed: dict[str, Any], base: Decimal, currency: Currency) -> FreeTextEntry:
    code: ChargeCode = typed["charge_code"]
    value: Decimal = code.value if typed["value"] is None else typed["value"]
    with localcontext(EXACT):
        amount = round_amount(base * value / _OF_A_HUNDRED if code.is_percent else value, currency.decimals)
    return FreeTextEntry(
        description=code.name,
        account=code.account,
        item_tax_group=code.item_tax_group,
        item_type=code.item_type,
        quantity=_ONE,
        unit_price=amount,
        charge_code=code,
        charge_percent=value if code.is_percent else None,
    )


def initial_charges(document: FreeTextInvoice) -> list[dict[str, Any]]:
    """Give the charges of a free text invoice as the form shows them."""
    rows = document.lines.exclude(charge_code=None).select_related("charge_code").order_by("line_number")
    return [
        {"charge_code": row.charge_code, "value": row.amount if row.charge_percent is None else row.charge_percent}
        for row in rows
    ]
