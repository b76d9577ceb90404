"""Master data of customers and sales in Setup."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import customers.setup_help  # noqa: F401 (says what the fields are for)
from arclose.access.site import CompanyInline, CompanyLines
from arclose.ledger.master_data import MasterDataAdmin
from arclose.web.amounts import format_plain
from customers.free_text.distributions import ALL
from customers.models import (
    AccountTaxDefault,
    ChargeCode,
    CreditBlockingRule,
    CreditExclusionRule,
    CreditGroup,
    Customer,
    CustomerGroup,
    DeliveryAddress,
    DistributionTemplate,
    DistributionTemplateLine,
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
    Site,
    TaxCode,
    TaxGroup,
    TaxRate,
    TaxRule,
    UpdateDefaults,
)
from customers.models.sales_orders import UNFINISHED


def _linked(name: str, heading: Any) -> Callable[[Any], Any]:
    """Give a column with what a row points to, under a heading in the reader's language."""

    @admin.display(description=heading, ordering=name)
    def column(row: Any) -> Any:
        return getattr(row, name)

    return column


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

    def save_model(self, request: HttpRequest, obj: Item, form: Any, change: bool) -> None:
        """Where the type changes, wait for the orders it changes: they are locked before items."""
        if change and "item_type" in form.changed_data:
            lines = SalesOrderLine.objects.filter(item=obj).values("order")
            orders = SalesOrder.objects.filter(company=obj.company_id, status__in=UNFINISHED, pk__in=lines)
            list(orders.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        super().save_model(request, obj, form, change)


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
    list_display = [_linked("tax_code", _("tax code")), "valid_from", "percent", "company"]
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
    list_display = [
        _linked("tax_group", _("tax group")),
        _linked("item_tax_group", _("item tax group")),
        _linked("tax_code", _("tax code")),
        "company",
    ]
    list_select_related = ["tax_group", "item_tax_group", "tax_code", "company"]
    search_fields = ["tax_group__code", "item_tax_group__code", "tax_code__code"]


@admin.register(DeliveryAddress)
class DeliveryAddressPage(MasterDataAdmin):
    """Where else customers take goods, all in one list and one file."""

    key = ("customer", "name")
    list_display = [_linked("customer", _("customer")), "name", "country", "company"]
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
    ]
    list_select_related = ["company"]


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


class DistributionTemplateLinePage(CompanyInline):
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
    inlines = [DistributionTemplateLinePage]


class RecurringTemplateLinePage(CompanyInline):
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
    inlines = [RecurringTemplateLinePage]


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


@admin.register(CustomerGroup, HoldCode, ItemGroup, ItemTaxGroup, PaymentTerms, PostingProfile, Site)
class CodedPage(MasterDataAdmin):
    """Groups, hold codes, terms, profiles and sites: a code and a name each."""

    list_display = ["code", "name", "company"]
    list_select_related = ["company"]
    search_fields = ["code", "name"]
