"""The business key that a form brings along, so that a form sent twice has one effect."""

import re
from uuid import uuid4

from django.http import HttpRequest

_KEY = re.compile(r"[\w-]{1,60}", re.ASCII)


def new_key() -> str:
    """Give a key for a form that is about to be shown."""
    return str(uuid4())


def key_of(request: HttpRequest) -> str:
    """Give the key of a form that was sent; a form without a proper one gets a new one."""
    typed = request.POST.get("key", "")
    return typed if _KEY.fullmatch(typed) else new_key()
