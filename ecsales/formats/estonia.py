"""Estonia: ühendusesisese käibe aruanne (VD), XML. The file replaces what was reported for the period."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ecsales.formats import deadlines
from ecsales.formats.columns import customers
from ecsales.formats.format import (
    MONTHLY,
    CorrectionPlace,
    CorrectionStyle,
    Detail,
    File,
    Format,
    Grain,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Kind, Listing
from ecsales.formats.markup import branch, document, leaf, row

_COLUMNS = {Kind.GOODS: "kaup", Kind.TRIANGULAR: "kolmnurktehing", Kind.SERVICES: "teenusteMyyk"}


def _write(listing: Listing) -> Iterator[File]:
    rows = (
        row(
            "aruandeRida",
            [
                leaf("kmkrKood", customer.vat_number, {"riik": customer.country}),
                *(
                    leaf(tag, f"{customer.amounts[kind]:f}")
                    for kind, tag in _COLUMNS.items()
                    if kind in customer.amounts
                ),
            ],
        )
        for customer in customers(listing.lines)
    )
    # Only the root belongs to the namespace.
    root = branch(
        "v1:VD_deklaratsioon",
        [
            leaf("deklareerijaKood", listing.declarant.details["registry_code"]),
            leaf("perioodAasta", listing.period.year),
            leaf("perioodKuu", listing.period.first_month),
            branch("aruandeRead", rows),
        ],
        {"xmlns:v1": "http://www.emta.ee/VD/xsd/webimport/v1"},
    )
    yield File(f"VD-EE{listing.declarant.vat_number}-{listing.period}-{listing.number}.xml", document(root))


VD = Format(
    key="ee-vd",
    country="EE",
    name="Ühendusesisese käibe aruanne (VD)",
    own_number=r"\d{9}",
    currency="EUR",
    codes={
        Kind.GOODS: "kaup",
        Kind.TRANSFER: "kaup",
        Kind.AFTER_IMPORT: "kaup",
        Kind.TRIANGULAR: "kolmnurktehing",
        Kind.SERVICES: "teenusteMyyk",
    },
    months=MONTHLY,
    grain=Grain.COLUMNS,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.WHOLE_LIST,
    correction_place=CorrectionPlace.OWN_LIST,
    call_off_goes_to=_("in e-MTA, where call-off stock has a file of its own"),
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.on_day(20),
    details=(Detail(name="registry_code", label=_("registry code"), pattern=r"\d{8}", example="12345678"),),
    write=_write,
)
