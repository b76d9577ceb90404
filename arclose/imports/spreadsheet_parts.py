"""The parts of a spreadsheet, looked at before any of them is used: how far they unfold, and whether one has a DTD.

Only the cells of a sheet are read as a stream. Every other part is read into memory as a whole, whatever its name, so
it must be small. What a part is, is said by its content type; where two say different things, the smaller limit holds.
"""

import zipfile
from collections import defaultdict
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError, fromstring

from django.utils.translation import gettext as _

from arclose.imports.limits import (
    MOST_BYTES,
    MOST_BYTES_OF_MARKUP,
    MOST_BYTES_OF_OTHER_PARTS,
    MOST_BYTES_OF_SHARED_TEXTS,
    MOST_PARTS,
)
from arclose.imports.markup import DtdDeclared, MarkupCheck, MarkupWithoutEnd
from arclose.imports.problems import FileRefused

CONTENT_TYPES = "[Content_Types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
SHEET, SHARED_TEXTS = _TYPE.format("worksheet"), _TYPE.format("sharedStrings")
LIMITS = {SHEET: MOST_BYTES, SHARED_TEXTS: MOST_BYTES_OF_SHARED_TEXTS}
# Parts that are found by their name, whatever their type says.
READ_BY_NAME = frozenset({"styles.xml", "theme1.xml", "core.xml", "app.xml", "custom.xml", "workbook.xml"})
BLOCK = 1024 * 1024


def refuse_parts(path: Path) -> None:
    """Refuse a spreadsheet by its zip directory, whose sizes bind the unpacking, and by a DTD in any part.

    :raises FileRefused: no spreadsheet, damaged, too many parts, a part that unfolds too far, a DTD.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or CONTENT_TYPES not in archive.namelist():
                raise FileRefused(_("This zip file is no spreadsheet."))
            if sum(part.file_size for part in parts) > MOST_BYTES:
                raise FileRefused(_too_large())
            _refuse_large(archive, parts)
            for part in parts:
                _refuse_markup(archive, part)
    except (zipfile.BadZipFile, ParseError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(_("The spreadsheet is damaged: %(error)s") % {"error": error}) from error


def _too_large() -> str:
    return _("Unpacked, the spreadsheet is larger than the %(most)s MB that are read. Save it as CSV.") % {
        "most": MOST_BYTES // 1024**2
    }


def _refuse_large(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    types = _types(archive, parts)
    for part in parts:
        if part.file_size > _limit(part.filename.casefold(), types):
            raise FileRefused(_too_large())


def _types(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> dict[str, set[str]]:
    """Give what each part is said to be, by its content type or as a sheet that is one chart."""
    types: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        name = part.filename.casefold()
        if name == CONTENT_TYPES.casefold():
            for told in _elements(archive, part):
                types[told.get("PartName", "").lstrip("/").casefold()].add(told.get("ContentType", ""))
        elif name.endswith(".rels"):
            for told in _elements(archive, part):
                if "chartsheet" in told.get("Type", ""):
                    types[PurePosixPath(told.get("Target", "")).name.casefold()].add("chart")
    return types


def _elements(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Element:
    if part.file_size > MOST_BYTES_OF_OTHER_PARTS:
        raise FileRefused(_too_large())
    _refuse_markup(archive, part)
    return fromstring(archive.read(part))  # noqa: S314 (small, and without a DTD)


def _limit(name: str, types: dict[str, set[str]]) -> int:
    told = types.get(name, set()) | types.get(PurePosixPath(name).name, set())
    if not told or PurePosixPath(name).name in READ_BY_NAME:
        return MOST_BYTES_OF_OTHER_PARTS
    return min(LIMITS.get(each, MOST_BYTES_OF_OTHER_PARTS) for each in told)


def _refuse_markup(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a DTD, and markup without end: a parser reads what has no end yet again with every block that comes."""
    markup = MarkupCheck()
    try:
        with archive.open(part) as content:
            while block := content.read(BLOCK):
                markup.look_at(block)
    except DtdDeclared as error:
        text = _("A part of the spreadsheet declares a DTD (%(part)s).")
        raise FileRefused(text % {"part": part.filename}) from error
    except MarkupWithoutEnd as error:
        text = _("A part of the spreadsheet has a tag or comment of more than %(most)s MB (%(part)s).")
        raise FileRefused(text % {"most": MOST_BYTES_OF_MARKUP // 1024**2, "part": part.filename}) from error
