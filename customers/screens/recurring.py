"""Recurring invoices: the list, the page of one, entering and changing, and generating what is due."""

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, submit_as_job, write
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.said import said
from customers import sql
from customers.free_text.drafts import ChangedMeanwhile, SentBefore
from customers.free_text.paying import paying
from customers.free_text.recurring import (
    RECURRING_INVOICES,
    BeginsTooEarly,
    Generated,
    alter_recurring,
    due_until,
    enter_recurring,
    generate_recurring,
    has_tax_in_prices,
    version_of,
)
from customers.models import Customer, FreeTextInvoice, RecurringInvoice
from customers.screens.filters import RecurringFilter
from customers.screens.recurring_forms import GenerateForm, RecurringForm, initial_of
from customers.screens.recurring_tables import RecurringTable, pattern_in_words

SHOWN_AT_MOST = 200
SUGGESTED_AT_MOST = 500


def company_recurring(request: CompanyRequest) -> "QuerySet[RecurringInvoice]":
    """Give the recurring invoices of the request's company."""
    return RecurringInvoice.objects.filter(company=request.company).select_related("customer", "template")


def recurring_invoices(request: CompanyRequest) -> HttpResponseBase:
    """List the recurring invoices."""
    waiting = Count("documents", filter=Q(documents__invoice__isnull=True))
    listing = ListPage(
        request,
        name="recurring-invoices",
        rows=company_recurring(request).annotate(generated=Count("documents"), waiting=waiting),
        table=RecurringTable,
        filters=RecurringFilter,
    )
    return listing.answer("customers/recurring_invoices.html", {"title": _("Recurring invoices")})


