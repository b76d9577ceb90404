"""Interest notes: the list, the page of one, and calculating; what letters do too is :data:`PAGES`."""

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key, submit_as_job, submit_form, write
from arclose.ledger.models import Voucher
from arclose.web.days import format_day
from arclose.web.forms import DatedForm, DayField
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.said import said
from arclose.web.totals import Totals
from customers.dunning.calculating import calculate_interest, interest_until
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.jobs import CALCULATE_INTEREST
from customers.dunning.ranges import range_of
from customers.models import InterestCode
from customers.models.dunning import UNPOSTED, NoteStatus
from customers.papers.interest_notes import papers_of_interest_notes
from customers.screens.note_posting import NotePages, Words
from customers.screens.note_tables import InterestFilter, InterestTable

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


PAGES = NotePages(
    kind=INTEREST_NOTES,
    filters=InterestFilter,
    one="interest_note",
    many="interest_notes",
    papers=papers_of_interest_notes,
    amounts=("interest_amount", "fee_amount"),
    words=Words(
        title=gettext_lazy("Interest notes"),
        none_chosen=gettext_lazy("No interest note was chosen. Tick some, or choose all of the filter."),
        choose=gettext_lazy("Tick from one up to %(count)d interest notes."),
        job=gettext_lazy("Post interest notes of %(company)s"),
        posted=ngettext_lazy("%(count)d interest note is posted.", "%(count)d interest notes are posted.", "count"),
        deleted=ngettext_lazy("%(count)d interest note is deleted.", "%(count)d interest notes are deleted.", "count"),
        reverse=gettext_lazy("Reverse interest note %(note)s"),
        reverse_or_waive=gettext_lazy("Reverse or waive interest note %(note)s"),
        reversed=gettext_lazy("The interest note is reversed. Its days can be charged again."),
        consequence=gettext_lazy("Reversed, its days can be charged again."),
        waiving=gettext_lazy("Waived, its days are not charged again."),
        waived=gettext_lazy("The interest note is waived. Its days are not charged again."),
        reinstate=gettext_lazy("Reinstate interest note %(note)s"),
        reinstated=gettext_lazy("What was waived of interest note %(note)s is charged again, by this one."),
    ),
)


def interest_notes(request: CompanyRequest) -> HttpResponseBase:
    """List the interest notes."""
    may_post = request.may_open("customers:post_interest_notes", "POST")
    listing = ListPage(
        request,
        name="interest-notes",
        rows=PAGES.of(request).select_related("customer"),
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
        "pages": PAGES,
        "actions": "customers/note_actions.html" if may_post else "",
    }
    return listing.answer("customers/interest_notes.html", context)


def interest_note(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one interest note: which days of what it charges, and the voucher it became."""
    rows = PAGES.of(request).select_related(
        "customer", "currency", "interest_code", "created_by", "posting", "reinstates"
    )
    found = get_object_or_404(rows, pk=pk)
    charging = found.reinstates or found
    vouchers = Voucher.objects.filter(
        company=request.company, document_type=INTEREST_NOTES.document_type, document_id=pk
    )
    context = {
        "title": _("Interest note %(note)s") % {"note": found},
        "pages": PAGES,
        "note": found,
        "total": found.interest_amount + found.fee_amount,
        "lines": [
            (line, range_of(line, request.company))
            for line in charging.lines.select_related("transaction__invoice").order_by("line_number")
        ],
        "voucher": vouchers.select_related("reversed_by").first(),
        "facts": [
            (_("Date"), format_day(found.note_date)),
            (_("Charged until"), format_day(found.until_date)),
            (_("Interest code"), f"{found.interest_code.code} {found.interest_code.name}"),
            (_("Reinstated by") if found.reinstates else _("Calculated by"), found.created_by),
        ],
        "is_waiting": found.status in UNPOSTED,
        "is_posted": found.status == NoteStatus.POSTED,
        "charges": bool(INTEREST_NOTES.total_of(found)),
        **PAGES.reinstating(found),
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
