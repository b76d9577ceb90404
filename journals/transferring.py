"""Post what can be posted of a journal, and move the rest to a new one of the same name: both or neither."""

from collections.abc import Callable, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger.outcomes import Outcome
from journals.acts import transfer
from journals.bills.posting import post_bill_steps
from journals.models import OF_BILLS, Journal, JournalType
from journals.payments.paying import post_payments
from journals.posting import post_general_vouchers

_POST: dict[str, Callable[..., Outcome]] = {
    JournalType.PAYMENT: post_payments,
    JournalType.GENERAL: post_general_vouchers,
    **dict.fromkeys(OF_BILLS, post_bill_steps),
}


@transaction.atomic
def post_what_can_be(
    *, journal: Journal, documents: Sequence[int], posted_by: User, key: str
) -> tuple[Outcome, Journal | None]:
    """Post what can be posted of a journal; give the outcome, and the journal that has the rest now.

    Where all of it is posted, or none can be, nothing is moved.

    :raises CannotPost: as in :func:`journals.payments.paying.post_payments` and
        :func:`journals.posting.post_general_vouchers`.
    """
    # Who enters something locks the journal first and open transactions after it.
    Journal.objects.select_for_update(no_key=True).get(pk=journal.pk)
    post = _POST[journal.name.journal_type]
    outcome = post(company=journal.company, documents=documents, posted_by=posted_by, key=key)
    if not outcome.left_out or not outcome.posted:
        return outcome, None
    refused = [one.document_id for one in outcome.left_out]
    return outcome, transfer(journal=journal, documents=refused, key=key)
