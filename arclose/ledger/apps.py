"""Registration of the general ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from arclose.ledger import trigger_registry

trigger_registry.keep_names()


class LedgerConfig(AppConfig):
    """The general ledger."""

    name = "arclose.ledger"
    verbose_name = _("General ledger")

    def ready(self) -> None:
        """Put the ledger's pages and probes on their lists, and let addresses ask for its periods."""
        from arclose.ledger import addresses, registration
        from arclose.ledger.proofs.registration import register_probes

        addresses.register()
        registration.register()
        register_probes()
