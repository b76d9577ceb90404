"""Who has which role in which company, and the views of lists that people save."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from arclose.access.routes import Role
from arclose.web.saved_views import NAME_LENGTH, QUERY_LENGTH


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    """One role of one person in one company. Every change of it is kept in its history."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    company = models.ForeignKey("ledger.Company", models.CASCADE, related_name="memberships", verbose_name=_("company"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    granted_at = models.DateTimeField(_("granted"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "company", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.company}: {self.get_role_display()}"


class SavedView(models.Model):
    """What somebody wants to see of a list: filter, sorting and columns under a name.

    No business data: whoever may open the list may save views of it, and nothing depends on one.
    """

    company = models.ForeignKey("ledger.Company", models.CASCADE, related_name="saved_views", verbose_name=_("company"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    list_route = models.CharField(_("list"), max_length=100)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    query = models.CharField(_("query"), max_length=QUERY_LENGTH, blank=True)
    is_shared = models.BooleanField(_("shared with the company"), default=False)
    saved_at = models.DateTimeField(_("saved"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["company", "list_route", "owner", "name"], name="saved_view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view that a list opens with for one person: one of their own, or one shared with them."""

    company = models.ForeignKey("ledger.Company", models.CASCADE, related_name="+", verbose_name=_("company"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    list_route = models.CharField(_("list"), max_length=100)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="defaults", verbose_name=_("saved view"))

    class Meta:
        verbose_name = _("default view")
        verbose_name_plural = _("default views")
        constraints = [
            models.UniqueConstraint(fields=["company", "list_route", "user"], name="default_view_once"),
        ]
