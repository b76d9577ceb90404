"""Real orders in a job: lost sessions, poison, and books that agree with the oracle's sums afterwards."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections

from arclose.batch import jobs, poller, runner
from arclose.batch.models import ChunkState, Job, JobChunk
from arclose.ledger.models import AccountBalance, AutomaticAccount, Company
from customers.invoicing import SALES_INVOICES
from customers.models import Customer, Invoice, SalesOrder, TaxRule
from tests.batch.conftest import is_finished, items_of, wait_until
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.posting import findings
from tests.oracle import Document, Line, Oracle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SIZE = int(os.environ.get("ARCLOSE_FAULT_ORDERS", "80"))
_END_SESSIONS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'arclose_app' AND pid <> pg_backend_pid() AND state <> 'idle'
"""


@pytest.fixture
def company() -> Company:
    return a_company()


def orders_of(customer: Customer, *, count: int, seed: int) -> list[Document]:
    """Give so many orders of one or two lines, in the program and as the oracle sees them."""
    chance, item = Random(seed), an_item(customer.company)
    documents = []
    for _number in range(count):
        day = date(2026, 10, chance.randint(1, 30))
        lines = [
            (Decimal(chance.randint(1, 9)), Decimal(chance.randint(1, 99999)) / 100)
            for _line in range(chance.randint(1, 2))
        ]
        order = an_order(customer, *[(str(q), str(p)) for q, p in lines], item=item, on=day)
        documents.append(
            Document(order.pk, customer.number, day, day, "EUR", [Line(quantity, price) for quantity, price in lines])
        )
    return documents


def submitted(company: Company, clerk: User) -> Job:
    documents = SalesOrder.objects.filter(company=company).values_list("pk", "invoice_date", "number")
    return jobs.submit(
        company=company, kind=SALES_INVOICES, description="October", submitted_by=clerk, documents=documents, key="job"
    )


@pytest.fixture
def poller_process() -> Iterator[list[int]]:
    """Processes that poll for work, ended with the test."""
    started: list[int] = []
    yield started
    for pid in started:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def start_polling(started: list[int]) -> None:
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            poller.keep_polling(seconds=1)
        finally:
            os._exit(0)
    started.append(pid)


def _a_chunk_is_executing() -> bool:
    return JobChunk.objects.filter(state=ChunkState.EXECUTING).exists()


def _end_sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_END_SESSIONS)
        return int(cursor.fetchone()[0])


def test_a_job_survives_the_end_of_its_sessions(company: Company, poller_process: list[int], settings) -> None:
    seed = Random().randrange(10**6)
    print("seed", seed)
    settings.BATCH_CHUNK_SIZE = 10
    documents = orders_of(a_customer(company), count=SIZE, seed=seed)
    job = submitted(company, a_clerk(company))
    start_polling(poller_process)
    ended = 0
    while ended < 5 and not is_finished(job):
        if _a_chunk_is_executing():
            ended += _end_sessions()
    wait_until(lambda: is_finished(job), seconds=60)

    oracle = Oracle(currency="EUR", decimals={"EUR": 2}, rates={})
    oracle.post(documents)
    kept = AccountBalance.objects.values_list(
        "period__name", "account__number", "currency", "accounting_currency_amount"
    )
    assert {row[:3]: row[3] for row in kept} == {key: sums[1] for key, sums in oracle.trial_balance().items()}
    assert sorted(Invoice.objects.values_list("sequence_number", flat=True)) == list(range(1, SIZE + 1))
    assert findings(company) == {}


def test_what_cannot_be_posted_is_set_aside_with_its_reason_and_the_rest_is_posted(company: Company) -> None:
    customer = a_customer(company)
    orders_of(customer, count=SIZE, seed=1)
    abroad = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    foreign = a_customer(company, tax_group="TRI", country="DE", vat_number="DE136695976")
    Company.objects.filter(pk=company.pk).update(rate_age_limit_days=0)
    AutomaticAccount.objects.filter(company=company, purpose="rounding").delete()
    TaxRule.objects.filter(company=company, tax_group__code="TRI").delete()
    poison = {
        an_order(abroad, on=date(2026, 10, 4)).pk: "rate_missing",  # a Sunday
        an_order(foreign).pk: "tax_code_missing",
        an_order(customer, ("20", "50000000000000")).pk: "amount_too_large",
        # Two entries that are rounded apart, and no account for the cent: an error that names no document.
        an_order(
            abroad, ("1", "33.33"), ("1", "66.67"), on=date(2026, 10, 14),
            items=[an_item(company), an_item(company, item_type="service")],
        ).pk: "AutomaticAccountMissing",
    }  # fmt: skip
    job = submitted(company, a_clerk(company))
    runner.look()

    set_aside = dict(items_of(job).filter(state="set_aside").values_list("document_id", "reason_code"))
    assert set_aside == poison
    assert Counter(items_of(job).values_list("state", flat=True)) == {"done": SIZE, "set_aside": len(poison)}
    assert all(reason for reason in items_of(job).filter(state="set_aside").values_list("reason", flat=True))
    assert findings(company) == {}
