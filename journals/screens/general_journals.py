"""General journals: the list, a new one, the page of one with its vouchers, and a copy of one."""

from functools import partial

from django.contrib import messages
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, submit_form, write
from arclose.web.lists import ListPage
from journals import acts
from journals.models import GeneralVoucher, Journal, JournalType, VoucherStatus
from journals.screens.journals import (
    begin_journal,
    company_journals,
    counted_in_journal,
    facts_of_journal,
    to_journal,
)
from journals.screens.payment_forms import CopyForm
from journals.screens.payment_tables import GeneralJournalTable, JournalFilter
from journals.views import company_vouchers, list_of_vouchers
from journals.vouchers import copy_into


def general_journals(request: CompanyRequest) -> HttpResponseBase:
    """List the general journals."""
    rows = company_journals(request).filter(name__journal_type=JournalType.GENERAL)
    vouchers = GeneralVoucher.objects.filter(company=request.company)
    rows = rows.annotate(
        shown=Concat(F("name__code"), Value("-"), Cast("pk", CharField())),
        voucher_count=counted_in_journal(vouchers),
        open_count=counted_in_journal(vouchers.filter(status=VoucherStatus.OPEN)),
        created_on=TruncDate("created_at"),
    )
    listing = ListPage(request, name="general-journals", rows=rows, table=GeneralJournalTable, filters=JournalFilter)
    return listing.answer("journals/general_journals.html", {"title": _("General journals")})


def new_general_journal(request: CompanyRequest) -> HttpResponse:
    """Begin a general journal."""
    return begin_journal(
        request,
        journal_type=JournalType.GENERAL,
        title=_("New general journal"),
        template="journals/new_general_journal.html",
    )


def general_journal(request: CompanyRequest, pk: int) -> HttpResponseBase:
    """Show one journal: its head, and the vouchers in it."""
    found = _found(request, pk)
    listing = list_of_vouchers(request, company_vouchers(request).filter(journal=found))
    waiting = acts.waiting_in(found).count()
    context = {
        "title": _("General journal %(journal)s") % {"journal": found},
        "journal": found,
        "facts": facts_of_journal(found),
        "waiting": waiting,
        "needs_approval": bool(waiting and found.name.needs_approval and not found.approved_by_id),
        "key": new_key(),
        "options": submit_form(request),
        "actions": "journals/voucher_actions.html" if request.may_open("journals:post_vouchers", "POST") else "",
    }
    return listing.answer("journals/general_journal.html", context)


def copy_journal(request: CompanyRequest, pk: int) -> HttpResponse:
    """Copy the vouchers of a journal into a new one, on one day or each on its own."""
    found = _found(request, pk)
    key = key_of(request)
    form = CopyForm(request.POST if request.method == "POST" else None, today=request.today)
    if form.is_valid():
        try:
            made, count = write(partial(_copy, request, found, form, key))
        except acts.CannotEnter as error:
            form.add_error(None, str(error))
            key = new_key()
        else:
            facts = {"journal": made, "count": count}
            messages.success(request, _("Journal %(journal)s has copies of %(count)s vouchers.") % facts)
            return to_journal(request, made)
    context = {"title": _("Copy journal %(journal)s") % {"journal": found}, "journal": found, "form": form, "key": key}
    return render(request, "journals/copy_journal.html", context)


def _copy(request: CompanyRequest, journal: Journal, form: CopyForm, key: str) -> tuple[Journal, int]:
    text = _("Copy of %(journal)s") % {"journal": journal}
    made = acts.begin_journal(company=request.company, name=journal.name, text=text, created_by=request.user, key=key)
    if made.general_vouchers.exists():
        return made, made.general_vouchers.count()
    return made, copy_into(journal=made, source=journal, day=form.cleaned_data["day"], copied_by=request.user)


def _found(request: CompanyRequest, pk: int) -> Journal:
    return get_object_or_404(company_journals(request), pk=pk, name__journal_type=JournalType.GENERAL)
