"""The characters that every bank takes in SEPA messages (EPC217-08): Latin letters without accents, and a few signs."""

import re

from arclose.ledger.latin import without_accents

# Signs that have a likeness.
_SPELLED_OUT = {
    "&": "+", "@": "(at)", "_": "-", "€": "EUR", "\N{EN DASH}": "-", "\N{EM DASH}": "-", '"': "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "'", "\N{RIGHT DOUBLE QUOTATION MARK}": "'",
}  # fmt: skip
_OTHERS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def plain(text: str, *, longest: int) -> str:
    """Give a text in the characters that banks take, at most so long; what has no likeness becomes a full stop.

    It neither begins nor ends with a stroke and holds no two in a row, as references must not (EPC230-15).
    """
    bare = without_accents("".join(_SPELLED_OUT.get(character, character) for character in text))
    known = _OTHERS.sub(".", " ".join(bare.split()))
    return re.sub(r"/{2,}", "/", known)[:longest].strip(" /")
