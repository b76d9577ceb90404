"""What an EC sales list says, as the writers of files take it.

This is the seam between the list and its files: who keeps lists builds these from a stored snapshot, a writer reads
nothing else, neither database nor clock. So the same snapshot gives the same bytes.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MONTHS_PER_QUARTER = 3
MONTHS_PER_YEAR = 12


class Kind(TextChoices):
    """What a line reports, by the articles of Directive 2006/112/EC; each file has its own code for it.

    Call-off stock is listed without an amount. Purchases are for the countries that ask for them (art. 268).
    """

    GOODS = "goods", _("goods")
    TRANSFER = "transfer", _("own goods moved to another state")
    AFTER_IMPORT = "after-import", _("goods supplied after an exempt import")
    TRIANGULAR = "triangular", _("triangular trade")
    SERVICES = "services", _("services")
    CALL_OFF = "call-off", _("call-off stock moved")
    CALL_OFF_RETURNED = "call-off-returned", _("call-off stock returned")
    CALL_OFF_CHANGED = "call-off-changed", _("call-off stock for another customer")
    PURCHASED_GOODS = "purchased-goods", _("goods purchased")
    PURCHASED_SERVICES = "purchased-services", _("services purchased")


CALL_OFF_KINDS = frozenset({Kind.CALL_OFF, Kind.CALL_OFF_RETURNED, Kind.CALL_OFF_CHANGED})
PURCHASES = frozenset({Kind.PURCHASED_GOODS, Kind.PURCHASED_SERVICES})


def is_other_stock(kind: Kind, *, before: int, now: int) -> bool:
    """Tell whether call-off stock, which has no amount, came onto a list or left it: by how many supplies it had."""
    return kind in CALL_OFF_KINDS and bool(before) != bool(now)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """What a list covers: a month, a quarter, a year, or the first two months of a quarter that was left early."""

    year: int
    first_month: int
    months: int = 1

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> "Period":
        """Give a quarter, counted from 1."""
        return cls(year, (quarter - 1) * MONTHS_PER_QUARTER + 1, MONTHS_PER_QUARTER)

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """Give a whole year."""
        return cls(year, 1, MONTHS_PER_YEAR)

    @property
    def last_month(self) -> int:
        """The month it ends with, 1 to 12."""
        return self.first_month + self.months - 1

    @property
    def quarter(self) -> int:
        """The quarter it ends in, 1 to 4."""
        return (self.last_month - 1) // MONTHS_PER_QUARTER + 1

    @property
    def is_month(self) -> bool:
        """Whether it is one month."""
        return self.months == 1

    @property
    def is_quarter(self) -> bool:
        """Whether it is a whole quarter."""
        return self.months == MONTHS_PER_QUARTER

    @property
    def first_day(self) -> date:
        """The day it begins with."""
        return date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> date:
        """The day it ends with."""
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    def __str__(self) -> str:
        if self.is_month:
            return f"{self.year}-{self.first_month:02}"
        if self.is_quarter:
            return f"{self.year}-Q{self.quarter}"
        return (
            str(self.year)
            if self.months == MONTHS_PER_YEAR
            else f"{self.year}-{self.first_month:02}/{self.last_month:02}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarant:
    """Who files the list: a company by its VAT registration in one state.

    ``country`` is as VAT numbers write it (EL, XI), ``vat_number`` comes without it, ``currency`` is what the state
    wants its VAT in. ``details`` holds what a format asks for beyond, by the names of its details.
    """

    country: str
    vat_number: str
    currency: str
    name: str
    street: str = ""
    house_number: str = ""
    postal_code: str = ""
    city: str = ""
    contact_first_name: str = ""
    contact_last_name: str = ""
    telephone: str = ""
    email: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """The invoice or credit note of a line, where a country lists each."""

    number: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was supplied to one VAT number: to the cent, in the currency of the registration; a credit is below zero.

    ``country`` is as VAT numbers write it (EL, XI) and ``vat_number`` comes without it. Several lines may be alike: a
    writer adds up what its grain holds together and rounds once. ``document`` and ``commodity_code`` are needed only
    where the grain says so. ``previous_vat_number`` is the customer for whom call-off stock was meant before.
    """

    country: str
    vat_number: str
    name: str
    kind: Kind
    amount: Decimal
    supplies: int = 1
    document: Document | None = None
    commodity_code: str = ""
    previous_vat_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a submitted list said of a customer and kind, and what it should have said: both in full, to the cent.

    A line that was forgotten has an old amount of zero, one that should not have been listed a new one. ``receipt`` and
    ``receipt_row`` say under which number the authority keeps the row, where it asks for that.
    """

    period: Period
    country: str
    vat_number: str
    name: str
    kind: Kind
    old_amount: Decimal
    new_amount: Decimal
    old_supplies: int = 1
    new_supplies: int = 1
    document: Document | None = None
    commodity_code: str = ""
    receipt: str = ""
    receipt_row: int = 0

    @property
    def is_other_stock(self) -> bool:
        """Tell whether call-off stock came onto the list or left it."""
        return is_other_stock(self.kind, before=self.old_supplies, now=self.new_supplies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list to be written.

    A first list has the lines of its period, and the corrections of earlier periods where the format takes these
    along. With ``is_correction`` it corrects the list of its own period: ``lines`` are then the whole truth of that
    period as it stands now, and ``corrections`` what of it was not submitted so. ``number`` counts the lists of the
    registration, ``created_at`` is when it was submitted, in the company's time; ``replaces`` is the authority's
    receipt of the list that this one replaces.
    """

    declarant: Declarant
    period: Period
    lines: Sequence[Line]
    corrections: Sequence[Correction] = ()
    is_correction: bool = False
    number: int = 1
    created_at: datetime
    replaces: str = ""
