"""What the pages of interest notes and of collection letters do alike: preview, post, print, delete and reverse.

A kind of document names its routes and words; the list and the page of one are its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.batch.models import JobTask
from arclose.batch.screens.late_selection import found_now
from arclose.batch.screens.posting import (
    POSTED_NOW_AT_MOST,
    carried_options,
    key_of,
    new_key,
    submit_as_job,
    tell_the_others,
    write,
    write_for,
)
from arclose.batch.screens.seen import seen_by, signed
from arclose.ledger.models import Voucher
from arclose.ledger.outcomes import CannotPost, Outcome
from arclose.ledger.seen import NotAsSeen
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from arclose.web.filters import ListFilter
from arclose.web.links import back_to_list, page_url
from arclose.web.said import said
from arclose.web.selection import selected_rows
from customers.dunning.deleting import delete_notes
from customers.dunning.notes import NoteKind
from customers.dunning.posting import post_notes
from customers.dunning.previewing import post_notes_as_seen, preview_notes
from customers.dunning.refusals import title_of
from customers.dunning.reinstating import reinstate_note
from customers.dunning.reversing import reverse_notes
from customers.models.dunning import TAKEN_BACK, UNPOSTED, NoteStatus
from customers.papers import runs
from customers.papers.paper import Paper
from customers.previewing import differences
from customers.screens.note_forms import REVERSE, TAKEN_BACK_OTHERWISE, WAIVE, ReinstateForm, TakeBackForm
from customers.screens.papers import pdf_response, shown_paper

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _stays_waived(reinstating: Any) -> str:
    """Say what becomes of what a document charged again, when that is reversed."""
    return _("%(note)s stays waived, and can be reinstated again.") % {"note": reinstating.reinstates}


@dataclass(frozen=True)
class Words:
    """What the pages of a kind of document say of it; ``posted`` and ``deleted`` have a ``count``."""

    title: "_StrOrPromise"
    none_chosen: "_StrOrPromise"
    choose: "_StrOrPromise"
    job: "_StrOrPromise"
    posted: Any
    deleted: Any
    reverse: "_StrOrPromise"
    reverse_or_waive: "_StrOrPromise"
    reversed: "_StrOrPromise"
    consequence: "_StrOrPromise"
    waiving: "_StrOrPromise"
    waived: "_StrOrPromise"
    reinstate: "_StrOrPromise"
    reinstated: "_StrOrPromise"


@dataclass(frozen=True, eq=False)
class NotePages:
    """The pages of a kind of document beside its list and the page of one.

    ``one`` and ``many`` are how routes call it: ``interest_note``, ``interest_notes``. ``papers`` gives documents as
    papers. ``amounts`` are the fields that a preview shows.
    """

    kind: NoteKind
    filters: type[ListFilter]
    one: str
    many: str
    papers: Callable[..., list[Paper]]
    amounts: Sequence[str]
    words: Words

    @property
    def routes(self) -> dict[str, str]:
        """Name the routes by what they do."""
        names = {"list": self.many, "page": self.one, "pdf": f"{self.one}_pdf"}
        names |= {act: f"{act}_{self.one}" for act in ("reverse", "reinstate")}
        names |= {act: f"{act}_{self.many}" for act in ("print", "delete", "preview", "post")}
        return {act: f"customers:{name}" for act, name in (names | {"job": f"post_{self.many}_as_job"}).items()}

    def paths(self, at: str) -> list[URLPattern]:
        """Give the addresses of the pages, below that of the list."""
        named = {act: name.removeprefix("customers:") for act, name in self.routes.items()}
        return [
            path(f"{at}print/", self.print, name=named["print"]),
            path(f"{at}delete/", self.delete, name=named["delete"]),
            path(f"{at}preview/", self.preview, name=named["preview"]),
            path(f"{at}post/", self.post, name=named["post"]),
            path(f"{at}job/", self.post_as_job, name=named["job"]),
            path(f"{at}<int:pk>/pdf", self.pdf, name=named["pdf"]),
            path(f"{at}<int:pk>/reverse/", self.reverse, name=named["reverse"]),
            path(f"{at}<int:pk>/reinstate/", self.reinstate, name=named["reinstate"]),
        ]

    def of(self, request: CompanyRequest) -> "QuerySet[Any]":
        """Give the documents of the request's company."""
        return self.kind.of(request.company)

    def back(self, request: CompanyRequest) -> HttpResponse:
        """Lead back to the list, as it was."""
        return back_to_list(request, self.routes["list"])

    def select(self, task: JobTask) -> "QuerySet[Any, Any]":
        """Give (id, date, label) of what the filter of a task finds now and that is not posted."""
        found = found_now(task, rows=self.kind.notes.objects.all(), filters=self.filters)
        waiting = found.filter(status__in=UNPOSTED).annotate(label=self.kind.labeled)
        rows: QuerySet[Any, Any] = waiting.values_list("pk", "note_date", "label")
        return rows

    # --- preview and post ---------------------------------------------------------------------------------------------

    def preview(self, request: CompanyRequest) -> HttpResponse:
        """Show what posting the chosen documents would make, and post nothing."""
        ids = self._ids(request)
        return self._show_preview(request, ids) if ids else self.back(request)

    def _show_preview(
        self, request: CompanyRequest, ids: Sequence[int], *, changed: NotAsSeen | None = None
    ) -> HttpResponse:
        found, errors = None, []
        try:
            found = preview_notes(self.kind, company=request.company, documents=ids, previewed_by=request.user)
        except CannotPost as error:
            errors = [str(error)]
        context = {
            "title": _("Preview: %(documents)s") % {"documents": str(self.words.title).lower()},
            "pages": self,
            "preview": found,
            "columns": [self.kind.notes._meta.get_field(name).verbose_name for name in self.amounts],
            "made": [(one, [getattr(one, name) for name in self.amounts]) for one in found.documents] if found else [],
            "errors": errors,
            "changes": self._changes(request, changed) if changed else [],
            "ids": ids,
            "seen": signed(found.seen) if found else "",
            "key": new_key(),
            "carried": carried_options(request),
            "query": request.GET.urlencode(),
        }
        return render(request, "customers/note_preview.html", context)

    def _changes(self, request: CompanyRequest, changed: NotAsSeen) -> list[tuple[Any, str]]:
        found = differences(seen=changed.seen, now=changed.now, titled=title_of)
        known = self.of(request).in_bulk([pk for pk, _text in found])
        return [(known.get(pk), text) for pk, text in found]

    def post(self, request: CompanyRequest) -> HttpResponse:
        """Post the chosen documents at once, as a preview showed them where there was one."""
        ids = self._ids(request)
        if ids:
            try:
                self._tell(request, write(partial(self._post, request, ids)))
            except NotAsSeen as changed:
                return self._show_preview(request, ids, changed=changed)
            except CannotPost as error:
                messages.error(request, str(error))
        if len(ids) == 1:
            return HttpResponseRedirect(page_url(request, self.routes["page"], pk=ids[0]))
        return self.back(request)

    def _post(self, request: CompanyRequest, ids: Sequence[int]) -> Outcome:
        values: dict[str, Any] = {
            "company": request.company,
            "documents": ids,
            "posted_by": request.user,
            "key": key_of(request),
        }
        seen = seen_by(request)
        return post_notes(self.kind, **values) if seen is None else post_notes_as_seen(self.kind, **values, seen=seen)

    def _tell(self, request: CompanyRequest, outcome: Outcome) -> None:
        if outcome.posted:
            messages.success(request, str(self.words.posted % {"count": len(outcome.posted)}))
        tell_the_others(request, outcome, named=f"{self.kind.label}-{{}}".format)

    def post_as_job(self, request: CompanyRequest) -> HttpResponse:
        """Submit the chosen documents as a job."""
        chosen = selected_rows(request, rows=self.of(request), filters=self.filters)
        labeled = chosen.filter(status__in=UNPOSTED).annotate(label=self.kind.labeled).order_by("note_date", "pk")
        return submit_as_job(
            request,
            kind=self.kind.name,
            description=said(lambda: str(self.words.job) % {"company": request.company.code}),
            documents=labeled.values_list("pk", "note_date", "label"),
            back=self.back(request),
            none_chosen=str(self.words.none_chosen),
            has_options=True,
        )

    def _ids(self, request: CompanyRequest) -> list[int]:
        """Give the ids of the chosen documents; none, and say so, where none or too many are."""
        chosen = selected_rows(request, rows=self.of(request), filters=self.filters)
        ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
        if not ids:
            messages.warning(request, str(self.words.none_chosen))
        elif len(ids) > POSTED_NOW_AT_MOST:
            error = _("At once, up to %(count)s documents are posted. Post these as a job, or choose fewer.")
            messages.error(request, error % {"count": POSTED_NOW_AT_MOST})
            return []
        return ids

    # --- print, delete, reverse ---------------------------------------------------------------------------------------

    def pdf(self, request: CompanyRequest, pk: int) -> HttpResponse:
        """Show a document as it is sent."""
        return shown_paper(request, self.papers(company=request.company, notes=self.of(request).filter(pk=pk)))

    def print(self, request: CompanyRequest) -> HttpResponse:
        """Give the chosen documents as one PDF, and note that they are printed."""
        chosen = self._few(request)
        if chosen is None:
            return self.back(request)
        notes = self.of(request).filter(pk__in=chosen).order_by("note_date", "pk")
        content = runs.merged(self.papers(company=request.company, notes=notes))
        notes.filter(status=NoteStatus.CREATED).update(status=NoteStatus.PRINTED)
        return pdf_response(content, name=self.many.replace("_", "-"))

    def delete(self, request: CompanyRequest) -> HttpResponse:
        """Delete those of the chosen documents that are not posted."""
        chosen = self._few(request)
        if chosen is not None:
            count = write(partial(delete_notes, self.kind, company=request.company, notes=chosen))
            messages.success(request, str(self.words.deleted % {"count": count}))
            if count < len(chosen):
                messages.warning(request, _("What is posted stays: reverse it on its own page."))
        return self.back(request)

    def _few(self, request: CompanyRequest) -> list[int] | None:
        """Give the ids of the chosen documents; None, and say so, where none or too many are."""
        chosen = selected_rows(request, rows=self.of(request), filters=self.filters)
        ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: POSTED_NOW_AT_MOST + 1])
        if ids and len(ids) <= POSTED_NOW_AT_MOST:
            return ids
        messages.warning(request, str(self.words.choose) % {"count": POSTED_NOW_AT_MOST})
        return None

    def reverse(self, request: CompanyRequest, pk: int) -> HttpResponse:
        """Ask for day and reason, then reverse a posted document, or waive what it charges."""
        found = get_object_or_404(self.of(request).select_related("customer", "reinstates"), pk=pk)
        key = key_of(request)
        initial = {
            "day": max(min(request.today, request.period.end_date), found.note_date),
            "act": request.GET.get("act", REVERSE),
        }
        typed = {"act": REVERSE, **request.POST.dict()} if request.method == "POST" else None
        charges = bool(self.kind.total_of(found))
        may_waive = charges and not found.reinstates
        form = TakeBackForm(typed, today=request.today, initial=initial, charges=may_waive)
        if form.is_valid() and self._reversed(request, found, form, key):
            is_waived = form.cleaned_data["act"] == WAIVE
            said_of_it = self.words.waived if is_waived else self.words.reversed
            messages.success(request, _stays_waived(found) if found.reinstates else str(said_of_it))
            return HttpResponseRedirect(page_url(request, self.routes["page"], pk=pk))
        consequences = [self.words.consequence, *([self.words.waiving] if may_waive else [])]
        context = {
            "title": str(self.words.reverse_or_waive if may_waive else self.words.reverse) % {"note": found},
            "note": found,
            "back": page_url(request, self.routes["page"], pk=pk),
            "consequences": [_stays_waived(found)] if found.reinstates else consequences,
            "has_voucher": charges,
            "button": _("Take back"),
            "form": form,
            "key": key,
        }
        return render(request, "customers/reverse_note.html", context)

    def _reversed(self, request: CompanyRequest, note: Any, form: TakeBackForm, key: str) -> bool:
        kind = self.kind.waiving if form.cleaned_data["act"] == WAIVE else self.kind
        act = partial(
            reverse_notes,
            kind,
            company=request.company,
            documents=[note.pk],
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            undone_by=request.user,
            key=key,
        )
        outcome = write_for(form, act)
        return outcome is not None and not outcome.left_out and self._has_become(kind.becomes, note, form)

    def _has_become(self, asked: NoteStatus, note: Any, form: TakeBackForm) -> bool:
        """Tell whether a document is what was asked for; say on the form who took it back otherwise before."""
        status = self.kind.notes.objects.values_list("status", flat=True).get(pk=note.pk)
        if status == asked:
            return True
        reversals = Voucher.objects.filter(
            company=note.company_id,
            reversal_of__document_type=self.kind.document_type,
            reversal_of__document_id=note.pk,
        )
        made = reversals.select_related("posting__posted_by").get()
        words = {"day": format_day(made.posting_date), "who": made.posting.posted_by}
        form.add_error("act", str(TAKEN_BACK_OTHERWISE[status]) % words)
        return False

    # --- reinstate ----------------------------------------------------------------------------------------------------

    def reinstating(self, note: Any) -> dict[str, Any]:
        """Give what the page of a document shows of its being reinstated, or of what it reinstates."""
        others = list(note.reinstated_by.order_by("pk"))
        is_charged_again = any(one.status not in TAKEN_BACK for one in others)
        return {
            "reinstated_by": others,
            "may_be_reinstated": note.status == NoteStatus.WAIVED and not is_charged_again,
        }

    def reinstate(self, request: CompanyRequest, pk: int) -> HttpResponse:
        """Ask for day and reason, then charge again what was waived: by a new document, which is shown."""
        found = get_object_or_404(self.of(request).select_related("customer"), pk=pk)
        key = key_of(request)
        data = request.POST if request.method == "POST" else None
        initial = {"day": max(min(request.today, request.period.end_date), found.note_date)}
        form = ReinstateForm(data, today=request.today, initial=initial)
        if form.is_valid() and (made := self._reinstated(request, found, form, key)):
            messages.success(request, str(self.words.reinstated) % {"note": found})
            return HttpResponseRedirect(page_url(request, self.routes["page"], pk=made))
        charged = format_money(self.kind.total_of(found), found.currency_id)
        again = _("A new document of this day charges %(customer)s %(amount)s, with a voucher of its own.")
        context = {
            "title": str(self.words.reinstate) % {"note": found},
            "note": found,
            "back": page_url(request, self.routes["page"], pk=pk),
            "consequences": [
                again % {"customer": found.customer, "amount": charged},
                _("%(note)s itself stays waived, and names the new one.") % {"note": found},
            ],
            "button": _("Reinstate"),
            "form": form,
            "key": key,
        }
        return render(request, "customers/reverse_note.html", context)

    def _reinstated(self, request: CompanyRequest, note: Any, form: ReinstateForm, key: str) -> int | None:
        """Give the document that charges again what another charged; None, and say so on the form, where none does."""
        act = partial(
            reinstate_note,
            self.kind,
            company=request.company,
            note=note.pk,
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            reinstated_by=request.user,
            key=key,
        )
        outcome = write_for(form, act)
        made = [*outcome.posted, *outcome.already] if outcome else []
        return made[0] if made else None
