"""The files of EC sales lists: one module per state, and here the one list that names them.

    listing     what a list says; the seam to who keeps lists
    format      what a format is: kinds, grain, rounding, corrections, deadline, what it rests on
    offering    a listing becomes files, or is refused with every reason
    checks, reporting, schemas      what is refused; rows of a file; files held against their schema
    deadlines, neutral              when a list is due; the CSV of states whose own file could not be verified

A new state is a module with its formats and a line below; docs/ecsales.md says how. Knows neither database nor clock.
"""

from ecsales.formats import (
    austria,
    belgium,
    croatia,
    czech_republic,
    denmark,
    estonia,
    finland,
    france,
    germany,
    italy,
    luxembourg,
    netherlands,
    neutral,
    northern_ireland,
    poland,
    romania,
    slovakia,
    spain,
    sweden,
)
from ecsales.formats.format import Format

FORMATS: tuple[Format, ...] = (
    austria.U13,
    belgium.INTRA_LISTING,
    croatia.ZP,
    czech_republic.DPHSHV,
    denmark.LIST,
    estonia.VD,
    finland.VSRALVYV,
    france.DES,
    france.ETAT_RECAPITULATIF,
    germany.CSV,
    germany.ELMA,
    italy.INTRA_1,
    luxembourg.ECDF,
    netherlands.ICP,
    northern_ireland.ESL,
    poland.VAT_UE,
    romania.D390,
    slovakia.SVDPH,
    spain.MODELO_349,
    sweden.SKV574008,
)

_WRITTEN_OTHERWISE = {"GR": "EL"}
# The states that want a credit note in the period of what it credits, by their ISO codes.
CREDITS_GO_BACK = tuple(sorted({form.country for form in FORMATS if form.corrects_by_credits}))


def formats_of(country: str) -> tuple[Format, ...]:
    """Give the formats of a state, by its ISO code or as VAT numbers write it.

    A state may have several: alternatives (DE), or one for each half of the list (FR); each says which kinds it
    reports.
    """
    country = _WRITTEN_OTHERWISE.get(country, country)
    return tuple(form for form in FORMATS if form.country == country) or (neutral.of(country),)


def format_of(key: str) -> Format:
    """Give the format of a key.

    :raises KeyError: there is none.
    """
    form = next((form for form in FORMATS if form.key == key), None)
    if form is None and key.startswith(neutral.PREFIX):
        form = neutral.of(key.removeprefix(neutral.PREFIX).upper())
    if form is None:
        raise KeyError(key)
    return form


def credits_go_back(country: str) -> bool:
    """Say whether a state wants a credit note in the period of what it credits, by its ISO code."""
    return country in CREDITS_GO_BACK
