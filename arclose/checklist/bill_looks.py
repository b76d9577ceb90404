"""The first rows of what a check of bills has left, as the close page shows them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from arclose.checklist.looks import ROWS_SHOWN, Row
from arclose.ledger.models import Company, FiscalPeriod
from journals.bills import readiness
from journals.models import Journal

Rows = Callable[[Company, FiscalPeriod], list[Row]]


def lines(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first lines that are not posted, oldest first; ``hidden`` are the journals kept from who looks."""
    waiting = readiness.unposted_steps(company=company, until=period.end_date).exclude(journal__in=hidden)
    return [
        Row(
            str(one),
            f"{one.get_step_type_display()}: {one.bill or one.customer}",
            one.step_date,
            one.amount,
            one.currency_id,
            "journals:bill_step",
            one.pk,
        )
        for one in waiting.select_related("bill", "customer").order_by("step_date", "pk")[:ROWS_SHOWN]
    ]


def _bills(look: Callable[..., "QuerySet[Any]"], amount: str = "left_amount") -> Rows:
    """Give the look that shows the first bills a look of readiness finds, the earliest due first."""

    def rows(company: Company, period: FiscalPeriod) -> list[Row]:
        found = look(company=company, until=period.end_date).select_related("customer").order_by("due_date", "pk")
        return [
            Row(
                bill.number,
                str(bill.customer),
                bill.due_date,
                getattr(bill, amount),
                bill.currency_id,
                "journals:bill",
                bill.pk,
            )
            for bill in found[:ROWS_SHOWN]
        ]

    return rows


due_and_not_remitted = _bills(readiness.due_and_not_remitted)
remitted_and_not_settled = _bills(readiness.remitted_and_not_settled)
honored_and_not_closed = _bills(readiness.honored_and_not_closed, "amount")
protested_and_undecided = _bills(readiness.protested_and_undecided)
interest_not_released = _bills(readiness.interest_not_released, "to_release")


def sent_and_not_posted(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first remittances that a bank was sent and what of each is not posted, oldest first."""
    sent = readiness.sent_and_not_posted(company=company, until=period.end_date).exclude(journal__in=hidden)
    waiting = sent.select_related("bank_account")
    return [
        Row(
            one.number,
            str(one.bank_account),
            one.sent_date,
            one.waiting_amount,
            one.bank_account.currency_id,
            "journals:remittance",
            one.pk,
        )
        for one in waiting.order_by("sent_date", "pk")[:ROWS_SHOWN]
    ]
