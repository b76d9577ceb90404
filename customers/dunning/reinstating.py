"""Reinstate what was waived: a document of another day charges it again, and is posted at once.

What was waived stays waived, and so do its lines: its days are charged, its step is reached. Hence the new document has
none of its own. It is settled, reversed and waived like any other; taken back, what was waived can be reinstated anew.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Voucher
from arclose.ledger.outcomes import Outcome, Refusal
from customers.dunning.notes import NoteKind
from customers.dunning.posting import post_notes
from customers.dunning.refusals import refusal
from customers.models.dunning import TAKEN_BACK, NoteStatus


@transaction.atomic
def reinstate_note(
    kind: NoteKind, *, company: Company, note: int, day: date, reason: str, reinstated_by: User, key: str
) -> Outcome:
    """Charge what a document charged before it was waived, on a day, by a new one. One reinstated before stays so.

    :returns: the new document as posted, or the one there is as there already; else why not, of the waived one.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    """
    ledger.open_periods(company=company, dates={day})
    waived = kind.of(company).select_for_update(no_key=True).get(pk=note)
    standing = kind.of(company).filter(reinstates=waived).exclude(status__in=TAKEN_BACK)
    if already := list(standing.values_list("pk", flat=True)):
        return Outcome(None, [], already)
    if refused := _refused(kind, waived, day):
        return Outcome(left_out=[refused])
    made = kind.notes.objects.create(
        company=company,
        note_date=day,
        reinstates=waived,
        reinstatement_reason=reason[:200],
        created_by=reinstated_by,
        **{field: getattr(waived, field) for field in kind.again},
        **kind.without_lines,
    )
    outcome = post_notes(kind, company=company, documents=[made.pk], posted_by=reinstated_by, key=key)
    if outcome.left_out:
        made.delete()
    return replace(outcome, left_out=[replace(one, document_id=note) for one in outcome.left_out])


def _refused(kind: NoteKind, waived: Any, day: date) -> Refusal | None:
    if waived.status != NoteStatus.WAIVED:
        return refusal(waived.pk, "not_waived")
    own = {"reversal_of__document_type": kind.document_type, "reversal_of__document_id": waived.pk}
    since: date = Voucher.objects.values_list("posting_date", flat=True).get(company=waived.company_id, **own)
    return refusal(waived.pk, "before_waiver", since.isoformat()) if day < since else None
