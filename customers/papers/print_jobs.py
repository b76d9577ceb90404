"""Jobs that print chosen documents: each chunk keeps a part, and the parts are downloaded as one file.

A file has a thousand documents at most, because putting parts together takes memory.

What they keep goes after two weeks: what is posted can be printed again at any time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from django.contrib.auth.models import User
from django.db.models import Min, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from arclose.batch.kinds import JobKind, nothing_outstanding
from arclose.batch.models import JobItem, JobTask
from arclose.ledger.outcomes import Outcome
from customers.einvoices.files import in_words, ubl_files, zipped
from customers.entries import INVOICE
from customers.models import Customer, Invoice, OrderDocument, PrintedPart
from customers.papers import runs
from customers.papers.invoices import papers_of_invoices
from customers.papers.order_documents import papers_of_order_documents
from customers.papers.paper import Paper
from customers.papers.statements import papers_of_statements

PRINT_INVOICES, PRINT_ORDER_DOCUMENTS = "print-invoices", "print-order-documents"
PRINT_STATEMENTS, UBL_FILES = "print-statements", "ubl-files"
ORDER_DOCUMENT, CUSTOMER = "order_document", "customer"
AS_OF = "on"
KEPT = timedelta(days=14)
DOCUMENTS_PER_FILE = 1_000
_DOCUMENTS_PER_PART = 200


def keep(*, task: JobTask, documents: Sequence[int], content: bytes) -> None:
    """Keep what a chunk of a task printed of these documents, for two weeks."""
    items = JobItem.objects.filter(task=task, document_id__in=documents)
    PrintedPart.objects.create(
        company_id=task.company_id,
        task=task,
        first_position=items.aggregate(first=Min("position"))["first"],
        document_count=len(documents),
        content=content,
    )


def let_go() -> None:
    """Let go what was printed more than two weeks ago, of all companies."""
    PrintedPart.objects.filter(made_at__lt=Now() - KEPT).delete()


@dataclass(frozen=True)
class KeptFile:
    """Some parts of what a task printed that are downloaded as one file, numbered from 1.

    ``first`` and ``last`` count the documents printed, through all files.
    """

    number: int
    keys: Sequence[int]
    first: int
    last: int

    @property
    def parts(self) -> "QuerySet[PrintedPart]":
        """Give its parts, in order of their documents."""
        return PrintedPart.objects.filter(pk__in=self.keys).order_by("first_position")


def files_of(task: JobTask) -> list[KeptFile]:
    """Give the files of what is kept of a task: as few as there can be without one that takes too much memory."""
    parts = PrintedPart.objects.filter(task=task).order_by("first_position").values_list("pk", "document_count")
    files: list[KeptFile] = []
    for key, count in parts:
        newest = files.pop() if files else KeptFile(1, [], 1, 0)
        if newest.last + count - newest.first >= DOCUMENTS_PER_FILE:
            files.append(newest)
            newest = KeptFile(newest.number + 1, [], newest.last + 1, newest.last)
        files.append(replace(newest, keys=[*newest.keys, key], last=newest.last + count))
    return files


def as_of(task: JobTask) -> date:
    """Give the day that the statements of a task look at."""
    return date.fromisoformat(task.parameters[AS_OF])


def _invoices(task: JobTask, keys: Sequence[int]) -> list[Paper]:
    return papers_of_invoices(company=task.company, invoices=Invoice.objects.filter(pk__in=keys))


def _order_documents(task: JobTask, keys: Sequence[int]) -> list[Paper]:
    return papers_of_order_documents(company=task.company, documents=OrderDocument.objects.filter(pk__in=keys))


def _statements(task: JobTask, keys: Sequence[int]) -> list[Paper]:
    customers = Customer.objects.filter(pk__in=keys)
    return papers_of_statements(company=task.company, customers=customers, on=as_of(task), at=timezone.now())


def _print(
    task: JobTask, documents: Sequence[int], _user: User, *, papers: Callable[[JobTask, Sequence[int]], list[Paper]]
) -> Outcome:
    made = runs.in_order(papers(task, documents), documents)
    keep(task=task, documents=[paper.key for paper in made], content=runs.merged(made))
    return Outcome(posted=[paper.key for paper in made])


def _write_ubl(task: JobTask, documents: Sequence[int], _user: User) -> Outcome:
    files, refused = ubl_files(company=task.company, keys=documents)
    if files:
        keep(task=task, documents=[file.key for file in files], content=zipped(files))
    return Outcome(posted=[file.key for file in files], left_out=refused)


INVOICES_JOB = JobKind(
    name=PRINT_INVOICES,
    label=_("Print invoices"),
    document_type=INVOICE,
    post=partial(_print, papers=_invoices),
    outstanding=nothing_outstanding,
    document_page="customers:invoice",
    keeps_order=True,
    documents_per_chunk=_DOCUMENTS_PER_PART,
)
ORDER_DOCUMENTS_JOB = JobKind(
    name=PRINT_ORDER_DOCUMENTS,
    label=_("Print order documents"),
    document_type=ORDER_DOCUMENT,
    post=partial(_print, papers=_order_documents),
    outstanding=nothing_outstanding,
    document_page="customers:order_document",
    keeps_order=True,
    documents_per_chunk=_DOCUMENTS_PER_PART,
)
STATEMENTS_JOB = JobKind(
    name=PRINT_STATEMENTS,
    label=_("Print statements"),
    document_type=CUSTOMER,
    post=partial(_print, papers=_statements),
    outstanding=nothing_outstanding,
    document_page="customers:customer",
    keeps_order=True,
    documents_per_chunk=_DOCUMENTS_PER_PART,
)
UBL_JOB = JobKind(
    name=UBL_FILES,
    label=_("Write UBL files"),
    document_type=INVOICE,
    post=_write_ubl,
    outstanding=nothing_outstanding,
    document_page="customers:invoice",
    keeps_order=True,
    documents_per_chunk=_DOCUMENTS_PER_PART,
    in_words=in_words,
)
PRINT_JOBS = (INVOICES_JOB, ORDER_DOCUMENTS_JOB, STATEMENTS_JOB, UBL_JOB)
