"""Take back what journals posted: vouchers with their customer transactions, and all that those settled.

lock       periods, the transactions and what they settled with, reversals of the company, counters of numbers
refuse     each document that cannot be taken back is left out with its reason
write      opposite vouchers and transactions; what was settled is open again

What documents of other companies go with those of one is taken back in the same transaction, by a posting of each
company, or nothing is. Locks are taken level by level, in each company by company in order of id.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger import posting as ledger
from arclose.ledger.documents import called
from arclose.ledger.models import Company, NumberSeries, Posting, Voucher
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.reversing import lock_reversals
from customers import subledger
from customers.models import Mark, Settlement
from journals.refusals import refusal


@dataclass(frozen=True)
class Beside:
    """Documents of another company that are taken back with those of one: each with the document that it goes with."""

    company: Company
    sort: "Sort"
    going_with: Mapping[int, int]
    refused: Callable[[Company, User], tuple[str, ...]]


@dataclass(frozen=True)
class Sort:
    """Which documents are taken back: their type, as vouchers name it, and the kind of the posting that does it.

    ``along`` are types of vouchers of the same documents that go with theirs. ``is_never_before``: one dated later
    than the day is taken back on its own date, instead of being refused. ``beside`` gives what goes with documents in
    other companies, and ``refused`` there why a person may not take it back, as the facts of a refusal. Where rows of
    an app stand by such documents, ``lock`` is called before what they settled is locked, ``refuse`` names those that
    it keeps on a day, and ``after`` moves it within the posting.
    """

    document_type: str
    kind: str
    is_never_before: bool = False
    along: tuple[str, ...] = ()
    beside: Callable[[Company, Collection[int]], list[Beside]] | None = None
    lock: Callable[[Company, Collection[int]], object] | None = None
    refuse: Callable[[Company, Collection[int], date], Mapping[int, Refusal]] | None = None
    after: Callable[[Posting, Collection[int]], object] | None = None

    def move(self, posting: Posting, documents: Collection[int]) -> None:
        """Move what stands by documents that a posting takes back."""
        if self.after:
            self.after(posting, documents)

    def elsewhere(self, company: Company, documents: Collection[int]) -> list[Beside]:
        """Give what goes with documents in other companies."""
        return self.beside(company, documents) if self.beside else []


@dataclass(frozen=True)
class _Plan:
    """What documents of a company come to: those that stand with voucher and date, those beside, who is left out."""

    already: set[int]
    standing: dict[int, tuple[int, date]]
    along: dict[int, int]
    left_out: list[Refusal]

    def vouchers(self, accepted: Collection[int]) -> list[int]:
        """Give the vouchers of documents, with those that go along."""
        own = [self.standing[document][0] for document in accepted]
        return own + [pk for pk, document in self.along.items() if document in accepted]


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
    beside = sort.elsewhere(company, documents)
    periods = lock_periods_to_take_back(sort=sort, company=company, documents=documents, days={day})
    lock_what_is_taken_back(sort=sort, company=company, documents=documents)
    fingerprint = ledger.fingerprint_of(sort.kind, sorted(set(documents)), day, reason)
    plan = _plan(sort, company, documents, day, periods[company.pk])
    plans = [(one, _plan(one.sort, one.company, one.going_with, day, periods[one.company.pk])) for one in beside]
    left_out = [*plan.left_out, *_left_out_beside(plans, plan, reversed_by)]
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        rows = Voucher.objects.filter(company=company, reversed_by__posting=known, document_type=sort.document_type)
        now = set(rows.values_list("document_id", flat=True))
        return Outcome(known.pk, sorted(now), sorted(plan.already - now), left_out)
    out = {one.document_id for one in left_out}
    accepted = sorted(document for document in plan.standing if document not in out)
    if not accepted:
        return Outcome(None, [], sorted(plan.already), left_out)
    if beside and not is_preview:
        hold_numbers_to_take_back(sort=sort, company=company, documents=documents, days={day})

    def write(there: Company, its: Sort, taken: list[int], vouchers: list[int], facts: str) -> int:
        posting, _is_new = ledger.begin(company=there, kind=its.kind, key=key, fingerprint=facts, posted_by=reversed_by)
        subledger.take_back(
            posting=posting,
            vouchers=vouchers,
            settlements=subledger.standing_settlements(vouchers=vouchers),
            day=day,
            reason=reason,
            is_preview=is_preview,
        )
        its.move(posting, taken)
        if not is_preview:
            subledger.close_subledger(posting=posting)
            ledger.seal(posting=posting)
        return posting.pk

    posting_id = write(company, sort, accepted, plan.vouchers(accepted), fingerprint)
    for one, its in plans:
        going = sorted(pk for pk, document in one.going_with.items() if document in accepted and pk in its.standing)
        if going:
            facts = ledger.fingerprint_of(one.sort.kind, going, day, reason)
            write(one.company, one.sort, going, its.vouchers(going), facts)
    return Outcome(posting_id, accepted, sorted(plan.already), left_out)


def _plan(sort: Sort, company: Company, documents: Collection[int], day: date, open_periods: Collection[int]) -> _Plan:
    vouchers = Voucher.objects.filter(company=company, document_type=sort.document_type, document_id__in=set(documents))
    along = Voucher.objects.filter(company=company, document_type__in=sort.along)
    of_document = {pk: (document, posted) for pk, document, posted in vouchers.values_list(*_OF_VOUCHER)}
    already = {of_document[pk][0] for pk in vouchers.filter(reversed_by__isnull=False).values_list("pk", flat=True)}
    standing = {document: (pk, posted) for pk, (document, posted) in of_document.items() if document not in already}
    goes = along.filter(document_id__in=standing) if sort.along else along.none()
    with_it = dict(goes.values_list("pk", "document_id"))
    left_out = _not_reversible(sort, company, set(documents) - already, standing, with_it, day, open_periods)
    return _Plan(already, standing, with_it, left_out)


# How the reasons of another company are called, which name it.
_THERE = {"period_not_open": "period_not_open_in", "moved_later": "moved_later_in", "marked": "marked_in"}


def _left_out_beside(plans: Iterable[tuple[Beside, _Plan]], own: _Plan, reversed_by: User) -> list[Refusal]:
    """Give the documents that cannot be taken back for what goes with them in other companies."""
    found: dict[int, Refusal] = {}
    out = {one.document_id for one in own.left_out} | own.already
    for one, plan in plans:
        strange = one.refused(one.company, reversed_by)
        for pk, document in one.going_with.items():
            if strange and pk in plan.standing and document not in out:
                found.setdefault(document, refusal(document, "no_role_in", *strange))
        for refused in plan.left_out:
            document = one.going_with[refused.document_id]
            if document not in out and refused.code in _THERE:
                facts = (*refused.facts, one.company.code)
                found.setdefault(document, refusal(document, _THERE[refused.code], *facts))
    return list(found.values())


_OF_VOUCHER = ("pk", "document_id", "posting_date")


def days_posted(*, sort: Sort, company: Company, documents: Collection[int]) -> set[date]:
    """Give the days on which documents were posted: their periods are to be locked first."""
    vouchers = Voucher.objects.filter(company=company, document_type=sort.document_type, document_id__in=documents)
    return set(vouchers.values_list("posting_date", flat=True))


def _in_order(sort: Sort, company: Company, documents: Collection[int]) -> list[tuple[Company, Sort, Collection[int]]]:
    """Give each company with what of it is taken back, in order of id."""
    sides: list[tuple[Company, Sort, Collection[int]]] = [(company, sort, documents)]
    sides += [(one.company, one.sort, list(one.going_with)) for one in sort.elsewhere(company, documents)]
    return sorted(sides, key=lambda side: side[0].pk)


def lock_periods_to_take_back(
    *, sort: Sort, company: Company, documents: Collection[int], days: Collection[date]
) -> dict[int, set[int]]:
    """Lock the periods of days, and of those on which documents were posted; give the open ones by company."""
    return {
        one.pk: ledger.open_periods(
            company=one, dates={*days, *days_posted(sort=its, company=one, documents=its_documents)}
        )
        for one, its, its_documents in _in_order(sort, company, documents)
    }


def lock_what_is_taken_back(*, sort: Sort, company: Company, documents: Collection[int]) -> None:
    """Lock what documents settled, then the reversals of the company; in all companies that they settled something in.

    The periods are locked before. Who takes documents back in several postings locks for all of them first: the first
    posting holds series, balances and the head of the chain until the end.
    """
    sides = _in_order(sort, company, documents)
    for one, its, its_documents in sides:
        if its.lock:
            its.lock(one, its_documents)
    for one, its, its_documents in sides:
        types = [its.document_type, *its.along]
        vouchers = Voucher.objects.filter(company=one, document_type__in=types, document_id__in=its_documents)
        subledger.lock_to_take_back(company=one, vouchers=list(vouchers.values_list("pk", flat=True)))
    for one, _its, _its_documents in sides:
        lock_reversals(company=one)


def hold_numbers_to_take_back(
    *,
    sort: Sort,
    company: Company,
    documents: Collection[int],
    days: Collection[date],
    also: NumberSeries | None = None,
) -> None:
    """Lock the counters of the companies' own vouchers; ``also`` is another series of the first one."""
    for one, _its, _its_documents in _in_order(sort, company, documents):
        ledger.hold_numbers(company=one, days=days, also=also if one == company else None)


