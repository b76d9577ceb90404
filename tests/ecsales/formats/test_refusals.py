"""What a file cannot say is refused by name, all of it at once; nothing is offered then."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecsales.formats import FORMATS, format_of
from ecsales.formats.format import CorrectionPlace, Rounding
from ecsales.formats.listing import Correction, Document, Kind, Line, Period
from ecsales.formats.offering import refusals, write
from ecsales.formats.refusals import CannotBeFiled
from ecsales.formats.reporting import left_to_the_portal, reported_corrections, reported_lines
from tests.conftest import AUTHORITY_SCHEMAS
from tests.ecsales.formats.listings import FEBRUARY, MARCH, corrections, declarant, lines, listing
from tests.text_tables import read_table

GOODS = Line(country="FR", vat_number="11123456782", name="Dupont", kind=Kind.GOODS, amount=Decimal("10.00"))
# What of a good list is changed, field by field, and what is said then.
CASES = """
    format        | of        | field              | value               | refusals
    nl-icp        |           |                    |                     |
    nl-icp        | line      | vat_number         |                     | number
    nl-icp        | line      | country            | NL                  | home
    nl-icp        | line      | vat_number         | 1112345678223       | number-length
    nl-icp        | line      | vat_number         | 11 123              | number-characters
    nl-icp        | line      | kind               | call-off            | empty, kind
    fr-des        | line      | kind               | goods               | empty
    fr-des        | line      | kind               | services            | home
    nl-icp        | line      | amount             | 0.40                | empty
    be-723        | line      | amount             | 100000000000.00     | amount
    at-u13        | line      | amount             | 9999999999.50       | amount
    es-349        | line      | amount             | -0.01               | negative
    at-u13        | line      | kind               | call-off            | call-off
    it-intra-1    | line      | commodity_code     |                     | code
    it-intra-1    | line      | kind               | services            | document
    nl-icp        | declarant | contact_last_name  |                     | missing
    nl-icp        | declarant | vat_number         | 123                 | own-number
    nl-icp        | declarant | vat_number         |                     | missing
    nl-icp        | declarant | currency           | USD                 | currency
    nl-icp        | details   | fiscal_unity_number| 12                  | malformed
    cz-dphshv     | details   | tax_office         |                     | missing
    se-skv574008  | declarant | telephone          | 0812345             | telephone
    se-skv574008  | declarant | contact_first_name | A;B                 | character
    xi-esl        | declarant | contact_first_name | A,B                 | character
    at-u13        | line      | kind               | call-off-changed    | previous, call-off
    es-349        | line      | name               | 株式会社             | character
    nl-icp        | declarant | contact_last_name  | \x01                | character
    pl-vat-ue     | list      | period             | 2026-Q1             | period
    nl-icp        | list      | period             | 2031-01             | year
    nl-icp        | list      | corrections        | February            | correction
    be-723        | list      | is_correction      | yes                 | empty, correction
    xi-esl        | list      | is_correction      | yes                 | empty, correction
    ro-d390       | line      | kind               | call-off            | only-call-off, call-off
