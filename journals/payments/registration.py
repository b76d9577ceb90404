"""What methods of payment add to every page: navigation, kinds of documents, states and probes."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger import documents, probes
from arclose.ledger.proofs.findings import rows_said
from arclose.web import pages
from arclose.web.pages import Page
from arclose.web.states import register_states
from journals.kinds.bridging import BRIDGE_CLEARING
from journals.kinds.payment_fees import PAYMENT_FEE
from journals.payments import sql as method_sql

direct_debits_are_kept = rows_said(
    method_sql.FILES_ASTRAY,
    _("direct debit file %(file)s differs from what it collects, or from the payments that stand in it"),
)
statuses_are_recorded = rows_said(
    method_sql.STATUSES_ASTRAY, _("payment PM-%(payment)s has another payment status than its newest change says")
)
fees_are_posted_whole = rows_said(
    method_sql.FEES_NOT_WHOLE, _("what the books have of the fees of payment PM-%(payment)s is of another amount")
)
bridges_are_cleared_once = rows_said(
    method_sql.CLEARINGS_ASTRAY,
    _("voucher %(number)s was cleared twice, or its clearing moved another amount than stood on the bridging account"),
)


def register() -> None:
    """Put pages, kinds of documents, states and probes on their lists."""
    pages.register(
        Page(
            "journals:direct_debit_files",
            label=_("Direct debit files"),
            section=pages.JOURNALS,
            position=6,
            icon="voucher",
            keywords=_("SEPA, collect, mandate, pain.008"),
            highlights=("journals:direct_debit_file",),
        )
    )
    pages.register(
        Page(
            "journals:bridged_payments",
            label=_("Bridged payments"),
            section=pages.JOURNALS,
            position=7,
            icon="voucher",
            keywords=_("bridging account, clear, in transit"),
            highlights=("journals:clear_bridged", "journals:bridge_clearing"),
        )
    )
    documents.register(
        documents.DocumentKind(
            PAYMENT_FEE,
            _("Payment fee"),
            route="journals:payment",
            undone_by=_("A fee is taken back with its payment, on its page."),
        )
    )
    documents.register(
        documents.DocumentKind(BRIDGE_CLEARING, _("Clearing of bridged payments"), route="journals:bridge_clearing")
    )
    register_states(
        {
            "none": ("dot", "quiet"),
            "received": ("clock", "wait"),
            "approved": ("check", "good"),
            "rejected": ("stop", "bad"),
        }
    )
    probes.register("direct debits", _("Direct debit files are kept as they were made."), direct_debits_are_kept)
    probes.register("payment statuses", _("Every change of a payment status is on record."), statuses_are_recorded)
    probes.register("payment fees", _("Every fee of a posted payment is posted whole."), fees_are_posted_whole)
    probes.register("bridged payments", _("What was bridged is cleared once, and whole."), bridges_are_cleared_once)
