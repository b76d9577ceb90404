"""Post 50,000 invoices of 3 lines as a job on top of books that are there: 1,000,000 invoices, 5,000,000 entries.

The same job is posted into nearly empty books in a run of its own, with `--invoices 5000` and another folder: the one
time divided by the other says what the size of the books costs. Goal: at most 1.2. ARCLOSE_VAR names the folder, whose
books stay there for the next measurement.
"""

import argparse

from django.db import connections

from benchmarks import books
from benchmarks.post_invoices import post_as_job


def main() -> None:
    """Fill the books up to their size, then measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    from arclose.access.models import Membership
    from arclose.ledger.models import LedgerEntry

    company = books.fill(options.invoices)
    Membership.objects.get_or_create(user=books.poster(), company=company, role="clerk")
    books.add_orders(company, options.count)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    before = LedgerEntry.objects.filter(company=company).count()
    seconds = post_as_job(company, workers=options.workers, clerk=books.poster())
    print(f"{options.count:,} invoices on top of {before:,} entries: {seconds:.1f} s", end=" ")
    print(f"({options.count / seconds:,.0f} invoices/s)")


if __name__ == "__main__":
    books.connect()
    main()
