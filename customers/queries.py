"""Questions about customers: what is left to invoice, what is open on a date, whether the books agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.dateparse import parse_date

from arclose.ledger.fields import AmountField
from arclose.ledger.models import AccountBalance, Company, FiscalPeriod, LedgerEntry
from customers.models import (
    Adjustment,
    AdjustmentLine,
    AdjustmentSum,
    Customer,
    CustomerTransaction,
    DueBalance,
    FreeTextInvoice,
    FreeTextRejection,
    OpeningBalance,
    OpenTransaction,
    Reorganization,
    SalesOrder,
    SalesParameters,
    Settlement,
    SubledgerBalance,
    UpdateDefaults,
)
from customers.models.free_text import FreeTextStatus
from customers.models.sales_orders import UNFINISHED
from customers.models.transactions import TransactionType
from customers.sql.control_accounts import control_accounts

ZERO = Value(Decimal(0), output_field=AmountField())
# Rows of a set of adjustments count once it is posted.
COUNTS = Q(adjustment_set__posting__isnull=False)
# The net value of what is not invoiced of an unfinished order, in the order's currency.
TO_INVOICE = Coalesce("invoice_remainder_amount", "net_amount")


def orders_to_invoice(*, company: Company, until: date) -> "QuerySet[SalesOrder]":
    """Give the orders, returned ones too, that should have been invoiced by a day and are not."""
    return SalesOrder.objects.filter(company=company, status__in=UNFINISHED, invoice_date__lte=until)


def free_text_to_post(*, company: Company, until: date) -> "QuerySet[FreeTextInvoice]":
    """Give the free text invoices dated on or before a day that are not posted."""
    waiting = FreeTextInvoice.objects.filter(company=company, status=FreeTextStatus.IN_PROCESS)
    return waiting.filter(invoice_date__lte=until)


# Free text invoices that nobody has approved: somebody has yet to, or has rejected them as they stand. None where the
# company posts without.
_NOT_APPROVED = Q(
    company__sales_parameters__approves_free_text=True, status=FreeTextStatus.IN_PROCESS, approved_at=None
)
_REJECTION = Exists(FreeTextRejection.objects.filter(document=OuterRef("pk"), version=OuterRef("version")))
UNAPPROVED = _NOT_APPROVED & ~_REJECTION
REJECTED = _NOT_APPROVED & _REJECTION


def free_text_to_approve(*, company: Company, until: date) -> "QuerySet[FreeTextInvoice]":
    """Give those of them that wait for approval; none where the company posts without."""
    return free_text_to_post(company=company, until=until).filter(UNAPPROVED)


def transactions_on(*, company: Company, on: date) -> "QuerySet[CustomerTransaction]":
    """Give the transactions dated on or before a day, each with what was open of it at the end of that day.

    ``open_amount`` is in the transaction's currency, ``open_accounting_amount`` in accounting currency; ``due_on`` is
    the due date, for a list to be ordered by.
    """
    later = settled_after(company=company, on=on)
    rows = _as_of(company, on, later) if later.exists() else _as_of_today(company, on)
    return rows.annotate(due_on=F("due_date"))


_OPEN_TODAY = {
    "open_amount": Coalesce(F("open__transaction_currency_amount"), ZERO),
    "open_accounting_amount": Coalesce(F("open__accounting_currency_amount"), ZERO),
}


def _as_of_today(company: Company, on: date) -> "QuerySet[CustomerTransaction]":
    rows = CustomerTransaction.objects.filter(company=company, transaction_date__lte=on).exclude(_ADVANCED)
    return rows.annotate(**_OPEN_TODAY)


# What a bank advanced on a bill, the customer neither owes nor is owed.
_ADVANCED = Q(transaction_type=TransactionType.BILL_LIABILITY)


# Looked up for each transaction: joined, all that is open would be read before the first row is given.
_STILL_OPEN = OpenTransaction.objects.filter(transaction=OuterRef("pk"))


def _as_of(company: Company, on: date, later: "QuerySet[Settlement]") -> "QuerySet[CustomerTransaction]":
    rows = CustomerTransaction.objects.filter(company=company, transaction_date__lte=on).exclude(_ADVANCED)
    return rows.annotate(
        open_amount=_still_open("transaction_currency_amount")
        + _settled_later(later, "debit_transaction", "transaction_currency_amount")
        - _settled_later(later, "credit_transaction", "transaction_currency_amount"),
        open_accounting_amount=_still_open("accounting_currency_amount")
        + _settled_later(later, "debit_transaction", "debit_accounting_amount")
        - _settled_later(later, "credit_transaction", "credit_accounting_amount"),
    )


def open_on(*, company: Company, on: date, is_settled_later: bool | None = None) -> "QuerySet[CustomerTransaction]":
    """Give the transactions open on a day, with ``open_amount`` and ``open_accounting_amount`` of that day.

    ``due_on`` is the due date, for a list to be ordered by: that of what is open today has an index.

    A transaction is open on a day if it is dated on or before it and its amount less what was settled
    on or before it is not zero. What is open today and what was settled since then are all it can be.
    ``is_settled_later`` says whether anything was (:func:`settled_after`), for who has asked that already.
    """
    later = settled_after(company=company, on=on)
    if not (later.exists() if is_settled_later is None else is_settled_later):
        return _as_of_today(company, on).filter(open__company=company).annotate(due_on=F("open__due_date"))
    rows = _as_of(company, on, later).annotate(due_on=F("due_date"))
    sides = ("debit_transaction", "credit_transaction")
    # Looked up for each transaction, as what is open is: asked whether there is one, the planner would read them all.
    of_later = [Subquery(later.filter(**{side: OuterRef("pk")}).values("pk")[:1]) for side in sides]
    is_of_later = [Q(IsNull(one, False)) for one in of_later]
    is_open = Q(IsNull(Subquery(_STILL_OPEN.values("pk")), False))
    # What is open and what was settled have one sign: they add up to nothing only where a settlement was taken back.
    taken_back = later.filter(transaction_currency_amount__lt=0)
    is_taken_back = [Q(pk__in=taken_back.values(side)) for side in sides]
    return rows.filter(
        is_open | is_of_later[0] | is_of_later[1],
        ~(is_taken_back[0] | is_taken_back[1]) | ~Q(open_amount=0, open_accounting_amount=0),
    )


def open_parts_of(origin: CustomerTransaction) -> "QuerySet[CustomerTransaction]":
    """Give what is open of the parts that a document's transaction was split or moved into, the earliest due first."""
    parts = CustomerTransaction.objects.filter(
        company=origin.company_id,
        transaction_type=TransactionType.REORGANIZED,
        posting__in=Reorganization.objects.filter(origin=origin).values("posting"),
        open__isnull=False,
    )
    return parts.select_related("open", "customer").order_by("due_date", "pk")


