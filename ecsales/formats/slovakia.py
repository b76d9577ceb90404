"""Slovakia: súhrnný výkaz (SVDPH), XML. A supplementary list (dodatočný) is the whole list again.

A page has exactly twelve rows of supplies and twelve of call-off stock; those without content are written too.
"""

from collections.abc import Iterator, Sequence

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
from ecsales.formats.listing import CALL_OFF_KINDS, Kind, Line, Listing
from ecsales.formats.markup import branch, document, leaf, row

ROWS_PER_PAGE = 12
_CODES = {
    Kind.GOODS: "",
    Kind.TRANSFER: "",
    Kind.AFTER_IMPORT: "",
    Kind.TRIANGULAR: "1",
    Kind.SERVICES: "2",
    Kind.CALL_OFF: "2. časť",
    Kind.CALL_OFF_RETURNED: "2. časť, vrátenie",
}
_BLANK = row("zaznam", [leaf(tag, "") for tag in ("kodStatu", "idCislo", "hodnota", "kod")])
_BLANK_CALL_OFF = row(
    "zaznamCast2", [leaf(tag, "") for tag in ("kodStatu", "idCislo", "idCislo2", "vratenieTovaru", "oprava")]
)


def _write(listing: Listing) -> Iterator[File]:
    supplies = [line for line in listing.lines if line.kind not in CALL_OFF_KINDS]
    call_off = [line for line in listing.lines if line.kind in CALL_OFF_KINDS]
    pages = range(0, max(len(supplies), len(call_off)), ROWS_PER_PAGE)
    body = branch("telo", (_page(supplies, call_off, start) for start in pages))
    total = sum((line.amount for line in supplies), ZERO)
    root = branch("dokument", [_head(listing, f"{total:f}"), body])
    name = f"SVDPH-SK{listing.declarant.vat_number}-{listing.period}-{listing.number}.xml"
    yield File(name, document(root))


def _page(supplies: Sequence[Line], call_off: Sequence[Line], start: int) -> Iterator[str]:
    above = [_supply(line) for line in supplies[start : start + ROWS_PER_PAGE]]
    below = [_call_off(line) for line in call_off[start : start + ROWS_PER_PAGE]]
    blanks = [_BLANK] * (ROWS_PER_PAGE - len(above)), [_BLANK_CALL_OFF] * (ROWS_PER_PAGE - len(below))
    return branch("strana", [above, blanks[0], below, blanks[1]])


def _supply(line: Line) -> str:
    return row(
        "zaznam",
        [
            leaf("kodStatu", line.country),
            leaf("idCislo", line.vat_number),
            leaf("hodnota", f"{line.amount:f}"),
            leaf("kod", _CODES[line.kind]),
        ],
    )


def _call_off(line: Line) -> str:
    return row(
        "zaznamCast2",
        [
            leaf("kodStatu", line.country),
            leaf("idCislo", line.vat_number),
            leaf("idCislo2", ""),
            leaf("vratenieTovaru", "1" if line.kind is Kind.CALL_OFF_RETURNED else ""),
            leaf("oprava", ""),
        ],
    )


def _head(listing: Listing, total: str) -> Iterator[str]:
    declarant = listing.declarant
    period = listing.period
    day = listing.created_at
    return branch(
        "hlavicka",
        [
            row("identifikacneCislo", [leaf("kodStatu", "SK"), leaf("dic", declarant.vat_number)]),
            leaf("danovyUrad", declarant.details["tax_office"]),
            row(
                "druhSV",
                [
                    leaf("riadny", "" if listing.is_correction else "1"),
                    leaf("opravny", ""),
                    leaf("dodatocny", "1" if listing.is_correction else ""),
                ],
            ),
            row(
                "obdobie",
                [
                    leaf("mesiac", f"{period.first_month:02}" if period.is_month else ""),
                    leaf("stvrtrok", "" if period.is_month else period.quarter),
                    leaf("rok", period.year),
                ],
            ),
            row("obchodneMeno", [leaf("riadok", declarant.name), *([leaf("riadok", "")] * 3)]),
            row(
                "adresa",
                [
                    leaf("ulica", declarant.street),
                    leaf("cislo", declarant.house_number),
                    leaf("psc", "".join(declarant.postal_code.split())),
                    leaf("obec", declarant.city),
                    leaf("tel", declarant.telephone),
                    leaf("email", declarant.email),
                ],
            ),
            leaf("celkovaHodnota", total),
            leaf("konatel", f"{declarant.contact_first_name} {declarant.contact_last_name}"),
            row(
                "datumVyhlasenia",
                [leaf("den", f"{day:%d}"), leaf("mesiac", f"{day:%m}"), leaf("rok", f"{day:%Y}")],
            ),
        ],
    )


SVDPH = Format(
    key="sk-svdph",
    country="SK",
    name="Súhrnný výkaz (SVDPH)",
    own_number=r"\d{10}",
    currency="EUR",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.WHOLE_LIST,
    correction_place=CorrectionPlace.OWN_LIST,
    call_off_goes_to=_("in part 2 of the form on the portal of the Financial Administration"),
    rests_on=RestsOn.SCHEMA,
    schema="sk/svdph20.xsd",
    deadline=deadlines.on_day(25),
    needs=("street", "house_number", "postal_code", "city", "contact_first_name", "contact_last_name"),
    details=(Detail(name="tax_office", label=_("tax office"), pattern=".{2,60}", example="Bratislava"),),
    write=_write,
)
