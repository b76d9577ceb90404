"""Make the payments of a proposal as they were shown, each holding what it will settle."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company
from arclose.ledger.posting import fingerprint_of
from customers.models import Mark
from journals.acts import SentBefore, note_change
from journals.intercompany.marking import mark_free_elsewhere
from journals.intercompany.relations import lock_in_all
from journals.kinds.payments import PAYMENT
from journals.models import Journal, Payment
from journals.payments.fees import write_fees
from journals.payments.proposals import CannotPropose, Proposal, ProposalChanged, Terms, Through, Wanted
from journals.payments.proposing import propose


def make_proposed(*, journal: Journal, terms: Terms, seen: str, made_by: User, key: str) -> Sequence[Payment]:
    """Make the payments of a proposal as it was shown, and give them. The same key gives those it gave before.

    :raises ProposalChanged: what may be collected is not what was shown (``seen``, its fingerprint).
    :raises SentBefore: the key belongs to another proposal.
    :raises CannotPropose: nothing may be collected.
    """
    look = partial(propose, company=journal.company, terms=terms)
    through = Through(terms.method, terms.bank_account)
    return make_as_shown(journal=journal, through=through, look=look, seen=seen, made_by=made_by, key=key)


@transaction.atomic
def make_as_shown(
    *, journal: Journal, through: Through, look: Callable[[], Proposal], seen: str, made_by: User, key: str
) -> Sequence[Payment]:
    """Make the payments that a look proposes, as it was shown, and give them: what any proposal does.

    The same key gives the payments it gave before.

    :raises ProposalChanged: what is proposed is not what was shown (``seen``, its fingerprint).
    :raises SentBefore: the key belongs to another proposal.
    :raises CannotPropose: nothing is proposed.
    """
    company = journal.company
    Journal.objects.select_for_update(no_key=True).get(pk=journal.pk)
    fingerprint = fingerprint_of("proposed", journal.pk, seen)
    if known := list(Payment.objects.filter(company=company, key__startswith=f"{key}:").order_by("pk")):
        if known[0].fingerprint != fingerprint:
            raise SentBefore
        return known
    shown = look()
    changed = ProposalChanged(_("What is proposed has changed since you looked. Look at it again."))
    if shown.fingerprint != seen:
        raise changed
    held: dict[int, set[int]] = defaultdict(set)
    for row in (row for one in shown.payments for row in one.transactions):
        held[row.company_id].add(row.pk)
    lock_in_all(held)
    now = look()
    if now.fingerprint != seen:
        raise changed
    if not now.payments:
        raise CannotPropose(_("Nothing is proposed on these terms."))
    return _write(journal, through, now, fingerprint, made_by, key)


def _write(
    journal: Journal, through: Through, now: Proposal, fingerprint: str, made_by: User, key: str
) -> Sequence[Payment]:
    note_change(journal, changed_by=made_by)
    made = Payment.objects.bulk_create(
        Payment(
            company=journal.company,
            journal=journal,
            customer=one.customer,
            payment_date=one.payment_date,
            currency=one.parts[0].transaction.currency,
            amount=one.amount,
            method=through.method,
            bank_account=through.bank_account,
            entered_by=made_by,
            key=f"{key}:{place}",
            fingerprint=fingerprint,
        )
        for place, one in enumerate(now.payments)
    )
    write_fees(made)
    held = [(part, payment) for payment, one in zip(made, now.payments, strict=True) for part in one.parts]
    Mark.objects.bulk_create(
        Mark(
            company=journal.company,
            transaction=part.transaction,
            document_type=PAYMENT,
            document_id=payment.pk,
            amount=part.amount,
            marked_by=made_by,
        )
        for part, payment in sorted(held, key=lambda pair: pair[0].transaction.pk)
        if part.payer is None
    )
    _mark_elsewhere(journal.company, held, made_by)
    return made


def _mark_elsewhere(company: Company, held: Sequence[tuple[Wanted, Payment]], made_by: User) -> None:
    """Let payments hold what they settle in other companies, by each customer there."""
    parts: dict[tuple[Payment, Company, int], dict[int, Decimal]] = defaultdict(dict)
    for part, payment in held:
        if part.payer:
            row = part.transaction
            parts[payment, row.company, row.customer_id][row.pk] = part.amount
    marks = [(payment, other, amounts) for (payment, other, _customer), amounts in parts.items()]
    mark_free_elsewhere(paid=company, marks=marks, marked_by=made_by)
