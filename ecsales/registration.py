"""What EC sales lists add to every page and proof: navigation, search, states, probes, and a reason against an undo."""

from django.utils.translation import gettext_lazy as _

from arclose.batch import kinds
from arclose.ledger import probes
from arclose.web import pages
from arclose.web.pages import Page, Section
from arclose.web.states import register_states
from customers import listed_periods, undo_obstacles
from customers.screens import later_events
from ecsales import jobs, undoing
from ecsales.periods import periods_listed
from ecsales.proofs import declarations_are_as_made, declared_rows_are_in_the_books
from ecsales.screens.invoice_events import REPORTED

SALES_TAX = Section("sales-tax", _("Sales tax"), 38)


def register() -> None:
    """Put pages, states, jobs, probes, and what these lists decide about invoices on their lists."""
    kinds.register(jobs.COLLECT_JOB)
    kinds.register(jobs.REPORT_JOB)
    register_states({"included": ("open", "busy"), "reported": ("upload", "wait"), "closed": ("lock", "quiet")})
    pages.register(
        Page(
            "ecsales:sales_lists",
            label=_("EC sales list"),
            section=SALES_TAX,
            position=10,
            icon="voucher",
            keywords=_("intra-Community supplies, recapitulative statement, VIES, VAT"),
            names=(_("EC sales lists"),),
            highlights=("ecsales:sales_list", "ecsales:list_documents", "ecsales:list_numbers", "ecsales:add_line"),
        )
    )
    listed_periods.register(periods_listed)
    later_events.register(REPORTED)
    undo_obstacles.register(undoing.look, undoing.WORDS)
    probes.register(
        "EC sales lists",
        _("What was reported of EC sales is in the books, to the cent."),
        declared_rows_are_in_the_books,
    )
    probes.register(
        "EC sales list files",
        _("Every submitted EC sales list is as it was made: its lines, its documents, its files."),
        declarations_are_as_made,
    )
