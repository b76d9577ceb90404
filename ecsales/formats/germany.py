"""Germany: Zusammenfassende Meldung (ZM), as CSV for the online form or as ELMA XML for holders of a BOP account.

A correction gives the new total of a row for the period that was wrong; 0 deletes it. The online form cuts cents, the
mass file rounds.
"""

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ecsales.formats import deadlines
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
from ecsales.formats.listing import MONTHS_PER_YEAR, Correction, Kind, Line, Listing, Period
from ecsales.formats.markup import branch, document, leaf, row
from ecsales.formats.plain_text import text_file

ROWS_PER_CSV = 1_500
_CODES = {
    Kind.GOODS: "L",
    Kind.TRANSFER: "L",
    Kind.AFTER_IMPORT: "L",
    Kind.SERVICES: "S",
    Kind.TRIANGULAR: "D",
}
_CSV_HEAD = ["#v3.0", "#ve3.2.1", "Umsatzsteuer-Identifikationsnummer (USt-IdNr.),Summe (Euro),Art der Leistung"]
_TWO_MONTHS = 2
_CALL_OFF_GOES_TO = _("in the online form, where call-off stock has an entry of its own")
_NAMES = uuid.UUID("8a4f3f0e-6c1b-5d0a-9f57-2f6f0c1de001")


def _rows(listing: Listing) -> list[Line | Correction]:
    return list(listing.corrections if listing.is_correction else listing.lines)


def _amount(one: Line | Correction) -> str:
    return f"{one.new_amount if isinstance(one, Correction) else one.amount:f}"


def _write_csv(listing: Listing) -> Iterator[File]:
    rows = [f"{one.country}{one.vat_number},{_amount(one)},{_CODES[one.kind]}" for one in _rows(listing)]
    parts = [rows[start : start + ROWS_PER_CSV] for start in range(0, len(rows), ROWS_PER_CSV)]
    stem = f"ZM-DE{listing.declarant.vat_number}-{listing.period}-{listing.number}".replace("/", "-")
    for number, part in enumerate(parts, 1):
        name = f"{stem}-{number}.csv" if len(parts) > 1 else f"{stem}.csv"
        yield File(name, text_file([*_CSV_HEAD, *part]), "text/csv; charset=utf-8")


def _write_elma(listing: Listing) -> Iterator[File]:
    account = listing.declarant.details["bop_account"]
    identity = _identity(listing, "file")
    root = branch(
        "n1:ELMA",
        [
            row(
                "elan:ELMAHeader",
                [
                    leaf("elan:BenutzerkontoID", account),
                    row(
                        "elan:Transportweg",
                        [
                            leaf("elan:Datenart", "ZMDO"),
                            leaf("elan:Umgebung", listing.declarant.details["elma_environment"]),
                        ],
                    ),
                    row("elan:Identifizierung", [leaf("elan:EingangsID", identity)]),
                    row("elan:Zeitpunkte", [leaf("elan:Erstellung", f"{listing.created_at:%Y-%m-%dT%H:%M:%S}")]),
                ],
            ),
            branch("zm:zms", [_declaration(listing)], {"version": "000008"}),
        ],
        {
            "xmlns:n1": "http://www.itzbund.de/elan",
            "xmlns:elan": "http://www.itzbund.de/elan/elemente",
            "xmlns:zm": "http://www.itzbund.de/ZM/01",
            "elmaVersion": "2",
            "verfVersion": "8.0.0",
        },
    )
    yield File(f"ZMDO.{account}.{identity}.xml", document(root))


def _identity(listing: Listing, part: str) -> str:
    """Give the unique id of a part of the file: another for every list, the same for the same list."""
    return str(uuid.uuid5(_NAMES, f"DE{listing.declarant.vat_number} {listing.period} {listing.number} {part}"))


def _declaration(listing: Listing) -> Iterator[str]:
    declarant = listing.declarant
    rows = (
        row(
            "zm:zmZeile",
            [
                leaf("zm:lkz", one.country),
                leaf("zm:auslUStIdNrOhneLKZ", one.vat_number),
                leaf("zm:umsatzart", _CODES[one.kind]),
                leaf("zm:betrag", _amount(one)),
            ],
            {"uuid": _identity(listing, f"row {number}")},
        )
        for number, one in enumerate(_rows(listing), 1)
    )
    period = row("zm:mzr", [leaf("zm:quart", _period(listing.period)), leaf("zm:jahr", listing.period.year)])
    kind = "11" if listing.is_correction else "10"
    return branch(
        "zm:unternehmer",
        [
            leaf("zm:deUStIdNr", f"DE{declarant.vat_number}"),
            row("zm:zulassNr", [leaf("zm:zulnr1", "L"), leaf("zm:zulnr2", "1111111")]),
            row(
                "zm:anschrift",
                [
                    leaf("zm:name", declarant.name),
                    leaf("zm:strasse", f"{declarant.street} {declarant.house_number}"),
                    leaf("zm:plz", declarant.postal_code),
                    leaf("zm:ort", declarant.city),
                    leaf("zm:staat", "DE"),
                ],
            ),
            branch("zm:zm", [period, rows], {"meldeart": kind, "uuid": _identity(listing, "list")}),
        ],
    )


def _period(period: Period) -> int:
    """Give the code of a period: quarters 1 to 4, the year 5, two months 11 to 14, months 21 to 32."""
    if period.is_month:
        return 20 + period.first_month
    if period.is_quarter:
        return period.quarter
    return 5 if period.months == MONTHS_PER_YEAR else 10 + period.quarter


CSV = Format(
    key="de-csv",
    country="DE",
    name="Zusammenfassende Meldung (CSV, Online-Formular)",
    own_number=r"\d{9}",
    currency="EUR",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY | {_TWO_MONTHS, MONTHS_PER_YEAR},
    rounding=Rounding.CUT,
    correction_style=CorrectionStyle.NEW_VALUE,
    correction_place=CorrectionPlace.OWN_LIST,
    call_off_goes_to=_CALL_OFF_GOES_TO,
    rests_on=RestsOn.DESCRIPTION,
    deadline=deadlines.on_day(25),
    write=_write_csv,
)
ELMA = Format(
    key="de-elma",
    country="DE",
    name="Zusammenfassende Meldung (ELMA)",
    own_number=r"\d{9}",
    currency="EUR",
    codes=_CODES,
    months=CSV.months,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.NEW_VALUE,
    correction_place=CorrectionPlace.OWN_LIST,
    call_off_goes_to=_CALL_OFF_GOES_TO,
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_day(25),
    needs=("street", "postal_code", "city"),
    details=(
        Detail(name="bop_account", label=_("BOP user account"), pattern=r"\d{10}", example="1234567890"),
        Detail(
            name="elma_environment",
            label=_("ELMA environment"),
            pattern="TEST|PRODUKTION",
            example="TEST",
            default="PRODUKTION",
        ),
    ),
    write=_write_elma,
)
