"""Undo a job of 50,000 invoices of 3 lines as a job, against the bare write of the same rows.

As :mod:`benchmarks.post_invoices`, for the credit notes that take the invoices back, the settlement of each pair, and
the orders that are to be invoiced again.
"""

import argparse
import multiprocessing
import resource
import time
from typing import Any

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.post_invoices import TABLES, bare_write, marks_now, post_as_job, work_on
from benchmarks.stage import execute, report, stage


def undo_as_job(company: Any, *, workers: int) -> float:
    """Submit what the last job of invoices posted to be undone on the last of its days, and give the wall seconds."""
    from django.contrib.auth.models import User
    from django.db import connections

    from arclose.access.models import Membership
    from arclose.batch import jobs
    from arclose.batch.models import JobTask
    from customers.undo_jobs import UNDO_INVOICES

    clerk = User.objects.get(username="clerk")
    Membership.objects.get_or_create(user=clerk, company=company, role="controller")
    task = JobTask.objects.filter(kind="sales-invoices").select_related("job", "company").latest("pk")
    day = task.job.last_document_date
    started = time.monotonic()
    job = jobs.submit(
        company=company,
        kind=UNDO_INVOICES.kind,
        description="benchmark",
        submitted_by=clerk,
        documents=UNDO_INVOICES.documents(task, day),
        parameters={"job": task.job_id, "task": 1, "day": day.isoformat(), "reason": "benchmark"},
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


def processor_seconds() -> float:
    """Give the processor time of all workers so far; that of the database is not in it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
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
            post_as_job(company, workers=options.workers)
            execute("VACUUM ANALYZE")
            marks = marks_now()
            before = processor_seconds()
            seconds = undo_as_job(company, workers=options.workers)
            print(f"processor time of the workers: {processor_seconds() - before:.1f} s")
            bare_seconds = bare_write(marks, prefix=prefix)
            report(
                f"undo {options.count:,} invoices of 3 lines, {options.workers} workers",
                seconds=seconds,
                bare_seconds=bare_seconds,
                goal=2.0,
                count=options.count,
                unit="invoices",
            )


if __name__ == "__main__":
    main()
