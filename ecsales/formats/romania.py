"""Romania: declarația 390 VIES, XML for ANAF, of months with operations.

A correction is the whole list again (d_rec 1). The list asks for purchases too. ANAF takes the XML as a PDF that its
own program makes of it. Of call-off stock section A is written, whom goods were moved for; section B, what changed
since, tells its reason by a number that the schema does not explain.
"""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arclose.ledger.money import ZERO
from ecsales.formats import deadlines
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
from ecsales.formats.listing import CALL_OFF_KINDS, Kind, Line, Listing
from ecsales.formats.markup import branch, document, empty
from ecsales.formats.refusals import Refusal

_CODES = {
    Kind.GOODS: "L",
    Kind.TRANSFER: "L",
    Kind.AFTER_IMPORT: "L",
    Kind.TRIANGULAR: "T",
    Kind.PURCHASED_GOODS: "A",
    Kind.SERVICES: "P",
    Kind.PURCHASED_SERVICES: "S",
    Kind.CALL_OFF: "cos A",
}
_BASES = "LTAPSR"
_LONGEST_NAME = 200
_LONGEST_TELEPHONE = 15


def _write(listing: Listing) -> Iterator[File]:
    moved = [line for line in listing.lines if line.kind in CALL_OFF_KINDS]
    supplies = [line for line in listing.lines if line.kind not in CALL_OFF_KINDS]
    bases = dict.fromkeys(_BASES, ZERO)
    for line in supplies:
        bases[_CODES[line.kind]] += line.amount
    total = sum(bases.values(), ZERO)
    operations = (
        empty(
            "operatie",
            {
                "tip": _CODES[line.kind],
                "tara": line.country,
                "codO": line.vat_number,
                "denO": line.name[:_LONGEST_NAME],
                "baza": f"{line.amount:f}",
            },
        )
        for line in supplies
    )
    summary = {
        "nr_pag": 1,
        "nrOPI": len(supplies),
        **{f"baza{code}": f"{base:f}" for code, base in bases.items()},
        "total_baza": f"{total:f}",
    }
    root = branch(
        "declaratie390",
        [empty("rezumat", summary), (_moved(line) for line in moved), operations],
        {**_head(listing), "totalPlata_A": f"{len(supplies) + total:f}"},
    )
    yield File(f"D390-{listing.declarant.vat_number}-{listing.period}-{listing.number}.xml", document(root))


def _moved(line: Line) -> str:
    return empty("cos", {"tip": "A", "tara_m1": line.country, "cod_m1": line.vat_number})


def _refuses(listing: Listing) -> Iterator[Refusal]:
    if listing.lines and all(line.kind in CALL_OFF_KINDS for line in listing.lines):
        yield Refusal(
            "only-call-off",
            str(listing.period),
            gettext("The file takes call-off stock only beside supplies or purchases."),
            gettext("Report the list in ANAF's own program."),
        )
    if listing.is_correction and not listing.lines:
        yield Refusal(
            "empty",
            str(listing.period),
            gettext("A list without a row cannot be sent again."),
            gettext("Withdraw the earlier one in the authority's portal."),
        )


def _head(listing: Listing) -> dict[str, object]:
    declarant = listing.declarant
    telephone = "".join(declarant.telephone.split())[:_LONGEST_TELEPHONE]
    return {
        "xmlns": "mfp:anaf:dgti:d390:declaratie:v3",
        "luna": listing.period.first_month,
        "an": listing.period.year,
        "d_rec": int(listing.is_correction),
        "nume_declar": declarant.contact_last_name,
        "prenume_declar": declarant.contact_first_name,
        "functie_declar": declarant.details["position"],
        "cui": declarant.vat_number,
        "den": declarant.name[:_LONGEST_NAME],
        "adresa": ", ".join(
            part for part in (f"{declarant.street} {declarant.house_number}".strip(), declarant.city) if part
        ),
        **({"telefon": telephone} if telephone else {}),
        **({"mail": declarant.email} if declarant.email else {}),
    }


D390 = Format(
    key="ro-d390",
    country="RO",
    name="Declarația 390 VIES",
    own_number=r"\d{2,10}",
    currency="RON",
    codes=_CODES,
    months=MONTHLY,
    rounding=Rounding.WHOLE,
    correction_style=CorrectionStyle.WHOLE_LIST,
    correction_place=CorrectionPlace.OWN_LIST,
    call_off_goes_to=_("in section B of the form, in ANAF's own program"),
    rests_on=RestsOn.SCHEMA,
    schema="ro/d390_12022021.xsd",
    # The schema demands a row of call-off stock, the form does not.
    schema_repairs=(("cos", "minOccurs", "0"),),
    deadline=deadlines.on_day(25),
    needs=("contact_first_name", "contact_last_name", "street", "city"),
    details=(
        Detail(
            name="position", label=_("position of the person who declares"), pattern=".{1,50}", example="Administrator"
        ),
    ),
    refuses=_refuses,
    write=_write,
)
