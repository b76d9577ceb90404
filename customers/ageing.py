"""Ageing: how long what is open on a day has been due, in buckets of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from arclose.ledger.fields import AmountField
from customers.models import CustomerTransaction

ZERO = Value(Decimal(0), output_field=AmountField())


@dataclass(frozen=True)
class Bucket:
    """Transactions due from ``first_days`` to ``last_days`` days ago; None is without an end."""

    name: str
    label: object
    first_days: int | None
    last_days: int | None

    def holds(self, on: date) -> Q:
        """Give the condition that a due date falls into this bucket on a day."""
        condition = Q()
        if self.first_days is not None:
            condition &= Q(due_date__lte=on - timedelta(days=self.first_days))
        if self.last_days is not None:
            condition &= Q(due_date__gte=on - timedelta(days=self.last_days))
        return condition


BUCKETS: Sequence[Bucket] = (
    Bucket("not_due", _("not due"), None, 0),
    Bucket("days_1_to_30", _("1-30 days"), 1, 30),
    Bucket("days_31_to_60", _("31-60 days"), 31, 60),
    Bucket("days_61_to_90", _("61-90 days"), 61, 90),
    Bucket("days_over_90", _("over 90 days"), 91, None),
)


def accounting_name(bucket: Bucket) -> str:
    """Give the name of the sum of a bucket in accounting currency."""
    return f"accounting_{bucket.name}"


def accounting_sums_on(on: date) -> dict[str, Any]:
    """Give the sum of each bucket in accounting currency, by its :func:`accounting_name`."""
    return {accounting_name(bucket): _sum_of(bucket, on, "open_accounting_amount") for bucket in BUCKETS}


def _sum_of(bucket: Bucket, on: date, amount: str) -> Coalesce:
    return Coalesce(Sum(amount, filter=bucket.holds(on), output_field=AmountField()), ZERO)


def sums_on(on: date) -> dict[str, Any]:
    """Give what is added up of transactions open on a day: one sum per bucket, ``total`` and ``accounting_total``."""
    return {
        **{bucket.name: _sum_of(bucket, on, "open_amount") for bucket in BUCKETS},
        "total": Sum("open_amount", output_field=AmountField()),
        "accounting_total": Sum("open_accounting_amount", output_field=AmountField()),
    }


def aged_by_customer(*, transactions: "QuerySet[CustomerTransaction]", on: date) -> "QuerySet[Any, Any]":
    """Give one row per customer and currency with what is open on a day.

    ``transactions`` are those of :func:`customers.queries.open_on`, narrowed as wanted. Columns: ``customer_id``,
    ``customer_number``, ``customer_name``, ``currency`` and those of :func:`sums_on`.
    """
    return (
        transactions.order_by()
        .values("customer_id", "currency", customer_number=F("customer__number"), customer_name=F("customer__name"))
        .annotate(**sums_on(on))
        .order_by("customer_number", "currency")
    )


def aged_by_currency(*, transactions: "QuerySet[CustomerTransaction]", on: date) -> "QuerySet[Any, Any]":
    """Give one row per currency with what is open on a day: the sums of both currencies."""
    sums = {**sums_on(on), **accounting_sums_on(on)}
    return transactions.order_by().values("currency").annotate(**sums).order_by("currency")
