"""Post general vouchers: a set at a time, one like thousands.

lock       periods, vouchers
refuse     each voucher that cannot be posted is left out with its reason
write      ledger vouchers and entries; the prepared vouchers become posted
"""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, RateMissing, rates_to_accounting_currency, unreported_days
from journals.kinds.general import GENERAL_VOUCHERS, general_posting, refusals
from journals.models import GeneralVoucher, VoucherStatus
from journals.refusals import refusal

Rates = dict[tuple[str, date], Rate | RateMissing]


@transaction.atomic
def post_general_vouchers(
    *, company: Company, documents: Sequence[int], posted_by: User, key: str, is_preview: bool = False
) -> Outcome:
    """Post every general voucher that can be posted. One posted before stays so.

    A preview writes under provisional numbers; its caller takes the transaction back.

    :returns: which vouchers were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    :raises AutomaticAccountMissing: translation leaves a difference and there is no rounding account.
    """
    asked = GeneralVoucher.objects.filter(company=company, pk__in=set(documents))
    days = list(asked.values_list("voucher_date", flat=True))
    open_periods = ledger.open_periods(company=company, dates=days)
    locked = dict(asked.order_by("pk").select_for_update(no_key=True).values_list("pk", "status"))
    fingerprint = ledger.fingerprint_of(GENERAL_VOUCHERS, sorted(set(documents)))
    already = [pk for pk, status in locked.items() if status == VoucherStatus.POSTED]
    waiting = asked.exclude(pk__in=already)
    rates = _rates(company, waiting)
    unreported = unreported_days(company=company, days=days)
    left_out = refusals(waiting, open_periods=open_periods, rates=rates, unreported=unreported)
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        posted = list(GeneralVoucher.objects.filter(posting=known).order_by("pk").values_list("pk", flat=True))
        return Outcome(known.pk, posted, sorted(set(already) - set(posted)), left_out)
    return _write(company, waiting, rates, left_out, already, (key, fingerprint, posted_by, is_preview))


def _rates(company: Company, vouchers: "QuerySet[GeneralVoucher]") -> Rates:
    asked = vouchers.values_list("currency_id", "voucher_date").distinct()
    return rates_to_accounting_currency(company=company, asked=asked)


def _write(
    company: Company,
    waiting: "QuerySet[GeneralVoucher]",
    rates: Rates,
    left_out: list[Refusal],
    already: list[int],
    request: tuple[str, str, User, bool],
) -> Outcome:
    """Write the vouchers that are not refused; those that rounding refuses are left out, and the others tried again."""
    key, fingerprint, posted_by, is_preview = request
    refused = list(left_out)
    while accepted := _without(waiting, refused):
        try:
            with transaction.atomic():
                posting, _is_new = ledger.begin(
                    company=company, kind=GENERAL_VOUCHERS, key=key, fingerprint=fingerprint, posted_by=posted_by
                )
                _write_posting(posting, accepted, rates, is_preview=is_preview)
                return Outcome(posting.pk, accepted, already, refused)
        except ledger.RoundedAboveLimit as error:
            refused += [refusal(pk, "rounding_above_limit", difference) for pk, difference in error.documents]
    return Outcome(None, [], already, refused)


def _without(waiting: "QuerySet[GeneralVoucher]", refused: Sequence[Refusal]) -> list[int]:
    out = {one.document_id for one in refused}
    return [pk for pk in waiting.order_by("pk").values_list("pk", flat=True) if pk not in out]


def _write_posting(posting: Posting, accepted: list[int], rates: Rates, *, is_preview: bool) -> None:
    company = posting.company
    vouchers = GeneralVoucher.objects.filter(company=company, pk__in=accepted)
    for (currency, day), rate in rates.items():
        if isinstance(rate, Rate):
            vouchers.filter(currency=currency, voucher_date=day).update(
                transaction_units=rate.units_from,
                accounting_units=rate.units_to,
                posting=posting,
                status=VoucherStatus.POSTED,
            )
    decimals = accounting_decimals(company=company)
    ledger.write(posting=posting, contents=general_posting(posting, decimals=decimals), is_preview=is_preview)
    if not is_preview:
        ledger.seal(posting=posting)
