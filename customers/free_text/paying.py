"""How a free text invoice is to be paid, where that is not as its customer pays as a rule.

Methods of payment and mandates are of an app above, which registers what it asks for and how it keeps it. What was
chosen passes through here as that app made it; None: as the customer pays as a rule.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arclose.ledger.models import Company
from customers.models import FreeTextInvoice, RecurringInvoice


@dataclass(frozen=True, kw_only=True)
class Paying:
    """What an app asks for and keeps.

    ``fields`` are those of the form; ``refused`` says, by field, what of the typed values does not fit; ``chosen``
    makes of them what ``keep`` writes for documents, in place of what they had, and ``keep_recurring`` for a recurring
    invoice; ``of`` and ``of_recurring`` give it again, the latter by ids. ``initial`` is what was chosen as the form
    shows it, and ``facts`` are its labels and values for a page.
    """

    fields: Callable[[Company], dict[str, Any]]
    refused: Callable[[Mapping[str, Any]], dict[str, str]]
    chosen: Callable[[Mapping[str, Any]], Any]
    keep: Callable[[Sequence[tuple[FreeTextInvoice, Any]]], None]
    of: Callable[[FreeTextInvoice], Any]
    keep_recurring: Callable[[RecurringInvoice, Any], None]
    of_recurring: Callable[[Collection[int]], Mapping[int, Any]]
    initial: Callable[[Any], dict[str, Any]]
    facts: Callable[[Any], list[tuple[str, object]]]


_NOTHING = Paying(
    fields=lambda _company: {},
    refused=lambda _typed: {},
    chosen=lambda _typed: None,
    keep=lambda _documents: None,
    of=lambda _document: None,
    keep_recurring=lambda _recurring, _chosen: None,
    of_recurring=lambda _recurring: {},
    initial=lambda _chosen: {},
    facts=lambda _chosen: [],
)
_REGISTERED = [_NOTHING]


def register(paying: Paying) -> None:
    """Let an app say how free text invoices are paid; the last one counts."""
    _REGISTERED.append(paying)


def paying() -> Paying:
    """Give what was registered; without an app above nothing is asked for."""
    return _REGISTERED[-1]
