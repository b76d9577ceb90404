"""Master data of the ledger in Setup."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.ledger.master_data import MasterDataAdmin, SharedDataAdmin, SharedDataResource
from arclose.ledger.models import (
    AccountBalance,
    AutomaticAccount,
    Company,
    Currency,
    ExchangeRate,
    ExchangeRateType,
    LedgerAccount,
    NumberSeries,
    NumberSeriesCounter,
    VatRegistration,
)
from arclose.ledger.models.currencies import UnionMembership
from arclose.ledger.rate_uses import rates_in_use
from arclose.web.amounts import format_plain
from arclose.web.days import format_moment


@admin.register(Company)
class CompanyPage(MasterDataAdmin):
    """Companies. A new one is set up with all it needs by its own command; its currency never changes."""

    company_field = "pk"
    list_display = ["code", "name", "country", "accounting_currency", "time_zone"]
    readonly_fields = ["code", "accounting_currency", "created"]

    @admin.display(description=_("Created"))
    def created(self, company: Company) -> str:
        """Give when the company was set up, under a label in the reader's language."""
        return format_moment(company.created_at)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a company needs accounts, groups and series before it can do anything."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: its books stay."""
        return False


@admin.register(VatRegistration)
class VatRegistrationPage(MasterDataAdmin):
    """VAT numbers per country, with the days they hold."""

    list_display = ["company", "country", "vat_number", "currency", "valid_from", "valid_to"]
    search_fields = ["country", "vat_number"]


@admin.register(LedgerAccount)
class LedgerAccountPage(MasterDataAdmin):
    """The chart of accounts."""

    list_display = ["number", "name", "company", "account_type", "is_control_account", "is_blocked"]
    list_filter = ["account_type", "is_control_account", "is_blocked"]
    search_fields = ["number", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the number of an account that was posted to, and whether a subledger keeps it."""
        fixed = super().get_readonly_fields(request, obj)
        is_posted_to = obj is not None and AccountBalance.objects.filter(account=obj).exists()
        return [*fixed, "number", "is_control_account"] if is_posted_to else fixed


@admin.register(AutomaticAccount)
class AutomaticAccountPage(MasterDataAdmin):
    """The accounts that postings take by themselves."""

    key = ("purpose",)
    list_display = ["purpose", "account", "company"]
    search_fields = ["purpose", "account__number", "account__name"]
    list_select_related = ["account", "company"]
    autocomplete_fields = ["account"]


@admin.register(NumberSeries)
class NumberSeriesPage(MasterDataAdmin):
    """Prefix and digits of numbers to come; the counters themselves belong to the postings."""

    key = ("prefix",)
    list_display = ["purpose", "prefix", "digits", "company"]
    search_fields = ["purpose", "prefix"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the prefix of a series that gave out a number."""
        fixed = super().get_readonly_fields(request, obj)
        is_used = obj is not None and NumberSeriesCounter.objects.filter(series=obj, last_number__gt=0).exists()
        return [*fixed, "prefix"] if is_used else fixed

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: numbers given stay in their series."""
        return False


@admin.register(Currency)
class CurrencyPage(SharedDataAdmin):
    """Currencies of ISO 4217; they belong to no company."""

    key = ("code",)
    list_display = ["code", "name", "decimals", "end_date"]
    search_fields = ["code", "name"]


@admin.register(UnionMembership)
class UnionMembershipPage(SharedDataAdmin):
    """When which territories belonged to the European Union and the euro area; they belong to no company."""

    key = ("union", "country", "valid_from")
    list_display = ["country", "union", "valid_from", "valid_to"]
    list_filter = ["union"]
    search_fields = ["country"]
    ordering = ["country", "union", "valid_from"]


@admin.register(ExchangeRateType)
class ExchangeRateTypePage(SharedDataAdmin):
    """Lists of rates, the published one and those a company keeps by itself; they belong to no company."""

    key = ("code",)
    list_display = ["code", "name", "base_currency"]
    list_select_related = ["base_currency"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["base_currency"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep how a list is known, and what its rates are quoted against, once there are any."""
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "code", "base_currency"] if obj is not None and obj.rates.exists() else fixed


_STAYS = _(
    "A posted revaluation used this rate, so it stays: the report of that run refers to it."
    " Enter the right rate for a day of its own, and revalue anew."
)


class RateForm(forms.ModelForm):
    """The form of a published rate."""

    def clean(self) -> dict[str, Any]:
        """Refuse to change a rate that is in use, before the database does.

        :raises ValidationError: it is.
        """
        values: dict[str, Any] = super().clean() or {}
        own = ExchangeRate.objects.filter(pk=self.instance.pk)
        if {"rate_type", "currency", "rate_date", "units_per_base"} & set(self.changed_data) and rates_in_use(own):
            raise ValidationError(_STAYS)
        return values


class RatesResource(SharedDataResource):
    """Published rates as lines of a file."""

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Refuse the line that would change a rate in use, before the database refuses the whole file.

        :raises ValidationError: it would, or is refused by the fields otherwise.
        """
        super().validate_instance(instance, *args, **kwargs)
        if instance.pk and rates_in_use(ExchangeRate.objects.filter(pk=instance.pk)):
            raise ValidationError({"units_per_base": _STAYS})


@admin.register(ExchangeRate)
class ExchangeRatePage(SharedDataAdmin):
    """Published rates; they belong to no company."""

    form = RateForm
    resource = RatesResource
    exclude = ["entered_by"]
    key = ("rate_type", "currency", "rate_date")
    list_display = ["rate_date", "rate_type", "currency", "units"]
    list_filter = ["rate_type"]
    list_select_related = ["rate_type", "currency"]
    search_fields = ["currency__code", "currency__name"]
    date_hierarchy = "rate_date"
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: ExchangeRate, form: Any, change: bool) -> None:
        """Save, and note who entered the rate."""
        obj.entered_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs: "Sequence[Any] | QuerySet[Any]", request: HttpRequest) -> Any:
        """Give what goes with rates, and say of each that is in use that it stays: none of them is deleted then."""
        going, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        used = rates_in_use(ExchangeRate.objects.filter(pk__in=[one.pk for one in objs]))
        return going, counts, forbidden, [*protected, *(f"{rate}: {_STAYS}" for rate in used)]

    @admin.display(description=_("Units per base currency"), ordering="units_per_base")
    def units(self, row: ExchangeRate) -> str:
        """Give the rate as it was published, without needless zeros."""
        return format_plain(row.units_per_base, 4)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the rates, the newest first."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.order_by("-rate_date", "currency")
