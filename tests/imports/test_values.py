"""A cell is exactly what it says, or it is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arclose.imports.values import Choice, Conversion, Country, Day, Flag, Number, Text, Writing


def converted(value_type: object, text: str, **options: object) -> str | None:
    """Give the staged text, or the reason in capitals where it is unfit."""
    conversion = Conversion(value_type, **options)  # type: ignore[arg-type]
    value = conversion[text]
    return value if not conversion.unfit else conversion.unfit[text].upper()


def is_refused(value_type: object, text: str, **options: object) -> bool:
    conversion = Conversion(value_type, **options)  # type: ignore[arg-type]
    return conversion[text] is None and text in conversion.unfit


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14))
def test_a_number_is_kept_exactly(amount):
    value = converted(Number(digits=18, decimals=4), f"{amount:f}")
    assert value is not None
    assert Decimal(value) == amount


# Digits, fractions and spaces of every writing system, and what else Python reads a number from: of any characters, an
# example holds a digit once in a thousand times.
WRITTEN_IN_NUMBERS = [
    one for one in map(chr, range(0x20000)) if one.isnumeric() or one.isspace() or one in "+-.,_eENaInfity"
]
ANY = st.integers(0, 0xFFFFF).filter(lambda code: not 0xD800 <= code < 0xE000).map(chr)


@given(
    st.lists(st.sampled_from(WRITTEN_IN_NUMBERS), max_size=12).map("".join) | st.lists(ANY, max_size=12).map("".join)
)
def test_any_text_is_a_number_as_python_reads_it_or_refused(text):
    conversion = Conversion(Number(digits=18, decimals=4))
    value = conversion[text]
    if value is not None:
        assert Decimal(value) == Decimal(text.strip())


@pytest.mark.parametrize(
    "text",
    ["1e400", "1E5", "NaN", "Infinity", "-inf", "1,5", "1.234,56", "1 000", "1\u2009000", "1\u00a0000", "--1", "+", ".",
     "0x10", "١٢", "1.00001", "1" * 19, "½"],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text):
    assert is_refused(Number(digits=18, decimals=4), text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("-0.00", "-0"),
        ("+1.50", "1.5"),
        ("007", "7"),
        (" 12 ", "12"),
        ("12.", "12"),
        (".5", "0.5"),
        ("9" * 18, "9" * 18),
    ],
)
def test_numbers_are_written_plainly(text, value):
    assert converted(Number(digits=18, decimals=4), text) == value


@pytest.mark.parametrize(("text", "value"), [("1.234,56", "1234.56"), ("1234,5", "1234.5"), ("-1.234.567", "-1234567")])
def test_numbers_with_a_decimal_comma(text, value):
    assert converted(Number(digits=18), text, writing=Writing(decimal_comma=True)) == value


@pytest.mark.parametrize("text", ["1,234.56", "12.34", "1.23,4", "1,2,3"])
def test_thousands_in_the_wrong_place_are_refused(text):
    assert is_refused(Number(digits=18), text, writing=Writing(decimal_comma=True))


@pytest.mark.parametrize("text", ["2010-12-31", "2010-12-31 23:59:59", "2010-12-31T08:26", "20101231"])
def test_days(text):
    assert converted(Day(), text) == "2010-12-31"


@pytest.mark.parametrize("text", ["2010-02-30", "31-12-2010", "0001-01-01", "2010-12-31 soon", "tomorrow", "40513"])
def test_what_is_no_day_is_refused(text):
    assert is_refused(Day(), text)


def test_days_in_the_format_of_the_file():
    writing = Writing(date_format="%d/%m/%Y")
    assert converted(Day(), "31/12/2010", writing=writing) == "2010-12-31"
    assert is_refused(Day(), "12/31/2010", writing=writing)


@pytest.mark.parametrize("text", ["a\u202eb", "a\u200bb", "\ufeffx", "a\x07b", "a\nb"])
def test_a_code_holds_no_invisible_character(text):
    assert is_refused(Text(most=20, is_code=True), text)


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "<script>alert(1)</script>", "שלום \u200f!", "a\nb"])
def test_hostile_text_is_kept_as_it_is(text):
    assert converted(Text(most=80), text) == text


def test_a_text_that_is_too_long_is_refused():
    assert is_refused(Text(most=3), "abcd")


def test_words_countries_and_flags():
    assert converted(Choice(words=("sales", "returned")), "Returned") == "returned"
    assert is_refused(Choice(words=("sales",)), "bought")
    assert [converted(Country(), code) for code in ("nl", "EL", "XI", "QU")] == ["NL", "GR", "XI", "QU"]
    assert is_refused(Country(), "EIRE")
    assert [converted(Flag(), text) for text in ("yes", "0")] == ["true", "false"]
    assert [converted(Flag(), text) for text in ("Ja", "nee")] == ["true", "false"]


def test_nothing_is_the_default_or_refused_where_it_is_required():
    assert converted(Number(), "", default="1") == "1"
    assert converted(Number(), "") is None
    assert is_refused(Number(), " ", is_required=True)


def test_tables_and_prefixes_replace_what_is_read():
    assert converted(Country(), "EIRE", table={"EIRE": "IE"}) == "IE"
    assert converted(Choice(words=("sales", "returned")), "C5", prefixes={"C": "returned", "": "sales"}) == "returned"
    assert converted(Choice(words=("sales", "returned")), "5", prefixes={"C": "returned", "": "sales"}) == "sales"
