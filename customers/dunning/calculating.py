"""Calculate interest: overdue open transactions become notes that wait to be printed and posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.ledger.models import Company
from customers import sql
from customers.dunning.ranges import RateRange, range_of
from customers.models import Customer, InterestCode, InterestMinimum, InterestNote, InterestNoteLine


@dataclass(frozen=True)
class Charge:
    """What a note would charge a customer: its lines, their sum and the fee, in one currency.

    ``ranges`` are those of rates that its lines are in, each once, in their order.
    """

    customer: Customer
    code_id: int
    currency: str
    lines: Sequence[sql.ToCharge]
    ranges: Sequence[RateRange]
    interest: Decimal
    fee: Decimal

    @property
    def total(self) -> Decimal:
        """Interest and fee."""
        return self.interest + self.fee

    @property
    def once(self) -> Decimal:
        """Give what of the interest is charged once, as something comes into a range."""
        return sum((line.fixed_amount for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Charges:
    """What is to be charged until a day, and what stays below the minimum of its currency and waits."""

    due: list[Charge]
    below: list[Charge]


@dataclass(frozen=True)
class Calculated:
    """What a calculation made: how many notes, and how many customers' interest stays below the minimum."""

    notes: list[int]
    below: int

    def __str__(self) -> str:
        """Say it in a sentence."""
        if not self.notes and not self.below:
            return _("Nothing is left to charge until that day.")
        made = ngettext("%(count)d interest note is made.", "%(count)d interest notes are made.", len(self.notes))
        told = [made % {"count": len(self.notes)}]
        if self.below:
            text = ngettext(
                "%(count)d stays below the minimum and waits for the next one.",
                "%(count)d stay below the minimum and wait for the next one.",
                self.below,
            )
            told.append(text % {"count": self.below})
        return " ".join(told)


def interest_until(*, company: Company, until: date) -> Charges:
    """Give what is to be charged until a day, that included, by number of the customer. Nothing is written."""
    rows = sql.interest_to_charge(company_id=company.pk, until=until)
    limits = {(one.interest_code_id, one.currency_id): one for one in InterestMinimum.objects.filter(company=company)}
    customers = Customer.objects.in_bulk({row.customer_id for row in rows})
    due: list[Charge] = []
    below: list[Charge] = []
    for (customer, code, currency), found in groupby(
        rows, key=lambda row: (row.customer_id, row.code_id, row.currency)
    ):
        limit = limits.get((code, currency)) or InterestMinimum(minimum_amount=Decimal(0), fee_amount=Decimal(0))
        lines = _up_to(limit.maximum_amount, list(found))
        interest = sum((line.amount for line in lines), Decimal(0))
        ranges = sorted({range_of(line, company) for line in lines})
        charge = Charge(customers[customer], code, currency, lines, ranges, interest, limit.fee_amount)
        (due if interest > 0 and interest >= limit.minimum_amount else below).append(charge)
    return Charges(*(sorted(some, key=lambda one: (one.customer.number, one.currency)) for some in (due, below)))


def _up_to(maximum: Decimal | None, lines: Sequence[sql.ToCharge]) -> list[sql.ToCharge]:
    """Charge no more than a maximum: the first lines in full, the last nothing, though their days count as charged."""
    left, charged = maximum, []
    for line in lines:
        amount = line.amount if left is None else min(line.amount, left)
        charged.append(line._replace(amount=amount))
        left = None if left is None else left - amount
    return charged


@transaction.atomic
def calculate_interest(*, company: Company, until: date, note_date: date, created_by: User) -> Calculated:
    """Make a note of what each customer is to be charged until a day, that included, in each currency.

    Calculations of a company come one after the other; a second one for the same day finds nothing more.
    """
    list(InterestCode.objects.filter(company=company).order_by("pk").select_for_update(no_key=True))
    charges = interest_until(company=company, until=until)
    notes = InterestNote.objects.bulk_create(
        InterestNote(
            company=company,
            customer=charge.customer,
            interest_code_id=charge.code_id,
            currency_id=charge.currency,
            note_date=note_date,
            until_date=until,
            interest_amount=charge.interest,
            fee_amount=charge.fee,
            created_by=created_by,
        )
        for charge in charges.due
    )
    InterestNoteLine.objects.bulk_create(
        InterestNoteLine(
            company=company,
            note=note,
            line_number=number,
            transaction_id=line.transaction_id,
            from_date=line.from_date,
            to_date=line.to_date,
            base_amount=line.base_amount,
            annual_percent=line.annual_percent,
            amount=line.amount,
            fixed_amount=line.fixed_amount,
            from_months=line.from_months,
            from_days=line.from_days,
            from_amount=line.from_amount,
        )
        for note, charge in zip(notes, charges.due, strict=True)
        for number, line in enumerate(charge.lines, 1)
    )
    return Calculated([note.pk for note in notes], len(charges.below))
