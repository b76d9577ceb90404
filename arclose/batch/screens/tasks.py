"""The pages on which a job is made of tasks, and the tasks of a job to come are changed."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BoundField, Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch import composing, jobs, kinds, queries
from arclose.batch.jobs import Plan, TasksInCircle
from arclose.batch.models import STATES_TO_PLAN, Job, JobTask
from arclose.batch.screens.jobs import act_on, find_job
from arclose.batch.screens.posting import key_of, new_key
from arclose.batch.screens.task_forms import (
    DescriptionForm,
    WaitingForm,
    kinds_to_add,
    parameters_form,
    typed_in,
    waiting_as_typed,
)
from arclose.batch.task_parameters import TaskParameters
from arclose.web.links import page_url
from arclose.web.said import said

_WITHHELD = Plan(is_withheld=True)


def new_job(request: CompanyRequest) -> HttpResponse:
    """Make a job of one task, withheld, so that further tasks and its plan can follow."""
    kind = _chosen_kind(request)
    if not kind:
        return _choice_of_kind(request, title=_("New job"), back=page_url(request, "batch:jobs"))
    described = DescriptionForm(typed_in(request), initial={"description": kinds.label_of(kind)})
    asked = parameters_form(request, kind)
    waiting = WaitingForm(typed_in(request), others=[])
    forms: list[Form] = [described, asked, waiting]
    key = key_of(request)
    if request.method == "POST" and _are_valid(*forms):
        try:
            job = jobs.submit_tasks(
                company=request.company,
                description=_called(described, kind),
                submitted_by=request.user,
                tasks=[waiting.draft(kind=kind, parameters=asked.parameters())],
                key=key,
                plan=_WITHHELD,
            )
        except jobs.KeyUsedOtherwise:
            described.add_error(None, _("This page was used before, for another job. Save again to make this one too."))
            key = new_key()
        else:
            messages.success(request, _("The job is withheld. Add tasks, plan it, then release it."))
            return HttpResponseRedirect(page_url(request, "batch:job", pk=job.pk))
    context = {"title": _("New job"), "back": page_url(request, "batch:jobs"), "back_label": _("Batch jobs")}
    return _form_page(request, kind, forms, {**context, "key": key})


def _called(described: DescriptionForm, kind: str) -> str:
    """Give what a new job is called: as typed, or, left as proposed, by its kind in each reader's language."""
    if "description" in described.changed_data:
        return str(described.cleaned_data["description"])
    return said(lambda: kinds.label_of(kind), at_most=200)


def add_task(request: CompanyRequest, pk: int) -> HttpResponse:
    """Add a task to a job to come."""
    found = _job_to_come(request, pk)
    if isinstance(found, HttpResponse):
        return found
    kind, back = _chosen_kind(request), page_url(request, "batch:job", pk=pk)
    if not kind:
        return _choice_of_kind(request, title=_("Add a task"), back=back, back_label=found.description)
    asked = parameters_form(request, kind)
    waiting = WaitingForm(typed_in(request), others=list(queries.tasks(job=found)))
    if request.method == "POST" and _are_valid(asked, waiting):
        draft = waiting.draft(kind=kind, parameters=asked.parameters())
        try:
            return act_on(
                request,
                pk,
                lambda job: composing.add(job=job, draft=draft, added_by=request.user),
                gettext_lazy("The task is added."),
            )
        except TasksInCircle as circle:
            waiting.add_error(None, in_circle(circle))
    context = {"title": _("Add a task"), "back": back, "back_label": found.description}
    return _form_page(request, kind, [asked, waiting], context)


