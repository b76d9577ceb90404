"""Master data of journals in Setup."""

from django.contrib import admin

import journals.setup_help  # noqa: F401 (says what the fields are for)
from arclose.ledger.master_data import MasterDataAdmin
from journals.models import BankAccount, JournalName


@admin.register(BankAccount)
class BankAccountPage(MasterDataAdmin):
    """The company's accounts at banks, each with a ledger account of its own."""

    list_display = ["code", "name", "company", "iban", "currency", "account", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["company", "currency", "account"]
    search_fields = ["code", "name", "iban", "account_number"]
    autocomplete_fields = ["currency", "account"]


@admin.register(JournalName)
class JournalNamePage(MasterDataAdmin):
    """Sorts of journals: what their lines are, the bank account that is usual, and whether they are approved."""

    list_display = ["code", "name", "company", "journal_type", "bank_account", "needs_approval"]
    list_filter = ["journal_type", "needs_approval"]
    list_select_related = ["company", "bank_account"]
    search_fields = ["code", "name"]
