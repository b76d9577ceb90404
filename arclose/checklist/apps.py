"""Registration of period close."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistConfig(AppConfig):
    """Period close."""

    name = "arclose.checklist"
    verbose_name = _("Period close")
