"""What is asked of somebody who imports a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from arclose.imports.kinds import ImportKind
from arclose.imports.mapping import MappingRefused
from arclose.imports.mapping_file import mapping_from_toml
from arclose.web.forms import DatedForm, DayField

MOST_CHARACTERS_OF_A_MAPPING = 100_000


class ImportForm(DatedForm):
    """A file, what it is, and where its fields come from."""

    kind = forms.ChoiceField(label=_("What the file holds"), widget=forms.Select({"class": "form-select"}))
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV (also packed with gzip) or XLSX. Encoding and separator are recognized."),
        widget=forms.FileInput({"class": "form-control", "accept": ".csv,.txt,.gz,.xlsx"}),
    )
    mapping_file = forms.FileField(
        label=_("Mapping file"),
        required=False,
        help_text=_("A TOML file that says which column is which field; it replaces the text below."),
        widget=forms.FileInput({"class": "form-control", "accept": ".toml"}),
    )
    mapping = forms.CharField(
        label=_("Mapping"),
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS_OF_A_MAPPING,
        help_text=_(
            "Not needed where the columns are named like the fields."
            ' Else each such field, below a line [fields]: customer = "CustomerID".'
        ),
        widget=forms.Textarea({"class": "form-control font-monospace", "rows": 6, "spellcheck": "false"}),
    )
    since = DayField(label=_("From"), required=False, help_text=_("Earlier lines are left out. Empty: none are."))
    until = DayField(label=_("Until"), required=False, help_text=_("Later lines are left out. Empty: none are."))

    def __init__(
        self, *args: Any, offered: list[ImportKind], has_file: bool, is_too_large: bool, **kwargs: Any
    ) -> None:
        """Take the kinds the user may import, and whether a file is kept already or was too large to be kept."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in offered]  # type: ignore[attr-defined]
        self.has_file = has_file
        self.is_too_large = is_too_large

    def clean_file(self) -> Any:
        """Ask for a file where none is kept."""
        file = self.cleaned_data.get("file")
        if self.is_too_large:
            raise ValidationError(_now("The file is larger than any that is read. Split it."))
        if not file and not self.has_file:
            raise ValidationError(_now("Choose a file."))
        return file

    def clean(self) -> dict[str, Any]:
        """Put the text of the mapping file in the place of the typed one, where it stays, and read it."""
        values = super().clean() or {}
        file = values.get("mapping_file")
        if file:
            values["mapping"] = _text_of(file)
            self.data = {name: self.data.get(name) for name in self.data} | {"mapping": values["mapping"]}
        try:
            mapping = mapping_from_toml(values.get("mapping") or "")
        except MappingRefused as error:
            self.add_error("mapping", str(error))
        else:
            self._refuse_another_kind(mapping.kind)
        return values

    def _refuse_another_kind(self, kind: str) -> None:
        chosen = self.cleaned_data.get("kind")
        if kind and chosen and kind != chosen:
            labels = dict(self.fields["kind"].choices)  # type: ignore[attr-defined]
            text = _now("The mapping is for “%(kind)s”. Choose that here, or another mapping.")
            self.add_error("kind", text % {"kind": labels.get(kind, kind)})


def _text_of(file: Any) -> str:
    if file.size > MOST_CHARACTERS_OF_A_MAPPING:
        raise ValidationError(_now("The mapping file is too large."))
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValidationError(_now("The mapping file is no UTF-8 text.")) from error
