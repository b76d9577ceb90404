"""The maturity ladder: what of bills falls due when, by status and by the bank that has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from arclose.ledger.models import Company, Currency
from journals.bills.maturity_sql import maturities
from journals.models import BankAccount, Bill, BillStatus, RemittanceType

MONTHS = 6


@dataclass(frozen=True)
class Rung:
    """Some bills that fall due in one step of the ladder: how many, and what is left of them."""

    step: int
    bank: str
    status: BillStatus
    remittance_type: RemittanceType
    count: int
    left_amount: Decimal


def currencies_of(company: Company) -> list[str]:
    """Give the currencies of which bills stand, the company's own first."""
    standing = Bill.objects.filter(company=company, currency=OuterRef("pk"), left_amount__gt=0)
    own = company.accounting_currency_id
    others = Currency.objects.filter(Exists(standing)).exclude(pk=own).order_by("pk")
    return [own, *others.values_list("pk", flat=True)]


def months_from(day: date, *, count: int = MONTHS) -> list[date]:
    """Give the first days of months, those of the ladder: that of the day, and those after it."""
    place = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(place, place + count)]


def ladder(*, company: Company, currency: str, day: date) -> Sequence[Rung]:
    """Give what is left of bills in a currency: past due on a day (step 0), per month, and of all later months."""
    days = [day, *months_from(day, count=MONTHS + 1)[1:]]
    banks = dict(BankAccount.objects.filter(company=company).values_list("pk", "code"))
    return [
        Rung(
            step=step,
            bank=banks.get(bank, "") if bank else "",
            status=BillStatus(status),
            remittance_type=RemittanceType(remittance_type),
            count=count,
            left_amount=amount,
        )
        for step, bank, status, remittance_type, count, amount in maturities(
            company_id=company.pk, currency=currency, days=days
        )
    ]
