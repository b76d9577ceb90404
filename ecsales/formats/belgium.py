"""Belgium: intracommunautaire opgave / relevé intracommunautaire (723), XML for Intervat.

A correction is a row of the next list: the signed difference, and the period that was wrong. A whole list is replaced
by naming its receipt.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO
from ecsales.formats import deadlines
from ecsales.formats.format import (
    MONTHLY_OR_QUARTERLY,
    CorrectionPlace,
    CorrectionStyle,
    File,
    Format,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Declarant, Kind, Listing, Period
from ecsales.formats.markup import branch, document, leaf, optional, row

_CODES = {
    Kind.GOODS: "L",
    Kind.TRANSFER: "L",
    Kind.AFTER_IMPORT: "L",
    Kind.TRIANGULAR: "T",
    Kind.SERVICES: "S",
}

_Row = tuple[str, str, str, Decimal, Period | None]


def _write(listing: Listing) -> Iterator[File]:
    rows: list[_Row] = [(one.country, one.vat_number, _CODES[one.kind], one.amount, None) for one in listing.lines]
    rows += [
        (one.country, one.vat_number, _CODES[one.kind], one.new_amount - one.old_amount, one.period)
        for one in listing.corrections
    ]
    total = sum((amount for _country, _number, _code, amount, _period in rows), ZERO)
    root = branch(
        "IntraConsignment",
        [
            branch(
                "IntraListing",
                [
                    *optional("ReplacedIntraListing", listing.replaces),
                    _declarant(listing.declarant),
                    _period("Period", listing.period),
                    (_client(number, *client) for number, client in enumerate(rows, 1)),
                ],
                {
                    "SequenceNumber": 1,
                    "ClientsNbr": len(rows),
                    "DeclarantReference": f"{listing.period}-{listing.number}",
                    "AmountSum": f"{total:.2f}",
                },
            )
        ],
        {
            "xmlns": "http://www.minfin.fgov.be/IntraConsignment",
            "xmlns:common": "http://www.minfin.fgov.be/InputCommon",
            "IntraListingsNbr": 1,
        },
    )
    yield File(f"723-BE{listing.declarant.vat_number}-{listing.period}-{listing.number}.xml", document(root))


def _declarant(declarant: Declarant) -> Iterator[str]:
    return branch(
        "Declarant",
        [
            leaf("common:VATNumber", declarant.vat_number),
            leaf("common:Name", declarant.name),
            leaf("common:Street", f"{declarant.street} {declarant.house_number}"),
            leaf("common:PostCode", declarant.postal_code),
            leaf("common:City", declarant.city),
            leaf("common:CountryCode", "BE"),
            leaf("common:EmailAddress", declarant.email),
            leaf("common:Phone", "".join(filter(str.isdigit, declarant.telephone.replace("+", "00")))),
        ],
    )


def _period(name: str, period: Period) -> str:
    part = leaf("Month", period.first_month) if period.is_month else leaf("Quarter", period.quarter)
    return row(name, [part, leaf("Year", period.year)])


def _client(number: int, country: str, vat_number: str, code: str, amount: Decimal, corrects: Period | None) -> str:
    return row(
        "IntraClient",
        [
            leaf("CompanyVATNumber", vat_number, {"issuedBy": country}),
            leaf("Code", code),
            leaf("Amount", f"{amount:.2f}"),
            *([_period("CorrectingPeriod", corrects)] if corrects else []),
        ],
        {"SequenceNumber": number},
    )


INTRA_LISTING = Format(
    key="be-723",
    country="BE",
    name="Intracommunautaire opgave (723, Intervat)",
    own_number=r"\d{10}",
    currency="EUR",
    codes=_CODES,
    months=MONTHLY_OR_QUARTERLY,
    rounding=Rounding.CENTS,
    correction_style=CorrectionStyle.DIFFERENCE,
    correction_place=CorrectionPlace.NEXT_LIST,
    call_off_goes_to=_("in Intervat, where call-off stock has a file of its own (COSConsignment)"),
    receipt=r"\d+-\d{10}-\d{6}",
    receipt_example="1-0123456789-123456",
    rests_on=RestsOn.SCHEMA,
    schema="be/NewICO-in_v0_9.xsd",
    # Northern Ireland has been a member for goods since 2021; the list of states of the published schema is older.
    schema_stand_ins=((b'issuedBy="XI"', b'issuedBy="GB"'),),
    # Since 2025 quarterly filers have five days more.
    deadline=lambda period: deadlines.on_day(25 if period.is_quarter else 20)(period),
    needs=("street", "postal_code", "city", "email", "telephone"),
    whole_digits=11,
    write=_write,
)
