"""Which letters the typefaces of the papers have no signs for: they would stand as boxes."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from customers.papers.paper import Paper

# The writings that the typefaces hold, by the first word of the names that Unicode gives to their letters.
_WRITINGS = frozenset({
    "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "DEVANAGARI", "CJK", "IDEOGRAPHIC",
    "BOPOMOFO", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH", "FULLWIDTH", "HANGUL", "COMBINING",
    "MODIFIER", "FEMININE", "MASCULINE", "MICRO",
})  # fmt: skip


def letters_without_sign(paper: Paper) -> str:
    """Give the letters of a paper that cannot be printed, each once, in the order of their first use."""
    letters = dict.fromkeys(letter for text in _texts(paper.content) if not text.isascii() for letter in text)
    return "".join(letter for letter in letters if _lacks_sign(letter))


def _lacks_sign(letter: str) -> bool:
    if unicodedata.category(letter)[0] not in "LM":
        return False
    return unicodedata.name(letter, "unknown").split()[0] not in _WRITINGS


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value)
