"""The database server is killed while workers post."""

import time
from collections.abc import Iterator

import pytest
from django.db import connections

from arclose.batch.models import JobEvent
from tests.batch.conftest import a_chunk_is_executing, is_finished, posted_counts, state_counts, wait_until
from tests.batch.documents import every_posting_takes
from tests.cluster import MIGRATED, Cluster


@pytest.fixture
def crashing(own_cluster: Cluster, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Let the test work on servers of its own."""
    connections.close_all()
    for alias in ("default", "owner"):
        monkeypatch.setitem(connections[alias].settings_dict, "HOST", str(own_cluster.places.sockets))
        monkeypatch.setitem(connections[alias].settings_dict, "NAME", MIGRATED)
    yield own_cluster
    connections.close_all()


def test_it_ends_the_job_though_the_server_crashes(crashing: Cluster, make_documents, make_job, start_poller, settings):
    settings.BATCH_CHUNK_SIZE = 100
    make_documents(800)
    every_posting_takes(milliseconds=100)
    job = make_job()
    start_poller()
    start_poller()
    for _crash in range(2):
        wait_until(a_chunk_is_executing)
        time.sleep(0.05)
        connections.close_all()
        crashing.crash_postgresql()
    wait_until(lambda: is_finished(job))
    assert posted_counts() == {1: 800}
    assert state_counts(job) == {"done": 800}
    assert not JobEvent.objects.filter(job=job, what="worker_lost").exists()
