"""Master data of journals in Setup."""

from django.contrib import admin

import journals.setup_help  # noqa: F401 (says what the fields are for)
from arclose.ledger.master_data import MasterDataAdmin
from journals.models import BankAccount


@admin.register(BankAccount)
class BankAccountPage(MasterDataAdmin):
    """The company's accounts at banks, each with a ledger account of its own."""

    list_display = ["code", "name", "company", "iban", "currency", "account", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["company", "currency", "account"]
    search_fields = ["code", "name", "iban", "account_number"]
    autocomplete_fields = ["currency", "account"]
