"""Saving, changing and deleting a view of a list. Each answer leads back to the list."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from arclose.access import saved_views as verbs
from arclose.access.forms import SavedViewForm
from arclose.access.models import SavedView
from arclose.access.requests import CompanyRequest
from arclose.web.links import as_link


@dataclass(frozen=True)
class _List:
    """The list that a form came from: its route, and the address of the page."""

    route: str
    address: str

    def showing(self, query: str) -> HttpResponse:
        """Give the way back to the list with a query."""
        return HttpResponseRedirect(self.address + as_link(QueryDict(query)))


def save_view(request: CompanyRequest) -> HttpResponse:
    """Save what the list shows under a name."""
    came_from, form = _list(request), SavedViewForm(request.POST)
    if not form.is_valid():
        return _refused(request, form, came_from.showing(form.cleaned_data.get("query", "")))
    name, query = form.cleaned_data["name"], form.cleaned_data["query"]
    try:
        view, is_new = verbs.save_view(
            owner=request.user,
            company=request.company,
            list_route=came_from.route,
            name=name,
            query=query,
            is_shared=form.cleaned_data["shared"],
        )
    except verbs.TooManyViews as refusal:
        messages.error(request, str(refusal))
        return came_from.showing(query)
    _open_as_asked(request, view, is_default=form.cleaned_data["default"])
    saved_over = _("You had a view “%(name)s”. It now shows what this page shows.")
    messages.success(request, (_("The view “%(name)s” is saved.") if is_new else saved_over) % {"name": name})
    return came_from.showing(query)


def change_view(request: CompanyRequest, pk: int) -> HttpResponse:
    """Rename a view, share it or keep it private, and open the list with it or not."""
    view, came_from = _own_view(request, pk), _list(request)
    form, query = SavedViewForm(request.POST), view.query
    if not form.is_valid():
        return _refused(request, form, came_from.showing(query))
    try:
        verbs.change_view(view=view, name=form.cleaned_data["name"], is_shared=form.cleaned_data["shared"])
    except verbs.ViewNameTaken as refusal:
        messages.error(request, str(refusal))
        return came_from.showing(query)
    _open_as_asked(request, view, is_default=form.cleaned_data["default"])
    messages.success(request, _("The view “%(name)s” is changed.") % {"name": view.name})
    return came_from.showing(query)


def delete_view(request: CompanyRequest, pk: int) -> HttpResponse:
    """Delete a view; the list goes on showing what it showed."""
    view, came_from = _own_view(request, pk), _list(request)
    name, query = view.name, view.query
    view.delete()
    text = _("The view “%(name)s” is deleted. This page still shows what it showed, so you can save it again.")
    messages.success(request, text % {"name": name})
    return came_from.showing(query)


def default_view(request: CompanyRequest, pk: int) -> HttpResponse:
    """Open the list with a view from now on, or no longer."""
    view, came_from = _view(request, pk), _list(request)
    is_default = bool(request.POST.get("default"))
    _open_as_asked(request, view, is_default=is_default)
    text = _("This list opens with “%(name)s” now.") if is_default else _("This list no longer opens with “%(name)s”.")
    messages.success(request, text % {"name": view.name})
    return came_from.showing(view.query)


def _open_as_asked(request: CompanyRequest, view: SavedView, *, is_default: bool) -> None:
    change = verbs.open_with if is_default else verbs.open_without
    change(view=view, user=request.user)


def _refused(request: CompanyRequest, form: SavedViewForm, way_back: HttpResponse) -> HttpResponse:
    messages.error(request, form.faults)
    return way_back


def _view(request: CompanyRequest, pk: int) -> SavedView:
    rows = verbs.visible_to(user=request.user, company=request.company)
    return get_object_or_404(rows.select_related("owner"), pk=pk)


def _own_view(request: CompanyRequest, pk: int) -> SavedView:
    view = _view(request, pk)
    if view.owner_id != request.user.pk:
        owner = view.owner.get_username()
        raise PermissionDenied(_("Only %(owner)s, who saved this view, may change or delete it.") % {"owner": owner})
    return view


def _list(request: CompanyRequest) -> _List:
    """Give the page that the form names; one of another company, or that the user may not open, does not exist."""
    try:
        match = resolve(request.POST.get("page", ""))
    except Resolver404 as unknown:
        raise Http404 from unknown
    if match.kwargs.get("company") != request.company.code or not request.may_open(match.view_name):
        raise Http404
    return _List(match.view_name, reverse(match.view_name, kwargs=match.kwargs))
