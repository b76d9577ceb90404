"""Credit limits: which orders of a set their accounts, and the credit groups these are in, may still owe.

    lock     the accounts whose credit is limited, and all members of their groups, in order of id
    figures  one statement for the whole set: what each order adds, what each account uses
    ask      in order of date: the limit of the group, then that of the account

What counts against a limit is what is open; with packing slips, what is delivered and not invoiced; with all orders,
what is left to deliver of the orders dated up to the one that is asked for, so that what comes later takes nothing
from it. An order that is refused takes nothing of the limit; a credit note gives back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Q

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Difference, Refusal
from customers import sql
from customers.credit.exposures import EXPOSURES, further_amounts
from customers.credit.rules import CreditRules, Reason, rules_of
from customers.models import Customer, SalesOrder, SalesParameters
from customers.models.credit import CreditLimitType, LimitExceeded
from customers.models.sales_orders import DocumentStatus, OrderType
from customers.queries import sales_parameters
from customers.refusals import refusal
from customers.sql import CreditFigures
from customers.update_parameters import USUAL, UpdateParameters

# What is always checked once a company has a type; a confirmation or picking list may be told otherwise.
_ALWAYS = (DocumentStatus.PACKING_SLIP, DocumentStatus.INVOICE)
_WIDTH = list(CreditLimitType)

LIMIT_EXCEEDED = ("credit_group_limit_exceeded", "credit_limit_exceeded")

# Says a refusal in words, by document, code and facts.
Refuse = Callable[..., Refusal]
# What orders before an order took of the limit of an account or a group.
Taken = dict[tuple[str, int | None], Decimal]


@dataclass(frozen=True)
class Blocked:
    """An order that waits for a controller: its amount in accounting currency, and (code, facts) of each reason."""

    order_id: int
    amount: Decimal
    reasons: list[Reason]


@dataclass(frozen=True)
class CreditCheck:
    """What the credit check says of a set of orders: those to leave out, and those that go on with a warning.

    Of those left out, ``blocked`` are those that a controller may release; ``passed`` are orders on hold that would
    pass now.
    """

    left_out: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)


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
    parameters: UpdateParameters = USUAL,
    cut: Mapping[int, Decimal] = sql.NOTHING_CUT,
) -> CreditCheck:
    """Look at the credit of orders that a step would take so much of, in order of their dates.

    ``parameters`` say how much, what invoices deduct of prepayments, which day's limits, rates and releases count, and
    what the run asks to be checked; None: what the company has decided. Packing slips and invoices are checked
    by the wider of the two. An account with a mandatory limit is checked against its balance at least.

    ``cut`` is by how much less some of their lines get, by id. Blocking rules are asked whatever is asked of limits.
    An order that a controller released passes.

    :returns: by name the orders that exceed a limit or break a rule, and those that go on with a warning.
    """
    decided, rules = sales_parameters(company), rules_of(company)
    in_force = type_in_force(decided, step, parameters.credit_check)
    figures = sql.credit_figures(
        company_id=company.pk,
        orders=orders,
        quantity=parameters.quantity,
        limit_type=max(in_force, CreditLimitType.BALANCE, key=_width),
        has_rules=bool(rules.blocking),
        deduction=parameters.deduction,
        posting_date=parameters.posting_date,
        cut=cut,
    )
    return ask(company, figures, in_force, rules, is_lenient=decided.limit_exceeded == LimitExceeded.WARNING)


def check_free_text_credit(
    *, company: Company, documents: Sequence[int], refuse: Refuse, asked: CreditLimitType | None = None
) -> CreditCheck:
    """Look at the credit of free text invoices, in order of their dates, where the company checks theirs.

    They use the limit as invoices of orders do; blocking rules and holds are not for them. ``refuse`` says a limit
    that is exceeded in their words. A run may ask for more than the company does, never for less; a mandatory limit is
    checked in any case.
    """
    decided, rules = sales_parameters(company), replace(rules_of(company), blocking=[])
    usual = CreditLimitType(decided.credit_limit_type if decided.checks_credit_of_free_text else CreditLimitType.NONE)
    own = max(usual, asked or usual, key=_width)
    figures = sql.free_text_credit_figures(
        company_id=company.pk, documents=documents, limit_type=max(own, CreditLimitType.BALANCE, key=_width)
    )
    is_lenient = decided.limit_exceeded == LimitExceeded.WARNING
    return ask(company, figures, own, rules, is_lenient=is_lenient, refuse=refuse)


def _with_further(company: Company, figures: Sequence[CreditFigures]) -> list[CreditFigures]:
    """Give figures with what apps above add to what accounts, and all members of their groups, use."""
    accounts, groups = {one.account_id for one in figures}, {one.group_id for one in figures}
    concerned = Customer.objects.filter(Q(pk__in=accounts) | Q(credit_group__in=groups - {None}), company=company)
    group_of = dict(concerned.values_list("pk", "credit_group"))
    amounts = further_amounts(company=company, customers=group_of.keys())
    of_group: dict[int | None, Decimal] = defaultdict(Decimal)
    for customer, amount in amounts.items():
        of_group[group_of.get(customer)] += amount
    return [
        one._replace(
            open_amount=one.open_amount + amounts.get(one.account_id, Decimal(0)),
            group_open_amount=one.group_open_amount + of_group[one.group_id],
        )
        for one in figures
    ]


def type_in_force(decided: SalesParameters, step: DocumentStatus, asked: CreditLimitType | None) -> CreditLimitType:
    """Give what counts against a limit at a step of a run that asks for it, or for nothing (None)."""
    own = CreditLimitType(decided.credit_limit_type)
    if asked is None:
        return own
    return max(own, asked, key=_width) if step in _ALWAYS else asked


def _width(limit_type: CreditLimitType) -> int:
    return _WIDTH.index(limit_type)


def ask(
    company: Company,
    figures: Sequence[CreditFigures],
    limit_type: CreditLimitType,
    rules: CreditRules,
    *,
    is_lenient: bool,
    refuse: Refuse = refusal,
) -> CreditCheck:
    """Go through documents in order of date; one that may be posted takes of the limits what it adds."""
    figures = _with_further(company, figures) if EXPOSURES else figures
    check = CreditCheck()
    taken: Taken = defaultdict(Decimal)
    for order in figures:
        is_limited = limit_type != CreditLimitType.NONE or order.is_mandatory
        if order.missing_rate and (is_limited or rules.blocking):
            check.left_out.append(refuse(order.order_id, "rate_missing", order.missing_rate))
            continue
        exceeded = list(_exceeded(order, limit_type, taken, rules.currency)) if is_limited else []
        owed = _used_with(order, limit_type, taken)
        reasons = [*_forced(order), *([] if is_lenient else exceeded), *rules.broken_by(order, owed=owed)]
        if order.is_released:
            reasons = _forced(order)
        if reasons:
            check.blocked.append(Blocked(order.order_id, order.amount, reasons))
            check.left_out.append(refuse(order.order_id, reasons[0][0], *reasons[0][1]))
            continue
        if exceeded and not order.is_released:
            check.warnings.append(refuse(order.order_id, exceeded[0][0], *exceeded[0][1]))
        if order.is_on_hold:
            check.passed.append(order.order_id)
        for key in (("account", order.account_id), ("group", order.group_id)):
            taken[key] += _added(order, limit_type)
    return check


def _forced(order: CreditFigures) -> list[Reason]:
    return [("credit_hold_forced", [order.forced_by, order.forced_reason or ""])] if order.forced_by else []


def _used_with(order: CreditFigures, limit_type: CreditLimitType, taken: Taken) -> Decimal:
    """Give what the account would use with an order, of what the type counts; at least its balance."""
    parts = (order.open_amount, order.all_delivered_amount, order.rest_amount)
    return sum(parts[: max(_width(limit_type), 1)], taken["account", order.account_id]) + _added(order, limit_type)


def _exceeded(order: CreditFigures, limit_type: CreditLimitType, taken: Taken, currency: str) -> Iterator[Reason]:
    """Give the limits that an order exceeds, that of the group first: whose, what would be owed, the limit."""
    if order.amount <= 0:
        return
    of_group = (order.group_open_amount, order.group_delivered_amount, order.group_rest_amount)
    owed = sum(of_group[: max(_width(limit_type), 1)], taken["group", order.group_id]) + _added(order, limit_type)
    if order.group_limit is not None and owed > order.group_limit:
        facts = [Difference(owed, currency), Difference(order.group_limit, currency)]
        yield "credit_group_limit_exceeded", [str(order.group), *facts]
    owed = _used_with(order, limit_type, taken)
    if order.limit is not None and owed > order.limit:
        yield "credit_limit_exceeded", [order.account, Difference(owed, currency), Difference(order.limit, currency)]


def _added(order: CreditFigures, limit_type: CreditLimitType) -> Decimal:
    """Give what an order adds to what counts already before it is posted."""
    if limit_type == CreditLimitType.PACKING_SLIP:
        return order.amount - order.delivered_amount
    if limit_type == CreditLimitType.ALL and order.order_type == OrderType.SALES:
        return Decimal(0)
    return order.amount


class OverCredit(Exception):
    """An order was not entered or changed: with it, more would be used than the limit allows."""

    def __init__(self, refused: Refusal) -> None:
        """Carry the refusal."""
        super().__init__(refused.reason)
        self.refusal = refused


def credit_at_entry(order: SalesOrder) -> list[Refusal]:
    """Look at the limit of an order that was just entered or changed, where the company checks at entry.

    Locks nothing: two orders entered at once may both pass here; their postings do not. Blocking rules are asked by the
    postings only.

    :returns: the warnings, where the company lets it go on.
    :raises OverCredit: it exceeds a limit.
    """
    if not sales_parameters(order.company).checks_credit_at_entry:
        return []
    check = check_credit(company=order.company, orders=[order.pk], step=DocumentStatus.NONE)
    over = [one for one in check.left_out if one.code in LIMIT_EXCEEDED]
    if over:
        raise OverCredit(over[0])
    return check.warnings
