"""Spain: modelo 349, records of 500 characters.

Amounts have no sign. What a credit note, or a correction, changes of an earlier period is a record of its own in the
next list, with the new and the old base of that period. The list asks for purchases too.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO
from ecsales.formats.deadlines import month_after
from ecsales.formats.format import (
    MONTHLY_OR_QUARTERLY,
    CorrectionPlace,
    CorrectionStyle,
    Detail,
    File,
    Format,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Correction, Kind, Line, Listing, Period
from ecsales.formats.plain_text import digits, plain, text_file

_LENGTH = 500
_NAME = 40
_CODES = {
    Kind.GOODS: "E",
    Kind.TRANSFER: "E",
    Kind.AFTER_IMPORT: "M",
    Kind.TRIANGULAR: "T",
    Kind.SERVICES: "S",
    Kind.PURCHASED_GOODS: "A",
    Kind.PURCHASED_SERVICES: "I",
    Kind.CALL_OFF: "R",
    Kind.CALL_OFF_RETURNED: "D",
    Kind.CALL_OFF_CHANGED: "C",
}


def _deadline(period: Period) -> date:
    """Give the 20th of the month after; for July that of September, for the end of the year 30 January."""
    year, month = month_after(period)
    if month == 1:
        return date(year, 1, 30)
    return date(year, 9 if month == 8 and period.is_month else month, 20)


def _write(listing: Listing) -> Iterator[File]:
    name = f"349-{listing.declarant.vat_number}-{listing.period}-{listing.number}.txt"
    yield File(name, text_file(_records(listing)), "text/plain; charset=iso-8859-1")


def _records(listing: Listing) -> Iterator[str]:
    head = _head(listing, 2)
    yield _record(_declarant(listing))
    yield from (_record({**head, **_operator(line)}) for line in listing.lines)
    yield from (_record({**head, **_rectification(one)}) for one in listing.corrections)


def _record(fields: Mapping[int, str]) -> str:
    """Give a record of texts at their places, which are counted from 1."""
    record = ""
    for place, text in sorted(fields.items()):
        record = f"{record:<{place - 1}}{text}"
    return f"{record:<{_LENGTH}}"


def _head(listing: Listing, kind: int) -> dict[int, str]:
    return {1: f"{kind}349{listing.period.year}", 9: f"{listing.declarant.vat_number:<9}"}


def _declarant(listing: Listing) -> dict[int, str]:
    declarant = listing.declarant
    contact = f"{declarant.contact_last_name} {declarant.contact_first_name}"
    listed = sum((line.amount for line in listing.lines), ZERO)
    rectified = sum((one.new_amount for one in listing.corrections), ZERO)
    return {
        **_head(listing, 1),
        18: _name(declarant.name),
        58: "T",
        59: _telephone(declarant.telephone),
        68: _name(contact),
        108: f"349{digits(listing.number, 10)}",
        123: digits(0, 13),
        136: _period(listing.period),
        138: digits(len(listing.lines), 9),
        147: _cents(listed, 15),
        162: digits(len(listing.corrections), 9),
        171: _cents(rectified, 15),
        391: declarant.details["representative"],
    }


def _operator(line: Line) -> dict[int, str]:
    number = f"{line.country}{line.vat_number}"
    if line.kind is Kind.CALL_OFF_CHANGED:
        # The customer for whom the goods were meant stands first, by number alone; who takes their place, behind.
        return {
            76: f"{line.country}{line.previous_vat_number}",
            133: f"C{_cents(ZERO, 13)}",
            179: number,
            196: _name(line.name),
        }
    return {76: number, 93: _name(line.name), 133: f"{_CODES[line.kind]}{_cents(line.amount, 13)}"}


def _rectification(one: Correction) -> dict[int, str]:
    return {
        76: f"{one.country}{one.vat_number}",
        93: _name(one.name),
        133: _CODES[one.kind],
        147: f"{one.period.year}{_period(one.period)}",
        153: f"{_cents(one.new_amount, 13)}{_cents(one.old_amount, 13)}",
    }


def _period(period: Period) -> str:
    return f"{period.first_month:02}" if period.is_month else f"{period.quarter}T"


def _name(text: str) -> str:
    return plain(text, longest=_NAME).upper()


def _telephone(text: str) -> str:
    return "".join(filter(str.isdigit, text))[-9:]


def _cents(amount: Decimal, width: int) -> str:
    return digits(int(amount * 100), width)


MODELO_349 = Format(
    key="es-349",
    country="ES",
    name="Modelo 349",
    own_number=r"[0-9A-Z]{9}",
    currency="EUR",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    rounding=Rounding.CENTS,
    correction_style=CorrectionStyle.OLD_AND_NEW,
    correction_place=CorrectionPlace.NEXT_LIST,
    corrects_by_credits=True,
    # A record about an earlier period has a base, and call-off stock has none.
    tells_call_off=lambda _correction: False,
    rests_on=RestsOn.LAYOUT,
    deadline=_deadline,
    needs=("contact_first_name", "contact_last_name", "telephone"),
    details=(
        Detail(
            name="representative",
            label=_("number of the legal representative (NIF)"),
            pattern=r"[A-Z0-9]{9}",
            example="12345678Z",
            is_needed=False,
        ),
    ),
    number_length=13,
    whole_digits=11,
    takes_negative=False,
    write=_write,
)
