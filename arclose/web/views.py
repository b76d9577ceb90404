"""Pages that belong to no app: search, theme, health."""

from http import HTTPStatus

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from arclose.web import search as searching

SEARCH_TEXT_LENGTH = 100
A_YEAR = 365 * 24 * 3600


def search(request: HttpRequest) -> HttpResponse:
    """Show what is found, as the page or, for htmx, as the list below the search box.

    One single hit is opened at once when Enter asked for it. Where nothing is typed, the list offers the pages.
    """
    text = request.GET.get("q", "").strip()[:SEARCH_TEXT_LENGTH]
    is_palette = bool(getattr(request, "htmx", False))
    found = searching.find(request, text) if text or not is_palette else searching.all_pages(request)
    hits = [hit for each in found for hit in each.hits]
    if len(hits) == 1 and not is_palette:
        return HttpResponseRedirect(hits[0].url)
    template = "components/palette.html" if is_palette else "web/search.html"
    response = render(request, template, {"text": text, "found": found, "count": len(hits)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def jobs_at_work(request: HttpRequest) -> HttpResponse:
    """Show the jobs at work now: the frame asks for it every few seconds while there are any."""
    return render(request, "components/jobs_at_work.html")


def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme, and go back to the page it was chosen on."""
    response = HttpResponseRedirect(_way_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in {"light", "dark"}:
        response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    address = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"


def health(request: HttpRequest) -> HttpResponse:
    """Tell a load balancer that this process and its database answer."""
    connection.ensure_connection()
    if connection.is_usable():
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "the database does not answer"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
