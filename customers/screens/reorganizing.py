"""Split what is open of a transaction into parts, or move it: parts are typed, or proposed as equal instalments."""

from decimal import Decimal
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key
from arclose.ledger.models import Posting
from arclose.ledger.money import split
from arclose.web.forms import AmountField, DatedForm, DayField
from arclose.web.links import back_to_list, page_url
from arclose.web.selection import selected_rows
from customers.models import Customer, CustomerTransaction, Reorganization, Settlement
from customers.screens.as_shown import Answer, answered
from customers.screens.fields import CodedRowField
from customers.screens.transactions import company_transactions
from customers.settling.part_payment import part_payment
from customers.settling.reorganizing import PARTS_AT_MOST, WantedPart, reorganize

EMPTY_LINES, SUGGESTED_AT_MOST = 6, 500
# What the buttons do beside the preview: give more lines, or propose equal parts; anything else posts.
MORE, EQUAL_PARTS = "more", "equal_parts"


class ReorganizeForm(DatedForm):
    """The day, and how equal parts are proposed: how many, the first due when, the others so many months later each."""

    day = DayField(label=gettext_lazy("Date"))
    count = forms.IntegerField(
        label=gettext_lazy("Equal parts"),
        required=False,
        min_value=1,
        max_value=PARTS_AT_MOST,
        widget=forms.TextInput({"class": "form-control", "inputmode": "numeric"}),
    )
    first_due_date = DayField(label=gettext_lazy("First one due"), required=False)
    months = forms.IntegerField(
        label=gettext_lazy("Months between them"),
        required=False,
        min_value=1,
        max_value=12,
        widget=forms.TextInput({"class": "form-control", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what equal parts are proposed from, where they are asked for."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.data.get("act") == EQUAL_PARTS:
            for name in ("count", "first_due_date"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Say how many parts, and when the first one is due."))
        return typed

    def equal_parts(self, row: CustomerTransaction) -> list[dict[str, Any]]:
        """Give equal parts of all that is open, as the lines show them; the first one takes what rounding leaves."""
        typed = self.cleaned_data
        amounts = split(row.open.transaction_currency_amount, [Decimal(1)] * typed["count"], row.currency.decimals)
        months = typed["months"] or 1
        return [
            {"amount": amount, "due_date": typed["first_due_date"] + relativedelta(months=months * place)}
            for place, amount in enumerate(amounts)
        ]


class PartForm(DatedForm):
    """A part: its amount and due date, and another customer where it is moved to one."""

    due_date = DayField(label=gettext_lazy("Due date"), required=False)
    customer = CodedRowField(
        by="number", list_id="customers", small=True, required=False, label=gettext_lazy("Customer")
    )

    def __init__(self, *args: Any, row: CustomerTransaction, **kwargs: Any) -> None:
        """Take the transaction that it is a part of."""
        super().__init__(*args, **kwargs)
        self.row = row
        fields: dict[str, Any] = self.fields
        self.fields = {
            "amount": AmountField(currency=row.currency, label=_("Amount"), required=False),
            **fields,
            **part_payment().fields(row.company),
        }
        fields["customer"].rows = Customer.objects.filter(company=row.company_id).select_related("posting_profile")
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
        for name in ("amount", "due_date"):
            self.fields[name].widget.attrs["class"] += " form-control-sm"

    def has_changed(self) -> bool:
        """Tell whether a part is typed."""
        return any(self[name].value() for name in ("amount", "due_date"))

    def clean(self) -> dict[str, Any]:
        """Ask for both the amount and the due date of a part that is typed."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("amount", "due_date"):
            if self.has_changed() and not typed.get(name) and name not in self.errors:
                self.add_error(name, _("A part has an amount and a due date."))
        return typed

    def part(self) -> WantedPart:
        """Give what was typed; without a customer it stays with that of the transaction."""
        typed = self.cleaned_data
        customer = typed["customer"] or self.row.customer
        return WantedPart(typed["amount"], typed["due_date"], customer, part_payment().chosen(typed))


class _Parts(forms.BaseFormSet):
    """The parts that are typed."""

    def initial_form_count(self) -> int:
        """Take every line that was sent for a new one, so that one that is emptied is left out."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        """Ask for a part.

        :raises ValidationError: there is none.
        """
        if not any(self.errors) and not self.parts():
            raise forms.ValidationError(_("Type the amount and the due date of at least one part."), code="no_part")

    def parts(self) -> list[WantedPart]:
        """Give the parts, in order."""
        return [form.part() for form in self.forms if form.has_changed()]


_PartFormSet = forms.formset_factory(
    PartForm, formset=_Parts, extra=EMPTY_LINES, max_num=PARTS_AT_MOST, absolute_max=PARTS_AT_MOST, validate_max=True
)


def reorganize_chosen(request: CompanyRequest) -> HttpResponse:
    """Ask for the parts of the chosen transaction; show what they make, then split or move it."""
    chosen = selected_rows(request, rows=company_transactions(request))
    found = list(chosen.filter(open__isnull=False)[:2])
    if not found and Posting.objects.filter(company=request.company, key=key_of(request)).exists():
        messages.info(request, _("It was split or moved before; nothing was changed."))
        return back_to_list(request, "customers:transactions")
    if len(found) != 1:
        messages.warning(request, _("Tick one open transaction to split or move it."))
        return back_to_list(request, "customers:transactions", ticked=request.POST.getlist("selected"))
    [row] = found
    act = request.POST.get("act", "")
    form, parts, answer = _asked(request, row, act)
    if answer.is_done:
        text = _("%(document)s: what was open is arranged in %(count)d parts.")
        messages.success(request, text % {"document": row.document_number, "count": len(parts.parts())})
        return HttpResponseRedirect(page_url(request, "customers:transactions") + f"?customer={row.customer_id}")
    customers = Customer.objects.filter(company=request.company).order_by("number")
    context = {
        "title": _("Split or move %(document)s") % {"document": row.document_number},
        "row": row,
        "form": form,
        "lines": parts,
        "key": new_key(),
        "customers": customers.values_list("number", "name")[:SUGGESTED_AT_MOST],
        **answer.context(),
    }
    return render(request, "customers/reorganize.html", context, status=answer.status)


def _asked(request: CompanyRequest, row: CustomerTransaction, act: str) -> tuple[ReorganizeForm, Any, Answer]:
    """Give the form with its lines, and what came of what it asks for."""
    initial = {"day": max(min(request.today, request.period.end_date), row.transaction_date), "months": 1}
    form = ReorganizeForm(request.POST if act else None, today=request.today, initial=initial)
    values: dict[str, Any] = {"row": row, "today": request.today}
    if not act:
        first = {"amount": row.open.transaction_currency_amount, "due_date": row.due_date}
        return form, _PartFormSet(prefix="parts", initial=[first], form_kwargs=values), Answer()
    if act == EQUAL_PARTS and form.is_valid():
        return form, _PartFormSet(prefix="parts", initial=form.equal_parts(row), form_kwargs=values), Answer()
    typed = request.POST.copy()
    if act == MORE:
        count = typed.get("parts-TOTAL_FORMS", "0")
        known = int(count) if count.isdecimal() and len(count) < len(str(PARTS_AT_MOST)) + 1 else 0
        typed["parts-TOTAL_FORMS"] = str(min(known + EMPTY_LINES, PARTS_AT_MOST))
    parts: Any = _PartFormSet(typed, prefix="parts", form_kwargs=values)
    is_valid = form.is_valid() & parts.is_valid()
    if act in (MORE, EQUAL_PARTS) or not is_valid:
        return form, parts, Answer()
    split_up = partial(
        reorganize,
        company=request.company,
        transaction_id=row.pk,
        parts=parts.parts(),
        day=form.cleaned_data["day"],
        posted_by=request.user,
    )
    return form, parts, answered(request, form, transactions=[row.pk], settle=split_up)


def reorganization(request: CompanyRequest, pk: int) -> HttpResponse:
    """Go to the settlement by which a reorganization closed what its parts replace."""
    found = get_object_or_404(Reorganization, company=request.company, pk=pk)
    side = Q(debit_transaction=found.transaction_id) | Q(credit_transaction=found.transaction_id)
    settled = get_object_or_404(Settlement, side, posting=found.posting_id, reversal_of=None)
    return HttpResponseRedirect(page_url(request, "customers:settlement", pk=settled.pk))
