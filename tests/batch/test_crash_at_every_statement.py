"""The process ends before or after any statement of a chunk: nothing is half done, and the next worker ends the job."""

import itertools
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

SURVIVED = 0


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


# Before a statement is after the one before it and, where one came between, after the commit. Just before that commit
# all is undone as at any place since the last one: some of those are enough.
@pytest.mark.parametrize(("is_after", "step"), [(False, 1), (True, 7)])
def test_it_posts_each_document_once_wherever_the_process_ends(make_documents, make_job, is_after, step):
    make_documents(160)
    for number in itertools.count(1, step):
        job = make_job(Document.objects.filter(pk__in=[2 * number, 2 * number + 1]), key=str(number))
        ended = work_in_a_process_that_exits(ExitAt(number, is_after=is_after))
        assert set(posted_counts()) <= {0, 1}
        look_until_ended(job)
        assert (job.state, job.set_aside_count) == (JobState.ENDED, 0), number
        assert ended in (SURVIVED, CRASHED), number
        if ended == SURVIVED:
            break
    assert number > 15
    posted = 2 * (1 + (number - 1) // step)
    assert posted_counts() == {0: 160 - posted, 1: posted}
