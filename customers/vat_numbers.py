"""How VAT numbers of the member states are written: prefix, shape and check digits, not whether somebody holds one.

The shapes are those of the European Commission's VIES service (its questions and answers, “What is the structure of
a VAT identification number?”), Northern Ireland (XI) included.
"""

import re
from functools import lru_cache

from django.utils.translation import gettext as _
from stdnum.eu import vat as european
from stdnum.gb import vat as british

_SHAPES = {
    "AT": r"U[0-9A-Z+*]{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[0-9A-Z]\d{7}[0-9A-Z]",
    "FI": r"\d{8}",
    "FR": r"[0-9A-Z]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[0-9A-Z+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[0-9A-Z+*]{10}\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|(GD|HA)\d{3}",
}
# By their ISO codes.
MEMBER_STATES = frozenset(_SHAPES) - {"EL"} | {"GR"}


def as_written(text: str) -> str:
    """Give a VAT number as it is kept: capitals, without the spaces, dots and dashes that people put in between."""
    return re.sub(r"[\s.:/()-]", "", text).upper()


def has_the_shape(number: str) -> bool:
    """Tell whether a number, as it is kept, has the prefix of a member state and the shape of its numbers."""
    shape = _SHAPES.get(number[:2])
    return shape is not None and re.fullmatch(shape, number[2:], re.ASCII) is not None


def wrong_shape(number: str, *, country: str) -> str:
    """Say what is the matter with how the number of somebody in a country is written; nothing outside the EU."""
    if not number or country not in MEMBER_STATES or has_the_shape(number):
        return ""
    text = _(
        "“%(typed)s” is not written like a VAT number of a member state: its letters, then the number, such as"
        " NL123456789B01."
    )
    return text % {"typed": number}


@lru_cache(maxsize=100_000)
def is_well_formed(number: str) -> bool:
    """Tell whether a number has the prefix of a state, and the shape and check digits of its numbers.

    Northern Ireland (XI) counts, and the United Kingdom (GB), which was a member until 2020.
    """
    written = as_written(number)
    return bool(british.is_valid(written[2:]) if written.startswith("GB") else european.is_valid(written))
