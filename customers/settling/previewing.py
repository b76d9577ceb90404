"""What settling or writing off would make: computed by doing it and taking it all back; then done as it was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Protocol
from uuid import uuid4

from django.db import transaction

from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome
from arclose.ledger.seen import Seen, posted_as_seen
from customers.models import Concession, CustomerTransaction


class Settle(Protocol):
    """What settles or writes off when it is told under which key, and whether to keep it."""

    def __call__(self, *, key: str, is_preview: bool = False) -> Outcome:
        """Settle; a preview is taken back by its caller."""


@dataclass(frozen=True)
class SettlementPreview(WithEffects):
    """What would be conceded, what stays open of each transaction then, and what it does to the accounts."""

    concessions: list[Concession]
    left: list[tuple[CustomerTransaction, Decimal]]
    effects: list[AccountEffect]
    seen: Seen


def preview_settlement(*, company: Company, transactions: Sequence[int], settle: Settle) -> SettlementPreview:
    """Give what ``settle`` would make of transactions. Nothing is kept; whatever it raises goes on."""
    with transaction.atomic():
        outcome = settle(key=f"preview-{uuid4()}", is_preview=True)
        assert outcome.posting_id is not None
        found = SettlementPreview(
            concessions=list(
                Concession.objects.filter(posting=outcome.posting_id).select_related("transaction", "account")
            ),
            left=_left(company, transactions),
            effects=effects_of(company, outcome.posting_id),
            seen=_seen(company, transactions, outcome),
        )
        transaction.set_rollback(True)
    return found


def settle_as_seen(
    *, company: Company, transactions: Sequence[int], settle: Settle, key: str, seen: Seen | None
) -> Outcome:
    """Settle exactly as a preview showed it, where there was one. The same key gives the answer it gave before.

    :raises NotAsSeen: what is conceded, stays open or is posted is not as it was shown; nothing was posted.
    """
    if seen is None:
        return settle(key=key)
    return posted_as_seen(
        post=partial(settle, key=key),
        look=partial(_seen, company, transactions),
        seen=seen,
        known=Posting.objects.filter(company=company, key=key).first,
    )


def _left(company: Company, transactions: Sequence[int]) -> list[tuple[CustomerTransaction, Decimal]]:
    rows = CustomerTransaction.objects.filter(company=company, pk__in=transactions).select_related("open")
    return [
        (row, row.open.transaction_currency_amount if hasattr(row, "open") else Decimal(0))
        for row in rows.order_by("due_date", "pk")
    ]


def _seen(company: Company, transactions: Sequence[int], outcome: Outcome) -> Seen:
    """Give what stays open, what is conceded and what is posted; numbers are not among it."""
    conceded = Concession.objects.filter(posting=outcome.posting_id).order_by("pk")
    made = {str(row.pk): [f"{amount:f}"] for row, amount in _left(company, transactions)}
    for one in conceded:
        made[str(one.transaction_id)] += [one.kind, f"{one.amount:f}", f"{one.tax_amount:f}"]
    assert outcome.posting_id is not None
    return Seen(made, entries=digest_of_entries(outcome.posting_id))
