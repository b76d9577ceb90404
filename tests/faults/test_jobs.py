"""Real orders in jobs: killed workers, lost sessions, poison, and books that agree with the oracle's sums afterwards.

Sizes and the seed come from the environment; docs/operations.md names them, and what runs the full ones.
"""

import os
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import Error, connection

from arclose.batch import jobs, runner
from arclose.batch.models import Job
from arclose.ledger.models import AccountBalance, AutomaticAccount, Company, ExchangeRate, ExchangeRateType
from customers.invoicing import SALES_INVOICES
from customers.models import Customer, Invoice, SalesOrder, TaxRule
from tests.batch.conftest import a_chunk_is_executing, is_finished, items_of, start_poller, start_worker, wait_until  # noqa: F401 (fixtures)
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.posting import findings
from tests.oracle import Document, Line, Oracle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SIZE = int(os.environ.get("ARCLOSE_FAULT_ORDERS", "60"))
KILLS = int(os.environ.get("ARCLOSE_FAULT_KILLS", "4"))
SEED = int(os.environ.get("ARCLOSE_FAULT_SEED", Random().randrange(10**6)))

# country | currency | domestic VAT in percent
COMPANIES = [("NL", "EUR", 21), ("GB", "GBP", 20), ("CH", "USD", 8)]
DECIMALS = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0, "KWD": 3}
UNITS = {"USD": "1.0853", "GBP": "0.8617", "JPY": "163.27", "KWD": "0.33391"}
FIRST_DAY = date(2026, 10, 1)
RATES = {
    currency: {FIRST_DAY + timedelta(days=past): Decimal(units) * (1000 + past) / 1000 for past in range(0, 31, 3)}
    for currency, units in UNITS.items()
}
_END_SESSIONS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'arclose_app' AND pid <> pg_backend_pid() AND state <> 'idle'
"""


@pytest.fixture
def company() -> Company:
    return a_company()


def companies() -> list[tuple[Company, Oracle]]:
    """Give three companies with books in three currencies, and the oracle of each."""
    rate_type = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    ExchangeRate.objects.bulk_create(
        ExchangeRate(rate_type=rate_type, currency_id=currency, rate_date=day, units_per_base=units)
        for currency, published in RATES.items()
        for day, units in published.items()
    )
    made = []
    for country, currency, percent in COMPANIES:
        company = a_company(country=country, currency=currency, vat_number="", standard_percent=Decimal(percent))
        Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type, rounding_limit_amount=100)
        made.append((company, Oracle(currency=currency, decimals=DECIMALS, rates=RATES)))
    return made


def customers_of(company: Company, percent: int) -> dict[str, tuple[Customer, dict[str, Any]]]:
    """Give a customer for each currency, and how the oracle is told that it is taxed: abroad, but for the own one."""
    made = {}
    for currency in DECIMALS:
        if currency == company.accounting_currency_id:
            taxed: dict[str, Any] = {"tax_percent": Decimal(percent)}
            made[currency] = (a_customer(company), taxed)
        else:
            taxed = {"tax_kind": "export", "tax_code": "EXP", "tax_percent": Decimal(0)}
            abroad = a_customer(company, country="US", currency_id=currency, tax_group="EXP")
            made[currency] = (abroad, taxed)
    return made


def orders_of(customer: Customer, taxed: dict[str, Any], *, count: int, chance: Random) -> list[Document]:
    """Give so many orders of one or two lines, in the program and as the oracle sees them."""
    item, documents = an_item(customer.company), []
    for _number in range(count):
        day = date(2026, 10, chance.randint(1, 30))
        lines = [
            (Decimal(chance.randint(1, 9)), Decimal(chance.randint(1, 99999)) / 100)
            for _line in range(chance.randint(1, 2))
        ]
        order = an_order(customer, *[(str(q), str(p)) for q, p in lines], item=item, on=day)
        seen = [Line(quantity, price, **taxed) for quantity, price in lines]
        documents.append(Document(order.pk, customer.number, day, day, customer.currency_id, seen))
    return documents


def submitted(company: Company, clerk: User) -> Job:
    documents = SalesOrder.objects.filter(company=company).values_list("pk", "invoice_date", "number")
    return jobs.submit(
        company=company, kind=SALES_INVOICES, description="October", submitted_by=clerk, documents=documents, key="job"
    )


def look_slowly() -> None:
    """Be a worker whose every statement takes a while, so that it is hit in the middle; a lost session is no end."""

    def slowly(execute: Any, *arguments: Any) -> Any:
        time.sleep(0.01)
        return execute(*arguments)

    with connection.execute_wrapper(slowly):
        while True:
            try:
                runner.look()
            except Error:
                connection.close()
            time.sleep(0.05)


def _end_sessions() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_END_SESSIONS)


def kill_workers(chance: Random, start: Any, asked: Sequence[Job]) -> int:
    """Kill a random worker again and again while it executes; each third time end all sessions instead.

    However fast they are, jobs that have ended have nobody to kill. Give how often something was taken away.
    """

    def have_ended() -> bool:
        return all(is_finished(job) for job in asked)

    workers, hits = [start(look_slowly) for _worker in range(2)], 0
    for number in range(KILLS):
        wait_until(lambda: a_chunk_is_executing() or have_ended())
        if have_ended():
            break
        hits += 1
        time.sleep(chance.random() / 5)
        if number % 3 == 2:
            _end_sessions()
            continue
        victim = chance.randrange(2)
        workers[victim].kill()
        workers[victim] = start(look_slowly)
    for worker in workers:
        worker.kill()
    return hits


def assert_posted_once(company: Company, oracle: Oracle, documents: Sequence[Document]) -> None:
    """Everything is posted, nothing twice, and the books are those of the oracle."""
    oracle.post(documents)
    kept = AccountBalance.objects.filter(company=company).values_list(
        "period__name", "account__number", "currency", "transaction_currency_amount", "accounting_currency_amount"
    )
    assert {row[:3]: row[3:] for row in kept} == {key: sums[:2] for key, sums in oracle.trial_balance().items()}
    numbers = Invoice.objects.filter(company=company).values_list("sequence_number", flat=True)
    assert sorted(numbers) == list(range(1, len(documents) + 1))


def test_jobs_lose_and_double_nothing_when_workers_die_and_sessions_end(
    start_worker: Any,  # noqa: F811
    start_poller: Any,  # noqa: F811
    settings: Any,
) -> None:
    print("seed", SEED)
    chance = Random(SEED)
    settings.WORKER_PROCESSES, settings.BATCH_CHUNK_SIZE = 2, max(10, SIZE // 100)
    asked = []
    for (company, oracle), (_country, _currency, percent) in zip(companies(), COMPANIES, strict=True):
        customers, documents = customers_of(company, percent), []
        for customer, taxed in customers.values():
            documents += orders_of(customer, taxed, count=SIZE // 15, chance=chance)
        planted = an_order(customer, ("20", "50000000000000")).pk
        asked.append((company, oracle, documents, planted, submitted(company, a_clerk(company))))
    assert kill_workers(chance, start_worker, [job for *_books, job in asked])
    start_poller()

    for company, oracle, documents, planted, job in asked:
        wait_until(lambda job=job: is_finished(job), seconds=60 + SIZE // 10)  # type: ignore[misc]
        assert list(items_of(job).exclude(state="done").values_list("document_id", "reason_code")) == [
            (planted, "amount_too_large")
        ]
        assert_posted_once(company, oracle, documents)
    assert findings(*(company for company, *_rest in asked)) == {}


def test_what_cannot_be_posted_is_set_aside_with_its_reason_and_the_rest_is_posted(company: Company) -> None:
    customer = a_customer(company)
    orders_of(customer, {}, count=SIZE // 2, chance=Random(1))
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
    assert Counter(items_of(job).values_list("state", flat=True)) == {"done": SIZE // 2, "set_aside": len(poison)}
    assert all(reason for reason in items_of(job).filter(state="set_aside").values_list("reason", flat=True))
    assert findings(company) == {}
