"""States whose own file could not be verified: a CSV to type from, in no authority's layout, and the day it is due."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from arclose.web.exports import inert
from ecsales.formats.deadlines import Deadline, days_after, on_day, on_last_day
from ecsales.formats.format import (
    MONTHLY,
    MONTHLY_OR_QUARTERLY,
    CorrectionPlace,
    CorrectionStyle,
    File,
    Format,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import CALL_OFF_KINDS, Correction, Kind, Line, Listing

PREFIX = "neutral-"
_COLUMNS = (
    "period", "country", "vat_number", "name", "kind", "amount", "amount_before", "currency", "vat_number_before",
    "invoice",
)  # fmt: skip

# Deadlines: Revenue (IE), AADE (EL) and the directive's month (art. 263) elsewhere, as advisers publish them.
_DEADLINES: dict[str, Deadline] = {
    "BG": on_day(14),
    "CY": on_day(15),
    "EL": on_day(26),
    "GB": days_after(21),
    "HU": on_day(20),
    "IE": on_day(23),
    "LT": on_day(25),
    "LV": on_day(20),
    "MT": on_day(15),
    "PT": on_day(20),
    "SI": on_day(20),
}
# The states that want a list of nothing too: Revenue (IE).
EMPTY_TOO = ("IE",)


def of(country: str) -> Format:
    """Give the neutral format of a state, by the country that its VAT numbers begin with."""
    return Format(
        key=f"{PREFIX}{country.lower()}",
        country=country,
        name="EC sales list (CSV)",
        currency="",
        codes={kind: kind.value for kind in Kind},
        months=MONTHLY_OR_QUARTERLY | MONTHLY | {2, 12},
        rounding=Rounding.CENTS,
        correction_style=CorrectionStyle.OLD_AND_NEW,
        correction_place=CorrectionPlace.OWN_LIST,
        tells_call_off=lambda _correction: True,
        rests_on=RestsOn.NOTHING,
        deadline=_DEADLINES.get(country, on_last_day),
        number_length=20,
        takes_empty=True,
        write=_write,
    )


def _write(listing: Listing) -> Iterator[File]:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    if listing.is_correction:
        writer.writerows(
            _cells(listing, one, _said(one, one.new_amount, one.new_supplies)) for one in listing.corrections
        )
    else:
        writer.writerows(_cells(listing, line, f"{line.amount:.2f}") for line in listing.lines)
    name = f"{listing.declarant.country}{listing.declarant.vat_number}-{listing.period}".replace("/", "-")
    kind = "-corrections" if listing.is_correction else ""
    yield File(f"{name}{kind}.csv", text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def _said(one: Correction, amount: Decimal, supplies: int) -> str:
    """Write an amount of a correction; nothing of call-off stock that is not listed: it has no amount either way."""
    return f"{amount:.2f}" if supplies or one.kind not in CALL_OFF_KINDS else ""


def _cells(listing: Listing, row: Line | Correction, amount: str) -> list[str]:
    before, invoice, period = "", "", listing.period
    if isinstance(row, Correction):
        before, period = _said(row, row.old_amount, row.old_supplies), row.period
        invoice = f"{row.document.number} {row.document.date}" if row.document else ""
    return [
        str(period),
        row.country,
        row.vat_number,
        inert(row.name),
        row.kind.value,
        amount,
        before,
        listing.declarant.currency,
        row.previous_vat_number if isinstance(row, Line) else "",
        inert(invoice),
    ]
