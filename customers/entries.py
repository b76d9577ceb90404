"""What documents of customers post: their vouchers and entries, as querysets.

invoice (a credit note with the opposite sign)
    debit   customer balance    total                               summary account of the invoice account
    debit   line discount       where the item group has an account, else less revenue
    debit   total discount      likewise
    credit  revenue             per account and tax row
    credit  sales tax           per account and tax row

settlement, where its sides left the books at different amounts or from different accounts
    debit or credit   customer balance              the difference, per control account
    credit or debit   realized gain or loss
"""

from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, SmallIntegerField, Sum, Value, When
from django.db.models.functions import Cast, Concat

from arclose.ledger.fields import AmountField
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import Convert
from arclose.ledger.posting import Entries, PostingSet
from customers.models import Invoice, InvoiceLine, Settlement

INVOICE = "invoice"
SETTLEMENT = "settlement"

ZERO = Value(Decimal(0), output_field=AmountField())
NO_TAX_ROW = Cast(Value(None), SmallIntegerField())


def invoice_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What the invoices of a posting post: debit the customer, credit revenue and sales tax."""
    invoices = Invoice.objects.filter(posting=posting, has_voucher=True)
    lines = InvoiceLine.objects.filter(invoice__posting=posting, invoice__has_voucher=True)
    return PostingSet(
        document_type=INVOICE,
        vouchers=invoices.values_list("pk", "invoice_date", Cast("number", CharField())),
        entries=[
            Entries(PostingType.CUSTOMER_BALANCE, _receivable(invoices, decimals)),
            Entries(PostingType.REVENUE, _per_account(lines, "revenue_account", -_revenue(), decimals)),
            Entries(
                PostingType.LINE_DISCOUNT,
                _per_account(
                    _with_account(lines, "line_discount_account"),
                    "line_discount_account",
                    F("line_discount_amount"),
                    decimals,
                ),
            ),
            Entries(
                PostingType.TOTAL_DISCOUNT,
                _per_account(
                    _with_account(lines, "total_discount_account"),
                    "total_discount_account",
                    F("total_discount_amount"),
                    decimals,
                ),
            ),
            Entries(PostingType.SALES_TAX, _per_account(lines, "tax_code__tax_account", -F("tax_amount"), decimals)),
        ],
    )


def _receivable(invoices: "QuerySet[Invoice]", decimals: int) -> "QuerySet[Any, Any]":
    return invoices.values_list(
        "pk",
        "invoice_account__posting_profile__summary_account",
        "currency",
        "total_amount",
        Convert(
            F("total_amount"),
            units_from=F("transaction_units"),
            units_to=F("accounting_units"),
            decimals=Value(decimals),
        ),
        NO_TAX_ROW,
    )


def _revenue() -> Any:
    """Gross, less the discounts that have no account of their own."""
    return (
        F("gross_amount")
        - Case(When(line_discount_account=None, then=F("line_discount_amount")), default=ZERO)
        - Case(When(total_discount_account=None, then=F("total_discount_amount")), default=ZERO)
    )


def _with_account(lines: "QuerySet[InvoiceLine]", account: str) -> "QuerySet[InvoiceLine]":
    return lines.exclude(**{account: None})


def _per_account(lines: "QuerySet[InvoiceLine]", account: str, amount: Any, decimals: int) -> "QuerySet[Any, Any]":
    """One row per invoice, account and tax row: translated and rounded once."""
    units_from, units_to = "invoice__transaction_units", "invoice__accounting_units"
    rows: QuerySet[Any, Any] = (
        lines.values("invoice", account, "invoice__currency", "tax_row_number", units_from, units_to)
        .annotate(total=Sum(amount, output_field=AmountField()))
        .values_list(
            "invoice",
            account,
            "invoice__currency",
            "total",
            Convert(F("total"), units_from=F(units_from), units_to=F(units_to), decimals=Value(decimals)),
            "tax_row_number",
        )
    )
    return rows


def uneven_settlements(posting: Posting) -> "QuerySet[Settlement]":
    """Give the settlements of a posting that need a voucher: the sides differ in amount or in control account."""
    return Settlement.objects.filter(posting=posting).exclude(
        debit_accounting_amount=F("credit_accounting_amount"),
        debit_transaction__control_account=F("credit_transaction__control_account"),
    )


def settlement_posting(posting: Posting, *, gain_account: int, loss_account: int) -> PostingSet:
    """What the settlements of a posting leave behind: the sides' control accounts and the realized difference."""
    uneven = uneven_settlements(posting)
    difference = F("debit_accounting_amount") - F("credit_accounting_amount")
    with_difference = uneven.annotate(difference=difference)

    def result(rows: "QuerySet[Any]", account: int) -> "QuerySet[Any, Any]":
        return rows.values_list("pk", Value(account), "debit_transaction__currency", ZERO, F("difference"), NO_TAX_ROW)

    return PostingSet(
        document_type=SETTLEMENT,
        vouchers=uneven.values_list(
            "pk",
            "settlement_date",
            Concat(
                F("debit_transaction__document_number"),
                Value(" - "),
                F("credit_transaction__document_number"),
                output_field=CharField(),
            ),
        ),
        entries=[
            Entries(
                PostingType.CUSTOMER_BALANCE,
                uneven.filter(debit_transaction__control_account=F("credit_transaction__control_account")).values_list(
                    "pk",
                    "debit_transaction__control_account",
                    "debit_transaction__currency",
                    ZERO,
                    -difference,
                    NO_TAX_ROW,
                ),
            ),
            Entries(
                PostingType.CUSTOMER_BALANCE,
                _between_accounts(uneven).values_list(
                    "pk",
                    "debit_transaction__control_account",
                    "debit_transaction__currency",
                    -F("transaction_currency_amount"),
                    -F("debit_accounting_amount"),
                    NO_TAX_ROW,
                ),
            ),
            Entries(
                PostingType.CUSTOMER_BALANCE,
                _between_accounts(uneven).values_list(
                    "pk",
                    "credit_transaction__control_account",
                    "debit_transaction__currency",
                    F("transaction_currency_amount"),
                    F("credit_accounting_amount"),
                    NO_TAX_ROW,
                ),
            ),
            Entries(PostingType.REALIZED_LOSS, result(with_difference.filter(difference__gt=0), loss_account)),
            Entries(PostingType.REALIZED_GAIN, result(with_difference.filter(difference__lt=0), gain_account)),
        ],
    )


def _between_accounts(settlements: "QuerySet[Settlement]") -> "QuerySet[Settlement]":
    return settlements.exclude(debit_transaction__control_account=F("credit_transaction__control_account"))
