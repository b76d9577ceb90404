"""Setup: the admin site, where administrators keep the master data of their companies.

A row of another company does not exist there, nor can one be chosen or pointed to. The superuser, who makes the first
company, sees all of them.
"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import DateField, DecimalField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.access.models import Membership
from arclose.access.routes import Role
from arclose.web.forms import DayField, DayInput, NumberField


def is_operator(request: HttpRequest) -> bool:
    """Tell whether the user is the superuser, who belongs to no company."""
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


def administered(request: HttpRequest) -> list[int]:
    """Give the ids of the companies in which the user is an administrator; asked once per request."""
    known: list[int] | None = getattr(request, "_administered", None)
    if known is None:
        held = Membership.objects.filter(user=request.user.pk, role=Role.ADMINISTRATOR)
        known = list(held.values_list("company_id", flat=True)) if request.user.is_active else []
        request._administered = known  # type: ignore[attr-defined]
    return known


def may_set_up(request: HttpRequest) -> bool:
    """Tell whether the user administers any company."""
    return is_operator(request) or bool(administered(request))


class SetupSite(admin.AdminSite):
    """The admin site, for whoever administers a company."""

    site_header = _("arclose Setup")
    site_title = _("Setup")
    index_title = _("Master data")
    enable_nav_sidebar = True
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        """Let administrators in; who is no administrator has been refused by the table of routes already."""
        return may_set_up(request)


def _number_field(*, decimal_places: int, max_digits: int, **kwargs: Any) -> NumberField:
    """Give the field of a number; how many digits it may have, its model says."""
    return NumberField(decimals=decimal_places, **kwargs)


class _AsTyped:
    """Shows and takes days and numbers as every other page does."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the field of a form; days and numbers are taken as people type them, and it is known which day it is."""
        if type(db_field) is DateField:
            kwargs |= {"form_class": DayField, "widget": DayInput}
        elif isinstance(db_field, DecimalField):
            without_groups = getattr(db_field, "without_groups", False)
            kwargs |= {"form_class": partial(_number_field, without_groups=without_groups)}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, DayField):
            field.today = request.today  # type: ignore[attr-defined]
        return field


class SetupAdmin(_AsTyped, admin.ModelAdmin):
    """Rows that belong to no company, such as currencies: administrators look, the superuser changes."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Let administrators look."""
        return may_set_up(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators look."""
        return may_set_up(request)


class CompanyForm(forms.ModelForm):
    """The form of a row: what it points to belongs to its own company."""

    def clean(self) -> dict[str, Any]:
        """Refuse at the field a row of another company, before the database does."""
        values: dict[str, Any] = super().clean() or {}
        company = values.get("company")
        own = company.pk if company else self.instance.company_id
        for name, value in list(values.items()):
            if getattr(value, "company_id", own) != own:
                self.add_error(name, _("This belongs to %(company)s.") % {"company": value.company})
        return values

    def _get_validation_exclusions(self) -> set[str]:
        """Ask what must be unique in a company of a row, too, whose company is kept as it is and stands in no field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"company"} if getattr(self.instance, "company_id", None) else excluded


def _with_company(row: Any) -> str:
    return f"{row.company} · {row}"


class _OwnChoices:
    """Offers the rows of the administered companies only."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the administered companies and their rows only; any other id is no valid choice.

        Who administers several is told the company of each: rows of two may have the same code and name.
        """
        related = db_field.remote_field.model
        is_of_company = any(field.name == "company" for field in related._meta.get_fields())
        if not is_operator(request) and related._meta.label == "ledger.Company":
            kwargs["queryset"] = related._default_manager.filter(pk__in=administered(request))
        elif not is_operator(request) and is_of_company:
            kwargs["queryset"] = related._default_manager.filter(company__in=administered(request))
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if is_of_company and (is_operator(request) or len(administered(request)) > 1):
            field.queryset = field.queryset.select_related("company")
            field.label_from_instance = _with_company
        return field


class CompanyLines(forms.BaseInlineFormSet):
    """Lines that take the company of their row."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.company_id = self.instance.company_id
        return form


class CompanyInline(_OwnChoices, _AsTyped, admin.TabularInline):
    """Lines below a row of a company; they take its company."""

    extra = 0
    exclude = ["company"]
    form = CompanyForm
    formset = CompanyLines

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators look."""
        return may_set_up(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators add."""
        return may_set_up(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators change."""
        return may_set_up(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators delete what nothing points to."""
        return may_set_up(request)


class CompanyAdmin(_OwnChoices, SetupAdmin):
    """Rows with a company, kept by the administrators of that company.

    :cvar company_field: how a row names its company; ``pk`` for companies themselves.
    """

    company_field = "company"
    form = CompanyForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the rows of the administered companies."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows if is_operator(request) else rows.filter(**{f"{self.company_field}__in": administered(request)})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let administrators add."""
        return may_set_up(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators change."""
        return may_set_up(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators delete what nothing points to."""
        return may_set_up(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the company of a row as it is."""
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "company"] if obj and hasattr(obj, "company_id") else fixed
