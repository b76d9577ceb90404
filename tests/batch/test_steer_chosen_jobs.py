"""Jobs chosen on their list are withheld, released and canceled together; those that cannot be are named."""

from django.test import Client

from arclose.batch import runner
from arclose.batch.models import Job
from tests import builders
from tests.batch.test_pages import text_of

STEER = "/NLWS/2026-10/jobs/steer/"


def states():
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def test_it_steers_the_chosen_jobs_and_names_those_that_it_leaves(client: Client, clerk, make_documents, make_job):
    client.force_login(clerk)
    make_documents(3)
    ended = make_job(key="ended")
    runner.look()
    chosen = [ended.pk, *(make_job(key=key).pk for key in ("first", "second"))]

    answer = client.post(STEER, {"act": "withhold", "selected": chosen}, follow=True)
    assert "2 jobs are withheld." in text_of(answer)
    assert f"job {ended.pk} (Ended)" in text_of(answer)
    assert states() == ["ended", "withhold", "withhold"]
    client.post(STEER, {"act": "release", "selected": chosen[1:2]})
    assert states() == ["ended", "ready", "withhold"]
    client.post(f"{STEER}?state=withhold", {"act": "cancel", "selection": "filter"})
    assert states() == ["ended", "ready", "canceled"]


def test_it_refuses_what_is_no_act_and_who_only_reads(client: Client, clerk, company, make_documents, make_job):
    make_documents(1)
    job = make_job()
    client.force_login(clerk)
    assert client.post(STEER, {"act": "explode", "selected": job.pk}).status_code == 404
    assert client.post(STEER, {"act": "cancel", "selected": job.pk + 1}).status_code == 404
    assert "Choose from one up to 200 jobs" in text_of(client.post(STEER, {"act": "cancel"}, follow=True))
    client.force_login(builders.a_user(company, "auditor"))
    assert client.post(STEER, {"act": "cancel", "selected": job.pk}).status_code == 403
    assert states() == ["ready"]
