"""Confirm, pick, deliver and invoice orders from their list or their page: one form for the four updates.

Preview, post now, post as a job, and what came of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch import jobs
from arclose.batch.models import Job, JobState
from arclose.batch.screens.late_selection import filter_of
from arclose.batch.screens.posting import POSTED_NOW_AT_MOST, key_of, new_key, write
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.models import Posting
from arclose.ledger.outcomes import CannotPost, Outcome, Refusal, as_stored, from_stored
from arclose.ledger.posting import KeyReused
from arclose.ledger.seen import NotAsSeen
from arclose.web.amounts import Count
from arclose.web.links import back_to_list, page_url
from arclose.web.said import said
from arclose.web.selection import WHOLE_FILTER, selected_rows
from customers import previewing, slips, standing
from customers.models import SalesOrder
from customers.models.update_defaults import Printing
from customers.papers import runs
from customers.previewing import Preview, differences, left_out_by_reason, post_as_seen
from customers.refusals import OVERTAKEN, refusal
from customers.screens.deliver_now import NotNoted, note_typed
from customers.screens.filters import OrderFilter
from customers.screens.lacking import billed_for, lacking
from customers.screens.orders import company_orders, order_page
from customers.screens.papers import pdf_response
from customers.screens.update_form import (
    Asked,
    asked_update,
    carried,
    carried_slips,
    parameters_in_words,
    value_of,
)
from customers.sending.after_posting import emailed_by, job_after_posting, post_and_email
from customers.standing import Standing
from customers.updates import INVOICE, UPDATES, Made

PREVIEWED_AT_MOST = 1_000
SHOWN_AT_MOST = 100
LAST_RESULT = "last_posting_result"


# A form that chose packing slips sends these along instead of their orders.
OF_SLIPS = "slips"


@dataclass(frozen=True)
class Chosen:
    """The orders that a form chose, what it asks for, the list it came from, and how its preview chooses again.

    Without a ``selection`` a preview sends the ids of the orders, or the filter where these are too many.
    """

    orders: "QuerySet[SalesOrder]"
    asked: Asked
    list_page: str = "customers:orders"
    selection: str = ""


def post_orders(request: CompanyRequest) -> HttpResponse:
    """Show what posting the chosen orders would make, and post nothing."""
    return show_preview(request, _chosen(request))


def post_orders_now(request: CompanyRequest) -> HttpResponse:
    """Post the chosen orders: as the preview showed them where there was one, else as they are."""
    return post_now(request, _chosen(request))


def post_orders_as_job(request: CompanyRequest) -> HttpResponse:
    """Submit the chosen orders as a job; with late selection it finds those of the filter when it starts."""
    return post_as_job(request, _chosen(request))


def post_now(request: CompanyRequest, chosen: Chosen) -> HttpResponse:
    """Post what was chosen and show what came of it, or the preview with what speaks against it."""
    ids = list(chosen.orders.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if len(ids) > POSTED_NOW_AT_MOST:
        error = _("At once, up to %(count)s orders are posted. Post these as a job, or choose fewer.")
        return show_preview(request, chosen, errors=[error % {"count": POSTED_NOW_AT_MOST}])
    if not ids or chosen.asked.stops:
        return show_preview(request, chosen)
    try:
        return _posted_now(request, chosen, ids)
    except NotAsSeen as changed:
        return show_preview(request, chosen, changes=_changes(request, changed))
    except KeyReused:
        return show_preview(request, chosen, errors=[_sent_before()], status=HTTPStatus.CONFLICT)
    except CannotPost as error:
        return show_preview(request, chosen, errors=[str(error)])


def _posted_now(request: CompanyRequest, chosen: Chosen, ids: Sequence[int]) -> HttpResponse:
    if not chosen.asked.parameters.posting:
        return _pro_forma(request, chosen, ids)
    return result_page(request, chosen.asked, _post(request, chosen.asked, ids))


def _post(
    request: CompanyRequest, asked: Asked, ids: Sequence[int], *, expected: Mapping[int, Standing] | None = None
) -> Outcome:
    values: dict[str, Any] = {
        "company": request.company,
        "orders": ids,
        "parameters": asked.parameters,
        "posted_by": request.user,
        "key": key_of(request),
    }
    seen = seen_by(request)
    post = partial(asked.update.post, **values, expected=expected)
    if seen is not None:
        post = partial(post_as_seen, update=asked.update, **values, seen=seen)
    emailed = emailed_by(asked.update, asked.parameters)
    return write(partial(post_and_email, post, company=request.company, emailed=emailed, asked_by=request.user))


def _pro_forma(request: CompanyRequest, chosen: Chosen, ids: Sequence[int]) -> HttpResponse:
    """Give what would be posted as one PDF; the preview, with the reasons, where that is nothing."""
    asked = chosen.asked
    papers = runs.pro_forma(
        update=asked.update,
        company=request.company,
        orders=ids,
        parameters=asked.parameters,
        printed_by=request.user,
    )
    if not papers:
        return show_preview(request, chosen)
    return pdf_response(runs.merged(papers), name=f"{asked.update.name}-pro-forma")


def post_as_job(request: CompanyRequest, chosen: Chosen) -> HttpResponse:
    """Submit what was chosen as a job, and go to its page."""
    asked = chosen.asked
    if asked.errors:
        return show_preview(request, chosen, errors=[one for one in asked.errors if one not in asked.stops])
    dated = chosen.orders.annotate(due_on=asked.update.day_of(asked.parameters))
    documents: Any = dated.order_by("due_on", "pk").values_list("pk", "due_on", "number")
    is_whole_filter = not chosen.selection and request.POST.get("selection") == WHOLE_FILTER
    is_late = asked.parameters.late_selection and is_whole_filter
    parameters = replace(asked.parameters, late_selection=is_late).as_stored()
    if is_late:
        documents, parameters = None, parameters | filter_of(request)
    try:
        job = jobs.submit(
            company=request.company,
            kind=asked.update.name,
            description=said(lambda: f"{asked.update.action}, {request.company.code}"),
            submitted_by=request.user,
            documents=documents,
            key=key_of(request),
            plan=asked.plan,
            parameters=parameters,
        )
    except jobs.NothingSelected:
        return _nothing_chosen(request, chosen)
    except jobs.KeyUsedOtherwise:
        return show_preview(request, chosen, errors=[_sent_before()], status=HTTPStatus.CONFLICT)
    messages.success(request, _job_is_made(job))
    return HttpResponseRedirect(page_url(request, "batch:plan" if asked.plan.is_withheld else "batch:job", pk=job.pk))


def _job_is_made(job: Job) -> str:
    goes_on = _("You may leave this page: it goes on.")
    follows = _("It is withheld: plan it, then release it.") if job.state == JobState.WITHHOLD else goes_on
    if not job.document_count:
        return f"{_('The job finds its orders when it starts.')} {follows}"
    count = ngettext("%(count)s order", "%(count)s orders", job.document_count) % {"count": Count(job.document_count)}
    return f"{_('The job has %(count)s to post.') % {'count': count}} {follows}"


def _sent_before() -> str:
    return _(
        "This page was used before, for other orders. Nothing was posted now."
        " What you see here is your new choice: post it from here."
    )


def _chosen(request: CompanyRequest) -> Chosen:
    asked = asked_update(request)
    if request.POST.get("selection") == OF_SLIPS:
        return of_slips(request, asked)
    return Chosen(selected_rows(request, rows=company_orders(request), filters=OrderFilter), asked)


def of_slips(request: CompanyRequest, asked: Asked) -> Chosen:
    """Give the orders of the packing slips that are asked for."""
    orders = slips.orders_to_invoice(company=request.company, slips=asked.parameters.slips or ())
    return Chosen(orders, asked, list_page="customers:order_documents", selection=OF_SLIPS)


def _nothing_chosen(request: CompanyRequest, chosen: Chosen) -> HttpResponse:
    if chosen.selection == OF_SLIPS:
        messages.warning(request, _("No packing slip with something left to invoice was chosen. Tick some."))
    else:
        messages.warning(request, _("No order was chosen. Tick some, or choose all of the filter."))
    return back_to_list(request, chosen.list_page)


# --- preview ----------------------------------------------------------------------------------------------------------


def show_preview(
    request: CompanyRequest,
    chosen: Chosen,
    *,
    errors: Sequence[str] = (),
    changes: Sequence[Any] = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show what posting what was chosen would make, with what speaks against it or has changed."""
    ids = previewing.first_orders(chosen.orders, at_most=PREVIEWED_AT_MOST + 1)
    if not ids:
        return _nothing_chosen(request, chosen)
    is_part, ids = len(ids) > PREVIEWED_AT_MOST, ids[:PREVIEWED_AT_MOST]
    update, parameters = chosen.asked.update, chosen.asked.parameters
    preview, problems = None, [*errors, *chosen.asked.stops]
    if not chosen.asked.stops:
        try:
            preview = previewing.preview(
                update=update, company=request.company, orders=ids, parameters=parameters, previewed_by=request.user
            )
        except CannotPost as error:
            problems.append(str(error))
    context = {
        "title": _("Preview: %(documents)s") % {"documents": str(update.documents).lower()},
        "update": value_of(update, parameters.quantity),
        "parameters": parameters_in_words(update, parameters),
        "carried": [*carried(request), *carried_slips(parameters)],
        "is_pro_forma": not parameters.posting,
        "is_invoice": update is INVOICE,
        "lacks": lacking(request.company, billed_for(ids)) if update is INVOICE else [],
        "preview": preview,
        "errors": problems,
        "changes": changes,
        "choice": _Choice(request, chosen, ids, is_part, preview),
        "shown_at_most": SHOWN_AT_MOST,
    }
    return render(request, "customers/preview.html", context, status=status)


