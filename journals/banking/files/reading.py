"""Read a file of a bank, whatever it is called: what it is, is seen from how it begins."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from arclose.imports.problems import FileRefused
from journals.banking.files.camt import read_xml
from journals.banking.files.limits import MOST_BYTES
from journals.banking.files.structures import BankFile, StatusReport
from journals.banking.files.swift import read_swift

OTHER_FORMATS = {
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\x1f\x8b": "gzip",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read, and the digest of its bytes (SHA-256) by which the same file is known again."""

    digest: str
    content: BankFile | StatusReport


def read_bank_file(path: Path) -> ReadFile:
    """Give what a file of a bank says: nothing of it is kept, and nothing is read in part.

    :raises FileRefused: with the line where there is one: empty, too large, of another format, damaged, in no known
        encoding, or without what a statement needs.
    """
    size = path.stat().st_size
    if not size:
        raise FileRefused(_("The file is empty."))
    if size > MOST_BYTES:
        raise FileRefused(
            _("The file has %(size)s MB, more than the %(most)s MB that are read. Split it.")
            % {"size": size // 1024**2, "most": MOST_BYTES // 1024**2}
        )
    with path.open("rb") as file:
        start = file.read(4096)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    for magic, name in OTHER_FORMATS.items():
        if start.startswith(magic):
            raise FileRefused(
                _("This is a file of format %(format)s. Bank statements are read as camt (XML), MT940 or MT942.")
                % {"format": name}
            )
    return ReadFile(digest, read_xml(path) if _is_xml(start) else read_swift(_text(path)))


def _is_xml(start: bytes) -> bool:
    plain = start.removeprefix(codecs.BOM_UTF8)
    if start.startswith(WIDE_MARKS) or plain[:2] in (b"<\0", b"\0<"):
        plain = start[start.startswith(WIDE_MARKS) * 2 :].replace(b"\0", b"")
    return plain.lstrip().startswith(b"<")


def _text(path: Path) -> str:
    """Give the text of a file: by its byte order mark, else UTF-8, else cp1252 as most banks write it.

    :raises FileRefused: it is in neither, or holds a NUL.
    """
    written = path.read_bytes()
    encodings = ["utf-16"] if written.startswith(WIDE_MARKS) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = written.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise FileRefused(_("There is a NUL character."), line=text[: text.index("\0")].count("\n") + 1)
        return text
    raise FileRefused(_("The text is in no known encoding (UTF-8, UTF-16, cp1252)."))
