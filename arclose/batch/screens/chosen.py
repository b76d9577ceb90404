"""What is done with the jobs chosen on their list: they are withheld, released or canceled together."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch import queries, steering
from arclose.batch.models import Job
from arclose.batch.screens.filters import JobFilter
from arclose.web.links import back_to_list
from arclose.web.selection import selected_rows

STEERED_AT_MOST = 200
_NAMED = 10


def _withhold(job: Job, user: Any) -> None:
    steering.withhold(job=job, withheld_by=user)


def _release(job: Job, user: Any) -> None:
    steering.release(job=job, released_by=user)


def _cancel(job: Job, user: Any) -> None:
    steering.cancel(job=job, canceled_by=user)


_ACTS: dict[str, Callable[[Job, Any], None]] = {"withhold": _withhold, "release": _release, "cancel": _cancel}


def steer_jobs(request: CompanyRequest) -> HttpResponse:
    """Withhold, release or cancel the chosen jobs; those whose state does not allow it are named and left alone.

    :raises Http404: the form asks for something else.
    """
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    rows = selected_rows(request, rows=queries.jobs(company=request.company), filters=JobFilter)
    chosen = list(rows.order_by("pk")[: STEERED_AT_MOST + 1])
    if not chosen or len(chosen) > STEERED_AT_MOST:
        text = _("Choose from one up to %(count)d jobs.")
        messages.warning(request, text % {"count": STEERED_AT_MOST})
        return back_to_list(request, "batch:jobs")
    refused = []
    for job in chosen:
        try:
            act(job, request.user)
        except steering.WrongState as wrong:
            refused.append(wrong.job)
    _tell(request, len(chosen) - len(refused), refused)
    return back_to_list(request, "batch:jobs")


def _tell(request: CompanyRequest, done: int, refused: list[Job]) -> None:
    if done:
        words = {
            "withhold": ngettext("%(count)d job is withheld.", "%(count)d jobs are withheld.", done),
            "release": ngettext("%(count)d job is released.", "%(count)d jobs are released.", done),
            "cancel": ngettext(
                "What had not begun of %(count)d job is canceled. What was posted stays posted.",
                "What had not begun of %(count)d jobs is canceled. What was posted stays posted.",
                done,
            ),
        }
        messages.success(request, words[request.POST["act"]] % {"count": done})
    if refused:
        named = ", ".join(f"{job.pk} ({job.state_text})" for job in refused[:_NAMED])
        text = _("Left as they are, because their state does not allow it: job %(jobs)s.")
        messages.warning(
            request, text % {"jobs": named + (" \N{HORIZONTAL ELLIPSIS}" if len(refused) > _NAMED else "")}
        )
