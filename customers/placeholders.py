"""Texts with named placeholders, such as {number}: they are replaced once, and nothing is ever evaluated."""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("document", "number", "date", "due_date", "total", "customer", "company")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def unknown_placeholders(text: str) -> list[str]:
    """Give what stands in braces and is no placeholder."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def filled_in(text: str, facts: Mapping[str, str]) -> str:
    """Give a text with its placeholders replaced; braces within the facts stay as they are."""
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), text)
