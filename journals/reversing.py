"""Take back what journals posted: vouchers with their customer transactions, and all that those settled.

lock       periods, the transactions and what they settled with, reversals of the company
refuse     each document that cannot be taken back is left out with its reason
write      opposite vouchers and transactions; what was settled is open again
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Voucher
from arclose.ledger.outcomes import Outcome, Refusal
from customers import subledger
from customers.models import Mark, Settlement
from journals.marks import holder_in_words
from journals.refusals import refusal


@dataclass(frozen=True)
class Sort:
    """Which documents are taken back: their type, as vouchers name it, and the kind of the posting that does it.

    ``along`` is the type of vouchers of the same documents that go with theirs. ``is_never_before``: one dated later
    than the day is taken back on its own date, instead of being refused.
    """

    document_type: str
    kind: str
    is_never_before: bool = False
    along: str = ""


@transaction.atomic
def take_back(
    *,
    sort: Sort,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    reversed_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Take posted documents back on a day, with all that they settled: that is open again. One taken back stays so.

    A preview writes under provisional numbers; its caller takes the transaction back.

    :returns: which were taken back, which were before, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    """
    vouchers = Voucher.objects.filter(company=company, document_type=sort.document_type, document_id__in=set(documents))
    dates = days_posted(sort=sort, company=company, documents=documents)
    open_periods = ledger.open_periods(company=company, dates={day, *dates})
    along = Voucher.objects.filter(company=company, document_type=sort.along, document_id__in=set(documents))
    lock_what_is_taken_back(sort=sort, company=company, documents=documents)
    fingerprint = ledger.fingerprint_of(sort.kind, sorted(set(documents)), day, reason)
    of_document = {pk: (document, posted) for pk, document, posted in vouchers.values_list(*_OF_VOUCHER)}
    already = {of_document[pk][0] for pk in vouchers.filter(reversed_by__isnull=False).values_list("pk", flat=True)}
    standing = {document: (pk, posted) for pk, (document, posted) in of_document.items() if document not in already}
    beside = dict(along.filter(document_id__in=standing).values_list("pk", "document_id"))
    left_out = _not_reversible(sort, company, set(documents) - already, standing, beside, day, open_periods)
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        now = {of_document[pk][0] for pk in vouchers.filter(reversed_by__posting=known).values_list("pk", flat=True)}
        return Outcome(known.pk, sorted(now), sorted(already - now), left_out)
    out = {one.document_id for one in left_out}
    accepted = sorted(document for document in standing if document not in out)
    if not accepted:
        return Outcome(None, [], sorted(already), left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=sort.kind, key=key, fingerprint=fingerprint, posted_by=reversed_by
    )
    chosen = [standing[document][0] for document in accepted]
    chosen += [pk for pk, document in beside.items() if document not in out]
    subledger.take_back(
        posting=posting,
        vouchers=chosen,
        settlements=subledger.standing_settlements(vouchers=chosen),
        day=day,
        reason=reason,
        is_preview=is_preview,
    )
    if not is_preview:
        subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)
    return Outcome(posting.pk, accepted, sorted(already), left_out)


_OF_VOUCHER = ("pk", "document_id", "posting_date")


def days_posted(*, sort: Sort, company: Company, documents: Collection[int]) -> set[date]:
    """Give the days on which documents were posted: their periods are to be locked first."""
    vouchers = Voucher.objects.filter(company=company, document_type=sort.document_type, document_id__in=documents)
    return set(vouchers.values_list("posting_date", flat=True))


def lock_what_is_taken_back(*, sort: Sort, company: Company, documents: Collection[int]) -> None:
    """Lock what documents settled, then the reversals of the company.

    The periods are locked before. Who takes documents back in several postings locks for all of them first: the first
    posting holds series, balances and the head of the chain until the end.
    """
    types = [sort.document_type, sort.along]
    vouchers = Voucher.objects.filter(company=company, document_type__in=types, document_id__in=documents)
    subledger.lock_to_take_back(company=company, vouchers=list(vouchers.values_list("pk", flat=True)))
    ledger.lock_reversals(company=company)


def _not_reversible(
    sort: Sort,
    company: Company,
    documents: Collection[int],
    standing: dict[int, tuple[int, date]],
    beside: dict[int, int],
    day: date,
    open_periods: Collection[int],
) -> list[Refusal]:
    """Give the documents that cannot be taken back on a day, each with its reason."""
    periods = company.fiscal_periods.filter(pk__in=list(open_periods)).values_list("start_date", "end_date")
    vouchers = {pk: document for document, (pk, _posted) in standing.items()} | beside
    settled = _last_settled(vouchers)
    marked = _marked_by(vouchers)
    found = []
    for document in sorted(documents):
        if document not in standing:
            found.append(refusal(document, "not_posted"))
            continue
        posted = standing[document][1]
        own_day = max(day, posted) if sort.is_never_before else day
        last = max(settled.get(document, day), posted if not sort.is_never_before else day)
        if not any(first <= own_day <= end for first, end in periods):
            found.append(refusal(document, "period_not_open", own_day.isoformat()))
        elif document in marked:
            found.append(refusal(document, "marked", marked[document]))
        elif day < last:
            found.append(refusal(document, "moved_later", last.isoformat()))
    return found


def _marked_by(vouchers: dict[int, int]) -> dict[int, str]:
    """Give per document of vouchers what will settle what is left of it, in words."""
    marks = Mark.objects.filter(transaction__voucher__in=vouchers).select_related("transaction")
    return {vouchers[one.transaction.voucher_id]: holder_in_words(one) for one in marks}


def _last_settled(vouchers: dict[int, int]) -> dict[int, date]:
    """Give per document of vouchers the last day on which it settled something, or that was taken back."""
    last: dict[int, date] = {}
    for side in ("debit_transaction", "credit_transaction"):
        rows = Settlement.objects.filter(**{f"{side}__voucher__in": vouchers})
        for voucher, settled_on in rows.values_list(f"{side}__voucher", "settlement_date"):
            document = vouchers[voucher]
            last[document] = max(settled_on, last.get(document, settled_on))
    return last
