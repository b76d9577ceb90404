"""Enter several payments of a journal on one page: a line each, of a customer or of just an invoice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.models import Company
from customers.models import Customer
from customers.settling.concessions import discounts_on
from customers.settling.marking import CannotMark
from journals import entering
from journals.acts import SentBefore
from journals.models import Journal, JournalType
from journals.screens.journals import company_journals, to_journal
from journals.screens.payment_forms import PaymentForm

EMPTY_LINES, LINES_AT_MOST = 10, 200
SUGGESTED_AT_MOST = 500
LONGEST_ID = 19
SAVE, MORE = "save", "more"


class PaymentLineForm(PaymentForm):
    """A payment as a line; of an invoice that is named it settles what is open, or as much as is paid."""

    def __init__(self, *args: Any, offered: Mapping[str, Sequence[Any]], **kwargs: Any) -> None:
        """Take less room than a form does. ``offered`` are the choices of fields, read once for all lines."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, choices in offered.items():
            fields[name].choices = choices
        for field in self.fields.values():
            small = "form-select form-select-sm" if isinstance(field.widget, forms.Select) else "form-control-sm"
            known = "" if isinstance(field.widget, forms.Select) else field.widget.attrs.get("class", "form-control")
            field.widget.attrs |= {"class": f"{known} {small}".strip(), "aria-label": field.label}
            field.help_text = ""

    def has_changed(self) -> bool:
        """Tell whether a payment is typed: date and account stand there before anything is."""
        return bool({"customer", "amount", "reference"} & set(self.changed_data))

    def marks(self, discounts: Mapping[int, Decimal]) -> dict[int, Decimal]:
        """Give what the payment settles: the document that was named, as far as it is paid.

        Without an amount all that is open of it is, less its cash discount.
        """
        if self.document is None:
            return {}
        still_open = self.document.open.transaction_currency_amount
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is None:
            still_open -= discounts.get(self.document.pk, Decimal(0))
        taken = still_open if amount is None or abs(amount) > abs(still_open) else amount
        return {self.document.pk: taken if amount is None or (amount > 0) == (still_open > 0) else amount}


class _Lines(forms.BaseFormSet):
    """The payments that are typed."""

    def initial_form_count(self) -> int:
        """Give none: date and account stand on each line, and it may be left empty all the same."""
        return 0

    def typed_forms(self) -> list[Any]:
        """Give the forms of the lines that were typed, in order."""
        return [form for form in self.forms if form.has_changed()]


PaymentLineFormSet = forms.formset_factory(
    PaymentLineForm,
    formset=_Lines,
    extra=EMPTY_LINES,
    max_num=LINES_AT_MOST,
    absolute_max=LINES_AT_MOST,
    validate_max=True,
)


def enter_payments(request: CompanyRequest, pk: int) -> HttpResponse:
    """Enter payments line by line in a journal: all that are typed, or none."""
    rows = company_journals(request).select_related("name__bank_account", "name__company", "name__method")
    journal = get_object_or_404(rows, pk=pk, name__journal_type=JournalType.PAYMENT)
    key, status = key_of(request), HTTPStatus.OK
    act = request.POST.get("act", SAVE) if request.method == "POST" else ""
    lines = _lines(request, journal, act)
    refused = ""
    if act == SAVE and lines.is_valid():
        try:
            made = _enter(request, journal, lines, key)
        except SentBefore as error:
            refused, key, status = str(error), new_key(), HTTPStatus.CONFLICT
        else:
            if made:
                text = ngettext("%(count)d payment is entered.", "%(count)d payments are entered.", made)
                messages.success(request, text % {"count": made})
                return to_journal(request, journal)
            refused = "" if lines.typed_forms() else _("Type at least one payment.")
    customers = Customer.objects.filter(company=request.company).order_by("number")
    context = {
        "title": _("Enter payments by lines"),
        "journal": journal,
        "lines": lines,
        "refused": refused,
        "shows_errors": act == SAVE,
        "key": key,
        "customers": customers.values_list("number", "name")[:SUGGESTED_AT_MOST],
    }
    return render(request, "journals/payment_lines.html", context, status=status)


def _lines(request: CompanyRequest, journal: Journal, act: str) -> Any:
    bank = journal.name.bank_account
    usual = {
        "payment_date": min(request.today, request.period.end_date),
        "bank_account": bank.code if bank and not journal.name.method else "",
    }
    fields: dict[str, Any] = PaymentForm(today=request.today, name=journal.name).fields
    offered = {name: list(fields[name].choices) for name in ("method", "bank_account")}
    values = {"today": request.today, "name": journal.name, "offered": offered}
    if not act:
        return PaymentLineFormSet(prefix="lines", initial=[usual] * EMPTY_LINES, form_kwargs=values)
    typed = request.POST.copy()
    if act == MORE:
        count = typed.get("lines-TOTAL_FORMS", "0")
        known = int(count) if count.isdecimal() and len(count) < LONGEST_ID else 0
        typed["lines-TOTAL_FORMS"] = str(min(known + EMPTY_LINES, LINES_AT_MOST))
    return PaymentLineFormSet(typed, prefix="lines", form_kwargs=values)


def _discounts(company: Company, typed: Iterable[PaymentLineForm]) -> dict[int, Decimal]:
    """Give the cash discounts of the documents that lines name, each on the day of its payment."""
    named: dict[date, list[int]] = defaultdict(list)
    for form in typed:
        if form.document is not None:
            named[form.cleaned_data["payment_date"]].append(form.document.pk)
    return {
        pk: offer.amount
        for day, documents in named.items()
        for pk, offer in discounts_on(company=company, transactions=documents, paid_on=day).items()
    }


def _enter(request: CompanyRequest, journal: Journal, lines: Any, key: str) -> int:
    """Enter what was typed and give how many payments there are; none where a line is refused, which says why.

    :raises SentBefore: the form was sent before with other content.
    """
    typed = lines.typed_forms()
    discounts = _discounts(request.company, typed)
    asked = [(form.head(), form.marks(discounts)) for form in typed]
    enter = partial(entering.enter_payments, journal=journal, lines=asked, entered_by=request.user, key=key)
    try:
        return len(write(enter))
    except entering.LineRefused as error:
        if isinstance(error.reason, SentBefore):
            raise error.reason from error
        field = "amount" if isinstance(error.reason, CannotMark) else error.reason.field
        typed[error.place].add_error(field, str(error.reason))
        return 0
