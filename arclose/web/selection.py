"""The rows that were chosen on a list page: the ticked ones, or all of the filter."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from arclose.web.filters import ListFilter

TICKED = "ticked"
WHOLE_FILTER = "filter"


def selected_rows(
    request: HttpRequest, *, rows: QuerySet[Any], filters: type[ListFilter] | None = None
) -> QuerySet[Any]:
    """Give the chosen rows among ``rows``: the form's ticked ids, or all that the filter of the query holds.

    :raises Http404: an id is not among ``rows``, such as one of another company.
    """
    if request.POST.get("selection") == WHOLE_FILTER:
        return filters(request.GET, queryset=rows, request=request).qs if filters else rows
    ids = {_id(typed) for typed in request.POST.getlist("selected")}
    chosen = rows.filter(pk__in=ids)
    if len(ids) != chosen.order_by().count():
        raise Http404
    return chosen


def _id(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 18):
        raise Http404
    return int(typed)
