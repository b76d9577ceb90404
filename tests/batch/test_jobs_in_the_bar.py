"""The jobs at work in the top bar of every page: how far they are, and that nobody is asked once none is left."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.test import Client

from arclose.batch import heartbeats, runner
from arclose.batch.models import WorkerSort

BAR = "/NLWS/2026-10/jobs-at-work/"
CALENDAR = "/NLWS/2026-10/calendar/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_clerk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def test_every_page_says_how_far_the_job_is_and_links_to_it(as_clerk, make_documents, make_job):
    make_documents(250)
    job = make_job()
    runner.take_one()
    page = as_clerk.get(CALENDAR).content.decode()
    assert f'class="jobs-at-work" href="/NLWS/2026-10/jobs/{job.pk}/"' in page
    assert "50 %" in page
    assert 'hx-trigger="every 3s"' in page


def test_it_asks_one_query_beside_those_of_every_page(
    as_clerk, make_documents, make_job, django_assert_max_num_queries
):
    make_documents(250)
    make_job()
    heartbeats.beat(names=["here:1"], sort=WorkerSort.POLLER)
    as_clerk.get(CALENDAR)
    with django_assert_max_num_queries(5):
        assert "0 %" in as_clerk.get(BAR, headers=HTMX).content.decode()


def test_it_stops_asking_when_no_job_is_left(as_clerk, make_documents, make_job):
    make_documents(3)
    make_job()
    runner.look()
    for address in (BAR, CALENDAR):
        page = as_clerk.get(address, headers=HTMX).content.decode()
        assert "jobs-at-work-place" in page
        assert "every 3s" not in page


def test_it_stops_asking_where_the_session_has_ended_and_sends_nobody_away(client, company):
    answer = client.get(BAR, headers=HTMX)
    assert answer.status_code == 286, "htmx stops polling"
    assert answer["HX-Reswap"] == "none"
    assert "HX-Redirect" not in answer
    assert client.get(BAR).status_code == HTTPStatus.FOUND
