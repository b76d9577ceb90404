"""Every text of the program stands in the Dutch catalogue."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation import templatize

from tests.cluster import ROOT

KEYWORDS: dict[str, None] = dict.fromkeys(
    [
        "_",
        "gettext",
        "gettext_lazy",
        "gettext_noop",
        "ngettext",
        "ngettext_lazy",
        "pgettext",
        "npgettext",
        "pgettext_lazy",
    ]
)
FOLDERS = ("arclose", "customers", "journals", "revaluation", "ecsales")


def _sources() -> Iterator[tuple[Path, bytes]]:
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            yield path, path.read_bytes()
    for path in (ROOT / "templates").rglob("*.html"):
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield path, "\n".join(line.strip() for line in calls.splitlines()).encode()


def _texts() -> Iterator[tuple[str, str]]:
    for path, source in _sources():
        for _line, name, texts, _comments in extract_python(BytesIO(source), KEYWORDS, [], {"encoding": "utf-8"}):
            found = texts if isinstance(texts, tuple) else (texts,)
            place = 1 if name and "p" in name[:2] else 0
            if found and isinstance(found[place], str) and found[place]:
                yield found[place], str(path.relative_to(ROOT))


def test_the_catalogue_has_every_text_of_the_program() -> None:
    with (ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po").open("rb") as file:
        known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in read_po(file)}
    assert sorted({(place, text) for text, place in _texts() if text not in known}) == []
