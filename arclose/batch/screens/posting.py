"""What pages that post have in common: key of a form, retry, how much is posted at once, and posting as a job."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch import jobs
from arclose.batch.jobs import AT_ONCE, Plan
from arclose.batch.screens.late_selection import filter_of
from arclose.batch.screens.plan_forms import OPTIONS, SubmitForm
from arclose.batch.stopping import STOP_AT_FIRST_ERROR
from arclose.batch.task_parameters import FILTER
from arclose.batch.transient import persist
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.web.links import page_url
from arclose.web.selection import WHOLE_FILTER

# More documents than this are posted by a job: nobody waits so long for a page.
POSTED_NOW_AT_MOST = 200
REASONS_SHOWN = 10

Result = TypeVar("Result")
_LeftOut = TypeVar("_LeftOut")
_KEY = re.compile(r"page-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def new_key() -> str:
    """Give a key for a form that is about to be shown, so that it has one effect however often it is sent."""
    return f"page-{uuid4()}"


def key_of(request: HttpRequest) -> str:
    """Give the key of a form that was sent; a form without a proper one gets a new one.

    Only the keys of pages are proper: a form made by hand cannot take the key of a job or an import.
    """
    typed = request.POST.get("key", "")
    return typed if _KEY.fullmatch(typed) else new_key()


def write(work: Callable[[], Result]) -> Result:
    """Do the work under its key, again as a whole where the database was busy or away for a moment.

    :raises Error: it stayed so.
    """
    return persist(work, reconnected=_nothing_to_restore)


def write_for(form: BaseForm, act: Callable[[], Outcome]) -> Outcome | None:
    """Do the act that a form asks for, and say on the form what is refused; None where nothing could be begun.

    :raises Error: as :func:`write` does.
    """
    try:
        outcome = write(act)
    except CannotPost as error:
        form.add_error(None, str(error))
        return None
    for refusal in outcome.left_out:
        form.add_error(None, f"{refusal.reason} {refusal.remedy}")
    return outcome


def _nothing_to_restore() -> None:
    """A page keeps nothing on its connection."""


def submit_as_job(
    request: CompanyRequest,
    *,
    kind: str,
    description: str,
    documents: "QuerySet[Any, Any] | None",
    back: HttpResponse,
    none_chosen: str = "",
    parameters: Mapping[str, Any] | None = None,
    has_options: bool = False,
) -> HttpResponse:
    """Submit the chosen documents (id, date, label of each), or an act that has none, as a job and go to its page.

    ``has_options``: the form offers those of :class:`SubmitForm`, so that the job may start later, and find the
    documents of the filter only then. It stops at the first error where the form says so; else what cannot be posted
    is set aside and the others go on.
    Where nothing was chosen, or the form was sent before with another choice, say so and go ``back``.
    """
    asked = {**(parameters or {}), **({STOP_AT_FIRST_ERROR: True} if request.POST.get(STOP_AT_FIRST_ERROR) else {})}
    plan, is_late, errors = _plan_of(request) if has_options else (AT_ONCE, False, [])
    for error in errors:
        messages.error(request, _("%(error)s Nothing was submitted.") % {"error": error})
    if errors:
        return back
    if is_late and request.POST.get("selection") == WHOLE_FILTER:
        asked |= filter_of(request)
    try:
        job = jobs.submit(
            company=request.company,
            kind=kind,
            description=description,
            submitted_by=request.user,
            documents=None if FILTER in asked else documents,
            key=key_of(request),
            plan=plan,
            parameters=asked,
        )
    except jobs.NothingSelected:
        messages.warning(request, none_chosen)
        return back
    except jobs.KeyUsedOtherwise:
        messages.error(request, _("This page was used before, for other documents. Choose again."))
        return back
    if FILTER in asked:
        messages.success(request, _("The job finds its documents when it starts."))
    return HttpResponseRedirect(page_url(request, "batch:plan" if plan.is_withheld else "batch:job", pk=job.pk))


def _plan_of(request: CompanyRequest) -> tuple[Plan, bool, list[str]]:
    """Give the plan of a job as it was sent, whether it finds its documents late, and what could not be read of it."""
    form = submit_form(request)
    if not form.is_bound:
        return AT_ONCE, False, []
    errors = [f"{form[name].label}: {' '.join(map(str, found))}" for name, found in form.errors.items()]
    return form.plan(), bool(form.cleaned_data.get("late_selection")), errors


def submit_form(request: CompanyRequest) -> SubmitForm:
    """Give the options of a job as they were sent, else as they are at first."""
    return SubmitForm(request.POST if request.POST.get(OPTIONS) else None, company=request.company)


def carried_options(request: CompanyRequest) -> list[tuple[str, str]]:
    """Give the options of a job that were sent, for a form of the next page to send along."""
    if not request.POST.get(OPTIONS):
        return []
    return [(name, value) for name in (OPTIONS, *SubmitForm.base_fields) if (value := request.POST.get(name))]


def tell_the_others(request: HttpRequest, outcome: Outcome, *, named: Callable[[int], str], heading: str = "") -> None:
    """Say of the documents that were not posted now how many were before, which are warned of, and which are left out.

    ``named`` gives what a document is called, by its id; ``heading`` stands above those that are left out.
    """
    tell_posted_before(request, len(outcome.already))
    for warning in outcome.warnings[:REASONS_SHOWN]:
        messages.warning(request, f"{named(warning.document_id)}: {warning.reason} {warning.remedy}")
    if outcome.left_out and heading:
        messages.error(request, heading)
    tell_left_out(request, outcome.left_out, lambda one: f"{named(one.document_id)}: {one.reason} {one.remedy}")


def tell_posted_before(request: HttpRequest, count: int) -> None:
    """Say how many of the chosen documents were posted before, where there are such."""
    if count:
        text = ngettext("%(count)d was posted before and stays so.", "%(count)d were posted before and stay so.", count)
        messages.info(request, text % {"count": count})


def tell_left_out(request: HttpRequest, left_out: Sequence[_LeftOut], reason_of: Callable[[_LeftOut], str]) -> None:
    """Say why the first of what is left out is, and how many there are where these are not all."""
    for one in left_out[:REASONS_SHOWN]:
        messages.error(request, reason_of(one))
    if len(left_out) > REASONS_SHOWN:
        messages.error(request, _("%(count)d were left out in all.") % {"count": len(left_out)})
