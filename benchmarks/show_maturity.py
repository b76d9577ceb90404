"""Show when bills of exchange fall due: the page of the ladder over a million of them, `--bills` says how many.

Goal: a median below 300 ms. Bills that stand, in every status and with two banks, are written past guards and keys:
only the page is measured, by the clock of the processor.
"""

import argparse
from datetime import date
from typing import Any

from django.conf import settings

from arclose.embedded.postgresql import Postgresql
from benchmarks.close_page import GOAL_MILLISECONDS, GOAL_QUERIES, controller
from benchmarks.orders import a_selling_company
from benchmarks.pages import measure, show
from benchmarks.stage import DATABASE, cpu_clock, stage

TIMES = 9
# Of a hundred bills thirty wait in the company, forty are collected and twenty discounted by banks, ten are protested;
# they fall due within two years.
_BILLS = """
    INSERT INTO journals_bill (company_id, number, series_id, fiscal_year_id, sequence_number, instrument, method_id,
        customer_id, currency_id, drawn_date, status, sequence, amount, left_amount, due_date, remittance_type,
        bank_account_id, liability_id, deferred_amount, deferred_accounting_amount)
    SELECT {company}, 'BILL' || n, 0, 0, n, 'bill', 0, c.id, 'EUR', DATE '2026-09-01',
        CASE WHEN n % 100 < 30 THEN 'drawn' WHEN n % 100 < 90 THEN 'remitted' ELSE 'protested' END, 1, 10 + n % 9973,
        10 + n % 9973, DATE '2026-09-01' + n % 730,
        CASE WHEN n % 100 < 30 THEN 'none' WHEN n % 100 < 70 THEN 'collection' WHEN n % 100 < 90 THEN 'discount'
            ELSE 'none' END,
        CASE WHEN n % 100 BETWEEN 30 AND 89 THEN (ARRAY[{banks}])[1 + n % 2] END,
        CASE WHEN n % 100 BETWEEN 70 AND 89 THEN n END, 0, 0
    FROM generate_series(1, {bills}) AS n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS number_of
          FROM customers_customer WHERE company_id = {company}) AS c ON c.place = n % c.number_of
"""


def write_bills(company: Any, *, count: int) -> None:
    """Write so many bills that stand, and let the ladder have all of them."""
    from journals.bills.maturity_sql import maturities

    statement = _BILLS.format(
        company=company.pk, bills=count, banks=", ".join(str(bank.pk) for bank in _banks(company))
    )
    Postgresql(places=settings.EMBEDDED).execute(
        ["SET session_replication_role = replica", statement, "VACUUM ANALYZE"], database=DATABASE
    )
    rungs = maturities(company_id=company.pk, currency="EUR", days=[date(2027, 1, 1)])
    assert sum(bills for _rung, _bank, _status, _type, bills, _left in rungs) == count


def _banks(company: Any) -> list[Any]:
    """Give the bank account of a company, and another one."""
    from arclose.ledger.models import LedgerAccount
    from journals.models import BankAccount

    account = LedgerAccount.objects.create(company=company, number="1009", name="Second bank", account_type="asset")
    second = {"code": "SECOND", "name": "Second bank", "currency_id": "EUR", "account": account}
    return [company.bank_accounts.earliest("pk"), BankAccount.objects.create(company=company, **second)]


def main() -> None:
    """Make the bills, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bills", type=int, default=1_000_000)
    asked = parser.parse_args()
    with stage():
        company = a_selling_company(items=1)
        write_bills(company, count=asked.bills)
        client, clock = controller(company), cpu_clock()
        for page in ("bills/maturity/", "bills/"):
            measured = measure(client, f"/{company.code}/2026-10/{page}", times=TIMES, clock=clock)
            show(measured, longer_than=10)
        print(f"{asked.bills:,} bills (goal: {GOAL_MILLISECONDS} ms, {GOAL_QUERIES} queries)")


if __name__ == "__main__":
    main()
