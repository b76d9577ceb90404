"""Countries by their ISO 3166 code: the one list, and the fields that take a code from it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from arclose.ledger.reference.facts import country_names

# What VAT numbers say where ISO says otherwise.
_WRITTEN_OTHERWISE = {"EL": "GR", "UK": "GB"}


def country_code(text: str) -> str | None:
    """Give the ISO code that a text means, or None where there is no such country; XI is Northern Ireland."""
    code = text.strip().upper()
    code = _WRITTEN_OTHERWISE.get(code, code)
    return code if code in country_names() else None


def _checked(text: str) -> str:
    code = country_code(text)
    if code is None:
        raise ValidationError(_("“%(typed)s” is no ISO country code such as NL."), "country", {"typed": text[:40]})
    return code


class CountryFormField(forms.CharField):
    """A country as people type it; the value is its ISO code, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        """Take room for a code."""
        super().__init__(**{**kwargs, "max_length": 2})

    def to_python(self, value: Any) -> str:
        """Give the code.

        :raises ValidationError: there is no such country.
        """
        text = str(super().to_python(value) or "")
        return _checked(text) if text else ""


class CountryField(models.CharField):
    """The ISO code of a country; in the database two characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take room for a code."""
        super().__init__(*args, **{**kwargs, "max_length": 2})

    def deconstruct(self) -> Any:
        """Say what stands in the database: two characters."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Give the code.

        :raises ValidationError: there is no such country, or none where one is needed.
        """
        return super().clean(_checked(value) if isinstance(value, str) and value else value, model_instance)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """Take it as people type it."""
        return super().formfield(*args, **{"form_class": CountryFormField, **kwargs})
