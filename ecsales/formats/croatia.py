"""Croatia: zbirna prijava (ZP), XML for ePorezna. A correction is the whole list again."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO
from ecsales.formats import deadlines
from ecsales.formats.columns import Customer, customers
from ecsales.formats.format import (
    MONTHLY,
    CorrectionPlace,
    CorrectionStyle,
    Detail,
    File,
    Format,
    Grain,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Kind, Listing
from ecsales.formats.markup import branch, document, leaf, row

_COLUMNS = {Kind.GOODS: "I1", Kind.AFTER_IMPORT: "I2", Kind.TRIANGULAR: "I3", Kind.SERVICES: "I4"}
# The title as the schema has it.
_TITLE = "Zbirna prijavu za isporuke dobara i usluga u druge države članice Europske unije"
_NAMES = uuid.UUID("8a4f3f0e-6c1b-5d0a-9f57-2f6f0c1de002")


def _write(listing: Listing) -> Iterator[File]:
    listed = list(customers(listing.lines))
    totals = {kind: sum((customer.amount(kind) for customer in listed), ZERO) for kind in _COLUMNS}
    rows = (_row(number, customer) for number, customer in enumerate(listed, 1))
    body = branch("Tijelo", [branch("Isporuke", rows), row("IsporukeUkupno", _amounts(totals))])
    root = branch(
        "ObrazacZP",
        [_metadata(listing), _head(listing), body],
        {
            "xmlns": "http://e-porezna.porezna-uprava.hr/sheme/zahtjevi/ObrazacZP/v1-0",
            "verzijaSheme": "1.0",
        },
    )
    yield File(f"ZP-{listing.declarant.vat_number}-{listing.period}-{listing.number}.xml", document(root))


def _row(number: int, customer: Customer) -> str:
    head = [leaf("RedBr", number), leaf("KodDrzave", customer.country), leaf("PDVID", customer.vat_number)]
    return row("Isporuka", [*head, *_amounts({kind: customer.amount(kind) for kind in _COLUMNS})])


def _amounts(amounts: dict[Kind, Decimal]) -> list[str]:
    return [leaf(tag, f"{amounts[kind]:.2f}") for kind, tag in _COLUMNS.items()]


def _metadata(listing: Listing) -> Iterator[str]:
    declarant = listing.declarant
    terms = "http://purl.org/dc/elements/1.1/"
    identity = uuid.uuid5(_NAMES, f"HR{declarant.vat_number} {listing.period} {listing.number}")
    return branch(
        "Metapodaci",
        [
            leaf("Naslov", _TITLE, {"dc": f"{terms}title"}),
            leaf(
                "Autor",
                f"{declarant.contact_first_name} {declarant.contact_last_name}",
                {"dc": f"{terms}creator"},
            ),
            leaf("Datum", f"{listing.created_at:%Y-%m-%dT%H:%M:%S}", {"dc": f"{terms}date"}),
            leaf("Format", "text/xml", {"dc": f"{terms}format"}),
            leaf("Jezik", "hr-HR", {"dc": f"{terms}language"}),
            leaf("Identifikator", identity, {"dc": f"{terms}identifier"}),
            leaf("Uskladjenost", "ObrazacZP-v1-0", {"dc": "http://purl.org/dc/terms/conformsTo"}),
            leaf("Tip", "Elektronički obrazac", {"dc": f"{terms}type"}),
            leaf("Adresant", "Ministarstvo Financija, Porezna uprava, Zagreb"),
        ],
        {"xmlns": "http://e-porezna.porezna-uprava.hr/sheme/Metapodaci/v2-0"},
    )


def _head(listing: Listing) -> Iterator[str]:
    declarant = listing.declarant
    return branch(
        "Zaglavlje",
        [
            row("Razdoblje", [leaf("DatumOd", listing.period.first_day), leaf("DatumDo", listing.period.last_day)]),
            row(
                "Obveznik",
                [
                    leaf("Naziv", declarant.name),
                    leaf("OIB", declarant.vat_number),
                    row(
                        "Adresa",
                        [
                            leaf("Mjesto", declarant.city),
                            leaf("Ulica", declarant.street),
                            leaf("Broj", declarant.house_number),
                        ],
                    ),
                ],
            ),
            row(
                "ObracunSastavio",
                [
                    leaf("Ime", declarant.contact_first_name),
                    leaf("Prezime", declarant.contact_last_name),
                    leaf("Telefon", declarant.telephone),
                    leaf("Email", declarant.email),
                ],
            ),
            leaf("Ispostava", declarant.details["tax_office"]),
        ],
    )


ZP = Format(
    key="hr-zp",
    country="HR",
    name="Zbirna prijava (ZP)",
    own_number=r"\d{11}",
    currency="EUR",
    codes={
        Kind.GOODS: "I1",
        Kind.TRANSFER: "I1",
        Kind.AFTER_IMPORT: "I2",
        Kind.TRIANGULAR: "I3",
        Kind.SERVICES: "I4",
    },
    months=MONTHLY,
    grain=Grain.COLUMNS,
    rounding=Rounding.CENTS,
    correction_style=CorrectionStyle.WHOLE_LIST,
    correction_place=CorrectionPlace.OWN_LIST,
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_day(20),
    needs=(
        "street",
        "house_number",
        "city",
        "contact_first_name",
        "contact_last_name",
        "telephone",
        "email",
    ),
    details=(
        Detail(name="tax_office", label=_("number of the tax office (ispostava)"), pattern=r"\d{4}", example="3301"),
    ),
    write=_write,
)
