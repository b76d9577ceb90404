"""What the tasks of jobs print: the documents they made, or what they would have made, in parts."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.utils import timezone

from arclose.batch.models import ItemState, JobChunk, JobItem, JobTask
from customers.free_text.posting import FREE_TEXT_INVOICES
from customers.models.update_defaults import Printing
from customers.papers import runs
from customers.papers.paper import Paper
from customers.papers.runs import PRINTED_AT_ONCE
from customers.papers.typesetting import pdf_of
from customers.update_parameters import from_stored
from customers.updates import INVOICE, UPDATES, Update

# The kinds of task, and of posting, that print what they make.
PRINTING = frozenset({*UPDATES, FREE_TEXT_INVOICES})


def printed_as(kind: str) -> Update:
    """Give the update whose documents tasks of a kind print: those of free text invoices print invoices."""
    return INVOICE if kind == FREE_TEXT_INVOICES else UPDATES[kind]


def printed_count(*, task: JobTask) -> int:
    """Count the documents that a task made; of a pro forma task, the orders it looked at."""
    return int((made_by(task) if from_stored(task.parameters).posting else _looked_at(task)).order_by().count())


def papers_of_task(*, task: JobTask, part: int, printed_by: User) -> list[Paper]:
    """Give the papers of a part of a task, from 1 on, in order of their numbers; of a pro forma task as such.

    :raises CannotPost: nothing could be posted at all.
    """
    update, parameters = printed_as(task.kind), from_stored(task.parameters)
    place = slice((part - 1) * PRINTED_AT_ONCE, part * PRINTED_AT_ONCE)
    if parameters.posting:
        keys = list(made_by(task).values_list("pk", flat=True)[place])
        return runs.papers_of(update=update, company=task.company, keys=keys)
    orders = list(_looked_at(task).order_by("position").values_list("document_id", flat=True)[place])
    if task.kind == FREE_TEXT_INVOICES:
        return runs.pro_forma_of_free_text(
            company=task.company,
            documents=orders,
            parameters=parameters,
            today=timezone.localdate(timezone=ZoneInfo(task.company.time_zone)),
            printed_by=printed_by,
        )
    return runs.pro_forma(
        update=update, company=task.company, orders=orders, parameters=parameters, printed_by=printed_by
    )


def made_by(task: JobTask) -> Any:
    """Give the documents that a task made, as a query in order of their numbers."""
    chunks = JobChunk.objects.filter(task=task, posting__isnull=False)
    postings = list(chunks.values_list("posting", flat=True))
    return runs.documents_of(update=printed_as(task.kind), company=task.company, posting__in=postings)


def _looked_at(task: JobTask) -> Any:
    return JobItem.objects.filter(task=task, state=ItemState.DONE)


def print_task(*, task: JobTask, folder: Path, printed_by: User) -> int:
    """Write what a task prints into a folder, and return how many files: a PDF per part, or one per document."""
    folder.mkdir(parents=True, exist_ok=True)
    is_each = from_stored(task.parameters).printing == Printing.CURRENT
    files = 0
    for part in range(1, -(-printed_count(task=task) // PRINTED_AT_ONCE) + 1):
        papers = papers_of_task(task=task, part=part, printed_by=printed_by)
        if is_each:
            contents = {paper.file_name: pdf_of(paper) for paper in papers}
        else:
            contents = {f"{task.kind}-{task.job_id}-{task.number}-{part}.pdf": runs.merged(papers)}
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        files += len(contents)
    return files
