"""Sending chosen documents by e-mail, and the list of what was sent."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Count, DateField, Max, QuerySet, Value
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch import jobs
from arclose.batch.jobs import Draft
from arclose.batch.kinds import JobKind
from arclose.batch.screens.posting import key_of, new_key
from arclose.ledger.models import Company
from arclose.web.carried import carried_fields
from arclose.web.filters import CountedFilter, DayRangeFilter, ListFilter, SearchFilter
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.said import said
from arclose.web.selection import WHOLE_FILTER
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.models import Customer, Invoice, OrderDocument, SentDocument
from customers.models.sending import SendingState, SentType
from customers.papers.print_jobs import AS_OF
from customers.screens import letters
from customers.screens.chosen import INVOICES, ORDER_DOCUMENTS, Listed
from customers.screens.filters import CustomerPickFilter
from customers.screens.tables import SentTable
from customers.sending import jobs as sending_jobs
from customers.sending import outbox, servers
from customers.sending.jobs import AGAIN
from customers.sending.letters import (
    Addressed,
    letters_of_collection_letters,
    letters_of_confirmations,
    letters_of_invoices,
)

LOOKED_AT, NAMED, SENT_AGAIN_AT_MOST = 1_000, 20, 200
_SEEN = "arclose.emailed"


class SentFilter(ListFilter):
    """Documents sent by e-mail."""

    text = SearchFilter(
        fields=["number__istartswith", "recipient", "customer__name", "customer__number__istartswith"],
        label=gettext_lazy("Document, customer or address"),
    )
    state = CountedFilter(field_name="state", choices=SendingState.choices, label=gettext_lazy("State"))
    date = DayRangeFilter(field_name="document_date", label=gettext_lazy("Date"))
    customer = CustomerPickFilter(field_name="customer")


def company_sent(request: CompanyRequest) -> "QuerySet[SentDocument]":
    """Give what the request's company sent by e-mail, or is about to."""
    return SentDocument.objects.filter(company=request.company)


SENT = Listed(
    route="customers:sent_documents",
    rows=company_sent,
    filters=SentFilter,
    table=SentTable,
    dated="document_date",
    none_chosen=gettext_lazy("No document was chosen. Tick some, or choose all of the filter."),
)


def sent_documents(request: CompanyRequest) -> HttpResponseBase:
    """List what was sent by e-mail: to whom, when, for whom, and what became of it."""
    may_choose = request.may_open("customers:send_again", "POST")
    listing = ListPage(
        request,
        name="sent-documents",
        rows=company_sent(request).select_related("customer", "requested_by", "task"),
        table=SentTable,
        filters=SentFilter,
        may_choose=may_choose,
    )
    context = {
        "title": _("Sent documents"),
        "key": new_key(),
        "actions": "customers/sent_actions.html" if may_choose else "",
    }
    return listing.answer("customers/sent_documents.html", context)


def email_invoices(request: CompanyRequest) -> HttpResponse:
    """Say to whom the chosen invoices and credit notes go, then, of what was seen, submit the job that sends them."""
    return _email(request, INVOICES, sending_jobs.INVOICES_JOB, letters_of_invoices)


def email_confirmations(request: CompanyRequest) -> HttpResponse:
    """Say to whom the chosen confirmations go, then, of what was seen, submit the job that sends them."""
    return _email(request, ORDER_DOCUMENTS, sending_jobs.CONFIRMATIONS_JOB, letters_of_confirmations)


def email_collection_letters(request: CompanyRequest) -> HttpResponse:
    """Say to whom the chosen collection letters go, then, of what was seen, submit the job that sends them."""
    return _email(request, letters.LISTED, sending_jobs.LETTERS_JOB, letters_of_collection_letters)


def _email(
    request: CompanyRequest, listed: Listed, kind: JobKind, addressed_to: Callable[..., Addressed]
) -> HttpResponse:
    chosen, is_sure, is_again = listed.chosen(request), "sure" in request.POST, bool(request.POST.get("again"))
    extent = _extent(request, listed, chosen)
    if is_sure and _is_as_seen(request, extent):
        return listed.as_job(request, kind, chosen, parameters={AGAIN: True} if is_again else {})
    keys = list(chosen.values_list("pk", flat=True)[:LOOKED_AT])
    if not keys:
        messages.warning(request, str(listed.none_chosen))
        return listed.back(request)
    if is_sure:
        messages.warning(request, _("The filter holds other documents by now, and nothing was sent. Look again."))
    count = extent.count
    addressed = addressed_to(company=request.company, keys=keys)
    text = ngettext("Send %(count)d document by e-mail", "Send %(count)d documents by e-mail", count)
    context = {
        **_foreseen(addressed),
        "title": text % {"count": count},
        "looked_at": len(keys) if count > len(keys) else 0,
        "key": key_of(request),
        "seen": signing.dumps(asdict(extent), salt=_SEEN),
        "is_again": is_again,
        "carried": carried_fields(request, but={"key", "sure", "again", "seen"}),
        "query": request.GET.urlencode(),
        "back": page_url(request, listed.route),
    }
    return render(request, "customers/email.html", context, status=HTTPStatus.CONFLICT if is_sure else HTTPStatus.OK)


