"""How a part of what was split is to be paid, where that is not as its document is.

Methods of payment are of an app above, which registers what it asks for and how it keeps it. What was chosen passes
through here as that app made it; None: as its document, or as what it was a part of.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arclose.ledger.models import Company
from customers.models import CustomerTransaction


@dataclass(frozen=True, kw_only=True)
class PartPayment:
    """What an app asks for of each part, and keeps.

    ``fields`` are those of the form; ``chosen`` makes of what was typed what ``keep`` writes for the parts of a
    transaction, and tells by its text from another choice; ``of`` says in words how transactions are paid, by id, where
    that was chosen for them.
    """

    fields: Callable[[Company], dict[str, Any]]
    chosen: Callable[[Mapping[str, Any]], Any]
    keep: Callable[[CustomerTransaction, Sequence[tuple[CustomerTransaction, Any]]], None]
    of: Callable[[Collection[int]], Mapping[int, str]]


_NOTHING = PartPayment(
    fields=lambda _company: {},
    chosen=lambda _typed: None,
    keep=lambda _whole, _parts: None,
    of=lambda _transactions: {},
)
_REGISTERED = [_NOTHING]


def register(paid: PartPayment) -> None:
    """Let an app say how parts are paid; the last one counts."""
    _REGISTERED.append(paid)


def part_payment() -> PartPayment:
    """Give what was registered; without an app above nothing is asked for."""
    return _REGISTERED[-1]
