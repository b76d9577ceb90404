"""Mark open transactions for a document that will settle them: a lock that says who holds it.

The open transactions are locked while marks are written and while they are settled, so two people cannot both
have one. Settling asks :func:`held_elsewhere` for what others hold.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.documents import called
from arclose.ledger.models import Company
from arclose.ledger.money import round_amount
from arclose.web.amounts import format_plain
from customers import sql
from customers.models import CustomerTransaction, Mark
from customers.models.cash_discounts import DiscountUse
from customers.models.transactions import KEPT_BY_BILLS
from customers.settling.letting_go import reasons_against_letting_go

MARKED_AT_ONCE = 2_000


@dataclass(frozen=True)
class Holder:
    """A document that holds transactions: its type and id, as vouchers name documents."""

    document_type: str
    document_id: int


@dataclass(frozen=True)
class Way:
    """How a marked transaction is settled beside its amount: which discount it takes, of which day, whether in full.

    Without a day the discount is that of the day of the document that settles it; without an account it goes to that of
    the tax code, of the discount, or the company's.
    """

    discount_use: DiscountUse = DiscountUse.NORMAL
    settles_fully: bool = False
    discount_date: date | None = None
    discount_account: int | None = None


class CannotMark(Exception):
    """Transactions cannot be marked as asked: no mark of the document was changed."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        """Carry a reason per transaction, in words."""
        super().__init__("; ".join(reasons.values()))
        self.reasons = dict(reasons)


@transaction.atomic
def mark(
    *,
    company: Company,
    holder: Holder,
    amounts: Mapping[int, Decimal],
    marked_by: User,
    ways: Mapping[int, Way] | None = None,
) -> None:
    """Let a document hold these transactions and no others, each with the amount it will settle.

    ``amounts`` has the sign of the transaction's open amount and is at most that. ``ways`` are those of transactions
    that are not settled in the normal one.

    :raises CannotMark: one is not open, is held by another document, or has less open or a finer currency than asked;
        or what is settled in full lets more go than is let go without a controller.
    """
    still_open = sql.lock_open_transactions(company_id=company.pk, transactions=sorted(amounts))
    known = CustomerTransaction.objects.filter(company=company).select_related("currency").in_bulk(amounts)
    elsewhere = held_elsewhere(company=company, transactions=amounts, holder=holder)
    reasons = {
        pk: reason
        for pk, amount in amounts.items()
        if (reason := _reason_against(known.get(pk), amount, still_open.get(pk), elsewhere.get(pk)))
    }
    left = {pk: still_open[pk] - amount for pk, amount in amounts.items() if pk in still_open}
    in_full = {pk: left[pk] for pk, way in (ways or {}).items() if way.settles_fully and pk in left}
    for reason in reasons_against_letting_go(company=company, amounts=in_full, person=marked_by):
        reasons |= {pk: reason for pk in in_full if pk not in reasons}
    if reasons:
        raise CannotMark(reasons)
    marks_of(company=company, holder=holder).delete()
    normal, ways = Way(), ways or {}
    Mark.objects.bulk_create(
        [
            Mark(
                company=company,
                transaction_id=pk,
                document_type=holder.document_type,
                document_id=holder.document_id,
                amount=amount,
                discount_use=ways.get(pk, normal).discount_use,
                settles_fully=ways.get(pk, normal).settles_fully,
                let_go_amount=in_full.get(pk),
                discount_date=ways.get(pk, normal).discount_date,
                discount_account_id=ways.get(pk, normal).discount_account,
                marked_by=marked_by,
            )
            for pk, amount in sorted(amounts.items())
        ]
    )


def mark_free(*, company: Company, amounts: Mapping[Holder, Mapping[int, Decimal]], marked_by: User) -> None:
    """Let each of many new documents hold what is free, with the amounts it will settle.

    The caller has locked the open transactions, and looked that so much is open of each and that nothing holds it.
    """
    Mark.objects.bulk_create(
        (
            Mark(
                company=company,
                transaction_id=pk,
                document_type=holder.document_type,
                document_id=holder.document_id,
                amount=amount,
                marked_by=marked_by,
            )
            for holder, held in amounts.items()
            for pk, amount in sorted(held.items())
        ),
        batch_size=MARKED_AT_ONCE,
    )


def marks_of(*, company: Company, holder: Holder) -> "QuerySet[Mark]":
    """Give the marks of a document."""
    return Mark.objects.filter(company=company, document_type=holder.document_type, document_id=holder.document_id)


def marks_of_all(*, company: Company, document_type: str, documents: Collection[int]) -> "QuerySet[Mark]":
    """Give the marks of documents of one type."""
    return Mark.objects.filter(company=company, document_type=document_type, document_id__in=documents)


def held_elsewhere(*, company: Company, transactions: Collection[int], holder: Holder | None = None) -> dict[int, Mark]:
    """Give the marks that other documents than ``holder`` have on transactions."""
    marks = Mark.objects.filter(company=company, transaction__in=transactions).select_related(
        "marked_by", "transaction"
    )
    if holder:
        marks = marks.exclude(document_type=holder.document_type, document_id=holder.document_id)
    return {one.transaction_id: one for one in marks}


class LettingGo(NamedTuple):
    """How many transactions were let go of, and why others are still held."""

    released: int
    kept: Sequence[str]


Ask = Callable[[Company, Collection[int], User], Mapping[int, str]]
_BEFORE_RELEASE: dict[str, Ask] = {}


def ask_before_release(document_type: str, ask: Ask) -> None:
    """Ask, before somebody lets marks of such documents go, which of these keep theirs, and why in words.

    The others change: ``ask`` locks them and notes that.
    """
    _BEFORE_RELEASE[document_type] = ask


@transaction.atomic
def release(*, company: Company, shown: Mapping[int, Holder], released_by: User) -> LettingGo:
    """Let go of transactions, unless their document keeps them; the documents stay.

    ``shown`` is who held each when it was chosen: one that another document holds by now stays marked.
    """
    held = Mark.objects.filter(company=company, transaction__in=shown)
    kept: list[str] = []
    going = Q(pk__in=[])
    for document_type, marks in groupby(held.order_by("document_type", "document_id"), attrgetter("document_type")):
        documents = {one.document_id for one in marks}
        ask = _BEFORE_RELEASE.get(document_type)
        against = ask(company, documents, released_by) if ask else {}
        kept += against.values()
        going |= Q(document_type=document_type, document_id__in=documents - against.keys())
    sql.lock_open_transactions(company_id=company.pk, transactions=sorted(shown))
    now = held.select_related("transaction", "marked_by").order_by("pk")
    others = [one for one in now if Holder(one.document_type, one.document_id) != shown[one.pk]]
    deleted, _per_model = held.filter(going).exclude(pk__in=[one.pk for one in others]).delete()
    return LettingGo(deleted, [*kept, *map(said, others)])


def said(held: Mark) -> str:
    """Say who holds a transaction."""
    facts = {
        "transaction": held.transaction.document_number,
        "document": called(held.document_type, held.document_id),
        "user": held.marked_by,
    }
    return _("%(transaction)s is marked by %(user)s, to be settled by %(document)s.") % facts


def said_alone(held: Mark) -> str:
    """Say who holds something, without naming it: the same of all that one document holds."""
    facts = {"document": called(held.document_type, held.document_id), "user": held.marked_by}
    return _("Marked by %(user)s, to be settled by %(document)s.") % facts


def kept_by_bills(row: CustomerTransaction) -> str:
    """Say that only the journals of bills settle a transaction."""
    text = _("%(document)s is a bill of exchange: it is settled, or paid, in a journal of bills.")
    return text % {"document": row.document_number}


def plainly(amount: Decimal, row: CustomerTransaction) -> str:
    """Give an amount of a transaction in the reader's language, with all decimals that were typed."""
    return format_plain(amount, row.currency.decimals) if amount.is_finite() else str(amount)


def reason_against_amount(row: CustomerTransaction | None, amount: Decimal, still_open: Decimal | None) -> str:
    """Say why an amount, with the sign of what is open, cannot be closed of a transaction; nothing where it can."""
    if row is None:
        return _("A transaction is not of this company.")
    if still_open is None:
        return _("%(document)s is not open any more.") % {"document": row.document_number}
    facts = {"document": row.document_number, "open": plainly(still_open, row), "asked": plainly(amount, row)}
    if row.transaction_type in KEPT_BY_BILLS:
        return kept_by_bills(row)
    if not amount.is_finite() or amount == 0 or (amount > 0) != (still_open > 0) or abs(amount) > abs(still_open):
        return _("%(document)s: only %(open)s is open, %(asked)s was asked for.") % facts
    if round_amount(amount, row.currency.decimals) != amount:
        return _("%(document)s: %(asked)s is finer than the currency.") % facts
    return ""


def _reason_against(
    row: CustomerTransaction | None, amount: Decimal, still_open: Decimal | None, elsewhere: Mark | None
) -> str:
    """Say why a transaction cannot be marked with an amount; nothing where it can."""
    if elsewhere and row and still_open is not None:
        return said(elsewhere)
    return reason_against_amount(row, amount, still_open)
