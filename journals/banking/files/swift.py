"""SWIFT customer statements: MT940, whose pages are joined, and MT942, the interim report of the same shape.

    :20: reference   :25: account   :28C: number/page   :60F: opening (:60M: of a further page)
    :61: entry, :86: what the bank tells of it, again and again
    :62F: closing (:62M: the next page follows)

What stands between two messages (envelopes, end marks, the banks' own headers) is passed over.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from arclose.imports.problems import FileRefused
from journals.banking.files import limits
from journals.banking.files.amounts import amount_of
from journals.banking.files.narratives import narrated
from journals.banking.files.structures import Balance, BankFile, Entry, MessageKind, Notice, Statement, Warned

TAGS = ("20", "21", "25", "25P", "28", "28C", "60F", "60M", "61", "86", "62F", "62M", "64", "65")
INTERIM_TAGS = ("13", "13D", "34F", "90C", "90D")
_TAG = re.compile(rf":({'|'.join((*TAGS, *INTERIM_TAGS, 'NS'))}):(.*)", re.ASCII | re.DOTALL)
_END = re.compile(r"\s*-(\}.*|XXX)?\s*|\{1:.*", re.ASCII | re.DOTALL)
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})\s*([\d,. ]+)", re.ASCII)
_ENTRY = re.compile(
    r"(?P<value>\d{6})(?P<booking>\d{4}|[ ]{4})?(?P<reversal>R(?=[CD]))?(?P<sign>E?[CD])(?P<funds>[A-Z])?"
    r"(?P<amount>\d[\d ]*(?:[.,]\d*)?)(?:(?P<type>[A-Z][A-Z0-9][A-Z0-9 ]{2})(?P<reference>.*)|(?P<rest>.*))",
    re.ASCII,
)
_NONE = frozenset({"", "NONREF", "EREF", "PREF", "MARF", "KREF+", "NOTPROVIDED"})
# What transmissions put around messages, and old systems at the end of files.
CONTROL_CHARACTERS = "\x01\x03\x1a"
FULL_LINE = 64
CENTURY = 2000
OLD_YEARS = 80  # a year of two digits from here on is of the century before


@dataclass
class _Field:
    """A tag with its lines: where it begins and what stands behind it."""

    tag: str
    lines: list[str]
    line: int


@dataclass
class _Page:
    """One message, as its fields."""

    line: int
    fields: list[_Field] = field(default_factory=list)

    def add(self, number: int, line: str, tagged: re.Match[str] | None) -> None:
        """Add a line: a field of its own where it begins with a tag, else more of the field before it."""
        if tagged:
            self.fields.append(_Field(tagged.group(1), [tagged.group(2)], number))
        else:
            self.fields[-1].lines.append(line)

    def first(self, *tags: str) -> _Field | None:
        """Give the first field of these tags."""
        return next((one for one in self.fields if one.tag in tags), None)

    def last(self, *tags: str) -> _Field | None:
        """Give the last field of these tags."""
        return next((one for one in reversed(self.fields) if one.tag in tags), None)

    def text(self, *tags: str) -> str:
        """Give what stands behind the first field of these tags."""
        found = self.first(*tags)
        return found.lines[0].strip() if found else ""

    @property
    def is_interim(self) -> bool:
        """Whether it is an MT942, which has limits and sums instead of balances."""
        return self.first(*INTERIM_TAGS) is not None and self.first("60F", "60M") is None


def read_swift(text: str) -> BankFile:
    """Give what a file of MT940 or MT942 messages says.

    :raises FileRefused: with the line: no such message, or one without account, balance or a readable entry.
    """
    pages = list(_pages(text))
    if not pages:
        raise FileRefused(_("This is no bank statement: no message of it has a reference (:20:)."))
    statements = _joined([_statement(page) for page in pages], pages)
    if len(statements) > limits.MOST_STATEMENTS:
        raise FileRefused(_("The file has more statements than are read at once. Split it."))
    if sum(len(statement.entries) for statement in statements) > limits.MOST_ENTRIES:
        raise FileRefused(_("The file has more entries than are read at once. Split it."))
    return BankFile("MT942" if all(page.is_interim for page in pages) else "MT940", "", tuple(statements))


def _pages(text: str) -> Iterator[_Page]:
    """Cut a file into messages; each begins with its reference."""
    page: _Page | None = None
    for number, written in enumerate(text.splitlines(), start=1):
        line = written.lstrip(CONTROL_CHARACTERS)
        tagged = _TAG.fullmatch(line)
        is_first, is_last = tagged is not None and tagged.group(1) == "20", _END.fullmatch(line) is not None
        if page and (is_first or is_last):
            yield page
            page = None
        if is_first:
            page = _Page(number)
        elif page is None:
            _refuse_headless(tagged, number)
        if page:
            page.add(number, line, tagged)
    if page:
        yield page


def _refuse_headless(tagged: re.Match[str] | None, line: int) -> None:
    """Refuse an entry or balance before any message: what was cut out of a file is not complete.

    :raises FileRefused: it is one.
    """
    if tagged and tagged.group(1) in {"25", "60F", "60M", "61", "62F", "62M", "34F"}:
        raise FileRefused(_("The message has no beginning (:20:). Is the file cut out of another one?"), line=line)


def _statement(page: _Page) -> Statement:
    account, currency_of_account = _account(page)
    notices: list[Notice] = []
    opening = _balance(page.first("60F", "60M"), notices)
    closing = _balance(page.last("62F", "62M"), notices)
    if opening is None and not page.is_interim:
        raise FileRefused(_("The statement has no opening balance (:60F:)."), line=page.line)
    currency = (opening or closing).currency if opening or closing else _currency_of_limit(page) or currency_of_account  # type: ignore[union-attr]
    entries = tuple(_entries(page, currency, account, notices))
    days = _days(page, opening, closing, entries)
    number = page.text("28C", "28")
    return Statement(
        kind=MessageKind.INTERIM_REPORT if page.is_interim else MessageKind.STATEMENT,
        account=account,
        currency=currency,
        identity=" ".join(filter(None, [page.text("20"), number, days[0].isoformat()])),
        number=number,
        from_date=days[0],
        to_date=days[1],
        opening=opening,
        closing=closing,
        entries=entries,
        notices=tuple(notices),
    )


def _account(page: _Page) -> tuple[str, str]:
    """Give the number of the account, and the currency that some banks write behind it.

    :raises FileRefused: there is none.
    """
    written = page.text("25", "25P")
    if not written:
        raise FileRefused(_("The statement does not say which account it is of (:25:)."), line=page.line)
    number = re.sub(r"[\s.]", "", written)
    behind = re.fullmatch(r"(.*\d)([A-Z]{3})", number, re.ASCII)
    return (behind.group(1), behind.group(2)) if behind else (number, "")


def _currency_of_limit(page: _Page) -> str:
    return page.text("34F")[:3]


def _balance(found: _Field | None, notices: list[Notice]) -> Balance | None:
    if found is None:
        return None
    written = _BALANCE.match(found.lines[0])
    day = _day(written.group(2), notices) if written else None
    if written is None or day is None:
        notices.append(Notice(Warned.BALANCE_UNREADABLE, f":{found.tag}:{found.lines[0]}"[:60]))
        return None
    amount = amount_of(written.group(4), line=found.line)
    return Balance(-amount if written.group(1) == "D" else amount, written.group(3), day)


def _days(page: _Page, opening: Balance | None, closing: Balance | None, entries: Sequence[Entry]) -> tuple[date, date]:
    days = [balance.day for balance in (opening, closing) if balance and balance.day]
    if not days:
        days = [entry.booking_date for entry in entries]
    if not days and (told := re.match(r"\d{6}", page.text("13D", "13"))):
        days = list(filter(None, [_day(told.group(), [])]))
    if not days:
        raise FileRefused(_("Neither the statement nor its entries say a date."), line=page.line)
    return min(days), max(days)


def _entries(page: _Page, currency: str, account: str, notices: list[Notice]) -> Iterator[Entry]:
    waiting: Entry | None = None
    told: list[str] = []
    supplement = ""
    for one in page.fields:
        if one.tag == "61":
            if waiting:
                yield narrated(waiting, told, supplement=supplement, own=account)
            waiting, told, supplement = _entry(one, currency, notices), [], " ".join(one.lines[1:]).strip()
        elif one.tag in {"86", "NS"} and waiting:
            told.append(_lines_joined(one.lines))
        elif one.tag in {"62F", "62M"} and waiting:
            yield narrated(waiting, told, supplement=supplement, own=account)
            waiting = None
    if waiting:
        yield narrated(waiting, told, supplement=supplement, own=account)


def _lines_joined(lines: Sequence[str]) -> str:
    """Join the lines of a text: SWIFT breaks it after 65 characters, in the middle of words; a short line ends one."""
    text = lines[0]
    width = len(lines[0]) + len(":86:")
    for line in lines[1:]:
        is_joined = line.startswith(("/", "?", ">")) or (width >= FULL_LINE and not line.startswith("REK: "))
        text += ("" if is_joined else " ") + line
        width = len(line)
    return text


def _entry(found: _Field, currency: str, notices: list[Notice]) -> Entry:
    written = _ENTRY.fullmatch(found.lines[0].rstrip())
    if written is None:
        raise FileRefused(
            _("“%(text)s” is no entry of a statement (:61:).") % {"text": found.lines[0][:60]}, line=found.line
        )
    value = _day(written["value"], notices)
    if value is None:
        raise FileRefused(_("“%(text)s” is no date.") % {"text": written["value"]}, line=found.line)
    is_out = (written["sign"][-1] == "D") != bool(written["reversal"])
    amount = amount_of(written["amount"], line=found.line)
    own, _slashes, servicer = (written["reference"] or written["rest"] or "").partition("//")
    own, account, name = _other_side(own)
    return Entry(
        amount=-amount if is_out else amount,
        currency=currency,
        value_date=value,
        booking_date=_booking_day(written["booking"], value, notices),
        is_reversal=bool(written["reversal"]),
        bank_code=(written["type"] or "").strip(),
        end_to_end_reference=_given(own),
        servicer_reference=_given(servicer),
        counterparty_account=account,
        counterparty_name=name,
    )


def _other_side(reference: str) -> tuple[str, str, str]:
    """Give reference, account and name; old Dutch files write the other side here: ``0121470966      NAME``."""
    number, gap, name = reference.strip().partition("  ")
    if not gap:
        return reference, "", ""
    return "", "" if _given(number) == "" else number, name.strip()


def _given(reference: str) -> str:
    text = reference.strip()
    return "" if text.upper() in _NONE else text


def _booking_day(text: str | None, value: date, notices: list[Notice]) -> date:
    """Give the day of booking, which has no year: that of the value day, or the year beside it where that is nearer."""
    if not text or not text.strip():
        return value
    days = [_day_in(value.year + years, int(text[:2]), int(text[2:])) for years in (-1, 0, 1)]
    found = [day for day in days if day is not None]
    if not found:
        notices.append(Notice(Warned.IMPOSSIBLE_DAY, text))
        return value
    return min(found, key=lambda day: abs(day - value))


def _day(text: str, notices: list[Notice]) -> date | None:
    """Give the day YYMMDD; the 30th of February, which some banks count interest by, is the last of its month."""
    year, month, day = (int(text[place : place + 2]) for place in (0, 2, 4))
    year += CENTURY if year < OLD_YEARS else CENTURY - 100
    found = _day_in(year, month, day)
    if found is not None and found.day != day:
        notices.append(Notice(Warned.IMPOSSIBLE_DAY, text))
    return found


def _day_in(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _joined(statements: Sequence[Statement], pages: Sequence[_Page]) -> list[Statement]:
    """Join pages: one that ends with an interim balance goes on in the next of its account that begins with one."""
    joined: list[Statement] = []
    is_open = False
    for statement, page in zip(statements, pages, strict=True):
        goes_on = is_open and page.first("60M") is not None and joined[-1].account == statement.account
        if goes_on:
            joined[-1] = _with_page(joined[-1], statement)
        else:
            joined.append(statement)
        is_open = page.last("62F", "62M") is not None and page.last("62F", "62M").tag == "62M"  # type: ignore[union-attr]
    return joined


def _with_page(statement: Statement, page: Statement) -> Statement:
    return replace(
        statement,
        to_date=max(statement.to_date, page.to_date),
        from_date=min(statement.from_date, page.from_date),
        closing=page.closing,
        entries=(*statement.entries, *page.entries),
        pages=statement.pages + page.pages,
        notices=tuple(dict.fromkeys((*statement.notices, *page.notices))),
    )
