"""Preview and post general vouchers from their list or page, at once or as a job."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import (
    POSTED_NOW_AT_MOST,
    REASONS_SHOWN,
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
from customers.previewing import differences
from journals.filters import GeneralVoucherFilter
from journals.kinds.general import GENERAL_VOUCHERS
from journals.models import GeneralVoucher
from journals.posting import post_general_vouchers
from journals.previewing import post_vouchers_as_seen
from journals.previewing import preview_vouchers as previewed
from journals.refusals import title_of
from journals.screens.journals import company_journals, to_journal
from journals.views import company_vouchers

PREVIEWED_AT_MOST = 1_000
SHOWN_AT_MOST = 100
LONGEST_ID = 19


def preview_vouchers(request: CompanyRequest) -> HttpResponse:
    """Show what posting the chosen vouchers would make, and post nothing."""
    return _show_preview(request, _chosen(request))


def _show_preview(
    request: CompanyRequest, chosen: "QuerySet[GeneralVoucher]", *, changed: NotAsSeen | None = None
) -> HttpResponse:
    ids = list(chosen.order_by("voucher_date", "pk").values_list("pk", flat=True)[: PREVIEWED_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
        return _back(request)
    is_part, ids = len(ids) > PREVIEWED_AT_MOST, ids[:PREVIEWED_AT_MOST]
    preview, errors = None, []
    try:
        preview = previewed(company=request.company, documents=ids, previewed_by=request.user)
    except CannotPost as error:
        errors = [str(error)]
    context = {
        "title": _("Preview: %(documents)s") % {"documents": _("General vouchers").lower()},
        "preview": preview,
        "errors": errors,
        "changes": _changes(request, changed) if changed else [],
        "ids": [] if is_part else ids,
        "is_part": is_part,
        "count": chosen.count() if is_part else len(ids),
        "previewed": len(ids),
        "may_post_now": bool(preview and preview.documents) and len(ids) <= POSTED_NOW_AT_MOST,
        "seen": signed(preview.seen) if preview and not is_part else "",
        "key": new_key(),
        "is_whole": "is_whole" in request.POST,
        "carried": carried_options(request),
        "query": request.GET.urlencode(),
        "shown_at_most": SHOWN_AT_MOST,
    }
    return render(request, "journals/preview.html", context)


def _changes(request: CompanyRequest, changed: NotAsSeen) -> list[tuple[GeneralVoucher | None, str]]:
    found = differences(seen=changed.seen, now=changed.now, titled=title_of)
    known = company_vouchers(request).in_bulk([pk for pk, _text in found])
    return [(known.get(pk), text) for pk, text in found]


def post_vouchers(request: CompanyRequest) -> HttpResponse:
    """Post the chosen vouchers at once, as a preview showed them where there was one; say what was left out and why."""
    chosen = _chosen(request)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if not ids:
        messages.warning(request, _none_chosen())
    elif len(ids) > POSTED_NOW_AT_MOST:
        error = _("At once, up to %(count)s vouchers are posted. Post these as a job, or choose fewer.")
        messages.error(request, error % {"count": POSTED_NOW_AT_MOST})
    else:
        try:
            tell(request, write(partial(_post, request, ids)), is_whole="is_whole" in request.POST)
        except NotAsSeen as changed:
            return _show_preview(request, chosen, changed=changed)
        except CannotPost as error:
            messages.error(request, str(error))
    if len(ids) == 1 and "journal" not in request.GET:
        return HttpResponseRedirect(page_url(request, "journals:general_voucher", pk=ids[0]))
    return _back(request)


def _post(request: CompanyRequest, ids: list[int]) -> Outcome:
    values: dict[str, Any] = {
        "company": request.company,
        "documents": ids,
        "posted_by": request.user,
        "key": key_of(request),
        "is_whole": "is_whole" in request.POST,
    }
    seen = seen_by(request)
    return post_general_vouchers(**values) if seen is None else post_vouchers_as_seen(**values, seen=seen)


def tell(request: CompanyRequest, outcome: Outcome, *, is_whole: bool) -> None:
    """Say how many vouchers were posted, and why the others were not."""
    if outcome.posted:
        count = len(outcome.posted)
        text = ngettext("%(count)d voucher is posted.", "%(count)d vouchers are posted.", count)
        messages.success(request, text % {"count": count})
    refused = [refusal.document_id for refusal in outcome.left_out[:REASONS_SHOWN]]
    numbers = dict(company_vouchers(request).filter(pk__in=refused).values_list("pk", "number"))
    heading = _("Nothing was posted: a journal is posted whole. These stand in its way:") if is_whole else ""
    tell_the_others(request, outcome, named=lambda pk: numbers.get(pk, ""), heading=heading)


def post_vouchers_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen vouchers as a job."""
    return submit_as_job(
        request,
        kind=GENERAL_VOUCHERS,
        description=said(lambda: _("Post general vouchers of %(company)s") % {"company": request.company.code}),
        documents=_chosen(request).order_by("voucher_date", "pk").values_list("pk", "voucher_date", "number"),
        back=_back(request),
        none_chosen=_none_chosen(),
        has_options=True,
    )


def _none_chosen() -> str:
    return _("No voucher was chosen. Tick some, or choose all of the filter.")


def _chosen(request: CompanyRequest) -> "QuerySet[GeneralVoucher]":
    return selected_rows(request, rows=company_vouchers(request), filters=GeneralVoucherFilter)


def _back(request: CompanyRequest) -> HttpResponse:
    """Go back to the journal that the query names, else to the list of vouchers."""
    named = request.GET.get("journal", "")
    if named.isdecimal() and len(named) < LONGEST_ID:
        found = company_journals(request).filter(pk=int(named)).first()
        if found:
            return to_journal(request, found)
    return back_to_list(request, "journals:general_vouchers")
