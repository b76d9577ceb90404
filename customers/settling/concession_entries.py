"""What concessions post.

concession on what a customer owes (on what it is owed, with the opposite sign)
    debit   cash discount, penny difference, over- or underpayment, write-off   account of the concession; per tax row
                                                                                where it has one, the account of that
    debit   tax correction      the tax in it, per tax row                      tax account, at the rate of the invoice
    credit  customer balance    all of it                                       where the transaction was posted to
"""

from collections.abc import Collection
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.entries import ZERO
from customers.models import Concession, ConcessionTaxRow
from customers.models.transactions import TransactionType

CONCESSION = "concession"
# Kinds that may have sales tax in them.
TAXED = (TransactionType.CASH_DISCOUNT, TransactionType.WRITE_OFF)
_AMOUNTS = {"transaction_currency": "amount", "accounting_currency": "accounting_currency_amount"}
_CURRENCY, _CONTROL_ACCOUNT = "transaction__currency", "transaction__control_account"


def concession_posting(posting: Posting, *, kinds: Collection[str], after: int) -> PostingSet:
    """What the concessions of a posting ``after`` one post, one voucher each; ``kinds`` are those that there are."""
    concessions = Concession.objects.filter(posting=posting, pk__gt=after)
    rows = ConcessionTaxRow.objects.filter(concession__posting=posting, concession__gt=after, taken_back_by=None)
    text = Cast("transaction__document_number", CharField())
    return PostingSet(
        document_type=CONCESSION,
        vouchers=concessions.values_list("pk", "concession_date", text),
        entries=[
            *(Entries(PostingType(kind), _conceded(concessions.filter(kind=kind))) for kind in kinds),
            *(Entries(PostingType(kind), _base(rows.filter(concession__kind=kind))) for kind in kinds if kind in TAXED),
            Entries(PostingType.TAX_CORRECTION, _tax(rows)),
            Entries(PostingType.CUSTOMER_BALANCE, _balance(concessions)),
        ],
    )


def concessions_owed(posting: Posting, kind: TransactionType, *, after: int) -> "QuerySet[Any, Any]":
    """What concessions of one kind, ``after`` one, make a customer owe less, or more of what was paid too much."""
    return Concession.objects.filter(posting=posting, kind=kind, pk__gt=after).values_list(
        "pk",
        "transaction__customer",
        _CONTROL_ACCOUNT,
        _CURRENCY,
        -F("amount"),
        -F("accounting_currency_amount"),
        Cast(Value(None), CharField()),
        Cast(Value(None), DateField()),
    )


def _conceded(concessions: "QuerySet[Concession]") -> "QuerySet[Any, Any]":
    """What none of their tax rows has: a plain amount, of most of them all or nothing."""
    beside = {
        f"{currency}_left": F(own)
        + Coalesce(
            Sum(
                F(f"tax_rows__{currency}_base_amount") + F(f"tax_rows__{currency}_tax_amount"),
                output_field=AmountField(),
            ),
            ZERO,
        )
        for currency, own in _AMOUNTS.items()
    }
    return (
        concessions.annotate(**beside)
        .exclude(**dict.fromkeys(beside, 0))
        .values_list("pk", "account", _CURRENCY, *beside, NO_TAX_ROW)
    )


def _base(rows: "QuerySet[ConcessionTaxRow]") -> "QuerySet[Any, Any]":
    return rows.values_list(
        "concession",
        Coalesce("account", "concession__account"),
        "concession__transaction__currency",
        -F("transaction_currency_base_amount"),
        -F("accounting_currency_base_amount"),
        "number",
    )


def _tax(rows: "QuerySet[ConcessionTaxRow]") -> "QuerySet[Any, Any]":
    return rows.values_list(
        "concession",
        "tax_code__tax_account",
        "concession__transaction__currency",
        -F("transaction_currency_tax_amount"),
        -F("accounting_currency_tax_amount"),
        "number",
    )


def _balance(concessions: "QuerySet[Concession]") -> "QuerySet[Any, Any]":
    return concessions.values_list(
        "pk", _CONTROL_ACCOUNT, _CURRENCY, -F("amount"), -F("accounting_currency_amount"), NO_TAX_ROW
    )
