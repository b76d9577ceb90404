"""Registration of revaluation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RevaluationConfig(AppConfig):
    """Revaluation."""

    name = "revaluation"
    verbose_name = _("Revaluation")

    def ready(self) -> None:
        """Put the probe, digest and kind of document of revaluation on their lists."""
        from revaluation import registration

        registration.register()
