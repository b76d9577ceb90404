"""What a posting at hand settles, as its preview tells it: how much of each document, and what stays open of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from customers.models import Concession, CustomerTransaction, Settlement
from customers.models.concessions import KINDS


@dataclass(frozen=True)
class Settled:
    """A transaction that a document settles: how much of it, with its sign, and what stays open of it.

    ``conceded`` are (type, amount) of what closes more of it, such as a cash discount; ``company`` is whose it is,
    where that is another company than that of the document. The amounts are in ``currency``.
    """

    document_number: str
    amount: Decimal
    left: Decimal
    conceded: list[tuple[str, Decimal]]
    currency: str
    company: str = ""


_WITH_CONCESSIONS = Q(debit_transaction__transaction_type__in=KINDS) | Q(credit_transaction__transaction_type__in=KINDS)


def settled_with(posting: int, own: Mapping[int, int], company: str = "") -> Iterator[tuple[int, Settled, int]]:
    """Give what a posting settles with transactions, ``own``, of documents: document, what, and its transaction."""
    conceded = conceded_by(posting)
    rows = Settlement.objects.filter(posting=posting).exclude(_WITH_CONCESSIONS).order_by("pk")
    for row in rows.select_related("debit_transaction__open", "credit_transaction__open"):
        debit, credit, amount = row.debit_transaction, row.credit_transaction, row.transaction_currency_amount
        mine, other, signed = (credit, debit, amount) if credit.pk in own else (debit, credit, -amount)
        if mine.pk in own:
            granted = conceded[other.pk]
            what = Settled(other.document_number, signed, left_of(other), granted, other.currency_id, company)
            yield own[mine.pk], what, other.pk


def conceded_by(posting: int) -> dict[int, list[tuple[str, Decimal]]]:
    """Give what a posting concedes, by the transaction it is granted on."""
    found: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for row in Concession.objects.filter(posting=posting).order_by("pk"):
        found[row.transaction_id].append((row.get_kind_display(), row.amount))
    return found


def left_of(row: CustomerTransaction) -> Decimal:
    """Give what is open of a transaction that was read with what is open of it."""
    return row.open.transaction_currency_amount if hasattr(row, "open") else Decimal(0)
