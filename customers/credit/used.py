"""How much of its credit a customer uses, in parts, each with the page of its rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company
from arclose.ledger.money import ZERO
from customers import sql
from customers.credit.exposures import EXPOSURES
from customers.models import Customer
from customers.models.credit import CreditLimitType
from customers.queries import what_stands

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class CreditPart:
    """An amount that a customer uses of its credit, in accounting currency.

    ``counts`` says whether the company's type counts it; ``route`` and ``query`` lead to the rows.
    """

    label: "_StrOrPromise"
    amount: Decimal
    counts: bool
    route: str
    query: str


def owed(company: Company) -> Combinable:
    """Give what an open transaction of a company is worth in its books, with what revaluations made stand on it."""
    return F("accounting_currency_amount") + what_stands(books=company.accounting_currency_id)


def credit_used(account: Customer, *, limit_type: CreditLimitType) -> list[CreditPart]:
    """Give what an account uses of its credit: what is open, what other apps add, deliveries and orders."""
    company = account.company
    owed, delivered, rest = sql.credit_of_account(company_id=company.pk, account_id=account.pk)
    parts = [CreditPart(_("Open transactions"), owed, True, "customers:transactions", f"?customer={account.pk}")]
    for exposure in EXPOSURES.values():
        amount = exposure.of(company, [account.pk]).get(account.pk, ZERO)
        parts.append(CreditPart(exposure.label, amount, True, exposure.route, f"?customer={account.pk}"))
    wide = (CreditLimitType.PACKING_SLIP, CreditLimitType.ALL)
    orders = f"?customer={account.pk}"
    parts += [
        CreditPart(
            _("Delivered, not invoiced"), delivered, limit_type in wide, "customers:orders", orders + "&left=delivered"
        ),
        CreditPart(
            _("Ordered, not delivered"), rest, limit_type == CreditLimitType.ALL, "customers:orders",
            orders + "&status=open",
        ),
    ]  # fmt: skip
    return parts


def limit_on(account: Customer, day: date) -> Decimal | None:
    """Give the credit limit of a day, in the limit's own currency; None: there is none.

    The same rule stands in :mod:`customers.sql.credit_limits` for whole sets.
    """
    first, last = account.temporary_limit_from, account.temporary_limit_to
    if first and last and first <= day <= last:
        return account.temporary_limit_amount
    expires = account.credit_limit_expiry_date
    is_expired = account.credit_limit_amount is not None and expires is not None and day > expires
    return ZERO if is_expired else account.credit_limit_amount
