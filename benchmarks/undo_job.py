"""Undo a job of 50,000 invoices of 3 lines as a job, against the bare write of the same rows.

As :mod:`benchmarks.post_invoices`, for the credit notes that take the invoices back, the settlement of each pair, and
the orders that are to be invoiced again; posting them is beside it. ``--workers 0`` does it in one process and compares
processor time of program and database together, for a machine that is busy with other work.
"""

import argparse
from datetime import date
from typing import Any

from benchmarks.bare import bare_write, marks_now
from benchmarks.orders import a_selling_company, write_orders
from benchmarks.post_invoices import post_as_job
from benchmarks.stage import execute, report, stage

_DAY = date(2026, 10, 31)


def undo_as_job(company: Any, *, workers: int) -> float:
    """Submit what the last job of invoices posted to be undone, and give the seconds, as :func:`post_as_job` does."""
    from django.contrib.auth.models import User

    from arclose.access.models import Membership
    from arclose.batch.models import JobTask
    from customers.undo_jobs import UNDO_INVOICES

    clerk = User.objects.get(username="clerk")
    Membership.objects.get_or_create(user=clerk, company=company, role="controller")
    task = JobTask.objects.filter(kind="sales-invoices").select_related("company").latest("pk")
    return post_as_job(
        company,
        workers=workers,
        kind=UNDO_INVOICES.kind,
        documents=UNDO_INVOICES.documents(task, _DAY),
        parameters={"job": task.job_id, "task": 1, "day": _DAY.isoformat(), "reason": "benchmark"},
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
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
            for name, act in (("post", post_as_job), ("undo", undo_as_job)):
                marks = marks_now()
                seconds = act(company, workers=options.workers)
                bare_seconds = bare_write(marks, is_cpu=not options.workers)
                what = f"{name} {options.count:,} invoices of 3 lines, {options.workers} workers"
                report(what, seconds=seconds, bare_seconds=bare_seconds, goal=2.0, count=options.count, unit="invoices")
                execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
