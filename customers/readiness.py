"""What customers have left to do before a period can be put on hold: counted, and its first rows.

A count is a compiled statement of (currency, count, amount), so that the close can ask all of them at once.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.db.models.query import RawQuerySet

from arclose.ledger.models import Company
from arclose.ledger.sql.running import rows
from customers.credit.holds import waiting_holds
from customers.holding import IS_ON_HOLD
from customers.models import (
    CollectionLetter,
    Customer,
    FreeTextInvoice,
    InterestNote,
    Invoice,
    InvoiceLine,
    SalesOrder,
    TaxRule,
)
from customers.models.dunning import UNPOSTED
from customers.models.sales_orders import OrderStatus
from customers.models.sales_tax import LISTED_KINDS
from customers.queries import TO_INVOICE, free_text_to_approve, free_text_to_post, orders_to_invoice
from customers.sql import DUE_LEFT, OVER_LIMIT, first_to_generate
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT

Compiled = tuple[str, Sequence[Any]]
INVOICE_ACCOUNT = Coalesce(F("customer__invoice_account"), F("customer"))


def per_currency(orders: "QuerySet[SalesOrder]") -> Compiled:
    """Count orders and add up the net value of what is not invoiced of them, per currency."""
    counted = orders.order_by().values("currency").annotate(count=Count("pk"), amount=Sum(TO_INVOICE))
    return counted.values_list("currency", "count", "amount").query.sql_with_params()


def free_text_left(*, company: Company, until: date) -> Compiled:
    """Count the free text invoices dated until a day that are not posted."""
    return _free_text(free_text_to_post(company=company, until=until))


def free_text_approvals_left(*, company: Company, until: date) -> Compiled:
    """Count the free text invoices dated until a day that wait for approval."""
    return _free_text(free_text_to_approve(company=company, until=until))


def _free_text(waiting: "QuerySet[FreeTextInvoice]") -> Compiled:
    counted = waiting.order_by().values("currency").annotate(count=Count("pk"), amount=Sum("net_amount"))
    return counted.values_list("currency", "count", "amount").query.sql_with_params()


def interest_left(*, company: Company, until: date) -> Compiled:
    """Count the interest notes dated until a day that are not posted, with what they charge."""
    return _unposted(InterestNote.objects.filter(company=company), until, F("interest_amount") + F("fee_amount"))


def letters_left(*, company: Company, until: date) -> Compiled:
    """Count the collection letters dated until a day that are not posted, with what they ask for."""
    return _unposted(CollectionLetter.objects.filter(company=company), until, F("overdue_amount"))


def _unposted(notes: "QuerySet[Any]", until: date, amount: Any) -> Compiled:
    waiting = notes.filter(status__in=UNPOSTED, note_date__lte=until).order_by()
    counted: QuerySet[Any, Any] = waiting.values("currency").annotate(count=Count("pk"), amount=Sum(amount))
    compiled: Compiled = counted.values_list("currency", "count", "amount").query.sql_with_params()
    return compiled


def recurring_left(*, company: Company, until: date) -> Compiled:
    """Count the days of recurring invoices until a day that have no invoice, with what their invoices come to.

    One that would go beyond its maximum is not to be generated, and does not count.
    """
    return DUE_LEFT, [company.pk, until]


def recurring_to_generate(*, company: Company, until: date, at_most: int) -> list[tuple[int, str, date, Decimal, str]]:
    """Give (recurring invoice, customer, day, net amount, currency) of the first of them, in order of day."""
    return first_to_generate(company_id=company.pk, until=until, at_most=at_most)


def held_orders(*, company: Company, until: date) -> "QuerySet[SalesOrder]":
    """Give the unfinished orders that are to be invoiced by a day and are on hold."""
    return orders_to_invoice(company=company, until=until).filter(IS_ON_HOLD)


def held_left(*, company: Company, until: date) -> Compiled:
    """Count the orders on hold."""
    return per_currency(held_orders(company=company, until=until))


def orders_without_vat_number(*, company: Company, until: date) -> "QuerySet[SalesOrder]":
    """Give the orders to invoice of a tax group that is listed per VAT number, whose invoice account has none."""
    listed = TaxRule.objects.filter(company=company, tax_code__kind__in=LISTED_KINDS).values("tax_group")
    return orders_to_invoice(company=company, until=until).filter(
        Q(customer__invoice_account__isnull=True, customer__vat_number="")
        | Q(customer__invoice_account__vat_number=""),
        tax_group__in=listed,
        credited_invoice=None,
    )


def vat_numbers_left(*, company: Company, until: date) -> Compiled:
    """Count the invoice accounts whose orders will be refused for want of a VAT number, with the orders' amounts."""
    refused = orders_without_vat_number(company=company, until=until).order_by()
    rows = refused.annotate(account=INVOICE_ACCOUNT).values_list("account", "currency", TO_INVOICE)
    statement, parameters = rows.query.sql_with_params()
    counted = (
        f"WITH refused (account, currency, amount) AS MATERIALIZED ({statement})"  # noqa: S608
        " SELECT '', count(DISTINCT account), NULL::numeric FROM refused HAVING count(*) > 0"
        " UNION ALL SELECT currency, 0, sum(amount) FROM refused GROUP BY currency"
    )
    return counted, parameters