class _Choice:
    """What the forms of a preview send along: the orders, the key, and what was seen."""

    def __init__(
        self, request: CompanyRequest, chosen: Chosen, ids: list[int], is_part: bool, preview: Preview | None
    ) -> None:
        self.selection = chosen.selection or (WHOLE_FILTER if is_part else "")
        self.ids = [] if self.selection else ids
        self.count, self.is_part = chosen.orders.count() if is_part else len(ids), is_part
        self.key = new_key()
        self.query = request.GET.urlencode()
        self.back = page_url(request, chosen.list_page) + f"?{self.query}"
        self.is_of_slips = chosen.selection == OF_SLIPS
        self.seen = signed(preview.seen) if preview and not is_part else ""
        made = bool(preview and preview.documents)
        self.may_post_now = made and not is_part and self.count <= POSTED_NOW_AT_MOST
        self.previewed = len(ids)


def _changes(request: CompanyRequest, changed: NotAsSeen) -> list[tuple[SalesOrder | None, str]]:
    found = differences(seen=changed.seen, now=changed.now)
    known = company_orders(request).in_bulk([order_id for order_id, _text in found])
    return [(known.get(order_id), text) for order_id, text in found]


# --- result -----------------------------------------------------------------------------------------------------------


def result_page(request: CompanyRequest, asked: Asked, outcome: Outcome) -> HttpResponse:
    """Keep what came of it in the session, and go to the page that shows it."""
    result_id = str(uuid4())
    request.session[LAST_RESULT] = {
        "id": result_id,
        "update": asked.update.name,
        "printing": str(asked.parameters.printing),
        "company": request.company.pk,
        "posting": outcome.posting_id,
        "already": list(outcome.already),
        "left_out": _as_kept(outcome.left_out),
        "warnings": _as_kept(outcome.warnings),
    }
    return HttpResponseRedirect(page_url(request, "customers:posted_orders") + f"?result={result_id}")


