"""Give the books of some days as a file: ledger entries, customer transactions, the Dutch audit file."""

from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.requests import CompanyRequest
from arclose.ledger.outcomes import CannotPost
from arclose.web.forms import DatedForm, DayField
from customers.books.kinds import CONTENT_TYPES, BooksFile, BooksKind, FileForm, forms_of, total_now, write_books
from customers.books.rows import Days

_SELECT = {"class": "form-select"}


class BooksForm(DatedForm):
    """Which file, in which form, of which days."""

    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=BooksKind.choices, widget=forms.Select(_SELECT))
    file_form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=FileForm.choices,
        widget=forms.Select(_SELECT),
        help_text=gettext_lazy("The audit file is XAF; entries and transactions are CSV, XLSX or JSON lines."),
    )
    since = DayField(label=gettext_lazy("From"))
    until = DayField(label=gettext_lazy("Until"))

    def clean(self) -> dict[str, Any]:
        """Refuse a form that the file does not come in, and days in the wrong order."""
        values = super().clean() or {}
        if "kind" in values and "file_form" in values and values["file_form"] not in forms_of(values["kind"]):
            known = ", ".join(str(form.label) for form in forms_of(values["kind"]))
            self.add_error("file_form", _("This file is written as %(forms)s.") % {"forms": known})
        if values.get("since") and values.get("until") and values["until"] < values["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return values


def books(request: CompanyRequest) -> HttpResponse:
    """Show which files of the books there are, with what each comes to in the period."""
    form = BooksForm(today=request.today, initial=_of_period(request))
    return _page(request, form)


def export_books(request: CompanyRequest) -> HttpResponseBase:
    """Give the file that was asked for, or say what is wrong with what was typed."""
    form = BooksForm(request.GET, today=request.today)
    if not form.is_valid():
        return _page(request, form)
    values = form.cleaned_data
    asked = BooksFile(request.company, values["kind"], values["file_form"], Days(values["since"], values["until"]))
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        write_books(file, asked, created_on=request.today)
    except CannotPost as error:
        file.close()
        form.add_error(None, str(error))
        return _page(request, form)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=asked.name, content_type=CONTENT_TYPES[FileForm(asked.form)])


def _page(request: CompanyRequest, form: BooksForm) -> HttpResponse:
    days = Days(request.period.start_date, request.period.end_date)
    totals = [
        (kind.label, total_now(BooksFile(request.company, kind, "", days)))
        for kind in (BooksKind.ENTRIES, BooksKind.TRANSACTIONS)
    ]
    context = {"title": _("Export of the books"), "form": form, "totals": totals}
    return render(request, "customers/books.html", context)


def _of_period(request: CompanyRequest) -> dict[str, Any]:
    return {"since": request.period.start_date, "until": request.period.end_date}