def _not_reversible(
    sort: Sort,
    company: Company,
    documents: Collection[int],
    standing: dict[int, tuple[int, date]],
    along: dict[int, int],
    day: date,
    open_periods: Collection[int],
) -> list[Refusal]:
    """Give the documents that cannot be taken back on a day, each with its reason."""
    periods = company.fiscal_periods.filter(pk__in=list(open_periods)).values_list("start_date", "end_date")
    vouchers = {pk: document for document, (pk, _posted) in standing.items()} | along
    settled = _last_settled(vouchers)
    marked = _marked_by(vouchers)
    kept = sort.refuse(company, documents, day) if sort.refuse else {}
    found = []
    for document in sorted(documents):
        if document not in standing:
            found.append(refusal(document, "not_posted"))
            continue
        posted = standing[document][1]
        if document in kept:
            found.append(kept[document])
            continue
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
    return {vouchers[one.transaction.voucher_id]: called(one.document_type, one.document_id) for one in marks}


def _last_settled(vouchers: dict[int, int]) -> dict[int, date]:
    """Give per document of vouchers the last day on which it settled something, or that was taken back.

    Of what was split, moved or exchanged also the last day on which what became of it was settled.
    """
    last: dict[int, date] = {}
    for voucher, settled_on in subledger.last_days_of_what_goes_along(vouchers=list(vouchers)).items():
        last[vouchers[voucher]] = max(settled_on, last.get(vouchers[voucher], settled_on))
    for side in ("debit_transaction", "credit_transaction"):
        rows = Settlement.objects.filter(**{f"{side}__voucher__in": vouchers})
        for voucher, settled_on in rows.values_list(f"{side}__voucher", "settlement_date"):
            document = vouchers[voucher]
            last[document] = max(settled_on, last.get(document, settled_on))
    return last
