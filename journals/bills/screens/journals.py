"""The five journals of bills: their lists, one of them with its lines, and beginning one."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key, tell_the_others, write
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.totals import Totals
from journals.acts import CannotEnter
from journals.bills.entries import STEP_LABEL
from journals.bills.life import STEPS
from journals.bills.remitting import make_remittances
from journals.bills.screens.tables import BillJournalTable, JournalFilter, StepFilter, StepTable
from journals.models import OF_BILLS, BillStep, Journal, JournalType, StepStatus, StepType
from journals.screens.journals import (
    begin_journal,
    company_journals,
    counted_in_journal,
    facts_of_journal,
    hidden_from,
    to_journal,
)

# What each is called in the order of work.
TITLES: dict[str, Any] = {
    JournalType.DRAW: gettext_lazy("Draw bill of exchange journals"),
    JournalType.REMITTANCE: gettext_lazy("Remittance journals"),
    JournalType.SETTLE: gettext_lazy("Settle bill of exchange journals"),
    JournalType.PROTEST: gettext_lazy("Protest bill of exchange journals"),
    JournalType.REDRAW: gettext_lazy("Redraw bill of exchange journals"),
}
ROUTES: dict[str, str] = {one: f"journals:{one}_journals" for one in OF_BILLS}


def company_steps(request: CompanyRequest) -> "QuerySet[BillStep]":
    """Give the steps of the request's company, but for those in journals that are kept from the user."""
    return BillStep.objects.filter(company=request.company).exclude(journal__in=hidden_from(request))


def hidden_steps(request: CompanyRequest) -> "QuerySet[Any, Any]":
    """Give the ids of the steps that are kept from the user."""
    return BillStep.objects.filter(company=request.company, journal__in=hidden_from(request)).values("pk")


def bill_journals(request: CompanyRequest, journal_type: str) -> HttpResponseBase:
    """List the journals of one type."""
    standing = BillStep.objects.filter(company=request.company)
    rows = company_journals(request).filter(name__journal_type=journal_type)
    rows = rows.annotate(
        shown=Concat(F("name__code"), Value("-"), Cast("pk", CharField())),
        step_count=counted_in_journal(standing),
        open_count=counted_in_journal(standing.filter(status=StepStatus.OPEN)),
        created_on=TruncDate("created_at"),
    )
    name = f"{journal_type}-journals"
    listing = ListPage(request, name=name, rows=rows, table=BillJournalTable, filters=JournalFilter)
    context = {"title": TITLES[journal_type], "journal_type": journal_type}
    return listing.answer("journals/bill_journals.html", context)


def new_bill_journal(request: CompanyRequest, journal_type: str) -> HttpResponse:
    """Begin a journal of bills."""
    if journal_type not in OF_BILLS:
        raise Http404
    return begin_journal(
        request,
        then=partial(_entering, request),
        journal_type=JournalType(journal_type),
        title=_("New journal: %(type)s") % {"type": JournalType(journal_type).label},
        template="journals/new_bill_journal.html",
        context={"journal_type": journal_type, "list_route": ROUTES[journal_type], "list_title": TITLES[journal_type]},
    )


def _entering(request: CompanyRequest, journal: Journal) -> HttpResponse:
    """Go to where a step of a bill is entered in a new journal, where the query names these; else to the journal."""
    step, bill = request.GET.get("step", ""), request.GET.get("bill", "")
    if step not in STEPS[journal.name.journal_type] or not bill.isdecimal():
        return to_journal(request, journal)
    page = page_url(request, "journals:take_bills_on", pk=journal.pk, step_type=step)
    return HttpResponseRedirect(f"{page}?{urlencode({'bill': bill})}")


def a_bill_journal(request: CompanyRequest, pk: int) -> Journal:
    """Give a journal of bills of the request's company."""
    rows = company_journals(request).select_related("name__bank_account", "name__method", "company")
    found: Journal = get_object_or_404(rows, pk=pk, name__journal_type__in=OF_BILLS)
    return found


def bill_journal(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Show one journal: its head, and the lines in it."""
    found = a_bill_journal(request, pk)
    listing = listing_of_steps(request, company_steps(request).filter(journal=found))
    counted = found.bill_steps.aggregate(
        waiting=Count("pk", filter=Q(status=StepStatus.OPEN)),
        to_send=Count("pk", filter=Q(status=StepStatus.OPEN, step_type=StepType.REMIT, remittance=None)),
    )
    journal_type = found.name.journal_type
    context = {
        "title": _("Journal %(journal)s") % {"journal": found},
        "journal": found,
        "list_route": ROUTES[journal_type],
        "list_title": TITLES[journal_type],
        "facts": facts_of_journal(found),
        "waiting": counted["waiting"],
        "to_send": counted["to_send"],
        "draws": journal_type == JournalType.DRAW,
        "steps_to_enter": [(one.value, one.label) for one in STEPS[journal_type] if one != StepType.DRAW],
        "remittances": found.remittances.defer("content").order_by("-pk"),
        "needs_approval": bool(counted["waiting"] and found.name.needs_approval and not found.approved_by_id),
        "key": new_key(),
        "actions": actions(request),
    }
    return listing.answer("journals/bill_journal.html", context)


def listing_of_steps(request: CompanyRequest, rows: "QuerySet[BillStep]") -> ListPage:
    """Give the list of some lines."""
    related = rows.select_related("customer", "bill", "bank_account", "remittance")
    return ListPage(
        request,
        name="bill-lines",
        rows=related.annotate(
            shown=STEP_LABEL, shown_due_date=Coalesce("due_date_after", "due_date", "bill__due_date")
        ),
        table=StepTable,
        filters=StepFilter,
        totals=Totals(currency="currency_id", amounts={"amount": "amount"}),
        may_choose=request.may_open("journals:post_bill_steps", "POST"),
    )


def actions(request: CompanyRequest) -> str:
    """Give what may be done with chosen lines."""
    return "journals/bill_step_actions.html" if request.may_open("journals:post_bill_steps", "POST") else ""


def make_remittance(request: CompanyRequest, pk: int) -> HttpResponse:
    """Make the remittances of a journal, whose files the bank is sent."""
    found = a_bill_journal(request, pk)
    try:
        made = write(lambda: make_remittances(journal=found, made_by=request.user))
    except (CannotEnter, CannotPost) as error:
        messages.error(request, str(error))
    else:
        if count := len(made.remittances):
            text = ngettext("%(count)d remittance is made.", "%(count)d remittances are made.", count)
            messages.success(request, text % {"count": count})
        tell_the_others(request, Outcome(left_out=made.left_out), named="BL-{}".format)
    return to_journal(request, found)
