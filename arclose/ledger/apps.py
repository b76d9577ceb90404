"""Registration of the general ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The general ledger."""

    name = "arclose.ledger"
    verbose_name = _("General ledger")

    def ready(self) -> None:
        """Put the ledger's probes on the list, and let addresses ask for its periods."""
        from arclose.ledger import addresses
        from arclose.ledger.proofs.registration import register_probes

        addresses.register()
        register_probes()
