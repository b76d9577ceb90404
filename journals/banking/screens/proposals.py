"""What chosen lines of bank statements may pay, and which of them return a payment: the page that shows it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate

from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key
from arclose.ledger.posting import fingerprint_of
from arclose.web.links import back_to_list, page_url
from arclose.web.selection import selected_rows
from journals.banking.matching import Proposed, propose, reasons_against
from journals.banking.payments import is_waiting, reason_against
from journals.banking.queries import UNMATCHED
from journals.banking.return_matching import ReturnProposal, propose_returns
from journals.banking.return_reasons import in_words
from journals.banking.returning import usual_charges_account
from journals.banking.screens.chosen import LINES_AT_ONCE, LONGEST_ID, MATCHED_AT_ONCE, looked_at
from journals.banking.screens.filters import BankLineFilter
from journals.banking.screens.forms import ChargesForm, JournalNameForm
from journals.banking.screens.views import company_lines
from journals.models import BankStatementLine, JournalName

FILES_AT_ONCE = 200


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


def show_again(
    request: CompanyRequest,
    *,
    unticked_under: JournalName | None = None,
    returns_ticked: Collection[int] | None = None,
    charges: ChargesForm | None = None,
) -> HttpResponse:
    """Show the page again that something was sent from, as it was filled in.

    Where nobody ticked a line to pay, with the journal name chosen then and none ticked; where the returns were sent,
    with those ticked that were, and the form of the bank's charges.
    """
    waiting = company_lines(request).filter(UNMATCHED, pk__in=looked_at(request))
    if not waiting.exists():
        messages.info(request, _("None of these lines waits: each is matched, explained, or cannot be matched."))
        return back_to_list(request, "journals:bank_lines")
    return _propose(request, waiting, unticked_under=unticked_under, returns_ticked=returns_ticked, charges=charges)


def _propose(
    request: CompanyRequest,
    rows: "QuerySet[BankStatementLine]",
    *,
    unticked_under: JournalName | None = None,
    returns_ticked: Collection[int] | None = None,
    charges: ChargesForm | None = None,
) -> HttpResponse:
    lines = with_what_came_of_them(rows)
    if not lines or len(lines) > MATCHED_AT_ONCE:
        text = _("Choose some lines, up to %(count)s at once.")
        messages.warning(request, text % {"count": MATCHED_AT_ONCE})
        return back_to_list(request, "journals:bank_lines")
    proposed = Proposals(request, lines)
    shown = sorted(lines, key=lambda line: line.pk in proposed.payments)[:LINES_AT_ONCE]  # what is not explained first
    context = {
        "title": _("What these lines may pay"),
        "rows": proposed.rows(shown),
        "returns": proposed.return_rows(shown, ticked=returns_ticked),
        "count": len(lines),
        "is_cut": len(lines) > len(shown),
        "may_take_back": request.may_open("journals:take_returns", "POST"),
        "charges_form": charges_form(request, proposed.returns.values(), sent=charges),
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


def with_what_came_of_them(rows: "QuerySet[BankStatementLine]") -> list[BankStatementLine]:
    """Give the lines, the earliest first, each with what was made of it before."""
    asked = rows.select_related("statement__bank_account", "statement__currency", "explanation")
    asked = asked.prefetch_related("returns__payment", "matches__payment")
    lines = list(asked.order_by("booking_date", "pk")[: MATCHED_AT_ONCE + 1])
    prefetch_related_objects([line for line in lines if line.detail_count], "details")
    return lines


class Proposals:
    """What is proposed for lines: which of them return a payment, which pay, and what stands against the others."""

    def __init__(self, request: CompanyRequest, lines: Sequence[BankStatementLine]) -> None:
        """Work them out for lines as :func:`with_what_came_of_them` gives them."""
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

    def return_rows(
        self, lines: Iterable[BankStatementLine], *, ticked: Collection[int] | None
    ) -> list[tuple[BankStatementLine, ReturnProposal, str, bool]]:
        """Give the lines that return a payment, each with that, the bank's reason and whether it is ticked.

        Without ``ticked`` those are that are sure.
        """
        return [
            (line, one, in_words(line.return_reason), one.is_sure if ticked is None else line.pk in ticked)
            for line in lines
            if (one := self.returns.get(line.pk))
        ]

    def scores(self) -> list[tuple[int, int]]:
        """Give each score there is, the best first, with how many lines have it or a better one."""
        counted = Counter(one.score for one in self.payments.values())
        best_first = sorted(counted, reverse=True)
        return list(zip(best_first, accumulate(counted[score] for score in best_first), strict=True))

    def digest(self) -> str:
        """Tell these proposals for payments from any others."""
        return fingerprint_of("proposals", sorted((pk, one.fingerprint) for pk, one in self.payments.items()))


def charges_form(
    request: CompanyRequest, proposals: Iterable[ReturnProposal], *, sent: ChargesForm | None
) -> ChargesForm | None:
    """Give the form that asks where charges go, as it was sent if it was; None where none of the proposals has any."""
    if not any(one.charges for one in proposals):
        return None
    return sent or ChargesForm(request, initial={"charges_account": usual_charges_account(request.company)})
