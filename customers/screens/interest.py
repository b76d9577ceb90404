"""Interest notes: calculating, the list, the page of one, printing, deleting and reversing."""

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import (
    POSTED_NOW_AT_MOST,
    key_of,
    new_key,
    submit_as_job,
    submit_form,
    write,
    write_for,
)
from arclose.ledger.models import Voucher
from arclose.web.days import format_day
from arclose.web.forms import DatedForm, DayField
from arclose.web.links import back_to_list, page_url
from arclose.web.lists import ListPage
from arclose.web.said import said
from arclose.web.selection import selected_rows
from arclose.web.totals import Totals
from customers.dunning.calculating import calculate_interest, delete_notes, interest_until
from customers.dunning.jobs import CALCULATE_INTEREST
from customers.dunning.posting import INTEREST_NOTE
from customers.dunning.reversing import reverse_interest_notes
from customers.models import InterestCode, InterestNote
from customers.models.interest import UNPOSTED, NoteStatus
from customers.papers import runs
from customers.papers.interest_notes import papers_of_interest_notes
from customers.screens.forms import ReasonForm
from customers.screens.interest_tables import InterestFilter, InterestTable
from customers.screens.papers import pdf_response, shown_paper

SHOWN_AT_MOST = 200


class CalculateForm(DatedForm):
    """Until which day interest is charged, and the date of the notes."""

    until = DayField(label=gettext_lazy("Charged until"))
    note_date = DayField(label=gettext_lazy("Date of the notes"))

    def clean_until(self) -> date:
        """Refuse days that are to come: what will be open on them nobody knows."""
        until: date = self.cleaned_data["until"]
        if until > self.today:
            raise ValidationError(_("Interest is charged on days that were: choose today or an earlier day."))
        return until


class ReverseNoteForm(DatedForm, ReasonForm):
    """When and why a note is reversed."""

    day = DayField(label=gettext_lazy("Date"))
    field_order = ["day", "reason"]


def company_notes(request: CompanyRequest) -> "QuerySet[InterestNote]":
    """Give the interest notes of the request's company."""
    return InterestNote.objects.filter(company=request.company)


def interest_notes(request: CompanyRequest) -> HttpResponseBase:
    """List the interest notes."""
    may_post = request.may_open("customers:post_interest_notes", "POST")
    listing = ListPage(
        request,
        name="interest-notes",
        rows=company_notes(request).select_related("customer"),
        table=InterestTable,
        filters=InterestFilter,
        totals=Totals(
            currency="currency_id", amounts={"interest_amount": "interest_amount", "fee_amount": "fee_amount"}
        ),
        may_choose=may_post,
    )
    context = {
        "title": _("Interest notes"),
        "key": new_key(),
        "options": submit_form(request),
        "actions": "customers/interest_actions.html" if may_post else "",
    }
    return listing.answer("customers/interest_notes.html", context)


