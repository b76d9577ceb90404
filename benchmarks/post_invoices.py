"""Post 50,000 invoices of 3 lines as a job, against the bare write of the same rows.

The job runs as in production: guards on, items and chunks written down, as many workers as cores. The bare
write is one INSERT ... SELECT per table in one transaction, the same indexes, keys and checks, triggers off; the rows
of orders and their lines that a posting writes anew are updated bare.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import execute, report, seconds_of, stage

# In the order of their foreign keys.
TABLES = [
    "batch_job",
    "batch_jobtask",
    "ledger_posting",
    "batch_jobitem",
    "batch_jobevent",
    "customers_orderdocument",
    "customers_orderdocumentline",
    "customers_invoice",
    "customers_invoiceline",
    "customers_invoiceddelivery",
    "ledger_voucher",
    "ledger_ledgerentry",
    "customers_taxrow",
    "customers_customertransaction",
    "customers_opentransaction",
    "ledger_accountbalance",
    "customers_subledgerbalance",
    "customers_customerbalance",
    "customers_duebalance",
    "ledger_postingseal",
    "batch_jobchunk",
]


# What a step writes anew of the orders of a prefix: how far each line and each order is.
REWRITES = (
    """UPDATE customers_salesorderline l
        SET invoiced_quantity = l.invoiced_quantity, delivered_quantity = l.delivered_quantity
        FROM customers_salesorder o WHERE o.id = l.order_id AND o.number LIKE '{prefix}%'""",
    "UPDATE customers_salesorder SET status = status, document_status = document_status WHERE number LIKE '{prefix}%'",
)


def post_as_job(
    company: Any, *, workers: int, kind: str = "sales-invoices", clerk: Any = None, documents: Any = None
) -> float:
    """Submit documents, by default every unfinished order, as a job of ``clerk``, and give the wall seconds it took."""
    from django.contrib.auth.models import User
    from django.db import connections

    from arclose.batch import jobs
    from customers.models import SalesOrder
    from customers.models.sales_orders import UNFINISHED

    if documents is None:
        unfinished = SalesOrder.objects.filter(company=company, status__in=UNFINISHED)
        documents = unfinished.values_list("pk", "invoice_date", "number")
    started = time.monotonic()
    job = jobs.submit(
        company=company,
        kind=kind,
        description="benchmark",
        submitted_by=clerk or User.objects.get(username="clerk"),
        documents=documents,
        key=f"benchmark-{started}",
    )
    connections.close_all()
    processes = [multiprocessing.Process(target=work_on, args=(job.pk,)) for _ in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    seconds = time.monotonic() - started
    job.refresh_from_db()
    assert (job.state, job.set_aside_count) == ("ended", 0), (job.state, job.error, job.set_aside_count)
    return seconds


def work_on(job_id: int) -> None:
    """Work on a job in a process of its own until nothing of it is left."""
    from arclose.batch import runner

    runner.look(job_id=job_id)


def bare_write(
    marks: dict[str, int],
    *,
    prefix: str,
    clock: Callable[[], float] = time.monotonic,
    rewrites: Sequence[str] = REWRITES,
    rewritten: Sequence[str] = (),
    first: Sequence[str] = (),
) -> float:
    """Write the rows made since ``marks`` once more by bare inserts, and give the seconds by a clock.

    They are put aside, taken out of the tables with triggers off, and written back. What a posting writes anew, of the
    documents of the prefix, is written anew here too; the triggers of the tables ``rewritten`` are off for that, and
    the statements ``first`` bring them to where they stood before.
    """
    for table in TABLES:
        execute(f"CREATE UNLOGGED TABLE aside_{table} AS SELECT * FROM {table} WHERE {_new(table, marks)}")
    for table in (*TABLES, *rewritten):
        execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    execute(*(statement.format(prefix=prefix) for statement in first))
    for table in reversed(TABLES):
        execute(f"DELETE FROM {table} WHERE {_new(table, marks)}")
    execute("VACUUM ANALYZE")
    seconds = seconds_of(
        [f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM aside_{table}" for table in TABLES]
        + [statement.format(prefix=prefix) for statement in rewrites],
        clock=clock,
    )
    for table in rewritten:
        execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table in TABLES:
        execute(f"ALTER TABLE {table} ENABLE TRIGGER USER", f"DROP TABLE aside_{table}")
    return seconds


KEYS = {"batch_jobitem": "task_id", "customers_opentransaction": "transaction_id"}


def marks_now() -> dict[str, int]:
    """Give the largest id of each table, to tell later which rows are new."""
    from django.db import connection

    marks = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT coalesce(max({KEYS.get(table, 'id')}), 0) FROM {table}")
            marks[table] = cursor.fetchone()[0]
    return marks


def _new(table: str, marks: dict[str, int]) -> str:
    return f"{KEYS.get(table, 'id')} > {marks[table]}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--existing", type=int, default=0, help="invoices posted before, five entries each")
    options = parser.parse_args()
    with stage():
        company = a_selling_company()
        write_orders(company, count=2_000, prefix="WARM")
        post_as_job(company, workers=options.workers)
        if options.existing:
            write_orders(company, count=options.existing, prefix="OLD")
            print(f"existing: {options.existing} invoices in {post_as_job(company, workers=options.workers):.1f} s")
        execute("VACUUM ANALYZE")
        for number in range(options.rounds):
            write_orders(company, count=options.count, prefix=f"R{number}-")
            execute("VACUUM ANALYZE")
            marks = marks_now()
            seconds = post_as_job(company, workers=options.workers)
            bare_seconds = bare_write(marks, prefix=f"R{number}-")
            report(
                f"post {options.count:,} invoices of 3 lines, {options.workers} workers",
                seconds=seconds,
                bare_seconds=bare_seconds,
                goal=2.0,
                count=options.count,
                unit="invoices",
            )
        print(f"largest worker: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
