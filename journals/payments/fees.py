"""What payments cost: fees are worked out when a payment is entered, changed or proposed, and posted with it.

What the company bears does not arrive at the bank: :func:`arriving_amount` and :data:`ARRIVING_AMOUNT` say the same,
of one payment in Python and of rows of payments in SQL.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from arclose.ledger.fields import AmountField
from journals.models import MethodFee, Payment, PaymentFee
from journals.models.bill_setup import RemittanceType
from journals.models.payment_fees import ChargedTo

_BORNE = PaymentFee.objects.filter(payment=OuterRef("pk"), charged_to=ChargedTo.LEDGER).order_by().values("payment")
# What of payments reaches the bank account, as an expression over their rows.
ARRIVING_AMOUNT = F("amount") - Coalesce(
    Subquery(_BORNE.annotate(sum=Sum("amount")).values("sum")), Decimal(0), output_field=AmountField()
)


def arriving_amount(payment: Payment) -> Decimal:
    """Give what of a payment reaches the bank account: less by the fees that the company bears."""
    borne = (fee.amount for fee in payment.fees.all() if fee.charged_to == ChargedTo.LEDGER)
    return payment.amount - sum(borne, Decimal(0))


def write_fees(payments: Sequence[Payment]) -> int:
    """Work the fees of payments that wait out anew by their methods, and give how many there are.

    What is paid back bears none, and no payment bears what holds for remittances: its method may have been one of bills
    before. A percentage is rounded to the decimals of the payment's currency.
    """
    PaymentFee.objects.filter(payment__in=payments).delete()
    rules: dict[int, list[MethodFee]] = {}
    of_payments = MethodFee.objects.filter(remittance_type=RemittanceType.NONE)
    for rule in of_payments.filter(method__in={one.method_id for one in payments}).order_by("pk"):
        rules.setdefault(rule.method_id, []).append(rule)
    made = [
        PaymentFee(
            company_id=payment.company_id,
            payment=payment,
            name=rule.name,
            charged_to=rule.charged_to,
            account_id=rule.account_id,
            amount=amount,
        )
        for payment in payments
        for rule in rules.get(payment.method_id or 0, [])
        if (amount := rule.comes_to(payment.amount, payment.currency)) > 0
    ]
    return len(PaymentFee.objects.bulk_create(made))
