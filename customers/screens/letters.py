"""Collection letters: the list, the page of one, and making them; what they do as interest notes do is PAGES."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import new_key, submit_as_job, submit_form, write
from arclose.ledger.models import Voucher
from arclose.web.days import format_day
from arclose.web.forms import DayField
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from arclose.web.said import said
from arclose.web.totals import Totals
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.jobs import WRITE_LETTERS
from customers.dunning.letters import letters_until, write_letters
from customers.models import CollectionSequence, Customer
from customers.models.dunning import UNPOSTED, NoteStatus
from customers.models.sending import SentType
from customers.papers.collection_letters import papers_of_collection_letters
from customers.screens.chosen import Listed
from customers.screens.letter_events import letter_events
from customers.screens.named_customers import NamedCustomersForm
from customers.screens.note_posting import NotePages, Words
from customers.screens.note_tables import LetterFilter, LetterTable
from customers.screens.sent_events import sent_events
from customers.screens.timelines import by_time

SHOWN_AT_MOST = 200


class WriteForm(NamedCustomersForm):
    """Until which day what is overdue is asked for, the date of the letters, and of whom."""

    until = DayField(label=gettext_lazy("Overdue until"))
    note_date = DayField(label=gettext_lazy("Date of the letters"))
    field_order = ["until", "note_date", "customers"]

    def clean_until(self) -> date:
        """Refuse days that are to come: what will be overdue on them nobody knows."""
        until: date = self.cleaned_data["until"]
        if until > self.today:
            raise ValidationError(_("What is overdue on a day to come nobody knows: choose today or an earlier day."))
        return until

    def clean_note_date(self) -> date:
        """Refuse days that are to come: a letter keeps what it asks for from the next one until its days are over."""
        note_date: date = self.cleaned_data["note_date"]
        if note_date > self.today:
            raise ValidationError(
                _("A letter of a day to come would hold back the next one: choose today or an earlier day.")
            )
        return note_date


PAGES = NotePages(
    kind=COLLECTION_LETTERS,
    filters=LetterFilter,
    one="collection_letter",
    many="collection_letters",
    papers=papers_of_collection_letters,
    amounts=("overdue_amount", "fee_amount", "tax_amount"),
    words=Words(
        title=gettext_lazy("Collection letters"),
        none_chosen=gettext_lazy("No collection letter was chosen. Tick some, or choose all of the filter."),
        choose=gettext_lazy("Tick from one up to %(count)d collection letters."),
        job=gettext_lazy("Post collection letters of %(company)s"),
        posted=ngettext_lazy(
            "%(count)d collection letter is posted.", "%(count)d collection letters are posted.", "count"
        ),
        deleted=ngettext_lazy(
            "%(count)d collection letter is deleted.", "%(count)d collection letters are deleted.", "count"
        ),
        reverse=gettext_lazy("Reverse collection letter %(note)s"),
        reverse_or_waive=gettext_lazy("Reverse or waive collection letter %(note)s"),
        reversed=gettext_lazy("The collection letter is reversed. What it asked for can be asked for again."),
        consequence=gettext_lazy(
            "Reversed, what it asks for goes back to the step before, unless a later letter for it stands."
        ),
        waiving=gettext_lazy("Waived, its fee goes back, and the letter stays with its step."),
        waived=gettext_lazy("The fee is waived. The letter stays."),
        reinstate=gettext_lazy("Reinstate the fee of collection letter %(note)s"),
        reinstated=gettext_lazy("The fee of collection letter %(note)s is charged again, by this one."),
    ),
)


def _numbered(request: CompanyRequest) -> "QuerySet[Any]":
    rows: QuerySet[Any] = PAGES.of(request).annotate(number=COLLECTION_LETTERS.labeled)
    return rows


LISTED = Listed(
    route="customers:collection_letters",
    rows=_numbered,
    filters=LetterFilter,
    table=LetterTable,
    dated="note_date",
    none_chosen=PAGES.words.none_chosen,
)


def collection_letters(request: CompanyRequest) -> HttpResponseBase:
    """List the collection letters."""
    may_post = request.may_open("customers:post_collection_letters", "POST")
    listing = ListPage(
        request,
        name="collection-letters",
        rows=PAGES.of(request).select_related("customer", "letter_code"),
        table=LetterTable,
        filters=LetterFilter,
        totals=Totals(currency="currency_id", amounts={name: name for name in PAGES.amounts}),
        may_choose=may_post,
    )
    context = {
        "title": _("Collection letters"),
        "key": new_key(),
        "options": submit_form(request),
        "pages": PAGES,
        "actions": "customers/letter_actions.html" if may_post else "",
    }
    return listing.answer("customers/collection_letters.html", context)


def collection_letter(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one collection letter: what it asks for, its fee, and the voucher it became."""
    rows = PAGES.of(request).select_related(
        "customer",
        "currency",
        "letter_code__sequence",
        "created_by",
        "posting__posted_by",
        "reversal__posted_by",
        "reinstates",
    )
    found = get_object_or_404(rows, pk=pk)
    vouchers = Voucher.objects.filter(
        company=request.company, document_type=COLLECTION_LETTERS.document_type, document_id=pk
    )
    code = found.letter_code
    facts = [
        (_("Date"), format_day(found.note_date)),
        (_("Overdue until"), format_day(found.until_date)),
        (_("Step"), f"{found.code_number} {code.name}"),
        (capfirst(pgettext("of letters", "sequence")), f"{code.sequence.code} {code.sequence.name}"),
        (_("Made by"), found.created_by),
    ]
    context = {
        "title": _("Collection letter %(letter)s") % {"letter": found},
        "pages": PAGES,
        "note": found,
        "total": found.overdue_amount + COLLECTION_LETTERS.total_of(found),
        "lines": found.lines.select_related("transaction__invoice").order_by("line_number"),
        "voucher": vouchers.select_related("reversed_by").first(),
        "facts": facts,
        "events": by_time([*letter_events(request, [found]), *sent_events(request, SentType.COLLECTION_LETTER, [pk])]),
        "is_waiting": found.status in UNPOSTED,
        "is_posted": found.status == NoteStatus.POSTED,
        "charges": bool(COLLECTION_LETTERS.total_of(found)),
        **PAGES.reinstating(found),
        "key": new_key(),
    }
    return render(request, "customers/collection_letter.html", context)


