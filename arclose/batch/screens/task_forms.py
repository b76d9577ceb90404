"""What is typed about a task of a job: what its kind asks for, and what it waits for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch import kinds
from arclose.batch.jobs import Draft
from arclose.batch.models import MOST_RETRIES, JobTask
from arclose.batch.schedule.conditions import Join, On
from arclose.batch.task_parameters import TaskParameters

_SELECT = {"class": "form-select form-select-sm"}
_CONTROL = {"class": "form-control form-control-sm"}
_TICK = {"class": "form-check-input"}


class DescriptionForm(forms.Form):
    """What a new job is called."""

    use_required_attribute = False

    description = forms.CharField(
        label=gettext_lazy("Description of the job"), max_length=200, widget=forms.TextInput(_CONTROL)
    )


class WaitingForm(forms.Form):
    """What a task is for, when it begins and what becomes of its failure."""

    use_required_attribute = False

    task_description = forms.CharField(
        label=gettext_lazy("What the task is for"),
        help_text=gettext_lazy("Stands with the task on the page of the job; it may stay empty."),
        max_length=200,
        required=False,
        widget=forms.TextInput(_CONTROL),
    )
    joins = forms.ChoiceField(
        label=gettext_lazy("Of what it waits for"),
        choices=Join.choices,
        initial=Join.ALL,
        required=False,
        widget=forms.Select(_SELECT),
    )
    max_retries = forms.IntegerField(
        label=gettext_lazy("Retries at most"),
        help_text=gettext_lazy("How often it is tried again by itself when it failed."),
        min_value=0,
        max_value=MOST_RETRIES,
        initial=0,
        required=False,
        widget=forms.NumberInput(_CONTROL),
    )
    is_failure_ignored = forms.BooleanField(
        label=gettext_lazy("Its failure is ignored"),
        help_text=gettext_lazy("The job then ends well even if this task fails."),
        required=False,
        widget=forms.CheckboxInput(_TICK),
    )

    def __init__(self, *args: Any, others: Sequence[JobTask], **kwargs: Any) -> None:
        """Ask for each other task of the job whether this one waits for it."""
        super().__init__(*args, **kwargs)
        self.others = others
        for other in others:
            facts = {"number": other.number, "kind": kinds.label_of(other.kind)}
            self.fields[_name(other)] = forms.ChoiceField(
                label=_("Waits for task %(number)d, %(kind)s") % facts,
                choices=[("", _("No")), *On.choices],
                required=False,
                widget=forms.Select(_SELECT),
            )
        if not others:
            del self.fields["joins"]
        self.order_fields(
            ["task_description", *(_name(other) for other in others), "joins", "max_retries", "is_failure_ignored"]
        )

    def draft(self, *, kind: str, parameters: dict[str, Any]) -> Draft:
        """Give the task that was typed."""
        typed = self.cleaned_data
        waits_for = {other.number: typed[_name(other)] for other in self.others if typed[_name(other)]}
        return Draft(
            kind=kind,
            description=typed["task_description"],
            parameters=parameters,
            is_failure_ignored=typed["is_failure_ignored"],
            max_retries=typed["max_retries"] or 0,
            joins=typed.get("joins") or Join.ALL,
            waits_for=waits_for,
        )


def _name(other: JobTask) -> str:
    return f"waits_for_{other.number}"


def waiting_as_typed(task: JobTask) -> dict[str, Any]:
    """Give what a task waits for as :class:`WaitingForm` shows it."""
    conditions = task.conditions.select_related("awaited")
    typed = {_name(condition.awaited): condition.on for condition in conditions}
    shown = {"joins": task.joins, "max_retries": task.max_retries, "is_failure_ignored": task.is_failure_ignored}
    return shown | typed | {"task_description": task.description}


def parameters_form(request: CompanyRequest, kind: str, task: JobTask | None = None) -> TaskParameters:
    """Give what a kind asks of a task, as it was sent, as the task has it, or empty.

    :raises CannotSelect: tasks of this kind are not made on the pages of jobs.
    """
    form = kinds.get(kind).task_form
    if form is None:
        raise kinds.CannotSelect(kind)
    return form(typed_in(request), initial=form.as_typed(task) if task else None, request=request)


def typed_in(request: CompanyRequest) -> QueryDict | None:
    """Give what was typed, None where a form is only shown."""
    return request.POST if request.method == "POST" else None


def kinds_to_add(request: CompanyRequest) -> list[tuple[str, str]]:
    """Give the kinds that a task can be made of on the pages of jobs, by somebody with these roles: name and label."""
    offered = [kind for kind in kinds.registered() if kind.task_form and not kind.roles.isdisjoint(request.roles)]
    return [(kind.name, str(kind.label)) for kind in offered]
