"""Links that keep the company, the period and the filters of the page they stand on."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse


def page_url(request: HttpRequest, route: str, **values: Any) -> str:
    """Give the address of a page, in the request's company and period unless others are named."""
    company = getattr(getattr(request, "company", None), "code", None)
    period = getattr(getattr(request, "period", None), "name", None)
    for here in ({"company": company, "period": period}, {"company": company}, {}):
        try:
            return reverse(route, kwargs={**here, **values})
        except NoReverseMatch:
            continue
    return reverse(route, kwargs=values)


def changed_query(query: QueryDict, **changes: Any) -> str:
    """Give the query with these parameters replaced (None: taken away), from its first page on.

    Naming ``page`` itself keeps the page named. The answer begins with ``?``, and is ``?`` when nothing is left,
    so that a link to it leads to the same page without any filter.
    """
    changed = query.copy()
    for name in ("page", "export", *(name for name, values in query.lists() if not any(values))):
        changed.pop(name, None)
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        elif isinstance(value, list | tuple):
            changed.setlist(name, [str(each) for each in value])
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"
