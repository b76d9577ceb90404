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

_OBJECT = "{"
_NO_LANGUAGE = ""


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
    """A sentence as it was typed, or, of one that was :func:`said`, in each language; read in the reader's own.

    Look in it, and sort by it, as ``<field>__as_read``: that is what the reader reads, not what is stored.
    """

    def deconstruct(self) -> Any:
        """Say what stands in the database: a text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """Give what is stored."""
        prepared = value if isinstance(value, Said) else super().get_prep_value(value)
        return as_written(prepared) if isinstance(prepared, str) else prepared

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        """Give what was stored, as it is read now."""
        return value if value is None else as_read(value)


def as_written(sentence: str) -> str:
    """Give what is stored of a sentence; :func:`as_read` gives the same one again.

    What begins with a brace is an object of JSON: the sentence by language, or, of one that was typed and begins with
    a brace itself, by no language. So nothing that is typed is ever taken for a sentence that was made.
    """
    if isinstance(sentence, Said):
        return json.dumps(sentence.in_languages, ensure_ascii=False)
    if sentence.startswith(_OBJECT):
        return json.dumps({_NO_LANGUAGE: sentence.replace("\0", "")}, ensure_ascii=False)
    return sentence


def as_read(stored: str) -> str:
    """Give a stored sentence: in each language it was made in, or as it was typed."""
    if not stored.startswith(_OBJECT):
        return stored
    try:
        sentences = json.loads(stored)
    except ValueError:
        return stored
    if not all(isinstance(sentence, str) for sentence in sentences.values()):
        return stored
    if sentences.keys() == {_NO_LANGUAGE}:
        return str(sentences[_NO_LANGUAGE])
    return Said(sentences) if sentences.keys() <= dict(settings.LANGUAGES).keys() else stored


@SaidField.register_lookup
class AsRead(models.Transform):
    """What the reader reads of a stored sentence, for the database to look in and to sort by."""

    lookup_name = "as_read"
    output_field = models.TextField()

    def as_sql(self, compiler: Any, connection: Any, *_names: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Give :func:`as_read` in the language that is active, as an expression."""
        stored, parameters = compiler.compile(self.lhs)
        sentences = f"({stored})::json"
        sql = (
            f"CASE WHEN left({stored}, 1) = %s THEN coalesce("
            f"nullif({sentences} ->> %s, ''), {sentences} ->> %s, {sentences} ->> %s, '') ELSE {stored} END"
        )
        keys = (get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE, _NO_LANGUAGE)
        of_keys = (value for key in keys for value in (*parameters, key))
        return sql, (*parameters, _OBJECT, *of_keys, *parameters)
