"""Reverse vouchers: the same again, with the opposite sign and linked to what it takes back.

The entries of a reversal are those of the voucher it names. What is undone otherwise (an issued invoice by a credit
note) is left out by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, DateField, Value
from django.db.models.functions import Cast

from arclose.ledger import sql
from arclose.ledger.documents import REVERSAL, kind_of
from arclose.ledger.models.companies import Company
from arclose.ledger.models.number_series import SeriesPurpose
from arclose.ledger.models.vouchers import Posting, Voucher
from arclose.ledger.open_days import OpenDays
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.posting import begin, blocks_for, find, fingerprint_of, open_periods, seal
from arclose.ledger.reversal_refusals import refusal


def reverse(
    *,
    company: Company,
    vouchers: Sequence[int],
    posting_date: date | None,
    reason: str,
    posted_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Reverse vouchers by linked opposite ones, on their own date or a later one. One reversed before stays so.

    What cannot be reversed is left out by name: vouchers of documents that are undone otherwise (an issued
    invoice by a credit note), those of other companies, and dates in no open period. A request that reverses
    nothing may come again under its key. A preview writes under provisional numbers; its caller takes the
    transaction back.

    :raises KeyReused: the key belongs to another request.
    """
    fingerprint = fingerprint_of(REVERSAL, sorted(vouchers), posting_date, reason)
    with transaction.atomic():
        refused = _undone_otherwise(company, vouchers)
        wanted = set(vouchers) - {one.document_id for one in refused}
        chosen = _choose_reversals(company, wanted, posting_date)
        left_out = [*refused, *chosen.left_out]
        if known := find(company=company, key=key, fingerprint=fingerprint):
            return _reversed_before(known, vouchers, left_out)
        if not chosen.days:
            return Outcome(None, [], chosen.already, left_out)
        posting, _is_new = begin(company=company, kind=REVERSAL, key=key, fingerprint=fingerprint, posted_by=posted_by)
        _write_reversals(posting, chosen.days, reason, is_preview)
        if not is_preview:
            seal(posting=posting)
        return Outcome(posting.pk, list(chosen.days), chosen.already, left_out)


def write_reversal(
    *, posting: Posting, vouchers: Sequence[int], posting_date: date | None, reason: str, is_preview: bool = False
) -> Outcome:
    """Write the opposite of vouchers inside a posting; those that cannot be reversed are named and left out."""
    chosen = _choose_reversals(posting.company, set(vouchers), posting_date)
    if chosen.days:
        _write_reversals(posting, chosen.days, reason, is_preview)
    return Outcome(posting.pk, list(chosen.days), chosen.already, chosen.left_out)


def lock_reversals(*, company: Company) -> None:
    """Wait for the reversals of a company that are under way, and let others wait for this one."""
    sql.lock_reversals(company_id=company.pk)


@dataclass(frozen=True)
class _Chosen:
    """Vouchers to be reversed with the day of each, those reversed before, and those that cannot be."""

    days: dict[int, date]
    already: list[int]
    left_out: list[Refusal]


def _undone_otherwise(company: Company, vouchers: Sequence[int]) -> list[Refusal]:
    rows = Voucher.objects.filter(company=company, pk__in=vouchers).order_by("pk")
    return [
        refusal(pk, "undone_otherwise", number, document_type)
        for pk, number, document_type in rows.values_list("pk", "number", "document_type")
        if kind_of(document_type).undone_by
    ]


def _choose_reversals(company: Company, vouchers: set[int], posting_date: date | None) -> _Chosen:
    """Lock the periods, then the reversals of the company, and tell what each of the vouchers comes to."""
    chosen = Voucher.objects.filter(company=company, pk__in=vouchers).order_by("pk")
    dates = dict(chosen.values_list("pk", "posting_date"))
    days = {pk: max(day, posting_date or day) for pk, day in dates.items()}
    open_ids = open_periods(company=company, dates=days.values())
    lock_reversals(company=company)
    already = list(chosen.filter(reversed_by__isnull=False).values_list("pk", flat=True))
    open_days = OpenDays(company=company, periods=open_ids)
    accepted, left_out = {}, []
    for pk in sorted(vouchers - set(already)):
        if pk not in days:
            left_out.append(refusal(pk, "no_such_voucher"))
        elif days[pk] in open_days:
            accepted[pk] = days[pk]
        else:
            left_out.append(refusal(pk, "period_not_open", days[pk].isoformat()))
    return _Chosen(accepted, already, left_out)


def _reversed_before(posting: Posting, vouchers: Sequence[int], left_out: list[Refusal]) -> Outcome:
    """Give the answer that the first request under this key got."""
    asked = Voucher.objects.filter(company=posting.company, pk__in=vouchers).order_by("pk")
    posted = list(asked.filter(reversed_by__posting=posting).values_list("pk", flat=True))
    already = asked.filter(reversed_by__isnull=False).exclude(pk__in=posted)
    return Outcome(posting.pk, posted, list(already.values_list("pk", flat=True)), left_out)


def _write_reversals(posting: Posting, days: dict[int, date], reason: str, is_preview: bool) -> None:
    first, *_others = [
        _insert_reversals(posting, [pk for pk in days if days[pk] == day], day, reason, is_preview)
        for day in sorted(set(days.values()))
    ]
    sql.insert_reversed_entries(posting_id=posting.pk)
    if not is_preview:
        sql.add_to_balances(posting_id=posting.pk, first_voucher=first)


def _insert_reversals(posting: Posting, vouchers: list[int], day: date, reason: str, is_preview: bool) -> int:
    """Write the reversing vouchers of a day, and give the id of the first."""
    # The document of a reversal is the voucher it reverses: the unique key lets it happen once.
    documents = Voucher.objects.filter(pk__in=vouchers).values_list(
        "pk", Cast(Value(day), DateField()), Cast(Value(reason[:200]), CharField())
    )
    blocks = blocks_for(
        company=posting.company, purpose=SeriesPurpose.VOUCHER, documents=documents, is_preview=is_preview
    )
    _count, first = sql.insert_vouchers(
        company_id=posting.company_id,
        posting_id=posting.pk,
        document_type=REVERSAL,
        document_part=0,
        documents=sql.compiled(documents),
        blocks=blocks,
    )
    return first
