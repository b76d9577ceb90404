"""Who writes to whom: the company as a sender, customers as addressees, as they were when the document was posted."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, VatRegistration
from arclose.ledger.models.currencies import Union, UnionMembership
from customers.models import Customer
from customers.papers.paper import Fact, words
from customers.papers.versions import Versions
from customers.papers.writing import account_number, address_lines, line_of

WRITTEN_ON = ("name", "address", "country")


def language_of(customer: Customer, company: Company) -> str:
    """Give the language a customer gets documents in."""
    return customer.language or company.language


class Letterhead:
    """A company and some of its customers, read once for a whole set of documents."""

    def __init__(self, company: Company, customers: Collection[int]) -> None:
        """Read histories, VAT numbers and membership of the European Union."""
        self.company = company
        self._companies = Versions(Company, [company.pk], WRITTEN_ON)
        self._customers = Versions(Customer, customers, WRITTEN_ON)
        self._registrations = list(VatRegistration.objects.filter(company=company).order_by("-valid_from"))
        self._memberships = list(UnionMembership.objects.filter(union=Union.EU, country=company.country))

    def cites_directive(self, day: date) -> bool:
        """Tell whether the company's state was a member of the European Union on a day."""
        return any(one.valid_from <= day and (one.valid_to is None or day <= one.valid_to) for one in self._memberships)

    def vat_number_on(self, day: date) -> str:
        """Give the VAT number the company had on a day in its own state; the text is empty where it had none."""
        held = (
            one.vat_number
            for one in self._registrations
            if one.country == self.company.country
            and one.valid_from <= day
            and (not one.valid_to or day <= one.valid_to)
        )
        return next(held, "")

    def head(self, *, at: datetime, vat_number: str) -> dict[str, Any]:
        """Give what every document of the company carries: its words, name, address and numbers."""
        written = self._companies.of(self.company, at)
        company = self.company
        facts = [
            (_("Trade register"), line_of(company.trade_register_number)),
            (_("VAT number"), line_of(vat_number)),
            (_("IBAN"), account_number(company.iban)),
            (_("BIC"), line_of(company.bic)),
        ]
        address = address_lines(written["address"], written["country"], home="")
        return {
            "language": get_language() or "en",
            "words": words(),
            "company": {
                "name": line_of(written["name"]),
                "address": [*address, *([line_of(company.email)] if company.email else [])],
                "facts": [(label, value) for label, value in facts if value],
            },
        }

    def addressee(self, customer: Customer, at: datetime) -> list[str]:
        """Give name and address of a customer, with the country where it is not the company's."""
        written = self._customers.of(customer, at)
        lines = address_lines(written["address"], written["country"], home=self.company.country)
        return [line_of(written["name"]), *lines]

    def delivered_to(self, customer: Customer, at: datetime, *, address: str, country: str) -> list[str]:
        """Give where goods go: the customer at another address, or at its own where none is named."""
        if not address.strip():
            return self.addressee(customer, at)
        lines = address_lines(address, country, home=self.company.country)
        return [line_of(self._customers.of(customer, at)["name"]), *lines]


def filled(*facts: Fact) -> list[Fact]:
    """Give the facts that say something."""
    return [(label, value) for label, value in facts if value]
