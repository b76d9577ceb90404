"""The pages of the ledger: vouchers, accounts with their entries, the calendar, and the reversal of a voucher."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.ledger import documents, queries, reversing
from arclose.ledger.closing import NotTheNextYear, open_next_year
from arclose.ledger.filters import AccountFilter, EntryFilter, VoucherFilter
from arclose.ledger.forms import NextYearForm, ReverseForm
from arclose.ledger.models import LedgerAccount, PostingSeal, Voucher
from arclose.ledger.outcomes import CannotPost
from arclose.ledger.tables import AccountTable, EntryTable, VoucherTable
from arclose.web.days import format_day, format_moment
from arclose.web.links import back_to_list, page_url
from arclose.web.lists import EXPORTS, ListPage
from arclose.web.selection import selected_rows
from arclose.web.totals import Totals

# The debit of a voucher is added up from its entries.
VOUCHER_TOTALS = Totals(currency="accounting_currency", amounts={"debit_amount": "debit_amount"}, at_most=10_000)
ACCOUNT_TOTALS = Totals(
    currency="accounting_currency",
    amounts={name: name for name in ("opening_amount", "movement_amount", "closing_amount")},
)


def vouchers(request: CompanyRequest) -> HttpResponseBase:
    """List the vouchers."""
    listing = ListPage(
        request,
        name="vouchers",
        rows=queries.vouchers(company=request.company),
        table=VoucherTable,
        filters=VoucherFilter,
        totals=VOUCHER_TOTALS,
    )
    context = {"title": _("Vouchers"), "actions": "ledger/voucher_actions.html"}
    return listing.answer("ledger/vouchers.html", context)


def export_vouchers(request: CompanyRequest) -> HttpResponseBase:
    """Give the chosen vouchers as a file, in the order and with the columns that the list shows.

    :raises Http404: the form asks for no such kind of file.
    """
    form = request.POST.get("form", "")
    if form not in EXPORTS:
        raise Http404
    rows = selected_rows(request, rows=queries.vouchers(company=request.company), filters=VoucherFilter)
    if not rows.exists():
        messages.warning(request, _("No voucher was chosen. Tick some, or choose all of the filter."))
        return back_to_list(request, "ledger:vouchers")
    return ListPage(request, name="vouchers", rows=rows, table=VoucherTable).exported(form)


def _voucher(request: CompanyRequest, pk: int) -> Voucher:
    rows = Voucher.objects.filter(company=request.company)
    return get_object_or_404(rows.select_related("posting__posted_by", "period", "reversal_of", "reversed_by"), pk=pk)


def voucher(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show a voucher: its entries, the document behind it, who posted it, its digest."""
    found = _voucher(request, pk)
    is_correction = found.is_credit_correction
    shown = [
        (entry, queries.sides_of(entry.accounting_currency_amount, is_credit_correction=is_correction))
        for entry in queries.entries(voucher=found)
    ]
    accounting = request.company.accounting_currency
    context = {
        "title": found.number,
        "voucher": found,
        "entries": sorted(shown, key=lambda one: one[1][1] is not None),
        "total": sum((debit for _entry, (debit, _credit) in shown if debit is not None), Decimal(0)),
        "accounting": accounting,
        "reporting": request.company.reporting_currency_id,
        "facts": _facts(request, found),
        "document": _document(request, found),
        "origin": documents.origin_of(request, found.posting),
        "seal": PostingSeal.objects.filter(posting=found.posting_id).first(),
        "refusal": _refusal(found),
    }
    return render(request, "ledger/voucher.html", context)


def _facts(request: CompanyRequest, found: Voucher) -> list[tuple[str, Any]]:
    facts = [
        (_("Date"), format_day(found.posting_date)),
        (_("Period"), f"{found.period.name} ({found.period.get_status_display()})"),
        (_("Posted by"), found.posting.posted_by),
        (_("Posted"), format_moment(found.posting.posted_at)),
    ]
    if found.is_credit_correction:
        facts.append((_("Credit correction"), _("Shown on the side of what it takes back, with a minus.")))
    return facts


def _document(request: CompanyRequest, found: Voucher) -> dict[str, str]:
    kind = documents.kind_of(found.document_type)
    may_open = kind.route and request.may_open(kind.route)
    url = page_url(request, kind.route, pk=found.document_id) if may_open else ""
    return {"label": str(kind.label), "text": _named(found), "url": url}