def change_task(request: CompanyRequest, pk: int, number: int) -> HttpResponse:
    """Change what a task of a job to come does and waits for."""
    found = _job_to_come(request, pk)
    if isinstance(found, HttpResponse):
        return found
    tasks = list(queries.tasks(job=found))
    task = get_object_or_404(JobTask, job=found, number=number)
    asked = _asked_of(request, task)
    others = [other for other in tasks if other.pk != task.pk]
    waiting = WaitingForm(typed_in(request), initial=waiting_as_typed(task), others=others)
    forms: list[Form] = [form for form in (asked, waiting) if form is not None]
    if request.method == "POST" and _are_valid(*forms):
        parameters = asked.parameters() if asked and asked.fields else task.parameters
        draft = waiting.draft(kind=task.kind, parameters=parameters)
        try:
            return act_on(
                request,
                pk,
                lambda _job: composing.change(task=task, draft=draft, changed_by=request.user),
                gettext_lazy("The task is changed."),
            )
        except TasksInCircle as circle:
            waiting.add_error(None, in_circle(circle))
    context = {
        "title": _("Change task %(number)d") % {"number": number},
        "back": page_url(request, "batch:job", pk=pk),
        "back_label": found.description,
        "said": "",  # what it takes was said when it was made, or on the list it was submitted from
        "removes": task if composing.may_remove(task) and others else None,
        "job": found,
    }
    return _form_page(request, task.kind, forms, context)


def remove_task(request: CompanyRequest, pk: int, number: int) -> HttpResponse:
    """Take a task of a job to come away."""
    task = get_object_or_404(JobTask.objects.select_related("job"), job=find_job(request, pk), number=number)
    return act_on(
        request,
        pk,
        lambda _job: composing.remove(task=task, removed_by=request.user),
        gettext_lazy("The task is taken away."),
    )


def in_circle(circle: TasksInCircle) -> str:
    """Name the tasks that wait for one another, in the order in which they do."""
    path = " → ".join(str(number) for number in [*circle.numbers, circle.numbers[0]])
    return _("Tasks would wait for one another in a circle: %(path)s. Let one of them not wait.") % {"path": path}


def _asked_of(request: CompanyRequest, task: JobTask) -> TaskParameters | None:
    """Give what the kind of a task asks for; None where such tasks are made elsewhere."""
    try:
        return parameters_form(request, task.kind, task)
    except (kinds.CannotSelect, kinds.UnknownKind):
        return None


def _job_to_come(request: CompanyRequest, pk: int) -> Job | HttpResponse:
    found = find_job(request, pk)
    if found.state in STATES_TO_PLAN:
        return found
    messages.error(request, _("The job has begun or is canceled, so its tasks can no longer be changed."))
    return HttpResponseRedirect(page_url(request, "batch:job", pk=pk))


def _chosen_kind(request: CompanyRequest) -> str:
    """Give the kind that the address names, empty where it names none.

    :raises Http404: it is none that can be chosen.
    """
    kind = request.GET.get("kind", "")
    if kind and kind not in dict(kinds_to_add(request)):
        raise Http404
    return kind


def _choice_of_kind(request: CompanyRequest, *, title: str, back: str, back_label: str = "") -> HttpResponse:
    context = {
        "title": title,
        "back": back,
        "back_label": back_label or _("Batch jobs"),
        "kinds": kinds_to_add(request),
    }
    return render(request, "batch/choose_kind.html", context)


def _are_valid(*forms: Form) -> bool:
    """Tell whether all are; every one is read, so that all errors are shown at once."""
    return not [form for form in forms if not form.is_valid()]


class _Together:
    """Several forms as one."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms

    def __iter__(self) -> Iterator[BoundField]:
        return (field for form in self.forms for field in form)

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.forms)

    @property
    def non_field_errors(self) -> list[Any]:
        return [error for form in self.forms for error in form.non_field_errors()]


def _form_page(request: CompanyRequest, kind: str, forms: Sequence[Form], context: dict[str, Any]) -> HttpResponse:
    said = next((form.said for form in forms if isinstance(form, TaskParameters)), "")
    shown = {"kind": kinds.label_of(kind), "said": said, "form": _Together(forms)}
    return render(request, "batch/task_form.html", {**shown, **context})
