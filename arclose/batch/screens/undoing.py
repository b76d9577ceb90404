"""The page on which what a task posted is undone: day and reason, a preview, then at once or as a job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch import kinds, undoing
from arclose.batch.models import FINISHED_TASK_STATES, Job, JobTask
from arclose.batch.screens.forms import UndoForm
from arclose.batch.screens.posting import POSTED_NOW_AT_MOST, key_of, new_key, submit_as_job, tell_left_out, write
from arclose.batch.screens.seen import seen_by, signed
from arclose.batch.undoing import Undoing
from arclose.ledger.models import Company
from arclose.ledger.models.calendars import PeriodStatus
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.ledger.seen import NotAsSeen, Seen
from arclose.web.links import page_url
from arclose.web.said import said

PREVIEWED_AT_MOST = 1_000
SHOWN_AT_MOST = 100


@dataclass(frozen=True)
class UndoLink:
    """Where what a task posted is undone: the label of its kind, and the address."""

    label: str
    url: str


def undo_links(
    request: HttpRequest, job: Job, tasks: Sequence[JobTask], *, count: int, undone: Mapping[int, int]
) -> list[UndoLink]:
    """Give where what tasks of a job made is undone, of so many tasks; none where it is not, or all is.

    ``undone`` gives how many documents are, by the number of the task.
    """
    return [
        UndoLink(
            label=f"{task.number}, {kinds.label_of(task.kind)}" if count > 1 else "",
            url=page_url(request, "batch:undo", pk=job.pk, number=task.number),
        )
        for task in tasks
        if kinds.undoing_of(task.kind)
        and undoing.may_undo(task)
        and (task.is_act or undone.get(task.number, 0) < task.done_count)
    ]


def undo(request: CompanyRequest, pk: int, number: int) -> HttpResponse:
    """Ask for day and reason, show what undoing would make, then undo at once or as a job."""
    tasks = undoing.knowing_whether_posted(JobTask.objects.filter(company=request.company).select_related("job"))
    task = get_object_or_404(tasks, job=pk, number=number)
    how = kinds.undoing_of(task.kind)
    if how is None or not undoing.may_undo(task):
        context = {"title": _title(task), "job": task.job, "refusal": _refusal(task, how)}
        return render(request, "batch/undo.html", context)
    last_day = task.job.last_document_date or request.today
    form = UndoForm(
        request.POST if request.method == "POST" else None,
        today=request.today,
        initial={"day": _usual_day(request.company, last_day, request.today)},
    )
    if not form.is_valid():
        return _page(request, task, how, form)
    acts = {"now": _undo_now, "job": _undo_as_job}
    act = acts.get(request.POST.get("act", ""), _preview)
    return act(request, task, how, form)


def _title(task: JobTask) -> str:
    return _("Undo job %(number)s") % {"number": task.job_id}


def _refusal(task: JobTask, how: Undoing | None) -> str:
    """Say why what a task posted is not undone, and what to do."""
    if how is None:
        return _(
            "What such a task makes is not undone as a whole: it posts nothing to the ledger, or takes something back"
            " itself. The pages of its documents say how they go on."
        )
    if task.state not in FINISHED_TASK_STATES:
        return _("The task has not ended yet. Wait for its end, or cancel the job, and come back.")
    return _("This task posted nothing, so there is nothing to undo.")


def _usual_day(company: Company, last_day: date, today: date) -> date:
    """Give today, else the day of the last document, else the first day after it, whichever lies in an open period."""
    starts = company.fiscal_periods.filter(status=PeriodStatus.OPEN, start_date__gt=last_day)
    later = starts.order_by("start_date").values_list("start_date", flat=True).first()
    for day in (max(today, last_day), last_day):
        if company.fiscal_periods.filter(status=PeriodStatus.OPEN, start_date__lte=day, end_date__gte=day).exists():
            return day
    return later or today


def _page(request: CompanyRequest, task: JobTask, how: Undoing, form: UndoForm, **shown: Any) -> HttpResponse:
    context = {
        "title": _title(task),
        "job": task.job,
        "kind": kinds.label_of(task.kind),
        "consequences": how.consequences,
        "document_page": how.document_page,
        "form": form,
        "key": new_key(),
        "shown_at_most": SHOWN_AT_MOST,
        **shown,
    }
    return render(request, "batch/undo.html", context)


def _preview(
    request: CompanyRequest, task: JobTask, how: Undoing, form: UndoForm, *, seen: Seen | None = None
) -> HttpResponse:
    """Show what undoing would make, and what is different from what was seen."""
    documents = how.documents(task, form.cleaned_data["day"])
    count = documents.count()
    labels = {pk: label for pk, _day, label in documents[:PREVIEWED_AT_MOST]}
    others = {pk: label for pk, _day, label in documents[PREVIEWED_AT_MOST:]} if how.look else {}
    previewed = len(labels)
    try:
        preview = undoing.preview(
            undoing=how,
            company=request.company,
            labels=labels,
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            previewed_by=request.user,
            others=others,
        )
    except CannotPost as error:
        form.add_error(None, str(error))
        return _page(request, task, how, form)
    may_now = bool(preview.documents) and count <= POSTED_NOW_AT_MOST
    may_as_job = bool(preview.documents) or count > previewed
    changes = undoing.changes(seen, preview, labels | others) if seen else []
    return _page(
        request, task, how, form, preview=preview, count=count, previewed=previewed, names_all=bool(others),
        may_now=may_now, may_as_job=may_as_job, changes=changes, seen=signed(preview.seen),
    )  # fmt: skip


def _undo_now(request: CompanyRequest, task: JobTask, how: Undoing, form: UndoForm) -> HttpResponse:
    documents = how.documents(task, form.cleaned_data["day"])
    labels = {pk: label for pk, _day, label in documents[: POSTED_NOW_AT_MOST + 1]}
    if len(labels) > POSTED_NOW_AT_MOST:
        text = _("At once, up to %(count)s documents are undone. Undo these as a job.")
        form.add_error(None, text % {"count": POSTED_NOW_AT_MOST})
        return _page(request, task, how, form)
    seen = seen_by(request)
    undo = how.undo if seen is None else partial(undoing.undo_as_seen, undoing=how, seen=seen)
    asked = partial(
        undo,
        company=request.company,
        documents=list(labels),
        day=form.cleaned_data["day"],
        reason=form.cleaned_data["reason"],
        undone_by=request.user,
        key=key_of(request),
    )
    try:
        _tell(request, write(partial(undoing.undo_at_once, task=task, undo=asked, undone_by=request.user)), labels)
    except NotAsSeen as error:
        return _preview(request, task, how, form, seen=error.seen)
    except CannotPost as error:
        form.add_error(None, str(error))
        return _page(request, task, how, form)
    return HttpResponseRedirect(page_url(request, "batch:job", pk=task.job_id))


def _tell(request: CompanyRequest, outcome: Outcome, labels: dict[int, str]) -> None:
    if outcome.posted:
        text = ngettext("%(count)d document is undone.", "%(count)d documents are undone.", len(outcome.posted))
        messages.success(request, text % {"count": len(outcome.posted)})
    if outcome.already:
        text = ngettext("%(count)d was undone before.", "%(count)d were undone before.", len(outcome.already))
        messages.info(request, text % {"count": len(outcome.already)})
    tell_left_out(
        request, outcome.left_out, lambda one: f"{labels.get(one.document_id, '')}: {one.reason} {one.remedy}"
    )


def _undo_as_job(request: CompanyRequest, task: JobTask, how: Undoing, form: UndoForm) -> HttpResponse:
    day: date = form.cleaned_data["day"]
    seen = seen_by(request)
    if seen is not None and not undoing.is_of_day(seen, day):
        return _preview(request, task, how, form, seen=seen)
    return submit_as_job(
        request,
        kind=how.kind,
        description=said(
            lambda: (
                _("Undo job %(number)s: %(description)s") % {"number": task.job_id, "description": task.job.description}
            ),
        ),
        documents=how.documents(task, day),
        back=HttpResponseRedirect(page_url(request, "batch:undo", pk=task.job_id, number=task.number)),
        none_chosen=_("This job posted nothing that could be undone."),
        parameters={
            "job": task.job_id,
            "task": task.number,
            "day": day.isoformat(),
            "reason": form.cleaned_data["reason"],
            **undoing.as_kept(seen),
        },
    )
