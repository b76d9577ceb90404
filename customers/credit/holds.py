"""Orders on credit hold: put there by a posting or by a person, released, rejected, or lifted by a later check.

A posting that leaves an order out for its credit keeps which update was tried, how, why, and the figures of the
moment. An order has one hold that waits; one tried again has its newest reasons. Who entered an order does not
release it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.access.roles import somebody_else_is
from arclose.access.routes import Role
from arclose.ledger.models import Company
from arclose.ledger.money import round_amount
from arclose.ledger.outcomes import as_stored
from customers import slips, sql
from customers.changing import OrderNotOpen
from customers.credit.limits import CreditCheck, check_credit
from customers.giving_up import cancel_order, close_the_rest, may_cancel
from customers.models import CreditHold, SalesOrder
from customers.models.credit import CreditLimitType
from customers.models.credit_holds import HoldState
from customers.models.sales_orders import UNFINISHED, DocumentStatus, Quantity
from customers.update_parameters import UpdateParameters, defaults_of, from_stored

# Amounts of holds are kept, and compared with those of orders, to the hundredth.
_DECIMALS = 2


class OwnOrder(Exception):
    """Somebody who entered the order would release it, and another controller could."""

    def __init__(self, orders: Sequence[str]) -> None:
        """Carry the numbers of the orders."""
        super().__init__(
            _("You entered %(orders)s yourself: another controller releases it.") % {"orders": ", ".join(orders)}
        )
        self.orders = list(orders)


@dataclass(frozen=True)
class Decided:
    """What came of deciding about holds: those decided now, and how many were decided before."""

    holds: Sequence[CreditHold]
    already: int


def waiting_holds(*, company: Company) -> "QuerySet[CreditHold]":
    """Give the holds that wait for a controller, of orders of which something is left."""
    return CreditHold.objects.filter(company=company, state=HoldState.WAITING, order__status__in=UNFINISHED)


def waiting_hold(order: SalesOrder) -> CreditHold | None:
    """Give the order's hold that waits for a controller, if any; no query if the order was read with its holds."""
    waiting = (hold for hold in order.credit_holds.all() if hold.state == HoldState.WAITING)
    return next(waiting, None) if order.status in UNFINISHED else None


def pass_credit(
    *,
    company: Company,
    orders: Sequence[int],
    step: DocumentStatus,
    parameters: UpdateParameters,
    update: str,
    posted_by: User,
    cut: Mapping[int, Decimal] = sql.NOTHING_CUT,
) -> CreditCheck:
    """Check the credit of orders that an update is about to post, and put those that do not pass on hold.

    Holds of orders that pass now are lifted; the caller has locked the orders. A preview takes all of it back.
    """
    check = check_credit(company=company, orders=orders, step=step, parameters=parameters, cut=cut)
    if check.blocked:
        sql.keep_holds(
            company_id=company.pk,
            user_id=posted_by.pk,
            update=update,
            quantity=parameters.quantity,
            blocked=[
                (
                    one.order_id,
                    one.amount,
                    [(code, as_stored(facts)) for code, facts in one.reasons],
                    _kept(parameters, one.order_id),
                )
                for one in check.blocked
            ],
        )
    if check.passed:
        passed = CreditHold.objects.filter(company=company, state=HoldState.WAITING, order__in=check.passed)
        passed.update(state=HoldState.LIFTED, decided_at=Now())
    return check


def _kept(parameters: UpdateParameters, order_id: int) -> dict[str, Any]:
    """Give the parameters of a run as the hold of one of its orders keeps them."""
    chosen = None if parameters.slips is None else slips.of_orders(orders=[order_id], chosen=parameters.slips)
    return replace(parameters, quantity=Quantity.ALL, late_selection=False, slips=chosen).as_stored()


def parameters_of(hold: CreditHold) -> UpdateParameters:
    """Give how the update that a hold stopped was to be posted; as the company usually posts, where none is known."""
    known = defaults_of(hold.company) if hold.parameters is None else from_stored(hold.parameters)
    return replace(known, quantity=Quantity(hold.quantity))


@transaction.atomic
def hold_order(*, order: SalesOrder, reason: str, held_by: User) -> CreditHold:
    """Put an order on hold by hand: no check lifts it. One on hold already is forced from now on.

    :raises OrderNotOpen: nothing is left of it.
    """
    locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if locked.status not in UNFINISHED:
        raise OrderNotOpen(locked)
    values = {"is_forced": True, "reason": reason[:200], "held_by": held_by}
    hold, _is_new = CreditHold.objects.update_or_create(
        company_id=locked.company_id, order=locked, state=HoldState.WAITING, defaults=values
    )
    return hold


@transaction.atomic
def release(
    *, company: Company, holds: Sequence[int], reason: str, valid_until: date | None, released_by: User
) -> Decided:
    """Let orders pass: for the amount they were held with, where they are dated, or posted, until a day.

    A hold decided about before stays as it is.

    :raises OwnOrder: who releases entered one of them, and somebody else is controller; nothing was released.
    """
    found = _locked(company, holds)
    own = [hold for hold in found if hold.order.entered_by_id == released_by.pk]
    if own and somebody_else_is(Role.CONTROLLER, company=company, person=released_by):
        raise OwnOrder([hold.order.number for hold in own])
    for hold in found:
        hold.amount = max(hold.amount, _amount_now(hold)) if hold.is_forced else hold.amount
        hold.valid_until, hold.is_own_work = valid_until, hold in own
        _decide(hold, HoldState.RELEASED, reason, released_by)
    return Decided(found, len(set(holds)) - len(found))


def _amount_now(hold: CreditHold) -> Decimal:
    """Give what a forced hold is released for: what the order comes to now."""
    figures = sql.credit_figures(
        company_id=hold.company_id,
        orders=[hold.order_id],
        quantity=Quantity.ALL,
        limit_type=CreditLimitType.BALANCE,
        has_rules=True,
    )
    return round_amount(figures[0].amount, _DECIMALS) if figures else Decimal(0)


@transaction.atomic
def reject(*, company: Company, holds: Sequence[int], reason: str, rejected_by: User) -> Decided:
    """Give up what is left of orders on hold: what is delivered is still invoiced, an order not begun is canceled.

    A hold decided about before stays as it is.
    """
    found = _locked(company, holds)
    for hold in found:
        if may_cancel(hold.order):
            cancel_order(order=hold.order, reason=reason, canceled_by=rejected_by)
        else:
            close_the_rest(order=hold.order, reason=reason, closed_by=rejected_by)
        _decide(hold, HoldState.REJECTED, reason, rejected_by)
    return Decided(found, len(set(holds)) - len(found))


def _locked(company: Company, holds: Sequence[int]) -> list[CreditHold]:
    """Lock the orders, then their holds, each in order of id, and give those that still wait."""
    waiting = waiting_holds(company=company).filter(pk__in=holds)
    orders = sorted(set(waiting.values_list("order_id", flat=True)))
    sql.lock_orders(company_id=company.pk, orders=orders)
    return list(waiting.select_related("order__currency").select_for_update(of=("self",)).order_by("pk"))


def _decide(hold: CreditHold, state: HoldState, reason: str, decided_by: User) -> None:
    hold.state, hold.decision_reason, hold.decided_by = state, reason[:200], decided_by
    hold.decided_at = Now()
    hold.save()
