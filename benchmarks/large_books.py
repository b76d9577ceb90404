"""Books of a large company to look at: orders in every step, open and settled transactions, limits, general vouchers.

Run as `python -m benchmarks.large_books` with ARCLOSE_VAR naming a folder of its own whose servers are up. A
twentieth is posted by the program, the rest are copies of it: 1,000,000 open transactions of 1,000 customers, 1,240,000
orders, 10,000,000 entries.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from arclose.embedded.postgresql import Postgresql
from benchmarks import books
from benchmarks.copies import copy_books
from benchmarks.stage import DATABASE

COPIES = 19
INVOICED, CREDITED, UNFINISHED, STEPPED = 57_000, 4_000, 4_000, 10_000
# Of one customer are so many of the invoices that it has 50,000 open.
LARGEST, OF_LARGEST = "B7", 2_500
PAID, MARKED, STATEMENTS, STATEMENT_LINES = 3_000, 500, 10, 500
VOUCHERS, VOUCHER_LINES = 21_000, 10
CHUNK = 2_000
MONTH_END = date(2026, 10, 31)

# As in life, what is newer comes later.
_DATE_IN_ORDER = """
    UPDATE customers_salesorder o SET order_date = dated.day, invoice_date = dated.day
    FROM (
        SELECT id, %(first_day)s::date + (%(days)s * (row_number() OVER (ORDER BY id) - 1) / count(*) OVER ())::int
            AS day
        FROM customers_salesorder WHERE id = ANY(%(orders)s)
    ) AS dated WHERE dated.id = o.id
"""
_RETURN = "UPDATE customers_salesorder SET order_type = 'returned', net_amount = -net_amount WHERE id = ANY(%s)"
_RETURN_LINES = """
    UPDATE customers_salesorderline SET quantity = -quantity, net_amount = -net_amount WHERE order_id = ANY(%s)
"""
# A payment for each of the oldest invoices that none has been entered for, in September and October.
_INSERT_PAYMENTS = """
    INSERT INTO journals_payment (company_id, journal_id, customer_id, payment_date, currency_id, amount,
        bank_account_id, reference, status, entered_by_id, key)
    SELECT o.company_id, %(journal)s, o.customer_id, DATE '2026-09-01' + (row_number() OVER (ORDER BY t.id) %% 60)::int,
        o.currency_id, o.transaction_currency_amount, %(bank_account)s, '', 'open', %(clerk)s, 'pay-' || t.id
    FROM customers_opentransaction o JOIN customers_customertransaction t ON t.id = o.transaction_id
    WHERE o.company_id = %(company)s AND o.transaction_currency_amount > 0
        AND NOT EXISTS (SELECT 1 FROM customers_mark m WHERE m.transaction_id = t.id)
    ORDER BY t.transaction_date, t.id LIMIT %(count)s
"""
_INSERT_MARKS = """
    INSERT INTO customers_mark (transaction_id, company_id, document_type, document_id, amount, marked_by_id)
    SELECT o.transaction_id, o.company_id, 'payment', p.id, o.transaction_currency_amount, p.entered_by_id
    FROM customers_opentransaction o
    JOIN journals_payment p ON p.company_id = o.company_id AND p.key = 'pay-' || o.transaction_id AND p.status = 'open'
    WHERE o.company_id = %(company)s
