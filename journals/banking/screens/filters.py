"""What the lists of bank statements and their lines are narrowed by."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.web.filters import (
    AmountRangeFilter,
    ChoiceFilter,
    CountedFilter,
    DayRangeFilter,
    ListFilter,
    RowChoiceFilter,
    RowFilter,
    SearchFilter,
    YesFilter,
)
from journals.banking.queries import OFF, UNMATCHED, statements_after_a_gap, statements_unlike_the_ledger
from journals.models import BankAccount, BankStatement
from journals.models.bank_statements import LineStatus, StatementKind, StatementVerdict


def own_accounts(request: HttpRequest) -> "QuerySet[BankAccount]":
    """Give the bank accounts of the request's company."""
    return BankAccount.objects.filter(company=request.company).order_by("code")  # type: ignore[attr-defined]


def _own_statements(request: HttpRequest) -> "QuerySet[BankStatement]":
    return BankStatement.objects.filter(company=request.company)  # type: ignore[attr-defined]


class BankStatementFilter(ListFilter):
    """Bank statements."""

    text = SearchFilter(fields=["number", "identity", "file__file_name"])
    account = RowChoiceFilter(field_name="bank_account", queryset=own_accounts, label=_("Bank account"))
    kind = ChoiceFilter(field_name="kind", choices=StatementKind.choices, label=_("Kind"))
    verdict = CountedFilter(field_name="verdict", choices=StatementVerdict.choices, label=_("Balance check"))
    date = DayRangeFilter(field_name="to_date", label=_("Until day"))
    off = YesFilter(method="only_off", label=_("Kept aside"))

    gap = YesFilter(method="only_after_a_gap", label=_("After a gap"))
    unlike = YesFilter(method="only_unlike", label=_("Unlike the ledger"))

    def only_after_a_gap(self, rows: "QuerySet[Any]", _name: str, is_asked: bool) -> "QuerySet[Any]":
        """Give the statements that open otherwise than the one before them closes."""
        return statements_after_a_gap(rows) if is_asked else rows

    def only_unlike(self, rows: "QuerySet[Any]", _name: str, is_asked: bool) -> "QuerySet[Any]":
        """Give the last statements of their periods whose closing balance the ledger does not have."""
        return statements_unlike_the_ledger(rows) if is_asked else rows

    def only_off(self, rows: "QuerySet[Any]", _name: str, is_asked: bool) -> "QuerySet[Any]":
        """Give the statements that are final and do not add up, or cannot be checked."""
        return rows.filter(OFF) if is_asked else rows


class BankLineFilter(ListFilter):
    """Lines of bank statements."""

    narrowing = ("text", "statement", "account", "amount_from", "amount_until", "date_from", "date_until")

    text = SearchFilter(
        fields=["counterparty_name", "text", "end_to_end_reference", "creditor_reference", "counterparty_account"]
    )
    account = RowChoiceFilter(field_name="statement__bank_account", queryset=own_accounts, label=_("Bank account"))
    statement = RowFilter(queryset=_own_statements, label=_("Bank statement"))
    status = CountedFilter(field_name="status", choices=LineStatus.choices, label=_("Status"))
    amount = AmountRangeFilter(field_name="amount", label=_("Amount"))
    date = DayRangeFilter(field_name="booking_date", label=_("Booking date"))
    unmatched = YesFilter(method="only_unmatched", label=_("Not matched"))

    def only_unmatched(self, rows: "QuerySet[Any]", _name: str, is_asked: bool) -> "QuerySet[Any]":
        """Give the lines that may become payments and have not."""
        return rows.filter(UNMATCHED) if is_asked else rows
