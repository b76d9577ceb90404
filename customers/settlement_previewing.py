"""What settling or writing off would make: computed by doing it and taking it all back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from arclose.ledger.effects import AccountEffect, WithEffects, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from customers.models import Concession, CustomerTransaction


@dataclass(frozen=True)
class SettlementPreview(WithEffects):
    """What would be conceded, what stays open of each transaction then, and what it does to the accounts."""

    concessions: list[Concession]
    left: list[tuple[CustomerTransaction, Decimal]]
    effects: list[AccountEffect]


def preview_settlement(
    *, company: Company, transactions: Sequence[int], settle: Callable[[], Outcome]
) -> SettlementPreview:
    """Give what ``settle`` would make; it is asked for a preview and taken back. Whatever it raises goes on."""
    with transaction.atomic():
        posting = settle().posting_id
        assert posting is not None
        rows = CustomerTransaction.objects.filter(company=company, pk__in=transactions).select_related("open")
        found = SettlementPreview(
            concessions=list(Concession.objects.filter(posting=posting).select_related("transaction", "account")),
            left=[
                (row, row.open.transaction_currency_amount if hasattr(row, "open") else Decimal(0))
                for row in rows.order_by("due_date", "pk")
            ],
            effects=effects_of(company, posting),
        )
        transaction.set_rollback(True)
    return found
