"""What a form held, carried along on a page that answers instead of its own: nothing typed is lost."""

from collections.abc import Collection

from django.http import HttpRequest
from django.http.request import UnreadablePostError

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)


def carried_fields(request: HttpRequest, *, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """Give the fields of the posted form by name and value, without its token and those named in ``but``.

    Files are not carried: see :func:`has_files`.
    """
    try:
        posted = request.POST.lists()
    except UnreadablePostError:
        return []
    return [(name, str(value)) for name, values in posted if name != TOKEN and name not in but for value in values]


def has_files(request: HttpRequest) -> bool:
    """Tell whether the form brought files, which have to be chosen again."""
    try:
        return bool(request.FILES)
    except UnreadablePostError:
        return False