@dataclass(frozen=True)
class Extent:
    """What a page showed before somebody was sure: how many documents of a list, up to which id."""

    company: int
    route: str
    count: int
    highest: int


def _extent(request: CompanyRequest, listed: Listed, chosen: "QuerySet[Any]") -> Extent:
    found = chosen.order_by().aggregate(count=Count("pk"), highest=Max("pk"))
    return Extent(request.company.pk, listed.route, found["count"], found["highest"] or 0)


def _is_as_seen(request: CompanyRequest, extent: Extent) -> bool:
    """Tell whether the page showed what is chosen now: the filter may hold others meanwhile, ticked rows stay."""
    if request.POST.get("selection") != WHOLE_FILTER:
        return True
    try:
        return bool(signing.loads(request.POST.get("seen", ""), salt=_SEEN) == asdict(extent))
    except signing.BadSignature:
        return False


def _foreseen(addressed: Addressed) -> dict[str, Any]:
    """Give what would become of documents: how many e-mails, what was sent before, and what is left out."""
    newest = outbox.newest_rows(addressed.letters)
    places = [(letter.document_id, recipient) for letter in addressed.letters for recipient in letter.recipients]
    before = [newest[place] for place in places if place in newest]
    sent = [row for row in before if row.state not in (SendingState.FAILED, SendingState.WAITING)]
    return {
        "emails": len(places) - len(sent),
        "sent": sent[:NAMED],
        "sent_count": len(sent),
        "left_out": addressed.refused[:NAMED],
        "left_out_count": len(addressed.refused),
        "recipients": sorted({recipient for _key, recipient in places})[:NAMED],
        "no_server": servers.said_beforehand(),
    }


# --- again ------------------------------------------------------------------------------------------------------------


def send_again(request: CompanyRequest) -> HttpResponse:
    """Name the chosen e-mails, then submit the job that sends them again, whatever became of them."""
    rows = list(SENT.chosen(request).select_related("customer")[: SENT_AGAIN_AT_MOST + 1])
    if not rows or len(rows) > SENT_AGAIN_AT_MOST:
        messages.warning(request, _("Choose from one up to %(count)d e-mails.") % {"count": SENT_AGAIN_AT_MOST})
        return SENT.back(request)
    if "sure" not in request.POST:
        text = ngettext("Send %(count)d e-mail again", "Send %(count)d e-mails again", len(rows))
        context = {
            "title": text % {"count": len(rows)},
            "rows": rows,
            "no_server": servers.said_beforehand(),
            "key": key_of(request),
            "query": request.GET.urlencode(),
        }
        return render(request, "customers/send_again.html", context)
    try:
        job = jobs.submit_tasks(
            company=request.company,
            description=said(lambda: _("Send again, %(company)s") % {"company": request.company.code}),
            submitted_by=request.user,
            tasks=list(_drafts(request.company, rows)),
            key=key_of(request),
        )
    except jobs.KeyUsedOtherwise:
        messages.error(request, _("This page was used before, for other documents. Choose again."))
        return SENT.back(request)
    return HttpResponseRedirect(page_url(request, "batch:job", pk=job.pk), status=HTTPStatus.FOUND)


def _drafts(company: Company, rows: Sequence[SentDocument]) -> Iterator[Draft]:
    """Give a task for each type of document; of statements one for each day."""

    def together(row: SentDocument) -> tuple[str, str]:
        return row.document_type, row.document_date.isoformat() if row.document_type == SentType.STATEMENT else ""

    for (document_type, day), group in groupby(sorted(rows, key=together), key=together):
        found = list(group)
        parameters: dict[str, Any] = {AGAIN: sorted(row.pk for row in found)}
        keys = {row.document_id for row in found}
        if document_type == SentType.INVOICE:
            documents: Any = Invoice.objects.filter(company=company, pk__in=keys)
            yield Draft(
                kind=sending_jobs.EMAIL_INVOICES,
                documents=documents.values_list("pk", "invoice_date", "number"),
                parameters=parameters,
            )
        elif document_type == SentType.ORDER_DOCUMENT:
            documents = OrderDocument.objects.filter(company=company, pk__in=keys)
            yield Draft(
                kind=sending_jobs.EMAIL_CONFIRMATIONS,
                documents=documents.values_list("pk", "document_date", "number"),
                parameters=parameters,
            )
        elif document_type == SentType.COLLECTION_LETTER:
            documents = COLLECTION_LETTERS.of(company).filter(pk__in=keys).annotate(number=COLLECTION_LETTERS.labeled)
            yield Draft(
                kind=sending_jobs.EMAIL_LETTERS,
                documents=documents.values_list("pk", "note_date", "number"),
                parameters=parameters,
            )
        else:
            on = Value(found[0].document_date, DateField())
            documents = Customer.objects.filter(company=company, pk__in=keys).annotate(on=on)
            yield Draft(
                kind=sending_jobs.SEND_STATEMENTS,
                documents=documents.values_list("pk", "on", "number"),
                parameters=parameters | {AS_OF: day},
            )
