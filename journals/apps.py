"""Registration of journals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalsConfig(AppConfig):
    """Journals."""

    name = "journals"
    verbose_name = _("Journals")

    def ready(self) -> None:
        """Put the jobs, kinds of file, pages, probes, digests and steps of journals on their lists."""
        from arclose.batch import kinds as job_kinds
        from arclose.imports import kinds as file_kinds
        from customers import after_invoicing
        from customers.company_setup import further
        from customers.free_text import paying
        from customers.settling import part_payment
        from journals import registration
        from journals.banking.accounts import create_first_bank_account
        from journals.bills.company_setup import create_what_bills_need
        from journals.bills.drawing import draw_on_invoices
        from journals.digests import register_digests
        from journals.imports import GENERAL_JOURNAL_FILE, GENERAL_VOUCHER_FILE
        from journals.payments.imports import PAYMENT_FILE
        from journals.screens.free_text_methods import PAYING
        from journals.screens.part_methods import PART_PAYMENT
        from journals.undoing import UNDO_GENERAL_VOUCHERS_JOB, UNDO_PAYMENTS_JOB

        for kind in (UNDO_GENERAL_VOUCHERS_JOB, UNDO_PAYMENTS_JOB):
            job_kinds.register(kind)
        for file in (PAYMENT_FILE, GENERAL_JOURNAL_FILE, GENERAL_VOUCHER_FILE):
            file_kinds.register(file)
        registration.register()
        register_digests()
        after_invoicing.register("draw bills of exchange", draw_on_invoices)
        paying.register(PAYING)
        part_payment.register(PART_PAYMENT)
        further.register("bank account", create_first_bank_account)
        further.register("bills of exchange", create_what_bills_need)
