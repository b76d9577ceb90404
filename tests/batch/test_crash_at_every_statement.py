"""The process ends before or after any statement of a chunk: nothing is half done, and the next worker ends the job."""

import os
import time

import pytest
from django.db import connection

from arclose.batch import runner
from arclose.batch.models import FINISHED_STATES, Job, JobState
from tests.batch.conftest import posted_counts
from tests.batch.documents import Document
from tests.faults.processes import CRASHED, in_another_process

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


def rehearsed(monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[int]]:
    """Do what there is to do; give the numbers of the statements that begin a transaction, and that end one."""
    firsts: list[int] = []
    lasts: list[int] = []
    number, is_first = 0, True

    def count(execute, *arguments):
        nonlocal number, is_first
        number += 1
        if is_first:
            firsts.append(number)
        is_first = not connection.in_atomic_block
        return execute(*arguments)

    def commit():
        nonlocal is_first
        lasts.append(number)
        is_first = True
        committing()

    committing = connection._commit
    with connection.execute_wrapper(count), monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", commit)
        runner.look()
    return firsts, lasts


# Whatever a process ends at within a transaction is undone with it: so that it has ended at any statement, it ends
# before the first one of each, which is after the COMMIT of the one before, and after the last one.
def test_it_posts_each_document_once_wherever_the_process_ends(make_documents, make_job, monkeypatch):
    make_documents(160)
    make_job(Document.objects.filter(pk__in=[1, 2]), key="first")
    runner.look()
    make_job(Document.objects.filter(pk__in=[3, 4]), key="rehearsed")
    firsts, lasts = rehearsed(monkeypatch)
    places = [ExitAt(number, is_after=False) for number in firsts] + [ExitAt(number, is_after=True) for number in lasts]
    ends = []
    for number, place in enumerate(places, 2):
        job = make_job(Document.objects.filter(pk__in=[2 * number + 1, 2 * number + 2]), key=str(number))
        ends.append(work_in_a_process_that_exits(place))
        assert set(posted_counts()) <= {0, 1}
        look_until_ended(job)
        assert (job.state, job.set_aside_count) == (JobState.ENDED, 0), number
    assert set(ends) == {CRASHED}, (firsts, lasts, ends)
    assert len(firsts) > len(lasts) > 2
    posted = 2 * (2 + len(places))
    assert posted_counts() == {0: 160 - posted, 1: posted}
