"""Reorganize what is open: split it into parts with due dates of their own, or move it to another day or customer.

Each part is a customer transaction of its own with the number of the document it comes from, at the exchange rate of
that; nothing is realized, and no tax moves. What the document offers as cash discount its parts offer too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, LedgerAccount, Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import convert, round_amount
from arclose.ledger.outcomes import Outcome
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.sql import compiled
from customers import sql
from customers.collecting import IN_FORCE
from customers.entries import REORGANIZATION
from customers.models import Customer, CustomerTransaction, Reorganization, ReorganizedPart
from customers.models.transactions import TransactionType
from customers.settling.marking import held_elsewhere, said
from customers.settling.part_payment import part_payment
from customers.settling.refusals import CannotSettle, closed_on
from customers.settling.settlement import write_settlements
from customers.settling.shares import leaving_with
from customers.settling.writing_off import reasons_against
from customers.sql import Part

REORGANIZATIONS = "reorganizations"
PARTS_AT_MOST = 60


@dataclass(frozen=True)
class WantedPart:
    """A part that is asked for: how much, with the sign of what is open, due when, of which customer.

    ``paid_by`` says how it is to be paid, as :mod:`customers.settling.part_payment` passes it on.
    """

    amount: Decimal
    due_date: date
    customer: Customer
    paid_by: Any = None


@transaction.atomic
def reorganize(
    *,
    company: Company,
    transaction_id: int,
    parts: Sequence[WantedPart],
    day: date,
    posted_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Replace an open amount of a transaction by parts on a day, all or nothing; what they leave of it stays open.

    A preview writes under provisional numbers; its caller takes the transaction back.

    :returns: the settlement that closes what the parts replace.
    :raises CannotSettle: it is not open, is held by a document, has less open or a finer currency than asked, or cannot
        be settled on that day; it is disputed, blocked for collection, or was taken over with an adjustment; a part is
        of nothing or of the other sign, its customer or account is blocked, or of another company; or nothing would
        change.
    :raises KeyReused: the key belongs to another request.
    """
    periods = ledger.open_periods(company=company, dates=[day])
    still_open = sql.lock_open_transactions(company_id=company.pk, transactions=[transaction_id])
    facts = (transaction_id, [_facts(one) for one in parts], day)
    posting, is_new = ledger.begin(
        company=company,
        kind=REORGANIZATIONS,
        key=key,
        fingerprint=ledger.fingerprint_of(REORGANIZATIONS, *facts),
        posted_by=posted_by,
    )
    if is_new:
        row = CustomerTransaction.objects.filter(company=company, pk=transaction_id).select_related("currency").first()
        _refuse(company, row, parts, still_open, day, is_open=bool(periods))
        assert row is not None
        _write(posting, row, parts, day, is_preview=is_preview)
        if not is_preview:
            sql.add_to_subledger(posting_id=posting.pk)
            ledger.seal(posting=posting)
    return Outcome(posting.pk, list(posting.settlements.order_by("pk").values_list("pk", flat=True)))


def _facts(part: WantedPart) -> tuple[object, ...]:
    own = (f"{part.amount:f}", part.due_date, part.customer.pk)
    return own if part.paid_by is None else (*own, str(part.paid_by))


def _write(
    posting: Posting, row: CustomerTransaction, parts: Sequence[WantedPart], day: date, *, is_preview: bool
) -> None:
    amount = sum((one.amount for one in parts), Decimal(0))
    decimals = accounting_decimals(company=posting.company)
    made = Reorganization.objects.create(
        company=posting.company,
        posting=posting,
        transaction=row,
        origin_id=sql.origins_of(transactions=[row.pk])[row.pk],
        reorganization_date=day,
        amount=amount,
        accounting_currency_amount=leaving_with(row, amount, decimals=decimals),
    )
    _write_parts(made, row, parts, decimals)
    ledger.write(posting=posting, contents=reorganization_posting(posting), is_preview=is_preview)
    sql.insert_transactions_of_vouchers(
        company_id=posting.company_id,
        document_type=REORGANIZATION,
        transaction_type=TransactionType.REORGANIZED,
        owed=compiled(_owed(posting)),
    )
    sql.insert_offers_of_parts(posting_id=posting.pk)
    part_payment().keep(row, _with_ways(posting, parts))
    closing = CustomerTransaction.objects.get(posting=posting, transaction_currency_amount=-amount, due_date=day)
    debit, credit = (row.pk, closing.pk) if amount > 0 else (closing.pk, row.pk)
    settled = Part(debit, credit, abs(amount), day)
    write_settlements(posting=posting, parts=[settled], decimals=decimals, is_preview=is_preview)


