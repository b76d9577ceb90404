"""Master data of customers and sales in Setup."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import customers.dunning_setup
import customers.setup_help  # noqa: F401 (both add to the pages: interest and letters, what the fields are for)
from arclose.access.site import CompanyInline, CompanyLines, may_set_up
from arclose.ledger.master_data import MasterDataAdmin, MasterDataResource
from arclose.web.amounts import format_plain
from customers.free_text.distributions import ALL
from customers.models import (
    AccountTaxDefault,
    CashDiscount,
    ChargeCode,
    CreditBlockingRule,
    CreditExclusionRule,
    CreditGroup,
    CurrencyAccounts,
    Customer,
    CustomerGroup,
    DeliveryAddress,
    DistributionTemplate,
    DistributionTemplateLine,
    EmailSender,
    EmailText,
    HoldCode,
    Item,
    ItemGroup,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
    RecurringTemplate,
    RecurringTemplateLine,
    SalesOrder,
    SalesOrderLine,
    SalesParameters,
    SettlementParameters,
    SettlementPriority,
    Site,
    TaxCode,
    TaxGroup,
    TaxRate,
    TaxRule,
    UpdateDefaults,
    WriteOffReason,
)
from customers.models.sales_orders import UNFINISHED


class DeliveryAddressLine(CompanyInline):
    """Where else a customer takes goods."""

    model = DeliveryAddress


@admin.register(Customer)
class CustomerPage(MasterDataAdmin):
    """Customers: who is invoiced, on which terms, posted to which account."""

    list_display = ["number", "name", "company", "country", "currency", "group", "payment_terms", "is_blocked"]
    list_filter = ["is_blocked", "is_credit_stopped", "is_credit_limit_mandatory", "country", "language"]
    list_select_related = ["company", "currency", "group", "payment_terms"]
    search_fields = ["number", "name", "vat_number"]
    autocomplete_fields = ["invoice_account", "currency", "credit_limit_currency"]
    inlines = [DeliveryAddressLine]


@admin.register(Item)
class ItemPage(MasterDataAdmin):
    """What is sold: goods and services."""

    list_display = ["number", "name", "company", "item_type", "group", "unit_price", "is_blocked"]
    list_filter = ["item_type", "is_blocked"]
    list_select_related = ["company", "group"]
    search_fields = ["number", "name"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Tell what the page showed as on hand from what deliveries have left of it since."""
        if db_field.name == "on_hand_quantity":
            kwargs["show_hidden_initial"] = True
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Item, form: Any, change: bool) -> None:
        """Write what was changed, and nothing over what postings keep meanwhile.

        Where the type changes, wait for the orders it changes: they are locked before items.
        """
        if not change:
            super().save_model(request, obj, form, change)
            return
        if "item_type" in form.changed_data:
            lines = SalesOrderLine.objects.filter(item=obj).values("order")
            orders = SalesOrder.objects.filter(company=obj.company_id, status__in=UNFINISHED, pk__in=lines)
            list(orders.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        obj.save(update_fields=form.changed_data)


class TaxRateLine(CompanyInline):
    """The percentage of a tax code, from a day on."""

    model = TaxRate


@admin.register(TaxCode)
class TaxCodePage(MasterDataAdmin):
    """Tax codes with their kind, registration, account and rates."""

    list_display = ["code", "name", "company", "kind", "registration"]
    list_select_related = ["company", "registration"]
    search_fields = ["code", "name"]
    inlines = [TaxRateLine]


@admin.register(TaxRate)
class TaxRatePage(MasterDataAdmin):
    """Rates of tax codes, all in one list and one file."""

    key = ("tax_code", "valid_from")
    list_display = ["tax_code", "valid_from", "percent", "company"]
    list_select_related = ["tax_code", "company"]
    search_fields = ["tax_code__code", "tax_code__name"]


class TaxRuleLine(CompanyInline):
    """Which tax code an item's group gets from a customer's."""

    model = TaxRule
    fk_name = "tax_group"


@admin.register(TaxGroup)
class TaxGroupPage(MasterDataAdmin):
    """What customers have in common for tax, with the tax code per group of items."""

    list_display = ["code", "name", "company"]
    search_fields = ["code", "name"]
    inlines = [TaxRuleLine]


@admin.register(TaxRule)
class TaxRulePage(MasterDataAdmin):
    """Which tax code a line gets, all in one list and one file."""

    key = ("tax_group", "item_tax_group")
    list_display = ["tax_group", "item_tax_group", "tax_code", "company"]
    list_select_related = ["tax_group", "item_tax_group", "tax_code", "company"]
    search_fields = ["tax_group__code", "item_tax_group__code", "tax_code__code"]


@admin.register(DeliveryAddress)
class DeliveryAddressPage(MasterDataAdmin):
    """Where else customers take goods, all in one list and one file."""

    key = ("customer", "name")
    list_display = ["customer", "name", "country", "company"]
    list_select_related = ["customer", "company"]
    search_fields = ["customer__number", "customer__name", "name", "address"]
    autocomplete_fields = ["customer"]


@admin.register(SalesParameters)
class SalesParametersPage(MasterDataAdmin):
    """What a company decides about selling."""

    list_display = [
        "company",
        "posts_cost_of_goods",
        "credit_limit_type",
        "limit_exceeded",
        "checks_credit_of_free_text",
        "prepays_confirmed_orders",
    ]
    list_select_related = ["company"]


@admin.register(SettlementParameters)
class SettlementParametersPage(MasterDataAdmin):
    """What a company decides about settling: cash discounts, and differences that it lets go."""

    list_display = ["company", "discount_base", "corrects_tax", "administration", "settles_automatically"]
    list_select_related = ["company"]


@admin.register(SettlementPriority)
class SettlementPriorityPage(MasterDataAdmin):
    """Which types of transactions are settled first, where a payment marks nothing."""

    key = ("transaction_type",)
    list_display = ["position", "transaction_type", "company"]
    list_display_links = ["transaction_type"]
    list_select_related = ["company"]
    search_fields = ["transaction_type"]
    ordering = ["company", "position"]


@admin.register(CashDiscount)
class CashDiscountPage(MasterDataAdmin):
    """So many percent off when paid within so many days, one code after the other."""

    list_display = ["code", "name", "company", "percent", "days", "next_discount", "account"]
    list_select_related = ["company", "next_discount", "account"]
    search_fields = ["code", "name"]


@admin.register(WriteOffReason)
class WriteOffReasonPage(MasterDataAdmin):
    """Why something is written off, and to which account."""

    list_display = ["code", "name", "company", "account", "relieves_tax"]
    list_select_related = ["company", "account"]
    search_fields = ["code", "name"]


@admin.register(CurrencyAccounts)
class CurrencyAccountsPage(MasterDataAdmin):
    """Where realized gains and losses of single currencies are posted."""

    key = ("currency",)
    list_display = ["currency", "company", "gain_account", "loss_account"]
    list_select_related = ["company", "currency", "gain_account", "loss_account"]
    search_fields = ["currency__code"]


@admin.register(ChargeCode)
class ChargeCodePage(MasterDataAdmin):
    """What may be charged beside the lines of an order."""

    list_display = ["code", "name", "company", "account", "item_tax_group", "is_percent", "value"]
    list_select_related = ["company", "account", "item_tax_group"]
    search_fields = ["code", "name"]


@admin.register(CreditBlockingRule)
class CreditBlockingRulePage(MasterDataAdmin):
    """What puts orders on credit hold, in order."""

    list_display = ["position", "name", "company", "kind", "threshold", "customer_group", "is_active"]
    list_display_links = ["name"]
    search_fields = ["name", "customer_group__code"]
    list_select_related = ["company", "customer_group"]
    ordering = ["company", "position"]


@admin.register(CreditExclusionRule)
class CreditExclusionRulePage(MasterDataAdmin):
    """Which orders no rule puts on credit hold."""

    list_display = ["name", "company", "order_amount_below", "customer_group", "is_active"]
    search_fields = ["name", "customer_group__code"]
    list_select_related = ["company", "customer_group"]


@admin.register(CreditGroup)
class CreditGroupPage(MasterDataAdmin):
    """Customers that share a limit."""

    list_display = ["code", "name", "company", "credit_limit_amount"]
    list_select_related = ["company"]
    search_fields = ["code", "name"]


class SharesAddUp(CompanyLines):
    """The shares of a template: together 100 percent."""

    def clean(self) -> None:
        """Add the shares up.

        :raises ValidationError: they are not 100 percent together.
        """
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        total = sum((row["percent"] for row in kept if row.get("percent")), Decimal(0))
        if not any(self.errors) and total != ALL:
            text = _("The shares add up to %(percent)s %%, not to 100 %%.")
            raise ValidationError(text, "no_whole", {"percent": format_plain(total)})


class ShareLine(CompanyInline):
    """The ledger accounts of a template with their shares."""

    model = DistributionTemplateLine
    formset = SharesAddUp
    autocomplete_fields = ["account"]


@admin.register(DistributionTemplate)
class DistributionTemplatePage(MasterDataAdmin):
    """Distributions of an amount over ledger accounts, to be named on a line of a free text invoice."""

    list_display = ["code", "name", "company"]
    list_select_related = ["company"]
    search_fields = ["code", "name"]
    inlines = [ShareLine]


class SharesResource(MasterDataResource):
    """Shares of distribution templates as lines of a file."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Refuse the file where it leaves a template of its companies with shares that are not the whole.

        :raises ValidationError: naming the first such template.
        """
        super().after_import(dataset, result, **kwargs)
        templates = DistributionTemplate.objects.filter(company__code__in=set(dataset["company"]))
        broken = templates.annotate(percent=Sum("lines__percent")).filter(percent__gt=0).exclude(percent=ALL)
        if template := broken.order_by("code").first():
            text = _("The shares of template %(template)s would add up to %(percent)s %%, not to 100 %%.")
            raise ValidationError(text % {"template": template.code, "percent": format_plain(template.percent)})


@admin.register(DistributionTemplateLine)
class DistributionTemplateLinePage(MasterDataAdmin):
    """Shares of all templates in one list and one file; by hand they are changed together, on their template's page."""

    key = ("template", "account")
    resource = SharesResource
    list_display = ["template", "account", "percent", "company"]
    list_select_related = ["template", "account", "company"]
    search_fields = ["template__code", "template__name", "account__number", "account__name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: one share alone is not the whole."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, likewise."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, likewise."""
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Let administrators in: a file brings all shares of a template."""
        return may_set_up(request)


class RecurringLine(CompanyInline):
    """The lines of a template."""

    model = RecurringTemplateLine
    autocomplete_fields = ["account", "distribution"]


@admin.register(RecurringTemplate)
class RecurringTemplatePage(MasterDataAdmin):
    """What recurring invoices say: lines, and what they have that the customer has not."""

    list_display = ["code", "name", "company", "currency", "payment_terms", "tax_group"]
    list_select_related = ["company", "currency", "payment_terms", "tax_group"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["currency"]
    inlines = [RecurringLine]


@admin.register(RecurringTemplateLine)
class RecurringTemplateLinePage(MasterDataAdmin):
    """Lines of all templates in one list and one file."""

    key = ("template", "line_number")
    list_display = ["template", "line_number", "description", "account", "quantity", "unit_price", "company"]
    list_select_related = ["template", "account", "company"]
    search_fields = ["template__code", "template__name", "description", "account__number"]
    autocomplete_fields = ["account", "distribution"]


@admin.register(AccountTaxDefault)
class AccountTaxDefaultPage(MasterDataAdmin):
    """Which item tax group a line on a ledger account takes where none is typed."""

    key = ("account",)
    list_display = ["account", "item_tax_group", "company"]
    search_fields = ["account__number", "account__name", "item_tax_group__code"]
    list_select_related = ["account", "item_tax_group", "company"]
    autocomplete_fields = ["account"]


@admin.register(UpdateDefaults)
class UpdateDefaultsPage(MasterDataAdmin):
    """What the form of the four updates of orders proposes."""

    list_display = [
        "company",
        "summary",
        "reduce_quantity",
        "credit_correction",
        "credit_remaining_quantity",
        "printing",
    ]
    list_select_related = ["company"]


@admin.register(EmailSender)
class EmailSenderPage(MasterDataAdmin):
    """Who the e-mails of a company are from."""

    key = ("company",)
    list_display = ["company", "name", "address", "reply_to"]
    list_select_related = ["company"]


@admin.register(EmailText)
class EmailTextPage(MasterDataAdmin):
    """Subjects and texts of e-mails, per document and language."""

    key = ("kind", "language")
    list_display = ["subject", "kind", "language", "company"]
    list_filter = ["kind", "language"]
    list_select_related = ["company"]
    search_fields = ["subject", "body"]


@admin.register(CustomerGroup, HoldCode, ItemGroup, ItemTaxGroup, PaymentTerms, PostingProfile, Site)
class CodedPage(MasterDataAdmin):
    """Groups, hold codes, terms, profiles and sites: a code and a name each."""

    list_display = ["code", "name", "company"]
    list_select_related = ["company"]
    search_fields = ["code", "name"]
