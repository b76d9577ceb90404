"""Settle what is owed in one currency with what was paid in another: at a cross rate, by an exchange between them.

The payment is the primary one: its date decides about cash discounts, and its value in the books is what the debits
are settled with. So what is realized is what each debit is worth in the books less what was paid for it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.outcomes import Outcome
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.sql import compiled
from customers import sql
from customers.entries import EXCHANGE
from customers.models import CurrencyExchange, CustomerTransaction
from customers.models.cash_discounts import DiscountUse
from customers.models.transactions import TransactionType
from customers.settling.concessions import ByHand, concede_parts, write_concessions
from customers.settling.marking import held_elsewhere, said
from customers.settling.refusals import CannotSettle, closed_on
from customers.settling.settlement import write_settlements
from customers.settling.shares import leaving_with
from customers.settling.writing_off import reasons_against
from customers.sql import Grant, Part

SETTLEMENTS_ACROSS = "settlements-across"
_CONTROL_ACCOUNT = "transaction__control_account"


@dataclass(frozen=True)
class Wanted:
    """What is settled across currencies on a day: ``spent``, above zero, of a credit, on debits of one other currency.

    ``amounts`` are per debit, in its currency, above zero; ``uses`` those of cash discounts that are not normal.
    ``has_more``: the payment has more than is spent here, so nothing counts as paid too little.
    """

    payment: int
    spent: Decimal
    amounts: Mapping[int, Decimal]
    day: date
    has_more: bool
    uses: Mapping[int, DiscountUse] = field(default_factory=dict)


@transaction.atomic
def settle_across(
    *,
    company: Company,
    payment: int,
    spent: Decimal,
    amounts: Mapping[int, Decimal],
    day: date,
    posted_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Settle debits of one currency with ``spent``, above zero, of a credit in another; with what is conceded beside.

    ``amounts`` are per debit, in its currency, above zero; together they are worth what is spent. A preview writes
    under provisional numbers; its caller takes the transaction back.

    :returns: the settlements that were made.
    :raises CannotSettle: one is not open, is held by a document, has less open or a finer currency than asked, or
        cannot be settled on that day; they are not of one customer, or the currencies are the same.
    :raises RateMissing: the currency of the debits has no rate on the day of payment, to value what is conceded.
    :raises AutomaticAccountMissing: a difference is realized, or something conceded, and no account named for it.
    :raises AccountUnusable: that account is blocked, or a control account.
    :raises KeyReused: the key belongs to another request.
    """
    wanted = {**amounts, payment: -spent}
    periods = ledger.open_periods(company=company, dates=[day])
    still_open = sql.lock_open_transactions(company_id=company.pk, transactions=sorted(wanted))
    facts = (payment, sorted((pk, f"{amount:f}") for pk, amount in wanted.items()), day)
    posting, is_new = ledger.begin(
        company=company,
        kind=SETTLEMENTS_ACROSS,
        key=key,
        fingerprint=ledger.fingerprint_of(SETTLEMENTS_ACROSS, *facts),
        posted_by=posted_by,
    )
    if is_new:
        rows = CustomerTransaction.objects.filter(company=company).select_related("currency").in_bulk(wanted)
        _refuse(company, payment, spent, amounts, rows, still_open, day, is_open=bool(periods))
        wanted_here = Wanted(payment, spent, amounts, day, has_more=still_open[payment] != -spent)
        write_exchanges(posting=posting, wanted=[wanted_here], still_open=still_open, is_preview=is_preview)
        if not is_preview:
            sql.add_to_subledger(posting_id=posting.pk)
            ledger.seal(posting=posting)
    return Outcome(posting.pk, list(posting.settlements.order_by("pk").values_list("pk", flat=True)))


def write_exchanges(
    *, posting: Posting, wanted: Sequence[Wanted], still_open: Mapping[int, Decimal], is_preview: bool = False
) -> None:
    """Write all exchanges of a posting and settle what they pay, inside of it, with what is conceded beside.

    What is ``still_open`` of the debits is locked, as are the credits, each of which pays once.

    :raises RateMissing: the currency of debits has no rate on the day of payment, to value what is conceded.
    :raises AutomaticAccountMissing: a difference is realized, or something conceded, and no account named for it.
    """
    company, decimals = posting.company, accounting_decimals(company=posting.company)
    ids = {pk for one in wanted for pk in (one.payment, *one.amounts)}
    rows = CustomerTransaction.objects.filter(company=company).in_bulk(ids)
    made = CurrencyExchange.objects.bulk_create(_exchange(posting, rows, one, decimals) for one in wanted)
    _write_documents(posting, is_preview=is_preview)
    own = _own_transactions(posting)
    grants: list[Grant] = []
    parts: list[Part] = []
    for one, exchange in zip(wanted, made, strict=True):
        closing, paying = own[exchange.pk]
        debits = sorted(one.amounts, key=lambda pk: (rows[pk].due_date, pk))
        granted, settled = concede_parts(
            company=company,
            parts=[Part(pk, paying, one.amounts[pk], one.day) for pk in debits],
            still_open={**still_open, paying: exchange.to_amount},
            how=ByHand(one.uses, paid_on=rows[one.payment].transaction_date, has_more=one.has_more),
        )
        grants += granted
        parts += [Part(closing, one.payment, one.spent, one.day), *settled]
    parts += write_concessions(posting=posting, grants=grants, is_preview=is_preview)
    write_settlements(posting=posting, parts=parts, decimals=decimals, is_preview=is_preview)


