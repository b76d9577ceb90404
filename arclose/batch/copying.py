"""Another job of the same tasks: what finds its documents when it begins, or is an act, may be asked for again."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from arclose.batch.jobs import Draft, submit_tasks
from arclose.batch.models import Job, JobTask, TaskCondition
from arclose.batch.plans import Plan
from arclose.batch.rights import require_roles_of
from arclose.batch.task_parameters import FILTER, PERIOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import User


# Days that an act was told, in a copy long gone: without them it goes by the day it runs.
_DAYS_OF_ACTS = ("until", "note_date")


class HasDocuments(Exception):
    """A task of the job was submitted with its documents, which are posted once: only their failures are repeated."""


def may_copy(tasks: "Sequence[JobTask]") -> bool:
    """Tell whether no task of a job was submitted with documents of its own."""
    return bool(tasks) and all(task.is_act or task.is_late for task in tasks)


@transaction.atomic
def copy(*, job: Job, period: str, key: str, copied_by: "User") -> Job:
    """Submit another job of the same tasks, withheld, so that it can be looked at and planned first.

    It has the hours, group, priority, alerts and history of this one, and does not come again. Its tasks find their
    documents as of ``period``, the name of the one in which it is copied; acts go by the day they run. The same key
    gives the same job.

    :raises HasDocuments: a task has documents of its own.
    :raises RoleMissing: who copies it may not have all its tasks done.
    :raises KeyUsedOtherwise: the key belongs to another request.
    """
    tasks = list(JobTask.objects.filter(job=job).order_by("number"))
    if not may_copy(tasks):
        raise HasDocuments
    require_roles_of(job=job, user=copied_by)
    return submit_tasks(
        company=job.company,
        description=job.description,
        submitted_by=copied_by,
        tasks=_drafts(tasks, period),
        key=key,
        plan=Plan(
            window=job.window,
            group=job.group,
            priority=job.priority,
            alerts=job.alerts,
            is_alert_mailed=job.is_alert_mailed,
            is_alert_popup=job.is_alert_popup,
            is_critical=job.is_critical,
            history=job.history,
            is_withheld=True,
        ),
    )


def _drafts(tasks: "Sequence[JobTask]", period: str) -> list[Draft]:
    """Give the tasks as they were asked for, numbered anew: some may have been taken away."""
    numbers = {task.pk: number for number, task in enumerate(tasks, 1)}
    waits_for: dict[int, dict[int, str]] = {}
    for condition in TaskCondition.objects.filter(task__in=tasks).order_by("pk"):
        waits_for.setdefault(condition.task_id, {})[numbers[condition.awaited_id]] = condition.on
    return [
        Draft(
            kind=task.kind,
            description=task.description,
            parameters=_anew(task, period),
            is_failure_ignored=task.is_failure_ignored,
            max_retries=task.max_retries,
            joins=task.joins,
            waits_for=waits_for.get(task.pk, {}),
        )
        for task in tasks
    ]


def _anew(task: JobTask, period: str) -> dict[str, Any]:
    """Give what a task is asked for now."""
    asked: dict[str, Any] = task.parameters
    if task.is_act:
        return {name: value for name, value in asked.items() if name not in _DAYS_OF_ACTS}
    return asked | ({PERIOD: period} if FILTER in asked else {})
