"""Write the audit file and the ledger entries of a year, and say how long it takes and how much memory it needs.

Vouchers of five entries are written past guards and keys: only reading and writing them out is measured.
"""

import argparse
import resource
import time
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from arclose.embedded.postgresql import Postgresql
from benchmarks.orders import a_selling_company
from benchmarks.stage import DATABASE, stage

ENTRIES_OF_A_VOUCHER = 5
_STATEMENTS = (
    """
    INSERT INTO ledger_posting (company_id, kind, key, fingerprint, posted_by_id)
    SELECT {company}, 'bench', 'bench', '', id FROM auth_user WHERE username = 'clerk'
    """,
    """
    INSERT INTO ledger_voucher (company_id, posting_id, document_type, document_id, document_part, series_id,
        fiscal_year_id, sequence_number, number, posting_date, period_id, text)
    SELECT {company}, p.id, CASE WHEN n % 3 = 0 THEN 'payment' ELSE 'invoice' END, n, 0, 0, period.fiscal_year_id, n,
        'V2026-' || lpad(n::text, 7, '0'), period.start_date + n % 28, period.id, 'Customer ' || n % 1000
    FROM generate_series(1, {vouchers}) AS n
    JOIN ledger_posting p ON p.company_id = {company} AND p.key = 'bench'
    JOIN ledger_fiscalperiod period ON period.company_id = {company} AND period.name = '2026-' || lpad(
        (1 + n % 12)::text, 2, '0')
    """,
    """
    INSERT INTO ledger_ledgerentry (company_id, voucher_id, account_id, posting_date, posting_type, currency_id,
        transaction_currency_amount, accounting_currency_amount)
    SELECT v.company_id, v.id, a.id, v.posting_date, CASE line WHEN 1 THEN 'customer_balance' ELSE 'revenue' END, 'EUR',
        CASE line WHEN 1 THEN 400 ELSE -100 END, CASE line WHEN 1 THEN 400 ELSE -100 END
    FROM ledger_voucher v CROSS JOIN generate_series(1, 5) AS line
    JOIN (SELECT id, row_number() OVER (ORDER BY number) AS place FROM ledger_ledgeraccount
          WHERE company_id = {company}) AS a ON a.place = line
    WHERE v.company_id = {company}
    """,
)


def measure(company: Any) -> None:
    """Print, for each kind of file, seconds, size and the memory that the process needed at most."""
    from customers.books.kinds import BooksFile, BooksKind, FileForm, write_books
    from customers.books.rows import Days

    days = Days(date(2026, 1, 1), date(2026, 12, 31))
    for kind, form in ((BooksKind.ENTRIES, FileForm.CSV), (BooksKind.AUDIT_FILE, FileForm.XAF)):
        started = time.monotonic()
        with TemporaryFile() as file:
            total = write_books(file, BooksFile(company, kind, form, days), created_on=date(2026, 12, 31))
            size = file.tell() / 1024**2
        seconds, memory = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{kind}: {total.count:,} entries in {seconds:.1f} s, {size:,.0f} MB; memory at most {memory:,.0f} MB")


def main() -> None:
    """Make the books, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    asked = parser.parse_args()
    with stage():
        from django.conf import settings

        company = a_selling_company(customers=1_000, items=1)
        values = {"company": company.pk, "vouchers": asked.entries // ENTRIES_OF_A_VOUCHER}
        statements = [statement.format(**values) for statement in _STATEMENTS]
        Postgresql(places=settings.EMBEDDED).execute(
            ["SET session_replication_role = replica", *statements, "VACUUM ANALYZE"], database=DATABASE
        )
        measure(company)


if __name__ == "__main__":
    main()
