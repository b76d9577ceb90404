"""Registration of the batch jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BatchConfig(AppConfig):
    """Batch jobs."""

    name = "arclose.batch"
    verbose_name = _("Batch jobs")

    def ready(self) -> None:
        """Put the pages and the probes of batch on their lists."""
        from arclose.batch import cleaning, proofs
        from arclose.batch.screens import registration

        registration.register()
        proofs.register_probes()
        cleaning.register()
