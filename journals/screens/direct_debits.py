"""Direct debit files: what one would collect, making it, its page, the file itself, and canceling it."""

from functools import partial
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.batch.screens.posting import key_of, new_key, write
from arclose.web.amounts import format_money
from arclose.web.days import format_moment
from arclose.web.forms import PlainForm
from arclose.web.links import page_url
from arclose.web.lists import ListPage
from journals.direct_debits.making import CannotMakeFile, PlanChanged, cancel_file, make_file
from journals.direct_debits.planning import plan, reasons_for_none
from journals.models import DirectDebitFile, JournalType
from journals.models.direct_debits import CURRENCY, MessageVersion
from journals.screens.direct_debit_tables import DirectDebitFileFilter, DirectDebitFileTable
from journals.screens.journals import company_journals, hidden_from


class VersionForm(PlainForm):
    """In which version of the message a file is made."""

    version = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=MessageVersion.choices,
        help_text=gettext_lazy("The newer one, unless the bank asks for the other."),
        widget=forms.Select({"class": "form-select"}),
    )


class CancelFileForm(PlainForm):
    """Why a file is canceled."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )


def company_files(request: CompanyRequest) -> "QuerySet[DirectDebitFile]":
    """Give the direct debit files of the request's company, but for those of journals that are kept from the user."""
    rows = DirectDebitFile.objects.filter(company=request.company).exclude(journal__in=hidden_from(request))
    return rows.select_related("journal__name", "made_by", "canceled_by")


def direct_debit_files(request: CompanyRequest) -> HttpResponseBase:
    """List the files that told a bank to collect."""
    listing = ListPage(
        request,
        name="direct-debits",
        rows=company_files(request).defer("content"),
        table=DirectDebitFileTable,
        filters=DirectDebitFileFilter,
    )
    return listing.answer("journals/direct_debit_files.html", {"title": _("Direct debit files")})


def direct_debit(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show what a file of a journal would collect, and make it as it was shown."""
    rows = company_journals(request).select_related("company", "name")
    journal = get_object_or_404(rows, pk=pk, name__journal_type=JournalType.PAYMENT)
    key, status = key_of(request), HTTPStatus.OK
    form = VersionForm(request.POST if request.method == "POST" else None)
    moment = timezone.localtime()
    if form.is_valid():
        make = partial(
            make_file,
            journal=journal,
            version=MessageVersion(form.cleaned_data["version"]),
            moment=moment,
            seen=request.POST.get("seen", ""),
            made_by=request.user,
            key=key,
        )
        try:
            made = write(make)
        except PlanChanged as changed:
            form.add_error(None, str(changed))
            status = HTTPStatus.CONFLICT
        except CannotMakeFile as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("File %(file)s is made: give it to the bank.") % {"file": made})
            return _to_file(request, made)
        key = new_key()
    found = plan(journal=journal, today=moment.date(), made_by=request.user)
    context = {
        "title": _("Direct debit file of %(journal)s") % {"journal": journal},
        "journal": journal,
        "plan": found,
        "currency": CURRENCY,
        "reasons": [] if found.collections or found.left_out else reasons_for_none(journal),
        "form": form,
        "key": key,
    }
    return render(request, "journals/direct_debit.html", context, status=status)


def direct_debit_file(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one file: who made it when, what it collects, and whether it was canceled."""
    found = get_object_or_404(company_files(request), pk=pk)
    return _show(request, found, CancelFileForm())


def _show(request: CompanyRequest, file: DirectDebitFile, form: CancelFileForm) -> HttpResponse:
    context = {
        "title": _("Direct debit file %(file)s") % {"file": file},
        "file": file,
        "facts": [
            (_("Format"), file.version),
            (_("Payments"), file.payment_count),
            (_("Amount"), format_money(file.amount, file.currency_id)),
            (_("Made by"), file.made_by),
            (_("Made"), format_moment(file.made_at)),
            (_("Digest"), file.digest),
        ],
        "collections": file.collections.select_related("payment__customer", "mandate__customer").order_by("pk"),
        "form": form,
    }
    return render(request, "journals/direct_debit_file.html", context)


def download_direct_debit(request: CompanyRequest, pk: int) -> HttpResponse:
    """Give the file as it was made."""
    found = get_object_or_404(company_files(request), pk=pk)
    headers = {"Content-Disposition": f'attachment; filename="{found.message_id}.xml"'}
    return HttpResponse(found.content.encode(), content_type="application/xml; charset=utf-8", headers=headers)


def cancel_direct_debit(request: CompanyRequest, pk: int) -> HttpResponse:
    """Cancel a file; its payments wait as before."""
    found = get_object_or_404(company_files(request), pk=pk)
    form = CancelFileForm(request.POST)
    if form.is_valid():
        cancel = partial(cancel_file, file=found, canceled_by=request.user, **form.cleaned_data)
        try:
            write(cancel)
        except CannotMakeFile as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("File %(file)s is canceled; its payments wait again.") % {"file": found})
            return _to_file(request, found)
    return _show(request, found, form)


def _to_file(request: CompanyRequest, file: DirectDebitFile) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "journals:direct_debit_file", pk=file.pk))