"""
_INSERT_BANK_LINES = (
    """
    INSERT INTO journals_bankfile (company_id, file_name, digest, format, version, notices, read_by_id)
    VALUES ({company}, 'benchmark', '', 'camt.053', '', '[]', {clerk})
    """,
    """
    INSERT INTO journals_bankstatement (company_id, file_id, bank_account_id, kind, identity, number, currency_id,
        from_date, to_date, opening_amount, closing_amount, booked_amount, difference_amount, verdict, line_count,
        notices, content_digest)
    SELECT {company}, f.id, {bank_account}, 'statement', 'statement ' || place, '', 'EUR', day, day, 0, 0, 0, 0,
        'adds_up', {lines}, '[]', ''
    FROM journals_bankfile f CROSS JOIN generate_series(1, {statements}) AS place
    CROSS JOIN LATERAL (SELECT DATE '2026-10-01' + place * 3 AS day) AS dated WHERE f.company_id = {company}
    """,
    """
    INSERT INTO journals_bankstatementline (company_id, statement_id, line_number, booking_date, value_date, amount,
        status, is_reversal, bank_code, detail_count, end_to_end_reference, mandate_reference, servicer_reference,
        creditor_reference, text, counterparty_name, counterparty_account, return_reason)
    SELECT s.company_id, s.id, 1 + t.place % {lines}, s.to_date, s.to_date, t.amount, 'booked', false, 'PMNT-RCDT-ESCT',
        0, '', '', 'B' || t.place, '', 'payment of invoice ' || t.document_number, t.name, '', ''
    FROM (
        SELECT t.document_number, o.transaction_currency_amount AS amount, c.name,
            row_number() OVER (ORDER BY t.id DESC) - 1 AS place
        FROM customers_opentransaction o JOIN customers_customertransaction t ON t.id = o.transaction_id
        JOIN customers_customer c ON c.id = o.customer_id
        WHERE o.company_id = {company} AND o.transaction_currency_amount > 0
        ORDER BY t.id DESC LIMIT {statements} * {lines}
    ) AS t
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM journals_bankstatement
        WHERE company_id = {company}) AS s ON s.place = t.place / {lines}
    """,
)
_INSERT_VOUCHERS = """
    INSERT INTO journals_generalvoucher (company_id, journal_id, number, voucher_date, text, currency_id, status,
        source, version)
    SELECT %(company)s, %(journal)s, 'G' || place, %(first_day)s::date + place * %(days)s::int / (%(count)s + 1),
        'accrual', 'EUR', 'open', '', 1
    FROM generate_series(1, %(count)s::int) AS place
"""
_INSERT_VOUCHER_LINES = """
    INSERT INTO journals_generalvoucherline (company_id, voucher_id, line_number, account_id, text, currency_id, amount)
    SELECT v.company_id, v.id, line, account.id, '', 'EUR',
        (1 + v.id %% 100) * CASE WHEN line %% 2 = 0 THEN -1 ELSE 1 END
    FROM journals_generalvoucher v CROSS JOIN generate_series(1, %(lines)s) AS line
    JOIN (
        SELECT id, row_number() OVER (ORDER BY number) AS place FROM ledger_ledgeraccount
        WHERE company_id = %(company)s AND account_type IN ('revenue', 'expense') AND NOT is_control_account
            AND NOT is_clearing_account
    ) AS account ON account.place = 1 + line %% 4
    WHERE v.company_id = %(company)s
