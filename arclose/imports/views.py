"""The page of imports: choose a file, see what its check finds, import it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from arclose.access.requests import CompanyRequest
from arclose.imports import kinds, uploads
from arclose.imports.forms import ImportForm
from arclose.imports.kinds import Figure, ImportKind
from arclose.imports.models import ImportRun, Upload
from arclose.web.links import page_url

RUNS_SHOWN = 20


def page(request: CompanyRequest) -> HttpResponseBase:
    """Show the form with what was checked and the last imports, or all problems as a file; check, import or forget."""
    if request.method != "POST":
        upload = _upload(request, request.GET.get("upload"))
        if upload is not None and "problems" in request.GET:
            return _problems(request, upload)
        return _show(request, _form(request, upload, is_posted=False), upload)
    upload = _upload(request, request.POST.get("upload"))
    if upload is not None and request.POST.get("act") == "import":
        return _import(request, upload)
    if upload is not None and request.POST.get("act") == "forget":
        uploads.forget(upload)
        return HttpResponseRedirect(page_url(request, "imports:page"))
    return _check(request, upload)


def _problems(request: CompanyRequest, upload: Upload) -> HttpResponseBase:
    """Give all that the last check found, as it stands beside the page."""
    listed = uploads.problems_of(upload)
    if listed is None:
        messages.warning(request, _("The list of all problems is not kept any more: check the file again."))
        return _back_to(request, upload)
    return FileResponse(listed, as_attachment=True, filename="problems.csv", content_type="text/csv; charset=utf-8")


def _upload(request: CompanyRequest, pk: str | None) -> Upload | None:
    """Give the user's own upload.

    :raises Http404: it is another's, another company's, or gone.
    """
    if not pk:
        return None
    found = Upload.objects.filter(company=request.company, uploaded_by=request.user, pk=_number(pk)).first()
    if found is None or not kinds.get(found.kind).roles & request.roles:
        raise Http404
    return found


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 18):
        raise Http404
    return int(typed)


def _offered(request: CompanyRequest) -> list[ImportKind]:
    return [kind for kind in kinds.registered() if kind.roles & request.roles]


def _form(request: CompanyRequest, upload: Upload | None, *, is_posted: bool) -> ImportForm:
    initial: dict[str, Any] = {
        "kind": request.GET.get("kind"),
        "since": request.period.start_date,
        "until": request.period.end_date,
    }
    if upload:
        initial = {
            "kind": upload.kind,
            "mapping": upload.mapping_text,
            "since": upload.since,
            "until": upload.until,
        }
    return ImportForm(
        request.POST if is_posted else None,
        request.FILES if is_posted else None,
        initial=initial,
        today=request.today,
        offered=_offered(request),
        has_file=upload is not None and uploads.is_there(upload),
        is_too_large=getattr(request, uploads.TOO_LARGE, False),
    )


def _check(request: CompanyRequest, upload: Upload | None) -> HttpResponse:
    form = _form(request, upload, is_posted=True)
    is_right, values = form.is_valid(), form.cleaned_data
    if is_right or values.get("file"):
        upload = _keep(request, upload, values)
    if upload is None or not is_right:
        return _show(request, form, upload)
    uploads.check_upload(upload)
    return _back_to(request, upload)


def _keep(request: CompanyRequest, upload: Upload | None, values: dict[str, Any]) -> Upload:
    """Keep the file with what is right of the form, so that it need not be sent again when another field is wrong."""
    uploads.forget_old(but=upload)
    upload = upload or Upload(company=request.company, uploaded_by=request.user)
    upload.kind, upload.mapping_text = values.get("kind") or _offered(request)[0].name, values.get("mapping") or ""
    upload.since, upload.until = values.get("since"), values.get("until")
    return uploads.keep(upload=upload, file=values.get("file"))


def _import(request: CompanyRequest, upload: Upload) -> HttpResponse:
    name = upload.file_name
    result = uploads.import_upload(upload)
    if result is None or result.run is None:
        messages.error(request, _("Nothing of %(file)s was imported. What is wrong stands below.") % {"file": name})
        return _back_to(request, upload)
    if result.is_repeated:
        text = _("%(file)s was imported before, as import %(run)s: nothing has changed.")
    else:
        text = _("%(file)s is imported (import %(run)s).")
    messages.success(request, text % {"file": name, "run": result.run.pk})
    return HttpResponseRedirect(page_url(request, "imports:page") + f"?imported={result.run.pk}")


def _back_to(request: CompanyRequest, upload: Upload) -> HttpResponse:
    return HttpResponseRedirect(page_url(request, "imports:page") + f"?upload={upload.pk}")


def _show(request: CompanyRequest, form: ImportForm, upload: Upload | None) -> HttpResponse:
    offered = _offered(request)
    runs = ImportRun.objects.filter(company=request.company, kind__in=[kind.name for kind in offered])
    labels = {kind.name: kind for kind in offered}
    context = {
        "title": _("Import"),
        "form": form,
        "upload": upload,
        "is_gone": upload is not None and not uploads.is_there(upload),
        "result": (upload.result or {}) if upload else {},
        "figures": _figures(upload.result or {}) if upload else [],
        "kinds": offered,
        "imported": _imported(request, runs),
        "runs": [
            (run, labels[run.kind], _figures({"figures": run.figures}))
            for run in runs.select_related("imported_by").order_by("-pk")[:RUNS_SHOWN]
        ],
    }
    return render(request, "imports/page.html", context)


def _imported(request: CompanyRequest, runs: "QuerySet[ImportRun]") -> ImportKind | None:
    """Give the kind of the run that the address names; its rows are what one looks at next."""
    named = request.GET.get("imported")
    run = runs.filter(pk=_number(named)).first() if named else None
    return kinds.get(run.kind) if run else None


def _figures(kept: dict[str, Any]) -> list[Figure]:
    return [Figure(*parts) for parts in kept.get("figures", [])]
