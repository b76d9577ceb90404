"""Jobs that come again: a run that starts, or is skipped, writes the next one down.

Whoever calls holds the rows of the schedule and of the run (:func:`arclose.batch.plans.lock`), so that there is one
next run; the database refuses a second one.
"""

from django.db.models.functions import Now
from django.utils.translation import ngettext, override

from arclose.batch import sql
from arclose.batch.models import Job, JobEvent, JobSchedule, JobState, JobTask, TaskCondition
from arclose.batch.schedule.recurrence import missed, next_run


def make_next(*, run: Job) -> Job | None:
    """Write down the first run later than now, and later than this one was due; None where none is to come.

    It has the tasks, plan and rights of this one. A run that was started before, then withheld, has its next one
    already: None for that too.
    """
    schedule = _schedule_of(run)
    if schedule is None or run.due_at is None:
        return None
    due = next_run(schedule.recurrence, zone=schedule.zone, after=max(sql.moment(), run.due_at))
    if due is None:
        JobSchedule.objects.filter(pk=schedule.pk).update(ended_at=Now())
        return None
    made = _copy_job(run)
    made.key, made.due_at, made.scheduled_start = f"schedule-{schedule.pk}-{due.isoformat()}", due, due
    made.save(force_insert=True)
    _copy_tasks(run, made)
    JobEvent.objects.create(company_id=made.company_id, job=made, what=JobEvent.What.SUBMITTED)
    return made


def note_missed(*, run: Job) -> None:
    """Write down for how many runs that nobody was there to do this one stands."""
    schedule = _schedule_of(run)
    if schedule is None or run.due_at is None:
        return
    count = missed(schedule.recurrence, zone=schedule.zone, due=run.due_at, now=sql.moment())
    if count:
        with override(run.language):
            said = ngettext("%(count)d run", "%(count)d runs", count) % {"count": count}
        JobEvent.objects.create(company_id=run.company_id, job=run, what=JobEvent.What.MISSED, note=said)


def _schedule_of(run: Job) -> JobSchedule | None:
    """Give the schedule whose newest run this is; None where it comes no more, or a later run is written down."""
    if run.schedule_id is None or run.due_at is None:
        return None
    if Job.objects.filter(schedule=run.schedule_id, due_at__gt=run.due_at).exists():
        return None
    schedules = JobSchedule.objects.filter(pk=run.schedule_id, ended_at__isnull=True)
    return schedules.select_related("company").first()


def _copy_job(run: Job) -> Job:
    kept = {
        name: getattr(run, name)
        for name in (
            "company_id", "description", "request_digest", "submitted_by_id", "run_by_id", "language",
            "window_begin", "window_end", "priority", "group_id", "schedule_id",
            "alerts", "is_alert_mailed", "is_alert_popup", "is_critical", "history",
        )
    }  # fmt: skip
    return Job(**kept, state=JobState.WAITING)


def _copy_tasks(run: Job, made: Job) -> None:
    copies: dict[int, JobTask] = {}
    for task in JobTask.objects.filter(job=run).order_by("number"):
        copies[task.pk] = JobTask.objects.create(
            company_id=task.company_id,
            job=made,
            number=task.number,
            kind=task.kind,
            description=task.description,
            parameters=task.parameters,
            is_act=task.is_act,
            is_late=task.is_late,
            is_failure_ignored=task.is_failure_ignored,
            max_retries=task.max_retries,
            joins=task.joins,
        )
    TaskCondition.objects.bulk_create(
        TaskCondition(
            company_id=made.company_id,
            task=copies[condition.task_id],
            awaited=copies[condition.awaited_id],
            on=condition.on,
        )
        for condition in TaskCondition.objects.filter(task__job=run).order_by("pk")
    )
