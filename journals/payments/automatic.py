"""Let payments that mark nothing settle what is due first, or comes first by its type, where the company wants it.

They mark it while they are posted, so all that holds of marks holds here too: nothing that another document marks is
taken, and discounts and small differences are conceded beside. A transaction has one mark, so where one payment leaves
a part of what the next one would take, that one waits until the first has settled: posted together they settle what
they would one after the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from arclose.ledger.models import Company
from customers.models import Mark, OpenTransaction
from customers.settling.conceding import parameters_of
from customers.settling.concessions import discounts_on
from customers.settling.earliest_due import order_of
from customers.settling.marking import Holder, mark_free, marks_of_all
from customers.sql import Free, Wanted, earliest_free
from journals.kinds.payments import PAYMENT
from journals.models import IntercompanyPayment, Payment, PaymentStatus

Group = tuple[int, str, bool]


class SettlesItself:
    """The payments of a posting that settle by themselves, and what they may: to be locked, then marked.

    Those that mark nothing, unless somebody let go of what they marked; none where the company does not want that.
    """

    def __init__(self, *, company: Company, documents: Collection[int], posted_by: User) -> None:
        """Look for what is free of the customers of these documents, enough for all."""
        self.company, self.posted_by = company, posted_by
        self._waiting = _without_marks(company, documents) if parameters_of(company).settles_automatically else []
        self._free = earliest_free(company_id=company.pk, wanted=_wanted(self._waiting))
        self._marked: list[int] = []

    @property
    def transactions(self) -> set[int]:
        """What may be marked."""
        return {one.transaction_id for one in self._free}

    def mark(self, still_open: Mapping[int, Decimal]) -> None:
        """Let payments hold what comes first; ``still_open`` is what of it is open since it is locked."""
        if not self._free:
            return
        # What another posting settled or marked while its lock was waited for is not free any more.
        held = set(Mark.objects.filter(company=self.company, transaction__in=still_open).values_list("pk", flat=True))
        left = [one for one in self._free if still_open.get(one.transaction_id) == one.still_open]
        self._free = [one for one in left if one.transaction_id not in held]
        self._mark()

    def mark_more(self, posted: Collection[int]) -> list[int]:
        """Let those of the posted payments that waited for others hold what these left; give them, if there are any."""
        self._waiting = [one for one in self._waiting if one.pk in posted]
        if not (self._waiting and self._free):
            return []
        rows = OpenTransaction.objects.filter(transaction__in=self.transactions)
        now = dict(rows.values_list("transaction", "transaction_currency_amount"))
        self._free = [
            one._replace(still_open=now[one.transaction_id]) for one in self._free if one.transaction_id in now
        ]
        return self._mark()

    def let_go(self, *, but: Collection[int] = ()) -> None:
        """Let go of what was marked for payments that are not posted after all: all of them ``but`` some."""
        going = [pk for pk in self._marked if pk not in but]
        if going:
            marks_of_all(company=self.company, document_type=PAYMENT, documents=going).delete()

    def _mark(self) -> list[int]:
        amounts = _spread(self.company, self._waiting, self._free)
        mark_free(company=self.company, amounts=amounts, marked_by=self.posted_by)
        marked = [holder.document_id for holder in amounts]
        self._waiting = [one for one in self._waiting if one.pk not in set(marked)]
        self._marked += marked
        return marked


def _without_marks(company: Company, documents: Collection[int]) -> list[Payment]:
    own = Mark.objects.filter(company=company, document_type=PAYMENT, document_id=OuterRef("pk"))
    waiting = Payment.objects.filter(company=company, pk__in=documents, status=PaymentStatus.OPEN, settles_itself=True)
    elsewhere = IntercompanyPayment.objects.filter(payment=OuterRef("pk"))
    return list(waiting.filter(~Exists(own), ~Exists(elsewhere)).order_by("payment_date", "pk"))


def _wanted(payments: Iterable[Payment]) -> list[Wanted]:
    """Give what is looked for: for each day on which a group pays, as much as it has paid until then."""
    totals: dict[Group, Decimal] = defaultdict(Decimal)
    until: dict[tuple[Group, date], Decimal] = {}
    for one in payments:
        totals[_group(one)] += one.amount
        until[_group(one), one.payment_date] = totals[_group(one)]
    return [Wanted(group[0], group[1], amount, day) for (group, day), amount in sorted(until.items())]


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
    in_parts: set[int] = set()
    waiting: set[Group] = set()
    found = {}
    for payment in payments:
        group = _group(payment)
        granted = discounts[payment.payment_date]
        rows = [row for row in of_group[group] if row.transaction_id not in taken]
        amounts, part = _of_one(payment, rows, granted)
        if group in waiting or not in_parts.isdisjoint(amounts):
            waiting.add(group)
        elif amounts:
            found[Holder(PAYMENT, payment.pk)] = amounts
            taken |= amounts.keys() - part
            in_parts |= part
    return found


def _of_one(
    payment: Payment, rows: Sequence[Free], granted: Mapping[int, Decimal]
) -> tuple[dict[int, Decimal], set[int]]:
    """Give what one payment settles of rows, and which of them only in part."""

    def order(row: Free) -> tuple[int, tuple[date, Decimal, int]]:
        discount = granted.get(row.transaction_id, Decimal(0))
        pk, still_open = row.transaction_id, row.still_open
        return row.place, order_of(due_date=row.due_date, still_open=still_open, discount=discount, pk=pk)

    left, sign = abs(payment.amount), 1 if payment.amount > 0 else -1
    amounts: dict[int, Decimal] = {}
    part: set[int] = set()
    for row in sorted(rows, key=order):
        to_pay = abs(row.still_open - granted.get(row.transaction_id, Decimal(0)))
        if left > 0 and row.earliest_day <= payment.payment_date:
            amounts[row.transaction_id] = sign * min(left, to_pay)
            part = {row.transaction_id} if left < to_pay else set()
            left -= min(left, to_pay)
    return amounts, part
