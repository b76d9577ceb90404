"""Why documents of a journal are not posted on account of the journal: it is not approved, or is somebody else's."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from arclose.ledger.outcomes import Refusal
from journals.refusals import refusal


def kept_by_their_journal(documents: "QuerySet[Any]", *, posted_by: User) -> list[Refusal]:
    """Give the documents whose journal waits for approval, or is posted by nobody but who made it."""
    waiting = documents.filter(journal__name__needs_approval=True, journal__approved_at=None)
    others = documents.filter(journal__name__is_posted_by_maker=True).exclude(journal__created_by=posted_by)
    makers = others.values_list("pk", "journal__created_by__username")
    return [
        *(refusal(pk, "not_approved") for pk in waiting.values_list("pk", flat=True)),
        *(refusal(pk, "not_own_journal", maker) for pk, maker in makers),
    ]