def interest_note(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one interest note: which days of what it charges, and the voucher it became."""
    rows = company_notes(request).select_related("customer", "currency", "interest_code", "created_by", "posting")
    found = get_object_or_404(rows, pk=pk)
    vouchers = Voucher.objects.filter(company=request.company, document_type=INTEREST_NOTE, document_id=pk)
    context = {
        "title": _("Interest note %(note)s") % {"note": found},
        "note": found,
        "total": found.interest_amount + found.fee_amount,
        "lines": found.lines.select_related("transaction__invoice").order_by("line_number"),
        "voucher": vouchers.select_related("reversed_by").first(),
        "facts": [
            (_("Date"), format_day(found.note_date)),
            (_("Charged until"), format_day(found.until_date)),
            (_("Interest code"), f"{found.interest_code.code} {found.interest_code.name}"),
            (_("Calculated by"), found.created_by),
        ],
        "is_waiting": found.status in UNPOSTED,
        "is_posted": found.status == NoteStatus.POSTED,
        "key": new_key(),
    }
    return render(request, "customers/interest_note.html", context)


# --- calculating ------------------------------------------------------------------------------------------------------


def calculate(request: CompanyRequest) -> HttpResponse:
    """Show what is to be charged until a day; make the notes at once or as a job where that is asked."""
    usual = min(request.period.end_date, request.today)
    typed = request.POST if request.method == "POST" else (request.GET if "until" in request.GET else None)
    form = CalculateForm(typed, initial={"until": usual, "note_date": usual}, today=request.today)
    is_valid = form.is_valid()
    until = form.cleaned_data["until"] if is_valid else usual
    note_date = form.cleaned_data["note_date"] if is_valid else usual
    if request.method == "POST" and is_valid:
        return _as_job(request, until, note_date) if "job" in request.POST else _now(request, until, note_date)
    context = {
        "title": _("Calculate interest"),
        "form": form,
        "until": until,
        "note_date": note_date,
        "charges": interest_until(company=request.company, until=until),
        "has_codes": InterestCode.objects.filter(company=request.company).exists(),
        "key": new_key(),
        "shown_at_most": SHOWN_AT_MOST,
    }
    status = HTTPStatus.OK if not form.errors else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "customers/calculate_interest.html", context, status=status)


def _now(request: CompanyRequest, until: date, note_date: date) -> HttpResponse:
    values: dict[str, Any] = {
        "company": request.company,
        "until": until,
        "note_date": note_date,
        "created_by": request.user,
    }
    made = write(partial(calculate_interest, **values))
    (messages.success if made.notes else messages.warning)(request, str(made))
    return HttpResponseRedirect(page_url(request, "customers:interest_notes") + "?period=until")


def _as_job(request: CompanyRequest, until: date, note_date: date) -> HttpResponse:
    return submit_as_job(
        request,
        kind=CALCULATE_INTEREST,
        description=said(lambda: _("Calculate interest until %(day)s") % {"day": format_day(until)}),
        documents=None,
        back=HttpResponseRedirect(page_url(request, "customers:calculate_interest")),
        parameters={"until": until.isoformat(), "note_date": note_date.isoformat()},
    )


# --- printing, deleting, reversing ------------------------------------------------------------------------------------


def interest_note_pdf(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show an interest note as it is sent."""
    return shown_paper(
        request, papers_of_interest_notes(company=request.company, notes=company_notes(request).filter(pk=pk))
    )


def print_notes(request: CompanyRequest) -> HttpResponse:
    """Give the chosen interest notes as one PDF, and note that they are printed."""
    chosen = _chosen(request)
    if chosen is None:
        return back_to_list(request, "customers:interest_notes")
    notes = company_notes(request).filter(pk__in=chosen).order_by("note_date", "pk")
    content = runs.merged(papers_of_interest_notes(company=request.company, notes=notes))
    notes.filter(status=NoteStatus.CREATED).update(status=NoteStatus.PRINTED)
    return pdf_response(content, name="interest-notes")


def delete(request: CompanyRequest) -> HttpResponse:
    """Delete the chosen interest notes that are not posted."""
    chosen = _chosen(request)
    if chosen is not None:
        count = write(partial(delete_notes, company=request.company, notes=chosen))
        text = ngettext("%(count)d interest note is deleted.", "%(count)d interest notes are deleted.", count)
        messages.success(request, text % {"count": count})
        if count < len(chosen):
            messages.warning(request, _("What is posted stays: reverse it on its own page."))
    return back_to_list(request, "customers:interest_notes")


def _chosen(request: CompanyRequest) -> list[int] | None:
    """Give the ids of the chosen notes; None, and say so, where none or too many are."""
    chosen = selected_rows(request, rows=company_notes(request), filters=InterestFilter)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
    if ids and len(ids) <= POSTED_NOW_AT_MOST:
        return ids
    text = _("Tick from one up to %(count)d interest notes.") % {"count": POSTED_NOW_AT_MOST}
    messages.warning(request, text)
    return None


def reverse(request: CompanyRequest, pk: int) -> HttpResponse:
    """Ask for day and reason, then reverse a posted interest note."""
    found = get_object_or_404(company_notes(request).select_related("customer"), pk=pk)
    key = key_of(request)
    initial = {"day": max(min(request.today, request.period.end_date), found.note_date)}
    form = ReverseNoteForm(request.POST if request.method == "POST" else None, today=request.today, initial=initial)
    if form.is_valid() and _reversed(request, found, form, key):
        messages.success(request, _("The interest note is reversed. Its days can be charged again."))
        return HttpResponseRedirect(page_url(request, "customers:interest_note", pk=pk))
    context = {"title": _("Reverse interest note %(note)s") % {"note": found}, "note": found, "form": form, "key": key}
    return render(request, "customers/reverse_interest.html", context)


def _reversed(request: CompanyRequest, note: InterestNote, form: ReverseNoteForm, key: str) -> bool:
    act = partial(
        reverse_interest_notes,
        company=request.company,
        documents=[note.pk],
        **form.cleaned_data,
        undone_by=request.user,
        key=key,
    )
    outcome = write_for(form, act)
    return outcome is not None and not outcome.left_out
