"""The characters that every bank takes in SEPA messages (EPC217-08): Latin letters without accents, and a few signs."""

import re
import unicodedata

# Letters that have no accent to take off, and signs.
_SPELLED_OUT = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "&": "+", "@": "(at)", "_": "-", "€": "EUR", "\N{EN DASH}": "-", "\N{EM DASH}": "-", '"': "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "'", "\N{RIGHT DOUBLE QUOTATION MARK}": "'",
}  # fmt: skip
_OTHERS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def plain(text: str, *, longest: int) -> str:
    """Give a text in the characters that banks take, at most so long; what has no likeness becomes a full stop.

    It neither begins nor ends with a stroke and holds no two in a row, as references must not (EPC230-15).
    """
    spelled = "".join(_SPELLED_OUT.get(character, character) for character in text)
    bare = "".join(
        character for character in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(character)
    )
    known = _OTHERS.sub(".", " ".join(bare.split()))
    return re.sub(r"/{2,}", "/", known)[:longest].strip(" /")
