"""General vouchers: why one cannot be posted, and what it posts.

general voucher
    debit or credit   ledger journal   each line's amount on its account
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, F, Q, QuerySet, SmallIntegerField, Sum, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import Convert
from arclose.ledger.outcomes import Refusal
from arclose.ledger.posting import Entries, PostingSet, period_refusal
from arclose.ledger.rates import Rate, RateMissing
from journals.models import GeneralVoucher, GeneralVoucherLine, VoucherStatus

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
    return [period_refusal(pk, day) for pk, day in vouchers.exclude(pk__in=posted_in).values_list("pk", "voucher_date")]


def _without_rate(
    vouchers: "QuerySet[GeneralVoucher]",
    rates: dict[tuple[str, date], Rate | RateMissing],
    unreported: Mapping[date, RateMissing],
) -> list[Refusal]:
    def missing(currency: str, day: date) -> RateMissing | None:
        rate = rates[currency, day]
        return rate if isinstance(rate, RateMissing) else unreported.get(day)

    return [
        Refusal(pk, "rate_missing", rate.reason(), rate.remedy())
        for pk, currency, day in vouchers.values_list("pk", "currency_id", "voucher_date")
        if (rate := missing(currency, day))
    ]


def _unbalanced(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    wrong = vouchers.annotate(count=Count("lines"), left=Sum("lines__amount")).exclude(count__gte=2, left=0)
    return [
        Refusal(
            pk,
            "not_balanced",
            _("Its %(count)s lines leave %(left)s %(currency)s.")
            % {"count": count, "left": left or 0, "currency": currency},
            _("A voucher has at least two lines that add up to zero. Correct it at its source."),
        )
        for pk, count, left, currency in wrong.values_list("pk", "count", "left", "currency_id")
    ]


def _on_wrong_accounts(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    wrong = GeneralVoucherLine.objects.filter(voucher__in=vouchers).filter(
        Q(account__is_control_account=True) | Q(account__is_blocked=True)
    )
    rows = wrong.order_by("-line_number").values_list("voucher_id", "account__number", "account__is_control_account")
    return [_wrong_account(pk, number, is_control=is_control) for pk, number, is_control in rows]


def _wrong_account(pk: int, number: str, *, is_control: bool) -> Refusal:
    if is_control:
        return Refusal(
            pk,
            "control_account",
            _("Account %(number)s is a control account: only documents of its subledger post to it.")
            % {"number": number},
            _("Choose another account, or enter the document in the subledger."),
        )
    return Refusal(
        pk,
        "account_blocked",
        _("Ledger account %(number)s is blocked.") % {"number": number},
        _("Unblock it, or choose another account."),
    )


def _canceled(vouchers: "QuerySet[GeneralVoucher]") -> list[Refusal]:
    canceled = vouchers.filter(status=VoucherStatus.CANCELED).values_list("pk", flat=True)
    return [Refusal(pk, "canceled", _("The voucher is canceled."), _("Leave it out.")) for pk in canceled]
