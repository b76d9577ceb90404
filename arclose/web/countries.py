"""Countries by their names, as the reader's language has them."""

from babel import Locale
from django.utils.translation import get_language


def country_name(code: str) -> str:
    """Give the name of the country with this ISO code; the code itself where it has none."""
    return str(Locale.parse(get_language() or "en", sep="-").territories.get(code.upper(), code))
