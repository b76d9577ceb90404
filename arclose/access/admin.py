"""Who has which role, kept by administrators of the company."""

from django.contrib import admin

from arclose.access.models import Membership
from arclose.access.site import CompanyAdmin


@admin.register(Membership)
class MembershipAdmin(CompanyAdmin):
    """Roles per person and company."""

    list_display = ["user", "company", "role", "granted_at"]
    list_filter = ["role"]
    search_fields = ["user__username", "company__code"]
    autocomplete_fields = ["user"]
