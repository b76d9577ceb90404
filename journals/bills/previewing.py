"""What posting steps of bills would make: computed by posting them and taking it all back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, posted_as_seen
from journals.bills.entries import BILL_STEPS
from journals.bills.posting import post_bill_steps
from journals.kinds.journals import previewed, reasons_kept
from journals.models import BillStep


@dataclass(frozen=True)
class StepPreview(WithEffects):
    """What posting would make and leave out, and what it would do to the accounts.

    ``kept`` says why it cannot be posted yet, where only its journal keeps all of it.
    """

    steps: list[BillStep]
    effects: list[AccountEffect]
    left_out: list[tuple[BillStep, Refusal]]
    already: list[BillStep]
    kept: list[str]
    seen: Seen


def preview_steps(*, company: Company, documents: Sequence[int], previewed_by: User) -> StepPreview:
    """Give what posting these steps would make. Nothing is written.

    :raises CannotPost: nothing can be posted at all, for want of a number series or an account.
    """
    with transaction.atomic():
        outcome = previewed(
            partial(post_bill_steps, company=company, documents=documents, posted_by=previewed_by, is_preview=True)
        )
        made = _steps(company, outcome.posted)
        others = {one.pk: one for one in _steps(company, [one.document_id for one in outcome.left_out])}
        found = StepPreview(
            steps=made,
            effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
            left_out=[(others[one.document_id], one) for one in outcome.left_out],
            already=_steps(company, outcome.already),
            kept=reasons_kept(outcome),
            seen=_seen(made, outcome),
        )
        transaction.set_rollback(True)
    return found


def post_steps_as_seen(
    *, company: Company, documents: Sequence[int], posted_by: User, key: str, is_whole: bool, seen: Seen
) -> Outcome:
    """Post steps exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a step, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    fingerprint = ledger.fingerprint_of(BILL_STEPS, sorted(set(documents)))
    return posted_as_seen(
        post=partial(
            post_bill_steps, company=company, documents=documents, posted_by=posted_by, key=key, is_whole=is_whole
        ),
        look=lambda outcome: _seen(_steps(company, outcome.posted), outcome),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint),
    )


def _steps(company: Company, ids: Sequence[int]) -> list[BillStep]:
    rows = BillStep.objects.filter(company=company, pk__in=ids)
    return list(rows.select_related("customer", "currency", "bill", "journal__name").order_by("pk"))


def _seen(made: Sequence[BillStep], outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    facts = {
        str(step.pk): [
            str(step.step_date),
            step.currency_id,
            str(step.amount),
            str(step.amount),
            step.step_type,
            step.status_after,
            str(step.opened_amount),
        ]
        for step in made
    }
    entries = digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
    return Seen(facts, codes(outcome.left_out), entries, codes(outcome.warnings))
