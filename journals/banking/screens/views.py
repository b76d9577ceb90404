"""Read files of banks; list statements and lines; show one of each."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import BigIntegerField, CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.imports.problems import FileRefused
from arclose.imports.uploads import TOO_LARGE
from arclose.ledger.bank_numbers import in_groups, is_iban
from arclose.web.amounts import format_money
from arclose.web.days import format_day, format_moment
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from journals.banking.payments import is_waiting
from journals.banking.queries import UNMATCHED, also_in_final_statements, statement_before
from journals.banking.return_reasons import in_words
from journals.banking.screens.filters import BankLineFilter, BankStatementFilter
from journals.banking.screens.forms import BankFilesForm
from journals.banking.screens.tables import BankLineTable, BankStatementTable
from journals.banking.screens.words import said
from journals.banking.statements import TakenIn, take_in
from journals.models import BankLinePayment, BankLineReturn, BankStatement, BankStatementLine

STATEMENTS_NAMED = 5
# Of lines as many are added up unasked as a large statement has: their texts and statements are looked at for that.
LINE_TOTALS = Totals(currency="statement__currency_id", amounts={"amount": "amount"}, at_most=20_000)


def company_statements(request: CompanyRequest) -> "QuerySet[BankStatement]":
    """Give the bank statements of the request's company, each with the number it is shown by."""
    rows = BankStatement.objects.filter(company=request.company)
    return rows.annotate(shown_number=Coalesce(NullIf("number", Value("")), "identity"))


def company_lines(request: CompanyRequest) -> "QuerySet[BankStatementLine]":
    """Give the lines of the request's company, each shown by the number of its statement and its own.

    ``payment_id`` is the payment that one became as a whole, or returned.
    """
    rows = BankStatementLine.objects.filter(company=request.company).select_related("statement__bank_account")
    number = Coalesce(NullIf("statement__number", Value("")), "statement__identity")
    became = BankLinePayment.objects.filter(line=OuterRef("pk"), detail=None).values("payment")
    returned = BankLineReturn.objects.filter(line=OuterRef("pk"), undone_at=None).values("payment")
    return rows.annotate(
        shown_line=Concat(number, Value(" / "), Cast("line_number", CharField())),
        payment_id=Coalesce(Subquery(became), Subquery(returned), output_field=BigIntegerField()),
    )


def bank_statements(request: CompanyRequest) -> HttpResponseBase:
    """List the bank statements."""
    return _list(request, BankFilesForm())


def _list(request: CompanyRequest, form: BankFilesForm) -> HttpResponseBase:
    listing = ListPage(
        request,
        name="bank-statements",
        rows=company_statements(request).select_related("bank_account", "file__read_by"),
        table=BankStatementTable,
        filters=BankStatementFilter,
        totals=Totals(currency="currency_id", amounts={"booked_amount": "booked_amount"}),
    )
    return listing.answer("journals/bank_statements.html", {"title": _("Bank statements"), "form": form})


def read_bank_files(request: CompanyRequest) -> HttpResponseBase:
    """Read the files that were sent, each as a whole or not at all, say what came of each, and show what they may pay.

    Where no line of them waits to be matched it goes back to the list.
    """
    is_too_large = bool(getattr(request, TOO_LARGE, False))
    form = BankFilesForm({}, {"bank_files": request.FILES.getlist("bank_files")}, is_too_large=is_too_large)
    if not form.is_valid():
        return _list(request, form)
    outcomes = [_taken_in(request, file) for file in form.cleaned_data["bank_files"]]
    _tell(request, outcomes)
    files = [one.file.pk for one in outcomes if not isinstance(one, tuple)]
    if not company_lines(request).filter(UNMATCHED, statement__file__in=files).exists():
        return HttpResponseRedirect(page_url(request, "journals:bank_statements"))
    query = urlencode({"file": files}, doseq=True)
    return HttpResponseRedirect(f"{page_url(request, 'journals:bank_proposals')}?{query}")


def _taken_in(request: CompanyRequest, file: UploadedFile) -> TakenIn | tuple[str, FileRefused]:
    name = Path(file.name or "").name
    with NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        try:
            return take_in(company=request.company, path=Path(kept.name), file_name=name, user=request.user)
        except FileRefused as error:
            return name, error


def _tell(request: CompanyRequest, outcomes: Iterable[TakenIn | tuple[str, FileRefused]]) -> None:
    for outcome in outcomes:
        if isinstance(outcome, tuple):
            text = _("%(file)s was not read: %(reason)s Nothing of it is kept.")
            messages.error(request, text % {"file": outcome[0], "reason": str(outcome[1])})
        elif outcome.is_repeated:
            messages.info(request, outcome.text)
        else:
            messages.success(request, outcome.text)