def _with_ways(posting: Posting, parts: Sequence[WantedPart]) -> list[tuple[CustomerTransaction, Any]]:
    """Give the transaction of each part, with how that is to be paid."""
    made: dict[tuple[int, date, Decimal], list[CustomerTransaction]] = defaultdict(list)
    for one in CustomerTransaction.objects.filter(posting=posting).order_by("-pk"):
        made[one.customer_id, one.due_date, one.transaction_currency_amount].append(one)
    return [(made[one.customer.pk, one.due_date, one.amount].pop(), one.paid_by) for one in parts]


def _write_parts(made: Reorganization, row: CustomerTransaction, parts: Sequence[WantedPart], decimals: int) -> None:
    """Write the parts, each with its share of what leaves the books: rounded so far, less what those before it took."""
    so_far = accumulate((one.amount for one in parts), initial=Decimal(0))
    in_books = [
        convert(until, units_from=made.amount, units_to=made.accounting_currency_amount, decimals=decimals)
        for until in so_far
    ]
    ReorganizedPart.objects.bulk_create(
        ReorganizedPart(
            company=made.company,
            reorganization=made,
            number=number,
            customer=one.customer,
            due_date=one.due_date,
            amount=one.amount,
            accounting_currency_amount=until - before,
            control_account_id=_control_account(row, one),
        )
        for number, (one, (before, until)) in enumerate(zip(parts, pairwise(in_books), strict=True), start=1)
    )


def _control_account(row: CustomerTransaction, part: WantedPart) -> int:
    """Give where a part is posted to: as its transaction was, or by the profile of another customer."""
    is_moved = part.customer.pk != row.customer_id
    return part.customer.posting_profile.summary_account_id if is_moved else row.control_account_id


def reorganization_posting(posting: Posting) -> PostingSet:
    """What the reorganizations of a posting post: what is taken off the control account, and what its parts put there.

    reorganization of what a customer owes (of what it is owed, with the opposite sign)
        credit  customer balance    all of it       where the transaction was posted to
        debit   customer balance    per part        the same; of another customer its summary account
    """
    made = Reorganization.objects.filter(posting=posting)
    parts = ReorganizedPart.objects.filter(reorganization__posting=posting)
    taken = made.values_list(
        "pk",
        "transaction__control_account",
        "transaction__currency",
        -F("amount"),
        -F("accounting_currency_amount"),
        NO_TAX_ROW,
    )
    given = parts.values_list(
        "reorganization",
        "control_account",
        "reorganization__transaction__currency",
        "amount",
        "accounting_currency_amount",
        NO_TAX_ROW,
    )
    return PostingSet(
        document_type=REORGANIZATION,
        vouchers=made.values_list("pk", "reorganization_date", Cast("transaction__document_number", CharField())),
        entries=[Entries(PostingType.CUSTOMER_BALANCE, taken), Entries(PostingType.CUSTOMER_BALANCE, given)],
    )


