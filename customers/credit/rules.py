"""Which blocking rules an order breaks, by its figures on its day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Difference, Fact
from arclose.web.amounts import format_plain
from customers.models import CreditBlockingRule, CreditExclusionRule
from customers.models.credit_holds import BlockingKind
from customers.sql import CreditFigures

Reason = tuple[str, list[Fact]]
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class CreditRules:
    """The rules of a company that are in force, those that block in their order."""

    blocking: Sequence[CreditBlockingRule]
    excluding: Sequence[CreditExclusionRule]
    currency: str

    def broken_by(self, order: CreditFigures, *, owed: Decimal) -> list[Reason]:
        """Give (code, facts) of each rule that an order breaks; ``owed`` is what its account would use with it."""
        if order.amount <= 0 or any(_is_excluded(order, rule) for rule in self.excluding):
            return []
        asked = [rule for rule in self.blocking if rule.customer_group_id in (None, order.customer_group_id)]
        found = ((rule, _LOOKS[BlockingKind(rule.kind)](order, rule, owed, self.currency)) for rule in asked)
        return [(f"credit_{rule.kind}", [rule.name, *facts]) for rule, facts in found if facts]


def rules_of(company: Company) -> CreditRules:
    """Give the rules of a company that are in force."""
    blocking = list(CreditBlockingRule.objects.filter(company=company, is_active=True).order_by("position", "pk"))
    excluding = CreditExclusionRule.objects.filter(company=company, is_active=True) if blocking else []
    return CreditRules(blocking, list(excluding), company.accounting_currency_id)


def _is_excluded(order: CreditFigures, rule: CreditExclusionRule) -> bool:
    is_small = rule.order_amount_below is None or order.amount < rule.order_amount_below
    return is_small and rule.customer_group_id in (None, order.customer_group_id)


def _above(amount: Decimal, rule: CreditBlockingRule, currency: str) -> list[Fact]:
    most = rule.threshold or Decimal(0)
    return [Difference(amount, currency), Difference(most, currency)] if amount > most else []


def _days_overdue(order: CreditFigures, rule: CreditBlockingRule, _owed: Decimal, _currency: str) -> list[Fact]:
    most = rule.threshold or Decimal(0)
    return [str(order.days_overdue), format_plain(most)] if order.days_overdue > most else []


def _limit_used(order: CreditFigures, rule: CreditBlockingRule, owed: Decimal, currency: str) -> list[Fact]:
    limit, most = order.limit, rule.threshold or Decimal(0)
    if limit is None or owed * HUNDRED <= limit * most:
        return []
    return [Difference(owed, currency), Difference(limit, currency), f"{format_plain(most)} %"]


def _limit_expired(order: CreditFigures, _rule: CreditBlockingRule, _owed: Decimal, _currency: str) -> list[Fact]:
    return [order.expired_on.isoformat()] if order.expired_on else []


def _payment_terms(order: CreditFigures, _rule: CreditBlockingRule, _owed: Decimal, _currency: str) -> list[Fact]:
    is_changed = order.payment_terms != order.own_payment_terms
    return [order.payment_terms, order.own_payment_terms] if is_changed else []


# What each kind of rule looks at: the facts by which an order breaks it, none where it does not.
_LOOKS: Mapping[BlockingKind, Callable[[CreditFigures, CreditBlockingRule, Decimal, str], list[Fact]]] = {
    BlockingKind.DAYS_OVERDUE: _days_overdue,
    BlockingKind.OVERDUE_AMOUNT: lambda order, rule, _owed, currency: _above(order.overdue_amount, rule, currency),
    BlockingKind.ORDER_AMOUNT: lambda order, rule, _owed, currency: _above(order.amount, rule, currency),
    BlockingKind.LIMIT_USED: _limit_used,
    BlockingKind.LIMIT_EXPIRED: _limit_expired,
    BlockingKind.CREDIT_STOP: lambda order, _rule, _owed, _currency: [order.account] if order.has_credit_stop else [],
    BlockingKind.PAYMENT_TERMS: _payment_terms,
}
