"""Master data of customers and sales in Setup."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import customers.dunning_setup
import customers.free_text_setup
import customers.setup_help  # noqa: F401 (these add to the pages: interest and letters, free text, what fields are for)
from arclose.ledger.master_data import MasterDataAdmin, MasterDataInline
from arclose.web.amounts import format_plain
from customers.models import (
    CashDiscount,
    ChargeCode,
    CreditBlockingRule,
    CreditExclusionRule,
    CreditGroup,
    CreditReason,
    CurrencyAccounts,
    Customer,
    CustomerGroup,
    DeliveryAddress,
    EmailSender,
    EmailText,
    HoldCode,
    Item,
    ItemGroup,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
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
from customers.vat_numbers import MEMBER_STATES, is_well_formed


class DeliveryAddressLine(MasterDataInline):
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

    def save_model(self, request: HttpRequest, obj: Customer, form: Any, change: bool) -> None:
        """Save, and say of a number that no EC sales list takes it; some that are held break their state's rules."""
        super().save_model(request, obj, form, change)
        is_new = not {"vat_number", "country"}.isdisjoint(form.changed_data)
        if is_new and obj.vat_number and obj.country in MEMBER_STATES and not is_well_formed(obj.vat_number):
            text = gettext(
                "The check digits of VAT number %(number)s are wrong: no EC sales list takes it. Ask the customer for"
                " the right one before invoices bear it."
            )
            messages.warning(request, text % {"number": obj.vat_number})


@admin.register(Item)
class ItemPage(MasterDataAdmin):
    """What is sold: goods and services."""

    list_display = ["number", "name", "company", "item_type", "group", "price", "is_blocked"]
    list_filter = ["item_type", "is_blocked"]
    list_select_related = ["company", "group"]
    search_fields = ["number", "name"]

    @admin.display(description=_("Price"), ordering="unit_price")
    def price(self, item: Item) -> str:
        """Give the price without needless zeros."""
        return format_plain(item.unit_price, 2)

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


class TaxRateLine(MasterDataInline):
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


class TaxRuleLine(MasterDataInline):
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
        "defers_revenue",
        "credit_limit_type",
        "limit_exceeded",
        "checks_credit_of_free_text",
        "approves_free_text",
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


@admin.register(CreditReason, CustomerGroup, HoldCode, ItemGroup, ItemTaxGroup, PaymentTerms, PostingProfile, Site)
class CodedPage(MasterDataAdmin):
    """Groups, hold codes, reasons of credit notes, terms, profiles and sites: a code and a name each."""

    list_display = ["code", "name", "company"]
    list_select_related = ["company"]
    search_fields = ["code", "name"]
