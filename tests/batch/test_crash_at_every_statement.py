"""The process ends before or after any statement of a chunk: nothing is half done, and the next worker ends the job."""

import os
import re
import time

import pytest
from django.db import connection

from arclose.batch import runner
from arclose.batch.models import FINISHED_STATES, Job, JobState
from tests.batch.conftest import posted_counts
from tests.batch.documents import Document
from tests.faults.processes import CRASHED, in_another_process

READS, WRITES = re.compile(r"\s*(?:SELECT|WITH)\b"), re.compile(r"\bINSERT INTO|\bDELETE FROM|(?<!FOR )\bUPDATE\b")

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.slow]


class ExitAt:
    """Ends the process at the n-th statement: before it, or after it."""

    def __init__(self, number: int, *, is_after: bool) -> None:
        self.left = number
        self.is_after = is_after

    def __call__(self, execute, statement, parameters, many, context):
        self.left -= 1
        if self.left == 0 and not self.is_after:
            os._exit(CRASHED)
        result = execute(statement, parameters, many, context)
        if self.left == 0:
            os._exit(CRASHED)
        return result


def work_in_a_process_that_exits(at: ExitAt) -> int:
    """Execute what there is to do in a forked process and give its exit code."""

    def look() -> None:
        with connection.execute_wrapper(at):
            runner.look()

    return in_another_process(look)


def look_until_ended(job: Job) -> None:
    """Do what is left; the server may take a moment to notice that the other process is gone and free its chunk."""
    deadline = time.monotonic() + 20
    while job.state not in FINISHED_STATES and time.monotonic() < deadline:
        runner.look()
        job.refresh_from_db()
        time.sleep(0.02)


def rehearsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Do what there is to do; give the numbers of the statements that a COMMIT follows."""
    lasts: list[int] = []
    number = 0

    def count(execute, statement, *arguments):
        nonlocal number
        number += 1
        only_reads = READS.match(statement) and not WRITES.search(statement)
        assert connection.in_atomic_block or only_reads, f"it commits: {statement}"
        return execute(statement, *arguments)

    def commit():
        lasts.append(number)
        committing()

    committing = connection._commit
    with connection.execute_wrapper(count), monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", commit)
        runner.look()
    return lasts


# What a process leaves changes with a COMMIT only: whatever it ends at within a transaction is undone with it, and out
# of one it only reads. So that it has ended at any statement, it ends before each COMMIT and after each.
def test_it_posts_each_document_once_wherever_the_process_ends(make_documents, make_job, monkeypatch):
    make_documents(40)
    make_job(Document.objects.filter(pk__in=[1, 2]), key="first")
    runner.look()
    make_job(Document.objects.filter(pk__in=[3, 4]), key="rehearsed")
    lasts = rehearsed(monkeypatch)
    places = [place for last in lasts for place in (ExitAt(last, is_after=True), ExitAt(last + 1, is_after=False))]
    ends = []
    for number, place in enumerate(places, 2):
        job = make_job(Document.objects.filter(pk__in=[2 * number + 1, 2 * number + 2]), key=str(number))
        ends.append(work_in_a_process_that_exits(place))
        assert set(posted_counts()) <= {0, 1}
        look_until_ended(job)
        assert (job.state, job.set_aside_count) == (JobState.ENDED, 0), number
    assert set(ends) == {CRASHED}, (lasts, ends)
    assert len(lasts) > 2
    posted = 2 * (2 + len(places))
    assert posted_counts() == {0: 40 - posted, 1: posted}
