"""Master data of journals in Setup."""

from itertools import combinations, pairwise
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

import journals.setup_help  # noqa: F401 (says what the fields are for)
from arclose.access.site import CompanyLines
from arclose.ledger.master_data import ChangedWithTheirRow, MasterDataAdmin, MasterDataInline, MasterDataResource
from journals.models import (
    BankAccount,
    BankStatement,
    BillParameters,
    BillProfile,
    BillTerms,
    CustomerBankAccount,
    CustomerMethod,
    CustomerParty,
    DirectDebit,
    IntercompanyRelation,
    JournalName,
    Mandate,
    MethodFee,
    MethodOfPayment,
)

OVERLAPPING_FEES = "method_fees_never_overlap"


class OfBothCompanies(MasterDataResource):
    """Relations of two companies as lines of a file: of those that the user administers both."""

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Refuse a row whose other company the user does not administer, as if there were none.

        :raises ValidationError: it is not one of the user's.
        """
        super().before_import_row(row, **kwargs)
        super().before_import_row({"company": row.get("partner", "")}, **kwargs)


@admin.register(BankAccount)
class BankAccountPage(MasterDataAdmin):
    """The company's accounts at banks, each with a ledger account of its own."""

    list_display = ["code", "name", "company", "iban", "currency", "account", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["company", "currency", "account"]
    search_fields = ["code", "name", "iban", "account_number"]
    autocomplete_fields = ["currency", "account"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep currency and ledger account of an account of which a statement was read."""
        fixed = super().get_readonly_fields(request, obj)
        is_read = obj is not None and BankStatement.objects.filter(bank_account=obj).exists()
        return [*fixed, "currency", "account"] if is_read else fixed


@admin.register(JournalName)
class JournalNamePage(MasterDataAdmin):
    """Sorts of journals: what their lines are, the account that is usual, who sees, approves and posts them."""

    list_display = ["code", "name", "company", "journal_type", "bank_account", "offset_account", "needs_approval"]
    list_filter = ["journal_type", "needs_approval", "private_to"]
    list_select_related = ["company", "bank_account", "offset_account"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["offset_account"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep what the lines are of a name that has journals."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "journal_type"] if obj is not None and obj.journals.exists() else fixed


class MethodFeeLines(CompanyLines):
    """The fees of a method, which are compared as they were typed: a border between two may be moved at once."""

    def clean(self) -> None:
        """Refuse fees of one name and currency that hold for some of the same payments, at the later one."""
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and not form.cleaned_data.get(DELETION_FIELD_NAME)]
        typed = [form for form in kept if form.instance.pk or form.has_changed()]
        for before, after in combinations(typed, 2):
            if after.instance.overlaps(before.instance):
                text = _(
                    "Another fee of this name holds for some of these payments: let one end where the other begins."
                )
                after.add_error("from_amount", text)


class MethodFeeLine(MasterDataInline):
    """What payments of a method cost."""

    model = MethodFee
    formset = MethodFeeLines
    autocomplete_fields = ["currency", "account"]


@admin.register(MethodOfPayment)
class MethodOfPaymentPage(MasterDataAdmin):
    """How customers pay: what payments are posted to, from which status on, and what they cost."""

    list_display = ["code", "name", "company", "account_kind", "bridging_account", "required_status", "file_format"]
    list_filter = ["account_kind", "required_status", "file_format", "is_active"]
    list_select_related = ["company", "bridging_account"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["account", "bridging_account"]
    inlines = [MethodFeeLine]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Say so where somebody else saved a fee meanwhile that overlaps: the database refuses the second one."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            if OVERLAPPING_FEES not in str(error):
                raise
            text = _("Somebody else saved a fee of this name for some of these payments. Look at it, then save yours.")
            messages.error(request, text)
            return HttpResponseRedirect(request.get_full_path())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep what payments of a method are posted to once there are any."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "account_kind"] if obj is not None and obj.payments.exists() else fixed


def _order_of_fee(fee: MethodFee) -> tuple[Any, ...]:
    """Put fees of one method, name, currency and remittance type beside each other, by where they begin."""
    return fee.method_id, fee.name, fee.currency_id or "", fee.remittance_type, fee.from_amount or 0


class FeesResource(MasterDataResource):
    """Fees of methods of payment as lines of a file."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Refuse the file where two fees of a method hold for some of the same payments, before the database does.

        Of fees in the order of where they begin, some overlap only where two neighbours do.

        :raises ValidationError: naming the first such fee.
        """
        super().after_import(dataset, result, **kwargs)
        fees = MethodFee.objects.filter(company__code__in=set(dataset["company"])).select_related("method")
        for before, after in pairwise(sorted(fees, key=_order_of_fee)):
            if before.method_id == after.method_id and after.overlaps(before):
                text = _("Two fees “%(name)s” of %(method)s hold for some of the same payments.")
                raise ValidationError(text % {"name": after.name, "method": after.method.code})


@admin.register(MethodFee)
class MethodFeePage(ChangedWithTheirRow, MasterDataAdmin):
    """Fees of all methods in one list and one file."""

    key = ("method", "currency", "name", "remittance_type", "from_amount")
    resource = FeesResource
    list_display = ["method", "name", "currency", "from_amount", "percent", "amount", "charged_to", "company"]
    list_display_links = ["name"]
    list_filter = ["charged_to"]
    list_select_related = ["method", "currency", "company"]
    search_fields = ["name", "method__code", "method__name"]


@admin.register(CustomerMethod)
class CustomerMethodPage(MasterDataAdmin):
    """How customers pay unless a payment says otherwise."""

    key = ("customer",)
    list_display = ["customer", "method", "company"]
    list_filter = ["method"]
    list_select_related = ["customer", "method", "company"]
    search_fields = ["customer__number", "customer__name"]
    autocomplete_fields = ["customer"]


@admin.register(CustomerBankAccount)
class CustomerBankAccountPage(MasterDataAdmin):
    """The accounts of customers at banks."""

    key = ("iban",)
    list_display = ["customer", "iban", "bic", "holder", "company"]
    list_select_related = ["customer", "company"]
    search_fields = ["iban", "holder", "customer__number", "customer__name"]
    autocomplete_fields = ["customer"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep what was signed once something was collected from it."""
        fixed = super().get_readonly_fields(request, obj)
        is_used = obj is not None and DirectDebit.objects.filter(mandate__bank_account=obj).exists()
        return [*fixed, "customer", "iban", "holder"] if is_used else fixed


@admin.register(Mandate)
class MandatePage(MasterDataAdmin):
    """The mandates by which the company collects from customers."""

    list_display = ["number", "customer", "kind", "scheme", "signed_date", "canceled_date", "company"]
    list_filter = ["kind", "scheme"]
    list_select_related = ["customer", "company"]
    search_fields = ["number", "customer__number", "customer__name"]
    autocomplete_fields = ["customer", "bank_account"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep what was signed once something was collected by it."""
        fixed = super().get_readonly_fields(request, obj)
        is_used = obj is not None and DirectDebit.objects.filter(mandate=obj).exists()
        return [*fixed, "number", "customer", "bank_account", "kind", "scheme", "signed_date"] if is_used else fixed


@admin.register(IntercompanyRelation)
class IntercompanyRelationPage(MasterDataAdmin):
    """Which companies settle for each other, and on which accounts each keeps what they owe each other."""

    key = ("partner",)
    resource = OfBothCompanies
    list_display = ["company", "partner", "due_to_account", "due_from_account", "bears_results", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["company", "partner", "due_to_account", "due_from_account"]
    search_fields = ["partner__code", "partner__name"]
    autocomplete_fields = ["due_to_account", "due_from_account"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep whom a relation is with: what is owed stands on its accounts."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "partner"] if obj is not None else fixed


@admin.register(CustomerParty)
class CustomerPartyPage(MasterDataAdmin):
    """Who customers are in all companies."""

    key = ("customer",)
    list_display = ["customer", "party", "company"]
    list_select_related = ["customer", "company"]
    search_fields = ["party", "customer__number", "customer__name"]
    autocomplete_fields = ["customer"]


@admin.register(BillProfile)
class BillProfilePage(MasterDataAdmin):
    """Where bills stand in the ledger, stage by stage."""

    key = ("stage",)
    list_display = ["stage", "summary_account", "liability_account", "company"]
    list_select_related = ["summary_account", "liability_account", "company"]
    search_fields = ["stage"]
    autocomplete_fields = ["summary_account", "liability_account"]


@admin.register(BillParameters)
class BillParametersPage(MasterDataAdmin):
    """The accounts of charges, interest and costs of bills."""

    key = ("company",)
    list_display = ["company", "charges_account", "discount_interest_account", "costs_account"]
    list_select_related = ["company", "charges_account", "discount_interest_account", "costs_account"]
    search_fields = ["company__code"]
    autocomplete_fields = [
        "charges_account",
        "discount_interest_account",
        "deferred_interest_account",
        "costs_account",
        "interest_account",
    ]


@admin.register(BillTerms)
class BillTermsPage(MasterDataAdmin):
    """Up to how much banks take bills, what they pay in advance, and for which fees."""

    key = ("bank_account", "remittance_type")
    list_display = ["bank_account", "remittance_type", "limit_amount", "advance_percent", "interest_percent", "company"]
    list_filter = ["remittance_type"]
    list_select_related = ["bank_account", "company"]
    search_fields = ["bank_account__code", "bank_account__name"]
