"""What pages that post have in common: the business key of a form, the retry, and how much is posted at once."""

import re
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from django.http import HttpRequest

from arclose.batch.transient import persist

# More documents than this are posted by a job: nobody waits so long for a page.
POSTED_NOW_AT_MOST = 200

Result = TypeVar("Result")
_KEY = re.compile(r"page-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def new_key() -> str:
    """Give a key for a form that is about to be shown, so that it has one effect however often it is sent."""
    return f"page-{uuid4()}"


def key_of(request: HttpRequest) -> str:
    """Give the key of a form that was sent; a form without a proper one gets a new one.

    Only the keys of pages are proper: a form made by hand cannot take the key of a job or an import.
    """
    typed = request.POST.get("key", "")
    return typed if _KEY.fullmatch(typed) else new_key()


def write(work: Callable[[], Result]) -> Result:
    """Do the work under its key, again as a whole where the database was busy or away for a moment.

    :raises Error: it stayed so.
    """
    return persist(work, reconnected=_nothing_to_restore)


def _nothing_to_restore() -> None:
    """A page keeps nothing on its connection."""
