"""Payments that an order reserves: what is open of them is held for the order, and its invoices settle with it.

An invoice takes as much as it comes to. What it leaves stays reserved until the order is finished, or moved to another
customer or currency; no cash discount is granted for what was paid in advance.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Posting
from arclose.ledger.open_days import OpenDays
from arclose.ledger.rates import unreported_days
from customers import sql
from customers.models import Mark, OpenTransaction, SalesOrder
from customers.models.sales_orders import UNFINISHED, OrderType
from customers.models.transactions import KEPT_BY_BILLS
from customers.settling.marking import Holder, mark, marks_of
from customers.settling.settlement import parts_of_pairs, write_settlements

RESERVED_BY = "sales_order"


class NoInvoiceToCome(Exception):
    """Nothing of the order will be invoiced, so nothing is reserved for it."""

    def __init__(self, order: SalesOrder) -> None:
        """Carry the order as it stands."""
        super().__init__(_("Order %(number)s will not be invoiced any more.") % {"number": order.number})
        self.order = order


def reservable(order: SalesOrder) -> "QuerySet[OpenTransaction]":
    """Give the credits that no other document holds: what the order reserves first, then the earliest due."""
    held = Mark.objects.filter(transaction=OuterRef("transaction"))
    own = {"document_type": RESERVED_BY, "document_id": order.pk}
    rows = _credits_of(order).exclude(Exists(held.exclude(**own)))
    return rows.annotate(is_reserved=Exists(held.filter(**own))).order_by("-is_reserved", "due_date", "transaction")


def _credits_of(order: SalesOrder) -> "QuerySet[OpenTransaction]":
    """Give what is open of credits of an order's invoice account, in its currency."""
    rows = OpenTransaction.objects.filter(
        company=order.company_id,
        customer=order.customer.invoice_account_id or order.customer_id,
        currency=order.currency_id,
        transaction_currency_amount__lt=0,
    )
    return rows.exclude(transaction__transaction_type__in=KEPT_BY_BILLS)


def reserved_for(order: SalesOrder) -> "QuerySet[Mark]":
    """Give what an order reserves, the earliest due first."""
    return marks_of(company=order.company, holder=Holder(RESERVED_BY, order.pk)).order_by(
        "transaction__due_date", "transaction"
    )


@transaction.atomic
def reserve(*, order: SalesOrder, transactions: Collection[int], reserved_by: User) -> int:
    """Let an order reserve these credits and no others, as much as is open of each; give how many.

    :raises CannotMark: one is not open any more, or another document holds it.
    :raises NoInvoiceToCome: the order is invoiced, canceled or a returned one.
    """
    before = reserved_for(order).values_list("transaction", flat=True)
    sql.lock_open_transactions(company_id=order.company_id, transactions=sorted({*before, *transactions}))
    # After what is open and before what is held of it, as a posting of invoices comes to them.
    locked = SalesOrder.objects.select_for_update(no_key=True).get(pk=order.pk)
    if locked.status not in UNFINISHED or locked.order_type != OrderType.SALES:
        raise NoInvoiceToCome(locked)
    amounts = dict(_credits_of(locked).filter(pk__in=transactions).values_list("pk", "transaction_currency_amount"))
    mark(
        company=order.company,
        holder=Holder(RESERVED_BY, order.pk),
        amounts={pk: amounts.get(pk, Decimal(0)) for pk in transactions},
        marked_by=reserved_by,
    )
    return len(amounts)


def called_order(pk: int) -> str:
    """Give what an order is called that holds something."""
    return _("Order %(number)s") % {"number": SalesOrder.objects.values_list("number", flat=True).get(pk=pk)}


def let_go_of_what_is_not_needed(order: SalesOrder) -> None:
    """Let an order go of what its invoices will not settle: it is finished, or another's, or in another currency."""
    sql.keep_reserved(company_id=order.company_id, orders=[order.pk], reserved=[])


def refuse_reserved(
    *, company: Company, orders: Mapping[int, date], reserved: Sequence[int], open_periods: Collection[int]
) -> list[tuple[int, str, *tuple[str, ...]]]:
    """Give (order, code, facts) of those, to be invoiced on these days, that cannot settle with what they reserve.

    What is dated after the invoice settles on its own day, which has to be open. ``reserved`` is what orders reserve,
    locked.
    """
    if not reserved:
        return []
    earliest = sql.earliest_days(company_id=company.pk, transactions=reserved)
    marks = Mark.objects.filter(pk__in=reserved, document_type=RESERVED_BY, document_id__in=orders)
    later = [one for one in marks.select_related("transaction").order_by("pk") if _is_later(one, earliest, orders)]
    open_days = OpenDays(company=company, periods=open_periods)
    unreported = unreported_days(company=company, days={earliest[one.pk] for one in later})
    return [
        *(
            (one.document_id, "reserved_not_open", one.transaction.document_number, str(earliest[one.pk]))
            for one in later
            if earliest[one.pk] not in open_days
        ),
        *(
            (one.document_id, "rate_missing", f"{company.reporting_currency_id} {earliest[one.pk]}")
            for one in later
            if earliest[one.pk] in unreported
        ),
    ]


def _is_later(held: Mark, earliest: Mapping[int, date], orders: Mapping[int, date]) -> bool:
    return earliest[held.pk] > orders[held.document_id]


def settle_reserved(*, posting: Posting, reserved: Sequence[int], decimals: int, is_preview: bool = False) -> int:
    """Settle the invoices of a posting with what their orders reserve, as far as both are open; give the number."""
    pairs = sql.reserved_to_settle(posting_id=posting.pk, reserved=reserved) if reserved else []
    parts = list(parts_of_pairs(pairs))
    if not parts:
        return 0
    return write_settlements(posting=posting, parts=parts, decimals=decimals, is_preview=is_preview)