def limits_left(*, company: Company, until: date) -> Compiled:
    """Count the customers whose orders to invoice would exceed their credit limit, and by how much."""
    counted = f"SELECT %s, count(*), sum(round(excess, 2)) FROM ({OVER_LIMIT}) AS over HAVING count(*) > 0"  # noqa: S608
    return counted, [company.accounting_currency_id, until, company.pk]


def customers_over_limit(*, company: Company, until: date) -> "RawQuerySet[Customer]":
    """Give the customers whose orders to invoice would exceed their limit, with ``excess_amount``, largest first."""
    return Customer.objects.raw(
        f"SELECT id, number, name, round(excess, 2) AS excess_amount"  # noqa: S608
        f" FROM ({OVER_LIMIT}) AS over ORDER BY 4 DESC, id",
        [until, company.pk],
    )


def holds_left(*, company: Company, until: date) -> Compiled:
    """Count the orders until a day that are on credit hold, with their amounts in accounting currency."""
    waiting = waiting_holds(company=company).filter(order__invoice_date__lte=until).order_by()
    counted = waiting.values("company__accounting_currency").annotate(count=Count("pk"), sum=Sum("amount"))
    return counted.values_list("company__accounting_currency", "count", "sum").query.sql_with_params()


def prepayments_left_over(*, company: Company, until: date) -> "QuerySet[Any]":
    """Give the prepayment invoices until a day that no invoice will deduct any more, with what is left of each.

    Their orders are invoiced or canceled, and ``left_amount``, with tax, was neither deducted nor credited.
    """
    lines = InvoiceLine.objects.filter(company=company, prepayment__isnull=False).order_by().values("prepayment")
    left = lines.annotate(left=Sum(F("net_amount") + F("tax_amount"))).exclude(left=0)
    return Invoice.objects.filter(
        pk__in=left.values("prepayment"),
        order__status__in=[OrderStatus.INVOICED, OrderStatus.CANCELED],
        invoice_date__lte=until,
    ).annotate(left_amount=Sum(F("prepaid_lines__net_amount") + F("prepaid_lines__tax_amount")))


def prepayments_left(*, company: Company, until: date) -> Compiled:
    """Count the prepayment invoices of which something is left that no invoice will deduct."""
    over = prepayments_left_over(company=company, until=until).order_by().values_list("currency", "left_amount")
    statement, parameters = over.query.sql_with_params()
    counted = f"SELECT currency, count(*), sum(amount) FROM ({statement}) AS over (currency, amount) GROUP BY currency"  # noqa: S608
    return counted, parameters


# Control accounts whose kept balances differ from those of the subledger at the end of a day, per currency.
_UNTIED = """
    SELECT summed.account_id, summed.currency_id, sum(summed.transaction) AS transaction,
        sum(summed.accounting) AS accounting
    FROM (
        SELECT b.account_id, b.currency_id, b.period_id, b.transaction_currency_amount AS transaction,
            b.accounting_currency_amount AS accounting
        FROM ledger_accountbalance b JOIN ledger_ledgeraccount a ON a.id = b.account_id
        WHERE b.company_id = %s AND {is_control_account}
        UNION ALL
        SELECT account_id, currency_id, period_id, -transaction_currency_amount, -accounting_currency_amount
        FROM customers_subledgerbalance WHERE company_id = %s
    ) AS summed JOIN ledger_fiscalperiod p ON p.id = summed.period_id AND p.end_date <= %s
    GROUP BY summed.account_id, summed.currency_id
    HAVING sum(summed.transaction) <> 0 OR sum(summed.accounting) <> 0
    """.replace("{is_control_account}", IS_CONTROL_ACCOUNT)


def untied_accounts(*, company: Company, until: date) -> list[tuple[Any, ...]]:
    """Give (id, number, currency, difference in accounting currency) of them, by number and currency."""
    statement = (
        "SELECT account.id, account.number, untied.currency_id, untied.accounting"  # noqa: S608
        f" FROM ({_UNTIED}) AS untied JOIN ledger_ledgeraccount account ON account.id = untied.account_id ORDER BY 2, 3"
    )
    return rows(statement, [company.pk, company.pk, until])


def subledger_left(*, company: Company, until: date) -> Compiled:
    """Count the control accounts that differ from the subledger at the end of a day, and by how much."""
    return (
        f"SELECT %s, count(*), sum(abs(accounting)) FROM ({_UNTIED}) AS untied HAVING count(*) > 0",  # noqa: S608
        [company.accounting_currency_id, company.pk, company.pk, until],
    )


def invoice_accounts(orders: "QuerySet[SalesOrder]") -> "QuerySet[Any, Any]":
    """Give each invoice account of the orders once, as (id, number, name, number of orders), in order of number."""
    return (
        orders.order_by()
        .annotate(
            account_id=INVOICE_ACCOUNT,
            account_number=Coalesce(F("customer__invoice_account__number"), F("customer__number")),
            account_name=Coalesce(F("customer__invoice_account__name"), F("customer__name")),
        )
        .values("account_id", "account_number", "account_name")
        .annotate(count=Count("pk"))
        .order_by("account_number")
        .values_list("account_id", "account_number", "account_name", "count")
    )
