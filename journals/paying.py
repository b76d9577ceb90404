"""Post the payments of customers, and take them back: a set at a time, one like thousands.

lock       periods, marked transactions, payments
refuse     each payment that cannot be posted is left out with its reason
write      vouchers with entries, customer transactions; what is marked is settled
"""

from collections.abc import Collection, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting, Voucher
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, RateMissing, rates_to_accounting_currency, unreported_days
from customers import subledger
from customers.models import CustomerTransaction, Mark, Settlement
from customers.sql import lock_open_transactions
from journals.kinds.payments import PAYMENT, PAYMENTS, payment_posting, payments_owed, refusals
from journals.models import Payment, PaymentStatus
from journals.refusals import refusal

PAYMENT_REVERSALS = "payment-reversals"

Rates = dict[tuple[str, date], Rate | RateMissing]


@transaction.atomic
def post_payments(
    *,
    company: Company,
    documents: Sequence[int],
    posted_by: User,
    key: str,
    is_whole: bool = False,
    is_preview: bool = False,
) -> Outcome:
    """Post every payment that can be posted, and settle what it marks. One posted before stays so.

    ``is_whole``: all of them or none. A preview writes under provisional numbers; its caller takes the transaction
    back.

    :returns: which payments were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    :raises AutomaticAccountMissing: there is a realized difference and no account for it.
    """
    asked = Payment.objects.filter(company=company, pk__in=set(documents))
    marks = Mark.objects.filter(company=company, document_type=PAYMENT, document_id__in=set(documents))
    days = {*asked.values_list("payment_date", flat=True)}
    later = {*marks.values_list("transaction__transaction_date", flat=True)}
    open_periods = ledger.open_periods(company=company, dates=days | later)
    locked = _lock(company, asked, marks)
    fingerprint = ledger.fingerprint_of(PAYMENTS, sorted(set(documents)))
    already = [pk for pk, status in locked.items() if status == PaymentStatus.POSTED]
    waiting = asked.exclude(pk__in=already)
    rates = _rates(company, waiting)
    left_out = refusals(
        waiting,
        company=company,
        open_periods=open_periods,
        rates=rates,
        unreported=unreported_days(company=company, days=days | later),
    )
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        posted = list(Payment.objects.filter(posting=known).order_by("pk").values_list("pk", flat=True))
        return Outcome(known.pk, posted, sorted(set(already) - set(posted)), left_out)
    out = {one.document_id for one in left_out}
    accepted = [pk for pk in waiting.order_by("pk").values_list("pk", flat=True) if pk not in out]
    if not accepted or (is_whole and left_out):
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=PAYMENTS, key=key, fingerprint=fingerprint, posted_by=posted_by
    )
    _write(posting, accepted, rates, is_preview=is_preview)
    return Outcome(posting.pk, accepted, already, left_out)


def _lock(company: Company, payments: "QuerySet[Payment]", marks: "QuerySet[Mark]") -> dict[int, str]:
    """Lock what payments hold, then the payments, and give the status of each.

    A payment that was changed before its lock was had may hold more by then: that is locked too.
    """
    held = set(marks.values_list("pk", flat=True))
    lock_open_transactions(company_id=company.pk, transactions=sorted(held))
    locked = dict(payments.order_by("pk").select_for_update(no_key=True).values_list("pk", "status"))
    since = set(marks.values_list("pk", flat=True)) - held
    if since:
        lock_open_transactions(company_id=company.pk, transactions=sorted(since))
    return locked


def _rates(company: Company, payments: "QuerySet[Payment]") -> Rates:
    asked = payments.values_list("currency_id", "payment_date").distinct()
    return rates_to_accounting_currency(company=company, asked=asked)


def _write(posting: Posting, accepted: list[int], rates: Rates, *, is_preview: bool) -> None:
    company = posting.company
    payments = Payment.objects.filter(company=company, pk__in=accepted)
    for (currency, day), rate in rates.items():
        if isinstance(rate, Rate):
            payments.filter(currency=currency, payment_date=day).update(
                transaction_units=rate.units_from,
                accounting_units=rate.units_to,
                posting=posting,
                status=PaymentStatus.POSTED,
            )
    decimals = accounting_decimals(company=company)
    ledger.write(posting=posting, contents=payment_posting(posting, decimals=decimals), is_preview=is_preview)
    subledger.write_transactions(posting=posting, owed=payments_owed(posting, decimals=decimals))
    subledger.settle_marked(posting=posting, document_type=PAYMENT, documents=accepted, is_preview=is_preview)
    if not is_preview:
        subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)


