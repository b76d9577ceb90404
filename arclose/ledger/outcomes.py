"""What came of a posting: what was posted, what was left out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from arclose.web.amounts import format_money


@dataclass(frozen=True)
class Difference:
    """What translation leaves of a voucher that balances in its own currency: an amount and its currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return format_money(self.amount, self.currency)


# What the words of a refusal are about: an amount is written as its reader writes amounts.
Fact = str | Difference


@dataclass(frozen=True)
class Refusal:
    """A document that was left out, or went on with a warning: the named reason, in words, and what to do about it.

    The words are in the language that was active. Who keeps a refusal for other readers keeps code and facts, from
    which the app that refused makes the words anew.
    """

    document_id: int
    code: str
    reason: str
    remedy: str = ""
    facts: Sequence[Fact] = ()


@dataclass(frozen=True)
class Outcome:
    """The result of posting a set of documents.

    ``posted`` are the documents this posting wrote, ``already`` those that had been posted before and
    keep what they have, ``left_out`` those that could not be: a document for each of its reasons, the weightiest
    first. ``warnings`` name what is the matter with documents that went on. ``posting_id`` is None when nothing was
    written.
    """

    posting_id: int | None = None
    posted: Sequence[int] = field(default_factory=list)
    already: Sequence[int] = field(default_factory=list)
    left_out: Sequence[Refusal] = field(default_factory=list)
    warnings: Sequence[Refusal] = field(default_factory=list)


def as_stored(facts: Sequence[Fact]) -> list[Any]:
    """Give facts as JSON can keep them."""
    return [[str(fact.amount), fact.currency] if isinstance(fact, Difference) else str(fact) for fact in facts]


def from_stored(stored: Sequence[Any]) -> list[Fact]:
    """Give facts back as they were before :func:`as_stored`."""
    return [Difference(Decimal(one[0]), str(one[1])) if isinstance(one, list) else str(one) for one in stored]


class CannotPost(Exception):
    """Nothing was posted, for a reason that people can do something about: said in words, with what to do.

    A caller that tells people catches this one; which of its kinds it was matters to few.
    """

    def reason(self) -> str:
        """Say what is the matter, and where."""
        return ""

    def remedy(self) -> str:
        """Say what to do about it."""
        return ""

    def __str__(self) -> str:
        return f"{self.reason()} {self.remedy()}".strip()
