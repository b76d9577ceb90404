"""What is collected: open transactions, but for those that are disputed or blocked."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from customers.models import CollectionHold, CustomerTransaction
from customers.models.collection_holds import CollectionHoldKind

IN_FORCE = CollectionHold.objects.filter(cleared_at=None)
# The condition that a transaction is disputed or blocked.
IS_HELD = Exists(IN_FORCE.filter(transaction=OuterRef("pk")))

# As what a transaction is held; nothing where it is not.
HELD_AS = Subquery(IN_FORCE.filter(transaction=OuterRef("pk")).values("kind"))


class SettledAlready(Exception):
    """Nothing is open of some transactions, so there is nothing to dispute or block: nothing was placed."""

    def __init__(self, numbers: Collection[str]) -> None:
        """Carry the numbers of the documents."""
        super().__init__(_("Settled meanwhile: %(numbers)s. Leave them out.") % {"numbers": ", ".join(sorted(numbers))})
        self.numbers = numbers


@dataclass(frozen=True)
class Held:
    """How many transactions are held now, and how many were held before and stay as they are."""

    placed: int
    already: int


def collectable(*, company: Company) -> "QuerySet[CustomerTransaction]":
    """Give the open transactions that reminders and payment proposals may take: neither disputed nor blocked."""
    return CustomerTransaction.objects.filter(company=company, open__isnull=False).exclude(IS_HELD)


@transaction.atomic
def place_collection_hold(
    *, company: Company, transactions: Collection[int], kind: CollectionHoldKind, reason: str, placed_by: User
) -> Held:
    """Keep open transactions from being collected; those held before keep their kind and reason.

    :raises SettledAlready: nothing is open of one of them.
    """
    rows = CustomerTransaction.objects.filter(company=company, pk__in=transactions)
    settled = list(rows.filter(open__isnull=True).values_list("document_number", flat=True))
    if settled:
        raise SettledAlready(settled)
    before = IN_FORCE.filter(transaction__in=rows).count()
    CollectionHold.objects.bulk_create(
        [
            CollectionHold(company=company, transaction_id=pk, kind=kind, reason=reason[:200], placed_by=placed_by)
            for pk in rows.values_list("pk", flat=True).order_by("pk")
        ],
        ignore_conflicts=True,
    )
    held = IN_FORCE.filter(transaction__in=rows).count()
    return Held(placed=held - before, already=before)


def clear_collection_hold(*, company: Company, transactions: Collection[int], note: str, cleared_by: User) -> int:
    """Let transactions be collected again, and give how many were held."""
    standing = IN_FORCE.filter(company=company, transaction__in=transactions)
    return standing.update(cleared_at=Now(), cleared_by=cleared_by, clearing_note=note[:200])
