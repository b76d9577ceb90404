"""What payments across companies add: a page, kinds of documents, a question before a release, and probes."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.documents import DocumentKind
from arclose.ledger.probes import Probe
from arclose.ledger.proofs.findings import rows_said
from arclose.web import pages
from arclose.web.pages import Page
from journals.intercompany import sql
from journals.intercompany.entries import DUE_FROM, DUE_TO, PASSED_ON, TAKEN_OVER
from journals.intercompany.releasing import keep_or_let_go_elsewhere
from journals.registration.additions import Additions

companies_say_the_same = rows_said(
    sql.BOOKS_DIFFER,
    {
        "half": _("payment PM-%(payment)s of %(paid)s for %(company)s stands in the books of one of the two only"),
        "back": _("payment PM-%(payment)s of %(paid)s for %(company)s is taken back in one of the two only"),
        "other": _("%(paid)s owes %(company)s another amount by payment PM-%(payment)s than %(company)s claims"),
        "unasked": _("the books of %(company)s have a voucher of intercompany payment %(payment)s, which there is not"),
    },
)
results_say_the_same = rows_said(
    sql.RESULTS_DIFFER,
    {
        "half_passed": _("what %(company)s passed on by payment PM-%(payment)s of %(paid)s is taken back in part only"),
        "other_passed": _("%(paid)s took over another amount by payment PM-%(payment)s than %(company)s passed on"),
    },
)


OF_INTERCOMPANY_PAYMENTS = Additions(
    pages=(
        Page(
            "journals:intercompany_payments",
            label=_("Intercompany payments"),
            section=pages.JOURNALS,
            position=8,
            icon="voucher",
            keywords=_("centralized payments, due to, due from, other company"),
            names=(_("Centralized payments"),),
            highlights=("journals:intercompany_payment",),
        ),
    ),
    documents=(
        DocumentKind(
            DUE_TO,
            _("Paid for another company"),
            route="journals:payment",
            undone_by=_("It is taken back with its payment, on the page of that."),
        ),
        DocumentKind(
            DUE_FROM,
            _("Paid to another company"),
            route="journals:intercompany_payment",
            undone_by=_("It is taken back with its payment, in the company that was paid."),
            called="IC-{}".format,
        ),
        DocumentKind(
            TAKEN_OVER,
            _("Taken over from another company"),
            route="journals:payment",
            undone_by=_("It is taken back with its payment, on the page of that."),
        ),
        DocumentKind(
            PASSED_ON,
            _("Passed on to another company"),
            route="journals:intercompany_payment",
            undone_by=_("It is taken back with its payment, in the company that was paid."),
        ),
    ),
    before_release={DUE_FROM: keep_or_let_go_elsewhere},
    probes=(
        Probe(
            "intercompany", _("What a company owes another by payments is what that claims."), companies_say_the_same
        ),
        Probe(
            "intercompany results",
            _("What a company passed on by payments is what the other one took over."),
            results_say_the_same,
        ),
    ),
)
