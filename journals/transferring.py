"""Post what can be posted of a journal, and move the rest to a new one of the same name: both or neither."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger.outcomes import Outcome
from journals.entering import transfer
from journals.models import Journal
from journals.paying import post_payments


@transaction.atomic
def post_what_can_be(
    *, journal: Journal, documents: Sequence[int], posted_by: User, key: str
) -> tuple[Outcome, Journal | None]:
    """Post the payments of a journal that can be posted; give the outcome, and the journal that has the others now.

    Where all of them are posted, or none can be, nothing is moved.

    :raises CannotPost: as in :func:`journals.paying.post_payments`.
    """
    outcome = post_payments(company=journal.company, documents=documents, posted_by=posted_by, key=key)
    if not outcome.left_out or not outcome.posted:
        return outcome, None
    refused = [one.document_id for one in outcome.left_out]
    return outcome, transfer(journal=journal, payments=refused, moved_by=posted_by, key=key)
