"""Whether a VAT number can stand on an EC sales list: its state on the day, its shape, its check digits.

Not whether somebody holds it: that only the authorities know, see :mod:`ecsales.vies`. Greece is EL here, as VAT
numbers and lists write it, and GR where a country is meant. Northern Ireland (XI) is a member for goods, since 2021;
the United Kingdom (GB) was one until 2020.
"""

from collections.abc import Collection

from customers.vat_numbers import as_written, is_well_formed

GREECE, GREECE_BY_ISO = "EL", "GR"


def prefix_of(country: str) -> str:
    """Give how VAT numbers write a country, given by its ISO code."""
    return GREECE if country == GREECE_BY_ISO else country


def country_of(prefix: str) -> str:
    """Give the ISO code of a country, given as VAT numbers write it."""
    return GREECE_BY_ISO if prefix == GREECE else prefix


def split(number: str) -> tuple[str, str]:
    """Give the country, as VAT numbers write it, and the rest of a number; both empty where there is none."""
    written = as_written(number)
    return prefix_of(written[:2]), written[2:]


def whole(country: str, rest: str) -> str:
    """Give a number with its country, as VAT numbers write it."""
    return f"{country}{rest}"


def fault_of(number: str, *, home: str, members: Collection[str]) -> str:
    """Give the code of the reason why a number cannot be listed; the text is empty where it can.

    :param home: the country, as VAT numbers write it, of the registration that lists it.
    :param members: the ISO codes of the states that are members for the kind of supply on its day.
    """
    country, _rest = split(number)
    if not number:
        return "number_missing"
    if country == home:
        return "home_number"
    if not is_well_formed(number):
        return "number_wrong"
    return "" if country_of(country) in members else "not_a_member"
