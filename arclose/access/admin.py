"""People and their roles, kept by the administrators of a company."""

from typing import Any

from axes.utils import reset as axes_reset
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arclose.access.models import Membership
from arclose.access.site import CompanyAdmin, administered, is_operator, may_set_up
from arclose.access.versions import WithVersions

admin.site.unregister(User)
admin.site.unregister(Group)


def people_known_to(request: HttpRequest, people: QuerySet[User]) -> QuerySet[User]:
    """Give the people with a role in an administered company, and those without any role yet."""
    if is_operator(request):
        return people
    known = Q(memberships__company__in=administered(request)) | Q(memberships__isnull=True)
    return people.filter(known, is_superuser=False).distinct()


@admin.register(Membership)
class MembershipAdmin(WithVersions, CompanyAdmin):
    """Roles per person and company. Nobody grants or takes away a role of their own."""

    list_display = ["user", "company", "role", "granted_at"]
    list_filter = ["role"]
    list_select_related = ["user", "company"]
    search_fields = ["user__username", "company__code"]
    autocomplete_fields = ["user"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators change the roles of others."""
        return super().has_change_permission(request, obj) and self._is_of_another(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators take away the roles of others."""
        return super().has_delete_permission(request, obj) and self._is_of_another(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the people whom the user may know, but not the user."""
        if db_field.name == "user":
            kwargs["queryset"] = people_known_to(request, User.objects.exclude(username=request.user.get_username()))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @staticmethod
    def _is_of_another(request: HttpRequest, obj: Any) -> bool:
        return obj is None or obj.user_id != request.user.pk or is_operator(request)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People: those with a role in an administered company, and those without any role yet.

    Name and password of somebody who also works elsewhere are changed by the superuser only: whoever could set a
    password could sign in as that person there.
    """

    list_display = ["username", "first_name", "last_name", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "is_active"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    actions = ["unlock"]

    @admin.action(description=_("Unlock signing in"), permissions=["change"])
    def unlock(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Let people sign in again who were locked out by wrong passwords."""
        for person in people:
            axes_reset(username=person.get_username())
        count = len(people)
        text = ngettext("%(count)d person may sign in again.", "%(count)d people may sign in again.", count)
        self.message_user(request, text % {"count": count})

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Give the people whom the user may know."""
        return people_known_to(request, super().get_queryset(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Let administrators look."""
        return may_set_up(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators look."""
        return may_set_up(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let administrators add people, who can do nothing before they are given a role."""
        return may_set_up(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators change people who work for their companies only."""
        if obj is None or is_operator(request):
            return may_set_up(request)
        elsewhere = Membership.objects.filter(user=obj).exclude(company__in=administered(request))
        return may_set_up(request) and not obj.is_superuser and not elsewhere.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody delete people: what they did names them. They are made inactive."""
        return False
