"""Sweden: periodisk sammanställning (SKV 574008), fields separated by semicolons.

A correction sends the customer again; 0 removes.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ecsales.formats import deadlines
from ecsales.formats.columns import Customer, rows_of
from ecsales.formats.format import (
    MONTHLY_OR_QUARTERLY,
    CorrectionPlace,
    CorrectionStyle,
    File,
    Format,
    Grain,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import CALL_OFF_KINDS, Correction, Kind, Line, Listing
from ecsales.formats.plain_text import plain, text_file
from ecsales.formats.refusals import Refusal

_COLUMNS = (Kind.GOODS, Kind.TRIANGULAR, Kind.SERVICES)
_TELEPHONE = r"(?=.{1,17}$)(\+\d+|\d+-\d+)"
_CALL_OFF = {Kind.CALL_OFF: "X", Kind.CALL_OFF_RETURNED: "Y", Kind.CALL_OFF_CHANGED: "Z"}


def _write(listing: Listing) -> Iterator[File]:
    declarant = listing.declarant
    period = listing.period
    span = f"{period.first_month:02}" if period.is_month else f"-{period.quarter}"
    contact = plain(f"{declarant.contact_first_name} {declarant.contact_last_name}", longest=35, forbidden=";")
    told = listing.corrections if listing.is_correction else listing.lines
    rows = [
        "SKV574008;",
        ";".join(
            [declarant.vat_number, f"{period.year % 100:02}{span}", contact, _telephone(listing)]
            + ([plain(declarant.email, longest=80, forbidden=";")] if declarant.email else [""])
        ),
        *(_customer(one) for one in rows_of(listing)),
        *(_call_off(one) for one in told if one.kind in CALL_OFF_KINDS),
    ]
    name = f"SKV574008-{declarant.vat_number}-{period}-{listing.number}.txt"
    yield File(name, text_file(rows), "text/plain; charset=us-ascii")


def _telephone(listing: Listing) -> str:
    return "".join(listing.declarant.telephone.split())


def _refuses(listing: Listing) -> Iterator[Refusal]:
    telephone = _telephone(listing)
    if telephone and not re.fullmatch(_TELEPHONE, telephone):
        yield Refusal(
            "telephone",
            _("VAT registration %(country)s") % {"country": "SE"},
            _("The file takes a telephone number such as 08-123456 or +468123456, of 17 characters at most."),
            _("Write the number of the contact so."),
        )


def _customer(customer: Customer) -> str:
    amounts = (f"{customer.amounts[kind]:f}" if kind in customer.amounts else "" for kind in _COLUMNS)
    return ";".join([f"{customer.country}{customer.vat_number}", *amounts, ""])


def _call_off(line: Line | Correction) -> str:
    known = line.previous_vat_number if isinstance(line, Line) else ""
    before = f"{line.country}{known}" if known else ""
    return ";".join([f"{line.country}{line.vat_number}", _CALL_OFF[line.kind], before, ""])


SKV574008 = Format(
    key="se-skv574008",
    country="SE",
    name="Periodisk sammanställning (SKV 574008)",
    own_number=r"\d{12}",
    currency="SEK",
    codes={
        Kind.GOODS: "varor",
        Kind.TRANSFER: "varor",
        Kind.AFTER_IMPORT: "varor",
        Kind.TRIANGULAR: "trepartshandel",
        Kind.SERVICES: "tjänster",
        **_CALL_OFF,
    },
    months=MONTHLY_OR_QUARTERLY,
    grain=Grain.COLUMNS,
    rounding=Rounding.CUT,
    correction_style=CorrectionStyle.NEW_VALUE,
    correction_place=CorrectionPlace.OWN_LIST,
    rests_on=RestsOn.DESCRIPTION,
    deadline=deadlines.on_day(25),
    needs=("contact_first_name", "contact_last_name", "telephone"),
    whole_digits=11,
    refuses=_refuses,
    write=_write,
)
