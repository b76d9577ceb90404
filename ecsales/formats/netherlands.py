"""Netherlands: opgaaf intracommunautaire prestaties (ICP), an XBRL instance for Digipoort.

The taxonomy changes every December: up to that of 2025 a row is a tuple, since that of 2026 country and number are
dimensions of a context. A correction (suppletie) is a list of the period that was wrong, with signed differences
only. In a fiscal unity each member files its own list under the number of the unity.
"""

from collections.abc import Iterator, Sequence
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
from ecsales.formats.listing import MONTHS_PER_YEAR, Declarant, Kind, Line, Listing
from ecsales.formats.markup import branch, document, empty, leaf, row

_SCHEME = "www.belastingdienst.nl/omzetbelastingnummer"
_FACTS = {Kind.GOODS: "SuppliesAmount", Kind.TRIANGULAR: "ABCSuppliesAmount", Kind.SERVICES: "ServicesAmount"}
_TUPLES = {
    Kind.GOODS: ("IntraCommunitySupplies", "SuppliesAmount"),
    Kind.TRIANGULAR: ("IntraCommunityABCSupplies", "SuppliesAmount"),
    Kind.SERVICES: ("IntraCommunityServices", "ServicesAmount"),
}
# Year of the period: Nederlandse Taxonomie and the day of its part for the tax authority.
_TAXONOMIES = {
    2023: "nt17/bd/20221207",
    2024: "nt18/bd/20231213",
    2025: "nt19/bd/20241211",
    2026: "nt20/bd/20251210",
}
_FIRST_YEAR_OF_DIMENSIONS = 2026
_EUR = {"unitRef": "EUR", "decimals": "INF"}


def _write(listing: Listing) -> Iterator[File]:
    home = f"http://www.nltaxonomie.nl/{_TAXONOMIES[listing.period.year]}"
    has_dimensions = listing.period.year >= _FIRST_YEAR_OF_DIMENSIONS
    rows = _differences(listing) if listing.is_correction else _facts(listing.lines)
    whose = _whose(listing)
    root = branch(
        "xbrli:xbrl",
        [
            empty(
                "link:schemaRef",
                {
                    "xlink:type": "simple",
                    "xlink:href": f"{home}/entrypoints/bd-rpt-icp-opgaaf-{listing.period.year}.xsd",
                },
            ),
            branch("xbrli:context", whose, {"id": "Msg"}),
            row("xbrli:unit", [leaf("xbrli:measure", "iso4217:EUR")], {"id": "EUR"}),
            _message(listing),
            _by_dimensions(whose, rows) if has_dimensions else _by_tuples(rows),
        ],
        _namespaces(home, has_dimensions=has_dimensions),
    )
    yield File(f"ICP-{listing.declarant.vat_number}-{listing.period}-{listing.number}.xbrl", document(root))


_Row = tuple[str, str, Kind, Decimal]


def _facts(lines: Sequence[Line]) -> list[_Row]:
    return [(line.country, line.vat_number, line.kind, line.amount) for line in lines]


def _differences(listing: Listing) -> list[_Row]:
    return [(one.country, one.vat_number, one.kind, one.new_amount - one.old_amount) for one in listing.corrections]


def _namespaces(home: str, *, has_dimensions: bool) -> dict[str, object]:
    common: dict[str, object] = {
        "xml:lang": "nl",
        "xmlns:xbrli": "http://www.xbrl.org/2003/instance",
        "xmlns:link": "http://www.xbrl.org/2003/linkbase",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "xmlns:iso4217": "http://www.xbrl.org/2003/iso4217",
        "xmlns:bd-i": f"{home}/dictionary/bd-data",
    }
    if not has_dimensions:
        return {**common, "xmlns:bd-t": f"{home}/dictionary/bd-tuples"}
    return {
        **common,
        "xmlns:xbrldi": "http://xbrl.org/2006/xbrldi",
        "xmlns:bd-dim-dim": f"{home}/validation/bd-axes",
        "xmlns:bd-dim-dom": f"{home}/validation/bd-domains",
    }


