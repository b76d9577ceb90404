"""What is out: bills by status, what of them banks may still ask back, and when they fall due."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum

from arclose.ledger.models import Company
from customers.queries import what_stands
from journals.models import Bill, BillStatus


@dataclass(frozen=True)
class OfStatus:
    """The bills of one status and currency: how many, for how much since they were drawn, and what is left of them.

    ``accounting_amount`` is what is left, as it stands in the books: with what a revaluation made stand on it.
    """

    status: BillStatus
    currency: str
    count: int
    amount: Decimal
    left_amount: Decimal
    accounting_amount: Decimal


def by_status(*, company: Company) -> list[OfStatus]:
    """Give the bills by status and currency, in order of their life; those whose draw was taken back are left out.

    A bill counts as honored when it is settled whole; until then it is remitted, however much of it came in.
    """
    rows = Bill.objects.filter(company=company).exclude(status=BillStatus.CANCELED).order_by()
    found = rows.values_list("status", "currency").annotate(Count("pk"), Sum("amount"), Sum("left_amount"))
    own = company.accounting_currency_id
    order = {status: place for place, status in enumerate(BillStatus.values)}
    foreign = _in_books(company) if any(currency != own for _status, currency, *_amounts in found) else {}
    return [
        OfStatus(
            BillStatus(status),
            currency,
            count,
            amount,
            left,
            left if currency == own else foreign.get((status, currency), Decimal(0)),
        )
        for status, currency, count, amount, left in sorted(found, key=lambda row: (order[row[0]], row[1]))
    ]


def _in_books(company: Company) -> dict[tuple[str, str], Decimal]:
    """Give what is left of bills in foreign currency, in accounting currency, by status and currency."""
    rows = Bill.objects.filter(company=company, standing__isnull=False)
    rows = rows.exclude(currency=company.accounting_currency_id).order_by()
    stands = what_stands(books=company.accounting_currency_id, row="standing__open__")
    worth = Sum(F("standing__open__accounting_currency_amount") + stands)
    return {
        (status, code): amount for status, code, amount in rows.values_list("status", "currency").annotate(worth=worth)
    }


def recourse(*, company: Company) -> list[tuple[str, int, Decimal, Decimal]]:
    """Give per currency how many discounted bills are not settled, for how much, and what of it was advanced."""
    rows = Bill.objects.filter(company=company, liability__isnull=False).order_by()
    sums = rows.values_list("currency").annotate(
        Count("pk"),
        Sum("left_amount"),
        Sum("liability__open__transaction_currency_amount"),
    )
    # What the company owes stands below zero.
    return sorted((currency, count, left, -(owed or Decimal(0))) for currency, count, left, owed in sums)
