"""Poland: informacja podsumowująca VAT-UE, XML for e-Deklaracje, every month.

A correction is a VAT-UEK: what was, and what is. The list asks for goods purchased too. Neither form is signed here.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ecsales.formats import deadlines
from ecsales.formats.format import (
    MONTHLY,
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

_TYPES = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2020/03/11/eD/DefinicjeTypy/"
# Form, its namespace, system code and schema version.
_FIRST = ("VAT-UE", "http://crd.gov.pl/wzor/2021/01/12/10293/", "VAT-UE (5)", "2-0E")
_CORRECTION = ("VAT-UEK", "http://crd.gov.pl/wzor/2021/01/26/10316/", "VATUEK (5)", "2-1E")
_LONGEST_NAME = 240
# Group, the letter of its fields, and the mark: 2 for triangular trade, 1 for other goods.
_GROUPS = {
    Kind.GOODS: ("Grupa1", "D", "1"),
    Kind.TRANSFER: ("Grupa1", "D", "1"),
    Kind.AFTER_IMPORT: ("Grupa1", "D", "1"),
    Kind.TRIANGULAR: ("Grupa1", "D", "2"),
    Kind.PURCHASED_GOODS: ("Grupa2", "N", "1"),
    Kind.SERVICES: ("Grupa3", "U", ""),
}


def _write(listing: Listing) -> Iterator[File]:
    form, namespace, system_code, version = _CORRECTION if listing.is_correction else _FIRST
    rows = _corrections(listing) if listing.is_correction else _supplies(listing)
    declarant = listing.declarant
    root = branch(
        "Deklaracja",
        [
            branch(
                "Naglowek",
                [
                    leaf("KodFormularza", form, {"kodSystemowy": system_code, "wersjaSchemy": version}),
                    leaf("WariantFormularza", "5"),
                    leaf("Rok", listing.period.year),
                    leaf("Miesiac", listing.period.first_month),
                    leaf("CelZlozenia", "1"),
                    leaf("KodUrzedu", declarant.details["tax_office"]),
                ],
            ),
            branch(
                "Podmiot1",
                [
                    row(
                        "etd:OsobaNiefizyczna",
                        [
                            leaf("etd:NIP", declarant.vat_number),
                            leaf("etd:PelnaNazwa", declarant.name[:_LONGEST_NAME]),
                        ],
                    )
                ],
                {"rola": "Podatnik"},
            ),
            branch("PozycjeSzczegolowe", [rows]),
            leaf("Pouczenie", "1"),
        ],
        {"xmlns": namespace, "xmlns:etd": _TYPES},
    )
    yield File(f"{form}-{declarant.vat_number}-{listing.period}-{listing.number}.xml", document(root))


def _group(one: Line | Correction) -> str:
    return _GROUPS[one.kind][0]


def _supplies(listing: Listing) -> Iterator[str]:
    for line in sorted(listing.lines, key=_group):
        group, letter, mark = _GROUPS[line.kind]
        yield row(group, _fields(f"P_{letter}", line.country, line.vat_number, line.amount, mark))


def _corrections(listing: Listing) -> Iterator[str]:
    """Give what was (B) and what is (J); of a row that was forgotten, or should not have been, only one of them."""
    for one in sorted(listing.corrections, key=_group):
        group, letter, mark = _GROUPS[one.kind]
        was = _fields(f"P_{letter}B", one.country, one.vat_number, one.old_amount, mark) if one.old_amount else []
        now = _fields(f"P_{letter}J", one.country, one.vat_number, one.new_amount, mark) if one.new_amount else []
        yield row(group, [*was, *now])


def _fields(prefix: str, country: str, vat_number: str, amount: Decimal, mark: str) -> list[str]:
    return [
        leaf(f"{prefix}a", country),
        leaf(f"{prefix}b", vat_number),
        leaf(f"{prefix}c", f"{amount:f}"),
        *([leaf(f"{prefix}d", mark)] if mark else []),
    ]


VAT_UE = Format(
    key="pl-vat-ue",
    country="PL",
    name="Informacja podsumowująca VAT-UE",
    own_number=r"\d{10}",
    currency="PLN",
    codes={kind: f"{group} {mark}".strip() for kind, (group, _letter, mark) in _GROUPS.items()},
    months=MONTHLY,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.OLD_AND_NEW,
    correction_place=CorrectionPlace.OWN_LIST,
    call_off_goes_to=_("in group 4 of the form in e-Deklaracje"),
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_day(25),
    details=(
        Detail(name="tax_office", label=_("code of the tax office (KodUrzedu)"), pattern=r"\d{4}", example="1219"),
    ),
    whole_digits=12,
    write=_write,
)
