"""How long `manage.py verify` takes over books of a size: `python -m benchmarks.verify --invoices 1000000`.

Goal: below 30 s over 5,000,000 entries (1,000,000 invoices) on 2 cores. Beside it stands the bare reading of the same
rows: one pass over entries, vouchers, invoice lines, tax rows and customer transactions that adds up an amount.
"""

import argparse
import time

from django.db import connection

from benchmarks import books

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


def main(invoices: int) -> None:
    from arclose.ledger import probes
    from arclose.ledger.models import LedgerEntry

    company = books.fill(invoices)
    books.analyze()
    bare = bare_seconds()
    started = time.perf_counter()
    results = list(probes.verify(companies=[company]))
    took = time.perf_counter() - started
    for result in sorted(results, key=lambda result: -result.milliseconds):
        print(f"{result.milliseconds:>7} ms  {result.probe.name}")
        assert not result.findings, result.findings[:3]
    count = LedgerEntry.objects.filter(company=company).count()
    print(f"verify over {count:,} entries: {took:.1f} s (goal {GOAL_SECONDS} s); bare reading {bare:.1f} s;", end=" ")
    print(f"ratio {took / bare:.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    books.connect()
    main(parser.parse_args().invoices)
