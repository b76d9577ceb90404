"""Registration of people and roles."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from arclose.access import checks


class AccessConfig(AppConfig):
    """People and what they may do."""

    name = "arclose.access"
    verbose_name = _("People")

    def ready(self) -> None:
        """Check at every start that no route is without a rule."""
        register(checks.every_route_has_a_rule)
