"""Watch a job as its page does: `python -m benchmarks.watch_job`.

A job posts orders while somebody keeps its page open, which asks every two seconds. Goal: the page answers within 100
ms at the median, and watching takes at most 3 % of the processor time that the job takes. Both are processor time of
program and database together, so that a busy machine does not count; `--wall` shows the page's wall time too.
"""

import argparse
import multiprocessing
import statistics
import time
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.stage import execute, stage

GOAL_MILLISECONDS, GOAL_PERCENT = 100, 3
SECONDS_BETWEEN = 2


def main() -> None:
    """Post a job with a watcher, and print what both took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--wall", action="store_true", help="print wall time of the page beside its processor time")
    options = parser.parse_args()
    with stage():
        company = a_selling_company()
        write_orders(company, count=options.count, prefix="W")
        execute("VACUUM ANALYZE")
        job = _submit(company)
        posted = [_start(_post, job.pk) for _worker in range(options.workers)]
        looks = _watch(company, job)
        busy = sum(answer.recv() for answer in posted)
        job.refresh_from_db()
        assert (job.state, job.set_aside_count) == ("ended", 0), (job.state, job.error)
        _report(options, busy, looks)


def _submit(company: Any) -> Any:
    from django.contrib.auth.models import User

    from arclose.batch import jobs
    from customers.models import SalesOrder

    documents = SalesOrder.objects.filter(company=company).values_list("pk", "invoice_date", "number")
    return jobs.submit(
        company=company,
        kind="sales-invoices",
        description="Watched",
        submitted_by=User.objects.get(username="clerk"),
        documents=documents,
        key="watched",
    )


def _start(work: Any, job_id: int) -> Connection:
    """Start a process that answers with what it took."""
    from django.db import connections

    connections.close_all()
    answer, to_answer = multiprocessing.Pipe(duplex=False)
    multiprocessing.Process(target=work, args=(job_id, to_answer)).start()
    return answer


def _post(job_id: int, answer: Connection) -> None:
    """Work at the job until nothing is left, and answer with the processor seconds of this process and its session."""
    from arclose.batch import runner
    from benchmarks.stage import cpu_clock

    clock = cpu_clock()
    before = clock()
    runner.look(job_id=job_id)
    answer.send(clock() - before)


def _watch(company: Any, job: Any) -> list[tuple[float, float, int]]:
    """Ask for the page as a browser does until the job has ended: (processor, wall seconds, status) of each look."""
    from django.contrib.auth.models import User
    from django.test import Client

    from benchmarks.stage import cpu_clock

    client = Client(headers={"HX-Request": "true", "Host": "localhost"})
    client.force_login(User.objects.get(username="clerk"))
    address = f"/{company.code}/2026-10/jobs/{job.pk}/progress/?state=executing"
    client.get(address)  # what is loaded once is no part of a look
    clock, known = cpu_clock(), ""
    looks: list[tuple[float, float, int]] = []
    while not looks or job.state not in ("ended", "error"):
        processor, wall = clock(), time.perf_counter()
        response = client.get(address, headers={"If-None-Match": known} if known else {})
        looks.append((clock() - processor, time.perf_counter() - wall, response.status_code))
        assert response.status_code in (200, 304), response.status_code
        known = response.get("ETag", known)
        time.sleep(SECONDS_BETWEEN)
        job.refresh_from_db(fields=["state"])
    return looks


def _report(options: argparse.Namespace, busy: float, looks: list[tuple[float, float, int]]) -> None:
    milliseconds = [processor * 1000 for processor, _wall, _status in looks]
    watching = sum(processor for processor, _wall, _status in looks)
    unchanged = sum(status == 304 for _processor, _wall, status in looks)
    share = watching / busy * 100
    print(
        f"a job of {options.count:,} documents, {options.workers} workers: {busy:.1f} s of processor time;"
        f" {len(looks)} looks, {unchanged} of them unchanged"
    )
    print(
        f"a look: {statistics.median(milliseconds):.0f} ms at the median, {max(milliseconds):.0f} ms at most"
        f" (goal: {GOAL_MILLISECONDS} ms); watching: {share:.2f} % of the job (goal: at most {GOAL_PERCENT} %)"
    )
    if options.wall:
        walls = [wall * 1000 for _processor, wall, _status in looks]
        print(f"wall time of a look: {statistics.median(walls):.0f} ms at the median, {max(walls):.0f} ms at most")


if __name__ == "__main__":
    main()
