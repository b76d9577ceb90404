"""Every format writes whole files that stand as the layout wants them; those with a schema at hand are valid."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from ecsales.formats import FORMATS, format_of, formats_of
from ecsales.formats.format import CorrectionPlace, Format, RestsOn
from ecsales.formats.listing import MONTHS_PER_QUARTER, Kind, Listing, Period
from ecsales.formats.offering import write
from tests.conftest import AUTHORITY_SCHEMAS
from tests.ecsales.formats.listings import FEBRUARY, corrections, declarant, lines, listing

EXPECTED = Path(__file__).parent / "expected"
# Of a list in their own state customers have another number.
LINES = """
    number       | name                 | kind              | amount  | invoice              | code     | before
    DE123456704  | Muster GmbH          | goods             | 1000.00 |                      | 84713000 |
    DE123456704  | Muster GmbH          | goods             | 200.50  |                      | 84713000 |
    DE123456704  | Muster GmbH          | transfer          | 0.30    |                      | 84713000 |
    DE123456704  | Muster GmbH          | services          | 239.60  | 2026/0042 2026-03-15 | 620230   |
    EL099999999  | "E" <AE> & Ægir, Søn | triangular        | -50.00  |                      | 61091000 |
    FI12345671   | Nolla Oy             | goods             | 0.00    |                      | 61091000 |
    SK2023456710 | Priklad s.r.o.       | call-off          | 0       |                      |          |
    SK2023456710 | Priklad s.r.o.       | call-off-returned | 0       |                      |          |
    PL1234567802 | Przykład             | purchased-goods   | 12.50   |                      |          |
    SK2023456710 | Priklad s.r.o.       | call-off-changed  | 0       |                      |          | 1234567890
"""
CORRECTIONS = """
    number        | name         | kind       | old     | new    | code
    DE123456704   | Muster GmbH  | goods      | 1000.00 | 950.00 | 84713000
    DE123456704   | Muster GmbH  | services   | 0       | 70.80  | 620230
    EL099999999   | Ellas AE     | triangular | 80.00   | 0      | 61091000
    EL099999999   | Ellas AE     | goods      | 10.10   | 10.20  | 61091000
