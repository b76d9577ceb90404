"""What is read of runs: their sums, what differs between two, what became of a transaction, exposure and results."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    Exists,
    F,
    Field,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce, Round, TruncMonth

from arclose.ledger.models import Company, LedgerEntry
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import convert
from customers.models import AdjustmentLine, CustomerTransaction, OpenTransaction
from customers.queries import what_stands
from revaluation import sql
from revaluation.models import ReportingValue, Run

CHANGE = F("new_amount") - F("stood_amount")
VALUE = F("original_amount") + F("new_amount")
GROUPINGS = {
    "currency": ("currency_id",),
    "group": ("transaction__customer__group__code", "transaction__customer__group__name"),
    "customer": ("transaction__customer__number", "transaction__customer__name"),
}
RATE_DECIMALS = 8


def lines_of(run: Run) -> "QuerySet[AdjustmentLine]":
    """Give the lines of a run with ``change``, what it adds to the books, and ``value`` of what is open with it.

    A line that names no settlement has its two rates too, what a unit was and is worth in the books, rounded to
    be read; and of the rate of the run the day on which it was ``published`` and its ``source``.
    """
    rows = AdjustmentLine.objects.filter(adjustment_set=run.adjustment_set_id).annotate(change=CHANGE, value=VALUE)
    rates = [rate for rate in run.rates.all() if rate.units_from]
    unit = F("transaction__accounting_currency_amount") / F("transaction__transaction_currency_amount")
    told: dict[str, Any] = {
        "original_rate": Case(When(settlement=None, then=Round(unit, precision=RATE_DECIMALS))),
        "rate": _of_currency(
            {one.currency_id: _unit_rate(one.units_from, one.units_to) for one in rates},
            DecimalField(max_digits=30, decimal_places=RATE_DECIMALS),
        ),
        "published": _of_currency({rate.currency_id: rate.published for rate in rates}, DateField()),
        "source": _of_currency({rate.currency_id: rate.source for rate in rates}, CharField()),
    }
    return rows.annotate(**told).select_related("transaction__customer", "settlement")


def _unit_rate(units_from: Any, units_to: Any) -> Decimal:
    return convert(Decimal(1), units_from=units_from, units_to=units_to, decimals=RATE_DECIMALS)


def _of_currency(facts: Mapping[str, Any], field: "Field[Any, Any]") -> Case:
    """Give the expression of what is said by the currency of a line that names no settlement."""
    known = [When(settlement=None, currency=code, then=Value(fact, output_field=field)) for code, fact in facts.items()]
    return Case(*known, default=None, output_field=field)


def sums_of(run: Run, by: str) -> "QuerySet[Any, dict[str, Any]]":
    """Give the sums of a run by currency, customer group or customer, the largest changes first."""
    names = GROUPINGS[by]
    lines: QuerySet[Any, Any] = AdjustmentLine.objects.filter(adjustment_set=run.adjustment_set_id).order_by()
    sums: QuerySet[Any, dict[str, Any]] = (
        lines.values(*names)
        .annotate(
            count=Count("pk", filter=Q(settlement=None)),
            original=Sum("original_amount"),
            stood=Sum("stood_amount"),
            new=Sum("new_amount"),
            change=Sum(CHANGE),
        )
        .order_by(Abs("change").desc(), *names)
    )
    return sums


def name_of(row: Mapping[str, Any], by: str) -> str:
    """Give what a sum is of: a currency, or code and name of a group or a customer."""
    return " ".join(str(row[name]) for name in GROUPINGS[by])


def left_out_by_reason(run: Run) -> "QuerySet[Any, dict[str, Any]]":
    """Give how much a run leaves out by reason, fact and currency: how many, and what is open of them."""
    rows: QuerySet[Any, Any] = run.left_out.order_by()
    grouped = rows.values("reason", "fact", "currency_id")
    sums: QuerySet[Any, dict[str, Any]] = grouped.annotate(count=Count("pk"), open=Sum("open_amount"))
    return sums.order_by("reason", "fact", "currency_id")


def run_before(run: Run) -> Run | None:
    """Give the run of the company that was computed last before another one, undoings left aside."""
    earlier = Run.objects.filter(company=run.company_id, pk__lt=run.pk, undoes=None)
    return earlier.order_by("-pk").first()


def differences(*, run: Run, other: Run) -> "QuerySet[Any, dict[str, Any]]":
    """Give the transactions that two runs adjust otherwise, the largest differences first.

    Each with its ``before`` in the other run and ``now`` in this one, None where a run has no line of it, and the
    ``change`` between them.
    """
    lines: QuerySet[Any, Any] = AdjustmentLine.objects.filter(
        adjustment_set__in=[run.adjustment_set_id, other.adjustment_set_id], settlement=None
    )
    grouped = lines.order_by().values(
        "transaction", "transaction__document_number", "transaction__customer__number", "transaction__customer__name"
    )
    zero = Value(Decimal(0))
    told = grouped.annotate(
        before=Sum("new_amount", filter=Q(adjustment_set=other.adjustment_set_id)),
        now=Sum("new_amount", filter=Q(adjustment_set=run.adjustment_set_id)),
    ).annotate(change=Coalesce("now", zero) - Coalesce("before", zero))
    uneven: QuerySet[Any, dict[str, Any]] = told.filter(Q(before=None) | Q(now=None) | ~Q(change=0))
    return uneven.order_by(Abs("change").desc(), "transaction")


def is_left_to_undo(run: Run) -> bool:
    """Tell whether something of a posted run still stands that undoing could take back, now or after a later run.

    A line still open that no posted undoing has one of, or what it changed in reporting currency, where the company
    has one.
    """
    if run.company.reporting_currency_id and _reporting_not_undone(run).exists():
        return True
    undone_by = [one.line_count for one in run.undone_by.all() if one.posting_id]
    if sum(undone_by) == run.line_count:  # as a rule; then no lines are read
        return False
    return sql.is_left_to_undo(run_id=run.pk, decimals=run.company.accounting_currency.decimals)


def reporting_left_to_undo(run: Run) -> "QuerySet[ReportingValue]":
    """Give what a posted run changed in reporting currency, where no undoing and no later run changed it since."""
    return _reporting_not_undone(run).filter(~_changed_later(run)).order_by("pk")


def reporting_held_back(run: Run) -> "QuerySet[ReportingValue]":
    """Give what a posted run changed in reporting currency and undoing it leaves, as a later run changed it since."""
    rows = _reporting_not_undone(run).filter(_changed_later(run)).select_related("control_account")
    return rows.order_by("currency", "control_account__number")


def _reporting_not_undone(run: Run) -> "QuerySet[ReportingValue]":
    return run.reporting_values.filter(~Exists(_undoings(run).filter(run__undoes=run)), voucher__isnull=False)


def _changed_later(run: Run) -> Exists:
    """Tell of each value whether a later run, itself not undone, changed something in its currency."""
    later = _posted_values(run).filter(run__undoes=None, run__posting__gt=run.posting_id, voucher__isnull=False)
    return Exists(later.filter(~Exists(_undoings(run).filter(run__undoes=OuterRef("run")))))


def _posted_values(run: Run) -> "QuerySet[ReportingValue]":
    return ReportingValue.objects.filter(
        company=run.company_id, run__posting__isnull=False, currency=OuterRef("currency")
    )


def _undoings(run: Run) -> "QuerySet[ReportingValue]":
    return _posted_values(run).filter(control_account=OuterRef("control_account"))


def posted_lines() -> "QuerySet[AdjustmentLine]":
    """Give the lines of posted runs, of all companies."""
    return AdjustmentLine.objects.filter(adjustment_set__revaluation__posting__isnull=False)


def history_of(transaction: CustomerTransaction) -> "QuerySet[AdjustmentLine]":
    """Give the lines of posted runs about a transaction, in the order in which they were posted."""
    rows = posted_lines().filter(transaction=transaction).annotate(change=CHANGE, value=VALUE)
    run = "adjustment_set__revaluation"
    return rows.select_related(run, "settlement").order_by(f"{run}__posting", "pk")


def exposure(*, company: Company) -> list[dict[str, Any]]:
    """Give what is open today per foreign currency: in it, at original rates, and with adjustments, in the books."""
    rows = OpenTransaction.objects.filter(company=company).exclude(currency=company.accounting_currency_id)
    grouped = (
        rows.order_by()
        .values("currency_id")
        .annotate(
            count=Count("pk"),
            open=Sum("transaction_currency_amount"),
            original=Sum("accounting_currency_amount"),
            standing=Sum(what_stands(books=company.accounting_currency_id)),
        )
        .order_by("currency_id")
    )
    return [dict(row) for row in grouped]


RESULTS = {
    PostingType.UNREALIZED_GAIN: "unrealized",
    PostingType.UNREALIZED_LOSS: "unrealized",
    PostingType.REALIZED_GAIN: "realized",
    PostingType.REALIZED_LOSS: "realized",
}


def results_by_month(*, company: Company, since: date, until: date) -> dict[date, dict[str, Decimal]]:
    """Give the unrealized and realized result of each month between two days: gains above zero."""
    entries = LedgerEntry.objects.filter(company=company, posting_date__range=(since, until), posting_type__in=RESULTS)
    found: dict[date, dict[str, Decimal]] = {}
    grouped = entries.order_by().annotate(month=TruncMonth("posting_date")).values_list("month", "posting_type")
    for month, kind, amount in grouped.annotate(Sum("accounting_currency_amount")):
        of_month = found.setdefault(month, dict.fromkeys(set(RESULTS.values()), Decimal(0)))
        of_month[RESULTS[PostingType(kind)]] -= amount
    return found
