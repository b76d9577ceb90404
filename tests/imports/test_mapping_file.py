"""A mistake in a mapping file is refused with its key and line, whatever it is; nothing comes as a surprise later."""

from contextlib import suppress

import pytest

from arclose.imports.mapping import Condition, MappingRefused, Source
from arclose.imports.mapping_file import mapping_from_toml

MISTAKES = {
    'separator = ";;"': "line 1, separator: must be one character",
    'separator = "tab"': "line 1, separator: must be one character",
    'separator = "\\u0000"': "line 1, separator: holds a NUL character",
    "separator = '\"'": "line 1, separator: must be one character",
    "sheet = 1": "line 1, sheet: must be a text in quotes",
    "kind = 2010-12-31": "line 1, kind: must be a text in quotes",
    "[fields]\ncurrency = { constant = 1 }": "line 2, fields.currency.constant: must be a text in quotes",
    "[fields]\nday = { constant = 2010-12-31 }": "line 2, fields.day.constant: must be a text in quotes",
    "[fields]\nnumber = 5": "line 2, fields.number: must be the name of a column",
    '[fields]\nnumber = { colum = "A" }': "line 2, fields.number.colum: a mapping has no such word here",
    '[fields]\nkind = { column = "A", prefixes = "C" }': "line 2, fields.kind.prefixes: must be a table",
    '[fields]\nkind = { column = "A", prefixes = { C = 1 } }': "line 2, fields.kind.prefixes.C: must be a text",
    '[fields]\nkind = { column = "A", values = "x" }': "there is no table [values.x]",
    '[fields]\nname = { constant = "a\\u0000b" }': "line 2, fields.name.constant: holds a NUL character",
    '[[keep]]\ncolumn = "A"\nstarts_with = 5': "line 3, keep.starts_with: must be a text in quotes",
    '[[keep]]\nequals = "A"': "keep.column: is missing",
    'keep = "A"': "line 1, keep: must be a list",
    "keep = [1]": "line 1, keep: must be tables",
    'create = "customers"': "line 1, create: must be a list",
    'decimal_comma = "no"': "line 1, decimal_comma: must be true or false",
    'date_format = "%d/%d/%Y"': "line 1, date_format: must hold year, month and day",
    'date_format = "%d/%m"': "line 1, date_format: must hold year, month and day",
    'date_format = "%"': "line 1, date_format: must hold year, month and day",
    '[values]\ncountries = "NL"': "line 2, values.countries: must be a table",
    "[values.countries]\nA = 1\n[values.other]\nA = 'x'": "values.countries.A: must be a text in quotes",
    "since = 2010-12-31": "line 1, since: a mapping has no such word here",
    "a = " + "9" * 5000: "not TOML",
    "a = " + "[" * 5000: "not TOML",
    "[fields": "not TOML",
    '[fields]\n"a\\u0000" = "A"': "holds a NUL character",
}


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: text[:40])
def test_it_refuses_a_mistake_with_its_key_and_line(text):
    with pytest.raises(MappingRefused) as caught:
        mapping_from_toml(text)
    assert MISTAKES[text] in str(caught.value)


def test_it_reads_every_word():
    mapping = mapping_from_toml(
        'kind = "items"\nseparator = "\\t"\nsheet = "A"\ndecimal_comma = true\ndate_format = "%d.%m.%y %H:%M"\n'
        'create = ["items"]\ntakes_first = true\n[fields]\nname = "N"\nnumber = { template = "{a}", values = "t" }\n'
        '[[keep]]\ncolumn = "A"\nequals = ""\n[[leave_out]]\ncolumn = "B"\nstarts_with = "x"\n[values.t]\na = "b"\n'
    )
    assert mapping.fields == {"name": Source(column="N"), "number": Source(template="{a}", values={"a": "b"})}
    assert mapping.keep == (Condition("A", equals=""),)
    assert mapping.leave_out == (Condition("B", starts_with="x"),)
    assert (mapping.separator, mapping.create, mapping.writing.decimal_comma) == ("\t", ("items",), True)


VALUES = ["1", "1.5", "true", '"a"', "2010-12-31", "[]", "[1]", "[[]]", "{}", '{ a = "b" }', "{ a = 1 }"]
WORDS = ["kind", "separator", "sheet", "decimal_comma", "date_format", "create", "fields", "keep", "values", "prefixes"]
PLACES = ["{word} = {value}", "[fields]\nname = {{ {word} = {value} }}", "[[keep]]\n{word} = {value}"]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_no_value_under_any_word_is_a_fault_of_the_program(place, value):
    for word in WORDS:
        with suppress(MappingRefused):
            mapping_from_toml(place.format(word=word, value=value))
