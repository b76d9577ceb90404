"""Vouchers of general journals: why one cannot be posted, and what it posts.

general voucher
    debit or credit   ledger journal     a line's amount   its ledger account
    debit or credit   customer balance   a line's amount   summary account of its customer
    debit or credit   bank               a line's amount   ledger account of its bank account

In one currency a voucher balances in that, and what translation leaves of it goes to the rounding account, up to the
company's limit. In several it balances in accounting and reporting currency, exactly: nothing is rounded away.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import NullIf

from arclose.ledger.models import Company, Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import convert, in_books
from arclose.ledger.open_days import OpenDays
from arclose.ledger.outcomes import Difference, Refusal
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, RateMissing, Rates
from customers import sql
from customers.models import CustomerTransaction
from customers.models.transactions import TransactionType
from customers.subledger import Owed
from journals.kinds.journals import series_of
from journals.models import GeneralVoucher, GeneralVoucherLine, LineType, VoucherStatus
from journals.refusals import refusal, without_rate

GENERAL_VOUCHERS = "general-vouchers"
GENERAL_VOUCHER = "general_voucher"
_POSTED_AS = {
    LineType.LEDGER: PostingType.LEDGER_JOURNAL,
    LineType.CUSTOMER: PostingType.CUSTOMER_BALANCE,
    LineType.BANK: PostingType.BANK,
}


def general_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What the general vouchers of a posting post: each line to its account, at the rate of the voucher's date."""
    vouchers = GeneralVoucher.objects.filter(posting=posting)
    lines = GeneralVoucherLine.objects.filter(voucher__posting=posting)
    worth = in_books("amount", decimals=decimals)
    shown: tuple[Any, ...] = ("voucher", "account", "currency", "amount", worth, NO_TAX_ROW)
    return PostingSet(
        document_type=GENERAL_VOUCHER,
        vouchers=vouchers.values_list("pk", "voucher_date", "text"),
        series=series_of(vouchers, company=posting.company),
        entries=[
            Entries(posting_type, lines.filter(line_type=line_type).values_list(*shown))
            for line_type, posting_type in _POSTED_AS.items()
        ],
    )


def vouchers_owed(posting: Posting, *, decimals: int) -> Owed:
    """What the general vouchers of a posting make customers owe: a transaction for each line of a customer."""
    lines = GeneralVoucherLine.objects.filter(voucher__posting=posting, line_type=LineType.CUSTOMER)
    number = NullIf("document_number", Value(""), output_field=CharField())
    worth = in_books("amount", decimals=decimals)
    rows = lines.values_list("voucher", "customer", "account", "currency", "amount", worth, number, "due_date")
    return Owed(GENERAL_VOUCHER, TransactionType.JOURNAL, rows)


def refusals(
    vouchers: "QuerySet[GeneralVoucher]",
    *,
    company: Company,
    kept: Sequence[Refusal],
    open_periods: Iterable[int],
    rates: Rates,
    reporting: Rates,
) -> list[Refusal]:
    """Give the vouchers that cannot be posted, each with its weightiest reason.

    ``kept`` are refused by their journal, ``rates`` are into the accounting currency, ``reporting`` from that into the
    reporting currency where there is one.
    """
    found: dict[int, Refusal] = {}
    for one in (
        *_canceled(vouchers),
        *kept,
        *_outside_open_periods(vouchers, company, open_periods),
        *_without_rate(vouchers, rates, reporting, company),
        *_with_marks_that_fail(vouchers, company),
        *_unbalanced(vouchers),
        *_unbalanced_in_several_currencies(vouchers, company, rates, reporting),
        *_on_wrong_accounts(vouchers),
        *_of_blocked_profiles(vouchers),
        *_through_wrong_bank_accounts(vouchers),
    ):
        found.setdefault(one.document_id, one)
    return list(found.values())


def _outside_open_periods(
    vouchers: "QuerySet[GeneralVoucher]", company: Company, open_periods: Iterable[int]
) -> list[Refusal]:
    """Look at the vouchers' own days, and at the days on which they settle what is dated later."""
    inside = Q(
        company__fiscal_periods__in=list(open_periods),
        company__fiscal_periods__start_date__lte=F("voucher_date"),
        company__fiscal_periods__end_date__gte=F("voucher_date"),
    )
    posted_in = vouchers.filter(inside).values("pk")
    outside = dict(vouchers.exclude(pk__in=posted_in).values_list("pk", "voucher_date"))
    open_days = OpenDays(company=company, periods=open_periods)
    for pk, day in _later_days(vouchers, company):
        if day not in open_days:
            outside.setdefault(pk, day)
    return [refusal(pk, "period_not_open", day.isoformat()) for pk, day in outside.items()]


def _later_days(vouchers: "QuerySet[GeneralVoucher]", company: Company) -> list[tuple[int, date]]:
    """Give (voucher, day) of the days after its own on which a voucher settles what it marks."""
    own = dict(vouchers.values_list("pk", "voucher_date"))
    marked = sql.marked_days(company_id=company.pk, document_type=GENERAL_VOUCHER, documents=list(own))
    return [(pk, day) for pk, day in marked if day > own[pk]]


