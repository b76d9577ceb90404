"""What is asked of bank statements: those that do not add up, the one before, lines left to be matched."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from arclose.ledger.models import AccountBalance, Company, FiscalPeriod, LedgerEntry, Voucher
from journals.kinds.bridging import BRIDGE_CLEARING
from journals.models import (
    BankLineDetail,
    BankLineExplanation,
    BankLinePayment,
    BankLineReturn,
    BankStatement,
    BankStatementLine,
    BridgeClearing,
)
from journals.models.bank_statements import LineStatus, StatementKind, StatementVerdict

# Asked for as rows that are not there: of a join that finds none the planner takes nearly all lines for matched.
_MATCHED = Exists(BankLinePayment.objects.filter(line=OuterRef("pk"), detail=None))
_EXPLAINED = Exists(BankLineExplanation.objects.filter(line=OuterRef("pk")))
_STANDING_RETURN = Exists(BankLineReturn.objects.filter(line=OuterRef("pk"), undone_at=None))
_TAKEN_BACK = Voucher.objects.filter(
    document_type=BRIDGE_CLEARING, document_id=OuterRef("pk"), reversed_by__isnull=False
)
_STANDING_CLEARING = Exists(BridgeClearing.objects.filter(bank_line=OuterRef("pk")).exclude(Exists(_TAKEN_BACK)))
_DETAILS_LEFT = Exists(BankLineDetail.objects.filter(line=OuterRef("pk"), matched=None))
# Booked lines of what is final and adds up, of which no payment was made, by which none was returned, on which no
# bridged ones were seen, and which nobody explained otherwise: only these may become payments or returns. One that
# books several payments waits until each of them is matched.
UNMATCHED = Q(
    ~_MATCHED,
    ~_EXPLAINED,
    ~_STANDING_RETURN,
    ~_STANDING_CLEARING,
    ~Q(Q(detail_count__gt=0), ~_DETAILS_LEFT),
    status=LineStatus.BOOKED,
    statement__kind=StatementKind.STATEMENT,
    statement__verdict=StatementVerdict.ADDS_UP,
)
# What is final and cannot be posted: its balance does not add up, or is missing.
OFF = Q(kind=StatementKind.STATEMENT) & ~Q(verdict=StatementVerdict.ADDS_UP)


def statements_off(*, company: Company, since: date, until: date) -> "QuerySet[BankStatement]":
    """Give the statements that end in these days and are kept aside."""
    return BankStatement.objects.filter(OFF, company=company, to_date__range=(since, until))


def beside_the_one_before(statements: "QuerySet[BankStatement]") -> "QuerySet[Any]":
    """Give statements with what the final one before them closes with (``closing_before``), None for the first."""
    final = BankStatement.objects.filter(
        bank_account=OuterRef("bank_account"), kind=StatementKind.STATEMENT, closing_amount__isnull=False
    )
    # The day bounds the index; on the day itself those that were read before are the ones before.
    before = final.filter(
        Q(to_date__lt=OuterRef("to_date")) | Q(pk__lt=OuterRef("pk")), to_date__lte=OuterRef("to_date")
    )
    return statements.annotate(closing_before=Subquery(before.order_by("-to_date", "-pk").values("closing_amount")[:1]))


def statements_after_a_gap(statements: "QuerySet[BankStatement]") -> "QuerySet[Any]":
    """Narrow statements to the final ones that open otherwise than the one before closes: one between is missing."""
    rows = beside_the_one_before(statements.filter(kind=StatementKind.STATEMENT, opening_amount__isnull=False))
    return rows.filter(closing_before__isnull=False).exclude(closing_before=F("opening_amount"))


def statements_unlike_the_ledger(statements: "QuerySet[BankStatement]") -> "QuerySet[Any]":
    """Narrow statements to the last final ones of a period whose closing balance the ledger does not have.

    ``ledger_amount`` is what the ledger account of the bank account stands at on the last day, in its currency. It is
    kept per period, so only entries of the statement's own period are added up.
    """
    final = Q(kind=StatementKind.STATEMENT, verdict=StatementVerdict.ADDS_UP)
    day = OuterRef("to_date")
    periods = FiscalPeriod.objects.filter(company=OuterRef("company"), start_date__lte=day, end_date__gte=day)
    rows: QuerySet[Any] = statements.filter(final).annotate(
        period_start=Subquery(periods.values("start_date")[:1]), period_end=Subquery(periods.values("end_date")[:1])
    )
    later = BankStatement.objects.filter(final, bank_account=OuterRef("bank_account")).filter(
        Q(to_date__gt=day, to_date__lte=OuterRef("period_end")) | Q(to_date=day, pk__gt=OuterRef("pk"))
    )
    of_account = {"account": OuterRef("bank_account__account"), "currency": OuterRef("currency")}
    kept = AccountBalance.objects.filter(**of_account, period__end_date__lt=OuterRef("period_start"))
    entries = LedgerEntry.objects.filter(**of_account, posting_date__range=(OuterRef("period_start"), day))
    ledger_amount = _summed(kept) + _summed(entries)
    last: QuerySet[Any] = rows.filter(~Exists(later)).annotate(ledger_amount=ledger_amount)
    return last.exclude(closing_amount=F("ledger_amount"))


def _summed(rows: "QuerySet[Any]") -> Coalesce:
    """Give what rows of an account come to in its currency, as a subquery; zero where there are none."""
    sums = rows.order_by().values("account").annotate(sum=Sum("transaction_currency_amount")).values("sum")
    return Coalesce(Subquery(sums), Decimal(0), output_field=DecimalField())


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
