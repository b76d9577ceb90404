"""What a clearing of bridged payments posts: exactly what they left on bridging accounts, in every currency.

debit    bank        what was bridged    ledger account of the bank account
credit   bridging    what was bridged    bridging account
"""

from typing import Any

from django.db.models import F, QuerySet, SmallIntegerField, Sum, Value
from django.db.models.functions import Cast

from arclose.ledger.models import LedgerEntry, Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.posting import Entries, PostingSet
from journals.models import BridgeClearing

BRIDGE_CLEARING = "bridge_clearing"
BRIDGE_CLEARINGS = "bridge-clearings"

_CLEARING = "voucher__bridge_clearings__clearing"


def clearing_posting(posting: Posting) -> PostingSet:
    """What the clearing of a posting posts: bank against bridging account, at the rates of the payments."""
    rows = LedgerEntry.objects.filter(posting_type=PostingType.BRIDGING, **{f"{_CLEARING}__posting": posting})
    return PostingSet(
        document_type=BRIDGE_CLEARING,
        vouchers=BridgeClearing.objects.filter(posting=posting).values_list("pk", "clearing_date", "text"),
        entries=[
            Entries(PostingType.BANK, _sums(rows, f"{_CLEARING}__bank_account__account", 1)),
            Entries(PostingType.BRIDGING, _sums(rows, "account", -1)),
        ],
    )


def _sums(rows: "QuerySet[LedgerEntry]", account: str, sign: int) -> "QuerySet[Any, Any]":
    grouped = (
        rows.order_by()
        .values(_CLEARING, account, "currency")
        .annotate(
            own=Sum("transaction_currency_amount") * Value(sign),
            in_books=Sum("accounting_currency_amount") * Value(sign),
        )
    )
    some = grouped.exclude(own=0, in_books=0)
    found: QuerySet[Any, Any] = some.values_list(
        _CLEARING, account, "currency", F("own"), F("in_books"), Cast(Value(None), SmallIntegerField())
    )
    return found
