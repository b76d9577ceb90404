"""Saved views of a list: its filter, sorting and columns under a name. Who keeps them registers itself here.

A view is a query. The list that is open shows a view when its own query asks for the same; a link to a view is a link
to its query, so it shows the same to a colleague who does not have the view.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, QueryDict

from arclose.web.columns import COLUMNS, shown, usual
from arclose.web.links import as_link, kept_query
from arclose.web.tables import ListTable

NAME_LENGTH = 60
QUERY_LENGTH = 2_000


@dataclass(frozen=True)
class KeptView:
    """One saved view that the reader of a page has.

    :param query: without its question mark; empty for the list as it comes.
    :param owner: the name of whoever saved it.
    :param is_default: the reader's list opens with it.
    """

    pk: int
    name: str
    query: str
    owner: str
    is_own: bool
    is_shared: bool
    is_default: bool

    @property
    def url(self) -> str:
        """Give the link to the view, on the page of its list."""
        return as_link(QueryDict(self.query))


_keeper: list[Callable[[HttpRequest], Sequence[KeptView]]] = []


def register(keeper: Callable[[HttpRequest], Sequence[KeptView]]) -> None:
    """Let lists ask this for the views of the list that a request opens, in the order to show them in."""
    _keeper[:] = [keeper]


class ViewBar:
    """The views of one list for one reader, and which of them the page shows now."""

    def __init__(self, request: HttpRequest, table: ListTable) -> None:
        """Take the request of the list, and its table, which knows its usual columns."""
        self.request = request
        self.table = table

    @cached_property
    def views(self) -> Sequence[KeptView]:
        """Give the views of the list."""
        return _keeper[0](self.request) if _keeper else []

    @property
    def default(self) -> KeptView | None:
        """Give the view that the reader's list opens with."""
        return next((view for view in self.views if view.is_default), None)

    @cached_property
    def query(self) -> str:
        """Give what the page shows now as the query to save."""
        return self._essence(self.request.GET).urlencode()

    @property
    def is_as_it_comes(self) -> bool:
        """Tell whether the page shows the list without any view."""
        return not self.query and self.current is None

    @cached_property
    def current(self) -> KeptView | None:
        """Give the view that the page shows now; of several alike the first."""
        now = self._parts(self.request.GET)
        return next((view for view in self.views if self._parts(QueryDict(view.query)) == now), None)

    def _parts(self, query: QueryDict) -> set[tuple[str, str]]:
        return {(name, value) for name, values in self._essence(query).lists() for value in values}

    def _essence(self, query: QueryDict) -> QueryDict:
        """Give the query with the columns that it shows, and without them where they are the usual ones."""
        kept = kept_query(query)
        if COLUMNS in kept:
            names = shown(self.table, kept.getlist(COLUMNS))
            kept.setlist(COLUMNS, [] if names == usual(self.table) else names)
        return kept
