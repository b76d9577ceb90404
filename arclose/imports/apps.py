"""Registration of imports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Imports."""

    name = "arclose.imports"
    verbose_name = _("Imports")