def _with_marks_that_fail(vouchers: "QuerySet[GeneralVoucher]", company: Company) -> list[Refusal]:
    """Look for vouchers that mark more of a transaction than is open of it."""
    ids = list(vouchers.values_list("pk", flat=True))
    failing = sql.marks_that_fail(company_id=company.pk, document_type=GENERAL_VOUCHER, documents=ids)
    currencies = dict(
        CustomerTransaction.objects.filter(
            company=company, mark__document_type=GENERAL_VOUCHER, mark__document_id__in=ids
        )
        .order_by("pk")
        .values_list("mark__document_id", "currency_id")
    )
    return [
        refusal(pk, code, number, Difference(now, currencies[pk]), Difference(then, currencies[pk]))
        for pk, number, code, now, then in failing
    ]


def _without_rate(
    vouchers: "QuerySet[GeneralVoucher]", rates: Rates, reporting: Rates, company: Company
) -> list[Refusal]:
    accounting = {currency for currency, _day in reporting}

    def missing(currency: str, day: date) -> RateMissing | None:
        asked = [rates[currency, day], *(reporting[own, day] for own in accounting)]
        return next((rate for rate in asked if isinstance(rate, RateMissing)), None)

    found: dict[int, RateMissing] = {}
    for pk, currency, day in vouchers.values_list("pk", "lines__currency", "voucher_date").distinct():
        if currency and (rate := missing(currency, day)):
            found.setdefault(pk, rate)
    for pk, day in _later_days(vouchers, company) if accounting else ():
        if isinstance(later := reporting[company.accounting_currency_id, day], RateMissing):
            found.setdefault(pk, later)
    return [without_rate(pk, rate) for pk, rate in found.items()]


def _unbalanced(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    """Look for vouchers with fewer than two lines, and for those in one currency that do not balance in it."""
    counted = vouchers.annotate(
        count=Count("lines"), left=Sum("lines__amount"), currencies=Count("lines__currency", distinct=True)
    )
    wrong = counted.filter(Q(count__lt=2) | Q(currencies=1) & ~Q(left=0))
    return [
        refusal(pk, "not_balanced", str(count), Difference(left or Decimal(0), currency))
        for pk, count, left, currency in wrong.values_list("pk", "count", "left", "currency_id")
    ]


def _unbalanced_in_several_currencies(
    vouchers: "QuerySet[GeneralVoucher]", company: Company, rates: Rates, reporting: Rates
) -> list[Refusal]:
    """Look for vouchers in several currencies that do not balance exactly in accounting and reporting currency.

    These are few: each line of them is translated here as the posting will translate it.
    """
    several = vouchers.annotate(currencies=Count("lines__currency", distinct=True)).filter(currencies__gt=1)
    lines = GeneralVoucherLine.objects.filter(voucher__in=list(several.values_list("pk", flat=True)))
    decimals = accounting_decimals(company=company)
    own, other = company.accounting_currency, company.reporting_currency
    left: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for pk, currency, day, amount in lines.values_list("voucher", "currency", "voucher__voucher_date", "amount"):
        in_books = _translated(rates.get((currency, day)), amount, decimals)
        left[pk][0] += in_books
        if other:
            left[pk][1] += _translated(reporting.get((own.pk, day)), in_books, other.decimals)
    return [
        refusal(pk, "several_currencies", Difference(in_own or in_other, str(own.pk if in_own else other and other.pk)))
        for pk, (in_own, in_other) in left.items()
        if in_own or in_other
    ]


def _translated(rate: Rate | RateMissing | None, amount: Decimal, decimals: int) -> Decimal:
    if not isinstance(rate, Rate):
        return Decimal(0)
    return convert(amount, units_from=rate.units_from, units_to=rate.units_to, decimals=decimals)


def _on_wrong_accounts(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    wrong = GeneralVoucherLine.objects.filter(voucher__in=vouchers, line_type=LineType.LEDGER).filter(
        Q(account__is_control_account=True) | Q(account__is_blocked=True)
    )
    rows = wrong.order_by("-line_number").values_list("voucher_id", "account__number", "account__is_control_account")
    return [
        refusal(pk, "control_account" if is_control else "account_blocked", number) for pk, number, is_control in rows
    ]


def _of_blocked_profiles(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    summary = "customer__posting_profile__summary_account"
    wrong = GeneralVoucherLine.objects.filter(voucher__in=vouchers, **{f"{summary}__is_blocked": True})
    return [refusal(pk, "account_blocked", number) for pk, number in wrong.values_list("voucher", f"{summary}__number")]


def _through_wrong_bank_accounts(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    lines = GeneralVoucherLine.objects.filter(voucher__in=vouchers, line_type=LineType.BANK)
    blocked = lines.filter(Q(bank_account__is_active=False) | Q(bank_account__account__is_blocked=True))
    strange = lines.exclude(currency=F("bank_account__currency"))
    blocked_codes = blocked.values_list("voucher", "bank_account__code")
    currencies = strange.values_list("voucher", "currency", "bank_account__code")
    return [
        *(refusal(pk, "bank_account_blocked", code) for pk, code in blocked_codes),
        *(refusal(pk, "line_in_other_currency", currency, code) for pk, currency, code in currencies),
    ]


def _canceled(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    canceled = vouchers.filter(status=VoucherStatus.CANCELED).values_list("pk", flat=True)
    return [refusal(pk, "canceled") for pk in canceled]
