"""General vouchers: why one cannot be posted, and what it posts.

general voucher
    debit or credit   ledger journal   each line's amount on its account
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, SmallIntegerField, Sum, Value
from django.db.models.functions import Cast

from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import Convert
from arclose.ledger.outcomes import Difference, Refusal
from arclose.ledger.posting import Entries, PostingSet
from arclose.ledger.rates import Rate, RateMissing
from journals.models import GeneralVoucher, GeneralVoucherLine, VoucherStatus
from journals.refusals import refusal, without_rate

GENERAL_VOUCHERS = "general-vouchers"
GENERAL_VOUCHER = "general_voucher"
NO_TAX_ROW = Cast(Value(None), SmallIntegerField())


def general_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What the general vouchers of a posting post: each line to its account, at the rate of the voucher's date."""
    vouchers = GeneralVoucher.objects.filter(posting=posting)
    lines = GeneralVoucherLine.objects.filter(voucher__posting=posting)
    amount = Convert(
        F("amount"),
        units_from=F("voucher__transaction_units"),
        units_to=F("voucher__accounting_units"),
        decimals=Value(decimals),
    )
    return PostingSet(
        document_type=GENERAL_VOUCHER,
        vouchers=vouchers.values_list("pk", "voucher_date", "text"),
        entries=[
            Entries(
                PostingType.LEDGER_JOURNAL,
                lines.values_list("voucher", "account", "voucher__currency", "amount", amount, NO_TAX_ROW),
            )
        ],
    )


def refusals(
    vouchers: "QuerySet[GeneralVoucher]",
    *,
    open_periods: Iterable[int],
    rates: dict[tuple[str, date], Rate | RateMissing],
    unreported: Mapping[date, RateMissing],
) -> list[Refusal]:
    """Give the vouchers that cannot be posted, each with its weightiest reason.

    ``unreported`` are the days that have no rate into the reporting currency.
    """
    found: dict[int, Refusal] = {}
    for one in (
        *_outside_open_periods(vouchers, open_periods),
        *_without_rate(vouchers, rates, unreported),
        *_unbalanced(vouchers),
        *_on_wrong_accounts(vouchers),
        *_canceled(vouchers),
    ):
        found.setdefault(one.document_id, one)
    return list(found.values())


def _outside_open_periods(vouchers: "QuerySet[GeneralVoucher]", open_periods: Iterable[int]) -> list[Refusal]:
    inside = Q(
        company__fiscal_periods__in=list(open_periods),
        company__fiscal_periods__start_date__lte=F("voucher_date"),
        company__fiscal_periods__end_date__gte=F("voucher_date"),
    )
    posted_in = vouchers.filter(inside).values("pk")
    outside = vouchers.exclude(pk__in=posted_in).values_list("pk", "voucher_date")
    return [refusal(pk, "period_not_open", day.isoformat()) for pk, day in outside]


def _without_rate(
    vouchers: "QuerySet[GeneralVoucher]",
    rates: dict[tuple[str, date], Rate | RateMissing],
    unreported: Mapping[date, RateMissing],
) -> list[Refusal]:
    def missing(currency: str, day: date) -> RateMissing | None:
        rate = rates[currency, day]
        return rate if isinstance(rate, RateMissing) else unreported.get(day)

    return [
        without_rate(pk, rate)
        for pk, currency, day in vouchers.values_list("pk", "currency_id", "voucher_date")
        if (rate := missing(currency, day))
    ]


def _unbalanced(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    wrong = vouchers.annotate(count=Count("lines"), left=Sum("lines__amount")).exclude(count__gte=2, left=0)
    return [
        refusal(pk, "not_balanced", str(count), Difference(left or Decimal(0), currency))
        for pk, count, left, currency in wrong.values_list("pk", "count", "left", "currency_id")
    ]


def _on_wrong_accounts(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    wrong = GeneralVoucherLine.objects.filter(voucher__in=vouchers).filter(
        Q(account__is_control_account=True) | Q(account__is_blocked=True)
    )
    rows = wrong.order_by("-line_number").values_list("voucher_id", "account__number", "account__is_control_account")
    return [
        refusal(pk, "control_account" if is_control else "account_blocked", number) for pk, number, is_control in rows
    ]


def _canceled(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    canceled = vouchers.filter(status=VoucherStatus.CANCELED).values_list("pk", flat=True)
    return [refusal(pk, "canceled") for pk in canceled]
