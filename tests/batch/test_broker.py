"""The broker wakes workers, and nothing depends on it."""

import os
import shutil
import signal
import socket
from contextlib import suppress

import pytest
from celery import Celery
from redis import Redis

from arclose.batch import waking
from arclose.batch.models import ChunkState, Job, JobState, Worker, WorkerSort
from arclose.embedded.places import Places
from arclose.embedded.servers import Servers
from tests import builders
from tests.batch.conftest import chunks_of, is_finished, posted_counts, wait_until
from tests.batch.documents import A_WHILE, every_posting_takes
from tests.customers.pages import Visitor, page_key

pytestmark = pytest.mark.usefixtures("transactional_db")  # a worker is woken by a commit

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def frozen_broker():
    """A broker that takes connections and then says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as server:
        yield server


def tries(broker):
    """How often somebody has connected to the frozen broker."""
    broker.setblocking(False)
    found = 0
    with suppress(BlockingIOError):
        while True:
            broker.accept()[0].close()
            found += 1
    return found


@pytest.fixture
def redis(redis_command, cluster):
    """The Redis of this test run."""
    with Redis(unix_socket_path=str(cluster.places.redis_socket)) as client:
        yield client


@pytest.fixture
def own_redis(redis_command, tmp_path):
    """A Redis of this test's own, to be hurt: the process, and its address."""
    servers = Servers(places=Places(tmp_path / "var"), with_postgresql=False)
    servers.start()
    [child] = servers.children
    yield child, f"redis+socket://{servers.places.redis_socket}"
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGCONT)
    servers.stop()
    shutil.rmtree(servers.places.sockets, ignore_errors=True)


@pytest.fixture
def use_broker(monkeypatch):
    """Let the program use the broker of another address."""

    def use(url: str) -> None:
        other = Celery("other", set_as_current=False)
        other.config_from_object("django.conf:settings", namespace="CELERY")
        other.conf.broker_url = url
        monkeypatch.setattr(waking, "current_app", other)

    return use


def test_it_wakes_a_worker_for_each_chunk_up_to_their_number(make_documents, make_job, settings, monkeypatch):
    sent = []
    monkeypatch.setattr(waking, "wake", lambda **message: sent.append(message))
    settings.WORKER_PROCESSES = 2
    make_documents(1_000)
    job = make_job()
    assert sent == [{"job_id": job.pk, "count": 2}]


def test_it_submits_without_a_broker_and_the_poller_ends_the_job(make_documents, make_job, start_poller, use_broker):
    use_broker(NOWHERE)
    make_documents(250)
    job = make_job()
    start_poller()
    wait_until(lambda: is_finished(job))
    assert posted_counts() == {1: 250}


def test_a_form_waits_for_a_broker_that_says_nothing_once_and_for_one_second(use_broker, frozen_broker):
    """Two seconds is what a form may take; benchmarks/answer_without_redis.py measures it."""
    use_broker(f"redis://127.0.0.1:{frozen_broker.getsockname()[1]}/0")
    send_orders_as_a_job()
    assert tries(frozen_broker) == 1
    options = waking.current_app.conf.broker_transport_options
    assert (options["socket_connect_timeout"], options["socket_timeout"]) == (1, 1)


def send_orders_as_a_job():
    """Give the job that a clerk submits by the form."""
    company = builders.a_company()
    order = builders.an_order(builders.a_customer(company))
    visitor = Visitor(builders.a_clerk(company), company)
    visitor.post("orders/job/", selected=order.pk, key=page_key(1))
    return Job.objects.get(company=company)


def test_a_form_answers_and_its_job_ends_while_redis_is_frozen(use_broker, own_redis, start_poller):
    child, address = own_redis
    use_broker(address)
    os.kill(child.pid, signal.SIGSTOP)
    job = send_orders_as_a_job()
    assert job.state == JobState.READY
    start_poller()
    wait_until(lambda: is_finished(job))
    assert job.state == JobState.ENDED


def test_it_ends_the_job_though_redis_is_wiped_and_killed_while_it_runs(
    make_documents, make_job, start_celery, start_poller, use_broker, own_redis
):
    child, address = own_redis
    use_broker(address)
    make_documents(250)
    every_posting_takes(milliseconds=A_WHILE)
    with Redis(unix_socket_path=address.removeprefix("redis+socket://")) as client:
        start_celery(broker=address)
        wait_until(lambda: len(client.client_list()) > 1)  # this one, and the workers
        start_poller()
        job = make_job()
        wait_until(lambda: chunks_of(job).filter(state=ChunkState.EXECUTING).exists())
        client.flushall()
    os.kill(child.pid, signal.SIGKILL)
    every_posting_takes(milliseconds=0)
    wait_until(lambda: is_finished(job))
    assert posted_counts() == {1: 250}


def test_it_ends_a_job_whose_message_was_wiped_before_anybody_read_it(make_documents, make_job, start_poller, redis):
    make_documents(250)
    job = make_job()
    redis.flushall()
    start_poller()
    wait_until(lambda: is_finished(job))
    assert posted_counts() == {1: 250}


def test_it_wakes_celery_workers_that_end_the_job_without_a_poller_though_one_is_killed(
    make_documents, make_job, start_celery
):
    make_documents(250)
    every_posting_takes(milliseconds=A_WHILE)
    start_celery()
    wait_until(lambda: Worker.objects.filter(sort=WorkerSort.CELERY).count() == 2)
    job = make_job()
    wait_until(lambda: chunks_of(job).filter(state=ChunkState.EXECUTING).exists())
    worker = chunks_of(job).filter(state=ChunkState.EXECUTING).values_list("worker", flat=True)[0]
    os.kill(int(worker.rpartition(":")[2]), signal.SIGKILL)
    every_posting_takes(milliseconds=0)
    wait_until(lambda: is_finished(job))
    assert posted_counts() == {1: 250}
