"""Listings to be written: a table of lines, and a declarant of any state with all that its formats ask for."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ecsales.formats.format import Format
from ecsales.formats.listing import Correction, Declarant, Document, Kind, Line, Listing, Period
from tests.text_tables import read_table

MARCH = Period(2026, 3)
FEBRUARY = Period(2026, 2)
# Made up, with right check digits.
OWN_NUMBERS = {
    "AT": "U12345675", "BE": "0123456749", "CZ": "12345601", "DE": "123456704", "DK": "12345607", "EE": "123456780",
    "ES": "B12345674", "FI": "12345671", "FR": "11123456782", "HR": "12345678903", "IT": "12345670157",
    "LU": "12345613", "NL": "999999990B90", "PL": "1234567802", "RO": "12345674", "SE": "556666660701",
    "SK": "2023456710", "XI": "123456782",
}  # fmt: skip


def declarant(form: Format, **changed: Any) -> Declarant:
    """Give one that has everything the format asks for."""
    details = {detail.name: detail.example for detail in form.details if detail.is_needed and not detail.default}
    return Declarant(
        **{
            "country": form.country,
            "vat_number": OWN_NUMBERS.get(form.country, "12345678"),
            "currency": form.currency or "EUR",
            "name": "Müller & Søn",
            "street": "Kerkstraat",
            "house_number": "1",
            "postal_code": "10 115",
            "city": "Łódź",
            "contact_first_name": "Ana",
            "contact_last_name": "García López",
            "telephone": "+34 912345678",
            "email": "ar@example.com",
            "details": details,
            **changed,
        }
    )


def lines(text: str) -> list[Line]:
    """Give the lines of a table: number with country, name, kind, amount; and what else its heads say."""
    return [_line(row) for row in read_table(text)]


def _line(row: dict[str, str]) -> Line:
    number, day = (row.get("invoice") or "").partition(" ")[::2]
    return Line(
        country=row["number"][:2],
        vat_number=row["number"][2:],
        name=row["name"],
        kind=Kind(row["kind"]),
        amount=Decimal(row["amount"]),
        document=Document(number, date.fromisoformat(day)) if number else None,
        commodity_code=row.get("code", ""),
        previous_vat_number=row.get("before", ""),
    )


def corrections(text: str, period: Period) -> list[Correction]:
    """Give the corrections of a table: number with country, name, kind, old and new amount."""
    return [
        Correction(
            period=period,
            country=row["number"][:2],
            vat_number=row["number"][2:],
            name=row["name"],
            kind=Kind(row["kind"]),
            old_amount=Decimal(row["old"]),
            new_amount=Decimal(row["new"]),
            document=Document("2026/0007", date(2026, 2, 5)),
            commodity_code=row.get("code", ""),
            receipt="4711",
            receipt_row=2,
        )
        for row in read_table(text)
    ]


def listing(form: Format, **changed: Any) -> Listing:
    """Give a list of March 2026, submitted on 10 April."""
    return Listing(
        **{
            "declarant": declarant(form),
            "period": MARCH,
            "lines": [],
            "created_at": datetime(2026, 4, 10, 9, 30, tzinfo=UTC),
            **changed,
        }
    )
