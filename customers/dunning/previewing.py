"""What posting interest notes or collection letters would make: computed by posting them and taking it all back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, posted_as_seen
from customers.dunning.notes import NoteKind
from customers.dunning.posting import fingerprint_of, post_notes


@dataclass(frozen=True)
class NotePreview(WithEffects):
    """What posting would make and leave out, and what it would do to the accounts."""

    documents: list[Any]
    effects: list[AccountEffect]
    left_out: list[tuple[Any, Refusal]]
    already: list[Any]
    seen: Seen


def preview_notes(kind: NoteKind, *, company: Company, documents: Sequence[int], previewed_by: User) -> NotePreview:
    """Give what posting these documents of a kind would make. Nothing is written.

    :raises CannotPost: nothing can be posted at all, for want of a number series.
    """
    with transaction.atomic():
        outcome = post_notes(
            kind,
            company=company,
            documents=documents,
            posted_by=previewed_by,
            key=f"preview-{uuid4()}",
            is_preview=True,
        )
        left_out = _notes(kind, company, [one.document_id for one in outcome.left_out])
        found = NotePreview(
            documents=list(_notes(kind, company, outcome.posted).values()),
            effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
            left_out=[(left_out[one.document_id], one) for one in outcome.left_out],
            already=list(_notes(kind, company, outcome.already).values()),
            seen=_seen(kind, company, outcome),
        )
        transaction.set_rollback(True)
    return found


def post_notes_as_seen(
    kind: NoteKind, *, company: Company, documents: Sequence[int], posted_by: User, key: str, seen: Seen
) -> Outcome:
    """Post documents of a kind exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a document, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    return posted_as_seen(
        post=partial(post_notes, kind, company=company, documents=documents, posted_by=posted_by, key=key),
        look=partial(_seen, kind, company),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint_of(kind, documents)),
    )


def _notes(kind: NoteKind, company: Company, ids: Sequence[int]) -> dict[int, Any]:
    return kind.of(company).select_related("customer").order_by("pk").in_bulk(ids)


def _seen(kind: NoteKind, company: Company, outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    made = {
        str(pk): [
            note.note_date.isoformat(),
            note.currency_id,
            *(str(getattr(note, part.amount)) for part in kind.parts),
        ]
        for pk, note in _notes(kind, company, outcome.posted).items()
    }
    entries = digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
    return Seen(made, codes(outcome.left_out), entries)
