"""What the documents say of each kind of file is what the program takes."""

from pathlib import Path

import pytest

from arclose.imports import kinds, sql
from arclose.imports.mapping_file import mapping_from_toml

DOCUMENT = Path("docs/imports.md")


def test_every_field_of_every_kind_is_described():
    text = DOCUMENT.read_text(encoding="utf-8")
    for kind in kinds.registered():
        section = text.split(f"### `{kind.name}`", 1)[1].split("### ", 1)[0]
        described = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
        assert described == [field.name for field in kind.fields]


def test_every_kind_fits_the_staging_table():
    assert max(len(kind.fields) for kind in kinds.registered()) <= sql.COLUMNS


@pytest.mark.parametrize("path", sorted(Path("docs/examples").glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_of_a_mapping_names_fields_that_are_there(path):
    mapping = mapping_from_toml(path.read_text(encoding="utf-8"))
    assert set(mapping.fields) <= {field.name for field in kinds.get(mapping.kind).fields}
