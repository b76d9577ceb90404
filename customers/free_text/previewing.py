"""What posting free text invoices would make: computed by posting them and taking it all back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, posted_as_seen
from customers.free_text.posting import fingerprint_of, post_free_text_invoices
from customers.free_text.refusals import title_of
from customers.models import FreeTextInvoice, Invoice
from customers.models.credit import CreditLimitType
from customers.previewing import MadeTotal


@dataclass(frozen=True)
class RefusedFreeText:
    """Free text invoices left out, or warned of, for the same reason, with the reason of each in words."""

    title: str
    remedy: str
    refusals: list[tuple[FreeTextInvoice, Refusal]]


@dataclass(frozen=True)
class FreeTextPreview(WithEffects):
    """What posting would make, leave out and warn of, and what it would do to the accounts."""

    documents: list[FreeTextInvoice]
    totals: list[MadeTotal]
    effects: list[AccountEffect]
    left_out: list[RefusedFreeText]
    warnings: list[RefusedFreeText]
    already: list[FreeTextInvoice]
    seen: Seen


def preview_free_text(
    *,
    company: Company,
    documents: Sequence[int],
    previewed_by: User,
    today: date,
    credit_check: CreditLimitType | None = None,
) -> FreeTextPreview:
    """Give what posting these free text invoices would make. Nothing is written.

    :raises CannotPost: nothing can be posted at all, for want of a number series or an account.
    """
    with transaction.atomic():
        outcome = post_free_text_invoices(
            company=company,
            documents=documents,
            posted_by=previewed_by,
            key=f"preview-{uuid4()}",
            today=today,
            credit_check=credit_check,
            is_preview=True,
        )
        found = _read(company, outcome)
        transaction.set_rollback(True)
    return found


def would_be_posted(
    *, company: Company, documents: Sequence[int], asked_by: User, today: date, credit_check: CreditLimitType | None
) -> Outcome:
    """Give what posting would do, as "already" done: nothing is posted, and nothing is written."""
    with transaction.atomic():
        outcome = post_free_text_invoices(
            company=company,
            documents=documents,
            posted_by=asked_by,
            key=f"preview-{uuid4()}",
            today=today,
            credit_check=credit_check,
            is_preview=True,
        )
        transaction.set_rollback(True)
    return Outcome(None, [], [*outcome.posted, *outcome.already], outcome.left_out, outcome.warnings)


def post_free_text_as_seen(
    *,
    company: Company,
    documents: Sequence[int],
    posted_by: User,
    key: str,
    today: date,
    seen: Seen,
    credit_check: CreditLimitType | None = None,
) -> Outcome:
    """Post free text invoices exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a document, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    return posted_as_seen(
        post=partial(
            post_free_text_invoices,
            company=company,
            documents=documents,
            posted_by=posted_by,
            key=key,
            today=today,
            credit_check=credit_check,
        ),
        look=lambda outcome: _seen(_made(company, outcome.posted), outcome),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint_of(documents, credit_check)),
    )


def _made(company: Company, documents: Sequence[int]) -> list[FreeTextInvoice]:
    rows = FreeTextInvoice.objects.filter(company=company, pk__in=documents)
    return list(rows.select_related("customer", "invoice").order_by("invoice_date", "pk"))


def _read(company: Company, outcome: Outcome) -> FreeTextPreview:
    documents = _made(company, outcome.posted)
    return FreeTextPreview(
        documents=documents,
        totals=_totals([document.invoice for document in documents if document.invoice]),
        effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
        left_out=refused_by_reason(company=company, refusals=outcome.left_out),
        warnings=refused_by_reason(company=company, refusals=outcome.warnings),
        already=_made(company, outcome.already),
        seen=_seen(documents, outcome),
    )


def _totals(invoices: Sequence[Invoice]) -> list[MadeTotal]:
    """One row per currency."""
    found = []
    for currency in sorted({invoice.currency_id for invoice in invoices}):
        own = [invoice for invoice in invoices if invoice.currency_id == currency]
        sums = [sum((getattr(one, name) for one in own), Decimal(0)) for name in _AMOUNTS]
        found.append(MadeTotal(own[0].get_invoice_type_display(), currency, len(own), *sums))
    return found


_AMOUNTS = ("net_amount", "tax_amount", "total_amount")


def refused_by_reason(*, company: Company, refusals: Sequence[Refusal]) -> list[RefusedFreeText]:
    """Group free text invoices that were left out or warned of by their reason, the most frequent first."""
    known = {document.pk: document for document in _made(company, [refusal.document_id for refusal in refusals])}
    groups: dict[str, list[tuple[FreeTextInvoice, Refusal]]] = {}
    for refusal in refusals:
        groups.setdefault(refusal.code, []).append((known[refusal.document_id], refusal))
    found = [RefusedFreeText(title_of(code), rows[0][1].remedy, rows) for code, rows in groups.items()]
    return sorted(found, key=lambda group: (-len(group.refusals), group.title))


def _seen(documents: Sequence[FreeTextInvoice], outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    made = {str(document.pk): _facts(document.invoice) for document in documents if document.invoice}
    entries = digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
    return Seen(made, codes(outcome.left_out), entries, codes(outcome.warnings))


def _facts(invoice: Invoice) -> list[str]:
    facts = (invoice.invoice_date, invoice.currency_id, invoice.net_amount, invoice.total_amount)
    return [str(fact) for fact in facts]
