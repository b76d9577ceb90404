"""Every file is read whole or refused with a line, in little memory and time."""

import csv
import gzip
import io
import time
import zipfile
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from arclose.imports import limits, measuring, spreadsheet_parts
from arclose.imports.measuring import measure
from arclose.imports.problems import FileRefused
from arclose.imports.reading import opened_table

LINES = [["number", "name"], ["1", "Café"], ["2", 'say "so", twice']]


def read(path: Path, **options: str) -> list[list[str]]:
    with opened_table(measure(path), **options) as table:
        return [table.columns, *(cells for _number, cells in table.lines)]


def written(lines: list[list[str]], separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(lines)
    return text.getvalue()


def refusal_of(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read(path)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_it_recognizes_encoding_and_separator(make_file, encoding, separator):
    assert read(make_file(written(LINES, separator).encode(encoding))) == LINES


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_it_reads_every_line_ending_and_leaves_out_empty_lines(make_file, ending):
    text = f"{ending}a;b{ending}{ending}1;2{ending};{ending}3;4,5"
    assert read(make_file(text.encode())) == [["a", "b"], ["1", "2"], ["3", "4,5"]]


@pytest.mark.parametrize("named", ["sep=;", '"sep=;"'])
def test_it_takes_the_separator_that_a_file_names_for_excel(make_file, named):
    with opened_table(measure(make_file(f"{named}\r\na,b;c\r\n1;2\r\n".encode()))) as table:
        assert (table.columns, list(table.lines)) == (["a,b", "c"], [(3, ["1", "2"])])


def test_it_unpacks_gzip(make_file):
    assert read(make_file(gzip.compress(written(LINES).encode()), "file.csv.gz")) == LINES


def test_a_cell_may_hold_a_line_end_and_later_lines_keep_their_numbers(make_file):
    path = make_file(b'a,b\n"one\ntwo",2\n3,4\n')
    with opened_table(measure(path)) as table:
        assert list(table.lines) == [(2, ["one\ntwo", "2"]), (4, ["3", "4"])]


def spreadsheet(path: Path, *rows: list[object]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def test_it_reads_a_spreadsheet_with_exact_numbers_and_days(tmp_path):
    moment = datetime(2010, 12, 1, 8, 26)  # noqa: DTZ001 (a spreadsheet knows no zone)
    rows = [["number", "amount", "day"], ["A1", 0.1, date(2010, 12, 31)], ["A2", 1.1 * 3, moment]]
    cells = read(spreadsheet(tmp_path / "file.xlsx", *rows))
    assert [row[:2] for row in cells] == [["number", "amount"], ["A1", "0.1"], ["A2", "3.3"]]
    assert [row[2][:10] for row in cells[1:]] == ["2010-12-31", "2010-12-01"]


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_refused(tmp_path):
    error = refusal_of(spreadsheet(tmp_path / "file.xlsx", ["amount"], [12345678901234.5678]))
    assert error.problem.line == 2


@settings(max_examples=15)  # each is a workbook
@given(st.decimals(min_value=-(10**10), max_value=10**10, places=4))
def test_a_number_of_a_spreadsheet_is_exact_or_refused(tmp_path_factory, amount):
    path = spreadsheet(tmp_path_factory.mktemp("sheets") / "file.xlsx", ["amount"], [float(amount)])
    try:
        assert Decimal(read(path)[1][0]) == amount
    except FileRefused:
        assert len(amount.normalize().as_tuple().digits) > 12


def zip_of(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") if name != "types" else "[Content_Types].xml", content)
    return packed.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

BAD_FILES = {
    "empty": (b"", 0),
    "no header": (b"\n\n", 1),
    "NUL": (b"a,b\n1,2\n3,\x004\n", 3),
    "undefined byte": (b"a,b\n1,2\n3,\x81\n", 3),
    "wrong encoding after a byte order mark": (b"\xef\xbb\xbfa,b\n1,\xff\n", 2),
    "duplicate header": (b"a,b,a\n1,2,3\n", 1),
    "column without a name": (b"a,,c\n1,2,3\n", 1),
    "too many columns": (",".join(f"c{n}" for n in range(100_000)).encode() + b"\n", 1),
    "cut off": (b"a,b,c\n1,2,3\n4,5", 3),
    "a cell too many": (b"a,b\n1,2,3\n", 2),
    "quote left open": (b'a,b\n1,"2\n' + b"x,y\n" * 10_000, 2),
    "text behind a quote": (b'a,b\n1,"2"3\n', 2),
    "a line without an end": (b"a,b\n" + b"x" * 3_000_000, 2),
    "packed and cut off": (gzip.compress(b"a,b\n" + bytes(range(32, 127)) * 5000)[:-2000], 0),
    "packed NUL": (gzip.compress(b"a,b\n1,\x00\n"), 2),
    "old spreadsheet": (b"\xd0\xcf\x11\xe0" + b"x" * 600, 0),
    "PDF": (b"%PDF-1.7 ...", 0),
    "XML with entities": (LAUGHS, 0),
    "zip that is no spreadsheet": (zip_of(readme=b"hello"), 0),
    "damaged zip": (zip_of(types=b"x")[:-30], 0),
    "spreadsheet that laughs": (zip_of(types=b"<Types/>", xl__sharedStrings=b"", **{"xl__workbook.xml": LAUGHS}), 0),
    "spreadsheet that looks outside": (zip_of(types=b"<Types/>", **{"xl__workbook.xml": OUTSIDE}), 0),
    "spreadsheet without parts": (zip_of(types=b"<Types/>"), 0),
}


MOST_MEMORY, MOST_SECONDS = 100 * 1024 * 1024, 10  # beside what the program itself takes: together below 256 MB


@contextmanager
def within_limits(most=MOST_MEMORY):
    """Fail where reading takes that much more memory than before, parsers included, or more seconds of processor."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest so far is what it is now
    before, began = _resident("VmRSS"), time.process_time()
    yield
    assert _resident("VmHWM") - before < most
    assert time.process_time() - began < MOST_SECONDS


def _resident(name):
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)]
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize("name", BAD_FILES)
def test_it_refuses_bad_files_by_line(make_file, name):
    content, line = BAD_FILES[name]
    path = make_file(content)
    with within_limits():
        error = refusal_of(path)
    assert (error.problem.line, bool(error.problem.reason)) == (line, True)


def test_it_reads_the_most_shared_texts_that_it_allows(tmp_path):
    path, longest = tmp_path / "file.xlsx", limits.MOST_CHARACTERS_IN_A_CELL
    texts = [f"{number:0{longest}}" for number in range(limits.MOST_BYTES_OF_SHARED_TEXTS // (longest + 40))]
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write_column(0, 0, ["text", *texts])
    with within_limits(), opened_table(measure(path)) as table:
        assert sum(1 for _line in table.lines) == len(texts)


def test_a_packed_file_of_any_size_is_read_line_by_line(make_file):
    path = make_file(gzip.compress(b"a,b\n" + b"123456,abcdef\n" * 400_000, compresslevel=1), "file.csv.gz")
    with within_limits(), opened_table(measure(path)) as table:
        assert sum(1 for _line in table.lines) == 400_000


@pytest.mark.parametrize("name", ["file.xlsx", "file.csv.gz"])
def test_a_small_file_that_unfolds_is_refused_in_little_memory(make_file, name, monkeypatch):
    most = 32 * 1024 * 1024
    for module in (measuring, spreadsheet_parts):
        monkeypatch.setattr(module, "MOST_BYTES", most)
    zeros = b"0" * (most + 10)
    if name == "file.xlsx":
        content = zip_of(types=b"<Types/>", **{"xl__worksheets__sheet1.xml": zeros})
    else:
        content = gzip.compress(b"0,0\n" * (len(zeros) // 4 + 1), compresslevel=1)
    path = make_file(content, name)
    del zeros, content
    with within_limits(most // 2):
        assert "32 MB" in str(refusal_of(path))


def repacked(path: Path, change: dict[str, bytes], **renamed: str) -> Path:
    """Write a spreadsheet again with other contents and names of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            shown = content
            for before, after in renamed.items():
                shown = shown.replace(f"{before}.xml".encode(), after.encode())
            archive.writestr(next((name.replace(f"{b}.xml", a) for b, a in renamed.items() if b in name), name), shown)
    return path


# Many comments, as a long one is refused for its length.
COMMENT = b"<!--" + b"0" * 1000 + b"-->"
LARGE = COMMENT * (limits.MOST_BYTES_OF_SHARED_TEXTS // 1000)


@pytest.mark.parametrize("name", ["sharedStrings.xml", "SHAREDSTRINGS.XML", "sheet9.xml", "texts", "a.bin"])
def test_shared_texts_are_small_under_any_name(tmp_path, name):
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for line, cells in enumerate(LINES):
            sheet.write_row(line, 0, cells)
    assert read(repacked(path, {}, sharedStrings=name)) == LINES
    with zipfile.ZipFile(path) as archive:
        content = archive.read(f"xl/{name}")
    assert "larger than" in str(refusal_of(repacked(path, {f"xl/{name}": content + LARGE})))


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/theme/theme1.xml", "docProps/core.xml", "xl/workbook.xml"])
def test_no_part_but_a_sheet_is_large_even_when_it_calls_itself_one(tmp_path, part):
    path = spreadsheet(tmp_path / "file.xlsx", *LINES)
    with zipfile.ZipFile(path) as archive:
        types, content = archive.read("[Content_Types].xml"), archive.read(part)
    sheet = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    told = b'<Override PartName="/' + part.encode() + b'" ContentType="' + sheet + b'"/></Types>'
    change = {"[Content_Types].xml": types.replace(b"</Types>", told), part: content + LARGE}
    assert "larger than" in str(refusal_of(repacked(path, change)))


def test_a_sheet_may_be_large(tmp_path):
    path = spreadsheet(tmp_path / "file.xlsx", *LINES)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert read(repacked(path, {"xl/worksheets/sheet1.xml": content + LARGE})) == LINES


@pytest.mark.parametrize(
    "markup",
    [(b"<!--", b"0", b"-->"), (b"<!--", b"<a>", b"-->"), (b"<?a ", b"<a>", b"?>"), (b'<a b="', b">", b'"/>')],
)
def test_markup_that_a_parser_would_read_again_and_again_is_refused(tmp_path, markup):
    path, (start, inside, end) = spreadsheet(tmp_path / "file.xlsx", *LINES), markup
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    long = start + inside * (3 * limits.MOST_BYTES_OF_MARKUP // len(inside)) + end
    assert "tag or comment" in str(refusal_of(repacked(path, {"xl/worksheets/sheet1.xml": content + long})))


@pytest.mark.parametrize("part", ["xl/media/image1.svg", "xl/texts", "XL/OTHER.XML"])
def test_a_dtd_is_found_in_every_part(tmp_path, part):
    path = repacked(spreadsheet(tmp_path / "file.xlsx", *LINES), {part: LAUGHS})
    assert part in str(refusal_of(path))


def test_a_gigabyte_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(1024**3)
    assert "1024 MB" in str(refusal_of(path))


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "file"
    path.write_bytes(content)
    with suppress(FileRefused):
        read(path)
