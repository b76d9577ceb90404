"""Post interest notes, one as well as thousands.

    lock       periods, what they charge, notes
    refuse     each that cannot be posted is left out with its reason
    write      vouchers with entries, customer transactions

interest note
    debit    customer balance   interest and fee   summary account of the customer
    credit   interest           the interest       interest account of the code
    credit   fee                the fee            fee account of the code, else its interest account

Interest and fees for paying late are compensation, and no part of what was supplied: no sales tax is charged on them
(Court of Justice of the European Union, 222/81, BAZ Bausystem).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, DateField, F, QuerySet, SmallIntegerField, Value
from django.db.models.functions import Cast, Coalesce

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import Convert
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.posting import Entries, PostingSet
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, RateMissing, rates_to_accounting_currency, unreported_days
from customers import sql, subledger
from customers.collecting import IN_FORCE
from customers.dunning.refusals import refusal
from customers.models import InterestNote, InterestNoteLine
from customers.models.interest import UNPOSTED, NoteStatus
from customers.models.transactions import TransactionType
from customers.sql.control_accounts import unusable_accounts
from customers.subledger import Owed

INTEREST_NOTES = "interest-notes"
INTEREST_NOTE = "interest_note"
_CONTROL_ACCOUNT = "customer__posting_profile__summary_account"
_FEE_ACCOUNT = Coalesce("interest_code__fee_account", "interest_code__interest_account")
_NO_TAX_ROW = Cast(Value(None), SmallIntegerField())
# It has the number of its voucher, and is due on its day.
_NO_NUMBER, _NO_DUE_DATE = Cast(Value(None), CharField()), Cast(Value(None), DateField())
Rates = Mapping[tuple[str, date], Rate | RateMissing]


def fingerprint_of(documents: Sequence[int]) -> str:
    """Give the digest by which a repeated request is told from another one."""
    return ledger.fingerprint_of(INTEREST_NOTES, sorted(set(documents)))


@transaction.atomic
def post_interest_notes(
    *, company: Company, documents: Sequence[int], posted_by: User, key: str, is_preview: bool = False
) -> Outcome:
    """Post every interest note that can be posted. One posted before stays so.

    ``key`` is the business key of the request. A preview writes under provisional numbers; its caller takes the
    transaction back.

    :returns: which were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    """
    asked = InterestNote.objects.filter(company=company, pk__in=set(documents))
    days = list(asked.values_list("note_date", flat=True))
    open_periods = ledger.open_periods(company=company, dates=days)
    _lock_what_they_charge(company, asked)
    locked = dict(asked.order_by("pk").select_for_update(no_key=True).values_list("pk", "status"))
    already = [pk for pk, status in locked.items() if status not in UNPOSTED]
    waiting = asked.exclude(pk__in=already)
    rates = rates_to_accounting_currency(
        company=company, asked=waiting.values_list("currency_id", "note_date").distinct()
    )
    left_out = _refused(company, waiting, open_periods, rates, unreported_days(company=company, days=days))
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint_of(documents)):
        posted = list(InterestNote.objects.filter(posting=known).order_by("pk").values_list("pk", flat=True))
        return Outcome(known.pk, posted, sorted(set(already) - set(posted)), left_out)
    out = {one.document_id for one in left_out}
    accepted = [pk for pk in waiting.order_by("pk").values_list("pk", flat=True) if pk not in out]
    if not accepted:
        return Outcome(None, [], already, left_out)
    posting, _is_new = ledger.begin(
        company=company, kind=INTEREST_NOTES, key=key, fingerprint=fingerprint_of(documents), posted_by=posted_by
    )
    _write(posting, accepted, rates, is_preview=is_preview)
    return Outcome(posting.pk, accepted, already, left_out)


def _lock_what_they_charge(company: Company, notes: "QuerySet[InterestNote]") -> None:
    """Lock what is open of transactions, so that nothing of them is settled until their interest is posted."""
    charged = InterestNoteLine.objects.filter(note__in=notes).values_list("transaction", flat=True)
    sql.lock_open_transactions(company_id=company.pk, transactions=sorted(set(charged)))


def _write(posting: Posting, accepted: Sequence[int], rates: Rates, *, is_preview: bool) -> None:
    """Write the accepted ones: from here on nothing is refused."""
    notes = InterestNote.objects.filter(company=posting.company, pk__in=accepted)
    for (currency, day), rate in rates.items():
        if isinstance(rate, Rate):
            notes.filter(currency=currency, note_date=day).update(
                transaction_units=rate.units_from,
                accounting_units=rate.units_to,
                posting=posting,
                status=NoteStatus.POSTED,
            )
    decimals = accounting_decimals(company=posting.company)
    ledger.write(posting=posting, contents=interest_posting(posting, decimals=decimals), is_preview=is_preview)
    subledger.write_transactions(posting=posting, owed=interest_owed(posting, decimals=decimals))
    if not is_preview:
        subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)


def interest_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What the interest notes of a posting post, at the rate of the note's date; both parts are translated apart."""
    notes = InterestNote.objects.filter(posting=posting)
    interest, fee = F("interest_amount"), F("fee_amount")
    in_books = _in_books(interest, decimals) + _in_books(fee, decimals)
    return PostingSet(
        document_type=INTEREST_NOTE,
        vouchers=notes.values_list("pk", "note_date", Cast("customer__number", CharField())),
        entries=[
            Entries(PostingType.CUSTOMER_BALANCE, _entries(notes, _CONTROL_ACCOUNT, interest + fee, in_books)),
            Entries(
                PostingType.INTEREST,
                _entries(notes, "interest_code__interest_account", -interest, -_in_books(interest, decimals)),
            ),
            Entries(
                PostingType.FEE,
                _entries(notes.exclude(fee_amount=0), _FEE_ACCOUNT, -fee, -_in_books(fee, decimals)),
            ),
        ],
    )


