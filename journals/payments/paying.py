"""Post the payments of customers, and take them back: a set at a time, one like thousands.

lock       periods, marked transactions, payments
refuse     each payment that cannot be posted is left out with its reason
write      vouchers with entries, customer transactions; what is marked is settled
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.fields import array_of
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, rates_to_accounting_currency, unreported_days
from customers import subledger
from customers.models import Mark
from customers.sql import lock_open_transactions
from journals.intercompany.entries import DUE_TO, TAKEN_OVER
from journals.intercompany.posting import Elsewhere
from journals.intercompany.undoing import paid_in_others
from journals.kinds.journals import kept_by_their_journal
from journals.kinds.payment_fees import PAYMENT_FEE, PAYMENT_FEES
from journals.kinds.payments import PAYMENT, PAYMENTS, payment_posting, payments_owed, refusals
from journals.models import Payment, PaymentStatus
from journals.payments import posting_sql
from journals.payments.automatic import SettlesItself
from journals.reversing import Sort, take_back

PAYMENT_REVERSALS = "payment-reversals"
TAKEN_BACK = Sort(PAYMENT, PAYMENT_REVERSALS, along=(PAYMENT_FEE, DUE_TO, TAKEN_OVER), beside=paid_in_others)


@transaction.atomic
def post_payments(
    *,
    company: Company,
    documents: Sequence[int],
    posted_by: User,
    key: str,
    is_whole: bool = False,
    is_preview: bool = False,
    with_kept: bool = False,
) -> Outcome:
    """Post every payment that can be posted, and settle what it marks. One posted before stays so.

    ``is_whole``: all of them or none. A preview writes under provisional numbers; its caller takes the transaction
    back. One ``with_kept`` takes in what only its journal keeps from being posted, and warns of that.

    :returns: which payments were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    :raises AutomaticAccountMissing: there is a realized difference and no account for it.
    """
    ids = array_of(documents)
    asked = Payment.objects.filter(company=company, pk__among=ids)
    marks = Mark.objects.filter(company=company, document_type=PAYMENT, document_id__among=ids)
    days = {*asked.values_list("payment_date", flat=True).distinct()}
    later = subledger.days_of_marks(
        company=company, document_type=PAYMENT, documents=documents, after=min(days, default=None)
    )
    elsewhere = Elsewhere(company=company, documents=documents, posted_by=posted_by)
    open_periods = elsewhere.lock_periods(days | later)
    by_itself = SettlesItself(company=company, documents=set(documents), posted_by=posted_by)
    # One lock over what is marked and what will be: two would not be in one order.
    held = {*marks.values_list("pk", flat=True), *by_itself.transactions}
    still_open = elsewhere.lock_transactions(held)
    by_itself.mark(still_open)
    locked = _lock(company, asked, marks, held)
    own = {pk: (one.currency, one.day) for pk, one in locked.items() if one.status != PaymentStatus.POSTED}
    elsewhere.look_again()
    fingerprint = ledger.fingerprint_of(PAYMENTS, sorted(set(documents)))
    already = [pk for pk in locked if pk not in own]
    waiting = asked.exclude(pk__in=already) if already else asked
    rates = rates_to_accounting_currency(company=company, asked=own.values())
    kept = kept_by_their_journal(waiting, posted_by=posted_by)
    left_out = refusals(
        waiting,
        own=own,
        company=company,
        kept=[] if is_preview and with_kept else kept,
        open_periods=open_periods,
        rates=rates,
        unreported=unreported_days(company=company, days=days | later),
        marked_elsewhere=elsewhere.marked(),
    )
    known_out = {one.document_id for one in left_out}
    left_out += [one for one in elsewhere.refusals() if one.document_id not in known_out]
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        by_itself.let_go()
        posted = list(Payment.objects.filter(posting=known).order_by("pk").values_list("pk", flat=True))
        return Outcome(known.pk, posted, sorted(set(already) - set(posted)), left_out)
    out = {one.document_id for one in left_out}
    accepted = [pk for pk in own if pk not in out]
    if is_whole and left_out:
        accepted = []
    by_itself.let_go(but=accepted)
    if not accepted:
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=PAYMENTS, key=key, fingerprint=fingerprint, posted_by=posted_by
    )
    elsewhere.take(posting=posting, accepted=accepted)
    of_days = {asked: rate for asked, rate in rates.items() if isinstance(rate, Rate)}
    posting_sql.post(posting_id=posting.pk, payments=accepted, rates=of_days)
    # Who posts into the same series waits from here on.
    if not is_preview:
        elsewhere.hold_numbers(days | later)
    _write(posting, accepted, by_itself, elsewhere, is_preview=is_preview)
    return Outcome(posting.pk, accepted, already, left_out, [one for one in kept if one.document_id not in out])


class _Locked(NamedTuple):
    """A payment that is locked: how far it is, in which currency, and of which day."""

    status: str
    currency: str
    day: date


def _lock(
    company: Company, payments: "QuerySet[Payment]", marks: "QuerySet[Mark]", held: Collection[int]
) -> dict[int, _Locked]:
    """Lock payments, when what they hold is locked, and give them as they are since then.

    A payment that was changed before its lock was had may hold more by then: that is locked too.
    """
    rows = payments.order_by("pk").select_for_update(no_key=True)
    told = rows.values_list("pk", "status", "currency_id", "payment_date")
    locked = {pk: _Locked(status, currency, day) for pk, status, currency, day in told}
    since = set(marks.values_list("pk", flat=True)).difference(held)
    if since:
        lock_open_transactions(company_id=company.pk, transactions=sorted(since))
    return locked


def _write(
    posting: Posting,
    accepted: list[int],
    by_itself: SettlesItself,
    elsewhere: Elsewhere,
    *,
    is_preview: bool,
) -> None:
    decimals = accounting_decimals(company=posting.company)
    ledger.write(posting=posting, contents=payment_posting(posting, decimals=decimals), is_preview=is_preview)
    subledger.write_transactions(posting=posting, owed=payments_owed(posting, decimals=decimals))
    PAYMENT_FEES.post(posting, decimals=decimals, is_preview=is_preview)
    elsewhere.write_here(posting, is_preview=is_preview)
    settling: Sequence[int] = accepted
    while settling:
        subledger.settle_marked(posting=posting, document_type=PAYMENT, documents=settling, is_preview=is_preview)
        settling = by_itself.mark_more(accepted)
    elsewhere.write_there(is_preview=is_preview)
    elsewhere.take_over(posting, is_preview=is_preview)
    if not is_preview:
        subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)
        elsewhere.seal()


def reverse_payments(
    *,
    company: Company,
    documents: Sequence[int],
    day: date,
    reason: str,
    reversed_by: User,
    key: str,
    is_preview: bool = False,
) -> Outcome:
    """Take posted payments back on a day, with their fees and all that they settled, in other companies too.

    See :func:`journals.reversing.take_back`.
    """
    return take_back(
        sort=TAKEN_BACK,
        company=company,
        documents=documents,
        day=day,
        reason=reason,
        reversed_by=reversed_by,
        key=key,
        is_preview=is_preview,
    )
