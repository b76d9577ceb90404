"""What posting orders would make: computed by posting them and taking it all back.

A preview can be posted as it was seen: :func:`post_as_seen` posts, compares, and takes everything back where
something is not as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.web.amounts import format_money
from arclose.web.days import format_day
from customers.models import SalesOrder
from customers.refusals import title_of
from customers.update_parameters import UpdateParameters
from customers.updates import Made, Update


@dataclass(frozen=True)
class Seen:
    """What was shown: per document what it makes, per one left out or warned of why, and a digest of the entries."""

    made: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    entries: str = ""
    warned: dict[str, str] = field(default_factory=dict)


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


class NotAsSeen(Exception):
    """What would be posted is not what was shown: nothing was posted."""

    def __init__(self, seen: Seen, now: Seen) -> None:
        """Carry what was shown and what would be posted now."""
        super().__init__(_("Something changed since the preview."))
        self.seen, self.now = seen, now


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


def posted_as_seen(
    *, post: Callable[[], Outcome], look: Callable[[Outcome], Seen], seen: Seen, known: Callable[[], Posting | None]
) -> Outcome:
    """Post, and take it back where what ``look`` gives is not what was seen.

    ``known`` gives the posting under the key: one that stays where this request took its own back was made by the same
    form, sent before or twice at once, and gets the answer it got.

    :raises NotAsSeen: it was not posted before, and is not what was seen.
    """
    with transaction.atomic():
        outcome = post()
        now = look(outcome)
        if now == seen:
            return outcome
        transaction.set_rollback(True)
    if known() is None:
        raise NotAsSeen(seen, now)
    return post()


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


def left_out_by_reason(*, company: Company, refusals: Sequence[Refusal]) -> list[LeftOut]:
    """Group the orders that were left out or warned of by their reason, the most frequent first."""
    orders = SalesOrder.objects.filter(company=company).select_related("customer")
    known = orders.in_bulk([refusal.document_id for refusal in refusals])
    groups: dict[str, list[tuple[SalesOrder, Refusal]]] = {}
    for refusal in refusals:
        if refusal.document_id in known:
            groups.setdefault(refusal.code, []).append((known[refusal.document_id], refusal))
    found = [LeftOut(code, title_of(code), rows[0][1].remedy, rows) for code, rows in groups.items()]
    return sorted(found, key=lambda group: (-len(group.refusals), group.title))


def _seen(documents: Sequence[Made], outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    made: dict[str, list[str]] = {}
    for document in documents:
        together = " ".join(order.number for order in document.orders)
        facts = (document.day, document.currency, document.net_amount, document.total_amount, together)
        for order in document.orders:
            made.setdefault(str(order.pk), []).extend(str(fact) for fact in facts)
    entries = digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
    return Seen(made, codes(outcome.left_out), entries, codes(outcome.warnings))


def codes(refusals: Sequence[Refusal]) -> dict[str, str]:
    """Give the code of the first refusal or warning of each document, as what was seen keeps them."""
    return {str(refusal.document_id): refusal.code for refusal in reversed(refusals)}


def differences(*, seen: Seen, now: Seen, titled: Callable[[str], str] = title_of) -> list[tuple[int, str]]:
    """Give (document, what is different) for each that is not as it was shown. ``titled`` names refusals."""
    found = []
    documents = {*seen.made, *now.made, *seen.left_out, *now.left_out, *seen.warned, *now.warned}
    for order in sorted(documents, key=int):
        text = _difference(order, seen, now, titled)
        if text:
            found.append((int(order), text))
    if not found and seen.entries != now.entries:
        found.append((0, _("The accounts or the amounts in the books are not the same.")))
    return found


def _difference(order: str, seen: Seen, now: Seen, titled: Callable[[str], str]) -> str:
    before, after = seen.made.get(order), now.made.get(order)
    if before and after:
        changed = _("It was %(before)s, and is %(after)s now.")
        if before != after:
            return changed % {"before": _shown(before), "after": _shown(after)}
        return _warned_now(seen.warned.get(order, ""), now.warned.get(order, ""), titled)
    if before:
        code = now.left_out.get(order)
        return _("It is left out now: %(title)s.") % {"title": titled(code)} if code else _("It is done by now.")
    if after:
        return _("It would be posted now: %(after)s.") % {"after": _shown(after)}
    codes = seen.left_out.get(order), now.left_out.get(order)
    return "" if codes[0] == codes[1] else _("The reason why it is left out is another one.")


def _warned_now(before: str, after: str, titled: Callable[[str], str]) -> str:
    """Say which warning of an order is new, or that there is none any more."""
    if before == after:
        return ""
    return _("It is warned of now: %(title)s.") % {"title": titled(after)} if after else _("The warning is gone.")


def _shown(facts: Sequence[str]) -> str:
    day, currency, _net, total = facts[:4]
    return f"{format_money(Decimal(total), currency)}, {format_day(date.fromisoformat(day))}"
