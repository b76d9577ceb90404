"""Customer payments: why one cannot be posted, and what it posts.

payment (one that is paid back with the opposite sign)
    debit    bank               the amount      ledger account of the bank account
      or     bridging           the amount      bridging account of the method, until it is seen on the bank account
      or     ledger journal     the amount      ledger account of the method
    credit   customer balance   the amount      summary account of the customer
      or                                        of the posting profile of prepayments, until an invoice takes it
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from arclose.ledger.models import Company, Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import in_books
from arclose.ledger.open_days import OpenDays
from arclose.ledger.outcomes import Difference, Refusal
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from arclose.ledger.rates import RateMissing, Rates
from customers import sql
from customers.models.transactions import TransactionType
from customers.subledger import NO_DUE_DATE, NO_NUMBER, Owed
from journals.kinds.journals import series_of
from journals.kinds.payment_fees import cost_entries
from journals.models import BankStatus, Payment
from journals.models.methods import AccountKind, has_reached, posts_from
from journals.payments.posting_sql import marked_beyond
from journals.refusals import refusal, without_rate

PAYMENTS = "payments"
PAYMENT = "payment"
# How a payment is called before it has a voucher: PM-12.
PAYMENT_LABEL = Concat(Value("PM-"), Cast("pk", CharField()))

# Where payments are posted to: the bank account, the bridging account of their method, or its ledger account.
TO_LEDGER = Q(method__account_kind=AccountKind.LEDGER)
BRIDGED = Q(method__bridging_account__isnull=False)
AT_ONCE = Q(method=None) | Q(method__account_kind=AccountKind.BANK, method__bridging_account=None)
WENT_TO = [
    (PostingType.BANK, AT_ONCE, "bank_account__account"),
    (PostingType.BRIDGING, BRIDGED, "method__bridging_account"),
    (PostingType.LEDGER_JOURNAL, TO_LEDGER, "method__account"),
]


def payment_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What the payments of a posting post: bank against customer, at the rate of the payment's date."""
    payments = Payment.objects.filter(posting=posting)
    text = Concat(F("customer__number"), Value(" "), F("reference"), output_field=CharField())
    return PostingSet(
        document_type=PAYMENT,
        vouchers=payments.values_list("pk", "payment_date", text),
        series=series_of(payments, company=posting.company),
        entries=[
            *(
                Entries(kind, _entries(payments.filter(where), account, 1, decimals))
                for kind, where, account in WENT_TO
            ),
            *cost_entries(payments, decimals=decimals, to=WENT_TO),
            Entries(PostingType.CUSTOMER_BALANCE, _entries(payments, _CONTROL_ACCOUNT, -1, decimals)),
        ],
    )


def payments_owed(posting: Posting, *, decimals: int) -> Owed:
    """What the payments of a posting make customers owe: less, or more where they were paid back."""
    owed = (-F("amount"), -in_books("amount", decimals=decimals))
    rows = Payment.objects.filter(posting=posting).values_list(
        "pk", "customer", _CONTROL_ACCOUNT, "currency", *owed, NO_NUMBER, NO_DUE_DATE
    )
    return Owed(PAYMENT, TransactionType.PAYMENT, rows)


_USUAL_ACCOUNT = "customer__posting_profile__summary_account"
_PREPAYMENT_PROFILE = "company__settlement_parameters__prepayment_profile"
_PREPAID_ACCOUNT = f"{_PREPAYMENT_PROFILE}__summary_account"
_CONTROL_ACCOUNT = Case(When(is_prepayment=True, then=_PREPAID_ACCOUNT), default=_USUAL_ACCOUNT)


def _entries(payments: "QuerySet[Payment]", account: Any, sign: int, decimals: int) -> "QuerySet[Any, Any]":
    own, worth = F("amount"), in_books("amount", decimals=decimals)
    return payments.values_list(
        "pk", account, "currency", own if sign > 0 else -own, worth if sign > 0 else -worth, NO_TAX_ROW
    )


# The currency and the day of each payment.
_Own = Mapping[int, tuple[str, date]]


def refusals(
    payments: "QuerySet[Payment]",
    *,
    own: _Own,
    company: Company,
    kept: Sequence[Refusal],
    open_periods: Iterable[int],
    rates: Rates,
    unreported: Mapping[date, RateMissing],
    marked_elsewhere: Mapping[int, Decimal],
) -> list[Refusal]:
    """Give the payments that cannot be posted, each with its weightiest reason; ``own`` are their currencies and days.

    ``kept`` are refused by their journal, ``unreported`` are the days that have no rate into the reporting currency,
    ``marked_elsewhere`` what payments mark in other companies.
    """
    first = min((day for _currency, day in own.values()), default=None)
    held = sql.marked_days(company_id=company.pk, document_type=PAYMENT, documents=list(own), after=first)
    later = [(pk, day) for pk, day in held if day > own[pk][1]]
    found: dict[int, Refusal] = {}
    for one in (
        *kept,
        *_outside_open_periods(own, later, company, open_periods),
        *_without_rate(own, later, rates, unreported),
        *_not_far_enough(payments),
        *_lacking_or_blocked(payments, company),
        *_with_marks_that_fail(own, company),
        *_marked_beyond_their_amount(own, company, marked_elsewhere),
    ):
        found.setdefault(one.document_id, one)
    return list(found.values())


