"""XML looked at as bytes, before a parser sees it: no DTD, and no markup without an end."""

from arclose.imports.limits import MOST_BYTES_OF_MARKUP

# Comments, instructions, and whatever else there is between two tags or inside of one, where no < may stand.
UNENDED = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"", b"<"))


class DtdDeclared(Exception):
    """A document type definition stands in the XML: it could name entities and files."""


class MarkupWithoutEnd(Exception):
    """A tag or comment is longer than any that is read."""


class MarkupCheck:
    """Looks at XML block by block; a parser reads what has no end yet again with every block that comes."""

    def __init__(self) -> None:
        """Begin before the first block."""
        self._tail = b""
        self._lengths = [0] * len(UNENDED)

    def look_at(self, block: bytes) -> None:
        """Look at the next block.

        :raises DtdDeclared: it declares one, or an entity.
        :raises MarkupWithoutEnd: something in it has been open for too long.
        """
        text = (self._tail + block).replace(b"\0", b"")
        if b"<!" in text and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
            raise DtdDeclared
        self._lengths = [
            _without_end(text, *marks, before) for marks, before in zip(UNENDED, self._lengths, strict=True)
        ]
        if max(self._lengths) > MOST_BYTES_OF_MARKUP:
            raise MarkupWithoutEnd
        self._tail = block[-32:]


def _without_end(text: bytes, start: bytes, end: bytes, before: int) -> int:
    """Give how long what begins with ``start`` has no ``end`` yet, where that many bytes of it came before the text."""
    ended = text.rfind(end)
    if before and ended < 0:
        return before + len(text)
    opened = text.find(start, ended + 1)
    return 0 if opened < 0 else len(text) - opened
