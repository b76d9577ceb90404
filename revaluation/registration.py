"""What revaluation adds to the lists of the apps below it."""

from django.utils.translation import gettext_lazy as _

from arclose.batch import kinds
from arclose.ledger import documents, probes, rate_uses
from arclose.web import pages
from arclose.web.pages import Page
from customers.screens import later_events
from revaluation import fetching, jobs, proofs
from revaluation.posting import REVALUATION
from revaluation.rates import used_rates
from revaluation.screens.invoice_events import REVALUED


def register() -> None:
    """Put the probe, digest, use of rates, kind of document, jobs, pages and events of invoices on their lists."""
    probes.register(
        "revaluations",
        _("Adjustments and vouchers of a revaluation are the sums of its lines."),
        proofs.runs_are_posted_whole,
    )
    proofs.register_digests()
    rate_uses.register(used_rates)
    documents.register(
        documents.DocumentKind(
            REVALUATION,
            _("Revaluation"),
            "revaluation:voucher",
            undone_by=_("A revaluation is undone on its own page, with all its vouchers."),
        )
    )
    later_events.register(REVALUED)
    kinds.register(jobs.COMPUTE_JOB)
    kinds.register(jobs.POST_JOB)
    kinds.register(fetching.FETCH_JOB)
    pages.register(
        Page(
            "revaluation:runs",
            label=_("Foreign currency revaluation"),
            section=pages.REVALUATION,
            position=10,
            icon="transactions",
            keywords=_("exchange adjustment, unrealized gains and losses, rates at the end of the period"),
            names=(_("Revaluation"),),
            highlights=(
                "revaluation:run",
                "revaluation:new_run",
                "revaluation:undo",
                "revaluation:compare",
                "revaluation:left_out",
                "revaluation:transaction",
            ),
        )
    )
    pages.register(
        Page(
            "revaluation:exposure",
            label=_("Exposure and exchange results"),
            section=pages.REVALUATION,
            position=20,
            icon="chart",
            keywords=_("foreign currency open, gains and losses by month"),
        )
    )
    pages.register(
        Page(
            "revaluation:rates",
            label=_("Exchange rates"),
            section=pages.REVALUATION,
            position=30,
            icon="chart",
            keywords=_("ECB, European Central Bank, rate of the day, coverage"),
        )
    )
