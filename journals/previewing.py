"""What posting general vouchers would make: computed by posting them and taking it all back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.effects import AccountEffect, WithEffects, digest_of_entries, effects_of
from arclose.ledger.models import Company
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.seen import Seen, codes, posted_as_seen
from customers.models import CustomerTransaction
from journals.kinds.general import GENERAL_VOUCHER, GENERAL_VOUCHERS
from journals.kinds.journals import previewed, reasons_kept
from journals.models import GeneralVoucher
from journals.posting import post_general_vouchers
from journals.queries import with_debits
from journals.refusals import title_of
from journals.settled import Settled, settled_with


@dataclass(frozen=True)
class VoucherTotal:
    """How many vouchers of a currency are posted, and what they debit together."""

    currency: str
    vouchers: int
    debit: Decimal


@dataclass(frozen=True)
class SettledByVoucher:
    """What a line of a voucher settles, in the currency of that."""

    voucher: GeneralVoucher
    currency: str
    what: Settled


@dataclass(frozen=True)
class RefusedVouchers:
    """Vouchers left out for the same reason, with the reason of each in words."""

    title: str
    remedy: str
    refusals: list[tuple[GeneralVoucher, Refusal]]


@dataclass(frozen=True)
class VoucherPreview(WithEffects):
    """What posting would make and leave out, and what it would do to the accounts.

    ``kept`` says why it cannot be posted yet, where only its journal keeps all of it.
    """

    documents: list[GeneralVoucher]
    totals: list[VoucherTotal]
    effects: list[AccountEffect]
    left_out: list[RefusedVouchers]
    already: list[GeneralVoucher]
    kept: list[str]
    seen: Seen
    settled: list[SettledByVoucher]


def preview_vouchers(*, company: Company, documents: Sequence[int], previewed_by: User) -> VoucherPreview:
    """Give what posting these general vouchers would make. Nothing is written.

    :raises CannotPost: nothing can be posted at all, for want of a number series or an account.
    """
    with transaction.atomic():
        outcome = previewed(
            partial(
                post_general_vouchers, company=company, documents=documents, posted_by=previewed_by, is_preview=True
            )
        )
        found = _read(company, outcome)
        transaction.set_rollback(True)
    return found


def post_vouchers_as_seen(
    *, company: Company, documents: Sequence[int], posted_by: User, key: str, seen: Seen, is_whole: bool = False
) -> Outcome:
    """Post general vouchers exactly as a preview showed them. The same key gives the answer it gave before.

    :raises NotAsSeen: a voucher, an amount or a reason is not as it was shown; nothing was posted.
    :raises KeyReused: the key belongs to another request.
    """
    fingerprint = ledger.fingerprint_of(GENERAL_VOUCHERS, sorted(set(documents)))
    return posted_as_seen(
        post=partial(
            post_general_vouchers, company=company, documents=documents, posted_by=posted_by, key=key, is_whole=is_whole
        ),
        look=lambda outcome: _seen(_vouchers(company, outcome.posted), outcome),
        seen=seen,
        known=partial(ledger.find, company=company, key=key, fingerprint=fingerprint),
    )


def _vouchers(company: Company, documents: Sequence[int]) -> list[GeneralVoucher]:
    rows = with_debits(GeneralVoucher.objects.filter(company=company, pk__in=documents))
    return list(rows.order_by("voucher_date", "pk"))


def _read(company: Company, outcome: Outcome) -> VoucherPreview:
    documents = _vouchers(company, outcome.posted)
    return VoucherPreview(
        documents=documents,
        totals=_totals(documents),
        effects=effects_of(company, outcome.posting_id) if outcome.posting_id else [],
        left_out=_refused_by_reason(company, outcome.left_out),
        already=_vouchers(company, outcome.already),
        kept=reasons_kept(outcome),
        seen=_seen(documents, outcome),
        settled=_settled(documents, outcome.posting_id) if outcome.posting_id else [],
    )


def _settled(documents: Sequence[GeneralVoucher], posting: int) -> list[SettledByVoucher]:
    """Give what the lines of the posting at hand settle."""
    vouchers = {voucher.pk: voucher for voucher in documents}
    own = CustomerTransaction.objects.filter(posting=posting, voucher__document_type=GENERAL_VOUCHER)
    rows = {pk: (document, code) for pk, document, code in own.values_list("pk", "voucher__document_id", "currency")}
    found = settled_with(posting, {pk: pk for pk in rows})
    return [SettledByVoucher(vouchers[rows[pk][0]], rows[pk][1], what) for pk, what, _other in found]


def _totals(documents: Sequence[GeneralVoucher]) -> list[VoucherTotal]:
    found = []
    for currency in sorted({voucher.currency_id for voucher in documents}):
        own = [debit_of(voucher) for voucher in documents if voucher.currency_id == currency]
        found.append(VoucherTotal(currency, len(own), sum(own, Decimal(0))))
    return found


def debit_of(voucher: GeneralVoucher) -> Decimal:
    """Give what a voucher debits; zero where it has no lines. It was read with :func:`with_debits`."""
    debit: Decimal | None = voucher.debit_amount  # type: ignore[attr-defined]
    return debit or Decimal(0)


def _refused_by_reason(company: Company, refusals: Sequence[Refusal]) -> list[RefusedVouchers]:
    """Group the vouchers that were left out by their reason, the most frequent first."""
    known = {voucher.pk: voucher for voucher in _vouchers(company, [refusal.document_id for refusal in refusals])}
    groups: dict[str, list[tuple[GeneralVoucher, Refusal]]] = {}
    for refusal in refusals:
        groups.setdefault(refusal.code, []).append((known[refusal.document_id], refusal))
    found = [RefusedVouchers(title_of(code), rows[0][1].remedy, rows) for code, rows in groups.items()]
    return sorted(found, key=lambda group: (-len(group.refusals), group.title))


def _seen(documents: Sequence[GeneralVoucher], outcome: Outcome) -> Seen:
    """Give the facts by which what was shown is told from what is posted; numbers are not among them."""
    made = {str(voucher.pk): _facts(voucher) for voucher in documents}
    entries = digest_of_entries(outcome.posting_id) if outcome.posting_id else ""
    return Seen(made, codes(outcome.left_out), entries, codes(outcome.warnings))


def _facts(voucher: GeneralVoucher) -> list[str]:
    """Give day, currency, and what it debits, as net and as total: a voucher has no tax of its own."""
    debit = debit_of(voucher)
    return [str(fact) for fact in (voucher.voucher_date, voucher.currency_id, debit, debit)]
