"""Finland: arvonlisäveron yhteenvetoilmoitus (VSRALVYV), a line per field.

A correction sends the customer's new values.
"""

from collections.abc import Iterator
from decimal import Decimal

from ecsales.formats import deadlines
from ecsales.formats.columns import rows_of
from ecsales.formats.format import (
    MONTHLY,
    CorrectionPlace,
    CorrectionStyle,
    File,
    Format,
    Grain,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Kind, Listing
from ecsales.formats.plain_text import text_file

_COLUMNS = ((210, Kind.GOODS), (211, Kind.SERVICES), (212, Kind.TRIANGULAR))
_LENGTH_OF_BUSINESS_ID = 8


def _write(listing: Listing) -> Iterator[File]:
    customers = rows_of(listing)
    number = listing.declarant.vat_number.zfill(_LENGTH_OF_BUSINESS_ID)
    rows = [
        "000:VSRALVYV",
        f"198:{listing.created_at:%d%m%Y%H%M%S}",
        f"010:{number[:-1]}-{number[-1]}",
        f"052:{listing.period.first_month}",
        f"053:{listing.period.year}",
        f"001:{len(customers)}",
    ]
    for place, customer in enumerate(customers, 1):
        rows += [
            f"102:{customer.country}",
            f"103:{customer.vat_number}",
            *(f"{code}:{_amount(customer.amount(kind))}" for code, kind in _COLUMNS),
            f"009:{place}",
        ]
    rows.append("999:1")
    yield File(
        f"VSRALVYV-{number}-{listing.period}-{listing.number}.txt", text_file(rows), "text/plain; charset=us-ascii"
    )


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",") if amount else "0"


VSRALVYV = Format(
    key="fi-vsralvyv",
    country="FI",
    name="Arvonlisäveron yhteenvetoilmoitus (VSRALVYV)",
    own_number=r"\d{8}",
    currency="EUR",
    codes={
        Kind.GOODS: "210",
        Kind.TRANSFER: "210",
        Kind.AFTER_IMPORT: "210",
        Kind.SERVICES: "211",
        Kind.TRIANGULAR: "212",
    },
    months=MONTHLY,
    grain=Grain.COLUMNS,
    rounding=Rounding.CENTS,
    correction_style=CorrectionStyle.NEW_VALUE,
    correction_place=CorrectionPlace.OWN_LIST,
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_day(20),
    write=_write,
)
