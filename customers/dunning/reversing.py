"""Take interest notes and collection letters back, one as well as all of a job: each by a linked reversal.

That of its voucher and transaction, where it has them. What is settled of a document speaks against it. What a reversed
one charged or asked for can be charged and asked for again; one that is waived stays said, and nobody need pay for it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.documents import called
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.reversing import lock_reversals
from customers import subledger
from customers.dunning.notes import NoteKind, of_lines
from customers.dunning.refusals import refusal
from customers.models import CustomerTransaction, Mark, Settlement
from customers.models.dunning import TAKEN_BACK, UNPOSTED, NoteStatus
from customers.sql import earliest_days, lock_open_transactions


@transaction.atomic
def reverse_notes(
    kind: NoteKind,
    *,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    undone_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Reverse every posted document of which nothing is settled, on a day. One taken back before stays so.

    Of a kind that is :attr:`NoteKind.waiving` it is waived instead: what it charges goes back all the same, but its
    days stay charged, and its step is reached. A preview writes under provisional numbers; its caller takes the
    transaction back.

    :returns: which were taken back, which were before, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    """
    ids = sorted(set(documents))
    fingerprint = ledger.fingerprint_of(kind.reversals, ids, day, reason)
    open_periods = ledger.open_periods(company=company, dates={day})
    own = _transactions_of(kind, company, ids)
    lock_open_transactions(company_id=company.pk, transactions=sorted(own.values_list("pk", flat=True)))
    lock_reversals(company=company)
    notes = kind.of(company).filter(pk__in=ids)
    status = dict(notes.order_by("pk").select_for_update(no_key=True).values_list("pk", "status"))
    already = [pk for pk, standing in status.items() if standing in TAKEN_BACK]
    waiting = notes.exclude(pk__in=already)
    left_out = _refused(company, waiting, own, day, is_open=bool(open_periods))
    left_out += _not_to_waive(waiting, own, left_out) if kind.becomes == NoteStatus.WAIVED else []
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        now = sorted(kind.reversed_by(known).filter(pk__in=ids).values_list("pk", flat=True))
        return Outcome(known.pk, now, sorted(set(already) - set(now)), left_out)
    out = {*already, *(one.document_id for one in left_out)}
    accepted = [pk for pk in status if pk not in out]
    if not accepted:
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=kind.reversals, key=key, fingerprint=fingerprint, posted_by=undone_by
    )
    vouchers = _transactions_of(kind, company, accepted).order_by("pk").values_list("voucher", flat=True)
    subledger.take_back(
        posting=posting, vouchers=list(vouchers), settlements=[], day=day, reason=reason, is_preview=is_preview
    )
    kind.beside_reversal(posting)
    taken_back = kind.of(company).filter(pk__in=accepted)
    taken_back.update(status=kind.becomes, **kind.said_of_reversal(posting, day, reason))
    if kind.becomes == NoteStatus.REVERSED:
        of_lines(kind, taken_back).update(is_standing=False)
    if not is_preview:
        subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)
    return Outcome(posting.pk, accepted, already, left_out)


def _transactions_of(kind: NoteKind, company: Company, notes: Sequence[int]) -> "QuerySet[CustomerTransaction]":
    of_notes = {"voucher__document_type": kind.document_type, "voucher__document_id__in": notes}
    return CustomerTransaction.objects.filter(company=company, **of_notes)


def _refused(
    company: Company,
    notes: "QuerySet[Any]",
    own: "QuerySet[CustomerTransaction]",
    day: date,
    *,
    is_open: bool,
) -> list[Refusal]:
    of_document = dict(own.values_list("pk", "voucher__document_id"))
    settled = {of_document[pk]: number for pk, number in _settled_with(own)}
    marks = Mark.objects.filter(transaction__in=own).values_list("transaction", "document_type", "document_id")
    marked = {of_document[pk]: called(document_type, document) for pk, document_type, document in marks}
    days = earliest_days(company_id=company.pk, transactions=list(of_document))
    earliest = {of_document[pk]: first for pk, first in days.items()}
    found = []
    for pk, status, dated in notes.order_by("pk").values_list("pk", "status", "note_date"):
        if status in UNPOSTED:
            found.append(refusal(pk, "not_posted"))
        elif not is_open:
            found.append(refusal(pk, "period_not_open", day.isoformat()))
        elif day < dated:
            found.append(refusal(pk, "before_note", dated.isoformat()))
        elif pk in settled:
            found.append(refusal(pk, "settled", settled[pk]))
        elif pk in marked:
            found.append(refusal(pk, "marked", marked[pk]))
        elif pk in earliest and day < earliest[pk]:
            found.append(refusal(pk, "settled_until", earliest[pk].isoformat()))
    return found


def _not_to_waive(
    notes: "QuerySet[Any]", own: "QuerySet[CustomerTransaction]", left_out: Sequence[Refusal]
) -> list[Refusal]:
    """Look for documents that charge nothing, and for those that charge again what is waived already."""
    asked = notes.exclude(pk__in=[one.document_id for one in left_out])
    charging = set(own.values_list("voucher__document_id", flat=True))
    found = []
    for pk, reinstates in asked.order_by("pk").values_list("pk", "reinstates"):
        if reinstates or pk not in charging:
            found.append(refusal(pk, "charges_again" if reinstates else "charges_nothing"))
    return found


def _settled_with(own: "QuerySet[CustomerTransaction]") -> list[tuple[int, str]]:
    """Give the transactions of which something is settled, each with the number of what settles it."""
    standing = Settlement.objects.filter(debit_transaction__in=own, reversal_of=None, reversed_by=None)
    return list(standing.order_by("pk").values_list("debit_transaction", "credit_transaction__document_number"))
