"""Northern Ireland: EC Sales List of HMRC, goods only, comma separated lines. A correction is made on the portal."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ecsales.formats import deadlines
from ecsales.formats.format import (
    MONTHLY_OR_QUARTERLY,
    CorrectionPlace,
    CorrectionStyle,
    Detail,
    File,
    Format,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Kind, Listing
from ecsales.formats.plain_text import plain, text_file

_CODES = {Kind.GOODS: "0", Kind.TRANSFER: "0", Kind.AFTER_IMPORT: "0", Kind.TRIANGULAR: "2"}


def _write(listing: Listing) -> Iterator[File]:
    declarant = listing.declarant
    period = listing.period
    contact = plain(f"{declarant.contact_first_name} {declarant.contact_last_name}", longest=35, forbidden=',"')
    rows = [
        "HMRC_VAT_ESL_BULK_SUBMISSION_FILE",
        f"{declarant.vat_number},{declarant.details['branch']},{period.year},{period.last_month:02},GBP,{contact},0",
        *(f"{one.country},{one.vat_number},{one.amount:f},{_CODES[one.kind]}" for one in listing.lines),
    ]
    name = f"ESL-{declarant.vat_number}-{period}-{listing.number}.csv"
    yield File(name, text_file(rows), "text/csv; charset=us-ascii")


ESL = Format(
    key="xi-esl",
    country="XI",
    name="EC Sales List (HMRC)",
    own_number=r"\d{9}",
    currency="GBP",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.BY_HAND,
    correction_place=CorrectionPlace.NO_FILE,
    rests_on=RestsOn.LAYOUT,
    deadline=deadlines.days_after(21),
    needs=("contact_first_name", "contact_last_name"),
    details=(Detail(name="branch", label=_("branch number at HMRC"), pattern=r"\d{3}", example="000", default="000"),),
    write=_write,
)
