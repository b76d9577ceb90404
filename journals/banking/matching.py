"""What lines of bank statements may pay: proposals with a score and a reason, worked out for all that wait at once.

A line that names a payment which is entered already is proposed for that, and for nothing else.

A proposal is of what is open now, so none is kept. From best to least: the line names documents by number; the payer is
known, by an account that paid before or by name, and the amount is what is open; one document alone has that amount.
Lines are looked at in order of their days, and a document is proposed to one of them only. All lines that wait take
part, whichever of them somebody looks at: so what is proposed for a line does not depend on what is shown beside it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.ledger.models import Company, NumberSeries
from arclose.ledger.models.number_series import SeriesPurpose
from customers.models import Customer, CustomerTransaction
from customers.models.transactions import TransactionType
from journals.banking.entered_payments import Named, entered_payments, fitting, labels_in, reason_against
from journals.banking.queries import UNMATCHED
from journals.models import BankLinePayment, BankStatementLine, Payment
from journals.payments.fees import arriving_amount

SURE_ENOUGH = 70
SHORTEST_NUMBER = 3
# Of more documents of one amount none is told by it.
ALIKE_AT_MOST = 20
ASKED_AT_ONCE = 10_000
CUSTOMERS_AT_ONCE = 1_000
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9/.-]*[A-Z0-9]", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)
Series = Sequence[tuple[str, int]]
Item = TypeVar("Item")


class MatchReason(models.TextChoices):
    """Why a line may pay what is proposed."""

    ENTERED = "entered", gettext_lazy("names the payment, which is entered already")
    NAMED = "named", gettext_lazy("names the document, and pays what is open of it")
    NAMED_IN_PART = "named_in_part", gettext_lazy("names the document, and pays a part of what is open of it")
    NAMED_AND_MORE = "named_and_more", gettext_lazy("names the document, and pays more than is open of it")
    PAID_BEFORE = (
        "paid_before",
        gettext_lazy("this account paid for the customer before, and the amount is what is open"),
    )
    SAME_NAME = "same_name", gettext_lazy("the payer is called like the customer, and the amount is what is open")
    ONLY_AMOUNT = "only_amount", gettext_lazy("one document alone has this amount open")


SCORES = {
    MatchReason.ENTERED: 100,
    MatchReason.NAMED: 100,
    MatchReason.PAID_BEFORE: 90,
    MatchReason.NAMED_IN_PART: 80,
    MatchReason.SAME_NAME: 75,
    MatchReason.NAMED_AND_MORE: 70,
    MatchReason.ONLY_AMOUNT: 50,
}


class Debit(NamedTuple):
    """What a customer owes: a document with what is open of it. One taken over has the number of another program."""

    pk: int
    customer: int
    number: str
    currency: str
    due_date: date
    amount: Decimal
    transaction_type: str


class Receipt(NamedTuple):
    """What a line says of money: how much came in, or went out; which documents it may name, and who sent it."""

    pk: int
    amount: Decimal
    currency: str
    numbers: frozenset[str]
    account: str
    name: str
    as_named: Named


class _Found(NamedTuple):
    debits: Sequence[Debit]
    marks: Mapping[int, Decimal]
    reason: MatchReason


@dataclass(frozen=True)
class Proposal:
    """What a line may pay: documents of one customer, each with the amount it would settle; or an entered payment."""

    customer: Customer
    debits: Sequence[Debit]
    marks: Mapping[int, Decimal]
    reason: MatchReason
    payment: Payment | None = None

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
        return str(self.payment) if self.payment else ", ".join(debit.number for debit in self.debits)

    @property
    def fingerprint(self) -> str:
        """Tell it from any other proposal: a page that was overtaken is noticed by it."""
        if self.payment:
            return f"{self.payment.pk}={arriving_amount(self.payment)}"
        return f"{self.customer.pk}:" + ",".join(f"{pk}={amount}" for pk, amount in sorted(self.marks.items()))


def propose(*, company: Company, lines: Iterable[BankStatementLine]) -> dict[int, Proposal]:
    """Give what lines may pay, by the id of the line. What another payment holds is not proposed."""
    asked = {line.pk for line in lines}
    if not asked:
        return {}
    receipts = list(_receipts(company))
    named = [one.as_named for one in receipts]
    entered = entered_payments(company, named)
    matched = fitting(named, entered)
    found = _Matching(company, [one for one in receipts if one.amount > 0 and one.pk not in entered]).found
    chosen = {pk: one for pk, one in found.items() if pk in asked}
    customers = Customer.objects.in_bulk({one.debits[0].customer for one in chosen.values()})
    proposed = {
        pk: Proposal(customers[one.debits[0].customer], one.debits, one.marks, one.reason) for pk, one in chosen.items()
    }
    known = {pk: Proposal(one.customer, (), {}, MatchReason.ENTERED, one) for pk, one in matched.items() if pk in asked}
    return proposed | known


def reasons_against(*, company: Company, lines: Iterable[BankStatementLine]) -> dict[int, str]:
    """Say why lines cannot be matched to the payment they name, by the id of the line; they come with their statement.

    Such a line is proposed for nothing; nor is money that went out without naming a payment.
    """
    said = {line.pk: _as_named(line) for line in lines}
    entered = entered_payments(company, said.values())
    reasons = {pk: reason_against(said[pk].amount, said[pk].bank_account, one) for pk, one in entered.items()}
    reasons |= {
        pk: _("Money went out, and it names no payment that is entered.")
        for pk, one in said.items()
        if one.amount <= 0 and pk not in entered
    }
    return {pk: reason for pk, reason in reasons.items() if reason}


def _as_named(line: BankStatementLine) -> Named:
    words = f"{line.text} {line.creditor_reference} {line.end_to_end_reference}"
    return Named(line.pk, labels_in(words), words, line.amount, line.statement.bank_account_id)


def _receipts(company: Company) -> Iterator[Receipt]:
    """Give the lines that wait and may be payments, the earliest first."""
    series = number_series(company)
    rows = BankStatementLine.objects.filter(UNMATCHED, company=company, detail_count=0, is_reversal=False).order_by(
        "booking_date", "pk"
    )
    facts = (
        "pk",
        "amount",
        "statement__currency_id",
        "statement__bank_account_id",
        *_TEXTS,
        "counterparty_account",
        "counterparty_name",
    )
    for pk, amount, currency, bank, text, creditor, end_to_end, account, name in rows.values_list(*facts).iterator():
        words = f"{text} {creditor} {end_to_end}"
        numbers = frozenset(_numbers(words, series))
        named = Named(pk, labels_in(words), words, amount, bank)
        yield Receipt(pk, amount, currency, numbers, account, _plain(name), named)


_TEXTS = ("text", "creditor_reference", "end_to_end_reference")


class _Matching:
    """Works out proposals: what is asked of the database is asked for all lines at once."""

    def __init__(self, company: Company, receipts: Sequence[Receipt]) -> None:
        self.found: dict[int, _Found] = {}
        self._company = company
        self._taken: set[int] = set()
        self._payers = _payers(company, receipts)
        self._by_number(receipts)
        self._by_payer([one for one in receipts if one.pk not in self.found])
        self._by_amount([one for one in receipts if one.pk not in self.found])

    def _take(self, receipt: Receipt, debits: Sequence[Debit], reason: MatchReason) -> None:
        ordered = sorted(debits, key=lambda debit: (debit.due_date, debit.pk))
        marks = _oldest_first(ordered, receipt.amount)
        self.found[receipt.pk] = _Found([one for one in ordered if one.pk in marks], marks, reason)
        self._taken.update(marks)

    def _free(self, debits: Iterable[Debit], receipt: Receipt) -> list[Debit]:
        """Leave out what is of another currency or proposed to another line."""
        return [one for one in debits if one.currency == receipt.currency and one.pk not in self._taken]

    def _by_number(self, receipts: Sequence[Receipt]) -> None:
        """Look for documents that lines name."""
        of_number: dict[str, list[Debit]] = defaultdict(list)
        numbers = sorted({number for receipt in receipts for number in receipt.numbers})
        for some in _cut(numbers, ASKED_AT_ONCE):
            for debit in _debits(self._company, document_number__in=some):
                of_number[debit.number].append(debit)
        for receipt in receipts:
            named = (debit for number in sorted(receipt.numbers) for debit in of_number.get(number, ()))
            debits = self._free(named, receipt)
            if debits and len({one.customer for one in debits}) == 1 and self._is_sure(receipt, debits):
                self._take(receipt, debits, _reason(receipt, debits))

    def _is_sure(self, receipt: Receipt, debits: Sequence[Debit]) -> bool:
        """Tell whether numbers are enough: one of another program may be short, a year or the number of a house."""
        if all(one.transaction_type != TransactionType.OPENING for one in debits):
            return True
        payers, _known_by = self._payers.get(receipt.pk, ((), None))
        return _sum(debits) == receipt.amount or debits[0].customer in payers

    def _by_payer(self, receipts: Sequence[Receipt]) -> None:
        """Look for documents of a known payer: one of the amount, else the oldest that come to it."""
        of_customer: dict[int, list[tuple[Receipt, MatchReason]]] = defaultdict(list)
        for receipt in receipts:
            customers, reason = self._payers.get(receipt.pk, ((), None))
            if reason and len(customers) == 1:
                of_customer[next(iter(customers))].append((receipt, reason))
        for some in _cut(sorted(of_customer), CUSTOMERS_AT_ONCE):
            owed: dict[tuple[int, str], list[Debit]] = defaultdict(list)
            exactly: dict[tuple[int, str, Decimal], list[Debit]] = defaultdict(list)
            for debit in _debits(self._company, customer__in=some):
                owed[debit.customer, debit.currency].append(debit)
                exactly[debit.customer, debit.currency, debit.amount].append(debit)
            for customer in some:
                for receipt, reason in of_customer[customer]:
                    same = self._free(exactly[customer, receipt.currency, receipt.amount], receipt)[:1]
                    all_of_it = (one for one in owed[customer, receipt.currency] if one.pk not in self._taken)
                    if chosen := same or _oldest_that_come_to(receipt.amount, all_of_it):
                        self._take(receipt, chosen, reason)

    def _by_amount(self, receipts: Sequence[Receipt]) -> None:
        """Look for the one document that has the amount of a line open."""
        alike: dict[tuple[str, Decimal], list[int]] = {}
        amounts = sorted({receipt.amount for receipt in receipts})
        for asked in _cut(amounts, ASKED_AT_ONCE):
            rows = _open(self._company).filter(open__transaction_currency_amount__in=asked).order_by()
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
            for debit in _debits(self._company, pk__in=some):
                self._take(alone[debit.pk], [debit], MatchReason.ONLY_AMOUNT)


def _reason(receipt: Receipt, debits: Sequence[Debit]) -> MatchReason:
    left = _sum(debits)
    if left == receipt.amount:
        return MatchReason.NAMED
    return MatchReason.NAMED_IN_PART if left > receipt.amount else MatchReason.NAMED_AND_MORE


def _sum(debits: Iterable[Debit]) -> Decimal:
    return sum((one.amount for one in debits), Decimal(0))


def number_series(company: Company) -> list[tuple[str, int]]:
    """Give the prefixes of the numbers of a company's invoices, with how many digits they have at least."""
    invoices = NumberSeries.objects.filter(company=company, purpose=SeriesPurpose.INVOICE)
    return list(invoices.values_list("prefix", "digits"))