"""
PERIODS = {"2026-Q1": Period.of_quarter(2026, 1), "2031-01": Period(2031, 1)}


def _value(field: str, text: str) -> Any:
    if field == "amount":
        return Decimal(text)
    if field == "kind":
        return Kind(text)
    if field == "corrections":
        return corrections("number | name | kind | old | new\nFR11123456782 | D | goods | 1.00 | 9.00", FEBRUARY)
    if field == "is_correction":
        return True
    return PERIODS.get(text, text)


@pytest.mark.parametrize(
    "case", read_table(CASES), ids=lambda case: f"{case['format']} {case['field']} {case['value']}"
)
def test_it_refuses_by_name(case: dict[str, str]) -> None:
    form = format_of(case["format"])
    line = replace(GOODS, commodity_code="84713000", kind=GOODS.kind if form.reports(GOODS.kind) else Kind.SERVICES)
    who = declarant(form)
    made = listing(form, lines=[line], declarant=who)
    field, value = case["field"], _value(case["field"], case["value"].encode().decode("unicode_escape")
                                         if case["value"].startswith("\\") else case["value"])  # fmt: skip
    if case["of"] == "line":
        made = replace(made, lines=[replace(line, **{field: value})])
    elif case["of"] == "declarant":
        made = replace(made, declarant=replace(who, **{field: value}))
    elif case["of"] == "details":
        made = replace(made, declarant=replace(who, details={**who.details, field: value}))
    elif case["of"] == "list":
        made = replace(made, **{field: value})

    if not case["refusals"]:
        assert write(form, made, schema_folder=None)
        return
    with pytest.raises(CannotBeFiled) as refused:
        write(form, made, schema_folder=None)
    assert ", ".join(refusal.code for refusal in refused.value.refusals) == case["refusals"]
    assert all(refusal.where and refusal.reason for refusal in refused.value.refusals)


def test_it_names_everything_that_is_wrong_at_once() -> None:
    form = format_of("nl-icp")
    wrong = [replace(GOODS, vat_number="", amount=Decimal(5)), replace(GOODS, country="NL")]
    made = listing(form, lines=wrong, declarant=declarant(form, telephone="", contact_first_name=""))

    assert [refusal.code for refusal in refusals(form, made)] == ["missing", "missing", "number", "home"]


def test_it_refuses_what_the_schema_refuses(tmp_path: Path) -> None:
    schema = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
        <xs:element name="fichier_des"><xs:complexType/></xs:element></xs:schema>"""
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "des.xsd").write_text(schema)
    form = format_of("fr-des")
    made = listing(form, lines=[replace(GOODS, country="DE", vat_number="123456704", kind=Kind.SERVICES)])

    with pytest.raises(CannotBeFiled) as refused:
        write(form, made, schema_folder=tmp_path)
    assert {(one.code, one.where) for one in refused.value.refusals} == {
        ("schema", "DES-FR11123456782-2026-03-1.xml, line 2")
    }
    assert "fichier_des" in refused.value.refusals[0].reason
    (file,) = write(form, made, schema_folder=tmp_path / "elsewhere")
    assert not file.is_valid


@pytest.mark.authority_schemas
def test_it_offers_no_file_for_a_customer_whom_the_schema_at_hand_does_not_know() -> None:
    form = format_of("be-723")
    northern_irish = replace(GOODS, country="XI", vat_number="123456782")
    (file,) = write(form, listing(form, lines=[GOODS, northern_irish]), schema_folder=AUTHORITY_SCHEMAS)
    assert (file.is_valid, b'issuedBy="XI"' in file.content) == (True, True)  # the schema knows them as British
    unknown = listing(form, lines=[GOODS, replace(GOODS, country="ZZ", vat_number="123456782")])
    with pytest.raises(CannotBeFiled) as refused:
        write(form, unknown, schema_folder=AUTHORITY_SCHEMAS)
    assert "'ZZ' is not an element of the set" in refused.value.refusals[0].reason


def test_it_splits_a_list_that_is_too_long_for_one_file() -> None:
    many = [replace(GOODS, vat_number=f"{number:011}", amount=Decimal(number)) for number in range(1, 10_001)]
    files = write(format_of("de-csv"), listing(format_of("de-csv"), lines=many[:3_001]), schema_folder=None)
    assert [len(file.content.splitlines()) - 3 for file in files] == [1_500, 1_500, 1]
    (file,) = write(format_of("at-u13"), listing(format_of("at-u13"), lines=many), schema_folder=None)
    assert file.content.count(b"<ERKLAERUNG ") == 2
    assert b"<ANZAHL_ERKLAERUNGEN>2<" in file.content


ROUNDED = """
    rounding | 0.30 | 0.50 | -0.50 | -1.99 | 2.00
    cents    | 0.30 | 0.50 | -0.50 | -1.99 | 2.00
    whole    | 0    | 1    | -1    | -2    | 2
    cut      | 0    | 0    | 0     | -1    | 2
    up       | 1    | 1    | 0     | -1    | 2
"""


