"""Create a company that can start at once."""

from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from arclose.access.models import Membership
from arclose.access.roles import UnknownUser, user_named
from arclose.access.routes import Role
from arclose.ledger.models import Company, Currency
from customers.company_setup import (
    CompanyExists,
    VatNumberMistyped,
    VatRateUnknown,
    create_company,
    warning_of_vat_number,
)


class Command(BaseCommand):
    """Create a company with calendar, chart of accounts, number series, terms, groups and sales tax."""

    help = "Create a company with everything its first order and its first close need."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the company, its currency and years, and who works in it."""
        parser.add_argument("code")
        parser.add_argument("--name", required=True)
        parser.add_argument("--country", required=True, help="ISO code, such as NL")
        parser.add_argument("--currency", required=True, help="accounting currency, ISO code")
        parser.add_argument("--first-year", type=int, required=True)
        parser.add_argument("--years", type=int, default=1)
        parser.add_argument("--address", default="", help="as it stands on documents; \\n begins a new line")
        parser.add_argument("--vat-number", default="")
        parser.add_argument("--standard-rate", type=Decimal, default=None, help="domestic VAT in percent")
        parser.add_argument(
            "--member",
            action="append",
            default=[],
            metavar="USER=ROLE",
            help=f"a user and a role ({', '.join(Role.values)}); repeat for more",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Create the company and its members, or nothing.

        :raises CommandError: the company exists, or something that was named does not.
        """
        try:
            company = create_company(
                code=options["code"],
                name=options["name"],
                country=options["country"],
                currency=options["currency"],
                first_year=options["first_year"],
                years=options["years"],
                vat_number=options["vat_number"],
                standard_percent=options["standard_rate"],
            )
            company.address = options["address"].replace("\\n", "\n")
            company.save(update_fields=["address"])
            for member in options["member"]:
                _add_member(company, member)
        except (CompanyExists, VatNumberMistyped, VatRateUnknown, UnknownUser) as error:
            raise CommandError(str(error)) from error
        except Currency.DoesNotExist as error:
            raise CommandError(f"there is no currency {options['currency']}") from error
        self.stdout.write(f"{company.code} {company.name}: {company.fiscal_periods.count()} periods are open")
        if not (options["address"] and options["vat_number"]):
            self.stdout.write("The law asks for its address and VAT number on invoices: enter them in Setup.")
        if warning := warning_of_vat_number(company):
            self.stderr.write(warning)


def _add_member(company: Company, member: str) -> None:
    username, _equals, role = member.partition("=")
    if role not in Role.values:
        raise CommandError(f"--member takes USER=ROLE, a role is one of {', '.join(Role.values)}: {member}")
    Membership.objects.create(user=user_named(username), company=company, role=role)