def numbers_in(line: BankStatementLine, series: Series) -> set[str]:
    """Give what may be numbers of documents in a line, also of one that the payer wrote with blanks or without hyphen.

    ``series`` are the prefixes of the company's own numbers, with how many digits they have at least.
    """
    return _numbers(f"{line.text} {line.creditor_reference} {line.end_to_end_reference}", series)


def _numbers(text: str, series: Series) -> set[str]:
    upper = text.upper()
    found = {token for token in _TOKEN.findall(upper) if len(token) >= SHORTEST_NUMBER and _DIGIT.search(token)}
    for prefix, digits in series:
        written = rf"{re.escape(prefix.upper())}\W*(\d{{4}})\W*(\d{{{digits},}})(?!\d)"
        found.update(f"{prefix}{year}-{number}" for year, number in re.findall(written, upper, re.ASCII))
    return found


def _open(company: Company) -> "QuerySet[CustomerTransaction]":
    """Give what customers owe and no document holds."""
    return CustomerTransaction.objects.filter(
        company=company, open__company=company, open__transaction_currency_amount__gt=0, mark=None
    )


def _debits(company: Company, **asked: object) -> Iterator[Debit]:
    """Give what of it is asked for, the earliest due first."""
    rows = _open(company).filter(**asked).order_by("due_date", "pk")
    amount = "open__transaction_currency_amount"
    facts = ("pk", "customer_id", "document_number", "currency_id", "due_date", amount, "transaction_type")
    return (Debit(*row) for row in rows.values_list(*facts))


