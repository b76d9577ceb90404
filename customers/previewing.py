"""What posting orders would make: computed by posting them and taking it all back.

A preview can be posted as it was seen: :func:`post_as_seen` posts, compares, and takes everything back where
something is not as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, posted_as_seen
from arclose.ledger.seen import differences as differences_between
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from customers.models import SalesOrder
from customers.models.sales_orders import UNFINISHED
from customers.refusals import title_of
from customers.update_parameters import UpdateParameters
from customers.updates import Made, Update


@dataclass(frozen=True)
class LeftOut:
    """Orders left out, or warned of, for the same reason, with the reason of each in words."""

    code: str
    title: str
    remedy: str
    refusals: list[tuple[SalesOrder, Refusal]]


@dataclass(frozen=True)
class MadeTotal:
    """What the documents of one kind and currency add up to."""

    kind: str
    currency: str
    documents: int
    net: Decimal
    tax: Decimal
    total: Decimal


@dataclass(frozen=True)
class Preview(WithEffects):
    """What posting would make, leave out and warn of, and what it would do to the accounts."""

    documents: list[Made]
    totals: list[MadeTotal]
    effects: list[AccountEffect]
    left_out: list[LeftOut]
    warnings: list[LeftOut]
    already: list[Made]
    seen: Seen


def first_orders(orders: "QuerySet[SalesOrder]", *, at_most: int) -> list[int]:
    """Give the ids of the orders by date; of too many, those come last of which nothing is left to do."""
    by_date = orders.order_by("invoice_date", "pk").values_list("pk", flat=True)
    first = list(by_date[:at_most])
    if len(first) < at_most:
        return first
    left = by_date.filter(status__in=UNFINISHED)[:at_most]
    return list(dict.fromkeys([*left, *first]))[:at_most]


def preview(
    *, update: Update, company: Company, orders: Sequence[int], parameters: UpdateParameters, previewed_by: User
) -> Preview:
    """Give what an update would make of these orders. Nothing is written.

    :raises CannotPost: nothing can be posted at all, for want of a number series or an account.
    """
    with transaction.atomic():
        outcome = update.post(
            company=company,
            orders=orders,
            parameters=parameters,
            posted_by=previewed_by,
            key=f"preview-{uuid4()}",
            is_preview=True,
        )
        found = _read(update, company, outcome)
        transaction.set_rollback(True)
    return found


def would_be(
    *, update: Update, company: Company, orders: Sequence[int], parameters: UpdateParameters, asked_by: User
) -> Outcome:
    """Give what an update would do to orders, as "already" done: nothing is posted, and nothing is written."""
    with transaction.atomic():
        outcome = update.post(
            company=company,
            orders=orders,
            parameters=parameters,
            posted_by=asked_by,
            key=f"preview-{uuid4()}",
            is_preview=True,
        )
        transaction.set_rollback(True)
    return Outcome(None, [], [*outcome.posted, *outcome.already], outcome.left_out, outcome.warnings)


def post_as_seen(
    *,
    update: Update,
    company: Company,
    orders: Sequence[int],
    parameters: UpdateParameters,
    posted_by: User,
    key: str,
    seen: Seen,
) -> Outcome:
    """Post orders exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a document, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    fingerprint = update.fingerprint(orders, parameters)
    return posted_as_seen(
        post=partial(update.post, company=company, orders=orders, parameters=parameters, posted_by=posted_by, key=key),
        look=lambda outcome: _seen(_made(update, company, outcome), outcome),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint),
    )


def _made(update: Update, company: Company, outcome: Outcome) -> list[Made]:
    return update.made(company=company, posting=outcome.posting_id) if outcome.posting_id else []


def _read(update: Update, company: Company, outcome: Outcome) -> Preview:
    documents = _made(update, company, outcome)
    return Preview(
        documents=documents,
        totals=totals_of(documents),
        effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
        left_out=left_out_by_reason(company=company, refusals=outcome.left_out),
        warnings=left_out_by_reason(company=company, refusals=outcome.warnings),
        already=update.made(company=company, orders=outcome.already) if outcome.already else [],
        seen=_seen(documents, outcome),
    )


def totals_of(documents: Sequence[Made]) -> list[MadeTotal]:
    """One row per kind of document and currency."""
    groups: dict[tuple[str, str], list[Made]] = {}
    for made in documents:
        groups.setdefault((made.kind, made.currency), []).append(made)
    return [
        MadeTotal(
            kind,
            currency,
            len(rows),
            sum((made.net_amount for made in rows), Decimal(0)),
            sum((made.tax_amount for made in rows), Decimal(0)),
            sum((made.total_amount for made in rows), Decimal(0)),
        )
        for (kind, currency), rows in sorted(groups.items())
    ]


def left_out_by_reason(
    *, company: Company, refusals: Sequence[Refusal], titled: Callable[[str], str] = title_of
) -> list[LeftOut]:
    """Group the orders that were left out or warned of by their reason, the most frequent first."""
    orders = SalesOrder.objects.filter(company=company).select_related("customer")
    known = orders.in_bulk([refusal.document_id for refusal in refusals])
    groups: dict[str, list[tuple[SalesOrder, Refusal]]] = {}
    for refusal in refusals:
        if refusal.document_id in known:
            groups.setdefault(refusal.code, []).append((known[refusal.document_id], refusal))
    found = [LeftOut(code, titled(code), rows[0][1].remedy, rows) for code, rows in groups.items()]
    return sorted(found, key=lambda group: (-len(group.refusals), group.title))


def _seen(documents: Sequence[Made], outcome: Outcome) -> Seen:
    return seen_of(documents, outcome, digest_of_entries(outcome.posting_id) if outcome.posting_id else "")


def seen_of(documents: Sequence[Made], outcome: Outcome, entries: str) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    made: dict[str, list[str]] = {}
    for document in documents:
        together = " ".join(order.number for order in document.orders)
        facts = (document.day, document.currency, document.net_amount, document.total_amount, together)
        for order in document.orders:
            made.setdefault(str(order.pk), []).extend(str(fact) for fact in facts)
    return Seen(made, codes(outcome.left_out), entries, codes(outcome.warnings))


def differences(*, seen: Seen, now: Seen, titled: Callable[[str], str] = title_of) -> list[tuple[int, str]]:
    """Give (document, what is different) for the first that are not as they were shown. ``titled`` names refusals."""
    return differences_between(seen=seen, now=now, titled=lambda _document, code: titled(code), shown=_shown)


def _shown(facts: Sequence[str]) -> str:
    day, currency, _net, total = facts[:4]
    return f"{format_money(Decimal(total), currency)}, {format_day(date.fromisoformat(day))}"
