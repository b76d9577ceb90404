"""What methods of payment add: pages, kinds of documents, states and probes."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.documents import DocumentKind
from arclose.ledger.probes import Probe
from arclose.ledger.proofs.findings import rows_said
from arclose.web import pages
from arclose.web.pages import Page
from journals.kinds.bridging import BRIDGE_CLEARING
from journals.kinds.payment_fees import PAYMENT_FEE
from journals.payments import sql as method_sql
from journals.registration.additions import Additions

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


OF_METHODS = Additions(
    pages=(
        Page(
            "journals:direct_debit_files",
            label=_("Direct debit files"),
            section=pages.JOURNALS,
            position=6,
            icon="voucher",
            keywords=_("SEPA, collect, mandate, pain.008"),
            highlights=("journals:direct_debit_file",),
        ),
        Page(
            "journals:bridged_payments",
            label=_("Bridged payments"),
            section=pages.JOURNALS,
            position=7,
            icon="voucher",
            keywords=_("bridging account, clear, in transit"),
            highlights=("journals:clear_bridged", "journals:bridge_clearing"),
        ),
    ),
    documents=(
        DocumentKind(
            PAYMENT_FEE,
            _("Payment fee"),
            route="journals:payment",
            undone_by=_("A fee is taken back with its payment, on its page."),
        ),
        DocumentKind(BRIDGE_CLEARING, _("Clearing of bridged payments"), route="journals:bridge_clearing"),
    ),
    states={
        "none": ("dot", "quiet"),
        "received": ("clock", "wait"),
        "approved": ("check", "good"),
        "rejected": ("stop", "bad"),
    },
    probes=(
        Probe("direct debits", _("Direct debit files are kept as they were made."), direct_debits_are_kept),
        Probe("payment statuses", _("Every change of a payment status is on record."), statuses_are_recorded),
        Probe("payment fees", _("Every fee of a posted payment is posted whole."), fees_are_posted_whole),
        Probe("bridged payments", _("What was bridged is cleared once, and whole."), bridges_are_cleared_once),
    ),
)
