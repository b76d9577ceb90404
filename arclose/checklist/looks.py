"""The first rows of what a check has left, as the close page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.batch import queries as batch
from arclose.batch.kinds import label_of
from arclose.batch.models import JobItem
from arclose.batch.screens.hidden import items_of
from arclose.batch.words import words_of
from arclose.checklist import sql
from arclose.checklist.models import VerifyRun
from arclose.ledger.models import AccountBalance, Company, FiscalPeriod, Voucher
from arclose.ledger.models.calendars import PeriodStatus
from arclose.web.amounts import format_money
from customers import readiness, steps_left
from customers.credit.holds import waiting_holds
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.jobs import unposted
from customers.models import FreeTextInvoice, RecurringInvoice
from customers.queries import TO_INVOICE, free_text_to_approve, free_text_to_post
from journals.kinds.general import GENERAL_VOUCHER
from journals.kinds.payments import PAYMENT
from journals.models import GeneralVoucher, Journal, Payment

ROWS_SHOWN = 8


@dataclass(frozen=True)
class Row:
    """A row of what is left: what it is, the page it has (route and key), and its amount in a currency."""

    label: str
    detail: str = ""
    day: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    route: str = ""
    pk: int | None = None


def _orders(orders: "QuerySet[Any]") -> list[Row]:
    return [_of_order(order) for order in _first(orders)]


def _first(orders: "QuerySet[Any]") -> "QuerySet[Any]":
    return orders.order_by("invoice_date", "pk").select_related("customer")[:ROWS_SHOWN]


def _of_order(o: Any) -> Row:
    return Row(o.number, o.customer.name, o.invoice_date, o.left_amount, o.currency_id, "customers:order", o.pk)


def orders(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first orders to invoice, oldest first."""
    return _orders(steps_left.orders_left_for("invoice", company=company, until=period.end_date))


