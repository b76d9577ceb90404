"""Credit limits: which orders of a set an invoice account may still owe."""

from collections.abc import Sequence
from decimal import Decimal

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Difference, Refusal
from customers import sql
from customers.refusals import refusal


def orders_over_limit(*, company: Company, orders: Sequence[int], rates: Sequence[sql.UsableRate]) -> list[Refusal]:
    """Refuse, in order of date, each order that would take its account over the limit.

    An order that is refused takes nothing of the limit, so a smaller one after it may still pass; a credit note
    gives back. What the accounts owe is what is open now: the caller has locked them.
    """
    owed: dict[str, Decimal] = {}
    refused = []
    for order in sql.limited_orders(company_id=company.pk, orders=orders, rates=rates):
        before = owed.setdefault(order.account, order.owed)
        after = before + order.amount
        if order.amount > 0 and after > order.limit:
            owed_then, limit = (Difference(amount, company.accounting_currency_id) for amount in (after, order.limit))
            refused.append(refusal(order.order_id, "credit_limit_exceeded", order.account, owed_then, limit))
        else:
            owed[order.account] = after
    return refused
