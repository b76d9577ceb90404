"""What is asked of bank statements: those that do not add up, the one before, lines left to be matched."""

from datetime import date

from django.db.models import Q, QuerySet

from arclose.ledger.models import Company
from journals.models import BankStatement, BankStatementLine
from journals.models.bank_statements import LineStatus, StatementKind, StatementVerdict

# Booked lines of what is final and adds up, of which no payment was made and which nobody
# explained otherwise: only these may become payments.
UNMATCHED = Q(
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


def statement_before(statement: BankStatement) -> BankStatement | None:
    """Give the last final statement of the same account that ended before one begins, None where there is none."""
    rows = BankStatement.objects.filter(
        bank_account=statement.bank_account_id, kind=StatementKind.STATEMENT, closing_amount__isnull=False
    )
    ended = rows.filter(Q(to_date__lt=statement.to_date) | Q(to_date=statement.to_date, pk__lt=statement.pk))
    return ended.order_by("-to_date", "-pk").first()