"""


def _of(form: Format, text: str) -> str:
    """Give the table without what the format has no place for, and without its own state."""
    elsewhere = {"DE": ("DE123456704  ", "IT12345670157"), "SK": ("SK2023456710", "CZ12345601  ")}
    elsewhere |= {"PL": ("PL1234567802", "CZ12345601  "), "FI": ("FI12345671", "DK12345607")}
    heads, *rows = text.replace(*elsewhere.get(form.country, ("", ""))).strip().splitlines()
    kept = "\n".join([heads, *(row for row in rows if form.reports(Kind(row.split("|")[2].strip())))])
    return kept if form.takes_negative else kept.replace("-50.00", "50.00 ")


def first_list(form: Format) -> Listing:
    """Give a list with supplies of several kinds, markup in a name, a row of nothing and one below zero."""
    return listing(form, lines=lines(_of(form, LINES)), number=7)


def correcting_list(form: Format) -> Listing:
    """Give a list that corrects February, in the way of the format."""
    changed = corrections(_of(form, CORRECTIONS), FEBRUARY)
    if form.correction_place is CorrectionPlace.NEXT_LIST:
        return listing(form, lines=lines(_of(form, LINES)), corrections=changed, number=8)
    truth = lines(_of(form, LINES))
    return listing(form, lines=truth, corrections=changed, number=8, period=FEBRUARY, is_correction=True)


def list_of_quarter(form: Format) -> Listing:
    """Give a list of a quarter, with corrections of the one before where the file takes them along."""
    takes_along = form.correction_place is CorrectionPlace.NEXT_LIST
    made, last = correcting_list(form) if takes_along else first_list(form), Period.of_quarter(2025, 4)
    changed = [replace(one, period=last) for one in made.corrections]
    return replace(made, period=Period.of_quarter(2026, 1), corrections=changed)


LISTS = {"first": first_list, "correction": correcting_list, "quarter": list_of_quarter}


def _cases() -> list[tuple[str, str]]:
    forms = (*FORMATS, format_of("neutral-ie"))
    corrected = [one for one in forms if one.correction_place is not CorrectionPlace.NO_FILE]
    quarters = [one for one in FORMATS if MONTHS_PER_QUARTER in one.months]
    of_each = {"first": forms, "correction": corrected, "quarter": quarters}
    return [(form.key, what) for what, those in of_each.items() for form in those]


@pytest.mark.parametrize(("key", "what"), _cases())
def test_it_writes_the_whole_file(key: str, what: str) -> None:
    form = format_of(key)
    (file,) = write(form, LISTS[what](form), schema_folder=None)

    assert file.content == (EXPECTED / f"{key}-{what}{Path(file.name).suffix}").read_bytes()
    assert not file.is_valid
    if file.media_type == "application/xml":
        etree.fromstring(file.content)


@pytest.mark.authority_schemas
@pytest.mark.parametrize(("key", "what"), [case for case in _cases() if format_of(case[0]).schema])
def test_its_files_are_valid_against_the_schema_of_the_authority(key: str, what: str) -> None:
    form = format_of(key)
    (file,) = write(form, LISTS[what](form), schema_folder=AUTHORITY_SCHEMAS)
    assert file.is_valid


def test_it_says_what_each_format_rests_on() -> None:
    assert {form.key for form in FORMATS if form.rests_on is RestsOn.SCHEMA} == {
        "at-u13", "be-723", "cz-dphshv", "fr-des", "fr-etat", "ro-d390", "sk-svdph",
    }  # fmt: skip
    assert all(form.schema for form in FORMATS if form.rests_on is RestsOn.SCHEMA)
    assert [form.key for form in formats_of("GR")] == ["neutral-el"]
    assert [form.key for form in formats_of("DE")] == ["de-csv", "de-elma"]
    assert formats_of("IE")[0].rests_on is RestsOn.NOTHING


def test_it_writes_tuples_up_to_the_taxonomy_of_2025_and_names_the_fiscal_unity() -> None:
    form = format_of("nl-icp")
    text = "number | name | kind | amount\nDE123456704 | A | goods | 10.50\nDE123456704 | A | triangular | -3.00"
    who = declarant(form)
    unity = replace(who, details={**who.details, "fiscal_unity_number": "123456782B01"})
    made = listing(form, lines=lines(text), period=Period.of_quarter(2025, 4), declarant=unity)
    (file,) = write(form, made, schema_folder=None)

    said = [(etree.QName(one).localname, one.text) for one in etree.fromstring(file.content).iter() if one.text]
    assert [text for _tag, text in said if text.strip()] == [
        "123456782B01", "2025-10-01", "2025-12-31", "iso4217:EUR", "A", "García López", "+34912345678", "202604100930",
        "ICP-2025-Q4-1", "arclose", "1", "SWO00000", "999999990B90", "DE", "11", "123456704", "DE", "-3", "123456704",
    ]  # fmt: skip
    assert b"nt19/bd/20241211/entrypoints/bd-rpt-icp-opgaaf-2025.xsd" in file.content
    assert file.content.count(b"<bd-t:IntraCommunityABCSupplies>") == 1


# Places of a record, counted from 1, both ends included, as the layout of modelo 349 numbers them.
FIELDS_349 = """
    record | from | to  | text
    0      | 1    | 8   | 13492026
    0      | 9    | 17  | B12345674
    0      | 18   | 57  | MULLER & SON
    0      | 58   | 58  | T
    0      | 59   | 67  | 912345678
    0      | 68   | 107 | GARCIA LOPEZ ANA
    0      | 108  | 120 | 3490000000008
    0      | 121  | 122 |
    0      | 123  | 135 | 0000000000000
    0      | 136  | 137 | 03
    0      | 138  | 146 | 000000007
    0      | 147  | 161 | 000000000150290
    0      | 162  | 170 | 000000004
    0      | 171  | 185 | 000000000103100
    0      | 186  | 500 |
    1      | 1    | 17  | 23492026B12345674
    1      | 76   | 92  | DE123456704
    1      | 93   | 132 | MUSTER GMBH
    1      | 133  | 146 | E0000000120080
    1      | 147  | 500 |
    7      | 76   | 146 | SK1234567890                                             C0000000000000
    7      | 179  | 195 | SK2023456710
    7      | 196  | 235 | PRIKLAD S.R.O.
    8      | 76   | 92  | DE123456704
    8      | 133  | 146 | E
    8      | 147  | 152 | 202602
    8      | 153  | 165 | 0000000095000
    8      | 166  | 178 | 0000000100000
"""


def test_it_places_every_field_of_the_spanish_records() -> None:
    form = format_of("es-349")
    (file,) = write(form, correcting_list(form), schema_folder=None)
    records = file.content.decode("iso-8859-1").split("\r\n")

    assert [len(record) for record in records] == [500] * 12 + [0]
    for row in FIELDS_349.strip().splitlines()[1:]:
        record, first, last, text = (cell.strip() for cell in row.split("|"))
        assert records[int(record)][int(first) - 1 : int(last)].rstrip() == text, row


def test_it_keeps_the_widths_of_the_italian_records() -> None:
    form = format_of("it-intra-1")
    (file,) = write(form, correcting_list(form), schema_folder=None)
    records = file.content.decode("ascii").split("\r\n")[:-1]

    assert records[0][-5:] == f"{len(records):05}"
    assert [(record[22] if record.startswith("EUROX") else "head", len(record)) for record in records] == [
        ("head", 75), ("0", 135), ("1", 106), ("1", 106), ("2", 28 + 55), ("2", 28 + 55), ("3", 86), ("4", 28 + 77),
    ]  # fmt: skip
