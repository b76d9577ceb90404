"""What is asked of bank statements: those that do not add up, the one before, lines left to be matched."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from arclose.ledger.models import Company
from journals.models import BankLineReturn, BankStatement, BankStatementLine
from journals.models.bank_statements import LineStatus, StatementKind, StatementVerdict

_STANDING_RETURN = Exists(BankLineReturn.objects.filter(line=OuterRef("pk"), undone_at=None))
# Booked lines of what is final and adds up, of which no payment was made, by which none was returned, and which nobody
# explained otherwise: only these may become payments or returns.
UNMATCHED = Q(
    ~_STANDING_RETURN,
    status=LineStatus.BOOKED,
    statement__kind=StatementKind.STATEMENT,
    statement__verdict=StatementVerdict.ADDS_UP,
    matched=None,
    explanation=None,
)
# What is final and cannot be posted: its balance does not add up, or is missing.
OFF = Q(kind=StatementKind.STATEMENT) & ~Q(verdict=StatementVerdict.ADDS_UP)


def statements_off(*, company: Company, since: date, until: date) -> "QuerySet[BankStatement]":
    """Give the statements that end in these days and are kept aside."""
    return BankStatement.objects.filter(OFF, company=company, to_date__range=(since, until))


def lines_left(*, company: Company, until: date) -> "QuerySet[BankStatementLine]":
    """Give the lines booked until a day that are neither payments nor explained otherwise."""
    return BankStatementLine.objects.filter(UNMATCHED, company=company, booking_date__lte=until)


def also_in_final_statements(statement: BankStatement) -> tuple[int, list[BankStatement]]:
    """Give how many booked lines of a report or notification stand in final statements as well, and in which of them.

    A line is the same where day, amount and account are.
    """
    if statement.kind == StatementKind.STATEMENT:
        return 0, []
    final = BankStatementLine.objects.filter(
        company=statement.company_id,
        statement__bank_account=statement.bank_account_id,
        statement__kind=StatementKind.STATEMENT,
        booking_date=OuterRef("booking_date"),
        amount=OuterRef("amount"),
    )
    lines = statement.lines.filter(status=LineStatus.BOOKED).annotate(
        final=Subquery(final.order_by("pk").values("statement")[:1])
    )
    found = list(lines.filter(final__isnull=False).values_list("final", flat=True))
    return len(found), list(BankStatement.objects.filter(pk__in=set(found)).order_by("to_date", "pk"))


def statement_before(statement: BankStatement) -> BankStatement | None:
    """Give the last final statement of the same account that ended before one begins, None where there is none."""
    rows = BankStatement.objects.filter(
        bank_account=statement.bank_account_id, kind=StatementKind.STATEMENT, closing_amount__isnull=False
    )
    ended = rows.filter(Q(to_date__lt=statement.to_date) | Q(to_date=statement.to_date, pk__lt=statement.pk))
    return ended.order_by("-to_date", "-pk").first()
