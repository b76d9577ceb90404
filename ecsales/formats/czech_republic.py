"""Czech Republic: souhrnné hlášení (DPHSHV), XML for EPO.

A following list (form N) cancels the row as it was and gives the new one. Values are whole crowns, rounded up.
"""

from collections.abc import Iterator
from decimal import Decimal

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
from ecsales.formats.listing import CALL_OFF_KINDS, Correction, Declarant, Kind, Line, Listing
from ecsales.formats.markup import branch, document, empty

_CODES = {
    Kind.GOODS: "0",
    Kind.AFTER_IMPORT: "0",
    Kind.TRANSFER: "1",
    Kind.TRIANGULAR: "2",
    Kind.SERVICES: "3",
    Kind.CALL_OFF: "S1",
    Kind.CALL_OFF_RETURNED: "S2",
    Kind.CALL_OFF_CHANGED: "S3",
}
# What the schema lets the sentence about the declarant hold.
_LONGEST = {
    "zkrobchjm": 255, "naz_obce": 48, "ulice": 38, "c_orient": 4, "sest_prijmeni": 36, "sest_jmeno": 20,
    "sest_telef": 14,
}  # fmt: skip


def _write(listing: Listing) -> Iterator[File]:
    period = listing.period
    head = {
        "k_uladis": "DPH",
        "dokument": "SHV",
        "rok": period.year,
        **({"mesic": period.first_month} if period.is_month else {"ctvrt": period.quarter}),
        "shvies_forma": "N" if listing.is_correction else "R",
        "d_poddp": f"{listing.created_at:%d.%m.%Y}",
    }
    root = branch(
        "Pisemnost",
        [branch("DPHSHV", [empty("VetaD", head), empty("VetaP", _declarant(listing.declarant)), _rows(listing)])],
    )
    yield File(f"DPHSHV-CZ{listing.declarant.vat_number}-{period}-{listing.number}.xml", document(root))


def _declarant(declarant: Declarant) -> dict[str, object]:
    descriptive, _slash, orientation = declarant.house_number.partition("/")
    values = {
        "c_ufo": declarant.details["tax_office"],
        "c_pracufo": declarant.details["tax_office_branch"],
        "dic": declarant.vat_number,
        "typ_ds": "P",
        "zkrobchjm": declarant.name,
        "naz_obce": declarant.city,
        "ulice": declarant.street,
        "c_pop": descriptive.strip() if descriptive.strip().isdigit() else "",
        "c_orient": orientation.strip(),
        "psc": "".join(declarant.postal_code.split()),
        "sest_prijmeni": declarant.contact_last_name,
        "sest_jmeno": declarant.contact_first_name,
        "sest_telef": "".join(declarant.telephone.split()),
    }
    return {name: value[: _LONGEST.get(name)] for name, value in values.items() if value}


def _rows(listing: Listing) -> Iterator[str]:
    """Give the sentences about supplies, and those about call-off stock behind them."""
    if listing.is_correction:
        yield from _corrections(listing)
    else:
        supplies = (line for line in listing.lines if line.kind not in CALL_OFF_KINDS)
        yield from (_supplies(line, line.amount, line.supplies, {}) for line in supplies)
    for one in listing.corrections if listing.is_correction else listing.lines:
        if one.kind in CALL_OFF_KINDS:
            known = one.previous_vat_number if isinstance(one, Line) else ""
            before = {"c_vat_puv": known} if known else {}
            event = _CODES[one.kind][-1]
            yield empty("VetaS", {"k_stat": one.country, "c_vat": one.vat_number, **before, "k_cos": event})


def _corrections(listing: Listing) -> Iterator[str]:
    for one in listing.corrections:
        if one.old_amount:
            yield _supplies(one, one.old_amount, one.old_supplies, {"k_storno": "A"})
        if one.new_amount:
            yield _supplies(one, one.new_amount, one.new_supplies, {})


def _supplies(one: Line | Correction, amount: Decimal, supplies: int, mark: dict[str, str]) -> str:
    return empty(
        "VetaR",
        {
            **mark,
            "k_stat": one.country,
            "c_vat": one.vat_number,
            "k_pln_eu": _CODES[one.kind],
            "pln_pocet": supplies,
            "pln_hodnota": f"{amount:f}",
        },
    )


DPHSHV = Format(
    key="cz-dphshv",
    country="CZ",
    name="Souhrnné hlášení (DPHSHV)",
    own_number=r"\d{8,10}",
    currency="CZK",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    rounding=Rounding.UP,
    correction_style=CorrectionStyle.STORNO,
    correction_place=CorrectionPlace.OWN_LIST,
    rests_on=RestsOn.SCHEMA,
    schema="cz/dphshv_epo2.xsd",
    deadline=deadlines.on_day(25),
    details=(
        Detail(name="tax_office", label=_("number of the tax office (c_ufo)"), pattern=r"\d{3}", example="451"),
        Detail(
            name="tax_office_branch",
            label=_("number of its branch (c_pracufo)"),
            pattern=r"\d{4}",
            example="2001",
            is_needed=False,
        ),
    ),
    whole_digits=14,
    write=_write,
)
