"""Preview and post interest notes from their list or page, at once or as a job."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.models import JobTask
from arclose.batch.screens.late_selection import found_now
from arclose.batch.screens.posting import (
    POSTED_NOW_AT_MOST,
    carried_options,
    key_of,
    new_key,
    submit_as_job,
    tell_the_others,
    write,
)
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.ledger.seen import NotAsSeen
from arclose.web.links import back_to_list, page_url
from arclose.web.said import said
from arclose.web.selection import selected_rows
from customers.dunning.jobs import NOTE_LABEL
from customers.dunning.posting import INTEREST_NOTES, post_interest_notes
from customers.dunning.previewing import post_interest_notes_as_seen, preview_interest_notes
from customers.dunning.refusals import title_of
from customers.models import InterestNote
from customers.models.interest import UNPOSTED
from customers.previewing import differences
from customers.screens.interest import company_notes
from customers.screens.interest_tables import InterestFilter


def select_notes(task: JobTask) -> "QuerySet[Any, Any]":
    """Give (id, date, label) of the interest notes that the filter of a task finds now and that are not posted."""
    found = found_now(task, rows=InterestNote.objects.all(), filters=InterestFilter)
    waiting = found.filter(status__in=UNPOSTED).annotate(label=NOTE_LABEL)
    rows: QuerySet[Any, Any] = waiting.values_list("pk", "note_date", "label")
    return rows


def preview(request: CompanyRequest) -> HttpResponse:
    """Show what posting the chosen interest notes would make, and post nothing."""
    ids = _ids(request)
    return _show_preview(request, ids) if ids else back_to_list(request, "customers:interest_notes")


def _show_preview(request: CompanyRequest, ids: Sequence[int], *, changed: NotAsSeen | None = None) -> HttpResponse:
    found, errors = None, []
    try:
        found = preview_interest_notes(company=request.company, documents=ids, previewed_by=request.user)
    except CannotPost as error:
        errors = [str(error)]
    context = {
        "title": _("Preview: %(documents)s") % {"documents": _("Interest notes").lower()},
        "preview": found,
        "errors": errors,
        "changes": _changes(request, changed) if changed else [],
        "ids": ids,
        "seen": signed(found.seen) if found else "",
        "key": new_key(),
        "carried": carried_options(request),
        "query": request.GET.urlencode(),
    }
    return render(request, "customers/interest_preview.html", context)


def _changes(request: CompanyRequest, changed: NotAsSeen) -> list[tuple[InterestNote | None, str]]:
    found = differences(seen=changed.seen, now=changed.now, titled=title_of)
    known = company_notes(request).in_bulk([pk for pk, _text in found])
    return [(known.get(pk), text) for pk, text in found]


def post(request: CompanyRequest) -> HttpResponse:
    """Post the chosen interest notes at once, as a preview showed them where there was one."""
    ids = _ids(request)
    if ids:
        try:
            _tell(request, write(partial(_post, request, ids)))
        except NotAsSeen as changed:
            return _show_preview(request, ids, changed=changed)
        except CannotPost as error:
            messages.error(request, str(error))
    if len(ids) == 1:
        return HttpResponseRedirect(page_url(request, "customers:interest_note", pk=ids[0]))
    return back_to_list(request, "customers:interest_notes")


def _post(request: CompanyRequest, ids: Sequence[int]) -> Outcome:
    values: dict[str, Any] = {
        "company": request.company,
        "documents": ids,
        "posted_by": request.user,
        "key": key_of(request),
    }
    seen = seen_by(request)
    return post_interest_notes(**values) if seen is None else post_interest_notes_as_seen(**values, seen=seen)


def _tell(request: CompanyRequest, outcome: Outcome) -> None:
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d interest note is posted.", "%(count)d interest notes are posted.", count)
        messages.success(request, text % {"count": count})
    tell_the_others(request, outcome, named="IN-{}".format)


def post_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen interest notes as a job."""
    chosen = selected_rows(request, rows=company_notes(request), filters=InterestFilter)
    labeled = chosen.filter(status__in=UNPOSTED).annotate(label=NOTE_LABEL).order_by("note_date", "pk")
    return submit_as_job(
        request,
        kind=INTEREST_NOTES,
        description=said(lambda: _("Post interest notes of %(company)s") % {"company": request.company.code}),
        documents=labeled.values_list("pk", "note_date", "label"),
        back=back_to_list(request, "customers:interest_notes"),
        none_chosen=_none_chosen(),
        has_options=True,
    )


def _ids(request: CompanyRequest) -> list[int]:
    """Give the ids of the chosen notes; none, and say so, where none or too many are."""
    chosen = selected_rows(request, rows=company_notes(request), filters=InterestFilter)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
    elif len(ids) > POSTED_NOW_AT_MOST:
        error = _("At once, up to %(count)s documents are posted. Post these as a job, or choose fewer.")
        messages.error(request, error % {"count": POSTED_NOW_AT_MOST})
        return []
    return ids


def _none_chosen() -> str:
    return _("No interest note was chosen. Tick some, or choose all of the filter.")
