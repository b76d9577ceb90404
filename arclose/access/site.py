"""Admin pages of a company's master data: for its administrators, with its own rows only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from arclose.access.models import Membership
from arclose.access.routes import Role


def administered(request: HttpRequest) -> list[int]:
    """Give the ids of the companies in which the user is an administrator."""
    if not request.user.is_active:
        return []
    held = Membership.objects.filter(user=request.user.pk, role=Role.ADMINISTRATOR)
    return list(held.values_list("company_id", flat=True))


class CompanyAdmin(admin.ModelAdmin):
    """Rows with a company, shown to and kept by the administrators of that company.

    A row of another company does not exist here, nor can one be chosen or pointed to.
    """

    company_field = "company"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Give the rows of the administered companies."""
        return super().get_queryset(request).filter(**{f"{self.company_field}__in": administered(request)})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Let administrators in."""
        return bool(administered(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators look."""
        return bool(administered(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let administrators add."""
        return bool(administered(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators change."""
        return bool(administered(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators delete what nothing points to."""
        return bool(administered(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the companies that the user administers, and their rows only."""
        mine = administered(request)
        related = db_field.remote_field.model
        if related._meta.label == "ledger.Company":
            kwargs["queryset"] = related._default_manager.filter(pk__in=mine)
        elif any(field.name == "company" for field in related._meta.get_fields()):
            kwargs["queryset"] = related._default_manager.filter(company__in=mine)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
