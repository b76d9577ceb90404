"""Post the vouchers of general journals: a set at a time, one like thousands.

lock       periods, marked transactions, vouchers
refuse     each voucher that cannot be posted is left out with its reason
write      ledger vouchers and entries, customer transactions; the entered vouchers become posted
settle     what they mark
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company, Posting
from arclose.ledger.outcomes import Outcome, Refusal
from arclose.ledger.queries import accounting_decimals
from arclose.ledger.rates import Rate, Rates, rates_between, rates_to_accounting_currency
from customers import subledger
from customers.models import Customer, Mark, PaymentTerms
from customers.sql import lock_open_transactions
from customers.terms import due_date
from journals.kinds.general import GENERAL_VOUCHER, GENERAL_VOUCHERS, general_posting, refusals, vouchers_owed
from journals.kinds.journals import kept_by_their_journal
from journals.marked_lines import settle_lines
from journals.models import BankAccount, GeneralVoucher, GeneralVoucherLine, LineType, VoucherStatus
from journals.refusals import refusal


@transaction.atomic
def post_general_vouchers(
    *,
    company: Company,
    documents: Sequence[int],
    posted_by: User,
    key: str,
    is_whole: bool = False,
    is_preview: bool = False,
    with_kept: bool = False,
) -> Outcome:
    """Post every general voucher that can be posted. One posted before stays so.

    ``is_whole``: all of them or none. A preview writes under provisional numbers; its caller takes the transaction
    back. One ``with_kept`` takes in what only its journal keeps from being posted, and warns of that.

    :returns: which vouchers were posted, which were already, and for each left out the named reason.
    :raises KeyReused: the key belongs to another request.
    :raises NumberSeriesMissing: the company has no series for vouchers.
    :raises AutomaticAccountMissing: translation leaves a difference and there is no rounding account.
    """
    asked = GeneralVoucher.objects.filter(company=company, pk__in=set(documents))
    days = set(asked.values_list("voucher_date", flat=True))
    later = subledger.days_of_marks(company=company, document_type=GENERAL_VOUCHER, documents=sorted(set(documents)))
    open_periods = ledger.open_periods(company=company, dates=days | later)
    locked = _lock(company, asked, sorted(set(documents)))
    fingerprint = ledger.fingerprint_of(GENERAL_VOUCHERS, sorted(set(documents)))
    already = [pk for pk, status in locked.items() if status == VoucherStatus.POSTED]
    waiting = asked.exclude(pk__in=already)
    rates = _rates(company, waiting)
    kept = kept_by_their_journal(waiting, posted_by=posted_by)
    left_out = refusals(
        waiting,
        company=company,
        kept=[] if is_preview and with_kept else kept,
        open_periods=open_periods,
        rates=rates,
        reporting=_into_reporting_currency(company, days | later),
    )
    # Recognized only here: a repetition has waited for the first one at the locks above.
    if known := ledger.find(company=company, key=key, fingerprint=fingerprint):
        posted = list(GeneralVoucher.objects.filter(posting=known).order_by("pk").values_list("pk", flat=True))
        return Outcome(known.pk, posted, sorted(set(already) - set(posted)), left_out)
    if is_whole and left_out:
        return Outcome(None, [], already, left_out)
    made = _write(waiting, rates, left_out, already, (company, key, fingerprint, posted_by), is_whole, is_preview)
    return replace(made, warnings=[one for one in kept if one.document_id in made.posted])


def _lock(company: Company, vouchers: "QuerySet[GeneralVoucher]", documents: Sequence[int]) -> dict[int, str]:
    """Lock what vouchers mark, then the vouchers, and give the status of each.

    A voucher that was changed before its lock was had may mark more by then: that is locked too.
    """
    marks = Mark.objects.filter(company=company, document_type=GENERAL_VOUCHER, document_id__in=documents)
    held = set(marks.values_list("pk", flat=True))
    lock_open_transactions(company_id=company.pk, transactions=sorted(held))
    locked = dict(vouchers.order_by("pk").select_for_update(no_key=True).values_list("pk", "status"))
    if since := set(marks.values_list("pk", flat=True)) - held:
        lock_open_transactions(company_id=company.pk, transactions=sorted(since))
    return locked


def _rates(company: Company, vouchers: "QuerySet[GeneralVoucher]") -> Rates:
    lines = GeneralVoucherLine.objects.filter(voucher__in=vouchers)
    asked = lines.order_by().values_list("currency_id", "voucher__voucher_date").distinct()
    return rates_to_accounting_currency(company=company, asked=asked)


def _into_reporting_currency(company: Company, days: Collection[date]) -> Rates:
    if company.reporting_currency_id is None:
        return {}
    asked = {(company.accounting_currency_id, day) for day in days}
    return rates_between(company=company, asked=asked, to_currency=company.reporting_currency_id)


def _write(
    waiting: "QuerySet[GeneralVoucher]",
    rates: Rates,
    left_out: list[Refusal],
    already: list[int],
    request: tuple[Company, str, str, User],
    is_whole: bool,
    is_preview: bool,
) -> Outcome:
    """Write the vouchers that are not refused; those that rounding refuses are left out, and the others tried again."""
    company, key, fingerprint, posted_by = request
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
            if is_whole:
                break
    return Outcome(None, [], already, refused)


def _without(waiting: "QuerySet[GeneralVoucher]", refused: Sequence[Refusal]) -> list[int]:
    out = {one.document_id for one in refused}
    return [pk for pk in waiting.order_by("pk").values_list("pk", flat=True) if pk not in out]


def _write_posting(posting: Posting, accepted: list[int], rates: Rates, *, is_preview: bool) -> None:
    vouchers = GeneralVoucher.objects.filter(company=posting.company, pk__in=accepted)
    owe_something = _complete_lines(GeneralVoucherLine.objects.filter(voucher__in=accepted), rates)
    vouchers.update(posting=posting, status=VoucherStatus.POSTED)
    decimals = accounting_decimals(company=posting.company)
    ledger.write(posting=posting, contents=general_posting(posting, decimals=decimals), is_preview=is_preview)
    if owe_something:
        subledger.write_transactions(posting=posting, owed=vouchers_owed(posting, decimals=decimals))
        settle_lines(posting=posting, vouchers=accepted, is_preview=is_preview)
    if not is_preview:
        if owe_something:
            subledger.close_subledger(posting=posting)
        ledger.seal(posting=posting)


def _complete_lines(lines: "QuerySet[GeneralVoucherLine]", rates: Rates) -> int:
    """Say on each line its rate, its ledger account and when it is due; return how many customers' lines there are."""
    for (currency, day), rate in rates.items():
        if isinstance(rate, Rate):
            of_day = lines.filter(currency=currency, voucher__voucher_date=day)
            of_day.update(transaction_units=rate.units_from, accounting_units=rate.units_to)
    own = Customer.objects.filter(pk=OuterRef("customer")).values("posting_profile__summary_account")
    of_customers = lines.filter(line_type=LineType.CUSTOMER)
    count = of_customers.update(account=Subquery(own[:1]))
    if count:
        _make_due(of_customers)
    bank = BankAccount.objects.filter(pk=OuterRef("bank_account")).values("account")
    lines.filter(line_type=LineType.BANK).update(account=Subquery(bank[:1]))
    return count


def _make_due(lines: "QuerySet[GeneralVoucherLine]") -> None:
    """Let debits be due by the terms of their customers; what customers are owed is due on its day."""
    debits = lines.filter(amount__gt=0)
    asked = set(debits.values_list("customer__payment_terms", "voucher__voucher_date"))
    terms = PaymentTerms.objects.in_bulk([pk for pk, _day in asked])
    for pk, day in asked:
        of_terms = debits.filter(customer__payment_terms=pk, voucher__voucher_date=day)
        of_terms.update(due_date=due_date(terms[pk], day))
