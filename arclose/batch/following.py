"""What follows from what a job posted, such as sending it: begun in the transaction in which the job ends.

It happens however the job ends, since what is posted stays posted; and once for each round of tries, since the job that
follows is recognized by its key. What nothing followed from, as that failed, goes with the next round.
"""

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from arclose.batch import kinds, transient
from arclose.batch.kinds import JobKind
from arclose.batch.models import Job, JobChunk, JobTask
from arclose.ledger.models import Company

logger = logging.getLogger(__name__)


def let_follow(*, job: Job) -> str:
    """Let each task of a job that ends have done what follows from it, and return the error where that fails.

    The caller has locked the job's row. Where it fails nothing follows, and the job can be tried again for it.
    """
    try:
        with transaction.atomic(), override(job.language):
            for task in JobTask.objects.filter(job=job, done_count__gt=0).select_related("job").order_by("number"):
                _let_follow(task)
    except Exception as error:
        if transient.is_transient(error):
            raise
        logger.exception("what follows job %s cannot be done", job.pk)
        return f"{type(error).__name__}: {error}".replace("\0", "")
    return ""


def _let_follow(task: JobTask) -> None:
    kind = next((one for one in kinds.registered() if one.name == task.kind), None)
    is_new = not Job.objects.filter(company=task.company_id, key=following_key(task)).exists()
    if isinstance(kind, JobKind) and kind.follow is not None and is_new:
        kind.follow(task)


def following_key(task: JobTask) -> str:
    """Give the key of the job that follows from a task, up to the round that it is in."""
    return f"{_task_prefix(task)}{task.round}"


def _task_prefix(task: JobTask) -> str:
    return f"{_prefix(task.job_id)}{task.number}-"


def _prefix(job_id: int) -> str:
    return f"follows-job-{job_id}-"


def new_postings(task: JobTask) -> "QuerySet[JobChunk, tuple[int]]":
    """Give the ids of what a task posted since a job last followed from it, as a query."""
    prefix = _task_prefix(task)
    keys = Job.objects.filter(company=task.company_id, key__startswith=prefix).values_list("key", flat=True)
    followed = max((int(key.removeprefix(prefix)) for key in keys), default=0)
    return JobChunk.objects.filter(task=task, round__gt=followed, posting__isnull=False).values_list("posting")


def following_jobs(*, company: Company, job_id: int) -> "QuerySet[Job]":
    """Give the jobs that followed from what a job posted, the first one first."""
    return Job.objects.filter(company=company, key__startswith=_prefix(job_id)).order_by("pk")
