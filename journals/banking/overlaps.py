"""Tell when a bank account's money would be read twice: the same lines under another name, or from another format.

A line of an account is known by its day, its amount and what stood on the account before it; a day, and a statement, by
what stood there before and after. So camt.053 and MT940 of the same days are recognized though they number, name and
batch otherwise, and two equal receipts of a day, in statements that follow each other, are not taken for one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from journals.models import BankAccount, BankStatement, BankStatementLine
from journals.models.bank_statements import LineStatus, StatementKind, StatementVerdict

# What happened on a day: day, balance before, balance after.
Movement = tuple[date, Decimal, Decimal]
# A booked line: day and amount.
Booked = tuple[date, Decimal]


@dataclass(frozen=True)
class Movements:
    """What a statement says happened: line by line, and summed per day and as a whole."""

    lines: frozenset[Movement]
    sums: frozenset[Movement]
    days: tuple[date, date]

    def are_in(self, other: "Movements") -> bool:
        """Tell whether another statement has a day of this one, all of it, or half of the lines of the shorter."""
        if self.days[1] < other.days[0] or other.days[1] < self.days[0]:
            return False
        shorter = min(len(self.lines), len(other.lines))
        return bool(self.sums & other.sums) or 0 < shorter <= 2 * len(self.lines & other.lines)


def movements_of(opening: Decimal, booked: Sequence[Booked], days: tuple[date, date]) -> Movements:
    """Give the movements of a statement, from its opening balance and its booked lines in their order."""
    lines, sums, balance = set(), set(), opening
    for day, amount in booked:
        lines.add((day, balance, balance + amount))
        balance += amount
    before = opening
    for day, of_day in groupby(sorted(booked, key=lambda line: line[0]), key=lambda line: line[0]):
        after = before + sum((amount for _day, amount in of_day), Decimal(0))
        sums.add((day, before, after))
        before = after
    sums.add((days[1], opening, balance))
    return Movements(_moving(lines), _moving(sums), days)


def _moving(movements: set[Movement]) -> frozenset[Movement]:
    """Leave out what ends where it began: it cannot be told from nothing."""
    return frozenset(one for one in movements if one[1] != one[2])


def statements_with(account: BankAccount, asked: Mapping[int, Movements]) -> dict[int, BankStatement]:
    """Give, per key of what is asked, a final statement of the account that has the same money; none where none has.

    Statements that do not add up are none of these: nothing of them is posted.
    """
    if not asked:
        return {}
    first, last = min(one.days[0] for one in asked.values()), max(one.days[1] for one in asked.values())
    kept = {
        statement.pk: statement
        for statement in BankStatement.objects.filter(
            bank_account=account,
            kind=StatementKind.STATEMENT,
            verdict=StatementVerdict.ADDS_UP,
            from_date__lte=last,
            to_date__gte=first,
        )
        .select_related("file__read_by")
        .order_by("pk")
    }
    of_kept = dict(_movements(kept))
    having: dict[Movement, set[int]] = defaultdict(set)
    for pk, other in of_kept.items():
        for movement in other.lines | other.sums:
            having[movement].add(pk)
    found = {}
    for key, one in asked.items():
        alike = sorted({pk for movement in one.lines | one.sums for pk in having.get(movement, ())})
        same = next((pk for pk in alike if one.are_in(of_kept[pk])), None)
        if same is not None:
            found[key] = kept[same]
    return found


def _movements(kept: Mapping[int, BankStatement]) -> Iterator[tuple[int, Movements]]:
    lines = BankStatementLine.objects.filter(statement__in=list(kept), status=LineStatus.BOOKED)
    rows = lines.order_by("statement_id", "line_number").values_list("statement_id", "booking_date", "amount")
    for pk, of_statement in groupby(rows, key=lambda row: row[0]):
        statement = kept[pk]
        assert statement.opening_amount is not None
        booked = [(day, amount) for _pk, day, amount in of_statement]
        yield pk, movements_of(statement.opening_amount, booked, (statement.from_date, statement.to_date))
