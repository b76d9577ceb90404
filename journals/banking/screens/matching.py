"""See what chosen lines of bank statements may pay, and make payments of those one agrees with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.ledger.posting import fingerprint_of
from arclose.web.links import back_to_list, page_url
from arclose.web.selection import selected_rows
from journals.acts import SentBefore
from journals.banking.matching import Proposed, propose, reasons_against
from journals.banking.payments import Made, explain, is_waiting, make_payments, reason_against, take_explanation_back
from journals.banking.queries import UNMATCHED
from journals.banking.return_matching import ReturnProposal, propose_returns
from journals.banking.return_reasons import in_words
from journals.banking.screens.chosen import LINES_AT_ONCE, MATCHED_AT_ONCE, looked_at, shown_by, tell_left_out
from journals.banking.screens.filters import BankLineFilter
from journals.banking.screens.forms import ExplainForm, UndoMatchForm
from journals.banking.screens.returning import charges_form
from journals.banking.screens.views import company_lines
from journals.banking.undoing_matches import CannotUndoMatch, undo_match
from journals.models import BankLinePayment, BankStatementLine, JournalName, UndoneBankMatch
from journals.models.journals import JournalType
from journals.screens.journals import company_journals, to_journal

FILES_AT_ONCE = 200
LONGEST_ID = 18


class JournalNameForm(forms.Form):
    """The journal name that payments are made under."""

    journal_name = forms.ModelChoiceField(
        JournalName.objects.none(),
        label=gettext_lazy("Journal name"),
        empty_label=None,
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, request: CompanyRequest, *args: Any, **kwargs: Any) -> None:
        """Take the request, whose company's names are offered."""
        super().__init__(*args, **kwargs)
        names = JournalName.objects.filter(company=request.company, journal_type=JournalType.PAYMENT)
        self.fields["journal_name"].queryset = names.order_by("code")  # type: ignore[attr-defined]


def propose_payments(request: CompanyRequest) -> HttpResponse:
    """Show what each chosen line may pay, and why; what is sure enough is ticked."""
    return _propose(request, selected_rows(request, rows=company_lines(request), filters=BankLineFilter))


def bank_proposals(request: CompanyRequest) -> HttpResponse:
    """Show the same of the lines of files that were read, as far as nothing was made of them yet."""
    typed = request.GET.getlist("file")[:FILES_AT_ONCE]
    files = [int(pk) for pk in typed if pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_ID]
    rows = company_lines(request).filter(UNMATCHED, statement__file__in=files)
    if not rows.exists():
        messages.info(request, _("No line of these files waits to be matched."))
        return HttpResponseRedirect(page_url(request, "journals:bank_lines"))
    return _propose(request, rows)


def _propose(
    request: CompanyRequest, rows: "QuerySet[BankStatementLine]", *, unticked_under: JournalName | None = None
) -> HttpResponse:
    """Show what the lines may pay; where nobody ticked one, with the journal name chosen then and none ticked again."""
    lines = _with_what_came_of_them(rows)
    if not lines or len(lines) > MATCHED_AT_ONCE:
        text = _("Choose some lines, up to %(count)s at once.")
        messages.warning(request, text % {"count": MATCHED_AT_ONCE})
        return back_to_list(request, "journals:bank_lines")
    proposed = _Proposed(request, lines)
    shown = sorted(lines, key=lambda line: line.pk in proposed.payments)[:LINES_AT_ONCE]  # what is not explained first
    context = {
        "title": _("What these lines may pay"),
        "rows": proposed.rows(shown),
        "returns": proposed.return_rows(shown),
        "count": len(lines),
        "is_cut": len(lines) > len(shown),
        "may_take_back": request.may_open("journals:take_returns", "POST"),
        "charges_form": charges_form(request, proposed.returns.values()),
        "may_make": bool(proposed.payments),
        "scores": proposed.scores(),
        "looked_at": " ".join(str(line.pk) for line in lines),
        "chosen": " ".join(str(pk) for pk in proposed.payments),
        "seen": proposed.digest(),
        "is_ticked": unticked_under is None,
        "form": JournalNameForm(request, initial={"journal_name": unticked_under}),
        "form_of_all": JournalNameForm(request, auto_id="all_%s"),
        "key": new_key(),
        "key_of_all": new_key(),
    }
    return render(request, "journals/bank_proposals.html", context)


def _with_what_came_of_them(rows: "QuerySet[BankStatementLine]") -> list[BankStatementLine]:
    asked = rows.select_related("statement__bank_account", "statement__currency", "explanation")
    asked = asked.prefetch_related("returns__payment", "matches__payment")
    lines = list(asked.order_by("booking_date", "pk")[: MATCHED_AT_ONCE + 1])
    prefetch_related_objects([line for line in lines if line.detail_count], "details")
    return lines


class _Proposed:
    """What is proposed for lines: which of them return a payment, which pay, and what stands against the others."""

    def __init__(self, request: CompanyRequest, lines: Sequence[BankStatementLine]) -> None:
        waiting = [line for line in lines if is_waiting(line)]
        self.returns = propose_returns(company=request.company, lines=waiting)
        others = [line for line in lines if line.pk not in self.returns]
        self._against = {line.pk: reason_against(line) for line in others}
        free = [line for line in others if not self._against[line.pk]]
        self._against |= reasons_against(company=request.company, lines=free)
        self.payments = propose(company=request.company, lines=free, user=request.user)

    def rows(self, lines: Iterable[BankStatementLine]) -> list[tuple[BankStatementLine, Proposed | None, str]]:
        """Give the lines that return nothing, each with what it may pay or why it pays nothing."""
        others = (line for line in lines if line.pk in self._against)
        return [(line, self.payments.get(line.pk), self._against[line.pk]) for line in others]

    def return_rows(self, lines: Iterable[BankStatementLine]) -> list[tuple[BankStatementLine, ReturnProposal, str]]:
        """Give the lines that return a payment, each with that and the bank's reason."""
        found = (line for line in lines if line.pk in self.returns)
        return [(line, self.returns[line.pk], in_words(line.return_reason)) for line in found]

    def scores(self) -> list[tuple[int, int]]:
        """Give each score there is, the best first, with how many lines have it or a better one."""
        counted = Counter(one.score for one in self.payments.values())
        best_first = sorted(counted, reverse=True)
        return list(zip(best_first, accumulate(counted[score] for score in best_first), strict=True))

    def digest(self) -> str:
        """Tell these proposals for payments from any others."""
        return fingerprint_of("proposals", sorted((pk, one.fingerprint) for pk, one in self.payments.items()))


def make_bank_payments(request: CompanyRequest) -> HttpResponse:
    """Make payments of the ticked lines, in a new journal."""
    name = _journal_name(request)
    shown = shown_by(request)
    if not shown:
        messages.warning(request, _("No line was chosen."))
        waiting = company_lines(request).filter(UNMATCHED, pk__in=looked_at(request))
        if not waiting.exists():
            return back_to_list(request, "journals:bank_lines")
        return _propose(request, waiting, unticked_under=name)
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
    lines = _with_what_came_of_them(company_lines(request).filter(pk__in=[int(pk) for pk in typed]))
    if len(lines) != len(set(typed)):
        raise Http404
    proposed = _Proposed(request, lines)
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
    tell_left_out(request, made.left_out)
