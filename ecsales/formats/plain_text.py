"""Fields of files that are no XML: characters of a narrow repertoire, widths, lines."""

import re
from collections.abc import Iterable
from io import BytesIO

from arclose.ledger.latin import without_accents
from ecsales.formats.refusals import CharacterRefused

_PRINTABLE = re.compile(r"[^\x20-\x7E]")


def plain(text: str, *, longest: int, forbidden: str = "") -> str:
    """Give a text in printable ASCII, its blanks single, at most so long; a letter without a likeness is left out.

    :raises CharacterRefused: it has a character that separates fields, or nothing is left of it.
    """
    bare = _PRINTABLE.sub("", without_accents(" ".join(text.split()))).strip()
    for character in forbidden:
        if character in bare:
            raise CharacterRefused(character, text)
    if text.strip() and not bare:
        raise CharacterRefused(text.strip()[0], text)
    return bare[:longest].rstrip()


def digits(number: int, width: int) -> str:
    """Give a number that is not below zero, filled with zeros from the left."""
    return f"{number:0{width}d}"


def text_file(rows: Iterable[str]) -> bytes:
    """Give rows of ASCII as a file, each ended by CR and LF."""
    file = BytesIO()
    for row in rows:
        file.write(f"{row}\r\n".encode("ascii"))
    return file.getvalue()
