"""Registration of people and roles."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from arclose.access import checks
from arclose.web import pages
from arclose.web import saved_views as list_views


class AccessConfig(AppConfig):
    """People and what they may do."""

    name = "arclose.access"
    verbose_name = _("People")

    def ready(self) -> None:
        """Check at every start that no route is without a rule; offer Setup; keep the views of lists."""
        from arclose.access import saved_views

        register(checks.every_route_has_a_rule)
        register(checks.every_page_has_a_route)
        list_views.register(saved_views.views_of_reader)
        pages.register(
            pages.Page(
                "admin:index",
                label=_("Setup"),
                section=pages.SETUP,
                position=10,
                icon="setup",
                keywords=_("master data, users, roles, administration"),
            )
        )
