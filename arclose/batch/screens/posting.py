"""What pages that post have in common: key of a form, retry, how much is posted at once, and posting as a job."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch import jobs
from arclose.batch.stopping import STOP_AT_FIRST_ERROR
from arclose.batch.transient import persist
from arclose.web.links import page_url

# More documents than this are posted by a job: nobody waits so long for a page.
POSTED_NOW_AT_MOST = 200

Result = TypeVar("Result")
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


def _nothing_to_restore() -> None:
    """A page keeps nothing on its connection."""


def submit_as_job(
    request: CompanyRequest,
    *,
    kind: str,
    description: str,
    documents: "QuerySet[Any, Any]",
    back: HttpResponse,
    none_chosen: str,
    parameters: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Submit the chosen documents (id, date, label of each) as a job and go to its page.

    It stops at the first error where the form says so; else what cannot be posted is set aside and the others go on.
    Where nothing was chosen, or the form was sent before with another choice, say so and go ``back``.
    """
    stops = {STOP_AT_FIRST_ERROR: True} if request.POST.get(STOP_AT_FIRST_ERROR) else {}
    try:
        job = jobs.submit(
            company=request.company,
            kind=kind,
            description=description,
            submitted_by=request.user,
            documents=documents,
            key=key_of(request),
            parameters={**(parameters or {}), **stops},
        )
    except jobs.NothingSelected:
        messages.warning(request, none_chosen)
        return back
    except jobs.KeyUsedOtherwise:
        messages.error(request, _("This page was used before, for other documents. Choose again."))
        return back
    return HttpResponseRedirect(page_url(request, "batch:job", pk=job.pk))
