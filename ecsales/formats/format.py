"""What a file format is: whose it is, what it reports and how, when it is due, and what it rests on."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO, round_amount
from ecsales.formats.listing import CALL_OFF_KINDS, Correction, Kind, Listing, Period
from ecsales.formats.refusals import Refusal

MONTHLY = frozenset({1})
MONTHLY_OR_QUARTERLY = frozenset({1, 3})
_PORTAL = _("in the authority's portal")


class RestsOn(TextChoices):
    """How sure it is that the authority takes the file."""

    SCHEMA = "schema", _("valid against the authority's schema")
    DESCRIPTION = "description", _("made to the authority's own description")
    LAYOUT = "layout", _("made to a published layout, check the upload result")
    NOTHING = "nothing", _("not a filing file: type its rows into the authority's portal")


def basis_of(rests_on: RestsOn, *, is_valid: bool) -> str:
    """Say what a file rests on, and whether the authority's schema was at hand to check it."""
    if rests_on is RestsOn.SCHEMA and not is_valid:
        return gettext("made to the authority's schema, which is not at hand to check it")
    if rests_on is not RestsOn.SCHEMA and is_valid:
        return gettext("valid against an older schema; %(made)s") % {"made": rests_on.label}
    return str(rests_on.label)


class Grain(TextChoices):
    """What makes one row of the file."""

    CUSTOMER = "customer", _("a row per VAT number and kind")
    COLUMNS = "columns", _("a row per VAT number, the kinds beside one another")
    DOCUMENT = "document", _("a row per invoice for services, per commodity code for goods")


class Rounding(TextChoices):
    """How the sum of a row is rounded: once, after everything of the row is added up."""

    CENTS = "cents", _("to the cent")
    WHOLE = "whole", _("to whole units, half away from zero")
    CUT = "cut", _("to whole units, decimals cut off")
    UP = "up", _("to whole units, upwards")

    def of(self, amount: Decimal) -> Decimal:
        """Give the amount as the file says it; never minus zero."""
        decimals, rounding = _ROUNDINGS[self]
        return round_amount(amount, decimals, rounding) + ZERO


_ROUNDINGS = {
    Rounding.CENTS: (2, ROUND_HALF_UP),
    Rounding.WHOLE: (0, ROUND_HALF_UP),
    Rounding.CUT: (0, ROUND_DOWN),
    Rounding.UP: (0, ROUND_CEILING),
}


class CorrectionStyle(TextChoices):
    """How a file says what an earlier list should have said."""

    DIFFERENCE = "difference", _("the difference")
    NEW_VALUE = "new-value", _("the new value")
    OLD_AND_NEW = "old-and-new", _("the old and the new value")
    STORNO = "storno", _("the old row canceled and a new one")
    WHOLE_LIST = "whole-list", _("the whole list again")
    BY_HAND = "by-hand", _("by hand in the authority's portal")


class CorrectionPlace(TextChoices):
    """Which file takes a correction along."""

    OWN_LIST = "own-list", _("a list of its own for the period that was wrong")
    NEXT_LIST = "next-list", _("the next list")
    NO_FILE = "no-file", _("no file")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is handed to the authority. The same listing gives the same bytes.

    ``is_valid`` says that it was held against the authority's schema.
    """

    name: str
    content: bytes
    media_type: str = "application/xml"
    is_valid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Something a format asks the declarant for, beyond what every registration says.

    ``pattern`` is a regular expression of the whole value; ``default`` is what the file says where nothing is given.
    """

    name: str
    label: str | Promise
    pattern: str = ""
    example: str = ""
    default: str = ""
    is_needed: bool = True


def _no_rows(_content: bytes) -> Callable[[Correction], int]:
    """Find no row in an earlier file: most files correct without naming one."""
    return lambda _correction: 0


def _no_goods(_content: bytes) -> Callable[[Correction], Mapping[str, Decimal]]:
    """Find no goods by code in an earlier file: most files do not tell them so."""
    return lambda _correction: {}


def was_forgotten(one: Correction) -> bool:
    """Say whether call-off stock was forgotten: most files tell that, and nothing else that changed of such stock."""
    return one.kind in (Kind.CALL_OFF, Kind.CALL_OFF_RETURNED) and not one.old_supplies


