"""What lines of bank statements may pay: proposals with a score and a reason, worked out for a set of lines at once.

A proposal is of what is open now, so none is kept. From best to least: the line names documents by number; the payer is
known, by an account that paid before or by name, and the amount is what is open; one document alone has that amount.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import Company, NumberSeries
from arclose.ledger.models.number_series import SeriesPurpose
from customers.models import Customer, CustomerTransaction
from customers.models.transactions import TransactionType
from journals.entering import oldest_first
from journals.models import BankLinePayment, BankStatementLine

SURE_ENOUGH = 70
SHORTEST_NUMBER = 3
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9/.-]*[A-Z0-9]", re.ASCII)


class MatchReason(models.TextChoices):
    """Why a line may pay what is proposed."""

    NAMED = "named", _("names the document, and pays what is open of it")
    NAMED_IN_PART = "named_in_part", _("names the document, and pays a part of what is open of it")
    NAMED_AND_MORE = "named_and_more", _("names the document, and pays more than is open of it")
    PAID_BEFORE = "paid_before", _("this account paid for the customer before, and the amount is what is open")
    SAME_NAME = "same_name", _("the payer is called like the customer, and the amount is what is open")
    ONLY_AMOUNT = "only_amount", _("one document alone has this amount open")


SCORES = {
    MatchReason.NAMED: 100,
    MatchReason.PAID_BEFORE: 90,
    MatchReason.NAMED_IN_PART: 80,
    MatchReason.SAME_NAME: 75,
    MatchReason.NAMED_AND_MORE: 70,
    MatchReason.ONLY_AMOUNT: 50,
}


@dataclass(frozen=True)
class Proposal:
    """What a line may pay: documents of one customer, each with the amount it would settle."""

    customer: Customer
    transactions: Sequence[CustomerTransaction]
    marks: Mapping[int, Decimal]
    reason: MatchReason

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
        """Give the numbers of the documents."""
        return ", ".join(row.document_number for row in self.transactions)

    @property
    def fingerprint(self) -> str:
        """Tell it from any other proposal: a page that was overtaken is noticed by it."""
        return f"{self.customer.pk}:" + ",".join(f"{pk}={amount}" for pk, amount in sorted(self.marks.items()))


def propose(*, company: Company, lines: Sequence[BankStatementLine]) -> dict[int, Proposal]:
    """Give what received lines may pay, by the id of the line; a document is proposed to one of them only.

    The lines come with their statement. What another payment holds is not proposed.
    """
    received = [line for line in lines if line.amount > 0 and not line.detail_count and not line.is_reversal]
    facts = _Facts(company, received)
    found: dict[int, Proposal] = {}
    taken: set[int] = set()
    for look in (facts.named, facts.of_payer, facts.of_amount):
        for line in received:
            proposal = None if line.pk in found else look(line, taken)
            if proposal:
                found[line.pk] = proposal
                taken.update(proposal.marks)
    return found


class _Facts:
    """What must be known of a set of lines: asked for all of them at once."""

    def __init__(self, company: Company, lines: Sequence[BankStatementLine]) -> None:
        series = number_series(company)
        self._numbers = {line.pk: numbers_in(line, series) for line in lines}
        waiting = _open_debits(company, {line.statement.currency_id for line in lines})
        self._by_number = _grouped(_numbered(waiting, set().union(*self._numbers.values())), "document_number")
        self._payers = _payers(company, lines)
        known = {customer for customers, _reason in self._payers.values() for customer in customers}
        self._by_customer = _grouped(waiting.filter(customer__in=known), "customer_id")
        amounts = {line.amount for line in lines}
        self._by_amount = _grouped(
            waiting.filter(open__transaction_currency_amount__in=amounts), "open.transaction_currency_amount"
        )

    def named(self, line: BankStatementLine, taken: Collection[int]) -> Proposal | None:
        """Look for documents that the line names."""
        rows = [row for number in sorted(self._numbers[line.pk]) for row in self._by_number.get(number, ())]
        rows = _free(rows, line, taken)
        if not rows or len({row.customer_id for row in rows}) > 1:
            return None
        left = sum((row.open.transaction_currency_amount for row in rows), Decimal(0))
        payers, _known_by = self._payers.get(line.pk, ((), MatchReason.SAME_NAME))
        # Numbers of other programs may be short: one alone may be a year or the number of a house.
        is_theirs = any(row.transaction_type == TransactionType.OPENING for row in rows)
        if is_theirs and left != line.amount and rows[0].customer_id not in payers:
            return None
        reason = MatchReason.NAMED if left == line.amount else MatchReason.NAMED_AND_MORE
        return _proposal(rows, line.amount, MatchReason.NAMED_IN_PART if left > line.amount else reason)

    def of_payer(self, line: BankStatementLine, taken: Collection[int]) -> Proposal | None:
        """Look for documents of a known payer: one of the amount, else the oldest that come to it."""
        customers, reason = self._payers.get(line.pk, ((), MatchReason.SAME_NAME))
        if len(customers) != 1:
            return None
        rows = _free(self._by_customer.get(next(iter(customers)), ()), line, taken)
        same = [row for row in rows if row.open.transaction_currency_amount == line.amount]
        chosen = same[:1] or _oldest_that_come_to(line.amount, rows)
        return _proposal(chosen, line.amount, reason) if chosen else None

    def of_amount(self, line: BankStatementLine, taken: Collection[int]) -> Proposal | None:
        """Look for the one document that has this amount open."""
        rows = _free(self._by_amount.get(line.amount, ()), line, taken)
        return _proposal(rows, line.amount, MatchReason.ONLY_AMOUNT) if len(rows) == 1 else None


def _proposal(rows: Sequence[CustomerTransaction], amount: Decimal, reason: MatchReason) -> Proposal:
    ordered = sorted(rows, key=lambda row: (row.due_date, row.pk))
    marks = oldest_first(ordered, amount)
    marked = [row for row in ordered if row.pk in marks]
    return Proposal(ordered[0].customer, marked, marks, reason)


def number_series(company: Company) -> list[tuple[str, int]]:
    """Give the prefixes of the numbers of a company's invoices, with how many digits they have at least."""
    invoices = NumberSeries.objects.filter(company=company, purpose=SeriesPurpose.INVOICE)
    return list(invoices.values_list("prefix", "digits"))


