"""What revaluation adds to the lists of the apps below it."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger import documents, probes
from revaluation import proofs
from revaluation.posting import REVALUATION


def register() -> None:
    """Put the probe, digest and kind of document on their lists."""
    probes.register(
        "revaluations",
        _("Adjustments and vouchers of a revaluation are the sums of its lines."),
        proofs.runs_are_posted_whole,
    )
    proofs.register_digests()
    documents.register(
        documents.DocumentKind(
            REVALUATION,
            _("Revaluation"),
            undone_by=_("A revaluation is undone on its own page, with all its vouchers."),
        )
    )
