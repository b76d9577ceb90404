"""What the wholesaler grants to who pays early, and lets go of when customers pay a little too little or too much."""

from collections.abc import Sequence
from decimal import Decimal

from arclose.ledger.models import Company
from customers.models import CashDiscount, Customer, PaymentTerms, SettlementParameters

# Who may take it, one of them domestic.
DISCOUNTED = ("Tafel & Gast", "Küche Alpen", "Wiener Teehaus")
_PERCENT, _DAYS, _NET_DAYS = Decimal(2), 45, 60
_PENNY, _TOO_LITTLE_OR_TOO_MUCH = Decimal("0.05"), Decimal(2)


def agree_on_discounts(company: Company, customers: Sequence[Customer]) -> None:
    """Give a few of the customers terms with a cash discount, and say which differences the company lets go of."""
    SettlementParameters.objects.filter(company=company).update(
        penny_limit_amount=_PENNY,
        underpayment_limit_amount=_TOO_LITTLE_OR_TOO_MUCH,
        overpayment_limit_amount=_TOO_LITTLE_OR_TOO_MUCH,
    )
    discount = CashDiscount.objects.create(
        company=company, code=f"2-{_DAYS}", name=f"2 % within {_DAYS} days", percent=_PERCENT, days=_DAYS
    )
    terms = PaymentTerms.objects.create(
        company=company,
        code=f"N{_NET_DAYS}D",
        name=f"{_NET_DAYS} days net, 2 % within {_DAYS}",
        net_days=_NET_DAYS,
        cash_discount=discount,
    )
    chosen = [customer for customer in customers if customer.name.startswith(DISCOUNTED)]
    for customer in chosen:
        customer.payment_terms = terms
    Customer.objects.bulk_update(chosen, ["payment_terms"])