def _named(found: Voucher) -> str:
    """Give what the document behind a voucher is called, else what the voucher says of it."""
    if found.reversal_of and found.document_type == documents.REVERSAL:
        return found.reversal_of.number
    said = found.text or found.number  # a clearing needs no text
    return documents.called(found.document_type, found.document_id, otherwise=said)


def _refusal(found: Voucher) -> str:
    """Say why a voucher cannot be reversed; empty where it can."""
    kind = documents.kind_of(found.document_type)
    if kind.undone_by:
        return str(kind.undone_by)
    return _("It is reversed already.") if hasattr(found, "reversed_by") else ""


def reverse(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for date and reason, then reverse a voucher by a linked opposite one."""
    found = _voucher(request, pk)
    refusal = _refusal(found)
    form = ReverseForm(
        request.POST if request.method == "POST" else None,
        voucher=found,
        today=request.today,
        initial={"posting_date": found.posting_date},
    )
    if not refusal and form.is_valid() and _reverse(request, found, form):
        messages.success(request, _("%(voucher)s is reversed.") % {"voucher": found.number})
        return HttpResponseRedirect(page_url(request, "ledger:voucher", pk=pk))
    context = {
        "title": _("Reverse %(voucher)s") % {"voucher": found.number},
        "voucher": found,
        "form": form,
        "refusal": refusal,
        "entry_count": queries.entries(voucher=found).count(),
    }
    return render(request, "ledger/reverse.html", context)


def _reverse(request: CompanyRequest, found: Voucher, form: ReverseForm) -> bool:
    """Reverse as asked for; False, with the reason in the form, where that cannot be."""
    try:
        outcome = reversing.reverse(
            company=request.company,
            vouchers=[found.pk],
            posting_date=form.cleaned_data["posting_date"],
            reason=form.cleaned_data["reason"],
            posted_by=request.user,
            key=f"reverse-{form.cleaned_data['key']}",
        )
    except CannotPost as error:
        form.add_error(None, str(error))
        return False
    if outcome.left_out:
        form.add_error("posting_date", f"{outcome.left_out[0].reason} {outcome.left_out[0].remedy}")
    return not outcome.left_out


def accounts(request: CompanyRequest) -> HttpResponseBase:
    """List the accounts with their balances before, in and at the end of the period."""
    rows = queries.accounts(company=request.company, period=request.period)
    listing = ListPage(
        request, name="accounts", rows=rows, table=AccountTable, filters=AccountFilter, totals=ACCOUNT_TOTALS
    )
    return listing.answer("ledger/accounts.html", {"title": _("Accounts")})


def account(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """List the entries of an account, with its balances."""
    rows = queries.accounts(company=request.company, period=request.period)
    found: LedgerAccount = get_object_or_404(rows, pk=pk)
    listing = ListPage(
        request,
        name=f"account-{found.number}",
        rows=queries.account_entries(account=found, company=request.company),
        table=EntryTable,
        filters=EntryFilter,
        totals=Totals(currency="currency_id", amounts={"transaction_currency_amount": "transaction_currency_amount"}),
    )
    return listing.answer("ledger/account.html", {"title": str(found), "account": found})


def calendar(request: CompanyRequest) -> HttpResponse:
    """Show the years and periods with their status, who changed it last, and what can be done."""
    years = queries.calendar(company=request.company)
    next_start = years[0].year.end_date + timedelta(days=1) if years else None
    context = {"title": _("Ledger calendar"), "years": years, "next_start": next_start}
    return render(request, "ledger/calendar.html", context)


def open_year(request: CompanyRequest) -> HttpResponse:
    """Open the year that the page offered: the one after the last. Asked for again, it is open already."""
    form = NextYearForm(request.POST)
    try:
        year = (
            open_next_year(company=request.company, start_date=form.cleaned_data["start"]) if form.is_valid() else None
        )
    except NotTheNextYear:
        year = None
    if year:
        messages.success(request, _("%(year)s is open, with twelve periods.") % {"year": year.name})
    else:
        messages.warning(request, _("That year is open already, or does not follow the last one: nothing was opened."))
    return HttpResponseRedirect(page_url(request, "ledger:calendar"))
