"""How long `manage.py verify` takes over books of a size: `python -m benchmarks.verify --invoices 1000000`.

Goal: below 30 s over 5,000,000 entries (1,000,000 invoices) on 2 cores. Beside it stands the bare reading of the same
rows: one pass over entries, vouchers, invoice lines, tax rows and customer transactions that adds up an amount.
`--cpu` gives the processor time of each probe instead, one after the other, for a machine that is busy with other work.
`--large` takes the books of :mod:`benchmarks.large_books`.
"""

import argparse
import re
import time
from typing import Any

from django.db import connection, transaction

from benchmarks import books
from benchmarks.large_books import make
from benchmarks.stage import cpu_clock

GOAL_SECONDS = 30

_BARE = """
    SELECT (SELECT sum(accounting_currency_amount) FROM ledger_ledgerentry),
        (SELECT sum(sequence_number) FROM ledger_voucher), (SELECT sum(net_amount) FROM customers_invoiceline),
        (SELECT sum(accounting_currency_base_amount) FROM customers_taxrow),
        (SELECT sum(accounting_currency_amount) FROM customers_customertransaction)
"""


def bare_seconds() -> float:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_BARE)
        cursor.fetchone()
    return time.perf_counter() - started


def processor_seconds(company: Any, *, only: str) -> float:
    """Run the probes one after the other, print the processor time of each, and give their sum."""
    from arclose.ledger import probes
    from arclose.ledger.proofs.sql import allow_memory_for_proofs

    clock, took = cpu_clock(), []
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers = 0")
    works = [probe for probe in probes.registered() if probe.look and re.search(only, probe.name)]
    for probe in works:
        started = clock()
        with transaction.atomic():
            allow_memory_for_proofs()
            findings = len(probe.look(company)) if probe.look else 0
        took.append((clock() - started, probe.name, findings))
    for seconds, name, findings in sorted(took, reverse=True):
        print(f"{seconds * 1000:>7.0f} ms  {name}{f', {findings} findings' if findings else ''}")
    return sum(seconds for seconds, _name, _findings in took)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=0, help="how many times to copy what is posted, to fill faster")
    parser.add_argument("--large", action="store_true", help="the books of benchmarks.large_books")
    parser.add_argument("--cpu", action="store_true", help="processor time of each probe")
    parser.add_argument("--only", default="", help="probes whose name matches, with --cpu")
    options = parser.parse_args()
    from arclose.ledger import probes
    from arclose.ledger.models import LedgerEntry

    company = make() if options.large else books.fill(options.invoices, copies=options.copies)
    books.analyze()
    count = f"{LedgerEntry.objects.filter(company=company).count():,} entries"
    if options.cpu:
        print(f"verify over {count}: {processor_seconds(company, only=options.only):.1f} s of processor time")
        return
    bare = bare_seconds()
    started = time.perf_counter()
    results = list(probes.verify(companies=[company]))
    took = time.perf_counter() - started
    for result in sorted(results, key=lambda result: -result.milliseconds):
        print(f"{result.milliseconds:>7} ms  {result.probe.name}")
        assert not result.findings, result.findings[:3]
    print(f"verify over {count}: {took:.1f} s (goal {GOAL_SECONDS} s); bare reading {bare:.1f} s;", end=" ")
    print(f"ratio {took / bare:.1f}")


if __name__ == "__main__":
    books.connect()
    main()