def _whose(listing: Listing) -> tuple[str, str]:
    """Give what every context begins with: who reports, and for which days."""
    unity = listing.declarant.details["fiscal_unity_number"]
    number = leaf("xbrli:identifier", unity or listing.declarant.vat_number, {"scheme": _SCHEME})
    days = [leaf("xbrli:startDate", listing.period.first_day), leaf("xbrli:endDate", listing.period.last_day)]
    return row("xbrli:entity", [number]), row("xbrli:period", days)


def _message(listing: Listing) -> Iterator[str]:
    declarant = listing.declarant
    in_message = {"contextRef": "Msg"}
    for name, value in (
        ("ContactInitials", _initials(declarant)),
        ("ContactSurname", declarant.contact_last_name),
        ("ContactTelephoneNumber", "".join(declarant.telephone.split())),
        ("DateTimeCreation", f"{listing.created_at:%Y%m%d%H%M}"),
        ("MessageReferenceSupplierICP", f"ICP-{listing.period}-{listing.number}"),
        ("SoftwarePackageName", "arclose"),
        ("SoftwarePackageVersion", "1"),
        ("SoftwareVendorAccountNumber", declarant.details["software_vendor_number"]),
        ("TaxConsultantNumber", declarant.details["tax_consultant_number"]),
        (
            "VATIdentificationNumberNLFiscalEntityDivision",
            declarant.vat_number if declarant.details["fiscal_unity_number"] else "",
        ),
    ):
        if value:
            yield leaf(f"bd-i:{name}", value, in_message)


def _initials(declarant: Declarant) -> str:
    return "".join(name[0].upper() for name in declarant.contact_first_name.replace("-", " ").split())


def _by_dimensions(whose: tuple[str, str], rows: list[_Row]) -> Iterator[str]:
    """Give a context per customer, followed by its facts."""
    before: tuple[str, str] | None = None
    number = 0
    for country, vat_number, kind, amount in rows:
        if (country, vat_number) != before:
            before = (country, vat_number)
            number += 1
            customer = row("xbrli:scenario", [_member("CountryCodeEU", country), _member("VATNumber", vat_number)])
            yield from branch("xbrli:context", [*whose, customer], {"id": f"ICS{number}"})
        yield leaf(f"bd-i:{_FACTS[kind]}", f"{amount:f}", {"contextRef": f"ICS{number}", **_EUR})


def _member(name: str, value: str) -> str:
    domain = leaf(f"bd-dim-dom:{name}Domain", value)
    return row("xbrldi:typedMember", [domain], {"dimension": f"bd-dim-dim:{name}Dimension"})


def _by_tuples(rows: list[_Row]) -> Iterator[str]:
    in_message = {"contextRef": "Msg"}
    for country, vat_number, kind, amount in rows:
        name, fact = _TUPLES[kind]
        yield row(
            f"bd-t:{name}",
            [
                leaf("bd-i:CountryCodeISO-EC", country, in_message),
                leaf(f"bd-i:{fact}", f"{amount:f}", {**in_message, **_EUR}),
                leaf("bd-i:VATIdentificationNumberNational", vat_number, in_message),
            ],
        )


ICP = Format(
    key="nl-icp",
    country="NL",
    name="Opgaaf intracommunautaire prestaties (ICP)",
    own_number=r"\d{9}B\d{2}",
    currency="EUR",
    codes={
        Kind.GOODS: "goederen",
        Kind.TRANSFER: "goederen",
        Kind.AFTER_IMPORT: "goederen",
        Kind.TRIANGULAR: "ABC",
        Kind.SERVICES: "diensten",
    },
    months=MONTHLY_OR_QUARTERLY | {MONTHS_PER_YEAR},
    years=frozenset(_TAXONOMIES),
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.DIFFERENCE,
    correction_place=CorrectionPlace.OWN_LIST,
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_last_day,
    needs=("contact_first_name", "contact_last_name", "telephone"),
    details=(
        Detail(
            name="software_vendor_number",
            label=_("number of the software maker at the Dutch tax authority"),
            pattern=r"SWO\d{5}",
            example="SWO00000",
        ),
        Detail(
            name="fiscal_unity_number",
            label=_("VAT number of the fiscal unity"),
            pattern=r"\d{9}B\d{2}",
            example="999999990B90",
            is_needed=False,
        ),
        Detail(
            name="tax_consultant_number",
            label=_("number of the tax consultant"),
            pattern=r"\d{6}",
            example="123456",
            is_needed=False,
        ),
    ),
    write=_write,
)
