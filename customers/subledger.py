"""What documents of other apps do to what customers owe: written beside their vouchers, settled, and taken back.

The door to the subledger, as :mod:`arclose.ledger.posting` is to the books. Its callers have locked the periods and the
open transactions that are marked, and seal the posting.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateField, QuerySet, Value
from django.db.models.functions import Cast

from arclose.ledger.models import Company, Posting
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.sql import compiled
from customers import sql
from customers.entries import EXCHANGE, REORGANIZATION
from customers.models import CustomerTransaction, Mark, Settlement
from customers.models.cash_discounts import DiscountUse
from customers.models.transactions import TransactionType
from customers.settling.concessions import ByHand, concede_marks, concede_parts, write_concessions
from customers.settling.exchanging import Wanted, write_exchanges
from customers.settling.settlement import (
    lock_both_sides,
    settled_together,
    standing_settlements,
    write_settlement_reversals,
    write_settlements,
)
from customers.sql import Grant, Held, Part

__all__ = [
    "NO_DUE_DATE",
    "NO_NUMBER",
    "Owed",
    "close_subledger",
    "days_of_marks",
    "last_days_of_what_goes_along",
    "lock_to_take_back",
    "opened_by_taking_back",
    "settle_marked",
    "settle_marked_across",
    "settle_own_parts",
    "settle_parts",
    "standing_settlements",
    "take_back",
    "take_over",
    "write_transactions",
]


# The columns of documents without a number of their own, and without a due date.
NO_NUMBER, NO_DUE_DATE = Cast(Value(None), CharField()), Cast(Value(None), DateField())


@dataclass(frozen=True)
class Owed:
    """What documents of one type make customers owe.

    ``rows`` is a queryset of ``values_list(document, customer, control account, currency, amount in transaction
    currency, amount in accounting currency, document number or None, due date or None)``: above zero is owed by the
    customer, below zero to them; without a number it has that of its voucher, and without a due date is due on its day.
    ``are_adjusted``: each row goes on with the adjustment that stands on it, which came into the control account with
    it. ``are_named``: it ends with the id that its transaction takes, which the document named beforehand.
    """

    document_type: str
    transaction_type: TransactionType
    rows: "QuerySet[Any, Any]"
    are_adjusted: bool = False
    are_named: bool = False


def write_transactions(*, posting: Posting, owed: Owed) -> int:
    """Write customer transactions beside the voucher of each document, open; return how many."""
    return sql.insert_transactions_of_vouchers(
        company_id=posting.company_id,
        document_type=owed.document_type,
        transaction_type=owed.transaction_type,
        owed=compiled(owed.rows),
        are_adjusted=owed.are_adjusted,
        are_named=owed.are_named,
    )


def days_of_marks(
    *, company: Company, document_type: str, documents: Sequence[int], after: date | None = None
) -> set[date]:
    """Give the first days on which what documents hold can be settled: their periods are to be locked too.

    ``after`` is the first day of the documents, before which they settle nothing.
    """
    held = sql.marked_days(company_id=company.pk, document_type=document_type, documents=documents, after=after)
    return {day for _document, day in held}


def settle_marked(
    *,
    posting: Posting,
    document_type: str,
    documents: Sequence[int],
    has_more: Collection[int] = (),
    is_preview: bool = False,
) -> int:
    """Settle what documents of the posting hold, let go of it, and return the number of settlements.

    Debits and credits that are held settle each other first, the earliest due first; the rest settles with the
    document's own transaction. Cash discounts and small differences are conceded beside; nothing counts as paid too
    little or too much by the documents ``has_more``, which are a part of what was paid.

    :raises AutomaticAccountMissing: there is a realized difference, or a concession, and no account for it.
    """
    grants = concede_marks(posting=posting, document_type=document_type, documents=documents, has_more=has_more)
    return write_settlements(
        posting=posting,
        held=Held(document_type, documents),
        parts=write_concessions(posting=posting, grants=grants, is_preview=is_preview),
        decimals=accounting_decimals(company=posting.company),
        is_preview=is_preview,
    )


def settle_marked_across(
    *,
    posting: Posting,
    document_type: str,
    spent: Mapping[int, Decimal],
    has_more: Collection[int] = (),
    is_preview: bool = False,
) -> None:
    """Settle what documents of the posting hold in another currency than they paid, by an exchange each; let go of it.

    ``spent`` is how much of what each paid its exchange takes, above zero; nothing counts as paid too little by the
    documents ``has_more``. All of a posting at once, and once.

    :raises RateMissing: the other currency has no rate on the day of payment, to value what is conceded.
    :raises AutomaticAccountMissing: there is a realized difference, or a concession, and no account for it.
    """
    company, documents = posting.company, sorted(spent)
    own = CustomerTransaction.objects.filter(
        posting=posting, voucher__document_type=document_type, voucher__document_id__in=documents
    )
    paying = {row.voucher.document_id: row for row in own.select_related("voucher")}
    days = {document: row.transaction_date for document, row in paying.items()}
    for document, day in sql.marked_days(company_id=company.pk, document_type=document_type, documents=documents):
        days[document] = max(days[document], day)
    held: dict[int, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(company=company, document_type=document_type, document_id__in=documents):
        held[mark.document_id].append(mark)
    sql.unmark(company_id=company.pk, document_type=document_type, documents=documents)
    marked = sorted(mark.pk for marks in held.values() for mark in marks)
    write_exchanges(
        posting=posting,
        wanted=[
            Wanted(
                payment=paying[document].pk,
                spent=spent[document],
                amounts={mark.pk: mark.amount for mark in marks},
                day=days[document],
                has_more=document in has_more,
                uses={mark.pk: DiscountUse(mark.discount_use) for mark in marks},
            )
            for document, marks in sorted(held.items())
        ],
        still_open=sql.lock_open_transactions(company_id=company.pk, transactions=marked),
        is_preview=is_preview,
    )


def settle_parts(
    *, posting: Posting, document_type: str, documents: Sequence[int], parts: Sequence[Part], is_preview: bool = False
) -> int:
    """Settle what documents of the posting hold with the transactions they made, let go of it, and give how many.

    Each part is of a line of its own. What is open of both sides is locked and suffices. Cash discounts and small
    differences are conceded beside.

    :raises AutomaticAccountMissing: there is a realized difference, or a concession, and no account for it.
    :raises RateMissing: something is conceded and has no rate on the day of payment.
    """
    sql.unmark(company_id=posting.company_id, document_type=document_type, documents=documents)
    if not parts:
        return 0
    sides = {side for part in parts for side in (part.debit_transaction_id, part.credit_transaction_id)}
    still_open = sql.lock_open_transactions(company_id=posting.company_id, transactions=sorted(sides))
    grants, settled = concede_parts(
        company=posting.company, parts=parts, still_open=still_open, how=ByHand(is_each_alone=True)
    )
    return write_settlements(
        posting=posting,
        parts=[*settled, *write_concessions(posting=posting, grants=grants, is_preview=is_preview)],
        decimals=accounting_decimals(company=posting.company),
        is_preview=is_preview,
    )


def take_over(*, pairs: Sequence[tuple[int, int]]) -> int:
    """Let new transactions stand as revalued where those were that they take over; return how many do.

    ``pairs`` are (the transaction that is taken over, the new one), before the first is settled with a part that
    ``takes_along``: what a revaluation made stand on it came in with the new one.
    """
    return sql.carry_adjustments(pairs)


def settle_own_parts(
    *,
    posting: Posting,
    parts: Sequence[Part],
    always: Collection[int] = (),
    written_off: Sequence[Grant] = (),
    is_preview: bool = False,
) -> int:
    """Settle transactions that the posting's documents keep to themselves, as they say; return how many settlements.

    What is open of them is locked, and suffices. The debits ``always`` get their cash discount, whatever the day, and
    nothing beyond it: what is left of them is no underpayment. ``written_off`` is of transactions of these documents.

    :raises AutomaticAccountMissing: there is a realized difference, or a discount, and no account for it.
    :raises RateMissing: there is a discount, and no rate on the day of the document.
    """
    company, granted = posting.company, [part for part in parts if part.debit_transaction_id in set(always)]
    grants: Sequence[Grant] = []
    if granted:
        sides = {side for part in granted for side in (part.debit_transaction_id, part.credit_transaction_id)}
        still_open = sql.lock_open_transactions(company_id=company.pk, transactions=sorted(sides))
        how = ByHand(uses=dict.fromkeys(always, DiscountUse.ALWAYS), has_more=True, is_each_alone=True)
        grants, _parts = concede_parts(company=company, parts=granted, still_open=still_open, how=how)
    conceded = write_concessions(posting=posting, grants=[*grants, *written_off], is_preview=is_preview)
    return write_settlements(
        posting=posting,
        parts=[*parts, *conceded],
        decimals=accounting_decimals(company=company),
        is_preview=is_preview,
    )


def close_subledger(*, posting: Posting) -> None:
    """Add the posting's transactions and settlements to the kept balances: the last step before its seal."""
    sql.add_to_subledger(posting_id=posting.pk)


