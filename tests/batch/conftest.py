"""Jobs of documents that exist for the tests only, and the workers that post them."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet

from arclose.access.routes import Role
from arclose.batch import jobs, poller
from arclose.batch.models import FINISHED_STATES, ChunkState, Job, JobChunk, JobItem
from arclose.celery import app
from arclose.embedded.forks import Fork
from arclose.ledger.models import Company
from tests import builders
from tests.batch import documents
from tests.batch.documents import KIND, Document
from tests.faults.processes import leave_connections

_HELD = """
SELECT 1 FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
MakeJob = Callable[..., Job]
StartWorker = Callable[..., ForkProcess]


@pytest.fixture(autouse=True)
def known_kinds(settings: Any) -> Iterator[None]:
    """Know the tests' documents, and cut jobs for two workers whatever the machine has."""
    settings.WORKER_PROCESSES = 2
    documents.register_kinds()
    yield
    documents.forget_kinds()


@pytest.fixture
def company(db: None) -> Company:
    return builders.a_company(code="NLWS")


@pytest.fixture
def clerk(company: Company) -> User:
    return builders.a_user(company, Role.CLERK, name="clerk")


@pytest.fixture
def controller(company: Company) -> User:
    return builders.a_user(company, Role.CONTROLLER, name="controller")


@pytest.fixture
def make_documents(company: Company) -> Callable[[int], QuerySet[Document]]:
    return lambda count: documents.create_documents(company_id=company.pk, count=count)


@pytest.fixture
def make_job(company: Company, clerk: User) -> MakeJob:
    """Submit a job of documents that were made before, all unless others are given."""

    def make(selection: QuerySet[Document] | None = None, *, key: str = "key", **options: Any) -> Job:
        chosen = Document.objects.all() if selection is None else selection
        options.setdefault("documents", chosen.values_list("pk", "document_date", "label"))
        if "scheduled_start" in options:
            options["plan"] = jobs.Plan(start=options.pop("scheduled_start"))
        return jobs.submit(company=company, kind=KIND, description="October", submitted_by=clerk, key=key, **options)

    return make


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[StartWorker]:
    """Start a worker process (``poller.keep_polling`` or ``runner.look``); those left at the end are ended.

    It is a fork of the test's process: it begins at once, and knows the tests' documents and the test's settings.
    """
    started: list[ForkProcess] = []

    def start(work: Callable[..., Any], **arguments: Any) -> ForkProcess:
        process = get_context("fork").Process(target=_on_connections_of_its_own, args=[work], kwargs=arguments)
        process.start()
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.join(timeout=5)
        process.kill()
        process.join()


def _on_connections_of_its_own(work: Callable[..., Any], **arguments: Any) -> None:
    leave_connections()
    work(**arguments)


@pytest.fixture
def start_poller(start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch) -> Callable[[], ForkProcess]:
    """Start a process that keeps polling, with pauses as long as a test has patience."""
    monkeypatch.setattr(poller, "_PAUSE_MILLISECONDS", 20)
    return lambda: start_worker(poller.keep_polling, seconds=0.2)


@pytest.fixture
def start_celery(redis_command: Path, transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Start two Celery workers on this test's database, and on its Redis unless told of another; ended with the test.

    They are forks of the test's process, as those of ``start_worker``; that a worker starts as an interpreter of its
    own is shown where the program is started.
    """
    started: list[Fork] = []

    def start(*, broker: str = "") -> None:
        with (tmp_path / "celery.log").open("ab") as log:
            started.append(Fork(lambda: _be_celery(broker or app.conf.broker_url), output=log))

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _be_celery(broker: str) -> None:
    leave_connections()
    app.conf.broker_url = broker
    app.worker_main(["worker", "--concurrency=2", "--loglevel=warning", "--without-gossip", "--without-mingle"])


def wait_until(is_so: Callable[[], bool], *, seconds: int = 90) -> None:
    """Wait until it is so, and fail when it does not become so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not become so in time"
        time.sleep(0.05)


def a_chunk_is_executing() -> bool:
    """Tell whether a living worker holds a chunk and has begun it."""
    return _a_chunk_is_held() and JobChunk.objects.filter(state=ChunkState.EXECUTING).exists()


def end_this_worker() -> None:
    """Let the session of this test end as that of a worker that is killed, and the server notice it."""
    connection.close()
    wait_until(lambda: not _a_chunk_is_held())


def _a_chunk_is_held() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        return cursor.fetchone() is not None


def is_finished(job: Job) -> bool:
    job.refresh_from_db()
    return job.state in FINISHED_STATES


def items_of(job: Job) -> QuerySet[JobItem]:
    """Give the documents of all tasks of a job."""
    return JobItem.objects.filter(task__job=job)


def chunks_of(job: Job) -> QuerySet[JobChunk]:
    """Give the chunks of all tasks of a job."""
    return JobChunk.objects.filter(task__job=job)


def state_counts(job: Job) -> dict[str, int]:
    """Count the documents of a job by state."""
    counts: dict[str, int] = {}
    for state in items_of(job).values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


def posted_counts() -> dict[int, int]:
    """Count the documents by how often they were posted."""
    counts: dict[int, int] = {}
    for times in Document.objects.values_list("times_posted", flat=True):
        counts[times] = counts.get(times, 0) + 1
    return counts
