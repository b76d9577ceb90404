"""What the fees of payments post.

borne by the company: in the voucher of the payment
    debit    payment fee        the fee         account of the fee
    credit   as the payment     the fee         bank, bridging or ledger account: so much less arrives

borne by the customer: a voucher of its own on the payment's date, open and due on that day
    debit    customer balance   the fee         summary account of the customer
    credit   payment fee        the fee         account of the fee
"""

from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Concat

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import in_books
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.models.transactions import TransactionType
from customers.subledger import NO_DUE_DATE, NO_NUMBER, Owed
from journals.kinds.journals import series_of
from journals.models import Payment, PaymentFee
from journals.models.payment_fees import ChargedTo

PAYMENT_FEE = "payment_fee"

_BY_CUSTOMER = PaymentFee.objects.filter(payment=OuterRef("pk"), charged_to=ChargedTo.CUSTOMER)
_OWED = Subquery(
    _BY_CUSTOMER.order_by().values("payment").annotate(sum=Sum("amount")).values("sum"), output_field=AmountField()
)


def cost_entries(
    payments: "QuerySet[Payment]", *, decimals: int, to: "list[tuple[PostingType, Q, str]]"
) -> list[Entries]:
    """Give the entries of what the company bears: a cost, and so much less on where each payment went.

    Most payments cost nothing, and finding that out is cheaper than planning entries of nothing.
    """
    fees = PaymentFee.objects.filter(payment__in=payments, charged_to=ChargedTo.LEDGER)
    if not fees.exists():
        return []
    less = [
        Entries(
            posting_type, _rows(fees.filter(payment__in=payments.filter(where)), f"payment__{account}", -1, decimals)
        )
        for posting_type, where, account in to
    ]
    return [Entries(PostingType.PAYMENT_FEE, _rows(fees, "account", 1, decimals)), *less]


def fee_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What the customers bear of the fees of a posting's payments: a voucher per payment, at the rate of its date."""
    payments = with_fees(posting)
    fees = PaymentFee.objects.filter(payment__posting=posting, charged_to=ChargedTo.CUSTOMER)
    text = Concat(F("customer__number"), Value(" "), F("method__code"), output_field=CharField())
    return PostingSet(
        document_type=PAYMENT_FEE,
        vouchers=payments.values_list("pk", "payment_date", text),
        series=series_of(payments, company=posting.company),
        entries=[
            Entries(
                PostingType.CUSTOMER_BALANCE,
                payments.values_list(
                    "pk", _CONTROL_ACCOUNT, "currency", "owed", in_books("owed", decimals=decimals), NO_TAX_ROW
                ),
            ),
            Entries(PostingType.PAYMENT_FEE, _rows(fees, "account", -1, decimals)),
        ],
    )


def fees_owed(posting: Posting, *, decimals: int) -> Owed:
    """What the fees of a posting's payments make customers owe."""
    owed = ("owed", in_books("owed", decimals=decimals))
    rows = with_fees(posting).values_list("pk", "customer", _CONTROL_ACCOUNT, "currency", *owed, NO_NUMBER, NO_DUE_DATE)
    return Owed(PAYMENT_FEE, TransactionType.PAYMENT_FEE, rows)


def with_fees(posting: Posting) -> "QuerySet[Payment]":
    """Give the payments of a posting of which the customer bears a fee, with what they owe for it."""
    return Payment.objects.filter(Exists(_BY_CUSTOMER), posting=posting).annotate(owed=_OWED)


_CONTROL_ACCOUNT = "customer__posting_profile__summary_account"


def _rows(fees: "QuerySet[PaymentFee]", account: str, sign: int, decimals: int) -> "QuerySet[Any, Any]":
    own, worth = F("amount"), in_books("amount", decimals=decimals, units_of="payment__")
    return fees.values_list(
        "payment",
        account,
        "payment__currency",
        own if sign > 0 else -own,
        worth if sign > 0 else -worth,
        NO_TAX_ROW,
    )