def _exchange(
    posting: Posting, rows: Mapping[int, CustomerTransaction], one: Wanted, decimals: int
) -> CurrencyExchange:
    paying = rows[one.payment]
    return CurrencyExchange(
        company=posting.company,
        posting=posting,
        transaction=paying,
        exchange_date=one.day,
        amount=-one.spent,
        to_currency_id=rows[next(iter(one.amounts))].currency_id,
        to_amount=-sum(one.amounts.values(), Decimal(0)),
        accounting_currency_amount=leaving_with(paying, -one.spent, decimals=decimals),
    )


def _write_documents(posting: Posting, *, is_preview: bool) -> None:
    """Write the vouchers of the exchanges of a posting, and beside each the transactions that close and pay."""
    ledger.write(posting=posting, contents=exchange_posting(posting), is_preview=is_preview)
    for owed in _owed(posting):
        sql.insert_transactions_of_vouchers(
            company_id=posting.company_id,
            document_type=EXCHANGE,
            transaction_type=TransactionType.EXCHANGE,
            owed=compiled(owed),
        )


def exchange_posting(posting: Posting) -> PostingSet:
    """What the exchanges of a posting post: the control account, in one currency against the other."""
    exchanges = CurrencyExchange.objects.filter(posting=posting)
    return PostingSet(
        document_type=EXCHANGE,
        vouchers=exchanges.values_list("pk", "exchange_date", Cast("transaction__document_number", CharField())),
        entries=[
            Entries(
                PostingType.CUSTOMER_BALANCE,
                exchanges.values_list("pk", _CONTROL_ACCOUNT, currency, amount, in_books, NO_TAX_ROW),
            )
            for currency, amount, in_books in _BOTH
        ],
    )


# What closes the credit, and what stands for it in the other currency: currency, amount, amount in the books.
_BOTH = (
    ("transaction__currency", -F("amount"), -F("accounting_currency_amount")),
    ("to_currency", F("to_amount"), F("accounting_currency_amount")),
)


def _owed(posting: Posting) -> list["QuerySet[CurrencyExchange, tuple[object, ...]]"]:
    exchanges = CurrencyExchange.objects.filter(posting=posting)
    none = (Cast(Value(None), CharField()), Cast(Value(None), DateField()))
    return [
        exchanges.values_list("pk", "transaction__customer", _CONTROL_ACCOUNT, currency, amount, in_books, *none)
        for currency, amount, in_books in _BOTH
    ]


def _own_transactions(posting: Posting) -> dict[int, tuple[int, int]]:
    """Give, by exchange, its transaction that closes the credit, and the one that pays."""
    own = CustomerTransaction.objects.filter(posting=posting, transaction_type=TransactionType.EXCHANGE)
    rows = own.order_by("transaction_currency_amount").values_list("voucher__document_id", "pk")
    found: dict[int, list[int]] = defaultdict(list)
    for exchange, pk in rows:
        found[exchange].append(pk)
    return {exchange: (closing, paying) for exchange, (paying, closing) in found.items()}


def paying_by_exchange(paid: Collection[int]) -> dict[int, int]:
    """Give, by the transactions that pay in another currency, the credit of which an exchange took that."""
    exchanges = CurrencyExchange.objects.filter(transaction__in=paid)
    taken_of = dict(exchanges.values_list("pk", "transaction"))
    paying = CustomerTransaction.objects.filter(
        voucher__document_type=EXCHANGE, voucher__document_id__in=taken_of, transaction_currency_amount__lt=0
    )
    return {pk: taken_of[exchange] for pk, exchange in paying.values_list("pk", "voucher__document_id")}


def _refuse(
    company: Company,
    payment: int,
    spent: Decimal,
    amounts: Mapping[int, Decimal],
    rows: Mapping[int, CustomerTransaction],
    still_open: Mapping[int, Decimal],
    day: date,
    *,
    is_open: bool,
) -> None:
    """Look at all of it before anything is written.

    :raises CannotSettle: with every reason found.
    """
    wanted = {**amounts, payment: -spent}
    reasons = [said(one) for one in held_elsewhere(company=company, transactions=wanted).values()]
    reasons += [] if is_open else [closed_on(day)]
    earliest = sql.earliest_days(company_id=company.pk, transactions=sorted(wanted))
    for pk, amount in wanted.items():
        reasons += reasons_against(rows.get(pk), amount, still_open.get(pk), earliest.get(pk, day), day)
    if payment in amounts or any(amount < 0 for amount in (spent, *amounts.values())):
        reasons.append(_("Across currencies, debits are settled with one credit, in amounts above zero."))
    paid = rows.get(payment)
    owed = {rows[pk].currency_id for pk in amounts if pk in rows}
    if len({row.customer_id for row in rows.values()}) > 1:
        reasons.append(_("Transactions of different customers do not settle each other."))
    if len(owed) != 1 or (paid is not None and paid.currency_id in owed):
        reasons.append(_("What is settled across currencies is owed in one currency, and paid in another."))
    if reasons:
        raise CannotSettle(list(dict.fromkeys(reasons)))
