"""Setup: the admin site, where administrators keep the master data of their companies.

A row of another company does not exist there, nor can one be chosen or pointed to. The superuser, who makes the first
company, sees all of them.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.access.models import Membership
from arclose.access.routes import Role


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

    def has_permission(self, request: HttpRequest) -> bool:
        """Let administrators in; who is no administrator has been refused by the table of routes already."""
        return may_set_up(request)


class SetupAdmin(admin.ModelAdmin):
    """Rows that belong to no company, such as currencies: administrators look, the superuser changes."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Let administrators look."""
        return may_set_up(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators look."""
        return may_set_up(request)


class CompanyAdmin(SetupAdmin):
    """Rows with a company, kept by the administrators of that company.

    :cvar company_field: how a row names its company; ``pk`` for companies themselves.
    """

    company_field = "company"

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

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the administered companies and their rows only; any other id is no valid choice."""
        related = db_field.remote_field.model
        if not is_operator(request) and related._meta.label == "ledger.Company":
            kwargs["queryset"] = related._default_manager.filter(pk__in=administered(request))
        elif not is_operator(request) and any(field.name == "company" for field in related._meta.get_fields()):
            kwargs["queryset"] = related._default_manager.filter(company__in=administered(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
