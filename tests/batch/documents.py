"""A kind of document for the tests of batch: what posting it does is written on it.

The tables exist in the tests' databases only; a worker process of a test imports this module too.
"""

import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date

import psycopg2
from django import forms
from django.db import connection, connections, models
from django.db.models import Exists, F, OuterRef, QuerySet

from arclose.batch import kinds
from arclose.batch.models import JobItem, JobTask
from arclose.batch.task_parameters import TaskParameters
from arclose.ledger.models import Posting
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.posting import seal

KIND = "test-documents"
ACT, LONG_ACT = "test-act", "test-long-act"

_CREATE = """
CREATE TABLE IF NOT EXISTS tests_document (
    id bigint PRIMARY KEY, company_id bigint NOT NULL, document_date date NOT NULL, label varchar(40) NOT NULL,
    poison varchar(20) NOT NULL DEFAULT '', times_posted int NOT NULL DEFAULT 0,
    is_withdrawn boolean NOT NULL DEFAULT false
);
CREATE TABLE IF NOT EXISTS tests_setting (id int GENERATED ALWAYS AS IDENTITY, milliseconds int NOT NULL);
GRANT SELECT, INSERT, UPDATE ON tests_document, tests_setting TO arclose_app;
"""

_FILL = """
INSERT INTO tests_document (id, company_id, document_date, label)
SELECT n, %s, date '2026-10-01' + n %% 31, 'DOC-' || n FROM generate_series(1, %s) n
"""


class Document(models.Model):
    """A document that says itself how often it was posted, and what happens to who tries."""

    company_id = models.BigIntegerField()
    document_date = models.DateField()
    label = models.CharField(max_length=40)
    poison = models.CharField(max_length=20)
    times_posted = models.IntegerField()
    is_withdrawn = models.BooleanField()

    class Meta:
        app_label = "batch"
        managed = False
        db_table = "tests_document"

    def __str__(self) -> str:
        return self.label


def create_documents(*, company_id: int, count: int) -> QuerySet[Document]:
    """Make so many documents of October 2026 and give them all."""
    if "tests_document" not in connection.introspection.table_names():
        _as_owner(_CREATE)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [company_id, count])
    return Document.objects.all()


A_WHILE = 20_000
"""Milliseconds that are more than a test needs to hit a worker in the middle, however busy the machine is."""


def every_posting_takes(*, milliseconds: int) -> None:
    """Make each chunk take at least so long, so that a worker can be hit in the middle.

    What is said later counts at once, also for a chunk that is executing: 0 lets it end.
    """
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tests_setting (milliseconds) VALUES (%s)", [milliseconds])


def _as_owner(statement: str) -> None:
    """Execute a statement that the application's role may not, in a session of its own."""
    place = connections["owner"].settings_dict
    address = {"dbname": place["NAME"], "user": place["USER"], "host": place["HOST"], "port": place["PORT"]}
    with closing(psycopg2.connect(**address)) as session, session, session.cursor() as cursor:
        cursor.execute(statement)


def post(task: JobTask, document_ids: Sequence[int], user: models.Model) -> Outcome:
    """Count one posting on each document of the set, unless one of them is poisoned."""
    documents = Document.objects.filter(pk__in=document_ids)
    fresh = documents.filter(times_posted=0)
    already = list(documents.filter(times_posted__gt=0).values_list("pk", flat=True))
    refused = list(fresh.filter(poison="refuse").values_list("pk", flat=True))
    poisons = set(fresh.values_list("poison", flat=True))
    posted = sorted(fresh.exclude(poison__in=["refuse", "silent"]).values_list("pk", flat=True))
    posting = _posting(task, posted, user) if posted else None
    Document.objects.filter(pk__in=posted).update(times_posted=F("times_posted") + 1)
    _take_poison(poisons)
    _take_time()
    left_out = [Refusal(document_id, "no_account", "No account.", "Choose an account.") for document_id in refused]
    return Outcome(posting_id=posting, posted=posted, already=already, left_out=left_out)


def _posting(task: JobTask, document_ids: Sequence[int], user: models.Model) -> int:
    key = kinds.posting_key(task=task, document_ids=document_ids)
    made = Posting.objects.create(company=task.company, kind=KIND, key=key, fingerprint="", posted_by=user)
    seal(posting=made)
    return made.pk


def _take_poison(poisons: set[str]) -> None:
    if "busy" in poisons:
        _meet_a_lock_held_for_long()
    if "exception" in poisons:
        raise ZeroDivisionError("no such\0 rate")
    if "exit" in poisons:
        sys.exit("a library gives up")
    if "die" in poisons:
        os._exit(9)
    if "slow" in poisons:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")
    while "loop" in poisons:
        pass


def _meet_a_lock_held_for_long() -> None:
    """Get the error that waiting too long for somebody else's lock ends with: one that passes by itself."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE 'lock timeout' USING ERRCODE = 'lock_not_available'; END $$")


def _take_time() -> None:
    began = time.monotonic()
    while (time.monotonic() - began) * 1000 < _milliseconds_to_take():
        time.sleep(0.03)


def _milliseconds_to_take() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT milliseconds FROM tests_setting ORDER BY id DESC LIMIT 1")
        return next((milliseconds for (milliseconds,) in cursor.fetchall()), 0)


def outstanding(items: QuerySet[JobItem], until: date | None) -> QuerySet[JobItem]:
    """Narrow items to those whose document is neither posted nor withdrawn, and dated until a day."""
    waits = Document.objects.filter(pk=OuterRef("document_id"), times_posted=0, is_withdrawn=False)
    return items.filter(Exists(waits.filter(document_date__lte=until) if until else waits))


def select(task: JobTask) -> QuerySet[Document]:
    """Find what waits up to the number that the task's parameters name."""
    waiting = Document.objects.filter(company_id=task.company_id, times_posted=0, pk__lte=task.parameters["up_to"])
    return waiting.values_list("pk", "document_date", "label")


def act(task: JobTask, user: models.Model) -> str:
    """Count once on the document that the parameters name, unless what is written on it forbids that."""
    document = Document.objects.get(pk=task.parameters["document"])
    Document.objects.filter(pk=document.pk).update(times_posted=F("times_posted") + 1)
    _take_poison({document.poison})
    _take_time()
    return f"{document.label} was acted on."


class UpTo(TaskParameters):
    """Asks up to which number a task takes documents."""

    up_to = forms.IntegerField(label="Up to")


class OfDocument(TaskParameters):
    """Asks on which document an act acts."""

    document = forms.IntegerField(label="Document")


def register_kinds() -> None:
    kinds.register(
        kinds.JobKind(
            name=KIND,
            label="Test documents",
            document_type="test",
            post=post,
            outstanding=outstanding,
            select=select,
            task_form=UpTo,
        )
    )
    kinds.register(kinds.ActKind(name=ACT, label="Test act", run=act, task_form=OfDocument))
    kinds.register(kinds.ActKind(name=LONG_ACT, label="Long test act", run=act, is_atomic=False))


def forget_kinds() -> None:
    """Take the kinds off the list again: other tests' databases have no such documents."""
    for name in (KIND, ACT, LONG_ACT):
        kinds._KINDS.pop(name)
