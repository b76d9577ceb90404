"""Books of a large company to look at: orders in every step, open and settled transactions, limits, general vouchers.

Run as `python -m benchmarks.large_books` with ARCLOSE_VAR naming a folder of its own whose servers are up. A
twentieth is posted by the program, the rest are copies of it: 1,000,000 open transactions of 1,000 customers, 1,240,000
orders, 10,000,000 entries.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import connection

from benchmarks import books
from benchmarks.copies import copy_books

COPIES = 19
INVOICED, CREDITED, UNFINISHED, STEPPED = 54_000, 4_000, 4_000, 10_000
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
    for number, orders in enumerate(_chunks(_orders(company, INVOICED))):
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
        parts.append(settlement.Part(debit, credit, min(debited, -amount), MONTH_END))
    for number, some in enumerate(_chunks(parts)):
        settlement.settle(company=company, parts=some, posted_by=books.poster(), key=f"settle-{number}")


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
