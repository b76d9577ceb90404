"""The page of the workers: which are alive, what each does and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch import heartbeats, kinds, sql
from arclose.batch.models import Worker
from arclose.batch.sql import HeldChunk
from arclose.web.links import page_url


@dataclass(frozen=True)
class WorkerRow:
    """A worker as the page shows it: ``state`` is executing, waiting or failed (not seen lately)."""

    worker: Worker
    state: str
    state_text: str
    does: str
    url: str
    since: datetime | None


def workers(request: CompanyRequest) -> HttpResponse:
    """Show the workers of the installation; they work for every company, and name only the jobs of this one."""
    held = {chunk.worker: chunk for chunk in sql.held_chunks()}
    alive = set(heartbeats.alive().values_list("pk", flat=True))
    known = Worker.objects.order_by("sort", "started_at", "name")
    rows = [_row(request, worker, held.get(worker.name), is_alive=worker.pk in alive) for worker in known]
    takes_all = any(worker.takes_all for worker in known if worker.pk in alive)
    context = {"title": _("Workers"), "rows": rows, "is_any_alive": bool(alive), "takes_all": takes_all}
    template = "batch/workers.html#workers" if request.htmx else "batch/workers.html"
    return render(request, template, context)


def _row(request: CompanyRequest, worker: Worker, chunk: HeldChunk | None, *, is_alive: bool) -> WorkerRow:
    if chunk is not None:
        does, url = _does(request, chunk)
        return WorkerRow(worker, "executing", _("At work"), does, url, chunk.since)
    if is_alive:
        return WorkerRow(worker, "ready", _("Looks for work"), "", "", None)
    return WorkerRow(worker, "failed", _("Not seen lately"), "", "", None)


def _does(request: CompanyRequest, chunk: HeldChunk) -> tuple[str, str]:
    """Give what a worker does, and the page of its job where that is one of the company's."""
    if chunk.company_id != request.company.pk:
        return _("A job of another company"), ""
    url = page_url(request, "batch:job", pk=chunk.job_id)
    if chunk.is_act:
        return f"{chunk.description}: {kinds.label_of(chunk.kind)}", url
    numbers = {"first": chunk.first_position, "last": chunk.last_position}
    return f"{chunk.description}: {_('documents %(first)d to %(last)d') % numbers}", url
