"""Registration of customers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customers, orders, invoices and what is open."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Put the probes, digests, jobs, upkeep, kinds of file and pages of customers on their lists."""
        from arclose.batch import kinds, upkeep
        from customers.dunning.jobs import DUNNING_JOBS
        from customers.imports.registration import register_imports
        from customers.jobs import PREPAYMENT_JOB, RECURRING_JOB
        from customers.papers import print_jobs
        from customers.proofs.digests import register_digests
        from customers.proofs.registration import register_probes
        from customers.screens import registration
        from customers.undo_jobs import UNDO_INVOICES_JOB, UNDO_PACKING_SLIPS_JOB

        own = (PREPAYMENT_JOB, RECURRING_JOB, UNDO_INVOICES_JOB, UNDO_PACKING_SLIPS_JOB)
        for kind in (*own, *DUNNING_JOBS):
            kinds.register(kind)
        upkeep.register(print_jobs.let_go)
        register_probes()
        register_digests()
        register_imports()
        registration.register()
