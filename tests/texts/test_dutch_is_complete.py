"""Every text of the program stands in the Dutch catalogue."""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation import templatize

from tests.cluster import ROOT

# The functions that translate, each with the place of the text among what they are given.
PLACES = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "npgettext": 1,
    "pgettext_lazy": 1,
}
FOLDERS = ("arclose", "customers", "journals", "revaluation", "ecsales")


def _texts_of_modules() -> Iterator[tuple[str, Path]]:
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        source = path.read_bytes()
        if b"gettext" not in source:
            continue
        for call in ast.walk(ast.parse(source)):
            match call:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in PLACES:
                    yield from (
                        (text.value, path) for text in args[PLACES[name] :][:1] if isinstance(text, ast.Constant)
                    )


def _texts_of_templates() -> Iterator[tuple[str, Path]]:
    for path in (ROOT / "templates").rglob("*.html"):
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        source = "\n".join(line.strip() for line in calls.splitlines()).encode()
        for _line, name, texts, _comments in extract_python(BytesIO(source), PLACES, [], {"encoding": "utf-8"}):
            found = texts if isinstance(texts, tuple) else (texts,)
            yield found[PLACES[name]], path


def test_the_catalogue_has_every_text_of_the_program() -> None:
    with (ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po").open("rb") as file:
        known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in read_po(file)}
    texts = {*_texts_of_modules(), *_texts_of_templates()}
    assert len(texts) > 5_000
    assert sorted((str(path.relative_to(ROOT)), text) for text, path in texts if text and text not in known) == []
