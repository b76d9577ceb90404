"""Registration of the batch jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BatchConfig(AppConfig):
    """Batch jobs."""

    name = "arclose.batch"
    verbose_name = _("Batch jobs")