"""


def make() -> Any:
    """Give the company, with its books made where there are none yet."""
    from customers.models import Invoice

    company = books.benchmark_company()
    if Invoice.objects.filter(company=company).exists():
        return company
    _invoice(company)
    _credit_and_settle(company)
    _pay(company)
    _read_bank_lines(company)
    _leave_in_steps(company)
    _post_general_vouchers(company)
    copy_books(company, COPIES)
    _limit_credit(company)
    return company


def _chunks(items: list[Any]) -> list[list[Any]]:
    return [items[first : first + CHUNK] for first in range(0, len(items), CHUNK)]


def _orders(company: Any, count: int, *, first_day: date = books.FIRST_DAY) -> list[int]:
    """Write open orders, dated from a day on to the last one, and let the planner know of them."""
    days = books.DAYS - (first_day - books.FIRST_DAY).days
    orders = books.add_orders(company, count)
    with connection.cursor() as cursor:
        cursor.execute(_DATE_IN_ORDER, {"orders": orders, "first_day": first_day, "days": days})
    books.analyze()
    return orders


def _invoice(company: Any) -> None:
    """Post invoices, those of some orders after their other documents."""
    from customers.models import Customer, SalesOrder

    invoiced = _orders(company, INVOICED)
    largest = Customer.objects.get(company=company, number=LARGEST)
    SalesOrder.objects.filter(pk__in=invoiced[:: INVOICED // OF_LARGEST]).update(customer=largest)
    for number, orders in enumerate(_chunks(invoiced)):
        steps = ["sales-confirmations", "picking-lists", "packing-slips"] if number * CHUNK < STEPPED else []
        _post(company, orders, [*steps, "sales-invoices"])


def _post(company: Any, orders: list[int], updates: list[str]) -> None:
    from customers.updates import UPDATES

    for name in updates:
        key = f"{name}-{orders[0]}"
        outcome = UPDATES[name].post(company=company, orders=orders, posted_by=books.poster(), key=key)
        assert not outcome.left_out, outcome.left_out[:3]


def _credit_and_settle(company: Any) -> None:
    """Post credit notes that name no invoice, and settle each with an invoice as far as both go."""
    from customers.models import OpenTransaction
    from customers.settling import settlement
    from customers.sql import Part

    for orders in _chunks(_orders(company, CREDITED)):
        with connection.cursor() as cursor:
            cursor.execute(_RETURN, [orders])
            cursor.execute(_RETURN_LINES, [orders])
        _post(company, orders, ["sales-invoices"])
    owed = OpenTransaction.objects.filter(company=company).order_by("customer", "pk")
    rows = owed.values_list("pk", "customer", "transaction_currency_amount")
    debits = defaultdict(list)
    for debit, customer, amount in rows.filter(transaction_currency_amount__gt=0):
        debits[customer].append((debit, amount))
    parts = []
    for credit, customer, amount in rows.filter(transaction_currency_amount__lt=0):
        debit, debited = debits[customer].pop()
        parts.append(Part(debit, credit, min(debited, -amount), MONTH_END))
    for number, some in enumerate(_chunks(parts)):
        settlement.settle(company=company, parts=some, posted_by=books.poster(), key=f"settle-{number}")


def _pay(company: Any) -> None:
    """Enter a payment for each of the oldest invoices and post them, and enter some more that wait."""
    from journals.models import Payment
    from journals.payments.paying import post_payments

    _enter_payments(company, PAID)
    ids = list(Payment.objects.filter(company=company).order_by("pk").values_list("pk", flat=True))
    for documents in _chunks(ids):
        outcome = post_payments(
            company=company, documents=documents, posted_by=books.poster(), key=f"payments-{documents[0]}"
        )
        assert not outcome.left_out, outcome.left_out[:3]
    _enter_payments(company, MARKED)


def _enter_payments(company: Any, count: int) -> None:
    from journals.acts import begin_journal
    from journals.models import JournalName

    name = JournalName.objects.filter(company=company, journal_type="payment")[0]
    journal = begin_journal(company=company, name=name, text="", created_by=books.poster(), key=f"payments-{count}")
    parameters = {
        "company": company.pk, "journal": journal.pk, "bank_account": name.bank_account_id,
        "clerk": books.poster().pk, "count": count,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_PAYMENTS, parameters)
        cursor.execute(_INSERT_MARKS, parameters)
    books.analyze()


def _read_bank_lines(company: Any) -> None:
    """Write statements of a bank, each line of which pays a new invoice; their balances are not looked at."""
    from journals.models import BankAccount

    account = BankAccount.objects.filter(company=company)[0]
    values = {
        "company": company.pk, "bank_account": account.pk, "clerk": books.poster().pk, "statements": STATEMENTS,
        "lines": STATEMENT_LINES,
    }  # fmt: skip
    statements = [statement.format(**values) for statement in _INSERT_BANK_LINES]
    Postgresql(places=settings.EMBEDDED).execute(
        ["SET session_replication_role = replica", *statements], database=DATABASE
    )


def _leave_in_steps(company: Any) -> None:
    """Leave a quarter of the newest orders untouched, one confirmed, one picked and one delivered."""
    orders = _orders(company, UNFINISHED, first_day=date(2026, 10, 1))
    steps = ["sales-confirmations", "picking-lists", "packing-slips"]
    for number in range(1, 4):
        _post(company, orders[number::4], steps[:number])


def _post_general_vouchers(company: Any) -> None:
    from journals.acts import begin_journal
    from journals.models import GeneralVoucher, JournalName
    from journals.posting import post_general_vouchers

    name = JournalName.objects.filter(company=company, journal_type="general")[0]
    journal = begin_journal(company=company, name=name, text="", created_by=books.poster(), key="general")
    parameters = {
        "company": company.pk, "count": VOUCHERS, "lines": VOUCHER_LINES, "first_day": books.FIRST_DAY,
        "days": books.DAYS, "journal": journal.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_VOUCHERS, parameters)
        cursor.execute(_INSERT_VOUCHER_LINES, parameters)
    ids = list(GeneralVoucher.objects.filter(company=company).order_by("pk").values_list("pk", flat=True))
    for documents in _chunks(ids):
        outcome = post_general_vouchers(
            company=company, documents=documents, posted_by=books.poster(), key=f"general-{documents[0]}"
        )
        assert not outcome.left_out, outcome.left_out[:3]


def _limit_credit(company: Any) -> None:
    """Give every customer a limit that it is far from, but one in fifty, who owes more than it may."""
    from customers.models import Customer

    customers = Customer.objects.filter(company=company)
    customers.update(credit_limit_amount=100_000_000)
    customers.filter(number__regex="[05]0$").update(credit_limit_amount=100_000)


if __name__ == "__main__":
    books.connect()
    make()
