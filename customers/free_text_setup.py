"""Master data of free text invoices in Setup: distributions, templates that come again, tax groups of accounts."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from arclose.access.site import CompanyLines
from arclose.ledger.master_data import ChangedWithTheirRow, MasterDataAdmin, MasterDataInline, MasterDataResource
from arclose.web.amounts import format_plain
from customers.free_text.distributions import ALL
from customers.models import (
    AccountTaxDefault,
    DistributionTemplate,
    DistributionTemplateLine,
    RecurringTemplate,
    RecurringTemplateCharge,
    RecurringTemplateLine,
)


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


class ShareLine(MasterDataInline):
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
class DistributionTemplateLinePage(ChangedWithTheirRow, MasterDataAdmin):
    """Shares of all templates in one list and one file."""

    key = ("template", "account")
    resource = SharesResource
    list_display = ["template", "account", "percent", "company"]
    list_select_related = ["template", "account", "company"]
    search_fields = ["template__code", "template__name", "account__number", "account__name"]


class RecurringLine(MasterDataInline):
    """The lines of a template."""

    model = RecurringTemplateLine
    autocomplete_fields = ["account", "distribution"]


class RecurringChargeLine(MasterDataInline):
    """The charges of a template."""

    model = RecurringTemplateCharge


@admin.register(RecurringTemplate)
class RecurringTemplatePage(MasterDataAdmin):
    """What recurring invoices say: lines, and what they have that the customer has not."""

    list_display = ["code", "name", "company", "currency", "payment_terms", "tax_group"]
    list_select_related = ["company", "currency", "payment_terms", "tax_group"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["currency", "distribution"]
    inlines = [RecurringLine, RecurringChargeLine]


@admin.register(RecurringTemplateLine)
class RecurringTemplateLinePage(MasterDataAdmin):
    """Lines of all templates in one list and one file."""

    key = ("template", "line_number")
    list_display = ["template", "line_number", "description", "account", "quantity", "unit_price", "company"]
    list_select_related = ["template", "account", "company"]
    search_fields = ["template__code", "template__name", "description", "account__number"]
    autocomplete_fields = ["account", "distribution"]


@admin.register(RecurringTemplateCharge)
class RecurringTemplateChargePage(MasterDataAdmin):
    """Charges of all templates in one list and one file."""

    key = ("template", "charge_code")
    list_display = ["template", "charge_code", "value", "company"]
    list_select_related = ["template", "charge_code", "company"]
    search_fields = ["template__code", "template__name", "charge_code__code"]


@admin.register(AccountTaxDefault)
class AccountTaxDefaultPage(MasterDataAdmin):
    """Which item tax group a line on a ledger account takes where none is typed."""

    key = ("account",)
    list_display = ["account", "item_tax_group", "company"]
    search_fields = ["account__number", "account__name", "item_tax_group__code"]
    list_select_related = ["account", "item_tax_group", "company"]
    autocomplete_fields = ["account"]