def _owed(posting: Posting) -> "QuerySet[Reorganization, tuple[object, ...]]":
    """Give what closes the transaction, then its parts; these have its number."""
    made = Reorganization.objects.filter(posting=posting).values_list(
        "pk",
        "transaction__customer",
        "transaction__control_account",
        "transaction__currency",
        -F("amount"),
        -F("accounting_currency_amount"),
        Cast(Value(None), CharField()),
        Cast(Value(None), DateField()),
    )
    parts = ReorganizedPart.objects.filter(reorganization__posting=posting).values_list(
        "reorganization",
        "customer",
        "control_account",
        "reorganization__transaction__currency",
        "amount",
        "accounting_currency_amount",
        "reorganization__transaction__document_number",
        "due_date",
    )
    return made.order_by().union(parts.order_by(), all=True)


def _refuse(
    company: Company,
    row: CustomerTransaction | None,
    parts: Sequence[WantedPart],
    still_open: Mapping[int, Decimal],
    day: date,
    *,
    is_open: bool,
) -> None:
    """Look at all of it before anything is written.

    :raises CannotSettle: with every reason found.
    """
    if row is None:
        raise CannotSettle([_("A transaction is not of this company.")])
    reasons = [said(one) for one in held_elsewhere(company=company, transactions=[row.pk]).values()]
    reasons += [] if is_open else [closed_on(day)]
    amount = sum((one.amount for one in parts), Decimal(0))
    earliest = sql.earliest_days(company_id=company.pk, transactions=[row.pk])[row.pk]
    reasons += reasons_against(row, amount, still_open.get(row.pk), earliest, day)
    reasons += _reasons_against_parts(row, parts, still_open.get(row.pk))
    if reasons:
        raise CannotSettle(list(dict.fromkeys(reasons)))


def _reasons_against_parts(
    row: CustomerTransaction, parts: Sequence[WantedPart], still_open: Decimal | None
) -> list[str]:
    names = {"document": row.document_number}
    reasons = []
    if any(one.amount == 0 or (still_open and (one.amount > 0) != (still_open > 0)) for one in parts):
        reasons.append(_("%(document)s: each part has an amount, with the sign of what is open.") % names)
    if any(round_amount(one.amount, row.currency.decimals) != one.amount for one in parts):
        reasons.append(_("%(document)s: a part is finer than the currency.") % names)
    reasons += _reasons_to_keep_whole(row)
    reasons += _reasons_against_accounts(row, parts)
    if len(parts) > PARTS_AT_MOST:
        reasons.append(_("Split into up to %(count)d parts at a time.") % {"count": PARTS_AT_MOST})
    is_as_before = [one.customer.pk == row.customer_id and one.due_date == row.due_date for one in parts]
    if all(is_as_before) and not any(one.paid_by for one in parts):
        text = _("%(document)s: nothing would change. Choose another due date, customer or method of payment.")
        reasons.append(text % names)
    return reasons + _reasons_against_customers(row, parts)


def _reasons_against_accounts(row: CustomerTransaction, parts: Sequence[WantedPart]) -> list[str]:
    """Name the control accounts of parts that are blocked."""
    used = {_control_account(row, one) for one in parts}
    blocked = LedgerAccount.objects.filter(pk__in=used, is_blocked=True).order_by("number")
    return [_("Ledger account %(account)s is blocked.") % {"account": account.number} for account in blocked]


def _reasons_to_keep_whole(row: CustomerTransaction) -> list[str]:
    """Say what stands on a transaction and would stay behind."""
    names, reasons = {"document": row.document_number}, []
    if IN_FORCE.filter(transaction=row).exists():
        reasons.append(_("%(document)s is disputed or blocked for collection: clear that first.") % names)
    if row.opening_adjustment_amount:
        reasons.append(_("%(document)s was taken over with an adjustment of its value: it stays in one.") % names)
    return reasons


def _reasons_against_customers(row: CustomerTransaction, parts: Sequence[WantedPart]) -> list[str]:
    """Name the customers that no part is moved to."""
    reasons = []
    for one in parts:
        if one.customer.company_id != row.company_id:
            reasons.append(_("A customer is not of this company."))
        elif one.customer.is_blocked and one.customer.pk != row.customer_id:
            reasons.append(_("Customer %(customer)s is blocked.") % {"customer": one.customer})
    return reasons
