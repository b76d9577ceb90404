"""Post 50,000 invoices of 3 lines as a job, against the bare write of the same rows.

The job runs as in production: guards on, items and chunks written down, as many workers as cores. What the bare write
is, :mod:`benchmarks.bare` says.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Mapping
from typing import Any

from benchmarks.bare import bare_write, marks_now
from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import cpu_clock, execute, report, stage


def post_as_job(
    company: Any,
    *,
    workers: int,
    kind: str = "sales-invoices",
    clerk: Any = None,
    documents: Any = None,
    parameters: Mapping[str, Any] | None = None,
) -> float:
    """Submit documents, by default every unfinished order, as a job of ``clerk``, and give the wall seconds it took.

    Without workers this process does the work, and gives the processor seconds of program and database together.
    """
    from django.contrib.auth.models import User

    from arclose.batch import jobs
    from customers.models import SalesOrder
    from customers.models.sales_orders import UNFINISHED

    if documents is None:
        unfinished = SalesOrder.objects.filter(company=company, status__in=UNFINISHED)
        documents = unfinished.values_list("pk", "invoice_date", "number")
    clock = time.monotonic if workers else cpu_clock()
    started = clock()
    job = jobs.submit(
        company=company,
        kind=kind,
        description="benchmark",
        submitted_by=clerk or User.objects.get(username="clerk"),
        documents=documents,
        parameters=parameters,
        key=f"benchmark-{time.monotonic()}",
    )
    work_with(workers, job.pk)
    seconds = clock() - started
    job.refresh_from_db()
    assert (job.state, job.set_aside_count) == ("ended", 0), (job.state, job.error, job.set_aside_count)
    return seconds


def work_with(workers: int, job_id: int) -> None:
    """Work on a job, in so many processes or in this one, until nothing of it is left."""
    from django.db import connections

    if not workers:
        work_on(job_id)
        return
    connections.close_all()
    processes = [multiprocessing.Process(target=work_on, args=(job_id,)) for _ in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def work_on(job_id: int) -> None:
    """Work on a job in a process of its own until nothing of it is left."""
    from arclose.batch import runner

    runner.look(job_id=job_id)


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
            bare_seconds = bare_write(marks, is_cpu=not options.workers)
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
