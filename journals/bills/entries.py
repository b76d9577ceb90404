"""What the steps of bills post: the debit and credit matrix of their life.

step                           debit                                       credit
draw                           bill of exchange                            customer summary, of each that is marked
remit, collection              remit for collection                        bill of exchange
remit, discount                remit for discount                          bill of exchange
  advance                      bank                                        liabilities for discount
  charges, interest            bank charges; discount interest, deferred   bank
settle, collection             bank                                        remit for collection
settle, discount               liabilities for discount; bank (the rest)   remit for discount
protest                        protest                                     where the bill stood; bank, of an honored one
  of a discounted one          liabilities for discount                    bank (the advance)
  costs                        protest                                     bank, or income from costs
redraw                         bill of exchange (with interest)            protest; income from interest
paid by the customer           bank                                        bill of exchange, or protest
back to an open invoice        customer summary                            protest
written off                    account of the reason                       protest
  with relief of sales tax     customer summary; what it is written off to  protest; customer summary
release of deferred interest   discount interest                           deferred discount interest

Where a bill moves it keeps its worth in the books, with the adjustment that stands on it: one that it was taken over
with, or that of a revaluation until that day. Money, costs and interest are at the rate of their day, and what that
leaves is realized by the settlement, which takes back what a revaluation made stand.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import RoundAmount, in_books
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.models import Mark
from customers.models.transactions import TransactionType
from customers.subledger import NO_DUE_DATE, Owed
from journals.kinds.journals import series_of
from journals.models import BillStep, StepType

BILL_STEP, BILL_STEPS = "bill_step", "bill-steps"
# How a step is called in its journal: BL-12.
STEP_LABEL = Concat(Value("BL-"), Cast("pk", CharField()))
NO_ADJUSTMENT = Value(Decimal(0), output_field=AmountField())

# The accounts that steps post to beside those on which bills stand, each from a step.
_BANK, _PARAMETERS = "bank_account__account", "company__bill_parameters__"
CHARGES, DISCOUNT_INTEREST = f"{_PARAMETERS}charges_account", f"{_PARAMETERS}discount_interest_account"
DEFERRED_INTEREST = f"{_PARAMETERS}deferred_interest_account"
COSTS, INTEREST = f"{_PARAMETERS}costs_account", f"{_PARAMETERS}interest_account"
_OF_DISCOUNT = Q(advance_amount__gt=0)
# After which a bill stands as a new transaction, what a bank advanced on it is repaid, or deferred interest released.
_OPENS = {StepType.DRAW, StepType.REMIT, StepType.PROTEST, StepType.REDRAW}
# After which it stands on the customer's account again; one that is written off only where sales tax is relieved.
_RETURNS = {StepType.GIVE_UP, StepType.WRITE_OFF}
_ENDS_ADVANCE = {StepType.SETTLE, StepType.PROTEST}
_RELEASES = {StepType.RELEASE, StepType.SETTLE, StepType.PROTEST}
# An honored bill stands nowhere: what is protested of it the bank takes back.
_HONORED = Q(closed_amount=0)

# (type of step, which of them, posting type, account, amount and its sign), of what is worth the rate of its day.
_AT_RATE: list[tuple[StepType, Q, PostingType, str, Any, int]] = [
    (StepType.PAY, Q(), PostingType.BANK, _BANK, "amount", 1),
    (StepType.SETTLE, Q(advance_amount__lt=F("amount")), PostingType.BANK, _BANK, F("amount") - F("advance_amount"), 1),
    (StepType.SETTLE, _OF_DISCOUNT, PostingType.CUSTOMER_BALANCE, "liability_account", "advance_amount", 1),
    (StepType.REMIT, _OF_DISCOUNT, PostingType.BANK, _BANK, "advance_amount", 1),
    (StepType.REMIT, _OF_DISCOUNT, PostingType.CUSTOMER_BALANCE, "liability_account", "advance_amount", -1),
    (StepType.REMIT, Q(charges_amount__gt=0), PostingType.BANK_CHARGES, CHARGES, "charges_amount", 1),
    (StepType.REMIT, Q(charges_amount__gt=0), PostingType.BANK, _BANK, "charges_amount", -1),
    (
        StepType.REMIT,
        Q(discount_interest_amount__gt=F("deferred_amount")),
        PostingType.DISCOUNT_INTEREST,
        DISCOUNT_INTEREST,
        F("discount_interest_amount") - F("deferred_amount"),
        1,
    ),
    (StepType.REMIT, Q(deferred_amount__gt=0), PostingType.DEFERRED_INTEREST, DEFERRED_INTEREST, "deferred_amount", 1),
    (StepType.REMIT, Q(discount_interest_amount__gt=0), PostingType.BANK, _BANK, "discount_interest_amount", -1),
    (StepType.PROTEST, _HONORED, PostingType.BANK, _BANK, "amount", -1),
    (StepType.PROTEST, _OF_DISCOUNT, PostingType.CUSTOMER_BALANCE, "liability_account", "advance_amount", 1),
    (StepType.PROTEST, _OF_DISCOUNT, PostingType.BANK, _BANK, "advance_amount", -1),
    (StepType.PROTEST, Q(costs_amount__gt=0, are_costs_of_bank=True), PostingType.BANK, _BANK, "costs_amount", -1),
    (
        StepType.PROTEST,
        Q(costs_amount__gt=0, are_costs_of_bank=False),
        PostingType.FEE,
        COSTS,
        "costs_amount",
        -1,
    ),
    (StepType.REDRAW, Q(interest_amount__gt=0), PostingType.INTEREST, INTEREST, "interest_amount", -1),
    (StepType.WRITE_OFF, Q(opened_amount=0), PostingType.WRITE_OFF, "reason__account", "amount", 1),
]


def step_posting(posting: Posting, *, types: Collection[str], decimals: int) -> PostingSet:
    """What the steps of a posting post, a voucher each; they are complete, and what they mark is still open.

    ``types`` are those of the steps: entries of others are not asked for.
    """
    steps = BillStep.objects.filter(posting=posting)
    text = Concat(F("customer__number"), Value(" "), F("bill__number"), output_field=CharField())
    return PostingSet(
        document_type=BILL_STEP,
        vouchers=steps.values_list("pk", "step_date", text),
        series=series_of(steps, company=posting.company),
        entries=[
            Entries(PostingType.CUSTOMER_BALANCE, _opened(steps)),
            *_taken_from(posting, types, decimals),
            *(_released(steps) if _RELEASES & set(types) else ()),
            *(
                Entries(posting_type, _rows(steps.filter(which, step_type=step_type), account, amount, sign, decimals))
                for step_type, which, posting_type, account, amount, sign in _AT_RATE
                if step_type in types
            ),
        ],
    )


def steps_owe(posting: Posting, *, types: Collection[str], decimals: int) -> Iterator[Owed]:
    """What the steps of a posting make customers owe, and no longer owe where their bills stood before."""
    steps = BillStep.objects.filter(posting=posting)
    opened, back = steps.filter(opened_amount__gt=0), Q(step_type__in=_RETURNS)
    stands = ("opened_amount", "opened_accounting_amount", "bill__number", "due_date_after", "closed_adjustment_amount")
    advanced, worth = F("advance_amount"), in_books("advance_amount", decimals=decimals)
    of_bill = ("bill__number", "due_date_after", NO_ADJUSTMENT)
    if _OPENS & set(types):
        yield _owed(TransactionType.BILL, opened.exclude(back), "to_account", *stands, named="standing_after")
    if _RETURNS & set(types):
        yield _owed(TransactionType.RETURNED_BILL, opened.filter(back), "to_account", *stands)
    if set(types) - {StepType.DRAW}:
        closed = steps.exclude(step_type=StepType.DRAW).filter(closed_amount__gt=0)
        taken_off = (-F("closed_amount"), -F("closed_accounting_amount"), "bill__number", NO_DUE_DATE)
        yield _owed(TransactionType.BILL, closed, "from_account", *taken_off, -F("closed_adjustment_amount"))
    if StepType.DRAW in types:
        yield Owed(BILL_STEP, TransactionType.BILL, _marked_off(posting, decimals), are_adjusted=True)
    if StepType.REMIT in types:
        received = steps.filter(_OF_DISCOUNT, step_type=StepType.REMIT)
        columns = ("liability_account", -advanced, -worth, *of_bill)
        yield _owed(TransactionType.BILL_LIABILITY, received, *columns, named="liability_after")
    if _ENDS_ADVANCE & set(types):
        repaid = steps.filter(_OF_DISCOUNT, step_type__in=_ENDS_ADVANCE)
        yield _owed(TransactionType.BILL_LIABILITY, repaid, "liability_account", advanced, worth, *of_bill)


def _owed(
    transaction_type: TransactionType, steps: "QuerySet[BillStep]", account: str, *columns: Any, named: str = ""
) -> Owed:
    """Give what steps owe; ``named`` is where each names the transaction that its bill stands as from now on."""
    wanted = ("pk", "customer", account, "currency", *columns, *([named] if named else []))
    rows: QuerySet[Any, Any] = steps.values_list(*wanted)
    return Owed(BILL_STEP, transaction_type, rows, are_adjusted=True, are_named=bool(named))


def _rows(steps: "QuerySet[BillStep]", account: str, amount: Any, sign: int, decimals: int) -> "QuerySet[Any, Any]":
    own, worth = F(amount) if isinstance(amount, str) else amount, in_books(amount, decimals=decimals)
    return steps.values_list(
        "pk", account, "currency", own if sign > 0 else -own, worth if sign > 0 else -worth, NO_TAX_ROW
    )


def _opened(steps: "QuerySet[BillStep]") -> "QuerySet[Any, Any]":
    worth = F("opened_accounting_amount") + F("closed_adjustment_amount")
    return steps.filter(opened_amount__gt=0).values_list(
        "pk", "to_account", "currency", "opened_amount", worth, NO_TAX_ROW
    )


def _closed(steps: "QuerySet[BillStep]") -> "QuerySet[Any, Any]":
    worth = F("closed_accounting_amount") + F("closed_adjustment_amount")
    closed = steps.exclude(step_type=StepType.DRAW).filter(closed_amount__gt=0)
    return closed.values_list("pk", "from_account", "currency", -F("closed_amount"), -worth, NO_TAX_ROW)


def _taken_from(posting: Posting, types: Collection[str], decimals: int) -> Iterator[Entries]:
    """Give the entries of where the bills stood before, and of what draws mark."""
    if set(types) - {StepType.DRAW}:
        yield Entries(PostingType.CUSTOMER_BALANCE, _closed(BillStep.objects.filter(posting=posting)))
    if StepType.DRAW in types:
        yield Entries(PostingType.CUSTOMER_BALANCE, _drawn_from(posting, decimals))


def _released(steps: "QuerySet[BillStep]") -> list[Entries]:
    own, worth = F("released_amount"), F("released_accounting_amount")
    some = steps.filter(released_amount__gt=0)
    return [
        Entries(
            PostingType.DISCOUNT_INTEREST,
            some.values_list("pk", DISCOUNT_INTEREST, "currency", own, worth, NO_TAX_ROW),
        ),
        Entries(
            PostingType.DEFERRED_INTEREST,
            some.values_list("pk", DEFERRED_INTEREST, "currency", -own, -worth, NO_TAX_ROW),
        ),
    ]


def _marks(posting: Posting) -> "QuerySet[Mark]":
    draws = BillStep.objects.filter(posting=posting, step_type=StepType.DRAW).values("pk")
    return Mark.objects.filter(company=posting.company_id, document_type=BILL_STEP, document_id__in=draws)


def _leaving(original: Any, still_open: str, face: Any, decimals: int) -> Any:
    """What leaves the books of a marked transaction: its share of all that is settled, less what was taken before."""
    left = F("transaction__open__transaction_currency_amount")
    so_far = RoundAmount(original * (face - left + F("amount")) / face, Value(decimals))
    return ExpressionWrapper(so_far - (original - F(f"transaction__open__{still_open}")), output_field=AmountField())


def _shares(decimals: int) -> tuple[Any, Any]:
    """What leaves of the worth of a marked transaction, and of its standing adjustment, as ``sql.MARKED`` says.

    That writes it on the step, and this beside each account: where they differed, the voucher would not balance.
    """
    face, worth = F("transaction__transaction_currency_amount"), F("transaction__accounting_currency_amount")
    stood = Coalesce(F("transaction__open__adjusted_amount"), F("transaction__opening_adjustment_amount"))
    of_face = Coalesce(F("transaction__open__adjusted_open_amount"), face)
    drawn_on = BillStep.objects.filter(pk=OuterRef("document_id")).values("step_date")
    moves_along = Q(transaction__open__adjustment_date=None) | Q(
        transaction__open__adjustment_date__lte=Subquery(drawn_on),
        transaction__open__adjustment_account=F("transaction__control_account"),
    )
    adjustment = _leaving(stood, "standing_adjustment_amount", of_face, decimals)
    return (
        _leaving(worth, "accounting_currency_amount", face, decimals),
        Case(When(moves_along, then=adjustment), default=NO_ADJUSTMENT, output_field=AmountField()),
    )


def _drawn_from(posting: Posting, decimals: int) -> "QuerySet[Any, Any]":
    worth, adjustment = _shares(decimals)
    return _marks(posting).values_list(
        "document_id",
        "transaction__control_account",
        "transaction__currency",
        -F("amount"),
        -(worth + adjustment),
        NO_TAX_ROW,
    )


def _marked_off(posting: Posting, decimals: int) -> "QuerySet[Any, Any]":
    worth, adjustment = _shares(decimals)
    return _marks(posting).values_list(
        "document_id",
        "transaction__customer",
        "transaction__control_account",
        "transaction__currency",
        -F("amount"),
        -worth,
        "transaction__document_number",
        NO_DUE_DATE,
        -adjustment,
    )