def interest_owed(posting: Posting, *, decimals: int) -> Owed:
    """What the interest notes of a posting make customers owe."""
    interest, fee = F("interest_amount"), F("fee_amount")
    in_books = _in_books(interest, decimals) + _in_books(fee, decimals)
    rows = InterestNote.objects.filter(posting=posting).values_list(
        "pk", "customer", _CONTROL_ACCOUNT, "currency", interest + fee, in_books, _NO_NUMBER, _NO_DUE_DATE
    )
    return Owed(INTEREST_NOTE, TransactionType.INTEREST_NOTE, rows)


def _in_books(amount: F, decimals: int) -> Any:
    return Convert(amount, units_from=F("transaction_units"), units_to=F("accounting_units"), decimals=Value(decimals))


def _entries(notes: "QuerySet[InterestNote]", account: Any, amount: Any, in_books: Any) -> "QuerySet[Any, Any]":
    return notes.values_list("pk", account, "currency", amount, in_books, _NO_TAX_ROW)


# --- refusals ---------------------------------------------------------------------------------------------------------


def _refused(
    company: Company,
    notes: "QuerySet[InterestNote]",
    open_periods: Iterable[int],
    rates: Rates,
    unreported: Mapping[date, RateMissing],
) -> list[Refusal]:
    """Give the notes that cannot be posted, each with its weightiest reason."""
    found: dict[int, Refusal] = {}
    periods = list(company.fiscal_periods.filter(pk__in=list(open_periods)).values_list("start_date", "end_date"))
    for pk, day, currency in notes.order_by("pk").values_list("pk", "note_date", "currency_id"):
        if not any(first <= day <= last for first, last in periods):
            found[pk] = refusal(pk, "period_not_open", day.isoformat())
        elif isinstance(rates.get((currency, day)), RateMissing) or day in unreported:
            found[pk] = refusal(pk, "no_rate_of_day", currency)
    for one in (*_through_unusable_accounts(company, notes), *_held_since(notes), *_changed_since(company, notes)):
        found.setdefault(one.document_id, one)
    return list(found.values())


def _through_unusable_accounts(company: Company, notes: "QuerySet[InterestNote]") -> list[Refusal]:
    """Look for notes on blocked accounts, and for interest and fees on an account that only customers' debts are on."""
    used = notes.annotate(of_fee=_FEE_ACCOUNT).values_list(
        "pk", _CONTROL_ACCOUNT, "interest_code__interest_account", "of_fee"
    )
    asked = {account for _pk, *accounts in used for account in accounts}
    found = unusable_accounts(company_id=company.pk, accounts=sorted(asked))
    refused = []
    for pk, summary, *earned in used:
        wrong = [found[account] for account in (summary, *earned) if account in found]
        refused += [refusal(pk, "account_blocked", number) for number, is_blocked in wrong if is_blocked]
        refused += [refusal(pk, "control_account", found[account][0]) for account in earned if account in found]
    return refused


def _held_since(notes: "QuerySet[InterestNote]") -> list[Refusal]:
    """Look for notes of what was disputed or blocked after they were calculated."""
    lines = InterestNoteLine.objects.filter(note__in=notes, transaction__in=IN_FORCE.values("transaction"))
    held = lines.order_by("note", "line_number").values_list("note", "transaction__document_number")
    return [refusal(pk, "collection_held", number) for pk, number in held]


def _changed_since(company: Company, notes: "QuerySet[InterestNote]") -> list[Refusal]:
    """Look for notes that would charge something else by now, as a payment of an earlier day came."""
    until_days = dict(notes.values_list("pk", "until_date"))
    if not until_days:
        return []
    changed = sql.notes_changed_since(company_id=company.pk, notes=sorted(until_days), until=max(until_days.values()))
    return [refusal(pk, "changed_since", number) for pk, number in changed.items()]
