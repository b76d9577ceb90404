"""Write collection letters: what is overdue becomes letters that wait to be printed and posted.

take     overdue transactions that nobody disputes or blocks and no payment on its way marks, whose days since the due
         date, or since the letter before, are over
put      into a letter per customer and currency at the furthest code, or one per code
take off what the customer is owed, where the sequence says so: once, from the largest letter
leave    what comes to less than the minimum of its code and currency
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.ledger.models import Company, Currency
from arclose.ledger.money import round_amount
from customers import sql
from customers.models import (
    CollectionLetter,
    CollectionLetterCode,
    CollectionLetterFee,
    CollectionLetterLine,
    CollectionSequence,
    Customer,
)

NO_FEE = (Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Asking:
    """A letter that would be written: to whom, by which code, for what, with which fee."""

    customer: Customer
    code: CollectionLetterCode
    currency: str
    lines: Sequence[tuple[int, Decimal]]
    overdue: Decimal
    fee: Decimal

    @property
    def total(self) -> Decimal:
        """What is overdue, and the fee without its tax."""
        return self.overdue + self.fee


@dataclass(frozen=True)
class Askings:
    """What letters would ask for until a day, and what stays below the minimum of its code and waits."""

    due: list[Asking]
    below: list[Asking]


@dataclass(frozen=True)
class Written:
    """What was written: the letters, and how many customers owe less than the minimum."""

    letters: list[int]
    below: int

    def __str__(self) -> str:
        """Say it in a sentence."""
        if not self.letters and not self.below:
            return _("Nothing is to be asked for until that day.")
        made = ngettext(
            "%(count)d collection letter is made.", "%(count)d collection letters are made.", len(self.letters)
        )
        told = [made % {"count": len(self.letters)}]
        if self.below:
            text = ngettext(
                "%(count)d stays below the minimum and waits.", "%(count)d stay below the minimum and wait.", self.below
            )
            told.append(text % {"count": self.below})
        return " ".join(told)


def letters_until(*, company: Company, until: date, customers: Sequence[int] | None = None) -> Askings:
    """Give what letters would ask for of what is overdue at the end of a day, by number of the customer.

    Of all customers, or of those that are named. Nothing is written.
    """
    rows = sql.letters_to_write(company_id=company.pk, until=until, customers=customers)
    known = Customer.objects.in_bulk({row.customer_id for row in rows})
    found = CollectionLetterCode.objects.select_related("sequence").in_bulk({row.code_id for row in rows})
    limits = {
        (code, currency): (minimum, fee)
        for code, currency, minimum, fee in CollectionLetterFee.objects.filter(letter_code__in=found).values_list(
            "letter_code", "currency", "minimum_amount", "fee_amount"
        )
    }
    owed = _credits(company, rows)
    due: list[Asking] = []
    below: list[Asking] = []
    grouped = groupby(rows, key=lambda row: (row.customer_id, row.currency, row.code_id))
    for (customer, currency, code), lines in sorted(((key, list(group)) for key, group in grouped), key=_largest_first):
        off, others = _taken_off(lines, owed[customer, currency])
        asked = [*((one.transaction_id, one.amount) for one in lines), *off]
        overdue = sum((amount for _pk, amount in asked), Decimal(0))
        minimum, fee = limits.get((code, currency), NO_FEE)
        asking = Asking(known[customer], found[code], currency, asked, overdue, fee)
        if overdue > 0 and overdue >= minimum:
            due.append(asking)
            owed[customer, currency] = others
        else:
            below.append(asking)
    return Askings(*(sorted(some, key=_by_customer) for some in (due, below)))


def _by_customer(asking: Asking) -> tuple[str, str, int]:
    return asking.customer.number, asking.currency, asking.code.number


def _largest_first(letter: tuple[Any, Sequence[sql.ToAsk]]) -> tuple[int, str, Decimal]:
    """Order letters so that of several to a customer the largest takes off what the customer is owed.

    Where even that falls below its minimum, so do the others: none asks for more than the customer owes in all.
    """
    (customer, currency, _code), lines = letter
    return customer, currency, -sum((line.amount for line in lines), Decimal(0))


def _taken_off(
    lines: Sequence[sql.ToAsk], owed: Sequence[sql.Credit]
) -> tuple[list[tuple[int, Decimal]], list[sql.Credit]]:
    """Give what a letter takes off, and the credits that it leaves to others.

    What another letter took off stays with that as long as anything it asks for is open, unless this one asks for it
    too: else a customer who pays both would pay too little.
    """
    before = {None, *(letter for line in lines for letter in line.letters)}
    off = [(one.transaction_id, one.amount) for one in owed if one.letter_id in before]
    return off, [one for one in owed if one.letter_id not in before]


def _credits(company: Company, rows: Sequence[sql.ToAsk]) -> dict[tuple[int, str], list[sql.Credit]]:
    """Give what customers with something to ask for are owed, where their sequences take it off."""
    customers = sorted({row.customer_id for row in rows if row.takes_credits_off})
    found: dict[tuple[int, str], list[sql.Credit]] = defaultdict(list)
    for one in sql.open_credits(company_id=company.pk, customers=customers) if customers else []:
        found[one.customer_id, one.currency].append(one)
    return found


@transaction.atomic
def write_letters(
    *, company: Company, until: date, letter_date: date, created_by: User, customers: Sequence[int] | None = None
) -> Written:
    """Write the letters that ask for what is overdue at the end of a day, of all customers or of those named.

    Those of a company are written one after the other; a second time for the same day there is nothing more.
    """
    list(CollectionSequence.objects.filter(company=company).order_by("pk").select_for_update(no_key=True))
    askings = letters_until(company=company, until=until, customers=customers)
    letters = CollectionLetter.objects.bulk_create(_letters(company, askings.due, until, letter_date, created_by))
    CollectionLetterLine.objects.bulk_create(
        CollectionLetterLine(
            company=company,
            note=letter,
            line_number=number,
            transaction_id=pk,
            code_number=letter.code_number,
            open_amount=amount,
        )
        for letter, asking in zip(letters, askings.due, strict=True)
        for number, (pk, amount) in enumerate(asking.lines, 1)
    )
    return Written([letter.pk for letter in letters], len(askings.below))


def _letters(
    company: Company, askings: Sequence[Asking], until: date, letter_date: date, created_by: User
) -> list[CollectionLetter]:
    """Give the letters with the tax of their fees on their day; without a tax code where nothing says it."""
    charged = [one for one in askings if one.fee and one.code.sequence.item_tax_group_id]
    taxes = sql.taxes_of_fees(
        customers=[one.customer.pk for one in charged], codes=[one.code.pk for one in charged], day=letter_date
    )
    decimals = dict(Currency.objects.values_list("code", "decimals"))
    letters = []
    for one in askings:
        tax_code, percent = taxes.get((one.customer.pk, one.code.sequence_id), (None, Decimal(0)))
        is_taxed = bool(one.fee)
        letters.append(
            CollectionLetter(
                company=company,
                customer=one.customer,
                letter_code=one.code,
                code_number=one.code.number,
                currency_id=one.currency,
                note_date=letter_date,
                until_date=until,
                overdue_amount=one.overdue,
                fee_amount=one.fee,
                tax_code_id=tax_code if is_taxed else None,
                tax_percent=percent if is_taxed else Decimal(0),
                tax_amount=round_amount(one.fee * percent / 100, decimals[one.currency]) if is_taxed else Decimal(0),
                created_by=created_by,
            )
        )
    return letters