def lock_to_take_back(*, company: Company, vouchers: Sequence[int]) -> None:
    """Lock what is open of the transactions beside vouchers, and of all that these open again when taken back."""
    own = CustomerTransaction.objects.filter(company=company, voucher__in=vouchers)
    settlements = standing_settlements(vouchers=vouchers)
    lock_both_sides(company=company, settlements=settlements, beside=own.values_list("pk", flat=True))


def opened_by_taking_back(*, vouchers: Collection[int]) -> list[int]:
    """Give the transactions of other documents that are open again when vouchers are taken back."""
    together, made = settled_together(standing_settlements(vouchers=sorted(vouchers)))
    rows = Settlement.objects.filter(pk__in=together).values_list("debit_transaction_id", "credit_transaction_id")
    own = CustomerTransaction.objects.filter(voucher__in=[*made, *vouchers]).values_list("pk", flat=True)
    return sorted({side for pair in rows for side in pair}.difference(own))


def last_days_of_what_goes_along(*, vouchers: Collection[int]) -> dict[int, date]:
    """Give, by voucher of which something was split, moved or exchanged, the last day on which that was settled.

    What became of it is taken back with the voucher, and so not before that day.
    """
    rows = Settlement.objects.filter(reversal_of=None, reversed_by=None)
    replaced: set[int] = set()
    for own, other in (("debit", "credit"), ("credit", "debit")):
        beside = {
            f"{own}_transaction__voucher__in": vouchers,
            f"{other}_transaction__voucher__document_type__in": [EXCHANGE, REORGANIZATION],
        }
        replaced |= set(rows.filter(**beside).values_list(f"{own}_transaction__voucher", flat=True))
    found = {}
    for voucher in replaced:
        together, _made = settled_together(standing_settlements(vouchers=[voucher]))
        days = rows.filter(pk__in=together).values_list("settlement_date", flat=True)
        found[voucher] = max(days)
    return found


def take_back(
    *, posting: Posting, vouchers: Sequence[int], settlements: Sequence[int], day: date, reason: str, is_preview: bool
) -> None:
    """Reverse vouchers with their customer transactions, inside a posting; what they settled is open again.

    The opposite transaction settles with the one it takes back, so nothing of either stays open.
    """
    write_settlement_reversals(
        posting=posting, settlements=settlements, day=day, reason=reason, vouchers=vouchers, is_preview=is_preview
    )
