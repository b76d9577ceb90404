"""Austria: Zusammenfassende Meldung (U13), XML for FinanzOnline.

A correction sends rows again for the period that was wrong, with their new values.
"""

from collections.abc import Iterator, Sequence

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
from ecsales.formats.listing import CALL_OFF_KINDS, Correction, Kind, Line, Listing
from ecsales.formats.markup import branch, document, leaf, row

ROWS_PER_DECLARATION = 9_999
# The schema leaves 1 to 3 unexplained; the directive names the events in this order (art. 17a, 262(2)).
_CODES = {
    Kind.GOODS: "",
    Kind.TRANSFER: "",
    Kind.AFTER_IMPORT: "",
    Kind.TRIANGULAR: "DREIECK",
    Kind.SERVICES: "SOLEI",
    Kind.CALL_OFF: "KLAG 1",
    Kind.CALL_OFF_RETURNED: "KLAG 2",
    Kind.CALL_OFF_CHANGED: "KLAG 3",
}


def _write(listing: Listing) -> Iterator[File]:
    tax_number = listing.declarant.details["tax_number"]
    rows = listing.corrections if listing.is_correction else listing.lines
    parts = [rows[start : start + ROWS_PER_DECLARATION] for start in range(0, len(rows), ROWS_PER_DECLARATION)]
    head = branch(
        "INFO_DATEN",
        [
            leaf("ART_IDENTIFIKATIONSBEGRIFF", "FASTNR"),
            leaf("IDENTIFIKATIONSBEGRIFF", tax_number),
            leaf("PAKET_NR", listing.number),
            leaf("DATUM_ERSTELLUNG", f"{listing.created_at:%Y-%m-%d}", {"type": "datum"}),
            leaf("UHRZEIT_ERSTELLUNG", f"{listing.created_at:%H:%M:%S}", {"type": "uhrzeit"}),
            leaf("ANZAHL_ERKLAERUNGEN", len(parts)),
        ],
    )
    declarations = [_declaration(listing, tax_number, number, part) for number, part in enumerate(parts, 1)]
    root = branch("ERKLAERUNGS_UEBERMITTLUNG", [head, *declarations])
    yield File(f"U13-{tax_number}-{listing.period}-{listing.number}.xml", document(root))


def _declaration(listing: Listing, tax_number: str, number: int, rows: Sequence[Line | Correction]) -> Iterator[str]:
    period = listing.period
    month = {"type": "jahrmonat"}
    return branch(
        "ERKLAERUNG",
        [
            leaf("SATZNR", number),
            branch(
                "ALLGEMEINE_DATEN",
                [
                    leaf("ANBRINGEN", "U13"),
                    leaf("ZRVON", f"{period.year}-{period.first_month:02}", month),
                    leaf("ZRBIS", f"{period.year}-{period.last_month:02}", month),
                    leaf("FASTNR", tax_number),
                    leaf("KUNDENINFO", f"ZM {period}"),
                ],
            ),
            (_row(one) for one in rows),
        ],
        {"art": "U13"},
    )


def _row(one: Line | Correction) -> str:
    number = f"{one.country}{one.vat_number}"
    code = _CODES[one.kind]
    if one.kind in CALL_OFF_KINDS:
        before = one.previous_vat_number if isinstance(one, Line) else ""
        original = [leaf("UID_UE", f"{one.country}{before}")] if before else []
        return row("ZM", [leaf("UID_MS", number), leaf("KLAG", code[-1]), *original])
    amount = one.new_amount if isinstance(one, Correction) else one.amount
    mark = [leaf(code, "J")] if code else []
    return row("ZM", [leaf("UID_MS", number), leaf("SUM_BGL", f"{amount:f}", {"type": "kz"}), *mark])


U13 = Format(
    key="at-u13",
    country="AT",
    name="Zusammenfassende Meldung (U13)",
    own_number=r"U\d{8}",
    currency="EUR",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.NEW_VALUE,
    correction_place=CorrectionPlace.OWN_LIST,
    rests_on=RestsOn.SCHEMA,
    schema="at/BMF_XSD_Schema_Zusammenfassende_Meldung.xsd",
    deadline=deadlines.on_last_day,
    details=(
        Detail(
            name="tax_number",
            label=_("tax number with the office (FASTNR)"),
            pattern=r"\d{9}",
            example="031234567",
        ),
    ),
    number_length=13,
    whole_digits=10,
    write=_write,
)
