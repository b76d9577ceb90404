"""Where a network for electronic invoices delivers to, as people write it: scheme and identifier."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

validate_electronic_address = RegexValidator(
    r"^[0-9A-Z]{2,4}:\S+$", _("Write the scheme of the code list EAS, a colon and the identifier: 0106:12345678.")
)


class ElectronicAddressField(models.CharField):
    """A scheme of the code list EAS, a colon and an identifier in it; in the database a text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take room, words and the check of how it is written."""
        written = {
            "max_length": 60,
            "verbose_name": _("electronic address"),
            "help_text": _("For electronic invoices, such as 0106:12345678. Empty: the VAT number."),
        }
        super().__init__(*args, **{**kwargs, **written})
        self.validators = [*self.validators, validate_electronic_address]

    def deconstruct(self) -> Any:
        """Say what stands in the database: a text."""
        name, _path, args, kwargs = super().deconstruct()
        for said in ("verbose_name", "help_text"):
            kwargs.pop(said, None)
        return name, "django.db.models.CharField", args, kwargs