def _nothing(listing: Listing) -> Iterable[Refusal]:
    """Refuse nothing beyond what every format refuses."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One file format of one state.

    ``country`` is as VAT numbers write it; ``name`` is what the authority calls the list; ``own_number`` is the
    regular expression of a VAT number of the state. ``codes`` gives the file's own code for each kind that it
    reports; kinds with the same code share a row. ``months`` are the lengths of period it knows, ``years`` those whose
    layout is known, all where None: whoever keeps lists takes another format then, and the file is refused. ``needs``
    names the fields of a declarant that it cannot do without. ``number_length`` is the longest VAT number of a
    customer, without the country; ``whole_digits`` the most that an amount has before the point.
    ``corrects_by_credits`` says that a credit note for a document of an earlier period is a correction of that period
    rather than part of its own. ``call_off_goes_to`` says where call-off stock is reported that the file has no place
    for, ``tells_call_off`` which corrections of such stock the file tells. ``receipt`` is the regular expression of the
    number under which the authority keeps a list, where files name it, with an example in ``receipt_example``.
    ``receipts_for`` are the kinds whose correction names the receipt of the earlier list and the row there; an earlier
    file read by ``rows_filed`` gives a correction's row, 0 where it has none. ``goods_code`` and ``services_code`` name
    the details with the code of goods and of services that have none of their own; an earlier file read by
    ``goods_filed`` gives what it said, per code, of the row and period of a correction. ``schema`` is the path of the
    authority's schema below the folder of schemas, ``schema_repairs`` the elements whose attribute there says otherwise
    than the authority itself: name, attribute, value; ``schema_stand_ins`` what of a file the schema is too old to
    know, with what is held against it instead. ``refuses`` says what else the file cannot say; it and ``write`` take a
    listing whose amounts are those of the file.
    """

    key: str
    country: str
    name: str
    own_number: str = ""
    currency: str
    codes: Mapping[Kind, str]
    months: frozenset[int]
    years: frozenset[int] | None = None
    leaves: frozenset[Kind] = frozenset()
    grain: Grain = Grain.CUSTOMER
    rounding: Rounding
    correction_style: CorrectionStyle
    correction_place: CorrectionPlace
    corrects_by_credits: bool = False
    call_off_goes_to: str | Promise = _PORTAL
    tells_call_off: Callable[[Correction], bool] = was_forgotten
    receipt: str = ""
    receipt_example: str = ""
    receipts_for: frozenset[Kind] = frozenset()
    rows_filed: Callable[[bytes], Callable[[Correction], int]] = _no_rows
    goods_code: str = ""
    services_code: str = ""
    goods_filed: Callable[[bytes], Callable[[Correction], Mapping[str, Decimal]]] = _no_goods
    rests_on: RestsOn
    schema: str = ""
    schema_repairs: tuple[tuple[str, str, str], ...] = ()
    schema_stand_ins: tuple[tuple[bytes, bytes], ...] = ()
    deadline: Callable[[Period], date]
    needs: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    number_length: int = 12
    whole_digits: int = 15
    takes_negative: bool = True
    takes_empty: bool = False
    refuses: Callable[[Listing], Iterable[Refusal]] = _nothing
    write: Callable[[Listing], Iterable[File]]

    def reports(self, kind: Kind) -> bool:
        """Whether the file has a place for this kind."""
        return kind in self.codes

    def code_of(self, kind: Kind) -> Detail | None:
        """Give the detail with the code of a kind's lines that have none of their own; None: they need none."""
        name = self.services_code if kind is Kind.SERVICES else self.goods_code
        return next((detail for detail in self.details if detail.name == name), None)

    def knows_receipt(self, receipt: str) -> bool:
        """Whether the authority writes the number of a list like this; any will do where no file names it."""
        return not self.receipt or re.fullmatch(self.receipt, receipt) is not None

    def no_place_for(self, kind: Kind) -> tuple[str, str]:
        """Say that the file has no place for this kind, and where it is reported."""
        place = self.call_off_goes_to if kind in CALL_OFF_KINDS else _PORTAL
        return (
            gettext("%(name)s has no place for this kind.") % {"name": self.name},
            gettext("Report it %(place)s, and leave the line out here.") % {"place": place},
        )
