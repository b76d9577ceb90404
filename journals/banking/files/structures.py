"""What a file of a bank says, whatever its format. Nothing of it changes once it is read."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class MessageKind(StrEnum):
    """What a bank sends: what is final, what may still change, and what is only told."""

    STATEMENT = "statement"
    INTERIM_REPORT = "interim_report"
    NOTIFICATION = "notification"


class EntryStatus(StrEnum):
    """Whether an entry stands in the books of the bank."""

    BOOKED = "booked"
    PENDING = "pending"
    INFORMATION = "information"


class Verdict(StrEnum):
    """Whether opening balance and entries come to the closing balance."""

    ADDS_UP = "adds_up"
    DIFFERS = "differs"
    NO_BALANCES = "no_balances"


class Warned(StrEnum):
    """What is odd about a file or statement and was read all the same; a detail stands beside it."""

    BALANCE_WITHOUT_SIGN = "balance_without_sign"
    BALANCE_UNREADABLE = "balance_unreadable"
    IMPOSSIBLE_DAY = "impossible_day"
    WITHOUT_NAMESPACE = "without_namespace"
    OTHER_CURRENCY = "other_currency"
    DETAILS_DIFFER = "details_differ"
    SCHEMA_MISSING = "schema_missing"
    SCHEMA_ORDER = "schema_order"
    SCHEMA_UNEXPECTED = "schema_unexpected"
    SCHEMA_TOO_LONG = "schema_too_long"
    SCHEMA_AMOUNT = "schema_amount"


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning with the figure, tag or reference it is about."""

    code: Warned
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a bank tells of one payment; a text is empty where it says nothing.

    ``amount`` is signed: money into the account above zero. ``creditor_reference`` is the structured reference that
    the payer was asked to give, ``text`` what else the payer wrote, ``counterparty_account`` an IBAN without spaces or
    the number the bank has for it.
    """

    amount: Decimal
    end_to_end_reference: str = ""
    mandate_reference: str = ""
    servicer_reference: str = ""
    creditor_reference: str = ""
    text: str = ""
    counterparty_name: str = ""
    counterparty_account: str = ""
    return_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Payment):
    """A line of a statement; ``details`` are the payments of one that books several at once.

    ``bank_code`` says what sort of transaction it is, as the bank writes it (PMNT-RCDT-ESCT, NTRF). A reversal has the
    sign it is booked with: what takes a credit back is below zero.
    """

    booking_date: date
    value_date: date
    currency: str
    status: EntryStatus = EntryStatus.BOOKED
    is_reversal: bool = False
    bank_code: str = ""
    details: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """What stood on the account at a day; below zero: overdrawn."""

    amount: Decimal
    currency: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The entries of one account between two balances, where the file gives them.

    ``identity`` is what the bank calls the statement, the same for the same account never twice. ``pages`` are the
    messages it was joined from.
    """

    kind: MessageKind
    account: str
    currency: str
    identity: str
    number: str = ""
    from_date: date
    to_date: date
    opening: Balance | None = None
    closing: Balance | None = None
    entries: tuple[Entry, ...] = ()
    pages: int = 1
    notices: tuple[Notice, ...] = ()

    @property
    def booked_amount(self) -> Decimal:
        """What the booked entries come to."""
        return sum((entry.amount for entry in self.entries if entry.status is EntryStatus.BOOKED), Decimal(0))

    @property
    def difference(self) -> Decimal | None:
        """How much the closing balance is above what opening balance and entries come to; None without both."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing.amount - self.opening.amount - self.booked_amount

    @property
    def verdict(self) -> Verdict:
        """Whether it adds up."""
        if self.difference is None:
            return Verdict.NO_BALANCES
        return Verdict.DIFFERS if self.difference else Verdict.ADDS_UP


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file that was read: its format (camt.053, MT940), the version where it names one, its statements."""

    format: str
    version: str
    statements: tuple[Statement, ...]
    notices: tuple[Notice, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bank says of a direct debit: its status as ISO 20022 codes it, with the bank's reason, code first.

    It is about one payment, by its end-to-end reference, or without that about a batch; without either about all. The
    status is empty where the bank says nothing but of its parts.
    """

    batch: str
    payment: str
    status: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What a bank answers to a message: what it says of all of it comes before what it says of a part."""

    version: str
    original_message: str
    answers: tuple[Answer, ...]
    format: str = "pain.002"
