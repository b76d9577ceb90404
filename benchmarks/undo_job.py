"""Undo a job of 50,000 invoices of 3 lines as a job, against the bare write of the same rows.

As :mod:`benchmarks.post_invoices`, for the credit notes that take the invoices back, the settlement of each pair, and
the orders that are to be invoiced again. ``--cpu`` undoes them in one process and compares processor time of program
and database together, for a machine that is busy with other work; posting them is beside it.
"""

import argparse
import multiprocessing
import time
from datetime import date
from typing import Any

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.pages import cpu_clock
from benchmarks.post_invoices import TABLES, bare_write, marks_now, post_as_job, work_on
from benchmarks.stage import execute, report, stage

# A chunk of a job is not larger.
_AT_ONCE = 2_500
_DAY = date(2026, 10, 31)


def undo_as_job(company: Any, *, workers: int) -> float:
    """Submit what the last job of invoices posted to be undone, and give the wall seconds."""
    from django.contrib.auth.models import User
    from django.db import connections

    from arclose.access.models import Membership
    from arclose.batch import jobs
    from arclose.batch.models import JobTask
    from customers.undo_jobs import UNDO_INVOICES

    clerk = User.objects.get(username="clerk")
    Membership.objects.get_or_create(user=clerk, company=company, role="controller")
    task = JobTask.objects.filter(kind="sales-invoices").select_related("company").latest("pk")
    started = time.monotonic()
    job = jobs.submit(
        company=company,
        kind=UNDO_INVOICES.kind,
        description="benchmark",
        submitted_by=clerk,
        documents=UNDO_INVOICES.documents(task, _DAY),
        parameters={"job": task.job_id, "task": 1, "day": _DAY.isoformat(), "reason": "benchmark"},
        key=f"undo-{started}",
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


def _in_one_process(company: Any, *, count: int, prefix: str) -> None:
    """Post and undo the orders of a prefix, and print the processor time of each against its bare write."""
    from django.contrib.auth.models import User

    from customers.invoicing import post_invoices
    from customers.models import Invoice, SalesOrder
    from customers.undoing import undo_invoices

    user, clock = User.objects.get(username="clerk"), cpu_clock()

    def post(ids: list[int], key: str) -> Any:
        return post_invoices(company=company, orders=ids, posted_by=user, key=key)

    def undo(ids: list[int], key: str) -> Any:
        return undo_invoices(company=company, documents=ids, day=_DAY, reason="benchmark", undone_by=user, key=key)

    orders = SalesOrder.objects.filter(company=company, number__startswith=prefix)
    for name, act, documents in (("post", post, orders), ("undo", undo, Invoice.objects.filter(order__in=orders))):
        execute("VACUUM ANALYZE")
        ids, marks = list(documents.order_by("pk").values_list("pk", flat=True)), marks_now()
        started = clock()
        for first in range(0, count, _AT_ONCE):
            outcome = act(ids[first : first + _AT_ONCE], f"{name}-{prefix}{first}")
            assert not outcome.left_out, outcome.left_out[:3]
        seconds = clock() - started
        bare_seconds = bare_write(marks, prefix=prefix, clock=cpu_clock(using="owner"))
        what = f"{name} {count:,} invoices of 3 lines, processor time"
        report(what, seconds=seconds, bare_seconds=bare_seconds, goal=2.0, count=count, unit="invoices")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--cpu", action="store_true", help="processor time, in one process")
    options = parser.parse_args()
    TABLES.insert(TABLES.index("customers_opentransaction"), "customers_settlement")
    with stage():
        company = a_selling_company()
        write_orders(company, count=1_000, prefix="WARM")
        post_as_job(company, workers=options.workers)
        undo_as_job(company, workers=options.workers)
        for number in range(options.rounds):
            # What is undone could be invoiced again, and is not to be.
            execute("UPDATE customers_salesorder SET status = 'canceled' WHERE status = 'open'")
            prefix = f"R{number}-"
            write_orders(company, count=options.count, prefix=prefix)
            execute("VACUUM ANALYZE")
            if options.cpu:
                _in_one_process(company, count=options.count, prefix=prefix)
                continue
            post_as_job(company, workers=options.workers)
            execute("VACUUM ANALYZE")
            marks = marks_now()
            seconds = undo_as_job(company, workers=options.workers)
            bare_seconds = bare_write(marks, prefix=prefix)
            what = f"undo {options.count:,} invoices of 3 lines, {options.workers} workers"
            report(what, seconds=seconds, bare_seconds=bare_seconds, goal=2.0, count=options.count, unit="invoices")


if __name__ == "__main__":
    main()
