"""What lines of bank statements say of the money that came in: amount, day, numbers of documents, who sent it.

A line that books several payments at once says it of each of them, where they come to its amount.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from arclose.ledger.models import Company, NumberSeries
from arclose.ledger.models.number_series import SeriesPurpose
from journals.banking.entered_payments import Named, Place, labels_in
from journals.banking.queries import UNMATCHED
from journals.models import BankLineDetail, BankStatementLine

SHORTEST_NUMBER = 3
_TOKEN = re.compile(r"[A-Z0-9][A-Z0-9/.-]*[A-Z0-9]", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)
Series = Sequence[tuple[str, int]]


class Receipt(NamedTuple):
    """What a bank says of money: how much came in, or went out; which documents it may name, and who sent it."""

    place: Place
    amount: Decimal
    day: date
    currency: str
    numbers: frozenset[str]
    account: str
    name: str
    as_named: Named


def receipts(company: Company) -> list[Receipt]:
    """Give the lines that wait and may be payments, and the payments in those that book several, the earliest first."""
    series = number_series(company)
    waiting = BankStatementLine.objects.filter(UNMATCHED, company=company, is_reversal=False)
    rows = list(waiting.values_list("pk", "detail_count", *_facts("")))
    alone = [(line, 0, *facts) for line, detail_count, *facts in rows if not detail_count]
    in_batches = _in_batches(waiting) if len(alone) < len(rows) else []
    found = [_receipt(row, series) for row in (*alone, *in_batches)]
    return sorted(found, key=lambda one: (one.day, one.place))


def _in_batches(waiting: "QuerySet[BankStatementLine]") -> "QuerySet[Any, Any]":
    """Give what waits of the payments in lines that book several, and that these come to."""
    batches = waiting.filter(detail_count__gt=0, amount=_SUM_OF_DETAILS).values("pk")
    details = BankLineDetail.objects.filter(line__in=batches, matched=None)
    return details.values_list("line", "pk", *_facts("line__"))


_DETAILS = BankLineDetail.objects.filter(line=OuterRef("pk")).order_by().values("line")
_SUM_OF_DETAILS = Subquery(_DETAILS.annotate(sum=Sum("amount")).values("sum"))
_TEXTS = ("text", "creditor_reference", "end_to_end_reference")


def _facts(line: str) -> Iterable[str]:
    """Give the names of what is read; ``line`` leads to the line, where it is not read itself."""
    of_line = ("booking_date", "statement__currency_id", "statement__bank_account_id")
    return ("amount", *(f"{line}{name}" for name in of_line), *_TEXTS, "counterparty_account", "counterparty_name")


def _receipt(row: Sequence[Any], series: Series) -> Receipt:
    line, detail, amount, day, currency, bank, *texts, account, name = row
    words = " ".join(texts)
    named = Named((line, detail), labels_in(words), words, amount, bank)
    return Receipt(
        (line, detail), amount, day, currency, frozenset(_numbers(words, series)), account, plain(name), named
    )


def as_named(line: BankStatementLine) -> Named:
    """Give what a line says of payments by their names; it comes with its statement."""
    words = _words(line)
    return Named((line.pk, 0), labels_in(words), words, line.amount, line.statement.bank_account_id)


def _words(line: BankStatementLine) -> str:
    return f"{line.text} {line.creditor_reference} {line.end_to_end_reference}"


def number_series(company: Company) -> list[tuple[str, int]]:
    """Give the prefixes of the numbers of a company's invoices, with how many digits they have at least."""
    invoices = NumberSeries.objects.filter(company=company, purpose=SeriesPurpose.INVOICE)
    return list(invoices.values_list("prefix", "digits"))


def numbers_in(line: BankStatementLine, series: Series) -> set[str]:
    """Give what may be numbers of documents in a line, also of one that the payer wrote with blanks or without hyphen.

    ``series`` are the prefixes of the company's own numbers, with how many digits they have at least.
    """
    return _numbers(_words(line), series)


def _numbers(text: str, series: Series) -> set[str]:
    upper = text.upper()
    found = {token for token in _TOKEN.findall(upper) if len(token) >= SHORTEST_NUMBER and _DIGIT.search(token)}
    for prefix, digits in series:
        written = rf"{re.escape(prefix.upper())}\W*(\d{{4}})\W*(\d{{{digits},}})(?!\d)"
        found.update(f"{prefix}{year}-{number}" for year, number in re.findall(written, upper, re.ASCII))
    return found


def plain(name: str) -> str:
    """Give a name as names are compared: in capitals, with single blanks."""
    return " ".join(name.upper().split())
