"""What lines of bank statements may pay: proposals with a score and a reason, worked out for all that wait at once.

A line that names a payment which is entered already is proposed for that, and for nothing else.

A proposal is of what is open now, so none is kept. From best to least: the line names documents by number; the payer is
known, by an account that paid before or by name, and the amount is what is open; one document alone has that amount.
What is open may be paid less the cash discount of the line's day, but for a document that is known by its amount alone.
Lines are looked at in order of their days, and a document is proposed to one of them only. All lines that wait take
part, whichever of them somebody looks at: so what is proposed for a line does not depend on what is shown beside it.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from operator import itemgetter
from typing import NamedTuple, TypeVar

from django.contrib.auth.models import User
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.ledger.posting import fingerprint_of
from customers.models import Customer
from customers.models.transactions import TransactionType
from journals.banking.debits import (
    ASKED_AT_ONCE,
    Debit,
    debits,
    oldest_first,
    oldest_that_come_to,
    open_transactions,
    owed,
    to_pay,
)
from journals.banking.elsewhere import OwedElsewhere, owed_elsewhere
from journals.banking.entered_payments import Place, entered_payments, fitting, reason_against
from journals.banking.match_reasons import SCORES, SURE_ENOUGH, MatchReason, reason_of_named
from journals.banking.receipts import Receipt, as_named, receipts
from journals.models import BankLinePayment, BankStatementLine, Payment
from journals.payments.fees import arriving_amount

# Of more documents of one amount none is told by it.
ALIKE_AT_MOST = 20
CUSTOMERS_AT_ONCE = 1_000
Item = TypeVar("Item")


class _Found(NamedTuple):
    customer: int
    debits: Sequence[Debit]
    marks: Mapping[int, Decimal]
    reason: MatchReason
    company: Company | None = None


@dataclass(frozen=True)
class Proposal:
    """What a line may pay: documents of one customer, each with the amount it would settle; or an entered payment.

    ``detail`` is the payment of a batch that it is about, 0 where it is about the whole line; ``elsewhere`` the company
    of the documents where that is another one, which settles with the company of the line.
    """

    customer: Customer
    debits: Sequence[Debit]
    marks: Mapping[int, Decimal]
    reason: MatchReason
    payment: Payment | None = None
    detail: int = 0
    elsewhere: Company | None = None

    @property
    def score(self) -> int:
        """How sure it is, out of 100."""
        return SCORES[self.reason]

    @property
    def is_sure(self) -> bool:
        """Whether it is ticked before anybody looked at it."""
        return self.score >= SURE_ENOUGH

    @property
    def documents(self) -> str:
        """Give the numbers of the documents, or that of the payment."""
        numbers = ", ".join(debit.number for debit in self.debits)
        return str(self.payment) if self.payment else f"{self.elsewhere.code} {numbers}" if self.elsewhere else numbers

    @property
    def paid(self) -> list[tuple[Debit, Decimal]]:
        """Give each document with the amount it would settle of it."""
        return [(debit, self.marks[debit.pk]) for debit in self.debits if debit.pk in self.marks]

    @property
    def fingerprint(self) -> str:
        """Tell it from any other proposal: a page that was overtaken is noticed by it."""
        if self.payment:
            return f"{self.payment.pk}={arriving_amount(self.payment)}"
        return f"{self.customer.pk}:" + ",".join(f"{pk}={amount}" for pk, amount in sorted(self.marks.items()))

    @property
    def parts(self) -> "Sequence[Proposal]":
        """Give the proposals of its payments: itself."""
        return (self,)


@dataclass(frozen=True)
class BatchProposal:
    """What the payments of a line that books several may pay: a proposal for each of which something was found.

    It is as sure as the least sure of them.
    """

    parts: Sequence[Proposal]

    @property
    def reason(self) -> MatchReason:
        """Why the least sure of them is proposed."""
        return min(self.parts, key=lambda one: one.score).reason

    @property
    def score(self) -> int:
        """How sure it is, out of 100."""
        return SCORES[self.reason]

    @property
    def is_sure(self) -> bool:
        """Whether it is ticked before anybody looked at it."""
        return self.score >= SURE_ENOUGH

    @property
    def fingerprint(self) -> str:
        """Tell it from any other proposal."""
        return fingerprint_of("batch", [(one.detail, one.fingerprint) for one in self.parts])


Proposed = Proposal | BatchProposal


def propose(*, company: Company, lines: Iterable[BankStatementLine], user: User | None = None) -> dict[int, Proposed]:
    """Give what lines may pay, by the id of the line. What another payment holds is not proposed.

    Where lines pay nothing of the company, documents of the companies that settle with it are proposed, as far as
    ``user`` may settle there too.
    """
    asked = {line.pk for line in lines}
    if not asked:
        return {}
    waiting = receipts(company)
    named = [one.as_named for one in waiting]
    entered = entered_payments(company, named)
    matched = fitting(named, entered)
    found = _Matching(company, [one for one in waiting if one.amount > 0 and one.place not in entered], user).found
    chosen = {place: one for place, one in found.items() if place[0] in asked}
    customers = Customer.objects.in_bulk({one.customer for one in chosen.values()})
    proposed = {
        place: Proposal(
            customers[one.customer], one.debits, one.marks, one.reason, detail=place[1], elsewhere=one.company
        )
        for place, one in chosen.items()
    }
    proposed |= {
        place: Proposal(one.customer, (), {}, MatchReason.ENTERED, one, place[1])
        for place, one in matched.items()
        if place[0] in asked
    }
    return _by_line(proposed)


def _by_line(proposals: Mapping[Place, Proposal]) -> dict[int, Proposed]:
    """Put proposals for payments of one line together."""
    of_line: dict[int, list[Proposal]] = defaultdict(list)
    for (line, _detail), one in sorted(proposals.items(), key=itemgetter(0)):
        of_line[line].append(one)
    return {line: parts[0] if not parts[0].detail else BatchProposal(parts) for line, parts in of_line.items()}


def reasons_against(*, company: Company, lines: Iterable[BankStatementLine]) -> dict[int, str]:
    """Say why lines cannot be matched to the payment they name, by the id of the line; they come with their statement.

    Such a line is proposed for nothing; nor is money that went out without naming a payment. What is said of the
    payments in a line that books several is not looked at.
    """
    said = {one.pk: as_named(one) for one in lines if not one.detail_count}
    entered = {place[0]: one for place, one in entered_payments(company, said.values()).items()}
    reasons = {pk: reason_against(said[pk].amount, said[pk].bank_account, one) for pk, one in entered.items()}
    reasons |= {
        pk: _("Money went out, and it names no payment that is entered.")
        for pk, one in said.items()
        if one.amount <= 0 and pk not in entered
    }
    return {pk: reason for pk, reason in reasons.items() if reason}


class _Matching:
    """Works out proposals: what is asked of the database is asked for all lines at once."""

    def __init__(self, company: Company, receipts: Sequence[Receipt], user: User | None) -> None:
        self.found: dict[Place, _Found] = {}
        self._company = company
        self._taken: set[int] = set()
        self._payers = _payers(company, receipts)
        self._by_number(receipts)
        self._by_payer([one for one in receipts if one.place not in self.found])
        self._by_amount([one for one in receipts if one.place not in self.found])
        if user and (left := [one for one in receipts if one.place not in self.found]):
            for one in owed_elsewhere(company=company, user=user, receipts=left, payers=self._payers):
                self._take(one.receipt, one.debits, one.reason, of=one)

    def _take(
        self, receipt: Receipt, debits: Sequence[Debit], reason: MatchReason, *, of: OwedElsewhere | None = None
    ) -> None:
        ordered = sorted(debits, key=lambda debit: (debit.due_date, debit.pk))
        marks = oldest_first(ordered, receipt.amount, receipt.day)
        held = [one for one in ordered if one.pk in marks]
        customer, company = (of.customer, of.company) if of else (debits[0].customer, None)
        self.found[receipt.place] = _Found(customer, held, marks, reason, company)
        self._taken.update(marks)

    def _free(self, debits: Iterable[Debit], receipt: Receipt) -> list[Debit]:
        """Leave out what is of another currency or proposed to another line."""
        return [one for one in debits if one.currency == receipt.currency and one.pk not in self._taken]

    def _by_number(self, receipts: Sequence[Receipt]) -> None:
        """Look for documents that lines name."""
        of_number: dict[str, list[Debit]] = defaultdict(list)
        numbers = sorted({number for receipt in receipts for number in receipt.numbers})
        for some in _cut(numbers, ASKED_AT_ONCE):
            for debit in debits(self._company, document_number__in=some):
                of_number[debit.number].append(debit)
        for receipt in receipts:
            named = (debit for number in sorted(receipt.numbers) for debit in of_number.get(number, ()))
            found = self._free(named, receipt)
            if found and len({one.customer for one in found}) == 1 and self._is_sure(receipt, found):
                self._take(receipt, found, reason_of_named(receipt.amount, receipt.day, found))

    def _is_sure(self, receipt: Receipt, debits: Sequence[Debit]) -> bool:
        """Tell whether numbers are enough: one of another program may be short, a year or the number of a house."""
        if all(one.transaction_type != TransactionType.OPENING for one in debits):
            return True
        payers, _known_by = self._payers.get(receipt.place, ((), None))
        return receipt.amount in (owed(debits), to_pay(debits, receipt.day)) or debits[0].customer in payers

    def _by_payer(self, receipts: Sequence[Receipt]) -> None:
        """Look for documents of a known payer: one of the amount, else the oldest that come to it."""
        of_customer: dict[int, list[tuple[Receipt, MatchReason]]] = defaultdict(list)
        for receipt in receipts:
            customers, reason = self._payers.get(receipt.place, ((), None))
            if reason and len(customers) == 1:
                of_customer[next(iter(customers))].append((receipt, reason))
        for some in _cut(sorted(of_customer), CUSTOMERS_AT_ONCE):
            owing: dict[tuple[int, str], deque[Debit]] = defaultdict(deque)
            exactly: dict[tuple[int, str, Decimal], deque[Debit]] = defaultdict(deque)
            for debit in debits(self._company, customer__in=some):
                owing[debit.customer, debit.currency].append(debit)
                for amount in debit.possible_amounts:
                    exactly[debit.customer, debit.currency, amount].append(debit)
            for customer, receipt, reason in ((pk, *one) for pk in some for one in of_customer[pk]):
                same = self._not_taken(exactly[customer, receipt.currency, receipt.amount])
                paid = (one for one in same if receipt.amount in (one.amount, one.to_pay(receipt.day)))
                free = self._not_taken(owing[customer, receipt.currency])
                if chosen := list(islice(paid, 1)) or oldest_that_come_to(receipt.amount, free, receipt.day):
                    self._take(receipt, chosen, reason)

    def _not_taken(self, debits: deque[Debit]) -> Iterator[Debit]:
        """Give what is proposed to no line yet, in order. The first ones that are, nobody looks at again."""
        while debits and debits[0].pk in self._taken:
            debits.popleft()
        return (one for one in debits if one.pk not in self._taken)

    def _by_amount(self, receipts: Sequence[Receipt]) -> None:
        """Look for the one document that has the amount of a line open."""
        alike: dict[tuple[str, Decimal], list[int]] = {}
        amounts = sorted({receipt.amount for receipt in receipts})
        for asked in _cut(amounts, ASKED_AT_ONCE):
            rows = open_transactions(self._company).filter(open__transaction_currency_amount__in=asked).order_by()
            groups = rows.values("currency_id", amount=F("open__transaction_currency_amount"))
            for group in groups.annotate(count=Count("pk"), ids=ArrayAgg("pk")).filter(count__lte=ALIKE_AT_MOST):
                alike[group["currency_id"], group["amount"]] = group["ids"]
        alone: dict[int, Receipt] = {}
        for receipt in receipts:
            free = [pk for pk in alike.get((receipt.currency, receipt.amount), ()) if pk not in self._taken]
            if len(free) == 1:
                alone[free[0]] = receipt
                self._taken.add(free[0])
        for some in _cut(sorted(alone), ASKED_AT_ONCE):
            for debit in debits(self._company, pk__in=some):
                self._take(alone[debit.pk], [debit], MatchReason.ONLY_AMOUNT)


def _payers(company: Company, receipts: Sequence[Receipt]) -> dict[Place, tuple[Collection[int], MatchReason]]:
    """Give the customers that lines may come from: by an account that paid for them before, else by name."""
    by_account: dict[str, set[int]] = defaultdict(set)
    for some in _cut(sorted({one.account for one in receipts} - {""}), ASKED_AT_ONCE):
        before = BankLinePayment.objects.filter(
            Q(line__counterparty_account__in=some) | Q(detail__counterparty_account__in=some), company=company
        )
        told = ("line__counterparty_account", "detail__counterparty_account", "payment__customer")
        for of_line, of_detail, customer in before.values_list(*told).distinct():
            by_account[of_detail or of_line].add(customer)
    by_name: dict[str, set[int]] = defaultdict(set)
    called = Customer.objects.filter(company=company).annotate(upper_name=Upper("name"))
    for some in _cut(sorted({one.name for one in receipts} - {""}), ASKED_AT_ONCE):
        for name, customer in called.filter(upper_name__in=some).values_list("upper_name", "pk"):
            by_name[name].add(customer)
    return {
        one.place: (by_account[one.account], MatchReason.PAID_BEFORE)
        if one.account in by_account
        else (by_name.get(one.name, set()), MatchReason.SAME_NAME)
        for one in receipts
    }


def _cut(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for place in range(0, len(items), size):
        yield items[place : place + size]
