"""How far a job is."""

from datetime import timedelta
from decimal import Decimal

from arclose.batch import queries, runner
from arclose.batch.queries import Progress
from tests.batch.documents import Document


def test_it_counts_while_the_job_works_and_afterwards(make_documents, make_job, django_assert_max_num_queries):
    make_documents(250)
    Document.objects.filter(poison="").filter(pk__in=[1, 2]).update(poison="refuse")
    job = make_job()
    runner.take_one(job_id=job.pk)
    job.refresh_from_db()
    with django_assert_max_num_queries(3):
        halfway = queries.progress(job)
    assert halfway.total == 250
    assert halfway.done + halfway.set_aside == 125
    assert halfway.left == 125
    assert halfway.rate
    runner.look()
    job.refresh_from_db()
    after = queries.progress(job)
    assert (after.done, after.set_aside, after.left, after.percent) == (248, 2, 0, 100)


def test_it_says_how_long_the_rest_takes():
    progress = Progress(
        total=1000, done=590, set_aside=10, left=400, rate=Decimal("20.0"), elapsed=timedelta(seconds=30)
    )
    assert (progress.percent, progress.time_left) == (60, timedelta(seconds=21))


def test_it_never_says_all_before_all_is_settled():
    progress = Progress(total=1000, done=999, set_aside=0, left=1, rate=None, elapsed=None)
    assert (progress.percent, progress.time_left) == (99, None)


def test_it_adds_up_the_jobs_at_work(company, make_documents, make_job):
    make_documents(250)
    assert queries.in_the_frame(company=company, user_id=None).together is None
    make_job(key="one")
    make_job(key="two")
    together = queries.in_the_frame(company=company, user_id=None).together
    assert together is not None
    assert (together.jobs, together.done, together.total) == (2, 0, 500)
