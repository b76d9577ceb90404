"""Revalue open transactions in ten currencies: compute and store the preview, post it, undo it; the bare insert beside.

Open transactions, and a settled history where one is asked for, are written past guards and keys: only revaluing them
is measured, by the clock of the processor. The bare insert writes the lines of the preview once more, with indexes and
keys, triggers off. With a settled history a preview is computed before that is written, and again after it; three times
each, and the quickest counts. On a machine that is busy this is done in parts, on servers that stand (`python -m
arclose.embedded up`, with ARCLOSE_VAR naming a folder of its own): `--part open` writes what is open, `--part settled`
the history, and `--part preview` computes one preview of what is there, as often as one likes.
"""

import argparse
import resource
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from arclose.embedded.postgresql import Postgresql
from benchmarks import books
from benchmarks.orders import a_selling_company
from benchmarks.stage import DATABASE, cpu_clock, execute, migrate, seconds_of, stage

CUSTOMERS = 1_000
CURRENCIES = ("USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "CAD")
CONSIDERED = date(2026, 9, 30)
PREVIEW_GOAL, POST_GOAL, HISTORY_GOAL = 1.5, 0.05, 0.2
TURNS = 3
_TRANSACTIONS = """
    INSERT INTO customers_customertransaction (company_id, posting_id, voucher_id, customer_id, transaction_type,
        document_number, transaction_date, due_date, currency_id, transaction_currency_amount,
        accounting_currency_amount, control_account_id)
    SELECT {company}, 0, 0, c.id, '{kind}', '{prefix}' || n, DATE '{first}' + n % {days},
        DATE '{first}' + n % {days} + 30, ('{{{currencies}}}'::text[])[1 + n % 10], {sign} * (100 + n % 9973),
        {sign} * (90 + n % 9973),
        (SELECT id FROM ledger_ledgeraccount WHERE company_id = {company} AND number = '1100')
    FROM generate_series(1, {count}) AS n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM customers_customer
          WHERE company_id = {company}) AS c ON c.place = n % {customers}
    ORDER BY n
"""
_OPEN = """
    INSERT INTO customers_opentransaction (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount)
    SELECT id, company_id, customer_id, due_date, currency_id, transaction_currency_amount, accounting_currency_amount,
        0 FROM customers_customertransaction WHERE company_id = {company} AND document_number LIKE 'O%'
"""
_KEPT = """
    INSERT INTO customers_subledgerbalance (company_id, period_id, account_id, currency_id, transaction_currency_amount,
        accounting_currency_amount)
    SELECT t.company_id, p.id, t.control_account_id, t.currency_id, sum(t.transaction_currency_amount),
        sum(t.accounting_currency_amount)
    FROM customers_customertransaction t JOIN ledger_fiscalperiod p ON p.company_id = t.company_id
        AND t.transaction_date BETWEEN p.start_date AND p.end_date
    WHERE t.company_id = {company} AND t.document_number LIKE 'O%' GROUP BY 1, 2, 3, 4
"""
# Each settled invoice is paid in full by a payment of its own, which was written right after all of these.
_SETTLED = """
    INSERT INTO customers_settlement (company_id, posting_id, settlement_date, debit_transaction_id,
        credit_transaction_id, transaction_currency_amount, debit_accounting_amount, credit_accounting_amount)
    SELECT i.company_id, 0, p.transaction_date, i.id, p.id, i.transaction_currency_amount, i.accounting_currency_amount,
        i.accounting_currency_amount
    FROM customers_customertransaction i JOIN customers_customertransaction p ON p.id = i.id + {count}
    WHERE i.company_id = {company} AND i.document_number LIKE 'S%'
"""


def write_open(company: Any, *, count: int) -> None:
    """Write open transactions of September."""
    _write(
        _transactions(company, "invoice", "O", date(2026, 9, 1), days=30, count=count),
        _OPEN.format(company=company.pk),
        _KEPT.format(company=company.pk),
    )


def write_settled(company: Any, *, count: int) -> None:
    """Write so many settled transactions of the eight months before: half of them invoices, half their payments."""
    since, each = date(2026, 1, 1), {"days": 200, "count": count // 2}
    _write(
        _transactions(company, "invoice", "S", since, **each),
        _transactions(company, "payment", "P", since + timedelta(days=30), **each),
        _SETTLED.format(company=company.pk, count=count // 2),
    )


def _transactions(company: Any, kind: str, prefix: str, first: date, *, days: int, count: int) -> str:
    return _TRANSACTIONS.format(
        company=company.pk,
        customers=CUSTOMERS,
        currencies=",".join(CURRENCIES),
        kind=kind,
        sign=-1 if kind == "payment" else 1,
        prefix=prefix,
        first=first,
        days=days,
        count=count,
    )


def _write(*statements: str) -> None:
    Postgresql(places=settings.EMBEDDED).execute(
        ["SET session_replication_role = replica", *statements, "VACUUM ANALYZE"], database=DATABASE
    )


def measure_history(company: Any, *, settled: int) -> None:
    """Print how long a preview takes without a settled history, and with it."""
    without = _quickest_preview(company)
    write_settled(company, count=settled)
    beside = _quickest_preview(company)
    print(
        f"preview beside {settled:,} settled transactions: {beside:.2f} s (P), without {without:.2f} s;"
        f" {beside / without - 1:+.0%} (goal: at most {HISTORY_GOAL:+.0%})",
        flush=True,
    )


def _quickest_preview(company: Any) -> float:
    found = [_seconds_of_a_preview(company) for _turn in range(TURNS)]
    print("previews:", ", ".join(f"{seconds:.2f} s" for seconds in found), flush=True)
    return min(found)


def _seconds_of_a_preview(company: Any) -> float:
    """Compute a preview, and delete it; only computing it is counted."""
    from django.contrib.auth.models import User

    from revaluation.computing import Asked, compute, delete_run
    from revaluation.models import Method

    clerk, clock = User.objects.get(username="clerk"), cpu_clock()
    asked = Asked(method=Method.STANDARD, considered_date=CONSIDERED)
    started = clock()
    run = compute(company=company, asked=asked, today=CONSIDERED, created_by=clerk)
    seconds = clock() - started
    delete_run(run=run)
    execute("VACUUM ANALYZE customers_adjustmentline")
    return seconds


def measure(company: Any, *, count: int) -> None:
    """Print how long preview, posting, undo and its posting take, and the bare insert of the lines."""
    from django.contrib.auth.models import User

    from revaluation.computing import Asked, compute, compute_undo
    from revaluation.models import Method
    from revaluation.posting import post_run

    clerk, clock = User.objects.get(username="clerk"), cpu_clock()
    asked = Asked(method=Method.STANDARD, considered_date=CONSIDERED)

    def timed(act: Any) -> tuple[Any, float]:
        started = clock()
        return act(), clock() - started

    run, preview = timed(lambda: compute(company=company, asked=asked, today=CONSIDERED, created_by=clerk))
    bare = _bare_insert(run.pk)
    print(
        f"preview of {run.line_count:,} lines of {count:,} open: {preview:.2f} s (P), bare insert {bare:.2f} s;"
        f" ratio {preview / bare:.2f} (goal: at most {PREVIEW_GOAL})",
        flush=True,
    )
    _outcome, posting = timed(lambda: post_run(company=company, run=run.pk, posted_by=clerk, key="bench"))
    print(
        f"posting it: {posting:.2f} s more, {posting / preview:.0%} (goal: at most {POST_GOAL:.0%}); memory of the"
        f" program {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB",
        flush=True,
    )
    run.refresh_from_db()
    undo, undoing = timed(lambda: compute_undo(run=run, day=None, created_by=clerk))
    _outcome, posting_undo = timed(lambda: post_run(company=company, run=undo.pk, posted_by=clerk, key="bench undo"))
    print(
        f"undo: {undoing:.2f} s; ratio {undoing / bare:.2f} (goal: at most {PREVIEW_GOAL});"
        f" posting it {posting_undo:.2f} s",
        flush=True,
    )
    again, looking_up = timed(lambda: compute(company=company, asked=asked, today=CONSIDERED, created_by=clerk))
    print(f"preview of {again.line_count:,} lines beside two posted ones of each: {looking_up:.2f} s")


def _bare_insert(run: int) -> float:
    """Give the seconds of the processor in which the lines of a run are written once more, beside another run."""
    names = (
        "company_id, transaction_id, settlement_id, currency_id, adjustment_date, open_amount, original_amount,"
        " stood_amount, new_amount, stood_account_id, stood_offset_account_id, control_account_id, offset_account_id"
    )
    execute(
        f"CREATE UNLOGGED TABLE aside_lines AS SELECT {names} FROM customers_adjustmentline"
        f" WHERE adjustment_set_id = (SELECT adjustment_set_id FROM revaluation_run WHERE id = {run})",
        "INSERT INTO customers_adjustmentset (company_id, digest, is_written_out) SELECT company_id, '', false"
        f" FROM revaluation_run WHERE id = {run}",
        "ALTER TABLE customers_adjustmentline DISABLE TRIGGER USER",
    )
    bare = "(SELECT max(id) FROM customers_adjustmentset)"
    again = f"INSERT INTO customers_adjustmentline (adjustment_set_id, {names}) SELECT {bare}, {names} FROM aside_lines"
    seconds = seconds_of([again], clock=cpu_clock(using="owner"))
    execute(
        f"DELETE FROM customers_adjustmentline WHERE adjustment_set_id = {bare}",
        f"DELETE FROM customers_adjustmentset WHERE id = {bare}",
        "ALTER TABLE customers_adjustmentline ENABLE TRIGGER USER",
        "DROP TABLE aside_lines",
    )
    return seconds


def do_part(part: str, *, transactions: int, settled: int) -> None:
    """Do one part on servers that stand."""
    from arclose.ledger.models import Company

    if part == "open":
        migrate()
        write_open(a_selling_company(customers=CUSTOMERS, items=1), count=transactions)
        return
    company = Company.objects.get(code="BENCH")
    if part == "settled":
        write_settled(company, count=settled)
    else:
        print(f"preview: {_seconds_of_a_preview(company):.2f} s (P)", flush=True)


def main() -> None:
    """Make the books, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--settled", type=int, default=0, help="so many settled transactions beside them")
    parser.add_argument("--part", choices=["open", "settled", "preview"], help="do only this, on servers that stand")
    asked = parser.parse_args()
    if asked.part:
        books.connect()
        do_part(asked.part, transactions=asked.transactions, settled=asked.settled)
        return
    with stage():
        company = a_selling_company(customers=CUSTOMERS, items=1)
        write_open(company, count=asked.transactions)
        if asked.settled:
            measure_history(company, settled=asked.settled)
        measure(company, count=asked.transactions)


if __name__ == "__main__":
    main()
