"""Text in the letters A to Z, for files that know no others: accents taken off, other letters spelled by sound."""

import unicodedata

# Letters that have no accent to take off.
_SPELLED_OUT = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
}  # fmt: skip


def without_accents(text: str) -> str:
    """Give a text with its Latin letters plain; what is no Latin letter stays."""
    spelled = "".join(_SPELLED_OUT.get(character, character) for character in text)
    return "".join(
        character for character in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(character)
    )
