"""Relief of sales tax on bills that are written off: as on the invoices they are drawn on, each for its share."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from django.db.models import Q, QuerySet

from arclose.ledger.money import split
from customers.models import CustomerTransaction
from customers.models.transactions import TransactionType
from customers.settling.writing_off import granted
from customers.sql import Grant
from journals.bills import sql
from journals.bills.entries import BILL_STEP
from journals.models import BillStep, StepType

# A bill that is written off so is given back to the customer's account, and written off there as an invoice is.
WITH_RELIEF = Q(step_type=StepType.WRITE_OFF, reason__relieves_tax=True)


def without_invoice(steps: "QuerySet[BillStep]") -> Iterator[tuple[int, str, str]]:
    """Give (step, bill, document) where sales tax is to be relieved and the bill is drawn on what is no invoice."""
    bills = dict(steps.filter(WITH_RELIEF).values_list("pk", "bill__number"))
    for pk, document, invoice, _amount, _owed in sql.drawn_on(steps=sorted(bills)) if bills else ():
        if invoice is None:
            yield pk, bills[pk], document


def written_off_with_relief(steps: "QuerySet[BillStep]") -> list[Grant]:
    """Give what is written off of the bills that posted steps gave back to the account of the customer.

    What was paid of a bill was paid of all that was owed on it. So each invoice has the share of what is written off
    that it had of that; costs and interest have no sales tax.
    """
    relieved = {step.pk: step for step in steps.filter(WITH_RELIEF).select_related("reason", "currency")}
    shares = _shares(relieved)
    rows = CustomerTransaction.objects.filter(
        transaction_type=TransactionType.RETURNED_BILL,
        voucher__document_type=BILL_STEP,
        voucher__document_id__in=list(relieved),
        posting__in={step.posting_id for step in relieved.values()},
    ).select_related("voucher")
    return [
        granted(row, step.opened_amount, step.reason, step.step_date, shares=tuple(shares[step.pk].items()))
        for row in rows.order_by("pk")
        for step in [relieved[row.voucher.document_id]]
    ]


def _shares(steps: Mapping[int, BillStep]) -> dict[int, dict[int, Decimal]]:
    """Give how much of what each step writes off is of which invoice."""
    shares: dict[int, dict[int, Decimal]] = {}
    found = sql.drawn_on(steps=sorted(steps)) if steps else []
    for pk, rows in groupby(found, key=itemgetter(0)):
        of_invoice: dict[int, Decimal] = defaultdict(Decimal)
        owed = Decimal(0)
        for _step, _document, invoice, amount, of_bill in rows:
            assert invoice is not None, "such a step is refused"
            of_invoice[invoice] += amount
            owed = of_bill
        weights = [*of_invoice.values(), owed - sum(of_invoice.values())]
        parts = split(steps[pk].opened_amount, weights, steps[pk].currency.decimals)
        shares[pk] = dict(zip(of_invoice, parts, strict=False))
    return shares
