"""Delete what is not posted: then its days can be charged, and what it asks for be asked for, again."""

from collections.abc import Sequence

from django.db import transaction

from arclose.ledger.models import Company
from customers.dunning.notes import NoteKind, of_lines
from customers.models.dunning import UNPOSTED


@transaction.atomic
def delete_notes(kind: NoteKind, *, company: Company, notes: Sequence[int]) -> int:
    """Delete those documents of a kind that are not posted; return how many."""
    waiting = kind.of(company).filter(pk__in=notes, status__in=UNPOSTED)
    ids = list(waiting.order_by("pk").select_for_update().values_list("pk", flat=True))
    found = kind.of(company).filter(pk__in=ids)
    of_lines(kind, found).delete()
    found.delete()
    return len(ids)
