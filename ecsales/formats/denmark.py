"""Denmark: EU-salg uden moms (listesystem), comma separated lines. A correction sends the customer's row again."""

from collections.abc import Iterator

from arclose.ledger.money import ZERO
from ecsales.formats import deadlines
from ecsales.formats.columns import rows_of
from ecsales.formats.format import (
    MONTHLY_OR_QUARTERLY,
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

_COLUMNS = (Kind.GOODS, Kind.TRIANGULAR, Kind.SERVICES)


def _write(listing: Listing) -> Iterator[File]:
    number = listing.declarant.vat_number
    customers = rows_of(listing)
    rows = [f"0,{number},LISTE,,,,,,"]
    total = ZERO
    for reference, customer in enumerate(customers, 1):
        amounts = [customer.amount(kind) for kind in _COLUMNS]
        total += sum(amounts)
        named = f"2,{reference},{listing.period.last_day},{number},{customer.country},{customer.vat_number}"
        rows.append(",".join([named, *(f"{amount:f}" for amount in amounts)]))
    rows.append(f"10,{len(customers)},{total:f},,,,,,")
    yield File(f"EU-salg-{number}-{listing.period}-{listing.number}.csv", text_file(rows), "text/csv; charset=us-ascii")


LIST = Format(
    key="dk-liste",
    country="DK",
    name="EU-salg uden moms (listesystem)",
    own_number=r"\d{8}",
    currency="DKK",
    codes={
        Kind.GOODS: "varer",
        Kind.TRANSFER: "varer",
        Kind.AFTER_IMPORT: "varer",
        Kind.TRIANGULAR: "trekantshandel",
        Kind.SERVICES: "ydelser",
    },
    months=MONTHLY_OR_QUARTERLY,
    grain=Grain.COLUMNS,
    rounding=Rounding.CUT,
    correction_style=CorrectionStyle.NEW_VALUE,
    correction_place=CorrectionPlace.OWN_LIST,
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_day(25),
    write=_write,
)
