"""What bank statements add: pages, search, how their states look."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.web import pages, search
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.pages import Page
from arclose.web.search import Provider
from journals.models import BankStatement, BankStatementLine
from journals.registration.additions import Additions


def _named_statements(request: HttpRequest, text: str) -> "QuerySet[BankStatement]":
    rows = BankStatement.objects.filter(company=request.company)  # type: ignore[attr-defined]
    return rows.filter(Q(number=text) | Q(identity=text))


def _statements(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    named = _named_statements(request, text).select_related("bank_account")
    for statement in named.order_by("-to_date")[: search.HITS_PER_PROVIDER]:
        yield search.Hit(
            title=str(statement),
            url=page_url(request, "journals:bank_statement", pk=statement.pk),
            detail=f"{statement.bank_account} · {format_day(statement.to_date)}",
        )


def _named_lines(request: HttpRequest, text: str) -> "QuerySet[BankStatementLine]":
    """Give lines by a reference, whole: texts are searched on the list."""
    rows = BankStatementLine.objects.filter(company=request.company)  # type: ignore[attr-defined]
    return rows.filter(Q(creditor_reference=text) | Q(end_to_end_reference=text))


def _lines(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    named = _named_lines(request, text)
    for line in named.select_related("statement__currency").order_by("-booking_date")[: search.HITS_PER_PROVIDER]:
        yield search.Hit(
            title=format_money(line.amount, line.statement.currency),
            url=page_url(request, "journals:bank_line", pk=line.pk),
            detail=f"{line.counterparty_name} · {format_day(line.booking_date)}",
        )


OF_BANK_STATEMENTS = Additions(
    pages=(
        Page(
            "journals:bank_statements",
            label=_("Bank statements"),
            section=pages.JOURNALS,
            position=40,
            icon="transactions",
            keywords=_("bank account camt MT940 upload"),
            highlights=(
                "journals:bank_statement",
                "journals:bank_lines",
                "journals:bank_line",
                "journals:undo_match",
                "journals:undo_return",
            ),
        ),
        Page(
            "journals:bank_lines",
            label=_("Lines of bank statements"),
            section=pages.JOURNALS,
            position=41,
            keywords=_("payments received not matched"),
            shown_in_navigation=False,
        ),
    ),
    searches=(
        Provider(_("Bank statements"), "journals:bank_statement", _statements, position=44, rows=_named_statements),
        Provider(_("Lines of bank statements"), "journals:bank_line", _lines, position=45, rows=_named_lines),
    ),
    states={
        "adds_up": ("check", "good"),
        "differs": ("stop", "bad"),
        "no_balances": ("warning", "wait"),
        "booked": ("check", "good"),
        "pending": ("clock", "wait"),
        "information": ("dot", "quiet"),
    },
)
