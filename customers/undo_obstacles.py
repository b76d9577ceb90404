"""Further reasons against undoing invoices and credit notes, which apps above customers know of.

An app puts its reasons on this list in ``AppConfig.ready``: what it looks at, and the words of each.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.functional import Promise

from arclose.ledger.models import Company
from customers import undo_refusals

# It gives (document, code, fact) of the documents that it speaks against, on a day.
Look = Callable[[Company, Sequence[int], date], Sequence[tuple[int, str, str]]]

_looks: list[Look] = []


def register(look: Look, words: Mapping[str, tuple[str | Promise, str | Promise]]) -> None:
    """Let ``look`` speak against undoing documents; ``words`` are reason and remedy of each of its codes."""
    _looks.append(look)
    undo_refusals.add_words(words)


def obstacles(company: Company, documents: Sequence[int], day: date) -> list[tuple[int, str, str]]:
    """Give (document, code, fact) of what speaks against undoing invoices and credit notes on a day."""
    return [found for look in _looks for found in look(company, documents, day)]
