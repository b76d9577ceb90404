"""What the files of a state ask of who declares, as fields of the page in Setup: nobody has to know their names."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.access.site import CompanyForm
from arclose.ledger.models import VatRegistration
from ecsales.formats import formats_of
from ecsales.formats.format import Detail

_PREFIX = "asked_"


def details_asked(registration: VatRegistration) -> dict[str, Detail]:
    """Give what the formats of a registration's state ask for, by name."""
    return {detail.name: detail for form in formats_of(registration.country) for detail in form.details}


class ParametersForm(CompanyForm):
    """EC sales list parameters; behind what every state wants stand the fields of this one."""

    def clean(self) -> dict[str, Any]:
        """Write what the fields of the state say where the row keeps it."""
        values = super().clean()
        asked = {name: (values.get(name) or "").strip() for name in self.fields if name.startswith(_PREFIX)}
        lines = (f"{name.removeprefix(_PREFIX)}: {value}" for name, value in asked.items() if value)
        self.instance.particulars = "\n".join(lines)
        return values


def form_of(registration: VatRegistration | None, details: dict[str, str]) -> type[ParametersForm]:
    """Give the form of a registration's parameters, its own fields filled with what is kept."""
    if registration is None:
        return ParametersForm
    fields: dict[str, forms.Field] = {
        f"{_PREFIX}{detail.name}": _AskedField(detail, initial=details.get(detail.name, ""))
        for detail in details_asked(registration).values()
    }
    fields["file_formats"] = _FormatsField(registration)
    return type("ParametersFormOfState", (ParametersForm,), fields)


class _FormatsField(forms.MultipleChoiceField):
    """Which of a state's formats are written; kept as their keys, separated by commas."""

    def __init__(self, registration: VatRegistration) -> None:
        """Offer the formats of the state, each with what it rests on."""
        offered = [(form.key, f"{form.name} ({form.rests_on.label})") for form in formats_of(registration.country)]
        super().__init__(
            label=capfirst(gettext_lazy("file formats")),
            required=False,
            choices=offered,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext_lazy("None chosen: the first that tells a kind of supply, as above."),
        )

    def prepare_value(self, value: Any) -> Any:
        """Give the keys that are kept."""
        return value.replace(",", " ").split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Give the keys as they are kept.

        :raises ValidationError: one is no format of the state.
        """
        return ",".join(super().clean(value))


class _AskedField(forms.CharField):
    """One detail; empty where it is not needed yet, else written as the file wants it."""

    def __init__(self, detail: Detail, *, initial: str) -> None:
        """Say how it is written."""
        text = _("Such as %(example)s.") % {"example": detail.example} if detail.example else ""
        super().__init__(
            label=capfirst(str(detail.label)), required=False, initial=initial, help_text=text, max_length=100
        )
        self.detail = detail

    def validate(self, value: Any) -> None:
        """Refuse what the file would refuse.

        :raises ValidationError: it is not written so.
        """
        super().validate(value)
        if value and not re.fullmatch(self.detail.pattern or ".*", value):
            text = gettext_lazy("Write it like %(example)s.")
            raise ValidationError(text, "malformed", {"example": self.detail.example})
