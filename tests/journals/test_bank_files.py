"""Files of banks: what they say is read exactly, what they are not is refused by name."""

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from arclose.imports.problems import FileRefused
from journals.banking.files import limits
from journals.banking.files.narratives import narrated
from journals.banking.files.reading import read_bank_file
from journals.banking.files.structures import BankFile, Entry, Verdict
from tests.conftest import REAL_DATA

BANK = REAL_DATA / "bank"
# Where the manifest counts something else than statements, or a file is broken on purpose.
COUNTED_OTHERWISE = {"mt940/wolph__mt940/self-provided/mt942.sta": "its two limits (:34F:)"}
BROKEN = {
    "mt940/railslove__cmxl/mt940-headers.txt": "line 8: “362268” is no date.",
    "mt940/railslove__cmxl/statement-details-mt942.txt": "The message has no beginning (:20:).",
}
NO_STATEMENT = {
    "pain.001": "a credit transfer that was sent to a bank (pain.001), not a bank statement",
    "pain.008": "a direct debit that was sent to a bank (pain.008), not a bank statement",
    "remt.001": "a remittance advice (remt.001), not a bank statement",
    "mt940-expected-json": "This is no bank statement",
    "camt.052": "This XML is no bank statement",
    "camt.053": "This XML is no bank statement",
    "mt940": "",  # cut out of a file: no beginning, account or balance
}
STATEMENT = """<?xml version="1.0" encoding="{encoding}"?>{dtd}
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt>
<Id>S1</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-10-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">70.5</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-10-02</Dt></Dt></Bal>
{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-10-02</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Cdtr><Pty><Nm>{name}</Nm></Pty></Cdtr></RltdPties>
</TxDtls></NtryDtls></Ntry>"""


@pytest.fixture
def made(tmp_path):
    """Write a file and read it."""

    def read(content: str | bytes) -> BankFile:
        path = tmp_path / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_bank_file(path).content

    return read


def camt(amount: str = "29.50", name: str = "Müller", dtd: str = "", encoding: str = "UTF-8", entries: str = "") -> str:
    entry = ENTRY.format(amount=amount, name=name)
    return STATEMENT.format(encoding=encoding, dtd=dtd, entries=entries or entry)