def test_it_rounds_as_each_authority_wants() -> None:
    for row in read_table(ROUNDED):
        rounding = Rounding(row.pop("rounding"))
        assert [str(rounding.of(Decimal(amount))) for amount in row] == list(row.values())


def test_it_adds_up_before_it_rounds() -> None:
    text = "number | name | kind | amount\nFR1 | A | goods | 0.30\nFR1 | A | goods | -10.00\nFR1 | A | services | 0.40"
    assert [(line.kind, line.amount) for line in reported_lines(format_of("sk-svdph"), lines(text))] == [
        (Kind.GOODS, Decimal(-10))
    ]


amounts = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FORMATS), st.lists(st.tuples(st.sampled_from(Kind), amounts, st.sampled_from("AB")), max_size=12)
)
def test_differences_bring_what_was_reported_to_what_is(form: Any, rows: list[tuple[Kind, Decimal, str]]) -> None:
    """Old rows and the corrections to new ones come to the new rows, whatever the format rounds."""
    document = Document("1", date(2026, 3, 1))

    def line(kind: Kind, amount: Decimal, number: str) -> Line:
        return Line(country="FR", vat_number=number, name="", kind=kind, amount=amount, document=document)

    before, after = rows[::2], rows[1::2]
    changed = [
        Correction(
            period=MARCH, country="FR", vat_number=number, name="", kind=kind, document=document,
            receipt="1", receipt_row=1,
            old_amount=sum((a for k, a, n in before if (k, n) == (kind, number)), Decimal(0)),
            new_amount=sum((a for k, a, n in after if (k, n) == (kind, number)), Decimal(0)),
        )
        for kind in Kind for number in "AB"
    ]  # fmt: skip

    def said(lines_of: list[tuple[Kind, Decimal, str]]) -> dict[tuple[str, Kind], Decimal]:
        reported = reported_lines(form, [line(*row) for row in lines_of])
        return {(one.vat_number, one.kind): one.amount for one in reported if one.amount}

    standing = said(before)
    for one in reported_corrections(form, changed):
        assert standing.get((one.vat_number, one.kind), Decimal(0)) == one.old_amount
        standing[one.vat_number, one.kind] = one.new_amount
    assert {key: amount for key, amount in standing.items() if amount} == said(after)


DEADLINES = """
    format        | period  | due
    nl-icp        | 2026-01 | 2026-02-28
    nl-icp        | 2026-Q4 | 2027-01-31
    be-723        | 2026-03 | 2026-04-20
    be-723        | 2026-Q1 | 2026-04-25
    de-csv        | 2026-12 | 2027-01-25
    es-349        | 2026-06 | 2026-07-20
    es-349        | 2026-07 | 2026-09-20
    es-349        | 2026-Q4 | 2027-01-30
    xi-esl        | 2026-03 | 2026-04-21
    fr-des        | 2022-01 | 2022-02-11
    fr-des        | 2022-03 | 2022-04-12
    fr-etat       | 2022-04 | 2022-05-12
    fr-etat       | 2022-05 | 2022-06-13
    fr-etat       | 2022-10 | 2022-11-14
    fr-etat       | 2024-04 | 2024-05-15
    neutral-ie    | 2026-03 | 2026-04-23
"""


def test_it_knows_when_each_list_is_due() -> None:
    """The French days are those that customs published for 2022 and 2024."""
    for row in read_table(DEADLINES):
        year, part = row["period"].split("-")
        period = Period.of_quarter(int(year), int(part[1])) if part.startswith("Q") else Period(int(year), int(part))
        assert format_of(row["format"]).deadline(period) == date.fromisoformat(row["due"]), row


