"""The euro reference rates of the European Central Bank, as the bank publishes them.

One CSV, newest day first: a column per currency, units of that currency per 1 EUR, ``N/A`` where there is none.
The bank allows free reuse when the source is named.
"""

import csv
import io
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from http.client import HTTPException
from importlib.resources import files
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

PUBLISHED_AT = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
MOST_BYTES = 40_000_000
CONNECTION_SECONDS = 10
ANSWER_SECONDS = 60
PART_BYTES = 65_536


class PublishedRate(NamedTuple):
    """On a day, 1 EUR was worth so many units of a currency."""

    currency: str
    rate_date: date
    units_per_base: Decimal


class NotRates(Exception):
    """What was given is not the bank's file of rates."""


class RatesUnreachable(Exception):
    """The bank's file could not be fetched: the machine is offline, or the address does not answer."""


def shipped_file() -> bytes:
    """Give the bank's zip file that comes with the program."""
    return (files("currency_converter") / "eurofxref-hist.zip").read_bytes()


def fetched_file() -> bytes:
    """Fetch the bank's zip file of today.

    :raises RatesUnreachable: no connection, or no whole answer in time.
    """
    until, parts = time.monotonic() + ANSWER_SECONDS, b""
    try:
        with urlopen(PUBLISHED_AT, timeout=CONNECTION_SECONDS) as answer:
            while len(parts) < MOST_BYTES and (part := answer.read1(PART_BYTES)):
                parts += part
                if time.monotonic() > until:
                    raise RatesUnreachable(f"no whole answer within {ANSWER_SECONDS} seconds")
    except (URLError, OSError, HTTPException) as error:
        raise RatesUnreachable(str(error)) from error
    return parts


def published_rates(zip_file: bytes) -> Iterator[PublishedRate]:
    """Give every rate of the bank's zip file, newest day first.

    :raises NotRates: it is no zip file, it is too large, or a line of it is no line of rates.
    """
    lines = csv.reader(io.StringIO(_unzipped(zip_file)))
    header = [name.strip() for name in next(lines, [])]
    if header[:2] != ["Date", "USD"]:
        raise NotRates("the first line does not begin with Date,USD")
    for line in lines:
        yield from _rates_of_a_day(header, line)


def _unzipped(zip_file: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(zip_file)) as archive:
            member = archive.infolist()[0]
            if member.file_size > MOST_BYTES:
                raise NotRates(f"{member.filename} is larger than {MOST_BYTES} bytes")
            return archive.read(member).decode("ascii")
    except (zipfile.BadZipFile, IndexError, UnicodeDecodeError) as error:
        raise NotRates(str(error)) from error


def _rates_of_a_day(header: list[str], line: list[str]) -> Iterator[PublishedRate]:
    try:
        day = date.fromisoformat(line[0].strip())
        for currency, text in zip(header[1:], line[1:], strict=False):
            if currency and text.strip() not in {"N/A", ""}:
                yield PublishedRate(currency, day, Decimal(text.strip()))
    except (ValueError, IndexError, InvalidOperation) as error:
        raise NotRates(f"this is no line of rates: {line[:3]}") from error
