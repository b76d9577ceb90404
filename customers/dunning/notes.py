"""What interest notes and collection letters have in common: they charge customers for paying late."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from arclose.ledger.models import Company, Posting, Voucher
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import in_books
from arclose.ledger.outcomes import Refusal
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.models.dunning import NoteStatus
from customers.models.transactions import TransactionType

CONTROL_ACCOUNT = "customer__posting_profile__summary_account"


def _nothing(_posting: Posting) -> None:
    """Write nothing beside the vouchers of a posting."""


@dataclass(frozen=True)
class Charged:
    """A part of what a document charges: the field with its amount, the account credited, and its tax row, if any."""

    posting_type: PostingType
    amount: str
    account: Any
    tax_row: Any = NO_TAX_ROW

    def in_books(self, decimals: int) -> Any:
        """Give it in accounting currency, at the rate of the document."""
        return in_books(self.amount, decimals=decimals)


@dataclass(frozen=True, eq=False)
class NoteKind:
    """A kind of document that charges customers: where its rows are, what it posts, and what speaks against that.

    ``name`` is that of its postings and jobs, ``reversals`` and ``waivers`` of those that take it back. A document that
    charges nothing is posted without a voucher. ``refused`` adds to what speaks against any document of these kinds;
    ``beside`` and ``beside_reversal`` write what stands beside the vouchers of a posting; a document without a voucher
    ``keeps_reversal`` itself. Taken back, one ``becomes`` reversed, unless the kind is that of :attr:`waiving`.
    ``again`` are the fields that a document has in common with the one whose charge it reinstates; ``without_lines`` is
    what it says in place of lines.
    """

    name: str
    reversals: str
    waivers: str
    document_type: str
    transaction_type: TransactionType
    label: str
    notes: Any
    lines: Any
    parts: Sequence[Charged]
    again: Sequence[str]
    refused: Callable[[Company, "QuerySet[Any]"], Iterable[Refusal]]
    beside: Callable[[Posting], object] = _nothing
    beside_reversal: Callable[[Posting], object] = _nothing
    without_lines: Mapping[str, Any] = field(default_factory=dict)
    keeps_reversal: bool = False
    becomes: NoteStatus = NoteStatus.REVERSED

    @property
    def waiving(self) -> "NoteKind":
        """Give the same kind, of which taking a document back waives what it charges."""
        return replace(self, reversals=self.waivers, becomes=NoteStatus.WAIVED)

    @property
    def total(self) -> Any:
        """Give what a document charges, all parts together, as an expression."""
        return reduce(add, [F(part.amount) for part in self.parts])

    def total_of(self, note: Any) -> Any:
        """Give what a document charges."""
        return sum(getattr(note, part.amount) for part in self.parts)

    @property
    def labeled(self) -> Any:
        """Give how a document is called before it has a voucher, as an expression: IN-12."""
        return Concat(Value(f"{self.label}-"), Cast("pk", CharField()))

    def of(self, company: Company) -> "QuerySet[Any]":
        """Give the documents of a company."""
        rows: QuerySet[Any] = self.notes.objects.filter(company=company)
        return rows

    def said_of_reversal(self, posting: Posting, day: date, reason: str) -> dict[str, Any]:
        """Give what a document keeps of its reversal, beside its status."""
        if not self.keeps_reversal:
            return {}
        return {"reversal": posting, "reversal_date": day, "reversal_reason": reason[:200]}

    def reversed_by(self, posting: Posting) -> "QuerySet[Any]":
        """Give the documents that a posting reversed."""
        rows: QuerySet[Any] = self.of(posting.company)
        if self.keeps_reversal:
            return rows.filter(reversal=posting)
        vouchers = Voucher.objects.filter(posting=posting, reversal_of__document_type=self.document_type)
        return rows.filter(pk__in=vouchers.values("reversal_of__document_id"))

    def charging(self, posting: Posting) -> "QuerySet[Any]":
        """Give the documents of a posting that charge something."""
        rows: QuerySet[Any] = self.notes.objects.filter(posting=posting).annotate(charged=self.total)
        return rows.exclude(charged=0)

    def contents(self, posting: Posting, *, decimals: int) -> PostingSet:
        """What the documents of a posting post, at the rate of their date; each part is translated apart."""
        notes = self.charging(posting)
        return PostingSet(
            document_type=self.document_type,
            vouchers=notes.values_list("pk", "note_date", Cast("customer__number", CharField())),
            entries=[
                Entries(
                    PostingType.CUSTOMER_BALANCE,
                    notes.values_list(
                        "pk", CONTROL_ACCOUNT, "currency", self.total, self.total_in_books(decimals), NO_TAX_ROW
                    ),
                ),
                *(Entries(part.posting_type, _credited(notes, part, decimals)) for part in self.parts),
            ],
        )

    def total_in_books(self, decimals: int) -> Any:
        """Give what a document charges in accounting currency, as an expression."""
        return reduce(add, [part.in_books(decimals) for part in self.parts])


def _credited(notes: "QuerySet[Any]", part: Charged, decimals: int) -> "QuerySet[Any, Any]":
    rows = notes.exclude(**{part.amount: 0})
    return rows.values_list("pk", part.account, "currency", -F(part.amount), -part.in_books(decimals), part.tax_row)


def of_lines(kind: NoteKind, notes: "QuerySet[Any]") -> "QuerySet[Any]":
    """Give the lines of documents."""
    rows: QuerySet[Any] = kind.lines.objects.filter(note__in=notes)
    return rows
