"""Who changed which rows of Setup: their versions, on the page of each row."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

VERSIONS_SHOWN = 200


if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as _Page
else:
    _Page = object  # its pages are, by their other classes


class WithVersions(_Page):
    """A page whose history shows every version of a row, not what was done by means of the page alone."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show every version of a row: who made it, when, and what changed."""
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(row)s") % {"row": self.named(found)},
            "opts": self.model._meta,
            "object": found,
            "named": self.named(found),
            "versions": self.versions(found),
            **(extra_context or {}),
        }
        return render(request, "admin/master_data_history.html", context)

    def named(self, row: Any) -> str:
        """Give what a row is called."""
        return str(row)

    def versions(self, row: Any) -> list[dict[str, Any]]:
        """Give the versions of a row and of the lines kept on its page, newest first."""
        found = list(versions_of(row))
        for inline in self.inlines:
            field = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            found += line_versions(row, inline.model, field.name)
        return sorted(found, key=lambda version: version["at"], reverse=True)[:VERSIONS_SHOWN]


def versions_of(row: Any) -> Iterator[dict[str, Any]]:
    """Give the versions of a row, newest first: instant, label, who, and (field, before, after) of each change.

    The first version has nothing to be compared with: ``is_first``.
    """
    events = list(row.events.select_related("pgh_context").order_by("-pgh_id")[: VERSIONS_SHOWN + 1])
    names = _names_of_people(events)
    before_each = [*events[1:], None]
    for event, before in list(zip(events, before_each, strict=False))[:VERSIONS_SHOWN]:
        yield _version(row, before, event, names)


def line_versions(row: Any, model: type[models.Model], field: str) -> Iterator[dict[str, Any]]:
    """Give the versions of the lines that a row has or had, as :func:`versions_of` does, and which line each is ``of``.

    ``field`` is what a line names the row by.
    """
    kept: Any = model._meta.get_field("events").related_model
    rows = kept._default_manager.filter(**{field: row.pk}).select_related("pgh_context")
    events = list(rows.order_by("-pgh_id")[:VERSIONS_SHOWN])
    names = _names_of_people(events)
    for place, event in enumerate(events):
        before = next((one for one in events[place + 1 :] if one.pgh_obj_id == event.pgh_obj_id), None)
        yield {**_version(model, before, event, names), "of": _named(model, before or event, field)}


def _version(row: Any, before: Any, event: Any, names: Mapping[int, str]) -> dict[str, Any]:
    user_id: Any = (event.pgh_context.metadata if event.pgh_context else {}).get("user")
    return {
        "at": event.pgh_created_at,
        "label": event.pgh_label,
        "who": names.get(user_id, ""),
        "changes": list(_changes(row, before, event)) if before else [],
        "is_first": before is None,
    }


def _named(model: type[models.Model], event: Any, owner: str) -> str:
    """Name a line by its kind and what stood in it."""
    shown = [
        f"{field.verbose_name} {_shown(field, getattr(event, field.attname))}"
        for field in model._meta.concrete_fields
        if field.name not in {"id", "company", owner} and getattr(event, field.attname) not in (None, "")
    ]
    return f"{capfirst(model._meta.verbose_name)} ({', '.join(shown)})"


def _names_of_people(events: list[Any]) -> dict[int, str]:
    ids = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    return dict(User.objects.filter(pk__in=ids - {None}).values_list("pk", "username"))


def _changes(row: Any, before: Any, after: Any) -> Iterator[tuple[Any, Any, Any]]:
    for field in row._meta.concrete_fields:
        values = [getattr(event, field.attname, None) for event in (before, after)]
        if values[0] != values[1]:
            yield (field.verbose_name, *(_shown(field, value) for value in values))


def _shown(field: Any, value: Any) -> Any:
    """Give what a person reads of a stored value: the row it points to, where it still exists."""
    if value is None or not field.is_relation:
        return localize(value)
    return field.remote_field.model._default_manager.filter(pk=value).first() or value
