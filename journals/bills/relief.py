"""Relief of sales tax on bills that come to nothing: as on the invoices they are drawn on, each for its share.

A bill that is written off so goes back to the customer's account first; one that was given back as an open invoice is
written off there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.db.models import Q, QuerySet

from arclose.ledger.fields import AMOUNT_DECIMALS
from customers.models import CustomerTransaction
from customers.models.transactions import TransactionType
from customers.settling.standing_for import StandsFor, invoices_behind
from customers.settling.writing_off import granted
from customers.sql import Grant
from journals.bills import relief_sql
from journals.bills.entries import BILL_STEP
from journals.models import BillStep, StepType

# A bill that is written off so is given back to the customer's account, and written off there as an invoice is.
WITH_RELIEF = Q(step_type=StepType.WRITE_OFF, reason__relieves_tax=True)
# What a customer is charged without sales tax: as costs and interest of a bill.
_UNTAXED = (TransactionType.INTEREST_NOTE, TransactionType.PAYMENT_FEE)


def without_invoice(steps: "QuerySet[BillStep]") -> Iterator[tuple[int, str, str]]:
    """Give (step, bill, document) where sales tax is to be relieved and the bill is drawn on what is no invoice."""
    bills = dict(steps.filter(WITH_RELIEF).values_list("pk", "bill__number"))
    for pk, behind in _drawn_on(bills).items():
        if behind.unknown:
            yield pk, bills[pk], behind.unknown


def written_off_with_relief(steps: "QuerySet[BillStep]") -> list[Grant]:
    """Give what is written off of the bills that posted steps gave back to the account of the customer."""
    relieved = {step.pk: step for step in steps.filter(WITH_RELIEF).select_related("reason")}
    behind = _drawn_on(relieved)
    rows = CustomerTransaction.objects.filter(
        transaction_type=TransactionType.RETURNED_BILL,
        voucher__document_type=BILL_STEP,
        voucher__document_id__in=list(relieved),
        posting__in={step.posting_id for step in relieved.values()},
    ).select_related("voucher", "currency")
    return [
        granted(row, step.opened_amount, step.reason, step.step_date, behind=behind[step.pk])
        for row in rows.order_by("pk")
        for step in [relieved[row.voucher.document_id]]
    ]


def behind_returned_bills(rows: Sequence[CustomerTransaction]) -> dict[int, StandsFor]:
    """Give what bills that were given back to the customer's account stand for, by their transactions."""
    given_up = CustomerTransaction.objects.filter(pk__in=[row.pk for row in rows])
    steps = dict(given_up.values_list("pk", "voucher__document_id"))
    behind = _drawn_on(set(steps.values()))
    return {pk: behind[step] for pk, step in steps.items()}


def _drawn_on(steps: Collection[int]) -> dict[int, StandsFor]:
    """Give what the bills of steps stand for.

    What was paid of a bill was paid of all that was owed on it, a payment that its draw takes in too. So each invoice
    has the share of what is left that it had of that; costs and interest have no sales tax. What is drawn on a bill
    that was given up stands for the invoices of that.
    """
    rows = relief_sql.drawn_on(steps=sorted(steps)) if steps else []
    others = [row.transaction for row in rows if row.invoice is None]
    behind = invoices_behind(CustomerTransaction.objects.in_bulk(others).values())
    of_steps = groupby(rows, key=attrgetter("step"))
    return {step: _stands_for(list(of_step), behind) for step, of_step in of_steps}


def _stands_for(rows: Sequence[relief_sql.DrawnOn], behind: Mapping[int, StandsFor]) -> StandsFor:
    weights: dict[int, Decimal] = defaultdict(Decimal)
    owed, unknown = rows[0].owed, ""
    for row in rows:
        if row.invoice is not None:
            weights[row.invoice] += row.amount
        elif row.transaction in behind:
            of_bill = behind[row.transaction]
            unknown = unknown or of_bill.unknown
            for invoice, amount in of_bill.shares_of(row.amount, decimals=AMOUNT_DECIMALS):
                weights[invoice] += amount
        elif row.comes_from == TransactionType.PAYMENT and row.amount < 0:
            owed -= row.amount
        elif row.comes_from not in _UNTAXED:
            unknown = unknown or row.document
    return StandsFor(weights, owed - sum(weights.values()), unknown)
