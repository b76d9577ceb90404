"""What is read of runs: their sums, what differs between two, what became of a transaction, exposure and results."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import Abs, Round, TruncMonth
from django.db.models.lookups import Exact

from arclose.ledger.models import Company, LedgerEntry
from arclose.ledger.models.vouchers import PostingType
from customers.models import AdjustmentLine, CustomerTransaction, OpenTransaction
from customers.queries import what_stands
from revaluation.models import LeftOut, Run

CHANGE = F("new_amount") - F("stood_amount")
VALUE = F("original_amount") + F("new_amount")
GROUPINGS = {
    "currency": ("currency_id",),
    "group": ("transaction__customer__group__code", "transaction__customer__group__name"),
    "customer": ("transaction__customer__number", "transaction__customer__name"),
}
SHOWN_AT_MOST = 100


def lines_of(run: Run) -> "QuerySet[AdjustmentLine]":
    """Give the lines of a run with ``change``, what it adds to the books, and ``value`` of what is open with it."""
    rows = AdjustmentLine.objects.filter(adjustment_set=run.adjustment_set_id).annotate(change=CHANGE, value=VALUE)
    return rows.select_related("transaction__customer", "settlement")


def sums_of(run: Run, by: str) -> list[dict[str, Any]]:
    """Give the sums of a run by currency, customer group or customer, the largest changes first."""
    names = GROUPINGS[by]
    lines = AdjustmentLine.objects.filter(adjustment_set=run.adjustment_set_id).order_by()
    grouped = lines.values(*names, "currency_id") if by == "currency" else lines.values(*names)
    rows = grouped.annotate(
        count=Count("pk", filter=Q(settlement=None)),
        original=Sum("original_amount"),
        stood=Sum("stood_amount"),
        new=Sum("new_amount"),
        change=Sum(CHANGE),
    ).order_by(Abs("change").desc(), *names)[:SHOWN_AT_MOST]
    return [{**row, "name": " ".join(str(row[name]) for name in names)} for row in rows]


def left_out_of(run: Run) -> "QuerySet[LeftOut]":
    """Give what a run leaves out, each with how many there are of its reason."""
    counted = Window(Count("pk"), partition_by=[F("reason"), F("fact")])
    rows = run.left_out.annotate(of_reason=counted).select_related("transaction__customer")
    return rows.order_by("reason", "fact", "transaction__document_number")


def run_before(run: Run) -> Run | None:
    """Give the run of the company that was computed last before another one, undoings left aside."""
    earlier = Run.objects.filter(company=run.company_id, pk__lt=run.pk, undoes=None)
    return earlier.order_by("-pk").first()


@dataclass(frozen=True)
class Differing:
    """A transaction whose new adjustment is another one in two runs; None where a run has no line of it."""

    transaction: CustomerTransaction
    before: Decimal | None
    now: Decimal | None

    @property
    def change(self) -> Decimal:
        """What the later run has more than the earlier one."""
        return (self.now or Decimal(0)) - (self.before or Decimal(0))


def differences(*, run: Run, other: Run) -> list[Differing]:
    """Give the transactions that two runs adjust otherwise, the largest differences first."""
    found: dict[int, dict[int, Decimal]] = {}
    rows = AdjustmentLine.objects.filter(adjustment_set__revaluation__in=[run, other], settlement=None)
    told = rows.values_list("adjustment_set__revaluation", "transaction", "new_amount")
    for run_id, transaction_id, amount in told.iterator():
        found.setdefault(transaction_id, {})[run_id] = amount
    uneven = {pk: own for pk, own in found.items() if own.get(run.pk) != own.get(other.pk)}
    zero = Decimal(0)
    sizes = {pk: abs(own.get(run.pk, zero) - own.get(other.pk, zero)) for pk, own in uneven.items()}
    by_size = sorted(uneven, key=lambda pk: sizes[pk], reverse=True)
    known = CustomerTransaction.objects.select_related("customer").in_bulk(by_size[:SHOWN_AT_MOST])
    return [Differing(known[pk], uneven[pk].get(other.pk), uneven[pk].get(run.pk)) for pk in by_size[:SHOWN_AT_MOST]]


def is_left_to_undo(run: Run) -> bool:
    """Tell whether undoing a posted run would change something: a line still open that no posted undoing has one of."""
    undone_by = [one.line_count for one in run.undone_by.all() if one.posting_id]
    if sum(undone_by) == run.line_count:  # as a rule; then no lines are read
        return False
    books = run.company.accounting_currency
    back_to = F("transaction_currency_amount") * OuterRef("stood_amount") / OuterRef("open_amount")
    of_line = {"transaction": OuterRef("transaction")}
    undone = _posted_lines().filter(adjustment_set__revaluation__undoes=run, **of_line)
    still_open = OpenTransaction.objects.filter(**of_line).exclude(
        Exact(what_stands(books=books.code), Round(back_to, precision=books.decimals))
    )
    lines = AdjustmentLine.objects.filter(adjustment_set=run.adjustment_set_id, settlement=None)
    return lines.filter(Exists(still_open), ~Exists(undone)).exists()


def _posted_lines() -> "QuerySet[AdjustmentLine]":
    return AdjustmentLine.objects.filter(adjustment_set__revaluation__posting__isnull=False)


def history_of(transaction: CustomerTransaction) -> "QuerySet[AdjustmentLine]":
    """Give the lines of posted runs about a transaction, in the order in which they were posted."""
    rows = _posted_lines().filter(transaction=transaction).annotate(change=CHANGE, value=VALUE)
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
