"""The first look at a file: its size, hash and encoding, from one pass over its bytes that parses nothing."""

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from arclose.imports.limits import MOST_BYTES, MOST_BYTES_WITHOUT_LINE_END, MOST_PACKED_BYTES
from arclose.imports.problems import FileRefused

BLOCK = 256 * 1024
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": ".xls",
    b"%PDF": "PDF",
    b"PK\x05\x06": "zip",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"<?xml": "XML",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Measured:
    """A file that is small enough: its hash (SHA-256 of its bytes as given) and how to read it."""

    path: Path
    digest: str
    is_spreadsheet: bool = False
    is_packed: bool = False
    encoding: str = "utf-8"


def measure(path: Path) -> Measured:
    """Give what must be known of a file before it is read.

    :raises FileRefused: empty, too large, no format that can be read, damaged, or in no known encoding.
    """
    size = path.stat().st_size
    if not size:
        raise FileRefused(_("The file is empty."))
    with path.open("rb") as file:
        start = file.read(16)
    is_packed, is_spreadsheet = start.startswith(GZIP), start.startswith(ZIP)
    _refuse_size(size, MOST_PACKED_BYTES if is_packed or is_spreadsheet else MOST_BYTES)
    _refuse_format(start)
    digest = _digest(path)
    if is_spreadsheet:
        return Measured(path, digest, is_spreadsheet=True)
    encoding = _encoding(partial(_unpacked if is_packed else _blocks, path))
    return Measured(path, digest, is_packed=is_packed, encoding=encoding)


def _refuse_size(size: int, most: int) -> None:
    if size > most:
        raise FileRefused(
            _("The file has %(size)s MB, more than the %(most)s MB that are read. Split it.")
            % {"size": size // 1024**2, "most": most // 1024**2}
        )


def _refuse_format(start: bytes) -> None:
    for magic, name in OTHER_FORMATS.items():
        if start.startswith(magic):
            raise FileRefused(_("This is a file of format %(format)s. Save it as CSV or XLSX.") % {"format": name})


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpacked(path: Path) -> Iterator[bytes]:
    """Unpack block by block, so that a small file that unfolds to a large one is noticed in time."""
    size = 0
    try:
        with gzip.open(path) as file:
            while block := file.read(BLOCK):
                size += len(block)
                _refuse_size(size, MOST_BYTES)
                yield block
    except (EOFError, OSError, zlib.error) as error:
        raise FileRefused(_("The packed file is damaged or ends too early: %(error)s") % {"error": error}) from error


def _encoding(blocks: Callable[[], Iterator[bytes]]) -> str:
    """Look through the whole text: a byte order mark, else UTF-8, else cp1252 as Windows programs write it."""
    encoding = _encoding_of_start(next(blocks(), b""))
    line = _first_bad_line(encoding, blocks())
    if line is None:
        return encoding
    if encoding == "utf-8" and _first_bad_line("cp1252", blocks()) is None:
        return "cp1252"
    raise FileRefused(_("The text is in no known encoding (UTF-8, UTF-16, cp1252)."), line=line)


def _encoding_of_start(first: bytes) -> str:
    _refuse_format(first[:16])
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if first.startswith(mark):
            return encoding
    start = first[:4096]
    zeros = [start[0::2].count(0), start[1::2].count(0)]
    if max(zeros) > len(start) // 4:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    return "utf-8"


def _first_bad_line(encoding: str, blocks: Iterator[bytes]) -> int | None:
    """Give the line of the first byte that is not of the encoding; None: all are.

    :raises FileRefused: a NUL, or a line without an end.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, without_end = 1, 0
    for block in blocks:
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            return lines + error.object[: error.start].count(b"\n")
        if "\0" in text:
            raise FileRefused(_("There is a NUL character."), line=lines + text[: text.index("\0")].count("\n"))
        ends = block.count(b"\n") + block.count(b"\r")
        without_end = 0 if ends else without_end + len(block)
        if without_end > MOST_BYTES_WITHOUT_LINE_END:
            raise FileRefused(_("The line is too long, or its end is missing."), line=lines)
        lines += block.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines
    return None
