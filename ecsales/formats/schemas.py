"""Files held against the schema of their authority.

Nothing is fetched: a schema includes only what lies beside it, and neither schema nor file has a document type or
entities.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from ecsales.formats.format import File, Format
from ecsales.formats.refusals import CannotBeFiled, Refusal

ERRORS_SHOWN = 20
_ELEMENT = "{http://www.w3.org/2001/XMLSchema}element"


def is_at_hand(form: Format, folder: Path | None) -> bool:
    """Say whether the folder holds the schema of a format."""
    return folder is not None and bool(form.schema) and (folder / form.schema).is_file()


def validate(form: Format, file: File, folder: Path) -> File:
    """Give the file again, valid against the schema of its format.

    :raises CannotBeFiled: with what the schema says of it.
    """
    path = folder / form.schema
    schema = _schema(path, form.schema_repairs, path.stat().st_mtime_ns)
    content = file.content
    for unknown, known in form.schema_stand_ins:
        content = content.replace(unknown, known)
    reader = etree.iterparse(
        BytesIO(content),
        events=("end",),
        schema=schema,
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
    )
    try:
        for _event, element in reader:
            # What was judged is let go, so a long list takes no more memory than a short one.
            element.clear(keep_tail=True)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise CannotBeFiled(tuple(_refusals(file.name, content, schema))) from error
    return replace(file, is_valid=True)


def _refusals(name: str, content: bytes, schema: Any) -> Iterator[Refusal]:
    """Read the file once more, in whole: only so the schema says in which lines it is wrong."""
    schema.validate(etree.fromstring(content, _parser()))
    for entry in list(schema.error_log)[:ERRORS_SHOWN]:
        yield Refusal(
            "schema",
            _("%(file)s, line %(line)d") % {"file": name, "line": entry.line},
            entry.message,
            _("The file was not offered. Correct what the schema names, then write it again."),
        )


def _parser() -> Any:
    return etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=True)


@lru_cache(maxsize=32)
def _schema(path: Path, repairs: tuple[tuple[str, str, str], ...], _changed_at: int) -> Any:
    tree = etree.parse(path, _parser())
    for name, attribute, value in repairs:
        for element in tree.iter(_ELEMENT):
            if element.get("name") == name:
                element.set(attribute, value)
    return etree.XMLSchema(tree)
