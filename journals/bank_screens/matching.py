"""See what chosen lines of bank statements may pay, and make payments of those one agrees with."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.web.links import back_to_list, page_url
from arclose.web.selection import selected_rows
from journals.bank_matching import propose
from journals.bank_payments import Made, explain, is_waiting, make_payments, reason_against, take_explanation_back
from journals.bank_screens.chosen import LINES_AT_ONCE, shown_by, tell_left_out
from journals.bank_screens.filters import BankLineFilter
from journals.bank_screens.forms import ExplainForm
from journals.bank_screens.returning import charges_form
from journals.bank_screens.views import company_lines
from journals.models import JournalName
from journals.models.journals import JournalType
from journals.return_matching import propose_returns
from journals.return_reasons import in_words
from journals.screens.payments import to_journal


class JournalNameForm(forms.Form):
    """The journal name that payments are made under."""

    journal_name = forms.ModelChoiceField(
        JournalName.objects.none(),
        label=gettext_lazy("Journal name"),
        empty_label=None,
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, request: CompanyRequest, *args: object) -> None:
        """Take the request, whose company's names are offered."""
        super().__init__(*args)  # type: ignore[arg-type]
        names = JournalName.objects.filter(company=request.company, journal_type=JournalType.PAYMENT)
        self.fields["journal_name"].queryset = names.order_by("code")  # type: ignore[attr-defined]


def propose_payments(request: CompanyRequest) -> HttpResponse:
    """Show what each chosen line may pay, and why; what is sure enough is ticked."""
    rows = selected_rows(request, rows=company_lines(request), filters=BankLineFilter)
    beside = ("statement__bank_account", "statement__currency", "matched__payment", "explanation")
    asked = rows.select_related(*beside).prefetch_related("returns__payment")
    lines = list(asked.order_by("booking_date", "pk")[: LINES_AT_ONCE + 1])
    if not lines or len(lines) > LINES_AT_ONCE:
        text = _("Choose some lines, up to %(count)s at once.")
        messages.warning(request, text % {"count": LINES_AT_ONCE})
        return back_to_list(request, "journals:bank_lines")
    waiting = {line.pk for line in lines if is_waiting(line)}
    returns = propose_returns(company=request.company, lines=[line for line in lines if line.pk in waiting])
    others = [line for line in lines if line.pk not in returns]
    against = {line.pk: reason_against(line) for line in others}
    proposals = propose(company=request.company, lines=[line for line in others if not against[line.pk]])
    context = {
        "title": _("What these lines may pay"),
        "rows": [(line, proposals.get(line.pk), against[line.pk]) for line in others],
        "returns": [(line, returns[line.pk], in_words(line.return_reason)) for line in lines if line.pk in returns],
        "may_take_back": request.may_open("journals:take_returns", "POST"),
        "charges_form": charges_form(request, returns.values()),
        "may_make": bool(proposals),
        "form": JournalNameForm(request),
        "key": new_key(),
    }
    return render(request, "journals/bank_proposals.html", context)


def make_bank_payments(request: CompanyRequest) -> HttpResponse:
    """Make payments of the ticked lines, in a new journal."""
    form = JournalNameForm(request, request.POST)
    if not form.is_valid():
        raise Http404
    shown = shown_by(request)
    if not shown:
        messages.warning(request, _("No line was chosen."))
        return back_to_list(request, "journals:bank_lines")
    made = write(
        partial(
            make_payments,
            company=request.company,
            name=form.cleaned_data["journal_name"],
            shown=shown,
            made_by=request.user,
            key=key_of(request),
        )
    )
    _tell(request, made)
    return to_journal(request, made.journal) if made.journal else back_to_list(request, "journals:bank_lines")


def explain_lines(request: CompanyRequest) -> HttpResponse:
    """Ask why the chosen lines are no payments of customers, then keep it with them."""
    rows = selected_rows(request, rows=company_lines(request), filters=BankLineFilter)
    lines = list(rows.order_by("booking_date", "pk").values_list("pk", flat=True)[: LINES_AT_ONCE + 1])
    if not lines or len(lines) > LINES_AT_ONCE:
        messages.warning(request, _("Choose some lines, up to %(count)s at once.") % {"count": LINES_AT_ONCE})
        return back_to_list(request, "journals:bank_lines")
    form = ExplainForm(request.POST if "reason" in request.POST else None)
    if not form.is_valid():
        context = {"title": _("No payment of a customer"), "form": form, "lines": lines}
        return render(request, "journals/explain_bank_lines.html", context)
    reason = form.cleaned_data["reason"]
    count = explain(company=request.company, lines=lines, reason=reason, explained_by=request.user)
    text = ngettext(
        "%(count)d line is explained and is not to be matched.",
        "%(count)d lines are explained and are not to be matched.",
        count,
    )
    messages.success(request, text % {"count": count})
    if count < len(lines):
        messages.info(request, _("The others stay as they are: they are matched, explained, or cannot be matched."))
    return back_to_list(request, "journals:bank_lines")


def match_again(request: CompanyRequest, pk: int) -> HttpResponse:
    """Take the explanation of a line back."""
    line = get_object_or_404(company_lines(request), pk=pk)
    if take_explanation_back(line=line):
        messages.success(request, _("The line waits to be matched again."))
    return HttpResponseRedirect(page_url(request, "journals:bank_line", pk=pk))


def _tell(request: CompanyRequest, made: Made) -> None:
    if count := len(made.payments):
        text = ngettext(
            "%(count)d payment is made. Look it over, and post the journal.",
            "%(count)d payments are made. Look them over, and post the journal.",
            count,
        )
        messages.success(request, text % {"count": count})
    tell_left_out(request, made.left_out)
