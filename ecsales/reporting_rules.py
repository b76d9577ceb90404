"""Which EU sales are listed, of which kind, and why the others are not.

The articles are of Directive 2006/112/EC. What decides are facts that posting stored with the tax row: kind of supply,
customer's VAT number and country of delivery; nothing is looked up in master data as it is today.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from customers.models.sales_tax import TaxKind
from ecsales import vat_numbers
from ecsales.formats.listing import Kind
from ecsales.models import Source
from ecsales.sql import Group, Supply

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Kinds of supply that are listed (article 262).
LISTED = {
    TaxKind.EU_GOODS: Kind.GOODS,
    TaxKind.EU_SERVICE: Kind.SERVICES,
    TaxKind.TRIANGULAR: Kind.TRIANGULAR,
}
# Those, and what will be one of them: prepaid goods.
KINDS_OF_EU_SALES = (*LISTED, TaxKind.EU_GOODS_PREPAID)


@dataclass(frozen=True)
class Reason:
    """Why EU sales are not on the list, and what to do; ``blocks`` where they have to be and cannot."""

    text: "_StrOrPromise"
    remedy: "_StrOrPromise" = ""
    blocks: bool = False


_GIVE_NUMBER = _("Give the number that the list takes instead, or credit the invoice and post it right.")
_CREDIT = _("Correct customer or order, credit the invoice and post it anew.")

REASONS: dict[str, Reason] = {
    "number_missing": Reason(_("The document has no VAT number."), _GIVE_NUMBER, blocks=True),
    "number_wrong": Reason(
        _("The VAT number on the document cannot be right: its prefix, shape or check digits."),
        _GIVE_NUMBER,
        blocks=True,
    ),
    "home_number": Reason(
        _("The VAT number on the document is one of the state that the list is for."), _GIVE_NUMBER, blocks=True
    ),
    "not_a_member": Reason(
        _("The state of the VAT number was no member of the European Union for such supplies then."),
        _("Give the number that the list takes instead, or credit the invoice and post it as an export."),
        blocks=True,
    ),
    "not_across_a_border": Reason(
        _("Goods were delivered within the state that the list is for."),
        _("Credit the invoice and post it with domestic tax, or with the country where they went."),
        blocks=True,
    ),
    "left_the_union": Reason(
        _("Goods were delivered to a country outside the European Union."),
        _("Credit the invoice and post it as an export, or with the country where they went."),
        blocks=True,
    ),
    "no_registration": Reason(
        _("The tax code on the document names no VAT registration."),
        _("Name the registration on the tax code, credit the invoice and post it anew."),
        blocks=True,
    ),
    "not_included": Reason(_("The invoice says that no list includes it (its list code).")),
    "prepaid": Reason(_("Goods that are prepaid: they are listed when they are supplied (article 67).")),
    "taxed": Reason(_("Delivered to another member state with domestic tax, as to private persons.")),
    "export": Reason(_("Posted as an export, though delivered to a member state."), _CREDIT),
    "exempt": Reason(_("Exempt supplies are not listed.")),
    "out_of_scope": Reason(_("Posted as out of the scope of sales tax."), _CREDIT),
    "discount_not_reported": Reason(_("Cash discounts are not reported, by the parameters of the list.")),
    "no_price_reduction": Reason(_("What is written off stays supplied: it is no reduction of the price.")),
}
# The faults of a number by itself, as whoever types one is told.
NUMBER_FAULTS = {
    "number_missing": _("Type the VAT number with the letters of its state."),
    "number_wrong": _("This is no VAT number of a member state: look at its letters, its shape and its check digits."),
    "home_number": _("This is a number of the state that the list is for: it takes those of other states."),
    "not_a_member": _("The state of this number was no member of the European Union for such supplies then."),
}
_UNLISTED = {
    TaxKind.EU_GOODS_PREPAID: "prepaid",
    TaxKind.DOMESTIC: "taxed",
    TaxKind.EXPORT: "export",
    TaxKind.EXEMPT: "exempt",
    TaxKind.OUT_OF_SCOPE: "out_of_scope",
}


@dataclass(frozen=True)
class Rules:
    """What holds for the lists of a registration on the days of a period.

    ``goods_members`` and ``members`` are ISO codes of the member states for goods and for services; ``home`` is as VAT
    numbers write it.
    """

    home: str
    goods_members: Collection[str]
    members: Collection[str]
    reports_cash_discounts: bool = True

    def reason(self, group: Group | Supply, number: str) -> str:
        """Give the code of the reason why EU sales are not listed under a number; the text is empty where they are."""
        if group.tax_kind not in LISTED:
            return _UNLISTED[TaxKind(group.tax_kind)]
        if not group.is_listed:
            return "not_included"
        if group.source == Source.CONCESSION:
            return "no_price_reduction"
        if group.source == Source.CASH_DISCOUNT and not self.reports_cash_discounts:
            return "discount_not_reported"
        if not group.is_registered:
            return "no_registration"
        is_service = group.tax_kind == TaxKind.EU_SERVICE
        members = self.members if is_service else self.goods_members
        return vat_numbers.fault_of(number, home=self.home, members=members) or (
            "" if is_service else self._where_it_went(group.delivery_country)
        )

    def _where_it_went(self, country: str) -> str:
        if country == vat_numbers.country_of(self.home):
            return "not_across_a_border"
        return "" if country in self.goods_members else "left_the_union"
