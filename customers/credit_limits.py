"""Credit limits: which orders of a set their accounts, and the credit groups these are in, may still owe.

    lock     the accounts whose credit is limited, and all members of their groups, in order of id
    figures  one statement for the whole set: what each order adds, what each account uses
    ask      in order of date: the limit of the group, then that of the account

What counts against a limit is what is open; with packing slips, what is delivered and not invoiced; with all orders,
what is left to deliver of the orders dated up to the one that is asked for, so that what comes later takes nothing
from it. An order that is refused takes nothing of the limit; a credit note gives back.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Difference, Refusal
from customers import sql
from customers.models import SalesParameters
from customers.models.credit import CreditLimitType, LimitExceeded
from customers.models.sales_orders import DocumentStatus, OrderType, Quantity
from customers.queries import sales_parameters
from customers.refusals import refusal
from customers.sql import CreditFigures

# What is always checked once a company has a type; a confirmation or picking list may be told otherwise.
_ALWAYS = (DocumentStatus.PACKING_SLIP, DocumentStatus.INVOICE)
_WIDTH = list(CreditLimitType)


@dataclass(frozen=True)
class CreditCheck:
    """What the credit check says of a set of orders: those to leave out, and those that go on with a warning."""

    left_out: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)


def lock_credit(*, company: Company, orders: Sequence[int]) -> bool:
    """Lock the accounts of orders whose credit is limited; tell whether there are any.

    To be called behind the lock of the periods and before that of the orders.
    """
    return sql.lock_limited_accounts(company_id=company.pk, orders=orders) > 0


def check_credit(
    *,
    company: Company,
    orders: Sequence[int],
    step: DocumentStatus,
    quantity: Quantity = Quantity.ALL,
    limit_type: CreditLimitType | None = None,
) -> CreditCheck:
    """Look at the credit of orders that a step would take so much of, in order of their dates.

    ``limit_type`` is what the run asks for; None: what the company has decided. Packing slips and invoices are checked
    by the wider of the two. An account with a mandatory limit is checked against its balance at least.

    :returns: by name the orders over a limit, left out or with a warning, as the company has decided.
    """
    decided = sales_parameters(company)
    used = type_in_force(decided, step, limit_type)
    figures = sql.credit_figures(
        company_id=company.pk,
        orders=orders,
        quantity=quantity,
        limit_type=max(used, CreditLimitType.BALANCE, key=_width),
    )
    found = list(_refusals(figures, used, decided))
    unknown = [one for one in found if one.code == "rate_missing"]
    over = [one for one in found if one.code != "rate_missing"]
    if decided.limit_exceeded == LimitExceeded.WARNING:
        return CreditCheck(left_out=unknown, warnings=over)
    return CreditCheck(left_out=found)


def type_in_force(decided: SalesParameters, step: DocumentStatus, asked: CreditLimitType | None) -> CreditLimitType:
    """Give what counts against a limit at a step of a run that asks for it, or for nothing (None)."""
    own = CreditLimitType(decided.credit_limit_type)
    if asked is None:
        return own
    return max(own, asked, key=_width) if step in _ALWAYS else asked


def _width(limit_type: CreditLimitType) -> int:
    return _WIDTH.index(limit_type)


def _refusals(
    figures: Sequence[CreditFigures], limit_type: CreditLimitType, decided: SalesParameters
) -> Iterator[Refusal]:
    currency = decided.company.accounting_currency_id
    is_lenient = decided.limit_exceeded == LimitExceeded.WARNING
    taken: dict[tuple[str, int | None], Decimal] = defaultdict(Decimal)
    for order in figures:
        is_checked = limit_type != CreditLimitType.NONE or order.is_mandatory
        if is_checked and order.missing_rate:
            yield refusal(order.order_id, "rate_missing", order.missing_rate)
            continue
        exceeded = _exceeded(order, limit_type, taken) if is_checked else None
        if exceeded:
            code, name, owed, limit = exceeded
            yield refusal(order.order_id, code, name, Difference(owed, currency), Difference(limit, currency))
        if not exceeded or is_lenient:
            taken["account", order.account_id] += _added(order, limit_type)
            taken["group", order.group_id] += _added(order, limit_type)


def _exceeded(
    order: CreditFigures, limit_type: CreditLimitType, taken: dict[tuple[str, int | None], Decimal]
) -> tuple[str, str, Decimal, Decimal] | None:
    """Give (code, whose limit, what would be owed, limit) of the first limit that an order exceeds."""
    if order.amount <= 0:
        return None
    added = _added(order, limit_type)
    of_group = (order.group_open_amount, order.group_delivered_amount, order.group_rest_amount)
    of_account = (order.open_amount, order.all_delivered_amount, order.rest_amount)
    for code, name, limit, key, parts in (
        ("credit_group_limit_exceeded", order.group, order.group_limit, ("group", order.group_id), of_group),
        ("credit_limit_exceeded", order.account, order.limit, ("account", order.account_id), of_account),
    ):
        owed = sum(parts[: max(_width(limit_type), 1)], taken[key]) + added
        if limit is not None and owed > limit:
            return code, str(name), owed, limit
    return None


def _added(order: CreditFigures, limit_type: CreditLimitType) -> Decimal:
    """Give what an order adds to what counts already before it is posted."""
    if limit_type == CreditLimitType.PACKING_SLIP:
        return order.amount - order.delivered_amount
    if limit_type == CreditLimitType.ALL and order.order_type == OrderType.SALES:
        return Decimal(0)
    return order.amount
