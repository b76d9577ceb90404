"""What is left to do of bills before a period can be put on hold."""

from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value

from arclose.ledger.models import Company
from arclose.ledger.money import RoundAmount
from journals.bills.life import may_come_from
from journals.models import Bill, BillStatus, BillStep, Remittance, RemittanceType, StepStatus, StepType

# The days from one to another: what PostgreSQL makes of a difference of two days.
_DAYS: dict[str, Any] = {"arg_joiner": " - ", "output_field": IntegerField()}


def unposted_steps(*, company: Company, until: date) -> "QuerySet[BillStep]":
    """Give the lines of journals of bills dated on or before a day that are not posted."""
    return BillStep.objects.filter(company=company, step_date__lte=until, status=StepStatus.OPEN)


def sent_to_no_bank(bills: "QuerySet[Bill]") -> "QuerySet[Bill]":
    """Give the bills among some that may be remitted, but for those in a remittance that waits to be posted."""
    sent = BillStep.objects.filter(bill=OuterRef("pk"), status=StepStatus.OPEN, remittance__isnull=False)
    return bills.filter(~Exists(sent), status__in=may_come_from(StepType.REMIT))


def _due(company: Company, until: date) -> "QuerySet[Bill]":
    return Bill.objects.filter(company=company, due_date__lte=until)


def due_and_not_remitted(*, company: Company, until: date) -> "QuerySet[Bill]":
    """Give the bills due on or before a day that no bank was sent."""
    return sent_to_no_bank(_due(company, until))


def remitted_and_not_settled(*, company: Company, until: date) -> "QuerySet[Bill]":
    """Give the bills due on or before a day that a bank has and that are not settled whole."""
    return _due(company, until).filter(status=BillStatus.REMITTED)


def honored_and_not_closed(*, company: Company, until: date) -> "QuerySet[Bill]":
    """Give the bills that were settled on or before a day and whose remittance is not closed."""
    return Bill.objects.filter(company=company, status=BillStatus.HONORED, last_step__step_date__lte=until)


def protested_and_undecided(*, company: Company, until: date) -> "QuerySet[Bill]":
    """Give the bills protested on or before a day that are neither redrawn, paid nor given up."""
    protested = Bill.objects.filter(company=company, status=BillStatus.PROTESTED)
    return protested.filter(last_step__step_date__lte=until)


def interest_not_released(*, company: Company, until: date) -> "QuerySet[Any]":
    """Give the discounted bills whose interest of days until a day is still deferred.

    ``to_release`` is how much: what is deferred less the share of the days beyond that day.
    """
    sent = BillStep.objects.filter(
        bill=OuterRef("pk"), step_type=StepType.REMIT, status=StepStatus.POSTED, undone_by=None
    ).order_by("-pk")
    rows = Bill.objects.filter(
        company=company,
        status=BillStatus.REMITTED,
        remittance_type=RemittanceType.DISCOUNT,
        deferred_amount__gt=0,
    ).annotate(
        discounted_on=Subquery(sent.values("step_date")[:1]),
        discount_interest=Subquery(sent.values("discount_interest_amount")[:1]),
    )
    beyond = Func(F("due_date"), Value(until, DateField()), template="GREATEST(%(expressions)s, 0)", **_DAYS)
    in_all = Func(F("due_date"), F("discounted_on"), template="NULLIF(%(expressions)s, 0)", **_DAYS)
    deferred = RoundAmount(F("discount_interest") * beyond / in_all, F("currency__decimals"))
    due = rows.annotate(to_release=F("deferred_amount") - deferred)
    return due.filter(discounted_on__lte=until, to_release__gt=0)


def sent_and_not_posted(*, company: Company, until: date) -> "QuerySet[Any]":
    """Give the remittances that a bank was sent on or before a day and of which a line is not posted.

    ``waiting_amount`` is how much of each that is.
    """
    waiting = BillStep.objects.filter(remittance=OuterRef("pk"), status=StepStatus.OPEN)
    rows = Remittance.objects.filter(Exists(waiting), company=company, sent_date__lte=until, canceled_at=None)
    added_up = waiting.order_by().values("remittance").annotate(sum=Sum("amount")).values("sum")
    return rows.annotate(waiting_amount=Subquery(added_up)).defer("content")
