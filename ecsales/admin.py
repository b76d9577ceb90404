"""Master data of EC sales lists in Setup."""

from django.contrib import admin

import ecsales.setup_help  # noqa: F401 (says what the fields are for)
from arclose.ledger.master_data import MasterDataAdmin
from ecsales.models import ListParameters


@admin.register(ListParameters)
class ListParametersPage(MasterDataAdmin):
    """How the EC sales lists of each VAT registration are made, and what their files say of the company."""

    key = ("registration",)
    list_display = ["registration", "company", "frequency", "reports_cash_discounts"]
    list_filter = ["frequency"]
    list_select_related = ["company", "registration"]
    search_fields = ["registration__vat_number"]
