"""Post payments that settle invoices as a job: of three invoices one payment takes two, and another the third.

Against the bare write of the same rows, as :mod:`benchmarks.post_invoices` measures it. A tenth of the invoices is
posted, and the rest are copies of it; `--payments` posts so many of those that wait, and no more. On a machine that is
busy it is done in parts, on servers that stand (`python -m arclose.embedded up`, with ARCLOSE_VAR naming a folder of
its own): `--write` leaves payments there, `--wait` copies no more and posts some of what waits.
"""

import argparse
import contextlib
from typing import Any

from benchmarks import books
from benchmarks.bare import bare_write, marks_now
from benchmarks.copies import copy_books, count_on
from benchmarks.orders import a_selling_company, write_orders
from benchmarks.post_invoices import post_as_job
from benchmarks.stage import execute, migrate, report, stage

TIMES = 9
# What is open and not marked, each with the number of the payment that takes it.
_TAKEN = """
    SELECT o.*, (row_number() OVER (PARTITION BY o.customer_id, o.currency_id ORDER BY o.transaction_id) - 1) * 2 / 3
        AS place
    FROM customers_opentransaction o
    WHERE o.company_id = {company} AND o.transaction_currency_amount > 0
      AND NOT EXISTS (SELECT 1 FROM customers_mark m WHERE m.transaction_id = o.transaction_id)
"""
_PAYMENTS = (
    """
    INSERT INTO journals_payment (company_id, journal_id, customer_id, payment_date, currency_id, amount,
        bank_account_id, reference, status, entered_by_id, key)
    SELECT t.company_id, {journal}, t.customer_id, DATE '2026-10-30', t.currency_id, sum(t.transaction_currency_amount),
        b.id, '', 'open', {clerk}, '{prefix}' || t.customer_id || '-' || t.place
    FROM ({taken}) AS t
    JOIN journals_bankaccount b ON b.company_id = t.company_id AND b.currency_id = t.currency_id
    GROUP BY t.company_id, t.customer_id, t.currency_id, t.place, b.id
"""
).replace("{taken}", _TAKEN)
# In order, so that all is read before the first is written: each row looks for marks, and where there were none it
# reads the table, with those that this statement has written by then.
_MARKS = """
    INSERT INTO customers_mark (transaction_id, company_id, document_type, document_id, amount, marked_by_id)
    SELECT t.transaction_id, t.company_id, 'payment', p.id, t.transaction_currency_amount, p.entered_by_id
    FROM ({taken}) AS t JOIN journals_payment p ON p.company_id = t.company_id
        AND p.key = '{prefix}' || t.customer_id || '-' || t.place
    ORDER BY t.transaction_id
""".replace("{taken}", _TAKEN)


def write_payments(company: Any, *, invoices: int, workers: int, prefix: str, times: int = 0) -> int:
    """Post so many invoices, copied so many times, and write what pays them; return how many payments that are."""
    from django.contrib.auth.models import User

    from journals import acts
    from journals.models import JournalName, Payment

    _open_a_dollar_account(company)
    write_orders(company, count=invoices // (times + 1), lines=1, prefix=prefix)
    execute("VACUUM ANALYZE")
    post_as_job(company, workers=workers)
    if times:
        copy_books(company, times)
        count_on()
    clerk = User.objects.get(username="clerk")
    name = JournalName.objects.get(company=company, journal_type="payment")
    journal = acts.begin_journal(company=company, name=name, text="", created_by=clerk, key=f"journal-{prefix}")
    values = {"company": company.pk, "journal": journal.pk, "clerk": clerk.pk, "prefix": prefix}
    # Each payment is found by its key: taken for the few there were, all of them would be read for each mark.
    execute(_PAYMENTS.format(**values), "ANALYZE journals_payment", _MARKS.format(**values), "VACUUM ANALYZE")
    return Payment.objects.filter(key__startswith=prefix).count()


def _open_a_dollar_account(company: Any) -> None:
    """Give the company a bank account for the fifth of its customers who pay in dollars."""
    from arclose.ledger.models import LedgerAccount
    from journals.models import BankAccount

    account, _is_new = LedgerAccount.objects.get_or_create(
        company=company, number="1010", defaults={"name": "Bank, dollars", "account_type": "asset"}
    )
    values = {"name": "Dollars", "currency_id": "USD", "account": account}
    BankAccount.objects.get_or_create(company=company, code="USD", defaults=values)


def post(company: Any, *, workers: int, count: int | None = None) -> float:
    """Post every payment that waits, or so many of them, as a job, and give the seconds."""
    from django.db.models import F

    from journals.models import Payment

    waiting = Payment.objects.filter(company=company, status="open").annotate(label=F("key")).order_by("pk")
    if count is not None:
        waiting = waiting.filter(pk__lte=waiting.values_list("pk", flat=True)[count - 1])
    documents = waiting.values_list("pk", "payment_date", "label")
    return post_as_job(company, workers=workers, kind="payments", documents=documents)


def write(*, invoices: int, workers: int) -> Any:
    """Write a company with payments that wait, after some that were posted; give it."""
    company = a_selling_company()
    write_payments(company, invoices=1_500, workers=workers, prefix="WARM")
    post(company, workers=workers)
    count = write_payments(company, invoices=invoices, workers=workers, prefix="R-", times=TIMES)
    print(f"{count:,} payments wait to settle invoices")
    return company


def measure(company: Any, *, workers: int, payments: int | None) -> None:
    """Post payments that wait, then write their rows barely, and print both."""
    from journals.models import Payment

    waiting = Payment.objects.filter(company=company, status="open").count()
    count = waiting if payments is None else payments
    marks = marks_now()
    seconds = post(company, workers=workers, count=count)
    bare_seconds = bare_write(marks, is_cpu=not workers)
    report(
        f"post {count:,} of {waiting:,} payments, each of which settles one and a half invoices, {workers} workers",
        seconds=seconds,
        bare_seconds=bare_seconds,
        goal=2.0,
        count=count,
        unit="payments",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=150_000)
    parser.add_argument("--payments", type=int, help="how many are posted; all of them unless told otherwise")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="leave them on servers that stand, and post none")
    parser.add_argument("--wait", action="store_true", help="post some of those that wait there")
    options = parser.parse_args()
    stands = options.write or options.wait
    with contextlib.nullcontext() if stands else stage():
        if stands:
            books.connect()
        if options.write:
            migrate()
        if not options.wait:
            write(invoices=options.invoices, workers=options.workers)
        if not options.write:
            measure(_company(), workers=options.workers, payments=options.payments)


def _company() -> Any:
    from arclose.ledger.models import Company

    return Company.objects.get(code="BENCH")


if __name__ == "__main__":
    main()
