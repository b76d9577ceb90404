"""What posting interest notes would make: computed by posting them and taking it all back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, posted_as_seen
from customers.dunning.posting import fingerprint_of, post_interest_notes
from customers.models import InterestNote


@dataclass(frozen=True)
class InterestPreview(WithEffects):
    """What posting would make and leave out, and what it would do to the accounts."""

    documents: list[InterestNote]
    effects: list[AccountEffect]
    left_out: list[tuple[InterestNote, Refusal]]
    already: list[InterestNote]
    seen: Seen


def preview_interest_notes(*, company: Company, documents: Sequence[int], previewed_by: User) -> InterestPreview:
    """Give what posting these notes would make. Nothing is written.

    :raises CannotPost: nothing can be posted at all, for want of a number series.
    """
    with transaction.atomic():
        outcome = post_interest_notes(
            company=company, documents=documents, posted_by=previewed_by, key=f"preview-{uuid4()}", is_preview=True
        )
        left_out = _notes(company, [one.document_id for one in outcome.left_out])
        found = InterestPreview(
            documents=list(_notes(company, outcome.posted).values()),
            effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
            left_out=[(left_out[one.document_id], one) for one in outcome.left_out],
            already=list(_notes(company, outcome.already).values()),
            seen=_seen(company, outcome),
        )
        transaction.set_rollback(True)
    return found


def post_interest_notes_as_seen(
    *, company: Company, documents: Sequence[int], posted_by: User, key: str, seen: Seen
) -> Outcome:
    """Post notes exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a note, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    return posted_as_seen(
        post=partial(post_interest_notes, company=company, documents=documents, posted_by=posted_by, key=key),
        look=partial(_seen, company),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint_of(documents)),
    )


def _notes(company: Company, ids: Sequence[int]) -> dict[int, InterestNote]:
    return InterestNote.objects.filter(company=company).select_related("customer").order_by("pk").in_bulk(ids)


def _seen(company: Company, outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    made = {
        str(pk): [note.note_date.isoformat(), note.currency_id, str(note.interest_amount), str(note.fee_amount)]
        for pk, note in _notes(company, outcome.posted).items()
    }
    entries = digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
    return Seen(made, codes(outcome.left_out), entries)