# What becomes of a correction of February whose earlier row has a number, of a list with a receipt; call-off stock was
# listed or is. What no file tells goes to the portal, with the amounts before and now; "-": not listed.
TOLD = """
    format        | kind             | old | new  | row | receipt | told
    it-intra-1    | services         | 9   | 5    | 2   | 4711    | 0180002600471100002FR1           0000000000005
    it-intra-1    | services         | 9   | 5    |     | 4711    | portal 5.00 9.00
    it-intra-1    | services         | 9   | 5    | 2   |         | receipt
    it-intra-1    | services         | 9   | 5    | 2   | R-1     | receipt
    it-intra-1    | services         | 9   | 9.10 | 2   |         | nothing
    it-intra-1    | goods            | 9   | 5    |     |         | 02026FR1           -0000000000004
    es-349        | call-off         | -   | 0    |     |         | portal 0.00 -
    es-349        | call-off         | 0   | 0    |     |         | nothing
    es-349        | goods            | 9   | 5    |     |         | 20260200000000005000000000000900
    at-u13        | call-off         | -   | 0    |     |         | <ZM><UID_MS>FR1</UID_MS><KLAG>1</KLAG></ZM>
    at-u13        | call-off         | 0   | -    |     |         | portal - 0.00
    at-u13        | call-off-changed | -   | 0    |     |         | portal 0.00 -
    cz-dphshv     | call-off         | -   | 0    |     |         | <VetaS k_stat="FR" c_vat="1" k_cos="1"/>
    se-skv574008  | call-off         | -   | 0    |     |         | FR1;X;;
    sk-svdph      | call-off         | 0   | -    |     |         | nothing
    neutral-ie    | call-off-changed | 0   | -    |     |         | call-off-changed,,0.00
"""


@pytest.mark.parametrize("case", read_table(TOLD), ids=lambda case: " ".join(case.values()))
def test_it_tells_a_correction_or_leaves_it_to_the_portal(case: dict[str, str]) -> None:
    form, is_stock = format_of(case["format"]), case["kind"].startswith("call-off")
    old, new = (case[name].replace("-", "0") for name in ("old", "new"))
    text = f"number | name | kind | old | new | code\nFR1 | A | {case['kind']} | {old} | {new} | 84713000"
    supplies = {"old_supplies": int(case["old"] != "-"), "new_supplies": int(case["new"] != "-")} if is_stock else {}
    [one] = corrections(text, FEBRUARY)
    one = replace(one, receipt=case["receipt"] or "", receipt_row=int(case["row"] or 0), **supplies)
    is_own = form.correction_place is CorrectionPlace.OWN_LIST
    made = listing(form, lines=[], corrections=[one], is_correction=is_own, period=FEBRUARY if is_own else MARCH)
    left = left_to_the_portal(form, [one])
    if case["told"].startswith("portal"):
        assert left == [one]
        rows = [file.content.decode() for file in format_of("neutral-ie").write(replace(made, is_correction=True))]
        amounts = ["" if amount == "-" else amount for amount in case["told"].split()[1:]]
        assert f"2026-02,FR,1,A,{case['kind']},{','.join(amounts)}," in rows[0]
    elif case["told"] in ("nothing", "receipt"):
        codes = [refusal.code for refusal in refusals(form, made)]
        assert (left, codes) == ([], ["empty"] if case["told"] == "nothing" else ["receipt"])
    else:
        (file,) = write(form, made, schema_folder=None)
        assert (left, case["told"] in file.content.decode("iso-8859-1")) == ([], True)


def test_it_makes_no_file_of_a_correction_that_rounds_away() -> None:
    form = format_of("nl-icp")
    text = "number | name | kind | old | new\nDE123456704 | A | goods | 100.40 | 100.45"
    truth = [replace(GOODS, country="DE", vat_number="123456704", amount=Decimal("100.45"))]
    made = listing(form, lines=truth, corrections=corrections(text, MARCH), is_correction=True)
    assert [one.code for one in refusals(form, made)] == ["empty"]


def test_it_asks_nothing_for_a_file_that_the_other_one_of_the_state_makes_needless() -> None:
    form = format_of("fr-etat")
    only_services = [replace(GOODS, country="DE", vat_number="123456704", kind=Kind.SERVICES)]
    made = listing(form, lines=only_services, declarant=declarant(form, details={}))
    assert [one.code for one in refusals(form, made)] == ["empty"]
