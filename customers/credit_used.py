"""How much of its credit a customer uses, in parts, each with the page of its rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from customers import sql
from customers.exposures import EXPOSURES
from customers.models import Customer, OpenTransaction, SalesOrder
from customers.models.credit import CreditLimitType
from customers.models.sales_orders import UNFINISHED, OrderType, Quantity

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ZERO = Decimal(0)
OWED = F("accounting_currency_amount") + F("standing_adjustment_amount")


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


def credit_used(account: Customer, *, limit_type: CreditLimitType) -> list[CreditPart]:
    """Give what an account uses of its credit: what is open, what other apps add, deliveries and orders."""
    company = account.company
    owed = OpenTransaction.objects.filter(customer=account).aggregate(owed=Sum(OWED))["owed"] or ZERO
    parts = [CreditPart(_("Open transactions"), owed, True, "customers:transactions", f"?customer={account.pk}")]
    for exposure in EXPOSURES.values():
        amount = exposure.of(company, [account.pk]).get(account.pk, ZERO)
        parts.append(CreditPart(exposure.label, amount, True, exposure.route, f"?customer={account.pk}"))
    delivered, rest = _of_orders(account)
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


def _of_orders(account: Customer) -> tuple[Decimal, Decimal]:
    """Give what is delivered and not invoiced of the account's orders, and what is left to deliver, with tax."""
    orders = SalesOrder.objects.filter(
        Q(customer=account, customer__invoice_account=None) | Q(customer__invoice_account=account),
        company=account.company_id,
        order_type=OrderType.SALES,
        status__in=UNFINISHED,
    )
    figures = sql.credit_figures(
        company_id=account.company_id,
        orders=list(orders.values_list("pk", flat=True)),
        quantity=Quantity.ALL,
        limit_type=CreditLimitType.ALL,
        has_rules=True,
    )
    return (figures[-1].all_delivered_amount, figures[-1].rest_amount) if figures else (ZERO, ZERO)


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