@pytest.mark.real_data
def test_it_reads_every_real_file_as_its_manifest_counts_it_or_refuses_it_by_name():
    with (BANK / "MANIFEST.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wrong = {row["file"]: found for row in rows if (found := differences(row))}
    assert wrong == {}
    assert len(rows) > 200


def differences(row: dict[str, str]) -> str:
    """What is read otherwise than a row of the manifest says; nothing where all is the same."""
    path = row["file"]
    try:
        read = read_bank_file(BANK / path).content
    except FileRefused as error:
        expected = BROKEN.get(path) or NO_STATEMENT[row["format"]]
        is_one = row["statements"] not in ("", "0") and row["format"].startswith(("camt", "mt9"))
        return f"refused: {error}" if expected not in str(error) or (is_one and path not in BROKEN) else ""
    entries = sum(len(statement.entries) for statement in read.statements)
    pages = sum(statement.pages for statement in read.statements)
    if row["format"] == "xml":
        return "" if (read.format, entries) == ("camt.053", 1) else "no camt.053 with an entry"
    if str(entries) != row["entries"] or (str(pages) != row["statements"] and path not in COUNTED_OTHERWISE):
        return f"{pages} statements, {entries} entries"
    return "" if row["format"] != "camt.053" else of_balances(read, row["balance_check"])


def of_balances(read: BankFile, expected: str) -> str:
    found = Counter(statement.verdict for statement in read.statements)
    if expected == "ok":
        return "" if set(found) == {Verdict.ADDS_UP} else f"{found}"
    if expected.startswith("differs"):
        [difference] = [statement.difference for statement in read.statements if statement.difference]
        return "" if f"differs by {difference:.2f} x1" == expected else f"{difference}"
    return "" if found[Verdict.NO_BALANCES] else f"{found}"


@pytest.mark.real_data
def test_it_warns_of_real_files_that_break_their_schema_and_of_no_others():
    with (BANK / "MANIFEST.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["format"].startswith("camt") and row["xsd_valid"]]
    wrong = []
    for row in rows:
        try:
            read = read_bank_file(BANK / row["file"]).content
        except FileRefused:
            continue
        notices = [*read.notices, *(notice for statement in read.statements for notice in statement.notices)]
        if any(notice.code.startswith("schema") for notice in notices) == (row["xsd_valid"] == "yes"):
            wrong.append((row["file"], row["xsd_valid"], notices))
    assert wrong == []
    assert len(rows) > 130


SCHEMA = {
    "nothing": (("<BkTxCd/>", "<BkTxCd/>"), ""),
    "no sign of a balance": (("<CdtDbtInd>CRDT</CdtDbtInd>", ""), "Bal/CdtDbtInd"),
    "a day before the status": (("<Sts><Cd>BOOK</Cd></Sts>", "<BookgDt/><Sts><Cd>BOOK</Cd></Sts>"), "Ntry/Sts"),
    "a status of older versions": (("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>"), "Ntry/Sts: BOOK"),
    "a long reference": (("<NtryDtls>", f"<AcctSvcrRef>{'9' * 36}</AcctSvcrRef><NtryDtls>"), "AcctSvcrRef: 36 > 35"),
    "an element of the bank's own": (("<NtryDtls>", "<Remark/><NtryDtls>"), "Ntry/Remark"),
    "a comma": ((">29.50<", ">29,50<"), "Ntry/Amt: 29,50"),
}


@pytest.mark.parametrize("case", SCHEMA)
def test_a_message_that_breaks_its_schema_is_read_with_the_breach_named(made, case):
    change, expected = SCHEMA[case]
    whole = camt().replace("<MsgId>M</MsgId>", "<MsgId>M</MsgId><CreDtTm>2026-10-02T01:00:00</CreDtTm>")
    whole = whole.replace("</BookgDt>", "</BookgDt><BkTxCd/>")
    read = made(whole.replace(*change))
    [statement] = read.statements
    said = [notice.detail for notice in (*read.notices, *statement.notices) if notice.code.startswith("schema")]
    assert expected in said if expected else said == []
    assert statement.verdict == Verdict.ADDS_UP


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["base-1", "ing-1"])
def test_it_reads_the_same_as_another_program(name):
    folder = BANK / "mt940" / "webschik__mt940-js"
    expected = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    read = read_bank_file(folder / f"{name}.mta").content
    theirs = [
        (one["code"], one["valueDate"], Decimal(str(one["amount"])) * (1 if one["isCredit"] else -1))
        for statement in expected
        for one in statement["transactions"]
    ]
    ours = [(e.bank_code, e.value_date.isoformat(), e.amount) for s in read.statements for e in s.entries]
    assert ours == theirs


@pytest.mark.real_data
def test_the_days_of_a_real_account_follow_each_other():
    folder = BANK / "camt" / "Subite-eu__camt-to-coda" / "LT625883379695428516" / "CAMT_053"
    closing: dict[str, Decimal] = {}
    for path in sorted(folder.glob("*.xml")):
        for statement in read_bank_file(path).content.statements:
            assert statement.opening.amount == closing.get(statement.account, statement.opening.amount), path.name
            closing[statement.account] = statement.closing.amount
    assert len(closing) == 2


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"])
def test_it_reads_xml_in_the_encoding_it_names(made, encoding):
    [statement] = made(camt(encoding=encoding).encode(encoding)).statements
    assert (statement.verdict, statement.entries[0].counterparty_name) == (Verdict.ADDS_UP, "Müller")


def test_it_says_by_how_much_a_statement_does_not_add_up(made):
    [statement] = made(camt(amount="29.49")).statements
    assert (statement.verdict, statement.difference) == (Verdict.DIFFERS, Decimal("-0.01"))


MT940 = """:20:R
:25:NL91ABNA0417164300EUR
:28C:{page}
:60{first}:C261001EUR{opening}
{lines}
:62{last}:C261002EUR{closing}
-
"""


def test_it_joins_pages(made):
    first = MT940.format(page="7/1", first="F", opening="100,", lines=":61:2610021002D10,NTRF", last="M", closing="90,")
    second = MT940.format(page="7/2", first="M", opening="90,", lines=":61:2610021002RD5,NTRF", last="F", closing="95,")
    [statement] = made(first + second).statements
    assert (statement.pages, statement.number, statement.verdict) == (2, "7/1", Verdict.ADDS_UP)
    assert [(entry.amount, entry.is_reversal) for entry in statement.entries] == [(-10, False), (5, True)]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
HOSTILE = {
    "external entity": (
        camt(dtd='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', name="&f;"),
        "declares a DTD",
    ),
    "entities that unfold": (camt(dtd=BOMB, name="&c;"), "declares a DTD"),
    "an external DTD": (camt(dtd='<!DOCTYPE Document SYSTEM "http://example.com/x.dtd">'), "declares a DTD"),
    "a DTD in UTF-16": (camt(dtd="<!DOCTYPE x>", encoding="UTF-16").encode("utf-16"), "declares a DTD"),
    "cut off": (camt()[:-40], "line 10: The file is no well-formed XML"),
    "another encoding than it says": (camt().encode("latin-1"), "The file is no well-formed XML"),
    "an unknown encoding": (camt(encoding="KLINGON-1"), "in an encoding that nobody knows here"),
    "a tag without end": (camt(name="<" + "a" * 1_200_000), "does not end"),
    "a nest": (camt(name="<a>" * 100), "nested deeper"),
    "a sum of letters": (camt(amount="1e400"), "“1e400” is no amount."),
    "no number": (camt(amount="NaN"), "“NaN” is no amount."),
    "too many digits": (camt(amount="1" * 19), "is no amount."),
    "too many decimals": (camt(amount="0.00001"), "has more decimals than can be kept (4)"),
    "no sign": (camt().replace("<CdtDbtInd>DBIT</CdtDbtInd>", ""), "line 8: An entry says neither debit nor credit"),
    "no account": (camt().replace("<IBAN>NL91ABNA0417164300</IBAN>", ""), "does not say which account"),
    "no such day": (camt().replace("2026-10-02</Dt></BookgDt>", "2026-13-02</Dt></BookgDt>"), "is no date"),
    "a workbook": (b"PK\x03\x04" + bytes(100), "This is a file of format ZIP."),
    "a page": ("<html><body>Log in</body></html>", "This XML is no bank statement"),
    "nothing": ("", "The file is empty."),
    "text": ("Dear customer,\nyour statement is ready.", "This is no bank statement"),
    "NUL": (":20:R\n:25:1\n\0", "line 3: There is a NUL character."),
    "no opening balance": (":20:R\n:25:1\n:28C:1\n:61:261002C5,NTRF", "has no opening balance (:60F:)"),
    "no entry": (
        MT940.format(page="1", first="F", opening="1,", lines=":61:hello", last="F", closing="1,"),
        "is no entry",
    ),
    "a statement in the middle": (":61:261002C5,NTRF\n", "The message has no beginning (:20:)."),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_refuses_by_name_what_is_no_statement_or_means_harm(made, case):
    content, reason = HOSTILE[case]
    with pytest.raises(FileRefused) as refused:
        made(content)
    assert reason in str(refused.value)


def test_it_refuses_a_file_by_its_size_before_it_reads_any_of_it(tmp_path):
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)
    with pytest.raises(FileRefused, match="The file has 200 MB, more than the 64 MB that are read"):
        read_bank_file(path)


def test_it_refuses_more_entries_than_it_may_hold(made, monkeypatch):
    monkeypatch.setattr(limits, "MOST_ENTRIES", 3)
    with pytest.raises(FileRefused, match="more entries than are read at once"):
        made(camt(entries=ENTRY.format(amount="1", name="A") * 4))


IBANS = {"nl": "NL91ABNA0417164300", "de": "DE89370400440532013000", "-": ""}
# what the bank tells | name | account | end to end | text
TOLD = """
/TRTP/SEPA OVERBOEKING/IBAN/{nl}/NAME/A B.V./REMI/INV-1/EREF/E1 | A B.V. | nl | E1 | INV-1
/EREF/E2//CNTP/{nl}/ABNANL2A/B NV///REMI/USTD//factuur 2/       | B NV   | nl | E2 | factuur 2
166?00X?20EREF+E3?21SVWZ+Rechn?22ung 3?31{de}?32C               | C      | de | E3 | Rechnung 3
SEPA IBAN: {nl} NAAM: D OMSCHRIJVING: 4 KENMERK: E4             | D      | nl | E4 | 4
FACTUUR 5 REK: {nl}/NAAM: E                                     | E      | nl |    | FACTUUR 5
{de} for 6                                                    |        | de |    | DE89370400440532013000 for 6
/REMI/STRD/CUR/RF18539007547034/EREF/NOTPROVIDED                |        | -  |    | RF18539007547034
"""


@pytest.mark.parametrize("row", [line for line in TOLD.splitlines() if line])
def test_it_finds_who_paid_for_what_in_the_ways_banks_tell_it(row):
    told, name, account, *rest = [cell.strip() for cell in row.split("|")]
    day = date(2026, 10, 2)
    entry = Entry(amount=Decimal(5), currency="EUR", booking_date=day, value_date=day)
    found = narrated(entry, [told.format(**IBANS)], supplement="", own="NL02RABO0123456789")
    shown = [found.counterparty_name, found.counterparty_account, found.end_to_end_reference, found.text]
    assert shown == [name, IBANS[account], *rest]
