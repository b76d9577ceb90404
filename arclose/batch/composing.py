"""What people change about the tasks of a job to come: add one, take one away, and what each waits for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from arclose.batch import beginning, plans
from arclose.batch.jobs import Draft, TasksInCircle, add_task
from arclose.batch.models import STATES_TO_PLAN, Job, JobEvent, JobTask, TaskCondition, TaskState
from arclose.batch.rights import require_roles_of
from arclose.batch.schedule.conditions import circle
from arclose.batch.steering import WrongState

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def may_remove(task: JobTask) -> bool:
    """Tell whether a task can be taken away: it has not begun, and was not submitted with documents."""
    return task.state == TaskState.WAITING and not task.document_count


@transaction.atomic
def add(*, job: Job, draft: Draft, added_by: "User") -> JobTask:
    """Add a task to a job to come; it finds its documents when it begins, or is an act.

    :raises WrongState: the job has begun.
    :raises RoleMissing: who adds it may not have all tasks of the job done.
    :raises UnknownKind: no app registered the kind.
    :raises CannotSelect: it is neither an act nor does it find documents itself.
    :raises TasksInCircle: it would wait for a task that waits for it.
    """
    job = _to_come(job, added_by, draft.kind)
    beginning.require_work(draft.kind)
    last = JobTask.objects.filter(job=job).order_by("-number").first()
    task = add_task(job, last.number + 1 if last else 1, draft)
    _set_conditions(task, draft.waits_for)
    _note(job, task, added_by)
    return task


@transaction.atomic
def change(*, task: JobTask, draft: Draft, changed_by: "User") -> JobTask:
    """Give a task that has not begun other parameters, conditions and retries; its kind and documents stay.

    :raises WrongState: the job or the task has begun.
    :raises RoleMissing: who changes it may not have all tasks of the job done.
    :raises TasksInCircle: tasks would wait for one another.
    """
    job = _to_come(task.job, changed_by)
    task = JobTask.objects.get(pk=task.pk)
    if task.state != TaskState.WAITING:
        raise WrongState(job)
    task.parameters, task.description = dict(draft.parameters), draft.description
    task.is_failure_ignored, task.max_retries = draft.is_failure_ignored, draft.max_retries
    task.joins = draft.joins
    task.save(update_fields=["parameters", "description", "is_failure_ignored", "max_retries", "joins"])
    TaskCondition.objects.filter(task=task).delete()
    _set_conditions(task, draft.waits_for)
    _note(job, task, changed_by)
    return task


@transaction.atomic
def remove(*, task: JobTask, removed_by: "User") -> None:
    """Take a task away, with what it waits for and what waits for it. The last task of a job stays.

    :raises WrongState: it or the job has begun, it has documents, or it is the only one.
    :raises RoleMissing: who removes it may not have all tasks of the job done.
    """
    job = _to_come(task.job, removed_by)
    task = JobTask.objects.get(pk=task.pk)
    if not may_remove(task) or JobTask.objects.filter(job=job).count() == 1:
        raise WrongState(job)
    _note(job, task, removed_by)
    TaskCondition.objects.filter(task=task).delete()
    TaskCondition.objects.filter(awaited=task).delete()
    task.delete()


def _to_come(job: Job, user: "User", *more_kinds: str) -> Job:
    """Lock a job to come, and let it work under the rights of who says what it is to do."""
    job = plans.lock(job)
    if job.state not in STATES_TO_PLAN:
        raise WrongState(job)
    require_roles_of(job=job, user=user, and_kinds=more_kinds)
    Job.objects.filter(pk=job.pk).update(run_by=user)
    return job


def _set_conditions(task: JobTask, waits_for: Mapping[int, str]) -> None:
    """Let a task wait for others of its job, by their numbers.

    :raises TasksInCircle: tasks would wait for one another.
    """
    others = {other.number: other for other in JobTask.objects.filter(job=task.job_id).exclude(pk=task.pk)}
    TaskCondition.objects.bulk_create(
        TaskCondition(company_id=task.company_id, task=task, awaited=others[number], on=on)
        for number, on in waits_for.items()
    )
    graph: dict[int, list[int]] = {}
    conditions = TaskCondition.objects.filter(task__job=task.job_id)
    for number, awaited in conditions.values_list("task__number", "awaited__number"):
        graph.setdefault(number, []).append(awaited)
    found = circle(graph)
    if found:
        raise TasksInCircle(found)


def _note(job: Job, task: JobTask, user: "User") -> None:
    what = JobEvent.What.CHANGED
    JobEvent.objects.create(company_id=job.company_id, job=job, what=what, number=task.number, user=user)
