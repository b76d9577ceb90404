"""A bank statement of the demo company: customers who pay in the ways customers do, and a charge of the bank."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.contrib.auth.models import User

from arclose.ledger.models import Company
from customers.models import CustomerTransaction
from journals.bank_statements import TakenIn, take_in

OPENING = Decimal("25000.00")
CHARGE = Decimal("86.35")
DAY = 30
# How a customer pays: what the text says of the first two invoices, and which part of them is paid.
NAMED, BOTH, BY_NAME, IN_PART = "Factuur {0}", "{0} en {1}", "Met dank", "Deel van {0}"
MESSAGE = """:20:NLWS{day}
:25:{iban}
:28C:210/1
:60F:C{day}EUR{opening}
{lines}
:62F:C{day}EUR{closing}
-
"""


def read_statement(company: Company, *, month: date, iban: str, user: User) -> TakenIn:
    """Read the statement of a day of the month, as a clerk would from a file of the bank."""
    day = f"{month.replace(day=DAY):%y%m%d}"
    lines = [*_payments(company), (-CHARGE, "Bank", "Kosten zakelijk pakket")]
    written = "\n".join(
        f":61:{day}{'C' if amount > 0 else 'D'}{_comma(abs(amount))}NTRF\n:86:/NAME/{name}/REMI/{text}"
        for amount, name, text in lines
    )
    closing = OPENING + sum(amount for amount, _name, _text in lines)
    message = MESSAGE.format(day=day, iban=iban, opening=_comma(OPENING), lines=written, closing=_comma(closing))
    with NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(message)
        file.flush()
        return take_in(company=company, path=Path(file.name), file_name=f"NLWS-{day}.sta", user=user)


def _payments(company: Company) -> Iterator[tuple[Decimal, str, str]]:
    """Give amount, payer and text: of one invoice, of two, of one that is not named, of a part of one."""
    for rows, text in zip(_open_per_customer(company), (NAMED, BOTH, BY_NAME, IN_PART), strict=False):
        paid = [row.open.transaction_currency_amount for row in rows[: 2 if text == BOTH else 1]]
        whole = sum(paid, Decimal(0))
        amount = (whole / 2).quantize(Decimal("0.01")) if text == IN_PART else whole
        yield amount, rows[0].customer.name, text.format(*(row.document_number for row in rows))


def _open_per_customer(company: Company) -> Iterator[Sequence[CustomerTransaction]]:
    """Give the invoices that are open of each domestic customer with two of them or more."""
    rows = CustomerTransaction.objects.filter(
        company=company,
        customer__country=company.country,
        currency=company.accounting_currency,
        open__transaction_currency_amount__gt=0,
    )
    ordered = rows.select_related("open", "customer").order_by("customer__number", "due_date", "pk")
    for _customer, found in groupby(ordered, key=lambda row: row.customer_id):
        invoices = list(found)
        if len(invoices) > 1:
            yield invoices


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
