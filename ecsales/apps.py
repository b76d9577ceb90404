"""Registration of EC sales list."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EcSalesConfig(AppConfig):
    """EC sales list."""

    name = "ecsales"
    verbose_name = _("EC sales list")

    def ready(self) -> None:
        """Put the pages and probes of EC sales lists on their lists."""
        from ecsales import registration

        registration.register()
