"""The pages of batch jobs: the list, one job as it works, its documents, and what can be done with it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from arclose.access.requests import CompanyRequest
from arclose.access.roles import RoleMissing
from arclose.batch import copying, heartbeats, kinds, queries, steering, undoing
from arclose.batch.following import following_jobs
from arclose.batch.jobs import KeyUsedOtherwise
from arclose.batch.models import (
    FINISHED_STATES,
    FINISHED_TASK_STATES,
    STATES_TO_PLAN,
    History,
    ItemState,
    Job,
    JobEvent,
    JobItem,
    JobState,
    JobTask,
)
from arclose.batch.screens.causes import cause_rows, linked
from arclose.batch.screens.charts import throughput
from arclose.batch.screens.filters import ItemFilter, JobFilter
from arclose.batch.screens.forms import DismissForm
from arclose.batch.screens.hidden import hidden_items
from arclose.batch.screens.made import made_links
from arclose.batch.screens.posting import key_of, new_key
from arclose.batch.screens.recurrence import recurrence_shown
from arclose.batch.screens.tables import ItemTable, JobTable, job_badge
from arclose.batch.screens.task_rows import task_rows
from arclose.batch.screens.undoing import undo_links
from arclose.batch.waiting import what_it_waits_for
from arclose.web.days import format_moment
from arclose.web.links import page_url
from arclose.web.lists import ListPage

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_MOST_NAMED = 20


def jobs(request: CompanyRequest) -> HttpResponseBase:
    """List the jobs of the company."""
    rows, may_choose = queries.jobs(company=request.company), request.may_open("batch:steer_jobs", "POST")
    listing = ListPage(request, name="jobs", rows=rows, table=JobTable, filters=JobFilter, may_choose=may_choose)
    context = {"title": _("Batch jobs"), "actions": "batch/jobs_actions.html" if may_choose else ""}
    return listing.answer("batch/jobs.html", context)


def find_job(request: CompanyRequest, pk: int) -> Job:
    """Give a job of the company.

    :raises Http404: it has no such job.
    """
    followed = Exists(following_jobs(company=request.company, job_id=pk))
    seen = Exists(heartbeats.seen_lately(OuterRef("priority")))
    jobs = queries.jobs(company=request.company).annotate(is_worker_seen=seen, is_followed=followed)
    return get_object_or_404(jobs, pk=pk)


def job(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one job: how far it is, what it set aside and why, and what happened to it."""
    found = find_job(request, pk)
    tasks = list(undoing.knowing_whether_posted(queries.tasks(job=found)))
    posted = [task for task in tasks if undoing.has_posted(task)]
    shown, events = _progress_context(found, tasks), list(queries.history(job=found))
    undone = _undone(events)
    context = {
        **shown,
        **_acts(found),
        "may_copy": copying.may_copy(tasks),
        "key": new_key(),
        "title": found.description,
        "tasks": task_rows(found, tasks),
        "causes": cause_rows(request, found) if shown["progress"].set_aside else [],
        "events": [_event(event, tasks) for event in events],
        "recurrence": recurrence_shown(found),
        "broken": [event.note for event in events if event.what == JobEvent.What.BROKEN],
        "chunks": queries.newest_chunks(job=found),
        "facts": [*_facts(found, tasks), *(kinds.facts_of(tasks[0]) if len(tasks) == 1 else [])],
        "made": made_links(request, posted),
        "undo_links": undo_links(request, found, posted, count=len(tasks), undone=undone),
        "undone": sum(undone.values()),
        "following": following_jobs(company=request.company, job_id=pk) if vars(found)["is_followed"] else [],
        "downloads": [one for task in tasks if _is_finished(task) for one in kinds.downloads_of(request, task)],
    }
    return render(request, "batch/job.html", context)


def _undone(events: Iterable[JobEvent]) -> dict[int, int]:
    """Give how many documents are undone, by the number of the task that had posted them."""
    undone: Counter[int] = Counter()
    for event in events:
        if event.what == JobEvent.What.UNDONE and event.number and event.count:
            undone[event.number] += event.count
    return dict(undone)


def _is_finished(task: JobTask) -> bool:
    """Tell whether all that a task makes is there: what it prints is numbered from the first document on."""
    return task.state in FINISHED_TASK_STATES


