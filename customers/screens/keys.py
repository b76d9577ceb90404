"""The business key that a form brings along, so that a form sent twice, or tried again, has one effect."""

import re
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from django.http import HttpRequest

from arclose.batch.transient import persist

Result = TypeVar("Result")
_KEY = re.compile(r"[\w-]{1,60}", re.ASCII)


def new_key() -> str:
    """Give a key for a form that is about to be shown."""
    return str(uuid4())


def key_of(request: HttpRequest) -> str:
    """Give the key of a form that was sent; a form without a proper one gets a new one."""
    typed = request.POST.get("key", "")
    return typed if _KEY.fullmatch(typed) else new_key()


def write(work: Callable[[], Result]) -> Result:
    """Do the work under its key, again as a whole where the database was busy or away for a moment.

    :raises Error: it stayed so.
    """
    return persist(work, reconnected=_nothing_to_restore)


def _nothing_to_restore() -> None:
    """A page keeps nothing on its connection."""
