"""The rules that an electronic invoice has to keep: EN 16931-1, Peppol BIS Billing 3.0, and those of the Netherlands.

They are asked before a document is offered. Each is named as the standard names it, so that what a receiver's program
would refuse is refused here, with what to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO, round_amount
from customers.einvoices.contents import (
    EXEMPT,
    EXPORT,
    INTRA_COMMUNITY,
    NOT_SUBJECT,
    REVERSE_CHARGE,
    STANDARD,
    ZERO_RATED,
    ElectronicInvoice,
    VatBreakdown,
    taken_off,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DECIMALS_ALLOWED = 2
# What the standard's own arithmetic leaves for rounding (PEPPOL-EN16931-R120).
LINE_SLACK = Decimal("0.02")
NETHERLANDS = "NL"


@dataclass(frozen=True)
class Rule:
    """A rule by the name the standard gives it.

    ``is_kept`` tells of a document; ``what`` says what is wrong with one that breaks it, ``remedy`` what to do.
    """

    name: str
    what: "_StrOrPromise"
    remedy: "_StrOrPromise"
    is_kept: Callable[[ElectronicInvoice], bool]


def breaches(document: ElectronicInvoice) -> list[Rule]:
    """Give the rules that a document breaks, in the order of the list; nothing where it may be sent."""
    return [rule for rule in RULES if not rule.is_kept(document)]


def _sum_of_lines(document: ElectronicInvoice) -> Decimal:
    return sum((line.net_amount for line in document.lines), ZERO)


def _sum_of_allowances(document: ElectronicInvoice) -> Decimal:
    """Give the allowances less the charges."""
    return sum((taken_off(allowance) for allowance in document.allowances), ZERO)


def _is_net_of_lines(document: ElectronicInvoice) -> bool:
    return document.net_amount == _sum_of_lines(document) - _sum_of_allowances(document)


def _is_tax_of_parts(document: ElectronicInvoice) -> bool:
    return document.tax_amount == sum((part.tax_amount for part in document.breakdown), ZERO)


def _are_parts_of_lines(document: ElectronicInvoice) -> bool:
    """Each category and rate: the lines less the allowances of that category and rate."""
    return all(part.taxable_amount == _taxable(document, part) for part in document.breakdown) and (
        sum((part.taxable_amount for part in document.breakdown), ZERO) == document.net_amount
    )


def _taxable(document: ElectronicInvoice, part: VatBreakdown) -> Decimal:
    rate = (part.category, part.percent)
    lines = sum((line.net_amount for line in document.lines if (line.category, line.percent) == rate), ZERO)
    return lines - sum((taken_off(one) for one in document.allowances if (one.category, one.percent) == rate), ZERO)


def _is_tax_computed(document: ElectronicInvoice) -> bool:
    """Taxable amount times rate, rounded; a credit of a part takes its share of what was charged."""
    unit = Decimal(1).scaleb(-document.currency_decimals)
    return all(
        abs(part.tax_amount - round_amount(part.taxable_amount * part.percent / 100, document.currency_decimals))
        <= unit
        for part in document.breakdown
    )


def _are_lines_computed(document: ElectronicInvoice) -> bool:
    return all(
        abs(line.quantity * line.unit_price - line.allowance_amount - line.net_amount) <= LINE_SLACK
        for line in document.lines
    )


def _has_two_decimals(document: ElectronicInvoice) -> bool:
    amounts = [document.net_amount, document.tax_amount, document.accounting_tax_amount or ZERO]
    amounts += [amount for line in document.lines for amount in (line.net_amount, line.allowance_amount)]
    return all(amount == round_amount(amount, DECIMALS_ALLOWED) for amount in amounts)


def _stands_with_vat(*categories: str) -> Callable[[ElectronicInvoice], bool]:
    """Give the rule that the seller names a VAT number where one of the categories stands on the document."""
    return lambda document: not document.categories & set(categories) or bool(document.seller.vat_number)


def _buyer_has_vat(document: ElectronicInvoice) -> bool:
    return not document.categories & {INTRA_COMMUNITY, REVERSE_CHARGE} or bool(document.buyer.vat_number)


def _is_delivered(document: ElectronicInvoice) -> bool:
    if INTRA_COMMUNITY not in document.categories:
        return True
    return document.delivery_date is not None and bool(document.delivered_to.country)


def _stands_alone(document: ElectronicInvoice) -> bool:
    return NOT_SUBJECT not in document.categories or len(document.breakdown) == 1


def _is_dutch(document: ElectronicInvoice) -> bool:
    return document.seller.address.country == NETHERLANDS


def _is_between_dutch(document: ElectronicInvoice) -> bool:
    return _is_dutch(document) and document.buyer.address.country == NETHERLANDS


def _has_full_address(document: ElectronicInvoice, party: str) -> bool:
    address = getattr(document, party).address
    return bool(address.lines and address.city and address.postal_zone)


_COMPANY = _("Fill it in under Setup, Companies.")
_CUSTOMER = _("Fill it in on the customer, under Setup.")
_PROGRAM = _("This is a fault of the program: tell the administrator.")
_ADDRESS = _("Write the address in lines: street and number, then post code and city.")

RULES: Sequence[Rule] = (
    Rule("BR-16", _("The document has no line."), _PROGRAM, lambda document: bool(document.lines)),
    Rule("BR-27", _("A price is below zero."), _PROGRAM, lambda one: all(line.unit_price >= 0 for line in one.lines)),
    Rule("BR-CO-13", _("The net amount is not that of the lines less the discount."), _PROGRAM, _is_net_of_lines),
    Rule("BR-CO-14", _("The tax is not the sum of its rates."), _PROGRAM, _is_tax_of_parts),
    Rule(
        "BR-CO-15",
        _("The total is not net amount and tax."),
        _PROGRAM,
        lambda one: one.total_amount == one.net_amount + one.tax_amount,
    ),
    Rule("BR-CO-17", _("The tax of a rate is not its part of the taxable amount."), _PROGRAM, _is_tax_computed),
    Rule("BR-S-08", _("The taxable amount of a rate is not that of its lines."), _PROGRAM, _are_parts_of_lines),
    Rule(
        "PEPPOL-EN16931-R120",
        _("The amount of a line is not quantity times price less discount."),
        _PROGRAM,
        _are_lines_computed,
    ),
    Rule(
        "BR-DEC-12",
        _("An amount has more than two decimals: the standard knows no such currency."),
        _("Send the document as PDF."),
        _has_two_decimals,
    ),
    Rule(
        "BR-S-02",
        _("The company has no VAT number."),
        _("Add its VAT registration under Setup, VAT registrations."),
        _stands_with_vat(STANDARD, ZERO_RATED, EXEMPT, REVERSE_CHARGE, INTRA_COMMUNITY, EXPORT),
    ),
    Rule(
        "BR-IC-02",
        _("A supply whose tax the customer accounts for needs the customer's VAT number."),
        _CUSTOMER,
        _buyer_has_vat,
    ),
    Rule(
        "BR-IC-11",
        _("An intra-Community supply says when and to which state it was delivered."),
        _PROGRAM,
        _is_delivered,
    ),
    Rule(
        "BR-O-11",
        _("What is outside the scope of VAT stands beside other supplies."),
        _("Invoice it on a document of its own, or send this one as PDF."),
        _stands_alone,
    ),
    Rule(
        "PEPPOL-EN16931-R020",
        _("The company has no electronic address."),
        _COMPANY,
        lambda one: one.seller.electronic_address is not None,
    ),
    Rule(
        "PEPPOL-EN16931-R010",
        _("The customer has no electronic address, VAT number or e-mail address."),
        _CUSTOMER,
        lambda one: one.buyer.electronic_address is not None,
    ),
    Rule(
        "NL-R-001",
        _("A credit note of a Dutch company names its invoice."),
        _("Send this one as PDF."),
        lambda one: not _is_dutch(one) or not one.is_credit_note or one.preceding is not None,
    ),
    Rule(
        "NL-R-002",
        _("The address of a Dutch company has street, post code and city."),
        _ADDRESS,
        lambda one: not _is_dutch(one) or _has_full_address(one, "seller"),
    ),
    Rule(
        "NL-R-003",
        _("A Dutch company names its number in the trade register."),
        _COMPANY,
        lambda one: not _is_dutch(one) or bool(one.seller.register_number),
    ),
    Rule(
        "NL-R-004",
        _("The address of a Dutch customer has street, post code and city."),
        _ADDRESS,
        lambda one: not _is_between_dutch(one) or _has_full_address(one, "buyer"),
    ),
    Rule(
        "NL-R-007",
        _("An invoice of a Dutch company says to which account it is paid."),
        _COMPANY,
        lambda one: not _is_dutch(one) or one.is_credit_note or one.total_amount <= 0 or bool(one.iban),
    ),
)
