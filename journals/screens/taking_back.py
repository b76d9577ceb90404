"""What the pages that take a document back do alike."""

from django.utils.translation import gettext as _

from arclose.ledger.outcomes import Outcome
from customers.settling.refusals import CannotSettle


def taken_back(outcome: Outcome) -> Outcome:
    """Give what taking one document back came to.

    :raises CannotSettle: it cannot be taken back on that day, or was meanwhile.
    """
    if outcome.posting_id is None:
        reasons = [f"{one.reason} {one.remedy}" for one in outcome.left_out]
        raise CannotSettle(reasons or [_("Somebody took it back meanwhile.")])
    return outcome