def bank_statement(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Show a statement: what the bank says of it, what is odd about it, and its lines."""
    found = get_object_or_404(
        company_statements(request).select_related("bank_account", "currency", "file__read_by"), pk=pk
    )
    listing = ListPage(
        request,
        name=f"bank-statement-{found.pk}",
        rows=company_lines(request).filter(statement=found),
        table=BankLineTable,
        filters=BankLineFilter,
        totals=LINE_TOTALS,
        may_choose=_may_match(request),
    )
    context = {
        "actions": _actions(request),
        "title": _("Bank statement %(number)s") % {"number": found},
        "statement": found,
        "facts": _facts(found),
        "notices": [*said(found.file.notices), *said(found.notices), *_gap(found), *_counted_elsewhere(found)],
    }
    return listing.answer("journals/bank_statement.html", context)


def _facts(statement: BankStatement) -> list[tuple[str, object]]:
    account, currency = statement.bank_account, statement.currency
    amounts = [
        (_("Opening balance"), statement.opening_amount),
        (_("Booked"), statement.booked_amount),
        (_("Closing balance"), statement.closing_amount),
    ]
    facts: list[tuple[str, object]] = [
        (_("Bank account"), f"{account.code} {account.shown_number}"),
        (_("Kind"), capfirst(statement.get_kind_display())),
        (_("From"), format_day(statement.from_date)),
        (_("Until day"), format_day(statement.to_date)),
        *((label, None if amount is None else format_money(amount, currency)) for label, amount in amounts),
        (_("File"), f"{statement.file} ({statement.file.version or statement.file.format})"),
        (_("Read by"), statement.file.read_by),
        (_("Read on"), format_moment(statement.file.read_at)),
    ]
    if statement.difference_amount:
        facts.insert(-3, (_("Difference"), format_money(statement.difference_amount, currency)))
    return facts


def _gap(statement: BankStatement) -> list[str]:
    """Say that the statement before closes with another balance than this one opens with."""
    before = statement_before(statement)
    if before is None or statement.opening_amount in (None, before.closing_amount):
        return []
    assert before.closing_amount is not None
    text = _(
        "The statement before it (%(number)s) closes with %(amount)s, and this one opens with another balance: one is"
        " missing, or is of another order."
    )
    return [text % {"number": before, "amount": format_money(before.closing_amount, statement.currency)}]


def _counted_elsewhere(statement: BankStatement) -> list[str]:
    """Say which lines of a report or notification stand in final statements: the same money, which counts there."""
    count, statements = also_in_final_statements(statement)
    if not count:
        return []
    text = ngettext(
        "%(count)d of its lines stands in a final statement as well, and counts there only: %(statements)s.",
        "%(count)d of its lines stand in final statements as well, and count there only: %(statements)s.",
        count,
    )
    named = ", ".join(str(one) for one in statements[:STATEMENTS_NAMED])
    return [text % {"count": count, "statements": f"{named} …" if len(statements) > STATEMENTS_NAMED else named}]


def bank_lines(request: CompanyRequest) -> HttpResponseBase:
    """List the lines of all bank statements."""
    listing = ListPage(
        request,
        name="bank-lines",
        rows=company_lines(request),
        table=BankLineTable,
        filters=BankLineFilter,
        totals=LINE_TOTALS,
        may_choose=_may_match(request),
    )
    context = {"title": _("Lines of bank statements"), "actions": _actions(request)}
    return listing.answer("journals/bank_lines.html", context)


def _may_match(request: CompanyRequest) -> bool:
    return request.may_open("journals:propose_payments", "POST")


def _actions(request: CompanyRequest) -> str:
    return "journals/bank_line_actions.html" if _may_match(request) else ""


def bank_line(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show a line of a statement, and the payments that it books together."""
    beside = ("statement__currency", "explanation")
    found = get_object_or_404(company_lines(request).select_related(*beside), pk=pk)
    context: dict[str, Any] = {
        "title": _("Line %(line)s") % {"line": f"{found.statement} / {found.line_number}"},
        "line": found,
        "facts": _facts_of_line(found),
        "details": [
            (one, in_words(one.return_reason))
            for one in found.details.select_related("matched__payment").order_by("position")
        ],
        "matches": found.matches.select_related("payment", "matched_by").order_by("detail__position", "pk"),
        "undone_matches": found.undone_matches.select_related("payment", "undone_by").order_by("-pk"),
        "returns": found.returns.select_related("payment", "charges_voucher", "accepted_by", "undone_by").order_by(
            "-pk"
        ),
        "is_explained": hasattr(found, "explanation"),
        "is_waiting": is_waiting(found),
    }
    return render(request, "journals/bank_line.html", context)


def _facts_of_line(line: BankStatementLine) -> list[tuple[str, object]]:
    """Give what the bank says of a line; what it does not say is left out."""
    account = line.counterparty_account
    explained = [(_("No payment of a customer"), line.explanation.reason)] if hasattr(line, "explanation") else []
    facts = [
        *explained,
        (_("Amount"), format_money(line.amount, line.statement.currency)),
        (_("Booked"), format_day(line.booking_date)),
        (_("Value date"), format_day(line.value_date)),
        (_("Other side"), line.counterparty_name),
        (_("Account of the other side"), in_groups(account) if is_iban(account) else account),
        (_("Text"), line.text),
        (_("Payment reference"), line.creditor_reference),
        (_("Reference of the payer"), line.end_to_end_reference),
        (_("Mandate"), line.mandate_reference),
        (_("Reference of the bank"), line.servicer_reference),
        (_("Transaction code"), line.bank_code),
        (_("Status"), capfirst(line.get_status_display())),
        (_("Reversal"), _("yes") if line.is_reversal else ""),
        (_("Reason of the return"), in_words(line.return_reason)),
    ]
    return [(label, value) for label, value in facts if value]
