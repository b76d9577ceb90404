"""Luxembourg: états récapitulatifs, XML for eCDF: one declaration for goods and one for services, in one file.

A correction of an earlier period stands in a table of the next list: the signed difference, and the period.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO
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
from ecsales.formats.listing import Correction, Kind, Line, Listing
from ecsales.formats.markup import branch, document, leaf, row

_CODES = {
    Kind.GOODS: "LIC",
    Kind.TRANSFER: "LIC",
    Kind.AFTER_IMPORT: "LIC",
    Kind.TRIANGULAR: "LIC-T",
    Kind.SERVICES: "PSI",
}
# Tables of supplies per form: country, number and amount of a row, and the total.
_GOODS_TABLE = (Kind.GOODS, ("01", "02", "03"), "04")
_TRIANGULAR_TABLE = (Kind.TRIANGULAR, ("05", "06", "07"), "08")
_SERVICES_TABLE = (Kind.SERVICES, ("01", "02", "03"), "04")
_FORMS = (("TVA_LIC", (_GOODS_TABLE, _TRIANGULAR_TABLE)), ("TVA_PSI", (_SERVICES_TABLE,)))
_Table = tuple[Kind, tuple[str, str, str], str]


def _write(listing: Listing) -> Iterator[File]:
    details = listing.declarant.details
    reference = f"{details['ecdf_prefix']}X{listing.created_at:%Y%m%dT%H%M%S}{listing.number % 100:02}"
    parties = [
        leaf("MatrNbr", details["matricule"]),
        leaf("RCSNbr", details["trade_register"]),
        leaf("VATNbr", listing.declarant.vat_number),
    ]
    declarations = [_declaration(listing, form, tables) for form, tables in _FORMS]
    root = branch(
        "eCDFDeclarations",
        [
            leaf("FileReference", reference),
            leaf("eCDFFileVersion", "2.0"),
            leaf("Interface", details["ecdf_interface"]),
            branch("Agent", parties),
            branch("Declarations", [branch("Declarer", [*parties, *declarations])]),
        ],
        {"xmlns": "http://www.ctie.etat.lu/2011/ecdf"},
    )
    yield File(f"{reference}.xml", document(root))


def _declaration(listing: Listing, form: str, tables: Sequence[_Table]) -> Iterator[str]:
    """Give the form where it has anything to say: an empty one is refused."""
    kinds = {kind for kind, _fields, _total in tables}
    lines = {kind: [line for line in listing.lines if line.kind is kind] for kind in kinds}
    corrections = [one for one in listing.corrections if one.kind in kinds]
    if not corrections and not any(lines.values()):
        return
    period = listing.period
    totals = [_number(total, sum((line.amount for line in lines[kind]), ZERO)) for kind, _fields, total in tables]
    corrected = sum((one.new_amount - one.old_amount for one in corrections), ZERO)
    yield from branch(
        "Declaration",
        [
            leaf("Year", period.year),
            leaf("Period", period.first_month if period.is_month else period.quarter),
            branch(
                "FormData",
                [
                    *totals,
                    _number("16", corrected),
                    *(_supplies(lines[kind], fields) for kind, fields, _total in tables if lines[kind]),
                    *([_corrections(corrections)] if corrections else []),
                ],
            ),
        ],
        {"type": f"{form}{'M' if period.is_month else 'T'}", "model": 1, "language": "FR"},
    )


def _supplies(lines: Sequence[Line], fields: tuple[str, str, str]) -> Iterator[str]:
    country, number, amount = fields
    rows = (
        row(
            "Line",
            [_text(country, line.country), _text(number, line.vat_number), _number(amount, line.amount)],
            {"num": place},
        )
        for place, line in enumerate(lines, 1)
    )
    return branch("Table", rows)


def _corrections(corrections: Sequence[Correction]) -> Iterator[str]:
    rows = []
    for place, one in enumerate(corrections, 1):
        span, number = ("18", one.period.first_month) if one.period.is_month else ("12", one.period.quarter)
        cells = [
            _text("09", one.country),
            _text("10", one.vat_number),
            leaf("NumericField", one.period.year, {"id": "11"}),
            leaf("NumericField", number, {"id": span}),
            _number("14", one.new_amount - one.old_amount),
            *([_text("15", "Oui")] if one.kind is Kind.TRIANGULAR else []),
        ]
        rows.append(row("Line", cells, {"num": place}))
    return branch("Table", rows)


def _text(field: str, value: str) -> str:
    return leaf("TextField", value, {"id": field})


def _number(field: str, amount: Decimal) -> str:
    return leaf("NumericField", f"{amount:.2f}".replace(".", ","), {"id": field})


ECDF = Format(
    key="lu-ecdf",
    country="LU",
    name="États récapitulatifs (eCDF)",
    own_number=r"\d{8}",
    currency="EUR",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    rounding=Rounding.CENTS,
    correction_style=CorrectionStyle.DIFFERENCE,
    correction_place=CorrectionPlace.NEXT_LIST,
    rests_on=RestsOn.LAYOUT,
    schema="lu/ecdf-v1.1.xsd",
    deadline=deadlines.on_day(25),
    details=(
        Detail(name="ecdf_prefix", label=_("eCDF prefix of the sender"), pattern="[0-9A-Z]{6}", example="123456"),
        Detail(name="ecdf_interface", label=_("eCDF interface"), pattern=".{1,20}", example="MODL5"),
        Detail(name="matricule", label=_("matricule"), pattern=r"\d{11}|\d{13}", example="20101234567"),
        Detail(
            name="trade_register",
            label=_("number in the Luxembourg trade register"),
            pattern=r"[A-Z]\d{1,7}|NE",
            example="B123456",
            default="NE",
        ),
    ),
    write=_write,
)