_LIKE_IT_AT_MOST = 100


def open_document(*, company: Company, typed: str, customer: Customer | None = None) -> CustomerTransaction | None:
    """Give the open transaction that a number means; None where it means none, or more than one.

    Of a document that was split it is the part due first, or the one of the due date that is typed behind the number
    (``INV2026-000001 2026-12-14``). ``customer``: only one of theirs. Small letters do.
    """
    rows = CustomerTransaction.objects.filter(company=company, open__isnull=False)
    if customer:
        rows = rows.filter(customer=customer)
    found = _numbered(rows, typed)
    number, _space, due = typed.rpartition(" ")
    if not found and number and (day := parse_date(due) if len(due) == len("2026-12-14") else None):
        found = _numbered(rows.filter(due_date=day), number)
    is_split = any(one.transaction_type == TransactionType.REORGANIZED for one in found)
    count = len({one.customer_id for one in found}) if is_split else len(found)
    return found[0] if count == 1 else None


def _numbered(rows: "QuerySet[CustomerTransaction]", number: str) -> Sequence[CustomerTransaction]:
    if "\x00" in number:
        return []
    named = rows.filter(document_number__in={number, number.upper()}).order_by("due_date", "pk")
    return list(named.select_related("customer", "currency", "open")[:_LIKE_IT_AT_MOST])


def called(row: CustomerTransaction) -> str:
    """Give what means an open transaction to :func:`open_document`, in its company and of its customer."""
    number = row.document_number
    meant = open_document(company=row.company, typed=number, customer=row.customer)
    return number if meant == row else f"{number} {row.due_date.isoformat()}"


# Of so many of the first due days a page is looked for among.
_DUE_DAYS_TRIED = (1, 8, 64)