def _as_kept(refusals: Sequence[Refusal]) -> list[list[Any]]:
    return [[one.document_id, one.code, as_stored(one.facts)] for one in refusals]


def _from_kept(rows: Sequence[Any]) -> list[Refusal]:
    return [refusal(order_id, code, *from_stored(facts)) for order_id, code, facts in rows]


def posted_orders(request: CompanyRequest) -> HttpResponse:
    """Show what came of the last posting from a page: the numbers, and what was left out and why."""
    kept = request.session.get(LAST_RESULT, {})
    if kept.get("id") != request.GET.get("result") or kept.get("company") != request.company.pk:
        messages.info(request, _("What came of that posting is shown only once you post. The invoices are here."))
        return HttpResponseRedirect(page_url(request, "customers:invoices"))
    left_out, warnings = (_from_kept(kept[name]) for name in ("left_out", "warnings"))
    update = UPDATES[kept["update"]]
    posted = _("%(documents)s posted") % {"documents": update.documents}
    context = {
        "title": posted if kept["posting"] else _("Nothing was posted"),
        "update": update,
        "is_invoice": update is INVOICE,
        "documents": update.made(company=request.company, posting=kept["posting"] or 0),
        "posting": kept["posting"],
        "email_job": job_after_posting(company=request.company, posting_id=kept["posting"]),
        "printing": kept["printing"],
        "already": update.made(company=request.company, orders=kept["already"]),
        "left_out": left_out_by_reason(company=request.company, refusals=left_out),
        "warnings": left_out_by_reason(company=request.company, refusals=warnings),
        "shown_at_most": SHOWN_AT_MOST,
    }
    return render(request, "customers/posted.html", context)


