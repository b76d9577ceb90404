"""The facts that ship with the program, as rows."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_FOLDER = files("arclose.ledger.reference")


def rows(name: str) -> Iterator[dict[str, str]]:
    """Give the rows of one of this package's CSV files, by column name."""
    yield from csv.DictReader((_FOLDER / name).read_text(encoding="utf-8").splitlines())


@cache
def country_names() -> dict[str, str]:
    """Give every country code that an address may carry, with the country's English name."""
    return {row["code"]: row["name"] for row in rows("countries.csv")}