def among_the_first_due(page: "QuerySet[Any]", *, company: Company, on: date) -> "QuerySet[Any]":
    """Give a page of transactions as of a past day, looked for among those that are due no later than the last of it.

    The first due days with something open then are tried, and do where they fill the page. Else it ends no later than
    so many of what is open today do, which has an index by due date. Pages in another order, or of what is open today,
    are given as they are.
    """
    order, last = page.query.order_by[0], page.query.high_mark
    due_on: Any = page.query.annotations["due_on"]
    if order not in ("due_on", "-due_on") or last is None or due_on.target.model is OpenTransaction:
        return page
    rows = page.all()
    rows.query.clear_limits()
    is_backwards = order.startswith("-")
    for day in [] if is_backwards else _first_due_days(company, on):
        among = rows.filter(due_date__lte=day)
        if among.order_by()[last - 1 : last].exists():
            return among[page.query.low_mark : last]
    still_open = rows.filter(open__company=F("company")).order_by(order.replace("due_on", "open__due_date"))
    due = still_open.values_list("due_date", flat=True)[last - 1 : last].first()
    if due is None:
        return page
    first = rows.filter(**{"due_date__gte" if is_backwards else "due_date__lte": due})
    return first[page.query.low_mark : last]


def _first_due_days(company: Company, on: date) -> list[date]:
    """Give some of the first due days of what was open at the end of a day's month."""
    kept = DueBalance.objects.filter(company=company, month__lte=on).values("due_date")
    then = kept.annotate(open=Sum("accounting_currency_amount")).exclude(open=0).order_by("due_date")
    days = list(then.values_list("due_date", flat=True)[: _DUE_DAYS_TRIED[-1]])
    return [days[count - 1] for count in _DUE_DAYS_TRIED if count <= len(days)]


def settled_after(*, company: Company, on: date) -> "QuerySet[Settlement]":
    """Give the settlements dated after a day."""
    return Settlement.objects.filter(company=company, settlement_date__gt=on)


def _still_open(amount: str) -> Coalesce:
    return Coalesce(Subquery(_STILL_OPEN.values(amount), output_field=AmountField()), ZERO)


def _settled_later(later: "QuerySet[Settlement]", side: str, amount: str) -> Coalesce:
    own = later.filter(**{side: OuterRef("pk")}).order_by().values(side).annotate(total=Sum(amount)).values("total")
    return Coalesce(Subquery(own, output_field=AmountField()), ZERO)


@dataclass(frozen=True)
class TieOut:
    """A control account on a day: what the subledger says and what the ledger says, debit above zero."""

    account_id: int
    account: str
    currency: str
    subledger_amount: Decimal
    ledger_amount: Decimal
    subledger_accounting_amount: Decimal
    ledger_accounting_amount: Decimal

    @property
    def difference(self) -> Decimal:
        """What the two differ by in accounting currency: zero, by construction."""
        return self.subledger_accounting_amount - self.ledger_accounting_amount

    @property
    def is_tied(self) -> bool:
        """Whether both agree, in both currencies."""
        return self.difference == 0 and self.subledger_amount == self.ledger_amount


def tie_outs(*, company: Company, on: date) -> list[TieOut]:
    """Compare subledger and ledger per control account and currency, as of the end of a day.

    Whole periods come from the kept balances of each side; the days between the nearer end of a period and the day
    are added or taken off by the rows.
    """
    period = company.fiscal_periods.filter(start_date__lte=on, end_date__gt=on).first()
    whole_until, sign, days = _way_from_a_period(period, on) if period else (on, 1, None)
    whole = Q(period__end_date__lte=whole_until)
    accounts = control_accounts(company_id=company.pk)
    subledger = [(1, _sums(SubledgerBalance.objects.filter(whole, company=company), "account"))]
    ledger = [(1, _sums(AccountBalance.objects.filter(whole, company=company, account__in=accounts), "account"))]
    if days:
        entries = LedgerEntry.objects.filter(account__in=accounts, posting_date__range=days)
        subledger += [(sign * own, rows) for own, rows in _subledger_of_days(company, days)]
        ledger.append((sign, _sums(entries, "account")))
    found = _together({"subledger": subledger, "ledger": ledger})
    nothing = (Decimal(0), Decimal(0))
    return [
        TieOut(account_id, accounts.get(account_id, ""), currency, sub[0], led[0], sub[1], led[1])
        for account_id, currency in sorted({key[1:] for key in found})
        for sub, led in [[found.get((side, account_id, currency), nothing) for side in ("subledger", "ledger")]]
    ]


def _way_from_a_period(period: FiscalPeriod, on: date) -> tuple[date, int, tuple[date, date]]:
    """Give the day until which periods count whole, and from there to a day inside one the sign and the days."""
    one_day = timedelta(days=1)
    if on - period.start_date < period.end_date - on:
        return period.start_date - one_day, 1, (period.start_date, on)
    return period.end_date, -1, (on + one_day, period.end_date)


_SignedSums = list[tuple[int, "QuerySet[Any, Any]"]]


