"""France: DES for services, état récapitulatif TVA for goods, both XML for the customs portal, every month.

A correction goes along with the next list: in the DES as a line with the difference, in the état by the procedure, 25
for a decrease and 26 for an increase of an earlier period; its amounts have no sign.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from dateutil.easter import easter
from django.utils.translation import gettext_lazy as _

from ecsales.formats.deadlines import month_after
from ecsales.formats.format import (
    MONTHLY,
    CorrectionPlace,
    CorrectionStyle,
    Detail,
    File,
    Format,
    RestsOn,
    Rounding,
)
from ecsales.formats.listing import Kind, Listing, Period
from ecsales.formats.markup import branch, document, leaf, row

_DAYS_OF_WORK = 10
_SUNDAY = 6
# Code du travail, L3133-1, those with a fixed day; the others follow Easter.
_HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
_DAYS_AFTER_EASTER = (1, 39, 50)

_SERVICES = {Kind.SERVICES: "services"}
_GOODS = {Kind.GOODS: "21", Kind.TRANSFER: "21", Kind.AFTER_IMPORT: "21", Kind.TRIANGULAR: "31"}
_DECREASE, _INCREASE = "25", "26"
_CALL_OFF_GOES_TO = _("in the état récapitulatif TVA, on the portal of customs")


def _deadline(period: Period) -> date:
    """Give the tenth working day (jour ouvrable) of the month after: Saturdays count, public holidays do not."""
    day = date(*month_after(period), 1)
    holidays = {easter(day.year) + timedelta(days=days) for days in _DAYS_AFTER_EASTER}
    left = _DAYS_OF_WORK
    while True:
        left -= day.weekday() != _SUNDAY and (day.month, day.day) not in _HOLIDAYS and day not in holidays
        if not left:
            return day
        day += timedelta(days=1)


def _write_des(listing: Listing) -> Iterator[File]:
    rows = [(f"{one.country}{one.vat_number}", one.amount) for one in listing.lines]
    rows += [(f"{one.country}{one.vat_number}", one.new_amount - one.old_amount) for one in listing.corrections]
    root = branch(
        "fichier_des",
        [
            branch(
                "declaration_des",
                [
                    leaf("num_des", f"{listing.number:06}"),
                    leaf("num_tvaFr", f"FR{listing.declarant.vat_number}"),
                    leaf("mois_des", f"{listing.period.first_month:02}"),
                    leaf("an_des", listing.period.year),
                    (
                        row(
                            "ligne_des",
                            [leaf("numlin_des", number), leaf("valeur", f"{amount:f}"), leaf("partner_des", partner)],
                        )
                        for number, (partner, amount) in enumerate(rows, 1)
                    ),
                ],
            )
        ],
    )
    yield File(f"DES-FR{listing.declarant.vat_number}-{listing.period}-{listing.number}.xml", document(root))


def _write_etat(listing: Listing) -> Iterator[File]:
    declarant = listing.declarant
    party = f"FR{declarant.vat_number}{declarant.details['establishment']}"
    items = [(f"{one.country}{one.vat_number}", one.amount, _GOODS[one.kind]) for one in listing.lines]
    items += [
        (f"{one.country}{one.vat_number}", one.new_amount - one.old_amount, _INCREASE) for one in listing.corrections
    ]
    declaration = branch(
        "Declaration",
        [
            leaf("declarationId", f"{listing.number:06}"),
            leaf("referencePeriod", f"{listing.period.year}-{listing.period.first_month:02}"),
            leaf("PSIId", party),
            row("Function", [leaf("functionCode", "O")]),
            leaf("declarationTypeCode", "4"),
            leaf("flowCode", "D"),
            leaf("currencyCode", "EUR"),
            (_item(number, *item) for number, item in enumerate(items, 1)),
        ],
    )
    envelope = branch(
        "Envelope",
        [
            leaf("envelopeId", declarant.details["agreement"]),
            row(
                "DateTime",
                [leaf("date", f"{listing.created_at:%Y-%m-%d}"), leaf("time", f"{listing.created_at:%H:%M:%S}")],
            ),
            row(
                "Party",
                [leaf("partyId", party), leaf("partyName", declarant.name)],
                {"partyType": "PSI", "partyRole": "PSI"},
            ),
            leaf("softwareUsed", "arclose"),
            declaration,
        ],
    )
    name = f"ERTVA-FR{declarant.vat_number}-{listing.period}-{listing.number}.xml"
    yield File(name, document(branch("INSTAT", [envelope])))


def _item(number: int, partner: str, amount: Decimal, procedure: str) -> str:
    return row(
        "Item",
        [
            leaf("itemNumber", number),
            leaf("invoicedAmount", f"{abs(amount):f}"),
            leaf("partnerId", partner),
            leaf("statisticalProcedureCode", _DECREASE if amount < 0 else procedure),
        ],
    )


DES = Format(
    key="fr-des",
    country="FR",
    name="Déclaration européenne de services (DES)",
    own_number=r"[0-9A-Z]{2}\d{9}",
    currency="EUR",
    codes=_SERVICES,
    leaves=frozenset(_GOODS),
    months=MONTHLY,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.DIFFERENCE,
    correction_place=CorrectionPlace.NEXT_LIST,
    call_off_goes_to=_CALL_OFF_GOES_TO,
    rests_on=RestsOn.SCHEMA,
    schema="fr/des.xsd",
    deadline=_deadline,
    whole_digits=10,
    write=_write_des,
)
ETAT_RECAPITULATIF = Format(
    key="fr-etat",
    country="FR",
    name="État récapitulatif TVA",
    own_number=r"[0-9A-Z]{2}\d{9}",
    currency="EUR",
    codes=_GOODS,
    leaves=frozenset(_SERVICES),
    months=MONTHLY,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.DIFFERENCE,
    correction_place=CorrectionPlace.NEXT_LIST,
    call_off_goes_to=_CALL_OFF_GOES_TO,
    rests_on=RestsOn.SCHEMA,
    schema="fr/deb.xsd",
    deadline=_deadline,
    details=(
        Detail(name="establishment", label=_("number of the establishment (NIC)"), pattern=r"\d{5}", example="00011"),
        Detail(
            name="agreement", label=_("number of the agreement with customs"), pattern=r"[A-Z0-9]{4}", example="XXXX"
        ),
    ),
    write=_write_etat,
)