def recurring_invoice(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one recurring invoice: its pattern, its limits, what was generated, and what comes next."""
    found = get_object_or_404(company_recurring(request).select_related("customer__currency"), pk=pk)
    documents = FreeTextInvoice.objects.filter(recurring=found).select_related("invoice").order_by("-occurrence_date")
    context = {
        "title": _("Recurring invoice %(recurring)s") % {"recurring": found},
        "recurring": found,
        "facts": _facts(found, request.period.end_date),
        "documents": documents[:SHOWN_AT_MOST],
        "shown_at_most": SHOWN_AT_MOST,
    }
    return render(request, "customers/recurring_invoice.html", context)


def _facts(recurring: RecurringInvoice, until: date) -> list[tuple[str, object]]:
    currency = recurring.template.currency_id or recurring.customer.currency_id
    due = sql.next_occurrences(company_id=recurring.company_id, until=until, recurring=[recurring.pk])
    generated = FreeTextInvoice.objects.filter(recurring=recurring).aggregate(sum=Sum("net_amount", default=0))["sum"]
    most = recurring.maximum_amount
    facts: list[tuple[str, object]] = [
        (_("Template"), recurring.template),
        *paying().facts(paying().of_recurring([recurring.pk]).get(recurring.pk)),
        (_("Comes"), pattern_in_words(recurring)),
        (_("First day"), format_day(recurring.start_date)),
        (_("Last day"), format_day(recurring.end_date) if recurring.end_date else _("none")),
        (_("Due next"), format_day(due[recurring.pk]) if due else _("nothing in the period")),
        (
            _("Generated, including tax") if has_tax_in_prices(recurring) else _("Generated, before tax"),
            format_money(generated, currency),
        ),
    ]
    if most is not None:
        facts.append((_("Maximum together"), format_money(most, currency)))
    if recurring.release_days is not None:
        facts.append((_("Held for days"), recurring.release_days))
    return facts


# --- entering ---------------------------------------------------------------------------------------------------------


def new_recurring(request: CompanyRequest) -> HttpResponse:
    """Let a customer get a template again and again."""
    key, status = key_of(request), HTTPStatus.OK
    form = _form(request, {"start_date": request.period.end_date})
    if form.is_valid():
        try:
            made = enter_recurring(company=request.company, key=key, values=form.values(), paid_by=form.paid_by)
        except SentBefore as error:
            form.add_error(None, str(error))
            key, status = new_key(), HTTPStatus.CONFLICT
        else:
            messages.success(request, _("%(recurring)s is entered.") % {"recurring": made})
            return _to(request, made)
    return _form_page(request, form, _("New recurring invoice"), status, key=key)


def change_recurring(request: CompanyRequest, pk: int) -> HttpResponse:
    """Change a recurring invoice; one that somebody else changed meanwhile is told, and nothing is lost."""
    found = get_object_or_404(company_recurring(request), pk=pk)
    form = _form(request, initial_of(found))
    seen, status = request.POST.get("seen") or version_of(found), HTTPStatus.OK
    if form.is_valid():
        try:
            changed = alter_recurring(recurring=found, values=form.values(), paid_by=form.paid_by, seen=seen)
        except ChangedMeanwhile as error:
            form.add_error(None, str(error))
            found.refresh_from_db()
            seen, status = version_of(found), HTTPStatus.CONFLICT
        except BeginsTooEarly as error:
            form.add_error("start_date", str(error))
        else:
            messages.success(request, _("%(recurring)s is changed.") % {"recurring": changed})
            return _to(request, changed)
    title = _("Change %(document)s") % {"document": found}
    return _form_page(request, form, title, status, recurring=found, seen=seen)


def _form(request: CompanyRequest, initial: dict[str, Any]) -> RecurringForm:
    typed = request.POST if request.method == "POST" else None
    return RecurringForm(typed, initial=initial, today=request.today, company=request.company)


def _form_page(
    request: CompanyRequest, form: RecurringForm, title: str, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    customers = Customer.objects.filter(company=request.company, is_blocked=False).order_by("number")
    suggested = customers.values_list("number", "name")[:SUGGESTED_AT_MOST]
    shown = {"title": title, "form": form, "customers": suggested, **context}
    return render(request, "customers/recurring_form.html", shown, status=status)


def _to(request: CompanyRequest, recurring: RecurringInvoice) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "customers:recurring_invoice", pk=recurring.pk))


# --- generating -------------------------------------------------------------------------------------------------------


def generate(request: CompanyRequest) -> HttpResponse:
    """Show what is due until a day and what would be left out; generate it at once or as a job where that is asked."""
    typed = request.POST if request.method == "POST" else (request.GET if "until" in request.GET else None)
    form = GenerateForm(typed, initial={"until": request.period.end_date}, today=request.today, company=request.company)
    until = form.cleaned_data["until"] if form.is_valid() else request.period.end_date
    if request.method == "POST" and form.is_valid():
        return _as_job(request, until) if "job" in request.POST else _now(request, until)
    due = due_until(company=request.company, until=until)
    context = {
        "title": _("Generate recurring invoices"),
        "form": form,
        "until": until,
        "due": due,
        "key": new_key(),
        "shown_at_most": SHOWN_AT_MOST,
    }
    status = HTTPStatus.OK if not form.errors else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "customers/generate_recurring.html", context, status=status)


def _now(request: CompanyRequest, until: date) -> HttpResponse:
    generate_now = partial(generate_recurring, company=request.company, until=until, generated_by=request.user)
    generated: Generated = write(generate_now)
    tell = messages.warning if generated.left_out else messages.success
    tell(request, str(generated))
    return HttpResponseRedirect(page_url(request, "customers:free_text_invoices") + "?status=in_process&period=until")


def _as_job(request: CompanyRequest, until: date) -> HttpResponse:
    return submit_as_job(
        request,
        kind=RECURRING_INVOICES,
        description=said(lambda: _("Generate recurring invoices until %(day)s") % {"day": format_day(until)}),
        documents=None,
        back=HttpResponseRedirect(page_url(request, "customers:generate_recurring")),
        parameters={"until": until.isoformat()},
    )
