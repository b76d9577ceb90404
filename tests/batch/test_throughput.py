"""How fast a job works, as a chart: what was settled in each stretch of its round."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from arclose.batch import runner
from arclose.batch.models import Job, JobChunk
from arclose.batch.screens.charts import MOST_STRETCHES, throughput
from tests.batch.conftest import chunks_of
from tests.batch.documents import Document

BEGAN = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)


@pytest.fixture
def ended(make_documents, make_job) -> Job:
    """A job whose first chunk was done after 12 seconds, one document set aside, and whose second after 31."""
    make_documents(250)
    Document.objects.filter(pk=Document.objects.earliest("document_date", "pk").pk).update(poison="refuse")
    job = make_job()
    runner.look()
    for chunk, seconds in zip(chunks_of(job).order_by("first_position"), (12, 31), strict=True):
        JobChunk.objects.filter(pk=chunk.pk).update(started_at=BEGAN, finished_at=BEGAN + timedelta(seconds=seconds))
    Job.objects.filter(pk=job.pk).update(started_at=BEGAN)
    job.refresh_from_db()
    return job


def figures(chart):
    return {str(series.name): list(series.figures) for series in chart.series}


def test_it_counts_what_was_settled_in_each_stretch_and_takes_longer_ones_for_a_longer_job(ended):
    chart = throughput(job=ended, elapsed=timedelta(seconds=40))
    assert str(chart.title) == "Documents finished per 1 s"
    assert len(chart.categories) == 32
    assert {place: done for place, done in enumerate(figures(chart)["Done"]) if done} == {12: 124, 31: 125}
    assert {place: count for place, count in enumerate(figures(chart)["Set aside"]) if count} == {12: 1}

    chart = throughput(job=ended, elapsed=timedelta(minutes=6))
    assert str(chart.title) == "Documents finished per 10 s"
    assert figures(chart)["Done"] == [0, 124, 0, 125]
    assert [category[-2:] for category in chart.categories] == ["00", "10", "20", "30"]

    for seconds, length in ((41, "2 s"), (60 * 60, "2 min"), (24 * 3600, "1 h"), (10**7, "24 h")):
        title = str(throughput(job=ended, elapsed=timedelta(seconds=seconds)).title)
        assert title.endswith(f"per {length}"), "as long as few of them need"
    assert MOST_STRETCHES == 40


def test_it_is_empty_before_anything_is_settled(make_documents, make_job):
    make_documents(3)
    assert throughput(job=make_job(), elapsed=None).is_empty


def test_the_page_of_the_job_shows_it_within_the_part_that_updates_itself(
    ended, controller: User, client: Client, django_assert_max_num_queries
):
    client.force_login(controller)
    client.get("/NLWS/2026-10/jobs/")
    with django_assert_max_num_queries(15):
        page = client.get(f"/NLWS/2026-10/jobs/{ended.pk}/").content.decode()
    assert 'id="chart-throughput"' in page
    part = client.get(f"/NLWS/2026-10/jobs/{ended.pk}/progress/?state=ended", headers={"HX-Request": "true"})
    assert 'id="chart-throughput"' in part.content.decode()
