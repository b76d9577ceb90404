"""What prepayment invoices of orders would be: computed by posting them and taking it all back."""

from collections.abc import Sequence
from functools import partial
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.effects import digest_of_entries, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome
from arclose.ledger.seen import Seen, posted_as_seen
from customers.prepayments.parameters import PrepaymentParameters
from customers.prepayments.posting import fingerprint_of, post_prepayments
from customers.prepayments.refusals import title_of
from customers.previewing import Preview, left_out_by_reason, seen_of, totals_of
from customers.updates import Made, invoices_made


def preview_prepayments(
    *, company: Company, orders: Sequence[int], parameters: PrepaymentParameters, previewed_by: User
) -> Preview:
    """Give what prepayment invoices of these orders would be. Nothing is written.

    :raises CannotPost: none can be posted at all, for want of a number series or an account.
    """
    with transaction.atomic():
        outcome = post_prepayments(
            company=company,
            orders=orders,
            parameters=parameters,
            posted_by=previewed_by,
            key=f"preview-{uuid4()}",
            is_preview=True,
        )
        documents = _made(company, outcome)
        found = Preview(
            documents=documents,
            totals=totals_of(documents),
            effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
            left_out=left_out_by_reason(company=company, refusals=outcome.left_out, titled=title_of),
            warnings=[],
            already=[],
            seen=seen_of(documents, outcome, _entries(outcome)),
        )
        transaction.set_rollback(True)
    return found


def post_prepayments_as_seen(
    *,
    company: Company,
    orders: Sequence[int],
    parameters: PrepaymentParameters,
    posted_by: User,
    key: str,
    seen: Seen,
) -> Outcome:
    """Post prepayment invoices exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a document, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    fingerprint = fingerprint_of(orders, parameters)
    return posted_as_seen(
        post=partial(
            post_prepayments, company=company, orders=orders, parameters=parameters, posted_by=posted_by, key=key
        ),
        look=lambda outcome: seen_of(_made(company, outcome), outcome, _entries(outcome)),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint),
    )


def _made(company: Company, outcome: Outcome) -> list[Made]:
    return invoices_made(company=company, posting=outcome.posting_id) if outcome.posting_id else []


def _entries(outcome: Outcome) -> str:
    return digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
