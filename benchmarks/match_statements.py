"""Match lines of bank statements against open transactions: propose for all of them, then make payments of some.

Of twenty lines sixteen name an invoice and pay it, two name one and pay a part, one is told by payer and amount, one by
nothing. Open transactions and lines are written past guards and keys: only reading them is measured, and the payments
that are made of them, by the clock of the processor.
"""

import argparse
import resource
from typing import Any

from django.conf import settings

from arclose.embedded.postgresql import Postgresql
from benchmarks.orders import a_selling_company
from benchmarks.stage import DATABASE, cpu_clock, stage

CUSTOMERS = 10_000
GOAL_SECONDS = 60
_OPEN = (
    """
    INSERT INTO customers_customertransaction (company_id, posting_id, voucher_id, customer_id, transaction_type,
        document_number, transaction_date, due_date, currency_id, transaction_currency_amount,
        accounting_currency_amount, control_account_id)
    SELECT {company}, 0, 0, c.id, 'invoice', 'INV2026-' || lpad(n::text, 7, '0'), DATE '2026-09-01' + n % 30,
        DATE '2026-10-01' + n % 30, c.currency_id, 10 + n % 9973 + n % 100 / 100.0, 10 + n % 9973 + n % 100 / 100.0, 0
    FROM generate_series(1, {count}) AS n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM customers_customer
          WHERE company_id = {company}) AS c ON c.place = n % {customers}
    """,
    """
    INSERT INTO customers_opentransaction (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount)
    SELECT id, company_id, customer_id, due_date, currency_id, transaction_currency_amount, accounting_currency_amount,
        0 FROM customers_customertransaction WHERE company_id = {company}
    """,
)
_LINES = (
    """
    INSERT INTO journals_bankfile (company_id, file_name, digest, format, version, notices, read_by_id)
    SELECT {company}, 'bench', '', 'camt.053', '', '[]', id FROM auth_user WHERE username = 'clerk'
    """,
    """
    INSERT INTO journals_bankstatement (company_id, file_id, bank_account_id, kind, identity, number, currency_id,
        from_date, to_date, opening_amount, closing_amount, booked_amount, difference_amount, verdict, line_count,
        notices, content_digest)
    SELECT {company}, f.id, b.id, 'statement', 'bench', '', b.currency_id, DATE '2026-10-01', DATE '2026-10-31', 0, 0,
        0, 0, 'adds_up', {lines}, '[]', ''
    FROM journals_bankfile f JOIN journals_bankaccount b ON b.company_id = {company} AND b.code = 'BANK'
    """,
    """
    INSERT INTO journals_bankstatementline (company_id, statement_id, line_number, booking_date, value_date, amount,
        status, is_reversal, bank_code, detail_count, end_to_end_reference, mandate_reference, servicer_reference,
        creditor_reference, text, counterparty_name, counterparty_account, return_reason)
    SELECT {company}, s.id, place, DATE '2026-10-01' + (place % 31)::int, DATE '2026-10-01' + (place % 31)::int,
        CASE t.sort WHEN 16 THEN round(t.amount / 2, 2) WHEN 17 THEN round(t.amount / 3, 2) WHEN 19 THEN 0.07
            ELSE t.amount END,
        'booked', false, 'PMNT-RCDT-ESCT', 0, 'NOTGIVEN' || place, '', 'B' || place, '',
        CASE WHEN t.sort < 18 THEN 'payment of invoice ' || t.document_number || ' thank you' ELSE 'thank you' END,
        CASE WHEN t.sort = 18 THEN t.name ELSE 'Somebody ' || place END, 'NL00BANK' || lpad(place::text, 10, '0'), ''
    FROM journals_bankstatement s
    JOIN (SELECT t.document_number, t.transaction_currency_amount AS amount, c.name,
                 row_number() OVER (ORDER BY t.id) AS place, row_number() OVER (ORDER BY t.id) % 20 AS sort
          FROM customers_customertransaction t JOIN customers_customer c ON c.id = t.customer_id
          WHERE t.company_id = {company} AND t.currency_id = 'EUR' AND t.id % {every} = 0
          LIMIT {lines}) AS t ON true
    """,
)


def write_books(company: Any, *, count: int, lines: int) -> None:
    """Write open transactions, and the lines of a statement that pay some of them."""
    values = {"company": company.pk, "count": count, "lines": lines, "customers": CUSTOMERS}
    values["every"] = max(1, count * 4 // 5 // lines)
    statements = [statement.format(**values) for statement in (*_OPEN, *_LINES)]
    Postgresql(places=settings.EMBEDDED).execute(
        ["SET session_replication_role = replica", *statements, "VACUUM ANALYZE"], database=DATABASE
    )


def measure(company: Any) -> None:
    """Print how long it takes to propose for all lines, and to make payments of those that are sure."""
    from django.contrib.auth.models import User

    from journals.banking.matching import propose
    from journals.banking.payments import make_payments
    from journals.models import BankStatementLine, JournalName

    lines = BankStatementLine.objects.filter(company=company).only("pk")
    count, clock = lines.count(), cpu_clock()
    started = clock()
    proposals = propose(company=company, lines=lines)
    seconds = clock() - started
    sure = {pk: one.fingerprint for pk, one in proposals.items() if one.is_sure}
    print(
        f"matched {count:,} lines in {seconds:.1f} s ({count / seconds:,.0f}/s; goal for 100,000: at most"
        f" {GOAL_SECONDS} s): {len(proposals):,} proposals, {len(sure):,} of them sure"
    )
    some = dict(list(sure.items())[:5_000])
    started = clock()
    clerk = User.objects.get(username="clerk")
    name = JournalName.objects.get(company=company, journal_type="payment")
    made = make_payments(company=company, name=name, shown=some, made_by=clerk, key="bench")
    print(f"made {len(made.payments):,} payments of lines in {clock() - started:.1f} s, matching included")
    print(f"memory of the program {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def main() -> None:
    """Make the books, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=100_000)
    asked = parser.parse_args()
    with stage():
        company = a_selling_company(customers=CUSTOMERS, items=1)
        write_books(company, count=asked.transactions, lines=asked.lines)
        measure(company)


if __name__ == "__main__":
    main()
