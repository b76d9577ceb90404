"""Links that keep the company, the period and the filters of the page they stand on."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

AS_IT_COMES = "all"
"""Says in an otherwise empty query that the list is meant without any filter, and not as the reader's default view."""
# Rows that a list shows ticked: those that an act refused stay chosen.
TICKED = "ticked"
PASSING = {"page", "export", TICKED}


def page_url(request: HttpRequest, route: str, **values: Any) -> str:
    """Give the address of a page, in the request's company and period unless others are named."""
    company = getattr(getattr(request, "company", None), "code", None)
    period = getattr(getattr(request, "period", None), "name", None)
    for here in ({"company": company, "period": period}, {"company": company}, {}):
        address = _address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), route, **{**here, **values})
        if address is not None:
            return address
    return reverse(route, kwargs=values)


@lru_cache(maxsize=4096, typed=True)
def _address(urlconf: str, _prefix: str, route: str, /, **values: Any) -> str | None:
    """Give the address of a route with exactly these values, None where it has none.

    Kept, for every page asks for that of each page in its navigation, and each list for one in every row.
    """
    try:
        return reverse(route, urlconf, kwargs=values)
    except NoReverseMatch:
        return None


def back_to_list(request: HttpRequest, route: str, *, ticked: Collection[str] = ()) -> HttpResponseRedirect:
    """Lead to a list, with the filter that the request's own query has, and these rows ticked again."""
    asked = request.GET.copy()
    if ticked:
        asked[TICKED] = " ".join(ticked)
    query = asked.urlencode()
    return HttpResponseRedirect(page_url(request, route) + (f"?{query}" if query else ""))


def kept_query(query: QueryDict, *, only: Collection[str] = ()) -> QueryDict:
    """Give what a query asks of a list: without its page, its export and what is empty.

    :param only: the parameters to keep; none named: all of them.
    """
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        filled = [value for value in values if value]
        if filled and name not in PASSING and (name in only or not only):
            kept.setlist(name, filled)
    return kept


def as_link(query: QueryDict) -> str:
    """Give the query with its question mark; without any parameter the one that says so: see :data:`AS_IT_COMES`."""
    return f"?{query.urlencode() or AS_IT_COMES}"


def changed_query(query: QueryDict, **changes: Any) -> str:
    """Give the query with these parameters replaced (None: taken away), from its first page on.

    Naming ``page`` itself keeps the page named. The answer begins with ``?``; where nothing is left it leads to the
    same page without any filter.
    """
    changed = kept_query(query)
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        elif isinstance(value, list | tuple):
            changed.setlist(name, [str(each) for each in value])
        else:
            changed[name] = str(value)
    return as_link(changed)
