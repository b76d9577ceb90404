"""What customers owe that lines of bank statements may pay: open documents with the cash discounts they offer."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When

from arclose.ledger.models import Company
from customers.models import CustomerTransaction, DiscountOffer, Reorganization
from customers.models.transactions import KEPT_BY_BILLS, TransactionType
from customers.sql import Offer, chains_of_offers

ASKED_AT_ONCE = 10_000


class Debit(NamedTuple):
    """What a customer owes: a document with what is open of it. One taken over has the number of another program.

    ``transaction_type`` is that of the document: of a part of one that was split, what it was split of. ``offers`` are
    its cash discounts, that of the earliest payment first.
    """

    pk: int
    customer: int
    number: str
    currency: str
    due_date: date
    amount: Decimal
    transaction_type: str
    offers: Sequence[Offer] = ()

    def to_pay(self, day: date) -> Decimal:
        """Give what has to be paid of it on a day, when its cash discount is taken."""
        discount = next((offer.amount for offer in self.offers if offer.last_date >= day), Decimal(0))
        return self.amount - discount

    @property
    def possible_amounts(self) -> set[Decimal]:
        """What may have to be paid of it, sooner or later."""
        return {self.amount, *(self.amount - offer.amount for offer in self.offers)}


def open_transactions(company: Company) -> "QuerySet[CustomerTransaction]":
    """Give what customers owe and no document holds, but for bills."""
    return CustomerTransaction.objects.filter(
        company=company, open__company=company, open__transaction_currency_amount__gt=0, mark=None
    ).exclude(transaction_type__in=KEPT_BY_BILLS)


_OF_ORIGIN = Reorganization.objects.filter(posting=OuterRef("posting")).values("origin__transaction_type")
_COMES_FROM = Case(
    When(transaction_type=TransactionType.REORGANIZED, then=Subquery(_OF_ORIGIN[:1])), default=F("transaction_type")
)


def debits(company: Company, **asked: object) -> Iterator[Debit]:
    """Give what of it is asked for, the earliest due first."""
    rows = open_transactions(company).filter(**asked).order_by("due_date", "pk")
    amount = "open__transaction_currency_amount"
    facts = ("pk", "customer_id", "document_number", "currency_id", "due_date", amount, _COMES_FROM)
    offers = Exists(DiscountOffer.objects.filter(transaction=OuterRef("pk")))
    found: Iterator[Any] = rows.values_list(*facts, offers).iterator()
    while some := list(islice(found, ASKED_AT_ONCE)):
        offering = [row[0] for row in some if row[-1]]
        chains = chains_of_offers(offering) if offering else {}
        yield from (Debit(*(*row[:-1], chains.get(row[0], ()))) for row in some)


def owed(rows: Iterable[Debit]) -> Decimal:
    """Give what is open of documents, in all."""
    return sum((one.amount for one in rows), Decimal(0))


def to_pay(rows: Iterable[Debit], day: date) -> Decimal:
    """Give what has to be paid of documents on a day, when their cash discounts are taken."""
    return sum((one.to_pay(day) for one in rows), Decimal(0))


def oldest_first(rows: Sequence[Debit], amount: Decimal, day: date) -> dict[int, Decimal]:
    """Give how an amount settles documents in their order: amounts per document.

    One that is less than all of them settles each as far as its cash discount of the day leaves it to be paid.
    """
    is_all = amount >= owed(rows)
    left, found = amount, {}
    for one in rows:
        if left > 0:
            found[one.pk] = min(left, one.amount if is_all else one.to_pay(day))
            left -= found[one.pk]
    return found


def oldest_that_come_to(amount: Decimal, rows: Iterable[Debit], day: date) -> list[Debit]:
    """Give the earliest due that together are exactly an amount, as owed or less their discounts; else none."""
    as_owed = discounted = amount
    chosen = []
    for one in rows:
        chosen.append(one)
        as_owed -= one.amount
        discounted -= one.to_pay(day)
        if not as_owed or not discounted:
            return chosen
        if discounted < 0:
            break
    return []
