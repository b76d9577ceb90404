"""What documents have of their journal: why they are not posted on its account, and the series of their vouchers."""

from typing import Any, Protocol
from uuid import uuid4

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from journals.models import JournalName
from journals.refusals import refusal

_KEPT = frozenset({"not_approved", "not_own_journal"})


def kept_by_their_journal(documents: "QuerySet[Any]", *, posted_by: User) -> list[Refusal]:
    """Give the documents whose journal waits for approval, or is posted by nobody but who made it."""
    waits = Q(journal__name__needs_approval=True, journal__approved_at=None)
    others = Q(journal__name__is_posted_by_maker=True) & ~Q(journal__created_by=posted_by)
    rows = documents.annotate(waits=waits).filter(waits | others)
    return [
        refusal(pk, "not_approved") if waits_itself else refusal(pk, "not_own_journal", maker)
        for pk, waits_itself, maker in rows.values_list("pk", "waits", "journal__created_by__username")
    ]


class _Preview(Protocol):
    """What posts documents as a preview."""

    def __call__(self, *, key: str, with_kept: bool) -> Outcome:
        """Post them, those that their journal keeps too where asked for, with a warning of each."""


def previewed(post: _Preview) -> Outcome:
    """Give what a preview shows: what can be posted, or else what could be if its journal did not keep it.

    So who approves a journal, or whoever waits for that, sees what it would post.
    """
    outcome = post(key=f"preview-{uuid4()}", with_kept=False)
    if outcome.posted or _KEPT.isdisjoint(one.code for one in outcome.left_out):
        return outcome
    return post(key=f"preview-{uuid4()}", with_kept=True)


def reasons_kept(outcome: Outcome) -> list[str]:
    """Say, once each, why journals keep what a preview shows from being posted, and what to do about it."""
    return list(dict.fromkeys(f"{one.reason} {one.remedy}" for one in outcome.warnings if one.code in _KEPT))


def series_of(documents: "QuerySet[Any]", *, company: Company) -> "QuerySet[Any, Any] | None":
    """Give (document, series of its vouchers or None); None where no journal of the company has a series of its own."""
    has_own = JournalName.objects.filter(company=company, voucher_series__isnull=False)
    return documents.values_list("pk", "journal__name__voucher_series") if has_own.exists() else None
