"""A bank statement of the demo company: customers who pay in the ways customers do, and a charge of the bank."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.contrib.auth.models import User
from django.db.models import QuerySet, Sum

from arclose.ledger.models import Company, LedgerEntry
from customers.models import CustomerTransaction, DiscountOffer
from journals.banking.accounts import CODE
from journals.banking.statements import TakenIn, take_in
from journals.models import BankAccount, GeneralVoucherLine, VoucherStatus

CHARGE = Decimal("86.35")
DAY = 30
# How a customer pays: what the text says of the first two invoices, and which part of them is paid.
NAMED, BOTH, BY_NAME, IN_PART, SHORT = "Factuur {0}", "{0} en {1}", "Met dank", "Deel van {0}", "Betaling {0}"
CENTS_SHORT = Decimal("0.03")
# The same of the invoice whose cash discount is taken.
DISCOUNTED = "{0} met 2% korting"
MESSAGE = """:20:NLWS{day}
:25:{iban}
:28C:210/1
:60F:{opening}
{lines}
:62F:{closing}
-
"""


def read_statement(company: Company, *, month: date, iban: str, user: User) -> TakenIn:
    """Read the statement of a day of the month, as a clerk would from a file of the bank."""
    until = month.replace(day=DAY)
    day = f"{until:%y%m%d}"
    lines = [*_payments(company), *_discounted(company, until), (-CHARGE, "Bank", "Kosten zakelijk pakket")]
    written = "\n".join(
        f":61:{day}{'C' if amount > 0 else 'D'}{_comma(abs(amount))}NTRF\n:86:/NAME/{name}/REMI/{text}"
        for amount, name, text in lines
    )
    opening = _opening(company, until=until)
    closing = opening + sum(amount for amount, _name, _text in lines)
    message = MESSAGE.format(
        day=day, iban=iban, opening=_balance(opening, day), lines=written, closing=_balance(closing, day)
    )
    with NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(message)
        file.flush()
        return take_in(company=company, path=Path(file.name), file_name=f"NLWS-{day}.sta", user=user)


def _opening(company: Company, *, until: date) -> Decimal:
    """Give what stands on the bank account when all that waits is posted, so that the ledger will agree with the bank.

    The charge of the bank waits as a general voucher, and comes with this statement.
    """
    account = BankAccount.objects.get(company=company, code=CODE).account
    booked = LedgerEntry.objects.filter(account=account, posting_date__lte=until)
    waiting = GeneralVoucherLine.objects.filter(
        account=account, voucher__status=VoucherStatus.OPEN, voucher__voucher_date__lte=until
    )
    amounts = (booked.aggregate(sum=Sum("transaction_currency_amount")), waiting.aggregate(sum=Sum("amount")))
    return sum((found["sum"] or Decimal(0) for found in amounts), CHARGE)


def _balance(amount: Decimal, day: str) -> str:
    return f"{'D' if amount < 0 else 'C'}{day}EUR{_comma(abs(amount))}"


def _payments(company: Company) -> Iterator[tuple[Decimal, str, str]]:
    """Give amount, payer and text: of one invoice, of two, of one not named, of a part of one, of one but for cents."""
    for rows, text in zip(_open_per_customer(company), (NAMED, BOTH, BY_NAME, IN_PART, SHORT), strict=False):
        paid = [row.open.transaction_currency_amount for row in rows[: 2 if text == BOTH else 1]]
        whole = sum(paid, Decimal(0))
        amount = (whole / 2).quantize(Decimal("0.01")) if text == IN_PART else whole
        amount -= CENTS_SHORT if text == SHORT else 0
        yield amount, rows[0].customer.name, text.format(*(row.document_number for row in rows))


def _discounted(company: Company, day: date) -> Iterator[tuple[Decimal, str, str]]:
    """Give the same of the last domestic invoice that may be paid less its cash discount on a day."""
    offers = DiscountOffer.objects.filter(company=company, transaction__in=_open(company), last_date__gte=day)
    offer = offers.select_related("transaction__open", "transaction__customer").order_by("-last_date", "-pk").first()
    if offer:
        row = offer.transaction
        amount = row.open.transaction_currency_amount - offer.amount
        yield amount, row.customer.name, DISCOUNTED.format(row.document_number)


def _open_per_customer(company: Company) -> Iterator[Sequence[CustomerTransaction]]:
    """Give the invoices that are open of each domestic customer with two of them or more, all at their full price."""
    rows = _open(company).filter(customer__payment_terms__cash_discount=None)
    ordered = rows.select_related("open", "customer").order_by("customer__number", "due_date", "pk")
    for _customer, found in groupby(ordered, key=lambda row: row.customer_id):
        invoices = list(found)
        if len(invoices) > 1:
            yield invoices


def _open(company: Company) -> "QuerySet[CustomerTransaction]":
    return CustomerTransaction.objects.filter(
        company=company,
        customer__country=company.country,
        currency=company.accounting_currency,
        open__transaction_currency_amount__gt=0,
    )


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
