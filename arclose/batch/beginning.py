"""The begin of a task: it finds its documents, and is cut into chunks for workers to take."""

from typing import Any

from django.conf import settings
from django.db.models import Max, Min, QuerySet

from arclose.batch import kinds, sql
from arclose.batch.kinds import ActKind, CannotSelect, JobKind
from arclose.batch.models import Job, JobChunk, JobItem, JobTask

_SMALLEST_CHUNK = 100


def begin(task: JobTask) -> int:
    """Cut the task into chunks and return their number: one of an act, none where no document waits.

    :raises UnknownKind: no app registered its kind.
    """
    return _cut_act(task) if task.is_act else _cut_documents(task)


def _cut_act(task: JobTask) -> int:
    JobChunk.objects.create(
        company_id=task.company_id, task=task, round=task.round, first_position=1, last_position=1, size=1
    )
    return 1


def _cut_documents(task: JobTask) -> int:
    """Find the documents of a task that was submitted without, then cut what waits of it."""
    if not task.document_count and finds_documents(task.kind):
        fill(task=task, documents=kinds.selected_documents(task))
    size = min(chunk_size(count=task.left_count), kinds.documents_per_chunk(task.kind))
    return sql.make_chunks(company_id=task.company_id, task_id=task.pk, round_number=task.round, size=size)


def finds_documents(kind_name: str) -> bool:
    """Tell whether tasks of a kind find their documents themselves.

    :raises UnknownKind: no app registered it.
    """
    kind = kinds.get(kind_name)
    return isinstance(kind, JobKind) and kind.select is not None


def require_work(kind_name: str) -> None:
    """Do nothing where a task of this kind has something to do without documents given to it.

    :raises UnknownKind: no app registered it.
    :raises CannotSelect: it is neither an act nor does it find documents itself.
    """
    if not isinstance(kinds.get(kind_name), ActKind) and not finds_documents(kind_name):
        raise CannotSelect(kind_name)


def fill(*, task: JobTask, documents: "QuerySet[Any, Any]") -> int:
    """Write the documents (id, date, label of each) into a task that has none yet and return their number.

    Those that its kind posts together stand one after the other, and are not cut apart; a kind may keep the order that
    they were chosen in.
    """
    together = kinds.together(task)
    task.document_count = sql.insert_items(
        company_id=task.company_id,
        task_id=task.pk,
        documents=documents if together is None else documents.annotate(posted_together=together),
        is_grouped=together is not None,
        keeps_order=kinds.keeps_order(task.kind),
    )
    JobTask.objects.filter(pk=task.pk).update(document_count=task.document_count)
    _note_documents_of_job(task)
    return task.document_count


def _note_documents_of_job(task: JobTask) -> None:
    job = Job.objects.get(pk=task.job_id)
    new = JobItem.objects.filter(task=task).aggregate(first=Min("document_date"), last=Max("document_date"))
    first = [day for day in (job.first_document_date, new["first"]) if day]
    last = [day for day in (job.last_document_date, new["last"]) if day]
    Job.objects.filter(pk=job.pk).update(
        document_count=job.document_count + task.document_count,
        first_document_date=min(first, default=None),
        last_document_date=max(last, default=None),
    )


def chunk_size(*, count: int) -> int:
    """Give the number of documents per chunk: large for speed, smaller where workers would stand idle."""
    per_worker = -(-count // settings.WORKER_PROCESSES)
    return min(settings.BATCH_CHUNK_SIZE, max(per_worker, _SMALLEST_CHUNK))
