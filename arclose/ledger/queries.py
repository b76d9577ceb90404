"""What is read of the books: vouchers, accounts with their balances, the calendar."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from arclose.ledger.fields import AmountField
from arclose.ledger.models import (
    AccountBalance,
    Company,
    Currency,
    FiscalPeriod,
    FiscalYear,
    LedgerAccount,
    LedgerEntry,
    PeriodStatusChange,
    Voucher,
)
from arclose.ledger.models.calendars import PeriodStatus

ZERO = Value(Decimal(0), output_field=AmountField())

# Which entries are shown as debits: those above zero, but in a credit correction those below.
IS_DEBIT = Q(accounting_currency_amount__gt=0, voucher__is_credit_correction=False) | Q(
    accounting_currency_amount__lt=0, voucher__is_credit_correction=True
)


def sides_of(amount: Decimal, *, is_credit_correction: bool) -> tuple[Decimal | None, Decimal | None]:
    """Give a signed amount as it is shown: (debit, credit), one of them None; below zero in a credit correction."""
    if not amount:
        return None, None
    return (amount, None) if (amount > 0) is not is_credit_correction else (None, -amount)


def accounting_decimals(*, company: Company) -> int:
    """Give how many decimals the accounting currency of a company has."""
    return Currency.objects.values_list("decimals", flat=True).get(code=company.accounting_currency_id)


def vouchers(*, company: Company) -> "QuerySet[Voucher]":
    """Give the vouchers of a company with ``debit_amount``, the sum of their debits in accounting currency."""
    debits = LedgerEntry.objects.filter(IS_DEBIT, voucher=OuterRef("pk")).values("voucher")
    return (
        Voucher.objects.filter(company=company)
        .annotate(
            debit_amount=Coalesce(
                Subquery(debits.annotate(total=Sum("accounting_currency_amount")).values("total")),
                ZERO,
                output_field=AmountField(),
            ),
            accounting_currency=F("company__accounting_currency"),
        )
        .select_related("posting__posted_by")
    )


def is_open(*, company: Company, day: date) -> bool:
    """Tell whether vouchers of a day can be posted now."""
    periods = FiscalPeriod.objects.filter(company=company, start_date__lte=day, end_date__gte=day)
    return periods.filter(status=PeriodStatus.OPEN).exists()


def period_after(period: FiscalPeriod) -> FiscalPeriod | None:
    """Give the next period of the same company; None where its year is not opened yet."""
    later = FiscalPeriod.objects.filter(company=period.company_id, start_date__gt=period.end_date)
    return later.order_by("start_date").first()


def entries(*, voucher: Voucher) -> "QuerySet[LedgerEntry]":
    """Give the entries of a voucher in the order they were written."""
    return LedgerEntry.objects.filter(voucher=voucher).select_related("account", "currency").order_by("pk")


def accounts(*, company: Company, period: FiscalPeriod) -> "QuerySet[LedgerAccount]":
    """Give the accounts with their balance before a period, what the period moved, and the balance at its end."""
    kept = AccountBalance.objects.filter(company=company, account=OuterRef("pk")).order_by()

    def total(condition: Q) -> Coalesce:
        own = kept.filter(condition).values("account").annotate(total=Sum("accounting_currency_amount"))
        return Coalesce(Subquery(own.values("total")), ZERO, output_field=AmountField())

    return LedgerAccount.objects.filter(company=company).annotate(
        opening_amount=total(Q(period__end_date__lt=period.start_date)),
        movement_amount=total(Q(period=period)),
        closing_amount=total(Q(period__end_date__lte=period.end_date)),
        accounting_currency=F("company__accounting_currency"),
    )


def account_entries(*, account: LedgerAccount, company: Company) -> "QuerySet[LedgerEntry]":
    """Give the entries of an account."""
    rows = LedgerEntry.objects.filter(account=account).select_related("voucher__posting__posted_by")
    return rows.annotate(accounting_currency=Value(company.accounting_currency_id))


@dataclass(frozen=True)
class CalendarPeriod:
    """A period with the last change of its status."""

    period: FiscalPeriod
    last_change: PeriodStatusChange | None


@dataclass(frozen=True)
class CalendarYear:
    """A fiscal year with its periods, oldest first; open while one of them is."""

    year: FiscalYear
    periods: list[CalendarPeriod]

    @property
    def open_count(self) -> int:
        """Give how many of its periods are open."""
        return sum(one.period.status == "open" for one in self.periods)


def calendar(*, company: Company) -> list[CalendarYear]:
    """Give the fiscal years of a company, newest first."""
    changes = PeriodStatusChange.objects.filter(company=company).order_by("period", "-pk").distinct("period")
    last = {change.period_id: change for change in changes.select_related("changed_by")}
    years = {year.pk: CalendarYear(year, []) for year in company.fiscal_years.order_by("-start_date")}
    for period in company.fiscal_periods.order_by("start_date"):
        years[period.fiscal_year_id].periods.append(CalendarPeriod(period, last.get(period.pk)))
    return list(years.values())
