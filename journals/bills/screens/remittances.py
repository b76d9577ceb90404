"""Remittances: all of them, one with what it holds, its file and list, canceling, closing and opening it again."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import write
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from customers.screens.papers import shown_paper
from journals.acts import CannotEnter
from journals.bills.paper import paper_of_remittance
from journals.bills.remitting import (
    cancel_remittance,
    close_remittance,
    note_bank_status,
    remittances_of,
    reopen_remittance,
)
from journals.bills.screens.tables import REMITTANCE_STATES, RemittanceFilter, RemittanceTable
from journals.models import BankStatus, BillStatus, BillStep, Remittance
from journals.screens.journals import hidden_from


def remittances(request: CompanyRequest) -> HttpResponseBase:
    """List the remittances."""
    listing = ListPage(
        request,
        name="remittances",
        rows=_seen_by(request),
        table=RemittanceTable,
        filters=RemittanceFilter,
        totals=Totals(currency="bank_account__currency_id", amounts={"amount": "amount"}),
    )
    return listing.answer("journals/remittances.html", {"title": _("Remittances")})


def _seen_by(request: CompanyRequest) -> "QuerySet[Remittance]":
    """Give the remittances of the request's company, but for those of journals that are kept from the user."""
    return remittances_of(request.company.pk).exclude(journal__in=hidden_from(request))


def _steps(found: Remittance) -> "QuerySet[BillStep]":
    return BillStep.objects.filter(remittance=found).select_related("bill", "customer").order_by("pk")


def remittance(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one remittance with what it holds: the list that goes to the bank."""
    found = get_object_or_404(_seen_by(request).select_related("journal__name", "closed_by", "reopened_by"), pk=pk)
    steps, state = list(_steps(found)), found.state  # type: ignore[attr-defined]
    context = {
        "title": _("Remittance %(remittance)s") % {"remittance": found},
        "remittance": found,
        "steps": steps,
        "how_far": state,
        "closes_again": state == "closed"
        and any(
            step.bill and step.bill.remittance_id == pk and step.bill.status == BillStatus.HONORED for step in steps
        ),
        "state_label": REMITTANCE_STATES[state],
        "bank_statuses": Remittance._meta.get_field("bank_status").choices if state == "sent" else [],
        "facts": [
            (_("Bank account"), found.bank_account),
            (_("Remittance type"), found.get_remittance_type_display()),
            (_("Date"), format_day(found.sent_date)),
            (_("Bills"), found.bill_count),
            (_("Amount"), format_money(found.amount, found.bank_account.currency_id)),
            (_("Payment status"), found.get_bank_status_display()),
            (_("Made by"), found.made_by),
        ],
    }
    return render(request, "journals/remittance.html", context)


def download(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give the file of a remittance as it was made."""
    found = get_object_or_404(_seen_by(request).defer(None), pk=pk)
    response = HttpResponse(found.content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    return response


def list_pdf(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show the list of a remittance's bills on paper; of one that was canceled there is none."""
    rows = _seen_by(request).filter(canceled_at=None).select_related("company", "bank_account__currency")
    return shown_paper(request, [paper_of_remittance(get_object_or_404(rows, pk=pk))])


def cancel(request: CompanyRequest, pk: int) -> HttpResponse:
    """Cancel a remittance of which nothing is posted; of one that is posted in part let go what waits."""
    found = get_object_or_404(_seen_by(request).select_related("journal__name"), pk=pk)
    try:
        write(lambda: cancel_remittance(remittance=found, canceled_by=request.user))
    except CannotEnter as error:
        messages.error(request, str(error))
    else:
        text = (
            _("Remittance %(remittance)s is canceled.")
            if found.canceled_at
            else _("What waits of remittance %(remittance)s is let go: remit it anew, or delete its lines.")
        )
        messages.success(request, text % {"remittance": found})
    return _to(request, found)


def note_status(request: CompanyRequest, pk: int) -> HttpResponse:
    """Note how far the bank is with a remittance."""
    found = get_object_or_404(_seen_by(request).select_related("journal__name"), pk=pk)
    typed = request.POST.get("bank_status", "")
    status = BankStatus(typed) if typed in BankStatus.values else BankStatus.NONE
    try:
        write(lambda: note_bank_status(remittance=found, status=status, noted_by=request.user))
    except CannotEnter as error:
        messages.error(request, str(error))
    else:
        text = _("The payment status of remittance %(remittance)s is: %(status)s.")
        messages.success(request, text % {"remittance": found, "status": found.get_bank_status_display().lower()})
    return _to(request, found)


def close(request: CompanyRequest, pk: int) -> HttpResponse:
    """Close a remittance whose bills are settled."""
    found = get_object_or_404(_seen_by(request), pk=pk)
    try:
        count = write(lambda: close_remittance(remittance=found, closed_by=request.user))
    except CannotEnter as error:
        messages.error(request, str(error))
    else:
        closed = ngettext("%(count)d bill is closed.", "%(count)d bills are closed.", count)
        text = closed if count else _("The remittance is closed. None of its bills is honored, so none is closed.")
        messages.success(request, text % {"count": count})
    return _to(request, found)


def reopen(request: CompanyRequest, pk: int) -> HttpResponse:
    """Open a closed remittance again."""
    found = get_object_or_404(_seen_by(request), pk=pk)
    try:
        count = write(lambda: reopen_remittance(remittance=found, reopened_by=request.user))
    except CannotEnter as error:
        messages.error(request, str(error))
    else:
        text = ngettext(
            "The remittance is reopened, and %(count)d bill is honored again.",
            "The remittance is reopened, and %(count)d bills are honored again.",
            count,
        )
        messages.success(request, text % {"count": count} if count else _("The remittance is reopened."))
    return _to(request, found)


def _to(request: CompanyRequest, found: Remittance) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "journals:remittance", pk=found.pk))
