"""Registration of customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers, orders, invoices and what is open."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Put the probes of customers on the list."""
        from customers.proofs.registration import register_probes

        register_probes()
