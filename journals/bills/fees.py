"""What a bank pays in advance of a bill, and what it takes for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.money import round_amount
from journals.models import BillTerms, RemittanceType

DAYS_OF_A_YEAR = 360


@dataclass(frozen=True)
class Fees:
    """Amounts in the currency of a bill: the advance, charges, interest until it is due, what of that is deferred."""

    advance_amount: Decimal = Decimal(0)
    charges_amount: Decimal = Decimal(0)
    discount_interest_amount: Decimal = Decimal(0)
    deferred_amount: Decimal = Decimal(0)


def fees_of(
    terms: BillTerms | None,
    *,
    remittance_type: str,
    amount: Decimal,
    on: date,
    due: date,
    period_end: date,
    decimals: int,
) -> Fees:
    """Give what a bank pays and takes for a bill that it gets on a day.

    Interest is of the face for the days until the bill is due, of a year of 360; the days beyond the end of the period
    are deferred. A bank without terms takes nothing, and pays all of a bill that it discounts.
    """
    is_discount = remittance_type == RemittanceType.DISCOUNT
    if terms is None:
        return Fees(advance_amount=amount if is_discount else Decimal(0))
    charges = terms.charge_amount + amount * terms.charge_percent / 100
    if not is_discount:
        return Fees(charges_amount=round_amount(charges, decimals))
    days = max((due - on).days, 0)
    interest = round_amount(amount * terms.interest_percent / 100 * days / DAYS_OF_A_YEAR, decimals)
    return Fees(
        advance_amount=round_amount(amount * terms.advance_percent / 100, decimals),
        charges_amount=round_amount(charges, decimals),
        discount_interest_amount=interest,
        deferred_amount=deferred_on(interest, on=on, due=due, day=period_end, decimals=decimals),
    )


def deferred_on(interest: Decimal, *, on: date, due: date, day: date, decimals: int) -> Decimal:
    """Give what of the interest from one day until another is of days after a third."""
    days = (due - on).days
    beyond = min(max((due - day).days, 0), max(days, 0))
    return round_amount(interest * beyond / days, decimals) if days > 0 else Decimal(0)
