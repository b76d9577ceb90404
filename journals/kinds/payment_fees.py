"""What the fees of payments post.

borne by the company: in the voucher of the payment
    debit    payment fee        the fee         account of the fee
    credit   as the payment     the fee         bank, bridging or ledger account: so much less arrives

borne by the customer: see customer_fees
"""

from typing import Any

from django.db.models import F, Q, QuerySet

from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import in_books
from arclose.ledger.posting import NO_TAX_ROW, Entries
from journals.kinds.customer_fees import CustomerFees
from journals.models import Payment, PaymentFee
from journals.models.payment_fees import ChargedTo

PAYMENT_FEE = "payment_fee"
PAYMENT_FEES = CustomerFees(
    PAYMENT_FEE,
    PaymentFee,
    of="payment",
    day="payment_date",
    named="method__code",
    borne=Q(charged_to=ChargedTo.CUSTOMER),
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
