"""What posting payments would make: computed by posting them and taking it all back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, posted_as_seen
from customers.models import CustomerTransaction
from journals.intercompany.posting import closing_exchanges, own_spent_elsewhere, paid_by, postings_elsewhere
from journals.kinds.journals import previewed, reasons_kept
from journals.kinds.payments import PAYMENT, PAYMENTS
from journals.models import IntercompanyPayment, Payment
from journals.payments.paying import post_payments
from journals.settled import Settled, conceded_by, left_of, settled_with


@dataclass(frozen=True)
class WouldPost:
    """A payment as it would be posted: what it settles, and what of it stays open, above zero in our favour.

    ``conceded`` is what of the payment itself is let go, such as what was overpaid.
    """

    payment: Payment
    settled: list[Settled]
    left: Decimal
    conceded: list[tuple[str, Decimal]]


@dataclass(frozen=True)
class EffectsElsewhere(WithEffects):
    """What posting would do to the accounts of another company."""

    company: Company
    effects: list[AccountEffect]


@dataclass(frozen=True)
class PaymentPreview(WithEffects):
    """What posting would make and leave out, and what it would do to the accounts, here and in other companies.

    ``kept`` says why it cannot be posted yet, where only its journal keeps all of it.
    """

    payments: list[WouldPost]
    effects: list[AccountEffect]
    elsewhere: list[EffectsElsewhere]
    left_out: list[tuple[Payment, Refusal]]
    already: list[Payment]
    kept: list[str]
    seen: Seen


def preview_payments(*, company: Company, documents: Sequence[int], previewed_by: User) -> PaymentPreview:
    """Give what posting these payments would make. Nothing is written.

    :raises CannotPost: nothing can be posted at all, for want of a number series or an account.
    """
    with transaction.atomic():
        outcome = previewed(
            partial(post_payments, company=company, documents=documents, posted_by=previewed_by, is_preview=True)
        )
        found = _read(company, outcome)
        transaction.set_rollback(True)
    return found


def post_payments_as_seen(
    *, company: Company, documents: Sequence[int], posted_by: User, key: str, is_whole: bool, seen: Seen
) -> Outcome:
    """Post payments exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a payment, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    fingerprint = ledger.fingerprint_of(PAYMENTS, sorted(set(documents)))
    return posted_as_seen(
        post=partial(
            post_payments, company=company, documents=documents, posted_by=posted_by, key=key, is_whole=is_whole
        ),
        look=lambda outcome: _seen(_would_post(company, outcome), outcome),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint),
    )


def _read(company: Company, outcome: Outcome) -> PaymentPreview:
    would_post = _would_post(company, outcome)
    refused = _payments(company, [one.document_id for one in outcome.left_out])
    return PaymentPreview(
        payments=would_post,
        effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
        elsewhere=[
            EffectsElsewhere(one.company, effects_of(one.company, one.pk)) for one in _postings_elsewhere(outcome)
        ],
        left_out=[(refused[one.document_id], one) for one in outcome.left_out],
        already=list(_payments(company, outcome.already).values()),
        kept=reasons_kept(outcome),
        seen=_seen(would_post, outcome),
    )


def _payments(company: Company, ids: Sequence[int]) -> dict[int, Payment]:
    rows = Payment.objects.filter(company=company).select_related("customer", "currency", "journal__name")
    return rows.in_bulk(ids)


def _would_post(company: Company, outcome: Outcome) -> list[WouldPost]:
    """Read what the posting at hand wrote: each payment with its settlements."""
    if outcome.posting_id is None:
        return []
    own = CustomerTransaction.objects.filter(posting=outcome.posting_id, voucher__document_type=PAYMENT)
    found = {row.voucher.document_id: row for row in own.select_related("voucher", "open")}
    of_transaction = {row.pk: document for document, row in found.items()}
    settled: dict[int, list[Settled]] = {document: [] for document in found}
    spent = set(own_spent_elsewhere(outcome.posting_id))
    for document, one, other in settled_with(outcome.posting_id, of_transaction):
        if other not in spent:
            settled[document].append(one)
    for posting in _postings_elsewhere(outcome):
        moved = set(closing_exchanges(posting.pk))
        for document, one, other in settled_with(posting.pk, paid_by(posting.pk), posting.company.code):
            if other not in moved:
                settled[document].append(one)
    on_account = IntercompanyPayment.objects.filter(payment__posting=outcome.posting_id).exclude(on_account_amount=0)
    for part in on_account.select_related("company", "payment").order_by("pk"):
        currency = part.payment.currency_id
        what = Settled(_("on account"), part.on_account_amount, Decimal(0), [], currency, part.company.code)
        settled[part.payment_id].append(what)
    conceded = conceded_by(outcome.posting_id)
    payments = _payments(company, outcome.posted)
    return [WouldPost(payments[pk], settled[pk], -left_of(found[pk]), conceded[found[pk].pk]) for pk in outcome.posted]


def _postings_elsewhere(outcome: Outcome) -> "Sequence[Posting]":
    return list(postings_elsewhere(outcome.posting_id)) if outcome.posting_id else []


def _seen(would_post: Sequence[WouldPost], outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    made = {str(one.payment.pk): _facts(one) for one in would_post}
    entries = digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
    entries += "".join(digest_of_entries(one.pk) for one in _postings_elsewhere(outcome))
    return Seen(made, codes(outcome.left_out), entries, codes(outcome.warnings))


def _facts(one: WouldPost) -> list[str]:
    settled = [f"{part.company} {part.document_number} {part.amount}".strip() for part in one.settled]
    settled += [
        f"{amount}" for granted in (*(p.conceded for p in one.settled), one.conceded) for _type, amount in granted
    ]
    amount = str(one.payment.amount)
    return [str(one.payment.payment_date), one.payment.currency_id, amount, amount, *settled]