def write_collection_letters(request: CompanyRequest) -> HttpResponse:
    """Show what is to be asked for until a day; make the letters at once or as a job where that is asked."""
    usual = min(request.period.end_date, request.today)
    typed = request.POST if request.method == "POST" else (request.GET if "until" in request.GET else None)
    named = request.GET.get("customers", "")
    initial = {"until": usual, "note_date": usual, "customers": named}
    form = WriteForm(typed, initial=initial, today=request.today, company=request.company)
    is_valid = form.is_valid()
    until = form.cleaned_data["until"] if is_valid else usual
    note_date = form.cleaned_data["note_date"] if is_valid else usual
    numbered = form.cleaned_data["customers"] if is_valid else _named(request, named)
    customers = [one.pk for one in numbered] if numbered or named else None
    if request.method == "POST" and is_valid:
        write_them = _as_job if "job" in request.POST else _now
        return write_them(request, until, note_date, customers)
    context = {
        "title": _("Make collection letters"),
        "form": form,
        "until": until,
        "note_date": note_date,
        "named": typed.get("customers", "") if typed is not None else named,
        "askings": letters_until(company=request.company, until=until, customers=customers),
        "has_sequences": CollectionSequence.objects.filter(company=request.company).exists(),
        "key": new_key(),
        "shown_at_most": SHOWN_AT_MOST,
    }
    status = HTTPStatus.OK if not form.errors else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "customers/write_collection_letters.html", context, status=status)


def _named(request: CompanyRequest, number: str) -> list[Customer]:
    """Give the customer that a link to the page names; none where it names none."""
    return list(Customer.objects.filter(company=request.company, number=number)) if number else []


def _now(request: CompanyRequest, until: date, letter_date: date, customers: Sequence[int] | None) -> HttpResponse:
    values: dict[str, Any] = {
        "company": request.company,
        "until": until,
        "letter_date": letter_date,
        "created_by": request.user,
        "customers": customers,
    }
    made = write(partial(write_letters, **values))
    (messages.success if made.letters else messages.warning)(request, str(made))
    return HttpResponseRedirect(page_url(request, "customers:collection_letters") + "?period=until")


def _as_job(request: CompanyRequest, until: date, letter_date: date, customers: Sequence[int] | None) -> HttpResponse:
    parameters: dict[str, Any] = {"until": until.isoformat(), "note_date": letter_date.isoformat()}
    return submit_as_job(
        request,
        kind=WRITE_LETTERS,
        description=said(lambda: _("Make collection letters until %(day)s") % {"day": format_day(until)}),
        documents=None,
        back=HttpResponseRedirect(page_url(request, "customers:write_collection_letters")),
        parameters=parameters if customers is None else parameters | {"customers": list(customers)},
    )
