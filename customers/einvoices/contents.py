"""What stands on an electronic invoice, in the words of EN 16931; the numbers of its business terms stand beside it.

Amounts are as the customer reads them: those of a credit note are above zero too.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from customers.einvoices.parties import Party, PostalAddress
from customers.models.sales_tax import TaxKind

STANDARD, ZERO_RATED, EXEMPT, REVERSE_CHARGE = "S", "Z", "E", "AE"
INTRA_COMMUNITY, EXPORT, NOT_SUBJECT = "K", "G", "O"

# Code list UNTDID 5305, as EN 16931 uses it.
_CATEGORIES = {
    TaxKind.EU_GOODS: INTRA_COMMUNITY,
    TaxKind.EU_GOODS_PREPAID: INTRA_COMMUNITY,
    TaxKind.EU_SERVICE: REVERSE_CHARGE,
    TaxKind.TRIANGULAR: REVERSE_CHARGE,
    TaxKind.EXPORT: EXPORT,
    TaxKind.EXEMPT: EXEMPT,
    TaxKind.OUT_OF_SCOPE: NOT_SUBJECT,
}


def category_of(kind: str, percent: Decimal) -> str:
    """Give the VAT category of a kind of supply: a domestic one at no rate is zero rated."""
    return _CATEGORIES.get(TaxKind(kind), STANDARD if percent else ZERO_RATED)


@dataclass(frozen=True)
class Line:
    """BG-25. ``net_amount`` is quantity times price less the line's allowance (BT-131); the price has no sign."""

    number: int
    name: str
    item_number: str
    quantity: Decimal
    unit_price: Decimal
    allowance_amount: Decimal
    net_amount: Decimal
    category: str
    percent: Decimal
    order_number: str = ""


@dataclass(frozen=True)
class Allowance:
    """BG-20: the share of the discount on the whole document that falls to a VAT category and rate.

    With a reason it is a charge (BG-21) on the whole document where ``is_charge``, else an allowance for that reason.
    """

    amount: Decimal
    category: str
    percent: Decimal
    reason: str = ""
    is_charge: bool = False


def taken_off(allowance: Allowance) -> Decimal:
    """Give what an allowance takes off the net amount; a charge adds to it."""
    return -allowance.amount if allowance.is_charge else allowance.amount


@dataclass(frozen=True)
class VatBreakdown:
    """BG-23: one VAT category and rate. ``reason`` says why no tax is charged."""

    category: str
    percent: Decimal
    taxable_amount: Decimal
    tax_amount: Decimal
    reason: str


@dataclass(frozen=True)
class ElectronicInvoice:
    """A document ready to be checked and written.

    ``is_prepayment``: an invoice of an advance on a supply to come (BT-3). What other invoices deduct of those are
    lines below zero, not the paid amount (BT-113): that takes nothing off the tax, and the advance has borne its own.

    ``accounting_tax_amount`` is there only where the state wants another currency; ``currency_decimals`` are
    those of its currency; ``order_number`` is the seller's own (BT-14), ``customer_reference`` the buyer's (BT-13).
    """

    is_credit_note: bool
    is_prepayment: bool
    number: str
    issue_date: date
    due_date: date
    payment_terms: str
    currency: str
    currency_decimals: int
    note: str
    order_number: str
    customer_reference: str
    preceding: tuple[str, date] | None
    seller: Party
    buyer: Party
    delivered_to: PostalAddress
    delivery_date: date | None
    iban: str
    bic: str
    lines: tuple[Line, ...]
    allowances: tuple[Allowance, ...]
    breakdown: tuple[VatBreakdown, ...]
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    accounting_currency: str = ""
    accounting_tax_amount: Decimal | None = None

    @property
    def categories(self) -> set[str]:
        """The VAT categories that stand on it."""
        return {part.category for part in self.breakdown}

    @property
    def is_for_peppol(self) -> bool:
        """Whether the Peppol network can carry it: it knows no parties that only have an e-mail address."""
        addresses = (self.seller.electronic_address, self.buyer.electronic_address)
        return all(address is not None and address.is_of_peppol for address in addresses)
