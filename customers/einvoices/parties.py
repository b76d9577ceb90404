"""Who sells and who buys, as EN 16931 asks (BG-4, BG-7): name, address in its parts, numbers, electronic address."""

import re
from dataclasses import dataclass

# The scheme of an electronic address that is a VAT number, per prefix of the number (code list EAS, release 13).
_VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "EL": "9933", "ES": "9920", "FI": "0213", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910", "IE": "9935",
    "IT": "0211", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946",
    "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip
_EMAIL_SCHEME = "EM"
# Sweden has none for its VAT numbers: in the middle of one stands the organisation's number, which has one.
_SWEDEN, _SWEDISH_SCHEME = "SE", "0007"
_SWEDISH_NUMBER = slice(2, 12)
# The scheme of a trade register's number, per country of the company (code list ISO 6523 ICD).
_REGISTER_SCHEMES = {"BE": "0208", "DK": "0184", "EE": "0191", "FI": "0212", "NL": "0106", "NO": "0192", "SE": "0007"}

# A line that ends an address: 1071 XX Amsterdam, B-1000 Brussel, 75008 Paris, SE-111 22 Stockholm, D02 AF30 Dublin.
_ZONE_AND_CITY = re.compile(
    r"^(?:[A-Z]{1,2}-)?(?P<zone>\d{4} ?[A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4,6})[ ,]+(?P<city>\S.*)$"
)
# Or with the zone behind the city: London SW1A 1AA, Seattle WA 98101, Dublin D02 AF30.
_CITY_AND_ZONE = re.compile(
    r"^(?P<city>\S.*?),? "
    r"(?P<zone>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[\dW] [A-Z\d]{4}|(?:[A-Z]{2} )?\d{5}(?:-\d{4})?)$"
)


@dataclass(frozen=True)
class ElectronicAddress:
    """Where a network delivers to: an identifier, and the scheme of the code list EAS that it belongs to."""

    scheme: str
    identifier: str

    @property
    def is_of_peppol(self) -> bool:
        """Whether the Peppol network delivers to it: to those schemes of the list that have a number (CL008)."""
        return self.scheme.isdigit()


@dataclass(frozen=True)
class PostalAddress:
    """The lines of an address before its city, the city and its postal zone; the parts may be empty."""

    lines: tuple[str, ...]
    city: str
    postal_zone: str
    country: str


@dataclass(frozen=True)
class Party:
    """A seller or a buyer. ``register_scheme`` is empty where no scheme is known for the register."""

    name: str
    address: PostalAddress
    vat_number: str
    register_number: str
    register_scheme: str
    electronic_address: ElectronicAddress | None
    email: str


def postal_address(text: str, country: str) -> PostalAddress:
    """Give the parts of an address that people wrote in lines; the last line with a postal zone tells the city."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    for place in reversed(range(len(lines))):
        if found := _ZONE_AND_CITY.match(lines[place]) or _CITY_AND_ZONE.match(lines[place]):
            others = tuple(lines[:place] + lines[place + 1 :])
            return PostalAddress(others, found["city"], found["zone"], country)
    return PostalAddress(tuple(lines), "", "", country)


def electronic_address(*, written: str, vat_number: str, email: str) -> ElectronicAddress | None:
    """Give the address that was set up as ``scheme:identifier``, else the VAT number, else the e-mail address."""
    scheme, _colon, identifier = written.partition(":")
    if identifier:
        return ElectronicAddress(scheme, identifier)
    if vat_number.startswith(_SWEDEN):
        return ElectronicAddress(_SWEDISH_SCHEME, vat_number[_SWEDISH_NUMBER])
    if vat_scheme := _VAT_SCHEMES.get(vat_number[:2]):
        return ElectronicAddress(vat_scheme, vat_number)
    return ElectronicAddress(_EMAIL_SCHEME, email) if email else None


def register_scheme(country: str) -> str:
    """Give the scheme of the trade register of a country, or an empty text where none is known."""
    return _REGISTER_SCHEMES.get(country, "")
