"""Journals of every type as pages show them: whose they are, what their head says, and approving them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key
from arclose.web.links import page_url
from journals import acts
from journals.models import OF_BILLS, Journal, JournalType
from journals.privacy import hidden_journals
from journals.screens.payment_forms import JournalForm

LONGEST_NUMBER = 10
PAGES: dict[str, str] = {
    JournalType.PAYMENT: "journals:payment_journal",
    JournalType.GENERAL: "journals:general_journal",
    **dict.fromkeys(OF_BILLS, "journals:bill_journal"),
}


def company_journals(request: CompanyRequest) -> "QuerySet[Journal]":
    """Give the journals of the request's company that its user sees."""
    rows = Journal.objects.filter(company=request.company).exclude(pk__in=hidden_from(request).values("pk"))
    return rows.select_related("name", "created_by", "approved_by")


def hidden_from(request: CompanyRequest) -> "QuerySet[Journal]":
    """Give the journals that are kept from the user of a request."""
    return hidden_journals(company=request.company, user=request.user, roles=request.roles)


def counted_in_journal(rows: "QuerySet[Any]") -> Coalesce:
    """Give how many of these rows stand in a journal, as an expression: only what a page shows is counted."""
    counted = rows.filter(journal=OuterRef("pk")).order_by().values("journal").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def facts_of_journal(journal: Journal) -> list[tuple[str, object]]:
    """Give what the head of a journal says."""
    facts: list[tuple[str, object]] = [
        (_("Journal name"), journal.name),
        (_("Text"), journal.text),
        (_("Created by"), journal.created_by),
    ]
    if journal.name.needs_approval:
        facts.append((_("Approved by"), journal.approved_by or _("nobody yet")))
    return facts


def to_journal(request: CompanyRequest, journal: Journal) -> HttpResponse:
    """Go to the page of a journal."""
    return HttpResponseRedirect(page_url(request, PAGES[journal.name.journal_type], pk=journal.pk))


def begin_journal(
    request: CompanyRequest,
    *,
    journal_type: JournalType,
    title: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    then: Callable[[Journal], HttpResponse] | None = None,
) -> HttpResponse:
    """Begin a journal of a type by its form, and go to its page; or where ``then`` leads."""
    key, status = key_of(request), HTTPStatus.OK
    typed = request.POST if request.method == "POST" else None
    form = JournalForm(typed, company=request.company, journal_type=journal_type)
    if form.is_valid():
        try:
            values = {**form.cleaned_data, "company": request.company, "created_by": request.user}
            begun = acts.begin_journal(**values, key=key)
            return then(begun) if then else to_journal(request, begun)
        except acts.SentBefore as error:
            form.add_error(None, str(error))
            key, status = new_key(), HTTPStatus.CONFLICT
    shown = {"title": title, "form": form, "key": key, **(context or {})}
    return render(request, template, shown, status=status)


def approve_journal(request: CompanyRequest, pk: int) -> HttpResponse:
    """Approve a journal as it stands."""
    found = get_object_or_404(company_journals(request), pk=pk)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() and len(typed) < LONGEST_NUMBER else 0
    try:
        acts.approve(journal=found, version=version, approved_by=request.user)
    except acts.CannotEnter as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Journal %(journal)s is approved.") % {"journal": found})
    return to_journal(request, found)
