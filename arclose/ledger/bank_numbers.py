"""Numbers of bank accounts and of banks: checked by their check digits, kept without spaces, shown in groups."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban
from stdnum.eu import at_02


def compact_iban(text: str) -> str:
    """Give an IBAN as it is kept: capitals without spaces. What is no IBAN comes back the same way, unchecked."""
    return str(iban.compact(text)).upper()


def in_groups(number: str) -> str:
    """Give an IBAN as people read it, in groups of four."""
    return str(iban.format(number))


def is_iban(text: str) -> bool:
    """Tell whether a text is an IBAN: its country, its length there and its check digits (ISO 13616)."""
    return bool(iban.is_valid(text))


def validate_iban(text: str) -> None:
    """Refuse what is no IBAN.

    :raises ValidationError: it is not.
    """
    if not is_iban(text):
        error = _("“%(typed)s” is no IBAN: its length or its check digits are wrong. Look for a mistyped character.")
        raise ValidationError(error, "iban", {"typed": text[:40]})


def validate_bic(text: str) -> None:
    """Refuse what is no BIC (ISO 9362).

    :raises ValidationError: it is not.
    """
    if not bic.is_valid(text):
        error = _("“%(typed)s” is no BIC: it has 8 or 11 characters, such as ABNANL2A.")
        raise ValidationError(error, "bic", {"typed": text[:40]})


def validate_creditor_identifier(text: str) -> None:
    """Refuse what is no identifier of a SEPA creditor (AT-02 of the rulebooks).

    :raises ValidationError: it is not.
    """
    if not at_02.is_valid(text):
        error = _("“%(typed)s” is no creditor identifier: its check digits are wrong. Look for a mistyped character.")
        raise ValidationError(error, "creditor_identifier", {"typed": text[:40]})


class _NumberField(models.CharField):
    """A number that people type with spaces; in the database a text without."""

    def to_python(self, value: Any) -> Any:
        """Give it as it is kept."""
        text = super().to_python(value)
        return compact_iban(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        """Write, and look for, what is kept."""
        return self.to_python(super().get_prep_value(value))

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """Leave room for the spaces between the groups."""
        return super().formfield(*args, **{**kwargs, "max_length": 60})

    def deconstruct(self) -> Any:
        """Say what stands in the database: a text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class IbanField(_NumberField):
    """The international number of a bank account."""

    default_validators = [validate_iban]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take room for the longest there can be."""
        super().__init__(*args, **{"verbose_name": _("IBAN"), **kwargs, "max_length": 34})


class BicField(_NumberField):
    """The international code of a bank."""

    default_validators = [validate_bic]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take room for a code with its branch."""
        super().__init__(*args, **{"verbose_name": _("BIC"), **kwargs, "max_length": 11})


class CreditorIdentifierField(_NumberField):
    """The identifier under which a company collects by SEPA direct debit."""

    default_validators = [validate_creditor_identifier]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take room for the longest there can be."""
        super().__init__(*args, **{"verbose_name": _("creditor identifier"), **kwargs, "max_length": 35})
