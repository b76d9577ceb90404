"""The lines that somebody ticked on a page of proposals, each with the proposal it showed."""

from collections.abc import Mapping

from django.http import Http404

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import REASONS_SHOWN, tell_left_out
from journals.models import BankStatementLine

# So many lines are matched by one page; the first of them are shown.
MATCHED_AT_ONCE = 5_000
LINES_AT_ONCE = 200
LONGEST_ID = 18
SHOWN = "shown_"


def shown_by(request: CompanyRequest) -> dict[int, str]:
    """Give the ticked lines with the fingerprints of what was proposed for them.

    :raises Http404: one is not of the company.
    """
    shown = {_number(pk): request.POST.get(f"{SHOWN}{pk}", "") for pk in request.POST.getlist("line")[:LINES_AT_ONCE]}
    if BankStatementLine.objects.filter(company=request.company, pk__in=shown).count() != len(shown):
        raise Http404
    return shown


def looked_at(request: CompanyRequest) -> list[int]:
    """Give all lines that were matched for the page, shown and ticked or not."""
    return [_number(pk) for pk in request.POST.get("looked_at", "").split()[:MATCHED_AT_ONCE]]


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ID):
        raise Http404
    return int(typed)


def tell_lines_left_out(request: CompanyRequest, reasons: Mapping[int, str]) -> None:
    """Say of the first lines that were left out why, and how many there are where these are not all."""
    left_out = list(reasons)
    rows = BankStatementLine.objects.filter(company=request.company).select_related("statement")
    lines = rows.in_bulk(left_out[:REASONS_SHOWN])
    tell_left_out(request, left_out, lambda pk: f"{lines[pk].statement} / {lines[pk].line_number}: {reasons[pk]}")
