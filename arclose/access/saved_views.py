"""Saved views: kept under a name per person and list, private or shared with the company."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from arclose.access.models import DefaultView, SavedView
from arclose.web.saved_views import KeptView

if TYPE_CHECKING:
    from arclose.ledger.models import Company

MOST_PER_LIST = 30


class TooManyViews(Exception):
    """The person has as many views of the list as one row of links can hold."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_("You have %(count)d views of this list. Delete one first.") % {"count": MOST_PER_LIST})


class ViewNameTaken(Exception):
    """The person has another view of that name."""

    def __init__(self, name: str) -> None:
        """Take the name."""
        super().__init__(
            _("You have another view “%(name)s”. Choose a different name, or delete that one first.") % {"name": name}
        )


def visible_to(*, user: Any, company: "Company") -> QuerySet[SavedView]:
    """Give the views of a company that somebody sees: their own and the shared ones."""
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True), company=company)


def views_of_reader(request: HttpRequest) -> list[KeptView]:
    """Give the views that the reader has of the list that is open: their own first, then by name."""
    if not hasattr(request, "company") or request.resolver_match is None:
        return []
    chosen = DefaultView.objects.filter(view=OuterRef("pk"), user=request.user.pk)
    rows = visible_to(user=request.user.pk, company=request.company).annotate(is_default=Exists(chosen))
    found = [
        _kept(row, request) for row in rows.filter(list_route=request.resolver_match.view_name).select_related("owner")
    ]
    return sorted(found, key=lambda view: (not view.is_own, view.name.casefold(), view.pk))


def _kept(row: Any, request: HttpRequest) -> KeptView:
    return KeptView(
        pk=row.pk,
        name=row.name,
        query=row.query,
        owner=row.owner.get_username(),
        is_own=row.owner_id == request.user.pk,
        is_shared=row.is_shared,
        is_default=row.is_default,
    )


@transaction.atomic
def save_view(
    *, owner: User, company: "Company", list_route: str, name: str, query: str, is_shared: bool
) -> tuple[SavedView, bool]:
    """Save a query under a name; the owner's view of that name is saved over.

    :returns: the view, and whether it is new.
    :raises TooManyViews: the owner has :data:`MOST_PER_LIST` other ones of this list.
    """
    own = SavedView.objects.filter(company=company, owner=owner, list_route=list_route)
    if own.exclude(name=name).count() >= MOST_PER_LIST:
        raise TooManyViews
    return SavedView.objects.update_or_create(
        company=company,
        owner=owner,
        list_route=list_route,
        name=name,
        defaults={"query": query, "is_shared": is_shared},
    )


def change_view(*, view: SavedView, name: str, is_shared: bool) -> None:
    """Rename a view, share it or keep it private; what it shows stays.

    :raises ViewNameTaken: the owner has another view of that name.
    """
    view.name, view.is_shared = name, is_shared
    try:
        with transaction.atomic():
            view.save(update_fields=["name", "is_shared"])
    except IntegrityError as taken:
        raise ViewNameTaken(name) from taken


def open_with(*, view: SavedView, user: User) -> None:
    """Let the user's list open with the view, and with no other."""
    DefaultView.objects.update_or_create(
        company_id=view.company_id, list_route=view.list_route, user=user, defaults={"view": view}
    )


def open_without(*, view: SavedView, user: User) -> None:
    """Let the user's list open as it comes, where it opened with the view."""
    DefaultView.objects.filter(view=view, user=user).delete()