def held_orders(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first orders on hold, oldest first."""
    return _orders(readiness.held_orders(company=company, until=period.end_date).annotate(left_amount=TO_INVOICE))


def orders_to_confirm(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first orders to confirm, oldest first."""
    return _orders(steps_left.orders_left_for("confirm", company=company, until=period.end_date))


def orders_to_pick(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first orders confirmed and not picked, oldest first."""
    return _orders(steps_left.orders_left_for("picking", company=company, until=period.end_date))


def orders_to_deliver(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first orders picked and not delivered, oldest first."""
    return _orders(steps_left.orders_left_for("delivery", company=company, until=period.end_date))


def delivered_orders(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first orders delivered and not invoiced, oldest first, and what of them is accrued."""
    left = steps_left.orders_left_for("delivered", company=company, until=period.end_date)
    first = _first(left.annotate(cost=steps_left.accrued_cost(), revenue=steps_left.accrued_revenue()))
    return [replace(_of_order(o), detail=" · ".join([o.customer.name, *_accrued(o, company)])) for o in first]


def _accrued(order: Any, company: Company) -> list[str]:
    cost, revenue = (
        format_money(amount, company.accounting_currency_id) if amount else "" for amount in (order.cost, order.revenue)
    )
    return [
        _("cost accrued: %(amount)s") % {"amount": cost} if cost else _("cost not accrued"),
        _("revenue accrued: %(amount)s") % {"amount": revenue} if revenue else _("revenue not accrued"),
    ]


def interest_notes(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first interest notes that are not posted, oldest first."""
    return _notes(unposted(INTEREST_NOTES, company=company, until=period.end_date), "interest_note", "interest_amount")


def collection_letters(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first collection letters that are not posted, oldest first, with what they ask for."""
    waiting = unposted(COLLECTION_LETTERS, company=company, until=period.end_date)
    return _notes(waiting, "collection_letter", "overdue_amount")


def _notes(waiting: "QuerySet[Any]", page: str, amount: str) -> list[Row]:
    rows = waiting.select_related("customer").order_by("note_date", "pk")[:ROWS_SHOWN]
    return [
        Row(str(n), n.customer.name, n.note_date, getattr(n, amount), n.currency_id, f"customers:{page}", n.pk)
        for n in rows
    ]


def free_text_invoices(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first free text invoices that are not posted, oldest first."""
    return _free_text(free_text_to_post(company=company, until=period.end_date))


def unapproved_free_text(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first free text invoices that wait for approval, oldest first."""
    return _free_text(free_text_to_approve(company=company, until=period.end_date))


def _free_text(waiting: "QuerySet[FreeTextInvoice]") -> list[Row]:
    return [
        Row(str(f), f.customer.name, f.invoice_date, f.net_amount, f.currency_id, "customers:free_text_invoice", f.pk)
        for f in waiting.select_related("customer").order_by("invoice_date", "pk")[:ROWS_SHOWN]
    ]


def recurring_invoices(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first recurring invoices that are due and not generated, oldest first."""
    return [
        Row(str(RecurringInvoice(pk=pk)), customer, day, amount, currency, "customers:recurring_invoice", pk)
        for pk, customer, day, amount, currency in readiness.recurring_to_generate(
            company=company, until=period.end_date, at_most=ROWS_SHOWN
        )
    ]


def prepayments(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first prepayment invoices of which something is left over, oldest first."""
    over = readiness.prepayments_left_over(company=company, until=period.end_date).select_related("invoice_account")
    return [
        Row(i.number, i.invoice_account.name, i.invoice_date, i.left_amount, i.currency_id, "customers:invoice", i.pk)
        for i in over.order_by("invoice_date", "pk")[:ROWS_SHOWN]
    ]


def customers_without_vat_number(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the customers whose orders wait for a VAT number."""
    waiting = readiness.orders_without_vat_number(company=company, until=period.end_date)
    return [
        Row(
            number,
            ngettext("%(name)s, %(count)s order", "%(name)s, %(count)s orders", count) % {"name": name, "count": count},
            route="customers:customer",
            pk=pk,
        )
        for pk, number, name, count in readiness.invoice_accounts(waiting)[:ROWS_SHOWN]
    ]


def customers_over_limit(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the customers whose limit the orders to invoice would exceed, and by how much."""
    found = readiness.customers_over_limit(company=company, until=period.end_date)
    return [
        Row(
            customer.number,
            customer.name,
            amount=customer.excess_amount,  # type: ignore[attr-defined]
            currency=company.accounting_currency_id,
            route="customers:customer",
            pk=customer.pk,
        )
        for customer in found[:ROWS_SHOWN]
    ]


def orders_on_credit_hold(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the first orders on credit hold, the one that waits longest first."""
    waiting = waiting_holds(company=company).filter(order__invoice_date__lte=period.end_date)
    return [
        Row(
            hold.order.number,
            hold.order.customer.name,
            hold.order.invoice_date,
            hold.amount,
            company.accounting_currency_id,
            "customers:order",
            hold.order_id,
        )
        for hold in waiting.select_related("order__customer").order_by("pk")[:ROWS_SHOWN]
    ]


def jobs(company: Company, period: FiscalPeriod, hidden: "QuerySet[Journal]") -> list[Row]:
    """Give the first tasks without documents that failed or have not ended, then the first documents of jobs left.

    ``hidden`` are the journals that are kept from who looks: what stands in them is neither named nor explained.
    """
    left = batch.tasks_left(company=company, until=period.end_date)
    rows = [
        Row(label_of(act.kind), act.error or act.get_state_display(), route="batch:job", pk=act.job_id)
        for act in left.acts[:ROWS_SHOWN]
    ]
    return (rows + _job_items(left.documents, hidden))[:ROWS_SHOWN]


def _job_items(blocking: "QuerySet[JobItem]", hidden: "QuerySet[Journal]") -> list[Row]:
    kept = items_of(
        [
            (PAYMENT, Payment.objects.filter(journal__in=hidden).values("pk")),
            (GENERAL_VOUCHER, GeneralVoucher.objects.filter(journal__in=hidden).values("pk")),
        ]
    )
    return [
        Row(item.label, _why_left(item), item.document_date, route="batch:job", pk=item.task.job_id)
        for item in blocking.exclude(kept).select_related("task").order_by("task_id", "position")[:ROWS_SHOWN]
    ]


def _why_left(item: JobItem) -> str:
    return words_of(item, kind=item.task.kind)[0] or item.get_state_display()


def control_accounts(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give each control account and currency with what subledger and ledger differ by."""
    untied = readiness.untied_accounts(company=company, until=period.end_date)
    return [
        Row(number, currency, amount=difference, currency=company.accounting_currency_id, route="ledger:account", pk=pk)
        for pk, number, currency, difference in untied
    ]


def clearing_accounts(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the clearing accounts that are not at zero at the end of the period."""
    standing = (
        AccountBalance.objects.filter(
            company=company, period__end_date__lte=period.end_date, account__is_clearing_account=True
        )
        .values("account", "account__number", "account__name")
        .annotate(amount=Sum("accounting_currency_amount"))
        .exclude(amount=0)
        .order_by("account__number")
    )
    return [
        Row(
            row["account__number"],
            row["account__name"],
            amount=row["amount"],
            currency=company.accounting_currency_id,
            route="ledger:account",
            pk=row["account"],
        )
        for row in standing[:ROWS_SHOWN]
    ]


def number_series(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the number series whose counter is not at the last number given out."""
    off = sql.series_off(company_id=company.pk)
    words = _("the counter stands at %(counter)s, the last number is %(last)s")
    return [Row(series, words % {"counter": counter, "last": last}) for series, counter, last in off[:ROWS_SHOWN]]


def findings(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give what the last proof found."""
    last = VerifyRun.objects.filter(company=company).order_by("-pk").first()
    said: Iterable[tuple[str, Any]] = last.findings.items() if last else []
    return [Row(promise, text) for promise, texts in said for text in texts][:ROWS_SHOWN]


def earlier_periods(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the earlier periods that are still open and hold vouchers."""
    earlier = company.fiscal_periods.filter(
        Exists(Voucher.objects.filter(period=OuterRef("pk"))),
        end_date__lt=period.start_date,
        status=PeriodStatus.OPEN,
    )
    return [
        Row(one.name, str(one.get_status_display()), one.end_date) for one in earlier.order_by("-end_date")[:ROWS_SHOWN]
    ]


def nothing(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give no rows: what is left has no rows of its own."""
    return []