def _payers(company: Company, receipts: Sequence[Receipt]) -> dict[int, tuple[Collection[int], MatchReason]]:
    """Give the customers that lines may come from: by an account that paid for them before, else by name."""
    by_account: dict[str, set[int]] = defaultdict(set)
    for some in _cut(sorted({one.account for one in receipts} - {""}), ASKED_AT_ONCE):
        before = BankLinePayment.objects.filter(company=company, line__counterparty_account__in=some)
        for account, customer in before.values_list("line__counterparty_account", "payment__customer").distinct():
            by_account[account].add(customer)
    by_name: dict[str, set[int]] = defaultdict(set)
    called = Customer.objects.filter(company=company).annotate(upper_name=Upper("name"))
    for some in _cut(sorted({one.name for one in receipts} - {""}), ASKED_AT_ONCE):
        for name, customer in called.filter(upper_name__in=some).values_list("upper_name", "pk"):
            by_name[name].add(customer)
    return {
        one.pk: (by_account[one.account], MatchReason.PAID_BEFORE)
        if one.account in by_account
        else (by_name.get(one.name, set()), MatchReason.SAME_NAME)
        for one in receipts
    }


def _plain(name: str) -> str:
    return " ".join(name.upper().split())


def _cut(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for place in range(0, len(items), size):
        yield items[place : place + size]


def _oldest_first(debits: Sequence[Debit], amount: Decimal) -> dict[int, Decimal]:
    """Give how an amount settles documents in their order: amounts per document."""
    left, found = amount, {}
    for one in debits:
        if left > 0:
            found[one.pk] = min(left, one.amount)
            left -= found[one.pk]
    return found


def _oldest_that_come_to(amount: Decimal, debits: Iterable[Debit]) -> list[Debit]:
    """Give the earliest due that together are exactly an amount; none where they are not."""
    left, chosen = amount, []
    for one in debits:
        left -= one.amount
        chosen.append(one)
        if left <= 0:
            break
    return chosen if left == 0 else []
