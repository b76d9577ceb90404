"""The forms to sign in with and to save a view of a list with."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arclose.web.links import kept_query
from arclose.web.saved_views import NAME_LENGTH, QUERY_LENGTH


class SignInForm(AuthenticationForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Dress both lines like the other forms."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"


class SavedViewForm(forms.Form):
    """A name for what a list shows; its template is components/saved_views.html."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    query = forms.CharField(label=_("Filter"), max_length=QUERY_LENGTH, required=False)
    shared = forms.BooleanField(required=False)
    default = forms.BooleanField(required=False)

    def clean_name(self) -> str:
        """Give the name on one line, without what cannot be printed, such as marks that turn text around."""
        name: str = self.cleaned_data["name"]
        cleaned = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
        if not cleaned:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return cleaned

    def clean_query(self) -> str:
        """Give what the query asks of a list: without its page, its export and what is empty."""
        return kept_query(QueryDict(self.cleaned_data["query"])).urlencode()

    @property
    def faults(self) -> str:
        """Give what is wrong, in one line."""
        return " ".join(f"{self[name].label}: {' '.join(map(str, errors))}" for name, errors in self.errors.items())