def update_order(request: CompanyRequest, pk: int) -> HttpResponse:
    """Confirm, pick, deliver or invoice one order from its page, and open what was made; or show what would be.

    What is typed to be delivered now is noted first. What is refused stays on the page, with its reason at the line it
    belongs to.
    """
    order = get_object_or_404(company_orders(request), pk=pk)
    try:
        stood = standing.read(request.POST.get("stood", "")) if _is_posted(request) else note_typed(request, order)
    except NotNoted as refused:
        return refused.page(request, pk)
    chosen = Chosen(company_orders(request).filter(pk=pk), asked_update(request))
    if chosen.asked.stops:
        return order_page(request, pk, errors=chosen.asked.stops)
    if "preview" in request.POST:
        return show_preview(request, chosen)
    if not chosen.asked.parameters.posting:
        return _pro_forma_of_one(request, chosen, pk)
    return _posted_one(request, chosen.asked, order, stood)


def _posted_one(request: CompanyRequest, asked: Asked, order: SalesOrder, stood: Standing | None) -> HttpResponse:
    pk = order.pk
    try:
        outcome = _post(request, asked, [pk], expected={pk: stood} if stood else {})
    except CannotPost as error:
        return order_page(request, pk, errors=[str(error)])
    if outcome.left_out:
        is_overtaken = outcome.left_out[0].code in OVERTAKEN
        status = HTTPStatus.CONFLICT if is_overtaken else HTTPStatus.OK
        return order_page(request, pk, refusals=outcome.left_out, status=status)
    update = asked.update
    if not outcome.posted:
        messages.info(request, _already(order, update.made(company=request.company, orders=[pk])))
        return HttpResponseRedirect(page_url(request, "customers:order", pk=pk))
    made = update.made(company=request.company, posting=outcome.posting_id)
    text = ngettext("%(numbers)s is posted.", "%(numbers)s are posted.", len(made))
    messages.success(request, text % {"numbers": ", ".join(one.number for one in made)})
    for warning in outcome.warnings:
        messages.warning(request, f"{warning.reason} {warning.remedy}")
    if asked.parameters.printing != Printing.NONE:
        return result_page(request, asked, outcome)
    return HttpResponseRedirect(page_url(request, made[0].route, pk=made[0].document_id))


def _is_posted(request: CompanyRequest) -> bool:
    """Tell whether this form was sent before and posted something: what it asks for now is used up."""
    return Posting.objects.filter(company=request.company, key=key_of(request)).exists()


def _pro_forma_of_one(request: CompanyRequest, chosen: Chosen, pk: int) -> HttpResponse:
    try:
        return _pro_forma(request, chosen, [pk])
    except CannotPost as error:
        return order_page(request, pk, errors=[str(error)])


def _already(order: SalesOrder, made: Sequence[Made]) -> str:
    """Say that nothing is left to do, and by which documents it was done; by none where the step passes it by."""
    if not made:
        return _("Nothing of order %(order)s goes through this step.") % {"order": order.number}
    text = _("Nothing is left to do of order %(order)s: %(documents)s.")
    return text % {"order": order.number, "documents": ", ".join(one.number for one in made)}
