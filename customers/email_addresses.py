"""Several e-mail addresses in one field, as people type them: separated by commas."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

MOST_ADDRESSES = 10
_LONGEST = 500


def addresses_of(text: str) -> list[str]:
    """Give the addresses of a text, each once, in their order."""
    return list(dict.fromkeys(part for part in (part.strip() for part in text.split(",")) if part))


def validate_addresses(text: str) -> None:
    """Do nothing where a text holds nothing but addresses.

    :raises ValidationError: naming the first that is none; a line break is never part of one.
    """
    addresses = addresses_of(text)
    if len(addresses) > MOST_ADDRESSES:
        raise ValidationError(_("There is room for %(count)d addresses.") % {"count": MOST_ADDRESSES})
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            said = _("“%(address)s” is no e-mail address. Separate several by commas.")
            raise ValidationError(said % {"address": address}) from None


def in_ascii(address: str) -> str:
    """Give an address as headers of e-mails take it: an international domain in its ASCII form (RFC 5890).

    :raises UnicodeError: it has no such form, or letters before the at sign that need more than ASCII.
    """
    user, at_sign, domain = address.rpartition("@")
    written: str = user + at_sign + punycode(domain)
    written.encode("ascii")
    return written


def validate_sender(address: str) -> None:
    """Do nothing where e-mails can be from an address.

    :raises ValidationError: its domain or what stands before it cannot be written in a header.
    """
    try:
        in_ascii(address)
    except UnicodeError:
        said = _("“%(address)s” cannot be the sender of e-mails: its domain has no international form.")
        raise ValidationError(said % {"address": address}) from None


class AddressesField(models.CharField):
    """E-mail addresses separated by commas; in the database a text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take words; room and the check of how they are written are given."""
        super().__init__(*args, **{**kwargs, "max_length": _LONGEST})
        self.validators = [*self.validators, validate_addresses]

    def deconstruct(self) -> Any:
        """Say what stands in the database: a text."""
        name, _path, args, kwargs = super().deconstruct()
        for said in ("verbose_name", "help_text"):
            kwargs.pop(said, None)
        return name, "django.db.models.CharField", args, kwargs
