"""Registration of customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers, orders, invoices and what is open."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Put the probes, digests, jobs, kinds of file and pages of customers on their lists."""
        from arclose.batch import kinds
        from customers.imports.registration import register_imports
        from customers.jobs import FREE_TEXT_JOB, RECURRING_JOB
        from customers.proofs.digests import register_digests
        from customers.proofs.registration import register_probes
        from customers.screens import registration

        kinds.register(FREE_TEXT_JOB)
        kinds.register(RECURRING_JOB)
        register_probes()
        register_digests()
        register_imports()
        registration.register()
