"""The tasks of a job as its page shows them: what each is, how it stands, and what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from arclose.batch import kinds, queries
from arclose.batch.models import STATES_TO_PLAN, Job, JobTask, TaskState
from arclose.batch.schedule.conditions import Join
from arclose.web.days import format_moment


@dataclass(frozen=True)
class TaskRow:
    """A task with its kind, what it was submitted with and, in words, what it waits for or what came of it.

    What the only task of a job was submitted with stands with the job.
    """

    task: JobTask
    kind: str
    facts: list[tuple[str, str]]
    said: str


def task_rows(job: Job, tasks: Sequence[JobTask]) -> list[TaskRow]:
    """Give a row per task, where a job has several, one without documents, or may get more; else none."""
    waits_for_a_try = tasks[0].state == TaskState.WAITING and tasks[0].retry_at if tasks else None
    is_alone = len(tasks) == 1 and not tasks[0].is_act and not waits_for_a_try
    if is_alone and job.state not in STATES_TO_PLAN:
        return []
    waits_for: dict[int, list[str]] = {}
    for condition in queries.conditions(job=job) if len(tasks) > 1 else []:
        text = _("task %(number)d, %(on)s") % {"number": condition.awaited.number, "on": condition.get_on_display()}
        waits_for.setdefault(condition.task_id, []).append(text)
    return [
        TaskRow(
            task=task,
            kind=kinds.label_of(task.kind),
            facts=kinds.facts_of(task) if len(tasks) > 1 else [],
            said=_said(task, waits_for.get(task.pk, [])),
        )
        for task in tasks
    ]


def _said(task: JobTask, waits_for: Sequence[str]) -> str:
    """Say what a task waits for, or what came of it."""
    if task.state == TaskState.WAITING and task.retry_at:
        text = _("Try %(number)d of %(most)d follows on %(moment)s. %(error)s")
        moment = format_moment(task.retry_at)
        facts = {"number": task.retries + 1, "most": task.max_retries + 1, "moment": moment, "error": task.error}
        return (text % facts).strip()
    if task.state == TaskState.WAITING and waits_for:
        joined = (_(" and ") if task.joins == Join.ALL else _(" or ")).join(waits_for)
        return _("Waits for %(tasks)s.") % {"tasks": joined}
    if task.state == TaskState.NOT_RUN:
        return _("Not run, because it waited for %(tasks)s.") % {"tasks": _(" and ").join(waits_for)}
    return task.error or task.result