@transaction.atomic
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
    """Take posted payments back on a day, with all that they settled: that is open again. One taken back stays so.

    A preview writes under provisional numbers; its caller takes the transaction back.

    :returns: which were taken back, which were before, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    """
    vouchers = Voucher.objects.filter(company=company, document_type=PAYMENT, document_id__in=set(documents))
    dates = list(vouchers.values_list("posting_date", flat=True))
    open_periods = ledger.open_periods(company=company, dates=[day, *dates])
    _lock_what_they_settled(vouchers)
    ledger.lock_reversals(company=company)
    fingerprint = ledger.fingerprint_of(PAYMENT_REVERSALS, sorted(set(documents)), day, reason)
    of_document = {pk: (document, posted) for pk, document, posted in vouchers.values_list(*_OF_VOUCHER)}
    already = {of_document[pk][0] for pk in vouchers.filter(reversed_by__isnull=False).values_list("pk", flat=True)}
    standing = {document: (pk, posted) for pk, (document, posted) in of_document.items() if document not in already}
    left_out = _not_reversible(company, set(documents) - already, standing, day, open_periods)
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        now = {of_document[pk][0] for pk in vouchers.filter(reversed_by__posting=known).values_list("pk", flat=True)}
        return Outcome(known.pk, sorted(now), sorted(already - now), left_out)
    out = {one.document_id for one in left_out}
    accepted = sorted(document for document in standing if document not in out)
    if not accepted:
        return Outcome(None, [], sorted(already), left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=PAYMENT_REVERSALS, key=key, fingerprint=fingerprint, posted_by=reversed_by
    )
    chosen = [standing[document][0] for document in accepted]
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


def _lock_what_they_settled(vouchers: "QuerySet[Voucher]") -> None:
    """Lock the transactions of payments and those they settled with, as far as something of them is open."""
    own = CustomerTransaction.objects.filter(voucher__in=vouchers)
    pairs = Settlement.objects.filter(
        pk__in=subledger.standing_settlements(vouchers=list(vouchers.values_list("pk", flat=True)))
    )
    sides = pairs.values_list("debit_transaction_id", "credit_transaction_id")
    touched = {*own.values_list("pk", flat=True), *(side for pair in sides for side in pair)}
    company = vouchers.values_list("company_id", flat=True).first()
    if company is not None:
        lock_open_transactions(company_id=company, transactions=sorted(touched))


def _not_reversible(
    company: Company,
    documents: Collection[int],
    standing: dict[int, tuple[int, date]],
    day: date,
    open_periods: Collection[int],
) -> list[Refusal]:
    """Give the payments that cannot be taken back on a day, each with its reason."""
    is_open = company.fiscal_periods.filter(pk__in=list(open_periods), start_date__lte=day, end_date__gte=day).exists()
    settled = _last_settled(standing)
    marked = _marked_by(standing)
    found = []
    for document in sorted(documents):
        if document not in standing:
            found.append(refusal(document, "not_posted"))
        elif not is_open:
            found.append(refusal(document, "period_not_open", day.isoformat()))
        elif document in marked:
            found.append(refusal(document, "marked", f"PM-{marked[document]}"))
        elif day < max(settled.get(document, day), standing[document][1]):
            last = max(settled.get(document, day), standing[document][1])
            found.append(refusal(document, "moved_later", last.isoformat()))
    return found


def _marked_by(standing: dict[int, tuple[int, date]]) -> dict[int, int]:
    """Give per payment the one that will settle what is left of it."""
    vouchers = {pk: document for document, (pk, _posted) in standing.items()}
    marks = Mark.objects.filter(transaction__voucher__in=vouchers).values_list("transaction__voucher", "document_id")
    return {vouchers[voucher]: holder for voucher, holder in marks if voucher is not None}


def _last_settled(standing: dict[int, tuple[int, date]]) -> dict[int, date]:
    """Give per payment the last day on which it settled something, or that was taken back."""
    vouchers = {pk: document for document, (pk, _posted) in standing.items()}
    last: dict[int, date] = {}
    for side in ("debit_transaction", "credit_transaction"):
        rows = Settlement.objects.filter(**{f"{side}__voucher__in": vouchers})
        for voucher, day in rows.values_list(f"{side}__voucher", "settlement_date"):
            document = vouchers[voucher]
            last[document] = max(day, last.get(document, day))
    return last
