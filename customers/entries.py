"""What documents of customers post: their vouchers and entries, as querysets.

invoice (a credit note with the opposite sign)
    debit   customer balance    total                               summary account of the document, else of its account
    debit   line discount       where the item group has an account, else less revenue
    debit   total discount      likewise
    credit  revenue             per account and tax row; the accounts of its distribution where there is one
    credit  sales tax           per account and tax row

prepayment invoice; what a later invoice deducts of it with the opposite sign
    credit  customer prepayments    per account and tax row, at the rate at which it was prepaid
    credit  revenue                 of a deduction: what that rate makes of the amount less what today's makes of it

settlement, where its sides left the books at different amounts or from different accounts, or were revalued
    debit or credit   customer balance              the difference, per control account
    credit or debit   realized gain or loss
    credit or debit   customer balance              the share of what a revaluation made stand, on a voucher of its own
    debit or credit   unrealized gain or loss       where the revaluation is of a later day
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Cast, Coalesce, Concat

from arclose.ledger.fields import AmountField, array_of
from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import Convert, in_books
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.models import Adjustment, Invoice, InvoiceLine, Settlement
from customers.models.invoices import InvoiceOrigin, InvoiceType

INVOICE = "invoice"
SETTLEMENT = "settlement"
EXCHANGE = "exchange"
REORGANIZATION = "reorganization"
# The vouchers by which payments spend something in other companies; journals post them.
SPENT_ELSEWHERE = "due_to"
# Those by which such a payment settles something here, by the part of it that is for this company.
PAID_ELSEWHERE = "due_from"
# By the same part: those by which what such a payment cost here is passed on to the company that was paid.
PASSED_ON_ELSEWHERE = "passed_on"

ZERO = Value(Decimal(0), output_field=AmountField())


def invoice_posting(
    posting: Posting,
    *,
    decimals: int,
    credit_correction: bool = False,
    is_distributed: bool = False,
    has_prepayments: bool = False,
    has_own_profiles: bool = False,
) -> PostingSet:
    """What the invoices of a posting post: debit the customer, credit revenue and sales tax.

    ``credit_correction``: credit notes among them are shown on the side of what they take back. ``is_distributed``:
    there are invoices whose revenue is distributed over ledger accounts. ``has_prepayments``: there are prepayment
    invoices, or lines that deduct some. ``has_own_profiles``: there are free text invoices with a posting profile of
    their own.
    """
    invoices = Invoice.objects.filter(posting=posting, has_voucher=True)
    lines = InvoiceLine.objects.filter(invoice__posting=posting, invoice__has_voucher=True)
    sold = lines.filter(prepayment=None) if has_prepayments else lines
    return PostingSet(
        document_type=INVOICE,
        corrections=invoices.filter(invoice_type=InvoiceType.CREDIT_NOTE).values_list("pk")
        if credit_correction
        else None,
        vouchers=invoices.values_list("pk", "invoice_date", Cast("number", CharField())),
        entries=[
            Entries(PostingType.CUSTOMER_BALANCE, _receivable(invoices, decimals, has_own_profiles)),
            *(Entries(PostingType.REVENUE, rows) for rows in _revenue_entries(sold, decimals, is_distributed)),
            *(_prepayment_entries(lines.exclude(prepayment=None), decimals) if has_prepayments else []),
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


def _receivable(invoices: "QuerySet[Invoice]", decimals: int, has_own_profiles: bool) -> "QuerySet[Any, Any]":
    usual = "invoice_account__posting_profile__summary_account"
    return invoices.values_list(
        "pk",
        Coalesce("free_text__posting_profile__summary_account", usual) if has_own_profiles else usual,
        "currency",
        "total_amount",
        in_books("total_amount", decimals=decimals),
        NO_TAX_ROW,
    )


def _revenue_entries(lines: "QuerySet[InvoiceLine]", decimals: int, is_distributed: bool) -> list["QuerySet[Any, Any]"]:
    """Per account and tax row: of invoices without a distribution by their lines, of others by that."""
    if not is_distributed:
        return [_per_account(lines, "revenue_account", -_revenue(), decimals)]
    invoices = lines.filter(distribution__isnull=False).values("invoice")
    distributed = lines.filter(invoice__in=invoices)
    return [
        _per_account(lines.exclude(invoice__in=invoices), "revenue_account", -_revenue(), decimals),
        _per_account(distributed, "distribution__account", -F("distribution__amount"), decimals),
    ]


def _prepayment_entries(lines: "QuerySet[InvoiceLine]", decimals: int) -> list[Entries]:
    """What lines about prepayments move on their account, and what of it today's rate values otherwise.

    What was received in advance is no claim to money, so it keeps the rate of its day, and the revenue that it becomes
    is that of this rate too (IFRIC 22, paragraph 8). Tax, and its base, are those of the invoice that deducts it.
    """
    units_from, units_to = "invoice__transaction_units", "invoice__accounting_units"
    moved: QuerySet[Any, Any] = (
        lines.values("invoice", "revenue_account", "invoice__currency", "tax_row_number")
        .annotate(total=-Sum("net_amount"), moved=-Sum("prepaid_accounting_amount"))
        .values_list("invoice", "revenue_account", "invoice__currency", "total", "moved", "tax_row_number")
    )
    today = Convert(F("net_amount"), units_from=F(units_from), units_to=F(units_to), decimals=Value(decimals))
    largest = InvoiceLine.objects.filter(invoice=OuterRef("invoice"), prepayment=None).order_by(
        Abs("net_amount").desc(), "line_number"
    )
    deducted: QuerySet[Any, Any] = (
        lines.filter(invoice__origin=InvoiceOrigin.SALES_ORDER)
        .annotate(
            account=Subquery(largest.values("revenue_account")[:1]), valued=F("prepaid_accounting_amount") - today
        )
        .exclude(valued=0)
        .values_list("invoice", "account", "invoice__currency", ZERO, "valued", "tax_row_number")
    )
    return [Entries(PostingType.PREPAYMENT, moved), Entries(PostingType.REVENUE, deducted)]


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


DEBIT_LEAVING = F("debit_accounting_amount") + F("debit_adjustment_amount")
CREDIT_LEAVING = F("credit_accounting_amount") + F("credit_adjustment_amount")
_APART = ~Q(debit_transaction__control_account=F("credit_transaction__control_account"))


@dataclass(frozen=True)
class Uneven:
    """Settlements that need a voucher on their day, by id, and what there is of them to post.

    ``losses`` and ``gains`` are the currencies in which something is realized, ``are_apart`` whether some have sides on
    different control accounts, ``are_adjusted`` whether something that a revaluation made stand is taken back.
    """

    settlements: Sequence[int]
    losses: frozenset[str]
    gains: frozenset[str]
    are_apart: bool
    are_adjusted: bool


def uneven_settlements(posting: Posting, *, after: int, are_adjusted: bool) -> Uneven:
    """Give the settlements of a posting, those after one, that need a voucher on their day; often few.

    The sides differ in amount or in control account, or something that a revaluation made stand is taken back: that is
    looked for only where they ``are_adjusted``. Reversals of settlements need none: they reverse the vouchers of those.
    """
    rows = _with_difference(Settlement.objects.filter(posting=posting, reversal_of=None, pk__gt=after))
    is_uneven = ~Q(difference=0) | _APART
    if are_adjusted:
        taken_back = Adjustment.objects.filter(settlement=OuterRef("pk"), adjustment_date=OuterRef("settlement_date"))
        is_uneven |= Q(Exists(taken_back))
    told = rows.annotate(is_loss=Q(difference__gt=0), is_gain=Q(difference__lt=0), is_apart=_APART)
    columns = ("pk", "debit_transaction__currency", "is_loss", "is_gain", "is_apart")
    found = list(told.filter(is_uneven).order_by("pk").values_list(*columns))
    return Uneven(
        settlements=[pk for pk, _currency, _is_loss, _is_gain, _is_apart in found],
        losses=frozenset(currency for _pk, currency, is_loss, _is_gain, _is_apart in found if is_loss),
        gains=frozenset(currency for _pk, currency, _is_loss, is_gain, _is_apart in found if is_gain),
        are_apart=any(is_apart for _pk, _currency, _is_loss, _is_gain, is_apart in found),
        are_adjusted=are_adjusted,
    )


def _with_difference(settlements: "QuerySet[Settlement]") -> "QuerySet[Any]":
    """Say what leaves the debit side less what leaves the credit side in the books: a loss above zero, a gain below."""
    return settlements.annotate(difference=DEBIT_LEAVING - CREDIT_LEAVING)


def later_adjustments(posting: Posting, *, after: int) -> "QuerySet[Adjustment]":
    """Give what settlements of a posting, those after one, take back on a day later than their own."""
    rows = Adjustment.objects.filter(posting=posting, settlement__gt=after, settlement__reversal_of=None)
    return rows.filter(adjustment_date__gt=F("settlement__settlement_date"))


def settlement_posting(
    uneven: Uneven, *, gain_accounts: Mapping[str, int], loss_accounts: Mapping[str, int]
) -> PostingSet:
    """What uneven settlements leave behind: the sides' control accounts and the realized difference.

    The accounts are by currency; one may be missing where there is no difference of its sign. What stands of an opening
    transaction's adjustment, while it was not revalued here, is in the difference: the books it comes from know against
    which account it was posted. What a revaluation made stand goes back to the account that it was posted against.
    """
    rows = _with_difference(Settlement.objects.filter(pk__among=array_of(uneven.settlements)))
    text = Concat(
        F("debit_transaction__document_number"),
        Value(" - "),
        F("credit_transaction__document_number"),
        output_field=CharField(),
    )
    return PostingSet(
        document_type=SETTLEMENT,
        vouchers=rows.values_list("pk", "settlement_date", text),
        entries=_entries_of_uneven(uneven, rows, gain_accounts=gain_accounts, loss_accounts=loss_accounts),
    )


def _entries_of_uneven(
    uneven: Uneven, rows: "QuerySet[Any]", *, gain_accounts: Mapping[str, int], loss_accounts: Mapping[str, int]
) -> list[Entries]:
    """Give the entries of those kinds that there are: each costs its planning, whether it finds something or not."""
    together = rows.exclude(_APART) if uneven.are_apart else rows
    entries = [Entries(PostingType.CUSTOMER_BALANCE, _leaving(together, "debit", ZERO, -F("difference")))]
    if uneven.are_apart:
        apart, amount = rows.filter(_APART), F("transaction_currency_amount")
        entries.append(Entries(PostingType.CUSTOMER_BALANCE, _leaving(apart, "debit", -amount, -DEBIT_LEAVING)))
        entries.append(Entries(PostingType.CUSTOMER_BALANCE, _leaving(apart, "credit", amount, CREDIT_LEAVING)))
    if uneven.losses:
        entries.append(Entries(PostingType.REALIZED_LOSS, _realized(rows.filter(difference__gt=0), loss_accounts)))
    if uneven.gains:
        entries.append(Entries(PostingType.REALIZED_GAIN, _realized(rows.filter(difference__lt=0), gain_accounts)))
    if uneven.are_adjusted:
        of_same_day = Adjustment.objects.filter(adjustment_date=F("settlement__settlement_date"))
        entries += adjustment_entries(of_same_day.filter(settlement__in=uneven.settlements))
    return entries


def adjustment_entries(adjustments: "QuerySet[Adjustment]") -> list[Entries]:
    """What settlements take back: the control account, and the unrealized gain or loss that stood against it."""
    rows = {"gain": adjustments.filter(is_gain=True), "loss": adjustments.filter(is_gain=False)}
    amount = F("accounting_currency_amount")
    return [
        Entries(PostingType.CUSTOMER_BALANCE, _adjusted(adjustments, "control_account", amount)),
        Entries(PostingType.UNREALIZED_GAIN, _adjusted(rows["gain"], "offset_account", -amount)),
        Entries(PostingType.UNREALIZED_LOSS, _adjusted(rows["loss"], "offset_account", -amount)),
    ]


def later_adjustment_posting(adjustments: "QuerySet[Adjustment]", *, document_part: int) -> PostingSet:
    """What settlements take back on a later day, that of the revaluation, or let meet: the second voucher of each."""
    text = Cast("transaction__document_number", CharField())
    return PostingSet(
        document_type=SETTLEMENT,
        document_part=document_part,
        vouchers=adjustments.values_list("settlement", "adjustment_date", text).distinct(),
        entries=adjustment_entries(adjustments),
    )


def _adjusted(rows: "QuerySet[Adjustment]", account: str, amount: Any) -> "QuerySet[Any, Any]":
    return rows.values_list("settlement", account, "transaction__currency", ZERO, amount, NO_TAX_ROW)


def _leaving(rows: "QuerySet[Any]", side: str, amount: Any, accounting: Any) -> "QuerySet[Any, Any]":
    return rows.values_list(
        "pk",
        f"{side}_transaction__control_account",
        "debit_transaction__currency",
        amount,
        accounting,
        NO_TAX_ROW,
    )


def _realized(rows: "QuerySet[Any]", accounts: Mapping[str, int]) -> "QuerySet[Any, Any]":
    of_currency = [When(debit_transaction__currency=code, then=Value(account)) for code, account in accounts.items()]
    account_id = Cast(Case(*of_currency, default=Value(None)), BigIntegerField())
    return rows.values_list("pk", account_id, "debit_transaction__currency", ZERO, F("difference"), NO_TAX_ROW)
