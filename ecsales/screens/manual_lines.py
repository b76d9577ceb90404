"""Pages on which people type for a list: another VAT number for a customer's documents, a line of their own."""

from collections import defaultdict
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.money import ZERO
from arclose.web.forms import AmountField, DatedForm, DayField, PlainForm
from arclose.web.links import page_url
from customers.models import Customer
from ecsales.formats.listing import CALL_OFF_KINDS, Kind
from ecsales.list_states import CannotDeclare
from ecsales.manual_lines import TypedLine, add_line, code_of, give_number, no_place_for
from ecsales.models import ListedNumber, ManualLine, SalesList
from ecsales.screens.lists import company_lists
from ecsales.screens.paging import page_of

_LINE = {"class": "form-control", "autocomplete": "off"}


class NumberForm(PlainForm):
    """The number that a list takes for a customer's documents, and why."""

    listed_number = forms.CharField(
        label=gettext_lazy("VAT number for the list"),
        max_length=20,
        widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("With the letters of its state. The documents stay as they were posted."),
    )
    is_for_later = forms.BooleanField(
        label=gettext_lazy("Also for later lists"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput(_LINE))


class LineForm(DatedForm):
    """A line that no document makes."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.Select({"class": "form-select"}))
    line_date = DayField(label=gettext_lazy("Date"))
    vat_number = forms.CharField(
        label=gettext_lazy("VAT number"), max_length=20, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("With the letters of its state; of own goods that were moved, the own number there."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, widget=forms.TextInput(_LINE))
    amount = AmountField(label=gettext_lazy("Amount"), required=False)
    previous_vat_number = forms.CharField(
        label=gettext_lazy("Meant before for"), max_length=20, required=False, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("Only of call-off stock that goes to another customer."),
    )  # fmt: skip
    document_number = forms.CharField(
        label=gettext_lazy("Document"), max_length=40, required=False, widget=forms.TextInput(_LINE)
    )
    commodity_code = forms.CharField(
        label=gettext_lazy("Code"), max_length=8, required=False, widget=forms.TextInput(_LINE),
        help_text=gettext_lazy("Commodity code of goods, CPA code of a service; empty: the one of the parameters."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput(_LINE))

    def __init__(self, *args: Any, kinds: list[Kind], has_codes: bool, **kwargs: Any) -> None:
        """Take the kinds that the file of the list has a place for; what only another one says is not asked."""
        super().__init__(*args, **kwargs)
        if Kind.CALL_OFF_CHANGED not in kinds:
            del self.fields["previous_vat_number"]
        if not has_codes:
            del self.fields["commodity_code"]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in kinds]


def list_numbers(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show the numbers given for a list; give one for the customer and number that the address names."""
    found = get_object_or_404(company_lists(request), pk=pk)
    customer = _customer(request)
    used = request.GET.get("used", "")[:20]
    form = NumberForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound and customer and form.is_valid():
        act = partial(
            give_number,
            sales_list=found,
            customer=customer,
            used_number=used,
            made_by=request.user,
            **form.cleaned_data,
        )
        try:
            given = write(act)
        except CannotDeclare as refused:
            form.add_error("listed_number", str(refused))
        else:
            messages.success(
                request, _("Lists take %(number)s for %(customer)s.") % {"number": given, "customer": customer}
            )
            return _to_list(request, found)
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    whose = Q(registration=found.registration_id) | Q(registration=None)
    given_for = Q(valid_to__isnull=True) | Q(valid_to__gte=found.start_date)
    context = {
        "title": _("VAT numbers for list %(period)s") % {"period": found.period},
        "sales_list": found,
        "customer": customer,
        "used": used,
        "form": form,
        "given": ListedNumber.objects.filter(given_for, whose, company=request.company, valid_from__lte=found.end_date)
        .select_related("customer", "made_by")
        .order_by("customer__number", "pk"),
    }
    return render(request, "ecsales/list_numbers.html", context, status=status)


def remove_number(request: CompanyRequest, pk: int) -> HttpResponse:
    """Take back that a customer's documents are listed by another number."""
    found = get_object_or_404(ListedNumber, company=request.company, pk=pk)
    found.delete()
    said = _("%(customer)s is listed by the number of its documents again.")
    messages.success(request, said % {"customer": found.customer})
    return HttpResponseRedirect(page_url(request, "ecsales:sales_lists"))


def add_manual_line(request: CompanyRequest, pk: int) -> HttpResponse:
    """Add a line to a list that no document makes."""
    found = get_object_or_404(company_lists(request), pk=pk)
    no_places = {kind: no_place_for(kind, found) for kind in Kind}
    kinds = [kind for kind, reason in no_places.items() if not reason]
    data = request.POST if request.method == "POST" else None
    initial = {"line_date": found.end_date}
    has_codes = any(code_of(kind, found) for kind in kinds)
    form = LineForm(data, today=request.today, kinds=kinds, has_codes=has_codes, initial=initial)
    key = key_of(request)
    if form.is_valid():
        asked = form.cleaned_data
        typed = TypedLine(**{**asked, "kind": Kind(asked["kind"]), "amount": asked["amount"] or ZERO})
        try:
            write(partial(add_line, sales_list=found, typed=typed, made_by=request.user, key=key))
        except CannotDeclare as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The line is added to the list."))
            return _to_list(request, found)
        key = new_key()
    context = {
        "title": _("Add a line to list %(period)s") % {"period": found.period},
        "sales_list": found,
        "form": form,
        "key": key,
        "elsewhere": _told_elsewhere(no_places),
        "lines": page_of(request, found.manual_lines.select_related("made_by").order_by("pk"), "typed"),
        "currency": found.registration.currency_id,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "ecsales/add_line.html", context, status=status)


def _told_elsewhere(no_places: dict[Kind, str]) -> list[tuple[str, str]]:
    """Give the kinds of call-off stock that the list's file has no place for, with what is said of them."""
    said: dict[str, list[str]] = defaultdict(list)
    for kind, reason in no_places.items():
        if reason and kind in CALL_OFF_KINDS:
            said[reason].append(str(kind.label))
    return [(", ".join(labels), reason) for reason, labels in said.items()]


def remove_line(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a line that somebody typed; what was submitted with it stays submitted."""
    found = get_object_or_404(ManualLine.objects.select_related("sales_list"), company=request.company, pk=pk)
    found.delete()
    messages.success(request, _("The line is deleted. What was reported with it differs now."))
    return _to_list(request, found.sales_list)


def _customer(request: CompanyRequest) -> Customer | None:
    asked = request.GET.get("customer", "")
    if not asked:
        return None
    key = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    return get_object_or_404(Customer, company=request.company, pk=key)


def _to_list(request: CompanyRequest, found: SalesList) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "ecsales:sales_list", pk=found.pk))
