"""Master data of EC sales lists in Setup."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

import ecsales.setup_help  # noqa: F401 (says what the fields are for)
from arclose.ledger.master_data import MasterDataAdmin
from ecsales.models import ListParameters
from ecsales.particulars import form_of


@admin.register(ListParameters)
class ListParametersPage(MasterDataAdmin):
    """How the EC sales lists of each VAT registration are made, and what their files say of the company."""

    key = ("registration",)
    list_display = ["registration", "company", "frequency", "reports_cash_discounts"]
    list_filter = ["frequency"]
    list_select_related = ["company", "registration"]
    search_fields = ["registration__vat_number"]
    exclude = ["particulars"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Give the form with the fields that the files of the registration's state ask for."""
        kwargs["form"] = form_of(obj.registration, obj.details) if obj else form_of(None, {})
        return super().get_form(request, obj, change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the registration: the fields of the page are those of its state."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "registration"] if obj else [*fixed]
