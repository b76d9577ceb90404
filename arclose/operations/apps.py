"""Registration of operations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Operations."""

    name = "arclose.operations"
    verbose_name = _("Operations")
