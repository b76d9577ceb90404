"""Charges of free text invoices: what a charge code comes to, as a line behind the others."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from arclose.ledger.models import Currency
from arclose.ledger.money import EXACT, round_amount
from customers.free_text.drafts import FreeTextEntry, amount_of
from customers.models import ChargeCode

LARGEST_CHARGE, LARGEST_PERCENT = Decimal(10) ** 14, Decimal(10) ** 6
_NONE, _ONE, _OF_A_HUNDRED = Decimal(0), Decimal(1), Decimal(100)


def charge_of(
    code: ChargeCode, value: Decimal | None, lines: Sequence[FreeTextEntry], *, currency: Currency
) -> FreeTextEntry:
    """Give a charge as a line of a free text invoice with these lines; without a value it is that of its code."""
    value = code.value if value is None else value
    base = sum((amount_of(line, decimals=currency.decimals) for line in lines), _NONE)
    with localcontext(EXACT):
        amount = round_amount(base * value / _OF_A_HUNDRED if code.is_percent else value, currency.decimals)
    return FreeTextEntry(
        description=code.name,
        account=code.account,
        item_tax_group=code.item_tax_group,
        item_type=code.item_type,
        quantity=_ONE,
        unit_price=amount,
        charge_code=code,
        charge_percent=value if code.is_percent else None,
    )


def is_too_large(charge: FreeTextEntry) -> bool:
    """Tell whether a charge comes to more than the books can hold."""
    return abs(charge.unit_price) >= LARGEST_CHARGE or abs(charge.charge_percent or _NONE) >= LARGEST_PERCENT
