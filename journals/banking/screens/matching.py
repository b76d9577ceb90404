"""Make payments of the lines whose proposals one agrees with; say which lines pay nothing; undo a match."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, write
from arclose.web.links import back_to_list, page_url
from arclose.web.selection import selected_rows
from journals.acts import SentBefore
from journals.banking.payments import Made, explain, make_payments, take_explanation_back
from journals.banking.queries import UNMATCHED
from journals.banking.screens.chosen import (
    LINES_AT_ONCE,
    LONGEST_ID,
    MATCHED_AT_ONCE,
    shown_by,
    tell_lines_left_out,
)
from journals.banking.screens.filters import BankLineFilter
from journals.banking.screens.forms import ExplainForm, JournalNameForm, UndoMatchForm
from journals.banking.screens.proposals import Proposals, show_again, with_what_came_of_them
from journals.banking.screens.views import company_lines
from journals.banking.undoing_matches import CannotUndoMatch, undo_match
from journals.models import BankLinePayment, JournalName, UndoneBankMatch
from journals.screens.journals import company_journals, to_journal


def make_bank_payments(request: CompanyRequest) -> HttpResponse:
    """Make payments of the ticked lines, in a new journal."""
    name = _journal_name(request)
    shown = shown_by(request)
    if not shown:
        messages.warning(request, _("No line was chosen."))
        return show_again(request, unticked_under=name)
    return _make(request, name, shown)


def make_all_bank_payments(request: CompanyRequest) -> HttpResponse:
    """Make payments of all lines that were looked at and whose proposals have a score, or a better one."""
    name = _journal_name(request)
    if made := company_journals(request).filter(key=key_of(request)).first():
        return to_journal(request, made)
    typed = request.POST.get("chosen", "").split()[:MATCHED_AT_ONCE]
    score = request.POST.get("score", "")
    if not all(pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_ID for pk in (*typed, score)):
        raise Http404
    lines = with_what_came_of_them(company_lines(request).filter(pk__in=[int(pk) for pk in typed]))
    if len(lines) != len(set(typed)):
        raise Http404
    proposed = Proposals(request, lines)
    shown = {pk: one.fingerprint for pk, one in proposed.payments.items() if one.score >= int(score)}
    if proposed.digest() != request.POST.get("seen") or not shown:
        messages.error(request, _("What the lines may pay has changed since you looked. Look again."))
        return back_to_list(request, "journals:bank_lines")
    return _make(request, name, shown)


def _journal_name(request: CompanyRequest) -> JournalName:
    """Give the journal name that was chosen.

    :raises Http404: the company has none such.
    """
    form = JournalNameForm(request, request.POST)
    if not form.is_valid():
        raise Http404
    found: JournalName = form.cleaned_data["journal_name"]
    return found


def _make(request: CompanyRequest, name: JournalName, shown: Mapping[int, str]) -> HttpResponse:
    try:
        made = write(
            partial(
                make_payments,
                company=request.company,
                name=name,
                shown=shown,
                made_by=request.user,
                key=key_of(request),
            )
        )
    except SentBefore as error:
        messages.error(request, str(error))
        return back_to_list(request, "journals:bank_lines")
    _tell(request, made)
    return to_journal(request, made.journal) if made.journal else back_to_list(request, "journals:bank_lines")


def explain_lines(request: CompanyRequest) -> HttpResponse:
    """Ask why the chosen lines are no payments of customers, then keep it with them."""
    rows = selected_rows(request, rows=company_lines(request), filters=BankLineFilter)
    asked = rows.filter(UNMATCHED).select_related("statement__currency").order_by("booking_date", "pk")
    lines = list(asked[: LINES_AT_ONCE + 1])
    if not lines and rows.exists():
        messages.info(request, _("None of these lines waits: each is matched, explained, or cannot be matched."))
        return back_to_list(request, "journals:bank_lines")
    if not lines or len(lines) > LINES_AT_ONCE:
        messages.warning(request, _("Choose some lines, up to %(count)s at once.") % {"count": LINES_AT_ONCE})
        return back_to_list(request, "journals:bank_lines")
    form = ExplainForm(request.POST if "reason" in request.POST else None)
    if not form.is_valid():
        query = request.GET.urlencode()
        context = {"title": _("No payment of a customer"), "form": form, "lines": lines, "query": query}
        return render(request, "journals/explain_bank_lines.html", context)
    reason = form.cleaned_data["reason"]
    chosen = [line.pk for line in lines]
    count = explain(company=request.company, lines=chosen, reason=reason, explained_by=request.user)
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


def undo_bank_match(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask why, then let a line wait again that was matched to a payment it is not the money of."""
    rows = BankLinePayment.objects.filter(company=request.company).select_related("line", "payment", "company")
    found = rows.filter(pk=pk).first()
    if found is None:
        return _undone_before(request, pk)
    form = UndoMatchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = partial(undo_match, match=found, why=form.cleaned_data["why"], undone_by=request.user)
        try:
            is_undone = write(act)
        except CannotUndoMatch as error:
            form.add_error(None, str(error))
        else:
            return _line_of_undone(request, found.line_id, is_undone=is_undone)
    title = _("Undo the match with %(payment)s") % {"payment": found.payment}
    context = {"title": title, "match": found, "form": form}
    return render(request, "journals/undo_bank_match.html", context)


def _undone_before(request: CompanyRequest, pk: int) -> HttpResponse:
    """Go to the line of a match that is gone, and say so: it was kept with a posted payment, or its form names it."""
    kept = UndoneBankMatch.objects.filter(company=request.company, match_id=pk).first()
    if kept is None:
        typed = request.POST.get("line", "")
        named = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_ID else 0
        return _line_of_undone(request, get_object_or_404(company_lines(request), pk=named).pk, is_undone=False)
    return _line_of_undone(request, kept.line_id, is_undone=False)


def _line_of_undone(request: CompanyRequest, line_id: int, *, is_undone: bool) -> HttpResponse:
    if is_undone:
        messages.success(request, _("The line waits to be matched again."))
    else:
        messages.info(request, _("The match was undone before."))
    return HttpResponseRedirect(page_url(request, "journals:bank_line", pk=line_id))


def _tell(request: CompanyRequest, made: Made) -> None:
    if count := len(made.payments):
        text = ngettext(
            "%(count)d payment is made. Look it over, and post the journal.",
            "%(count)d payments are made. Look them over, and post the journal.",
            count,
        )
        messages.success(request, text % {"count": count})
    if count := len(made.matched):
        text = ngettext(
            "%(count)d line is matched to the payment that it names.",
            "%(count)d lines are matched to the payments that they name.",
            count,
        )
        messages.success(request, text % {"count": count})
    tell_lines_left_out(request, made.left_out)
