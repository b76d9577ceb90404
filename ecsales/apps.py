"""Registration of EC sales list."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EcSalesConfig(AppConfig):
    """EC sales list."""

    name = "ecsales"
    verbose_name = _("EC sales list")

    def ready(self) -> None:
        """Put the pages, the kind of file and the probes of EC sales lists on their lists."""
        from arclose.imports import kinds
        from ecsales import registration
        from ecsales.imports import LINE_FILE

        kinds.register(LINE_FILE)
        registration.register()