def _mark(request: CompanyRequest, pk: int) -> str:
    """Tell apart what the changing part of the page shows, before it is made: many may watch one job."""
    return f"{get_language()}-{queries.mark(company=request.company, job_id=pk)}"


@condition(etag_func=_mark)
def job_progress(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give the part of the job's page that changes while it works; another state than the page's reloads it."""
    found = find_job(request, pk)
    response = render(request, "batch/job.html#progress", _progress_context(found, list(queries.tasks(job=found))))
    if found.state != request.GET.get("state"):
        response["HX-Refresh"] = "true"
    return response


def _progress_context(found: Job, tasks: list[JobTask]) -> dict[str, Any]:
    progress = queries.progress(found, tasks)
    return {
        "job": found,
        "badge": job_badge(found),
        "progress": progress,
        "chart": throughput(job=found, elapsed=progress.elapsed),
        "is_finished": found.state in FINISHED_STATES,
        "is_settled": found.state in (*FINISHED_STATES, JobState.WITHHOLD),
        "waits_for": what_it_waits_for(found, is_worker_seen=getattr(found, "is_worker_seen", False)),
    }


def _acts(found: Job) -> dict[str, bool]:
    """Give what can be done with the job now: the same answers that the acts themselves give."""
    return {
        "may_cancel": steering.may_cancel(found),
        "may_abort": steering.may_abort(found),
        "may_withhold": steering.may_withhold(found),
        "may_release": steering.may_release(found),
        "may_retry": steering.may_retry(found),
        "may_change": found.state in STATES_TO_PLAN,
    }


def _in_own_language(note: str) -> str:
    """Give a note whose sentences a worker wrote down, such as what it has proved, as the reader reads them."""
    return " ".join(_(sentence) for sentence in re.split(r"(?<=\.) ", note) if sentence)


def _event(event: Any, tasks: list[JobTask]) -> dict[str, Any]:
    """Give an event as the timeline shows it, with the task that it happened to."""
    of_task = ", ".join([str(event.number), *(kinds.label_of(one.kind) for one in tasks if one.number == event.number)])
    shown = formats.number_format(event.count or 0, use_l10n=True, force_grouping=True)
    count = ngettext("%(count)s document", "%(count)s documents", event.count or 0) % {"count": shown}
    parts = [count if event.count is not None else "", _in_own_language(event.note)]
    return {
        "title": f"{event.get_what_display()} ({of_task})" if event.number else event.get_what_display(),
        "moment": event.happened_at,
        "who": event.user,
        "detail": " · ".join(part for part in parts if part),
    }


def _facts(found: Job, tasks: list[JobTask]) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Kind"), ", ".join(dict.fromkeys(kinds.label_of(task.kind) for task in tasks))),
        (_("Submitted by"), found.submitted_by or _("the program, by itself")),
        (_("Submitted"), format_moment(found.created_at)),
        (_("Works under the rights of"), found.run_by or _("the program, by itself")),
        (_("Priority"), found.get_priority_display()),
    ]
    if len(tasks) == 1 and tasks[0].description:
        facts.append((_("What the task is for"), tasks[0].description))
    if found.group:
        facts.append((_("Group"), found.group))
    if found.is_critical:
        facts.append((_("Critical"), _("Every controller is told when it fails")))
    if found.history != History.ALWAYS:
        facts.append((_("The list of jobs shows"), found.get_history_display()))
    if found.window:
        facts.append((_("Starts only between"), found.window))
    instants = [
        (_("Scheduled start"), found.scheduled_start),
        (_("Due"), found.due_at if found.due_at != found.scheduled_start else None),
        (_("Started"), found.started_at),
        (_("Finished"), found.finished_at),
        (_("Documents cleaned up"), tasks[0].cleaned_at if tasks else None),
    ]
    return facts + [(label, format_moment(instant)) for label, instant in instants if instant]


def documents(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """List the documents of a job."""
    found = find_job(request, pk)
    rows = queries.items(job=found).exclude(hidden_items(request))
    listing = ListPage(request, name=f"job-{pk}", rows=rows, table=ItemTable, filters=ItemFilter)
    return listing.answer("batch/documents.html", {"title": _("Documents of the job"), "job": found})


def cancel(request: CompanyRequest, pk: int) -> HttpResponse:
    """Take back what has not begun."""
    return act_on(
        request,
        pk,
        lambda found: steering.cancel(job=found, canceled_by=request.user),
        gettext_lazy("What had not begun is canceled. What was posted stays posted."),
    )


def abort(request: CompanyRequest, pk: int) -> HttpResponse:
    """End what is under way of a job that is being canceled."""
    return act_on(
        request,
        pk,
        lambda found: steering.abort(job=found, aborted_by=request.user),
        gettext_lazy("What was under way is ended and taken back whole. What was posted before stays posted."),
    )


def withhold(request: CompanyRequest, pk: int) -> HttpResponse:
    """Keep the job from beginning."""
    return act_on(
        request,
        pk,
        lambda found: steering.withhold(job=found, withheld_by=request.user),
        gettext_lazy("The job is withheld until somebody releases it."),
    )


def release(request: CompanyRequest, pk: int) -> HttpResponse:
    """Let the job go on."""
    return act_on(
        request,
        pk,
        lambda found: steering.release(job=found, released_by=request.user),
        gettext_lazy("The job is released."),
    )


def retry(request: CompanyRequest, pk: int) -> HttpResponse:
    """Try what failed again."""
    return act_on(
        request,
        pk,
        lambda found: steering.retry(job=found, retried_by=request.user),
        gettext_lazy("The documents that failed are tried again, under your rights."),
    )


def copy(request: CompanyRequest, pk: int) -> HttpResponse:
    """Make another job of the same tasks and go to it; what speaks against it is said on the page of this one."""
    found = find_job(request, pk)
    try:
        made = copying.copy(job=found, period=request.period.name, key=key_of(request), copied_by=request.user)
    except (RoleMissing, copying.HasDocuments, KeyUsedOtherwise) as refused:
        words = {
            copying.HasDocuments: _(
                "A task of the job has documents of its own, which are posted once. Choose others."
            ),
            KeyUsedOtherwise: _("This page was used before, for another job. Open it anew."),
        }
        messages.error(request, words.get(type(refused), str(refused)))
        return HttpResponseRedirect(page_url(request, "batch:job", pk=pk))
    messages.success(request, _("This is the copy. It is withheld: change its tasks or plan, then release it."))
    return HttpResponseRedirect(page_url(request, "batch:job", pk=made.pk))


def act_on(request: CompanyRequest, pk: int, act: Callable[[Job], Any], done: "_StrOrPromise") -> HttpResponse:
    """Do one thing with the job and go back to its page; a refusal is said, not raised."""
    found = find_job(request, pk)
    try:
        act(found)
    except steering.WrongState as wrong:
        text = _("The job is “%(state)s” by now, so this can no longer be done. Nothing was changed.")
        messages.error(request, text % {"state": wrong.job.state_text})
    except RoleMissing as missing:
        messages.error(request, str(missing))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(page_url(request, "batch:job", pk=pk))


def dismiss(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then say that set-aside documents need not be posted by this job."""
    found = find_job(request, pk)
    items = _chosen_items(request, found)
    form = DismissForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _dismiss(request, found, items, form.cleaned_data["reason"])
    context = {
        "title": _("Dismiss documents"),
        "job": found,
        "form": form,
        "count": items.count(),
        "items": linked(request, list(items.order_by("task_id", "position")[:_MOST_NAMED])),
    }
    return render(request, "batch/dismiss.html", context)


def _chosen_items(request: CompanyRequest, found: Job) -> QuerySet[JobItem]:
    """Give the set-aside documents of the cause that the address names, but for those kept from the user.

    :raises Http404: it names none.
    """
    set_aside = JobItem.objects.filter(task__job=found, state=ItemState.SET_ASIDE).select_related("task")
    items = set_aside.filter(reason_code=request.GET.get("cause")).exclude(hidden_items(request))
    if not items.exists():
        raise Http404
    return items


def _dismiss(request: CompanyRequest, found: Job, items: QuerySet[JobItem], reason: str) -> HttpResponse:
    def act(chosen: Job) -> None:
        steering.dismiss(job=chosen, items=items, reason=reason, dismissed_by=request.user)

    return act_on(request, found.pk, act, gettext_lazy("The documents are dismissed and no longer block a period."))
