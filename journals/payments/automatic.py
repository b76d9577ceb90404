"""Let payments that mark nothing settle what is due first, or comes first by its type, where the company wants it.

They mark it while they are posted, so all that holds of marks holds here too: nothing that another document marks is
taken, and discounts and small differences are conceded beside.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from arclose.ledger.models import Company
from customers.models import Mark
from customers.settling.conceding import parameters_of
from customers.settling.concessions import discounts_on
from customers.settling.earliest_due import order_of
from customers.settling.marking import Holder, mark_free, marks_of_all
from customers.sql import Free, Wanted, earliest_free
from journals.kinds.payments import PAYMENT
from journals.models import Payment, PaymentStatus

Group = tuple[int, str, bool]


def free_for(*, company: Company, payments: Collection[int]) -> list[Free]:
    """Give what payments that are not posted and mark nothing could settle, enough for all: to be locked, then marked.

    Nothing where the company does not want payments to settle by themselves.
    """
    if not parameters_of(company).settles_automatically:
        return []
    asked = _without_marks(company, payments)
    totals: dict[Group, Decimal] = defaultdict(Decimal)
    for one in asked:
        totals[_group(one)] += one.amount
    wanted = [Wanted(customer, currency, total) for (customer, currency, _sign), total in sorted(totals.items())]
    return earliest_free(company_id=company.pk, wanted=wanted)


def mark_earliest(
    *,
    company: Company,
    payments: Collection[int],
    free: Sequence[Free],
    still_open: Mapping[int, Decimal],
    marked_by: User,
) -> list[int]:
    """Let payments that are not posted and mark nothing hold what is due first; give those that hold something now.

    A transaction goes to one payment, the earliest that comes to it. ``free`` was found before, ``still_open`` is what
    of it is open since it is locked.
    """
    if not free:
        return []
    # What another posting settled or marked while its lock was waited for is not free any more.
    held = set(Mark.objects.filter(company=company, transaction__in=still_open).values_list("pk", flat=True))
    left = [one for one in free if still_open.get(one.transaction_id) == one.still_open]
    rows = [one for one in left if one.transaction_id not in held]
    amounts = _spread(company, _without_marks(company, payments), rows)
    mark_free(company=company, amounts=amounts, marked_by=marked_by)
    return [holder.document_id for holder in amounts]


def let_go(*, company: Company, payments: Collection[int]) -> int:
    """Let go of what payments hold that are not posted after all; give how much that was."""
    deleted, _per_model = marks_of_all(company=company, document_type=PAYMENT, documents=payments).delete()
    return deleted


def _without_marks(company: Company, payments: Collection[int]) -> list[Payment]:
    own = Mark.objects.filter(company=company, document_type=PAYMENT, document_id=OuterRef("pk"))
    waiting = Payment.objects.filter(company=company, pk__in=payments, status=PaymentStatus.OPEN)
    return list(waiting.filter(~Exists(own)).order_by("payment_date", "pk"))


def _group(payment: Payment) -> Group:
    return payment.customer_id, payment.currency_id, payment.amount > 0


def _spread(company: Company, payments: Sequence[Payment], free: Sequence[Free]) -> dict[Holder, dict[int, Decimal]]:
    """Give what each payment settles: the earliest due, of one day the one with the better discount."""
    of_group: dict[Group, list[Free]] = defaultdict(list)
    for row in free:
        of_group[row.customer_id, row.currency, row.still_open > 0].append(row)
    ids = [row.transaction_id for row in free]
    discounts = {
        day: {pk: one.amount for pk, one in discounts_on(company=company, transactions=ids, paid_on=day).items()}
        for day in {payment.payment_date for payment in payments}
    }
    taken: set[int] = set()
    found = {}
    for payment in payments:
        granted = discounts[payment.payment_date]
        rows = [row for row in of_group[_group(payment)] if row.transaction_id not in taken]
        amounts = _of_one(payment, rows, granted)
        taken |= set(amounts)
        if amounts:
            found[Holder(PAYMENT, payment.pk)] = amounts
    return found


def _of_one(payment: Payment, rows: Sequence[Free], granted: dict[int, Decimal]) -> dict[int, Decimal]:
    def order(row: Free) -> tuple[int, tuple[date, Decimal, int]]:
        discount = granted.get(row.transaction_id, Decimal(0))
        pk, still_open = row.transaction_id, row.still_open
        return row.place, order_of(due_date=row.due_date, still_open=still_open, discount=discount, pk=pk)

    left, sign = abs(payment.amount), 1 if payment.amount > 0 else -1
    amounts: dict[int, Decimal] = {}
    for row in sorted(rows, key=order):
        to_pay = abs(row.still_open - granted.get(row.transaction_id, Decimal(0)))
        if left > 0 and row.earliest_day <= payment.payment_date:
            amounts[row.transaction_id] = sign * min(left, to_pay)
            left -= min(left, to_pay)
    return amounts
