"""How a free text invoice is to be paid, where that is not as its customer pays as a rule.

Methods of payment and mandates are of an app above, which registers what it asks for and how it keeps it. What was
chosen passes through here as that app made it; None: as the customer pays as a rule.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arclose.ledger.models import Company
from customers.models import FreeTextInvoice


@dataclass(frozen=True, kw_only=True)
class Paying:
    """What an app asks for and keeps.

    ``fields`` are those of the form; ``refused`` says, by field, what of the typed values does not fit; ``chosen``
    makes of them what ``keep`` writes for documents, in place of what they had; ``of`` and ``initial`` give it again,
    to be kept for another document and as the form shows it; ``facts`` are labels and values for the page.
    """

    fields: Callable[[Company], dict[str, Any]]
    refused: Callable[[Mapping[str, Any]], dict[str, str]]
    chosen: Callable[[Mapping[str, Any]], Any]
    keep: Callable[[Sequence[tuple[FreeTextInvoice, Any]]], None]
    of: Callable[[FreeTextInvoice], Any]
    initial: Callable[[FreeTextInvoice], dict[str, Any]]
    facts: Callable[[FreeTextInvoice], list[tuple[str, object]]]


_NOTHING = Paying(
    fields=lambda _company: {},
    refused=lambda _typed: {},
    chosen=lambda _typed: None,
    keep=lambda _documents: None,
    of=lambda _document: None,
    initial=lambda _document: {},
    facts=lambda _document: [],
)
_REGISTERED = [_NOTHING]


def register(paying: Paying) -> None:
    """Let an app say how free text invoices are paid; the last one counts."""
    _REGISTERED.append(paying)


def paying() -> Paying:
    """Give what was registered; without an app above nothing is asked for."""
    return _REGISTERED[-1]
