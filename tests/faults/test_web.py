"""The web while sessions of the database are ended all the time: each answer is right, or 503."""

import http.client
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest
from django.db import connections
from django.test import Client

from arclose.embedded.forks import Fork, run_module
from customers.models import Invoice
from tests.batch.conftest import wait_until
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.cluster import Cluster
from tests.customers.pages import page_key
from tests.customers.posting import findings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
STRIKES = 4
_END_SESSIONS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND usename = 'arclose_app'
"""
_TOKEN = "t" * 32


class Web:
    """A web server of the program on this test's database, and a browser signed in there."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookies = f"sessionid={session}; csrftoken={_TOKEN}"

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path)

    def post(self, path: str, **data: str) -> tuple[int, str]:
        return self._ask("POST", path, urlencode({**data, "csrfmiddlewaretoken": _TOKEN}))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def answers(self) -> bool:
        try:
            return self.get("/health/")[0] == 200
        except OSError:
            return False


@pytest.fixture
def company(transactional_db):
    return a_company()


@pytest.fixture
def web(company, tmp_path: Path) -> Iterator[Web]:
    client = Client()
    client.force_login(a_clerk(company))
    session = client.session.session_key
    connections.close_all()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "web.log").open("wb") as log:
        process = Fork(lambda: _serve(port), output=log)
    started = Web(port, session)
    wait_until(started.answers, seconds=60)
    yield started
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def _serve(port: int) -> None:
    """Serve the program with the settings of the test."""
    arguments = ["--workers", "1", "--threads", "4", "--worker-class", "gthread", "--no-control-socket"]
    run_module("gunicorn", ["arclose.wsgi:application", "--bind", f"127.0.0.1:{port}", *arguments], shown_as="web")


class Enemy(threading.Thread):
    """Ends every session of the program's database role: at first twice a second, then more and more seldom, so that
    however slow the machine is an answer comes through.
    """

    def __init__(self, cluster: Cluster, database: str) -> None:
        super().__init__()
        self.address, self.database = cluster.url("postgres", role="arclose_superuser"), database
        self.enough = threading.Event()
        self.strikes = self.ended = 0

    def run(self) -> None:
        with closing(psycopg2.connect(self.address)) as session:
            session.autocommit = True
            while not self.enough.wait(0.5 * 1.2**self.strikes):
                with session.cursor() as cursor:
                    cursor.execute(_END_SESSIONS, [self.database])
                    self.ended += cursor.fetchone()[0]
                self.strikes += 1


@contextmanager
def at_war(enemy: Enemy) -> Iterator[Enemy]:
    """Let the enemy work meanwhile, and no longer: the next tests have the same database."""
    enemy.start()
    try:
        yield enemy
    finally:
        enemy.enough.set()
        enemy.join()


def test_each_answer_is_right_or_503_while_sessions_are_ended(web: Web, company, cluster: Cluster, database_name: str):
    orders = [an_order(a_customer(company)) for _order in range(15)]
    waiting = {order.pk: page_key(order.pk) for order in orders}
    connections.close_all()
    said: list[int] = []
    deadline = time.monotonic() + 90
    with at_war(Enemy(cluster, database_name)) as enemy:
        while enemy.strikes < STRIKES or 200 not in said:
            assert time.monotonic() < deadline, said
            status, page = web.get(f"/{company.code}/2026-10/orders/?text={orders[0].number}")
            said.append(status)
            assert status == 503 or (status == 200 and orders[0].number in page), (status, page)
            if waiting:
                order, key = next(iter(waiting.items()))
                status, page = web.post(f"/{company.code}/2026-10/orders/{order}/update/", key=key)
                said.append(status)
                assert status in (302, 503), (status, page)
                if status == 302:
                    waiting.pop(order)
    assert enemy.ended > 0
    for order, key in waiting.items():
        assert web.post(f"/{company.code}/2026-10/orders/{order}/update/", key=key)[0] == 302
    numbers = Invoice.objects.filter(company=company).values_list("order", "sequence_number")
    assert sorted(order for order, _number in numbers) == sorted(order.pk for order in orders)
    assert sorted(number for _order, number in numbers) == list(range(1, len(orders) + 1))
    assert findings(company) == {}