def _outside_open_periods(
    own: _Own, later: Iterable[tuple[int, date]], company: Company, open_periods: Iterable[int]
) -> list[Refusal]:
    """Look at the payments' own days, and at the later days on which they settle what is dated later."""
    open_days = OpenDays(company=company, periods=open_periods)
    asked = {day for _currency, day in own.values()} | {day for _pk, day in later}
    outside = {day for day in asked if day not in open_days}
    found: dict[int, date] = {}
    for pk, day in (*((pk, day) for pk, (_currency, day) in own.items()), *later):
        if day in outside:
            found[pk] = min(day, found.get(pk, day))
    return [refusal(pk, "period_not_open", day.isoformat()) for pk, day in found.items()]


def _without_rate(
    own: _Own,
    later: Iterable[tuple[int, date]],
    rates: Rates,
    unreported: Mapping[date, RateMissing],
) -> list[Refusal]:
    """Look at the rates of the payments' own days, and into the reporting currency at those of what they settle."""
    missing: dict[tuple[str, date], RateMissing] = {}
    for asked, rate in rates.items():
        found = rate if isinstance(rate, RateMissing) else unreported.get(asked[1])
        if found:
            missing[asked] = found
    failing = {pk: missing[asked] for pk, asked in own.items() if asked in missing}
    for pk, day in later:
        if day in unreported:
            failing.setdefault(pk, unreported[day])
    return [without_rate(pk, rate) for pk, rate in failing.items()]


def _not_far_enough(payments: "QuerySet[Payment]") -> list[Refusal]:
    """Look for payments that the bank rejected, or that are not as far with it as their method asks."""
    asked = payments.exclude(method=None, bank_status=BankStatus.NONE)
    found = []
    for pk, code, status, asked_for, file_format in asked.values_list(
        "pk", "method__code", "bank_status", "method__required_status", "method__file_format"
    ):
        if status == BankStatus.REJECTED:
            found.append(refusal(pk, "rejected_by_bank"))
        elif code is not None and not has_reached(status, required := posts_from(asked_for, file_format)):
            found.append(refusal(pk, "payment_status", code, required, status))
    return found


def _lacking_or_blocked(payments: "QuerySet[Payment]", company: Company) -> list[Refusal]:
    """Look for payments that lack what they are posted with, go through what is not in use, or to a blocked account."""
    has_blocked = company.accounts.filter(is_blocked=True).exists()
    reasons = {
        "no_prepayment_profile": Q(is_prepayment=True, **{_PREPAYMENT_PROFILE: None}),
        "no_bank_account": Q(bank_account=None) & ~TO_LEDGER,
        "no_reference": Q(method__requires_reference=True, reference=""),
        "bank_account_blocked": Q(bank_account__is_active=False) | Q(bank_account__account__is_blocked=True),
        "bank_currency": Q(bank_account__isnull=False) & ~Q(currency=F("bank_account__currency")),
    }
    code = Case(*(When(where, then=Value(code)) for code, where in reasons.items()), output_field=CharField())
    told = payments.filter(reduce(or_, reasons.values())).annotate(why=code)
    facts = {"no_prepayment_profile": (), "bank_account_blocked": ("bank",), "bank_currency": ("currency",)}
    found: list[Refusal] = []
    in_another_currency: list[Refusal] = []
    for row in told.values("pk", "why", "currency_id", "method__code", "bank_account__code"):
        of = {"bank": row["bank_account__code"], "currency": row["currency_id"], "method": row["method__code"]}
        refused = refusal(row["pk"], row["why"], *(of[name] for name in facts.get(row["why"], ("method",))))
        (in_another_currency if row["why"] == "bank_currency" else found).append(refused)
    blocked = _on_blocked_accounts(payments) if has_blocked else []
    return [*found, *blocked, *in_another_currency]


def _on_blocked_accounts(payments: "QuerySet[Payment]") -> list[Refusal]:
    found: list[tuple[int, str]] = []
    for account in ("method__account", "method__bridging_account", "fees__account", _USUAL_ACCOUNT, _PREPAID_ACCOUNT):
        blocked = payments.filter(**{f"{account}__is_blocked": True})
        if account in (_USUAL_ACCOUNT, _PREPAID_ACCOUNT):
            blocked = blocked.filter(is_prepayment=account == _PREPAID_ACCOUNT)
        found += blocked.values_list("pk", f"{account}__number")
    return [refusal(pk, "account_blocked", number) for pk, number in found]


def _with_marks_that_fail(own: _Own, company: Company) -> list[Refusal]:
    failing = sql.marks_that_fail(company_id=company.pk, document_type=PAYMENT, documents=list(own))
    return [
        refusal(pk, code, number, Difference(now, own[pk][0]), Difference(then, own[pk][0]))
        for pk, number, code, now, then in failing
    ]


def _marked_beyond_their_amount(own: _Own, company: Company, elsewhere: Mapping[int, Decimal]) -> list[Refusal]:
    """Look for payments that would settle more than they are, or on the other side."""
    beyond = marked_beyond(company_id=company.pk, document_type=PAYMENT, payments=list(own), elsewhere=elsewhere)
    return [
        refusal(pk, "marked_too_much", Difference(marked, own[pk][0]), Difference(amount, own[pk][0]))
        for pk, marked, amount in beyond
    ]


def exceeds(marked: Decimal, amount: Decimal) -> bool:
    """Tell whether what is marked, in all, is more than a payment of this amount can settle; of many SQL tells it."""
    return not min(Decimal(0), amount) <= marked <= max(Decimal(0), amount)
