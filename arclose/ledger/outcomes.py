"""What came of a posting: what was posted, what was left out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from arclose.web.amounts import format_money


@dataclass(frozen=True)
class Refusal:
    """A document that was left out: the named reason, in words, and what to do about it."""

    document_id: int
    code: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Outcome:
    """The result of posting a set of documents.

    ``posted`` are the documents this posting wrote, ``already`` those that had been posted before and
    keep what they have, ``left_out`` those that could not be. ``posting_id`` is None when nothing was written.
    """

    posting_id: int | None = None
    posted: Sequence[int] = field(default_factory=list)
    already: Sequence[int] = field(default_factory=list)
    left_out: Sequence[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """What translation leaves of a voucher that balances in its own currency: an amount and its currency."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return format_money(self.amount, self.currency)


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
