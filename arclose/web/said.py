"""Sentences that are written down for readers of several languages.

Whoever writes one down says how it is made. It is made once in each language, and everybody reads their own: what was
true then, in the words of then.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, override


class Said(str):
    """A sentence in the language in which it was looked at, which turns into text in the one that is active then."""

    __slots__ = ("in_languages",)

    def __new__(cls, in_languages: Mapping[str, str]) -> "Said":
        """Take the sentence in each language, by its code."""
        made = super().__new__(cls, _in_active(in_languages))
        made.in_languages = dict(in_languages)
        return made

    in_languages: dict[str, str]

    def __str__(self) -> str:
        """Give the sentence in the active language."""
        return _in_active(self.in_languages)


def _in_active(in_languages: Mapping[str, str]) -> str:
    """Give the sentence in the active language, in the program's own where nobody made it in that one."""
    return in_languages.get(get_language() or "") or in_languages.get(settings.LANGUAGE_CODE, "")


def said(make: Callable[[], object], *, at_most: int | None = None) -> Said:
    """Give the sentence that ``make`` gives, made in each language; cut after so many characters."""
    in_languages = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            in_languages[code] = str(make()).replace("\0", "")[:at_most]
    return Said(in_languages)


class SaidField(models.TextField):
    """A sentence as it was typed, or, of one that was :func:`said`, in each language; read in the reader's own."""

    def deconstruct(self) -> Any:
        """Say what stands in the database: a text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """Give what is stored."""
        if isinstance(value, Said):
            return json.dumps(value.in_languages, ensure_ascii=False)
        return super().get_prep_value(value)

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        """Give what was stored, as it is read now."""
        return value if value is None else as_read(value)


def as_read(stored: str) -> str:
    """Give a stored sentence: in each language it was made in, or as it was typed."""
    if not stored.startswith("{"):
        return stored
    try:
        in_languages = json.loads(stored)
    except ValueError:
        return stored
    is_said = isinstance(in_languages, dict) and settings.LANGUAGE_CODE in in_languages
    return Said(in_languages) if is_said else stored
