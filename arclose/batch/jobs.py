"""Submitting a job: one task, as lists do it, or several that wait for one another."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from arclose.batch import beginning, kinds, plans, sql
from arclose.batch.kinds import ActKind, CannotSelect
from arclose.batch.models import Job, JobEvent, JobState, JobTask, TaskCondition
from arclose.batch.plans import Plan
from arclose.batch.schedule.conditions import Join, circle
from arclose.batch.schedule.recurrence import NeverComes
from arclose.batch.steering import begin
from arclose.ledger.models import Company
from arclose.web.said import Said

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = [
    "AT_ONCE",
    "CannotRecur",
    "CannotSelect",
    "Draft",
    "KeyUsedOtherwise",
    "NeverComes",
    "NothingSelected",
    "Plan",
    "TasksInCircle",
    "submit",
    "submit_tasks",
]

AT_ONCE = Plan()


class NothingSelected(Exception):
    """The selection holds no document, so there is nothing to submit."""


class KeyUsedOtherwise(Exception):
    """The key belongs to another request: same key, other content."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"the key belongs to job {job.pk}, submitted with other content")
        self.job = job


class CannotRecur(Exception):
    """The job has documents of its own, which are posted once; one that comes again finds them at each start."""


class TasksInCircle(Exception):
    """Tasks wait for one another in a circle, so none of them would ever begin."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(f"tasks {', '.join(map(str, numbers))} wait for one another")
        self.numbers = numbers


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A task as it is asked for.

    ``documents`` is a queryset of (id, date, label); None lets an act have none, and any other task find them when it
    begins, by its parameters. ``waits_for`` gives, for the numbers of other tasks of the job, how they must have ended.
    """

    kind: str
    description: str = ""
    documents: QuerySet[Any, Any] | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_failure_ignored: bool = False
    max_retries: int = 0
    joins: str = Join.ALL
    waits_for: Mapping[int, str] = field(default_factory=dict)


def submit(
    *,
    company: Company,
    kind: str,
    description: str,
    submitted_by: "User",
    documents: QuerySet[Any, Any] | None,
    key: str,
    plan: Plan = AT_ONCE,
    parameters: Mapping[str, Any] | None = None,
) -> Job:
    """Write down that the documents (id, date, label of each) are to be posted, and wake the workers.

    The same key with the same content gives the job it gave before. Without a plan work begins at once, and once.
    Without documents the job finds them when it starts: what its kind selects by the parameters.

    :raises NothingSelected: the selection is empty.
    :raises KeyUsedOtherwise: the key was used for something else.
    :raises UnknownKind: no app registered the kind.
    :raises CannotSelect: no documents are given, and the kind does not find any itself.
    :raises CannotRecur: documents are given, and the job is to come again.
    :raises NeverComes: no run of its recurrence is to come.
    """
    return submit_tasks(
        company=company,
        description=description,
        submitted_by=submitted_by,
        tasks=[Draft(kind=kind, documents=documents, parameters=parameters or {})],
        key=key,
        plan=plan,
    )


def submit_tasks(
    *,
    company: Company,
    description: str,
    submitted_by: "User | None",
    tasks: Sequence[Draft],
    key: str,
    plan: Plan = AT_ONCE,
) -> Job:
    """Write a job of several tasks down, numbered as they are given, and wake the workers.

    Nobody submits what the program does by itself, and it asks for nobody's rights.

    :raises TasksInCircle: tasks wait for one another, so that none would begin.

    Everything else is as with :func:`submit`.
    """
    _check(tasks, plan)
    values = {
        "description": description if isinstance(description, Said) else description[:200],
        "request_digest": _digest(tasks, plan),
        "submitted_by": submitted_by,
        "run_by": submitted_by,
        "language": get_language() or settings.LANGUAGE_CODE,
        "state": plan.state,
        **plan.columns,
    }
    with transaction.atomic():
        job, is_new = Job.objects.get_or_create(company=company, key=key, defaults=values)
        if is_new:
            _repeat(job, plan)
            _fill(job, tasks)
        elif job.request_digest != values["request_digest"]:
            raise KeyUsedOtherwise(job)
    return job


def _repeat(job: Job, plan: Plan) -> None:
    """Let a new job come again, if that is asked for: it is the first run itself."""
    if plan.recurrence is not None:
        job.schedule, job.due_at = plans.write_schedule(plan.recurrence, company=job.company, created_by=job.works_for)
        job.scheduled_start = job.due_at
        job.save(update_fields=["schedule", "due_at", "scheduled_start"])


def _check(tasks: Sequence[Draft], plan: Plan) -> None:
    if plan.recurrence and any(draft.documents is not None for draft in tasks):
        raise CannotRecur
    for draft in tasks:
        if draft.documents is None:
            beginning.require_work(draft.kind)
        else:
            kinds.get(draft.kind)
    found = circle({number: list(draft.waits_for) for number, draft in enumerate(tasks, 1)})
    if found:
        raise TasksInCircle(found)


def _digest(tasks: Sequence[Draft], plan: Plan) -> str:
    text = json.dumps([[_content(draft) for draft in tasks], repr(plan)], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _content(draft: Draft) -> list[Any]:
    """Give all that a task asks for, to be compared."""
    content: list[Any] = [draft.kind, draft.parameters, draft.is_failure_ignored, draft.max_retries, draft.joins]
    if draft.documents is not None:
        statement, parameters = sql.statement_of(draft.documents)
        content += [statement, [str(value) for value in parameters]]
    return [*content, {str(number): on for number, on in draft.waits_for.items()}, draft.description]


def _fill(job: Job, drafts: Sequence[Draft]) -> None:
    """Write the tasks of a new job down and let it begin, if it is to begin at once."""
    tasks = [add_task(job, number, draft) for number, draft in enumerate(drafts, 1)]
    conditions = [
        TaskCondition(company_id=job.company_id, task=task, awaited=tasks[number - 1], on=on)
        for task, draft in zip(tasks, drafts, strict=True)
        for number, on in draft.waits_for.items()
    ]
    TaskCondition.objects.bulk_create(conditions)
    begin(job)
    job.refresh_from_db()
    if job.state == JobState.READY and not job.document_count and not any(task.is_act for task in tasks):
        raise NothingSelected
    JobEvent.objects.create(
        company_id=job.company_id,
        job=job,
        what=JobEvent.What.SUBMITTED,
        user=job.submitted_by,
        count=job.document_count or None,
    )


def add_task(job: Job, number: int, draft: Draft) -> JobTask:
    """Write a task of a job down, with the documents it has from the beginning.

    :raises NothingSelected: documents are given, and there are none.
    """
    is_act = isinstance(kinds.get(draft.kind), ActKind)
    task = JobTask.objects.create(
        company_id=job.company_id,
        job=job,
        number=number,
        kind=draft.kind,
        description=draft.description,
        is_act=is_act,
        is_late=draft.documents is None and not is_act,
        parameters=dict(draft.parameters),
        is_failure_ignored=draft.is_failure_ignored,
        max_retries=draft.max_retries,
        joins=draft.joins,
    )
    if draft.documents is not None and not beginning.fill(task=task, documents=draft.documents):
        raise NothingSelected
    return task
