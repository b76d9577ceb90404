"""Customers and items of the demo company, from the two tables beside this module."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from random import Random

from django.utils.text import slugify
from stdnum.ch import vat as swiss_vat
from stdnum.eu import vat as european_vat
from stdnum.gb import vat as british_vat

from arclose.ledger.models import Company
from arclose.ledger.models.companies import Language
from customers.models import (
    Customer,
    CustomerGroup,
    Item,
    ItemGroup,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
    TaxGroup,
)

DIGITS, FIRST_DIGITS, LETTERS = "0123456789", "123456789", "ABCDEFGHIJKLMNOPQRSTUVW"
# What of a pattern stands for any character of a set.
PLACES = {"#": DIGITS, "%": FIRST_DIGITS, "$": LETTERS}
DUTCH_SPEAKING = frozenset({"NL", "BE"})
LIMITS = (None, None, Decimal(250_000), Decimal(400_000))
OPENING_STOCK = Decimal(10_000)
# A chain whose shops are invoiced at its head office.
HEAD_OFFICE, SHOPS = "Winkelketen Lepelaar", 4


@dataclass(frozen=True)
class _Codes:
    """The company's master data that customers and items point to, by code."""

    company: Company

    def ids(self, model: type) -> dict[str, int]:
        """Give the ids of a table of codes."""
        return dict(model.objects.filter(company=self.company).values_list("code", "pk"))  # type: ignore[attr-defined]


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("arclose.demo") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def vat_number(pattern: str, chance: Random) -> str:
    """Give a made-up number of a country's pattern whose check digits are right; none for an empty pattern."""
    while pattern:
        number = "".join(chance.choice(PLACES[place]) if place in PLACES else place for place in pattern)
        if _is_valid(number):
            return number
    return ""


def _is_valid(number: str) -> bool:
    if number.startswith("CHE"):
        return bool(swiss_vat.is_valid(f"{number}MWST"))
    rule = british_vat if number.startswith("GB") else european_vat
    return bool(rule.is_valid(number))


def create_customers(company: Company, chance: Random) -> list[Customer]:
    """Create the customers: twelve member states, Great Britain, Switzerland and the United States."""
    codes = _Codes(company)
    groups, terms = codes.ids(CustomerGroup), codes.ids(PaymentTerms)
    profiles, tax_groups = codes.ids(PostingProfile), codes.ids(TaxGroup)
    made = [
        Customer(
            company=company,
            name=f"{name} {row['legal_form']}",
            group_id=groups["TRADE"],
            address=f"{row['street']} {chance.randrange(1, 180)}\n{row['postcode']} {row['city']}",
            country=row["country"],
            language=Language.DUTCH if row["country"] in DUTCH_SPEAKING else Language.ENGLISH,
            vat_number=vat_number(row["vat_pattern"], chance),
            email=f"invoices@{slugify(name)}.example",
            currency_id=row["currency"],
            payment_terms_id=terms[row["terms"]],
            posting_profile_id=profiles["GEN"],
            tax_group_id=tax_groups[row["tax_group"]],
            credit_limit_amount=chance.choice(LIMITS),
        )
        for row in _rows("countries.csv")
        for name in row["names"].split("|")
    ]
    for place, customer in enumerate(made, start=1):
        customer.number = f"C{place:04}"
    created = Customer.objects.bulk_create(made)
    return [*created, *_create_shops(created)]


def _create_shops(customers: Sequence[Customer]) -> list[Customer]:
    office = next(customer for customer in customers if customer.name.startswith(HEAD_OFFICE))
    shops = []
    for place in range(1, SHOPS + 1):
        shop = Customer.objects.get(pk=office.pk)
        shop.pk, shop.number, shop.name = None, f"{office.number}-{place}", f"{HEAD_OFFICE}, shop {place}"
        shop.invoice_account, shop.credit_limit_amount = office, None
        shops.append(shop)
    return Customer.objects.bulk_create(shops)


def create_items(company: Company) -> list[Item]:
    """Create the items: kitchen and table ware, food at the reduced rate, services, freight.

    Freight is charged with the goods and taxed like them (directive 2006/112/EC, article 78), so it counts as goods.
    There is enough of them for the months of the demo: nothing buys goods here.
    """
    codes = _Codes(company)
    groups, tax_groups = codes.ids(ItemGroup), codes.ids(ItemTaxGroup)
    return Item.objects.bulk_create(
        Item(
            company=company,
            number=row["number"],
            name=row["name"],
            group_id=groups[row["group"]],
            item_type=row["item_type"],
            item_tax_group_id=tax_groups[row["item_tax_group"]],
            unit_price=Decimal(row["unit_price"]),
            standard_cost_amount=Decimal(row["standard_cost"]),
            on_hand_quantity=OPENING_STOCK if row["item_type"] == "goods" else 0,
            commodity_code=row["commodity_code"],
            net_mass_kilograms=Decimal(row["net_mass_kilograms"]) if row["net_mass_kilograms"] else None,
            country_of_origin=row["country_of_origin"],
        )
        for row in _rows("items.csv")
    )