def numbers_in(line: BankStatementLine, series: Iterable[tuple[str, int]]) -> set[str]:
    """Give what may be numbers of documents in a line, also of one that the payer wrote with blanks or without hyphen.

    ``series`` are the prefixes of the company's own numbers, with how many digits they have at least.
    """
    text = " ".join([line.text, line.creditor_reference, line.end_to_end_reference]).upper()
    found = {token for token in _TOKEN.findall(text) if len(token) >= SHORTEST_NUMBER}
    for prefix, digits in series:
        written = rf"{re.escape(prefix.upper())}\W*(\d{{4}})\W*(\d{{{digits},}})(?!\d)"
        found.update(f"{prefix}{year}-{number}" for year, number in re.findall(written, text, re.ASCII))
    return found


def _open_debits(company: Company, currencies: Collection[str]) -> "QuerySet[CustomerTransaction]":
    """Give what customers owe and no payment holds, the earliest due first."""
    rows = CustomerTransaction.objects.filter(
        company=company,
        open__company=company,
        open__currency__in=currencies,
        open__transaction_currency_amount__gt=0,
        mark=None,
    )
    return rows.select_related("open", "customer").order_by("due_date", "pk")


def _numbered(rows: "QuerySet[CustomerTransaction]", numbers: Collection[str]) -> list[CustomerTransaction]:
    """Give those of these numbers: invoices by their own index, what was taken over by its document's number."""
    invoices = rows.filter(invoice__number__in=numbers, invoice__company=models.F("company"))
    taken_over = rows.filter(transaction_type=TransactionType.OPENING, document_number__in=numbers)
    return [*invoices, *taken_over]


def _payers(company: Company, lines: Sequence[BankStatementLine]) -> dict[int, tuple[Collection[int], MatchReason]]:
    """Give the customers that lines may come from: by an account that paid for them before, else by name."""
    accounts = {line.counterparty_account for line in lines} - {""}
    before = BankLinePayment.objects.filter(company=company, line__counterparty_account__in=accounts)
    by_account: dict[str, set[int]] = defaultdict(set)
    for account, customer in before.values_list("line__counterparty_account", "payment__customer").distinct():
        by_account[account].add(customer)
    names = {_plain(line.counterparty_name) for line in lines} - {""}
    by_name: dict[str, set[int]] = defaultdict(set)
    called = Customer.objects.filter(company=company).annotate(upper_name=Upper("name"))
    for name, customer in called.filter(upper_name__in=names).values_list("upper_name", "pk"):
        by_name[name].add(customer)
    return {
        line.pk: (by_account[line.counterparty_account], MatchReason.PAID_BEFORE)
        if line.counterparty_account in by_account
        else (by_name.get(_plain(line.counterparty_name), set()), MatchReason.SAME_NAME)
        for line in lines
    }


def _plain(name: str) -> str:
    return " ".join(name.upper().split())


def _grouped(rows: Iterable[CustomerTransaction], path: str) -> dict[object, list[CustomerTransaction]]:
    found: dict[object, list[CustomerTransaction]] = defaultdict(list)
    for row in rows:
        value: object = row
        for name in path.split("."):
            value = getattr(value, name)
        found[value].append(row)
    return dict(found)


def _free(
    rows: Iterable[CustomerTransaction], line: BankStatementLine, taken: Collection[int]
) -> list[CustomerTransaction]:
    """Leave out what is of another currency or proposed to another line."""
    return [row for row in rows if row.currency_id == line.statement.currency_id and row.pk not in taken]


def _oldest_that_come_to(amount: Decimal, rows: Sequence[CustomerTransaction]) -> list[CustomerTransaction]:
    """Give the earliest due that together are exactly an amount; none where they are not."""
    left, chosen = amount, []
    for row in _while_positive(rows):
        left -= row.open.transaction_currency_amount
        chosen.append(row)
        if left <= 0:
            break
    return chosen if left == 0 else []


def _while_positive(rows: Sequence[CustomerTransaction]) -> Iterator[CustomerTransaction]:
    yield from (row for row in rows if row.open.transaction_currency_amount > 0)