def _sums(
    rows: "QuerySet[Any]", account: str, currency: str = "currency", accounting: str = "accounting_currency_amount"
) -> "QuerySet[Any, Any]":
    """Give (account, currency, sum in that currency, sum in accounting currency) of the rows."""
    sums = {"one": Sum("transaction_currency_amount"), "other": Sum(accounting)}
    totals: QuerySet[Any, Any] = rows.order_by().values_list(account, currency).annotate(**sums)
    return totals


def _together(parts: dict[str, _SignedSums]) -> dict[tuple[str, int, str], tuple[Decimal, Decimal]]:
    """Give the sums per (part, account, currency), each taken with its sign; one query for all of them."""
    named = [
        rows.annotate(part=Value(name, CharField()), sign=Value(sign, IntegerField()))
        for name, signed in parts.items()
        for sign, rows in signed
    ]
    found: dict[tuple[str, int, str], tuple[Decimal, Decimal]] = {}
    for account_id, currency, one, other, name, sign in named[0].union(*named[1:], all=True):
        old = found.get((name, account_id, currency), (Decimal(0), Decimal(0)))
        found[name, account_id, currency] = (old[0] + sign * one, old[1] + sign * other)
    return found


def _subledger_of_days(company: Company, days: tuple[date, date]) -> _SignedSums:
    """Give what transactions and settlements of some days add to the subledger."""
    transactions = CustomerTransaction.objects.filter(company=company, transaction_date__range=days)
    # What was taken over from another program came in on the take-over date, whatever its own date.
    taken_over = OpeningBalance.objects.filter(company=company, document__take_over_date__range=days)
    settled = Settlement.objects.filter(company=company, settlement_date__range=days)
    return [
        (1, _sums(transactions.exclude(transaction_type=TransactionType.OPENING), "control_account")),
        (1, _sums(taken_over, "control_account", "document__currency")),
        (-1, _leaving(settled, "debit")),
        (1, _leaving(settled, "credit")),
        (1, _adjusted(Adjustment.objects.filter(company=company), "transaction__currency", days)),
        (1, _adjusted(AdjustmentSum.objects.filter(COUNTS, company=company), "currency", days)),
    ]


def _adjusted(rows: "QuerySet[Any]", currency: str, days: tuple[date, date]) -> "QuerySet[Any, Any]":
    """Give (account, currency, zero, sum in accounting currency) of what was adjusted on some days."""
    adjusted = rows.filter(adjustment_date__range=days).order_by()
    sums = {"one": Sum(ZERO), "other": Sum("accounting_currency_amount")}
    totals: QuerySet[Any, Any] = adjusted.values_list("control_account", currency).annotate(**sums)
    return totals


def _leaving(settled: "QuerySet[Settlement]", side: str) -> "QuerySet[Any, Any]":
    leaving = settled.annotate(leaving=F(f"{side}_accounting_amount") + F(f"{side}_adjustment_amount"))
    account, currency = (f"{side}_transaction__{field}" for field in ("control_account", "currency"))
    return _sums(leaving, account, currency, "leaving")


def update_defaults(company: Company) -> UpdateDefaults:
    """Give how a company usually updates its orders; the defaults where it decided nothing."""
    return UpdateDefaults.objects.filter(company=company).first() or UpdateDefaults(company=company)


def sales_parameters(company: Company) -> SalesParameters:
    """Give what a company has decided about selling; the defaults where it has decided nothing."""
    return SalesParameters.objects.filter(company=company).first() or SalesParameters(company=company)


def posts_cost_of_goods(company: Company) -> bool:
    """Tell whether a company posts what it delivers and sells at cost."""
    return sales_parameters(company).posts_cost_of_goods


def what_stands(*, books: str, row: str = "") -> Case:
    """Give what stands as adjustment of an open transaction, which ``row`` leads to, in a company with these books.

    What its row says, and in foreign currency what posted sets adjusted since that was written: as in sql.standing.
    """
    lines = AdjustmentLine.objects.filter(
        COUNTS,
        transaction=OuterRef(f"{row}transaction_id"),
        pk__gt=Coalesce(OuterRef(f"{row}taken_in"), 0),
    )
    since = lines.order_by().values("transaction").annotate(sum=Sum(F("new_amount") - F("stood_amount"))).values("sum")
    kept = F(f"{row}standing_adjustment_amount")
    in_books = When(**{f"{row}currency": books}, then=kept)
    return Case(in_books, default=kept + Coalesce(Subquery(since), ZERO), output_field=AmountField())
