"""Print 10,000 invoices of 3 lines as PDF files with two processes: `python -m benchmarks.print_invoices`.

Goal: at most 3 minutes on 2 cores.
"""

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.orders import a_selling_company, write_orders
from benchmarks.post_invoices import post_as_job
from benchmarks.stage import execute, stage

GOAL_SECONDS = 180


def _processor_seconds() -> float:
    """Give what processes that have ended took, in all."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with stage(), tempfile.TemporaryDirectory(prefix="invoices-") as folder:
        company = a_selling_company()
        write_orders(company, count=options.count, prefix="P")
        post_as_job(company, workers=options.workers)
        execute("VACUUM ANALYZE")
        from customers.papers.printing import print_invoices

        before, started = _processor_seconds(), time.monotonic()
        printed = print_invoices(
            company=company, until=date(2026, 12, 31), folder=Path(folder), workers=options.workers
        )
        seconds, busy = time.monotonic() - started, _processor_seconds() - before
        files = list(Path(folder).iterdir())
        assert printed.new == len(files) == options.count, (printed, len(files))
        size = sum(file.stat().st_size for file in files) / len(files) / 1024
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"print {options.count:,} invoices of 3 lines, {options.workers} processes: {seconds:.1f} s"
            f" ({options.count / seconds:.0f} a second, goal for 10,000: {GOAL_SECONDS} s);"
            f" {busy:.1f} s of processor time beside the database; {size:.0f} KB a file, {memory:.0f} MB a process"
        )


if __name__ == "__main__":
    main()
