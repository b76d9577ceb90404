"""What a payment posts that settles something in other companies, in the books of each.

the company that is paid: a voucher beside that of the payment, at the rate of the payment
    debit    customer balance   the amount      summary account of its customer: as much of the payment is spent
    credit   due to             the amount      due-to account of the other company

the company of the invoice: a voucher of its own, at its own rate of the payment's date
    debit    due from           the amount      due-from account of the company that is paid
    credit   customer balance   the amount      summary account of its customer: settles what is marked

What is paid back has the opposite signs, and the two sorts of accounts change places.

where the company that is paid bears what the other one grants and realizes (a gain with the opposite signs), a voucher
for each day on which it did
    in the company of the invoice
        debit    due from                               the amount      in its accounting currency
        credit   cash discount, realized gain or loss   the amount      the account that it was on
    in the company that is paid
        debit    cash discount, realized gain or loss   the amount      its own account, at its rate of that day
        credit   due to                                 the amount
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from arclose.ledger.models import Posting
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import in_books
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers.entries import PAID_ELSEWHERE, PASSED_ON_ELSEWHERE, SPENT_ELSEWHERE
from customers.models.transactions import TransactionType
from customers.subledger import NO_DUE_DATE, Owed
from journals.kinds.journals import series_of
from journals.models import IntercompanyPayment, IntercompanyResult, Payment
from journals.models.intercompany import PASSED_ON_TYPES

# The vouchers of the company that is paid, by payment, and of that of the invoice, by intercompany payment.
DUE_TO, DUE_FROM = SPENT_ELSEWHERE, PAID_ELSEWHERE
# Beside them, by the same documents: what one took over of the results of the other, and that passed on.
TAKEN_OVER, PASSED_ON = "taken_over", PASSED_ON_ELSEWHERE
_SUMMARY_ACCOUNT = "customer__posting_profile__summary_account"
_PAYMENT_LABEL = Concat(Value("PM-"), Cast("payment", CharField()))
# Which company it is paid for, or was paid to: both transactions are called by the other side.
_FOR, _TO = (
    Concat(F(f"{side}__code"), Value(" "), _PAYMENT_LABEL, output_field=CharField())
    for side in ("company", "paying_company")
)


def due_to_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What the payments of a posting post in their own company for what they settle in others: a voucher each."""
    parts = IntercompanyPayment.objects.filter(payment__posting=posting)
    payments = Payment.objects.filter(Exists(parts.filter(payment=OuterRef("pk"))), posting=posting)
    worth = in_books("amount", decimals=decimals, units_of="payment__")
    text = Concat(F("customer__number"), Value(" "), F("reference"), output_field=CharField())
    return PostingSet(
        document_type=DUE_TO,
        vouchers=payments.values_list("pk", "payment_date", text),
        series=series_of(payments, company=posting.company),
        entries=[
            Entries(
                PostingType.CUSTOMER_BALANCE,
                parts.values_list(
                    "payment", f"payment__{_SUMMARY_ACCOUNT}", "payment__currency", "amount", worth, NO_TAX_ROW
                ),
            ),
            *(
                Entries(
                    kind,
                    rows.values_list(
                        "payment", "paying_account", "payment__currency", -F("amount"), -worth, NO_TAX_ROW
                    ),
                )
                for kind, rows in _owed(parts, paid=PostingType.DUE_TO, paid_back=PostingType.DUE_FROM)
            ),
        ],
    )


def spent_elsewhere(posting: Posting, *, decimals: int) -> Owed:
    """What of the payments of a posting is spent in other companies: it closes as much of each payment."""
    rows = IntercompanyPayment.objects.filter(payment__posting=posting).order_by("pk")
    worth = in_books("amount", decimals=decimals, units_of="payment__")
    told = ("payment__customer", f"payment__{_SUMMARY_ACCOUNT}", "payment__currency", "amount", worth, _FOR)
    return Owed(DUE_TO, TransactionType.INTERCOMPANY, rows.values_list("payment", *told, NO_DUE_DATE))


def due_from_posting(posting: Posting, *, decimals: int) -> PostingSet:
    """What is paid to other companies posts in the company of the invoices."""
    parts = IntercompanyPayment.objects.filter(posting=posting)
    worth = in_books("amount", decimals=decimals)
    text = Concat(F("customer__number"), Value(" "), _TO, output_field=CharField())
    return PostingSet(
        document_type=DUE_FROM,
        vouchers=parts.values_list("pk", "payment__payment_date", text),
        entries=[
            *(
                Entries(kind, rows.values_list("pk", "account", "payment__currency", "amount", worth, NO_TAX_ROW))
                for kind, rows in _owed(parts, paid=PostingType.DUE_FROM, paid_back=PostingType.DUE_TO)
            ),
            Entries(
                PostingType.CUSTOMER_BALANCE,
                parts.values_list("pk", _SUMMARY_ACCOUNT, "payment__currency", -F("amount"), -worth, NO_TAX_ROW),
            ),
        ],
    )


def paid_elsewhere(posting: Posting, *, decimals: int) -> Owed:
    """What was paid to other companies makes customers owe: less, or more where it was paid back."""
    rows = IntercompanyPayment.objects.filter(posting=posting)
    worth = in_books("amount", decimals=decimals)
    told = ("customer", _SUMMARY_ACCOUNT, "payment__currency", -F("amount"), -worth, _TO)
    return Owed(DUE_FROM, TransactionType.INTERCOMPANY, rows.values_list("pk", *told, NO_DUE_DATE))


def passed_on_postings(posting: Posting) -> list[PostingSet]:
    """What a posting of the company of the invoices passes on to the company that was paid: by day, in their order."""
    results = IntercompanyResult.objects.filter(posting=posting)
    return [_passed_on(posting, results.filter(result_date=day), day, part) for part, day in _days_of(results)]


def taken_over_postings(posting: Posting, *, decimals: int) -> list[PostingSet]:
    """What the company that was paid takes over of the results of others: by day, in their order."""
    results = IntercompanyResult.objects.filter(part__payment__posting=posting)
    return [
        _taken_over(posting, results.filter(result_date=day), day, part, decimals) for part, day in _days_of(results)
    ]


def _days_of(results: "QuerySet[IntercompanyResult]") -> Iterable[tuple[int, date]]:
    """Give the days of results, each with the part of their documents that its vouchers are."""
    return enumerate(results.order_by("result_date").values_list("result_date", flat=True).distinct())


def _passed_on(posting: Posting, results: "QuerySet[IntercompanyResult]", day: date, document_part: int) -> PostingSet:
    """What is passed on of a day: a voucher per part of a payment."""
    parts = IntercompanyPayment.objects.filter(posting=posting).filter(Exists(results.filter(part=OuterRef("pk"))))
    text = Concat(F("customer__number"), Value(" "), _TO, output_field=CharField())
    amount = F("amount")
    return PostingSet(
        document_type=PASSED_ON,
        document_part=document_part,
        vouchers=parts.values_list("pk", Value(day, DateField()), text),
        entries=[
            *(
                Entries(kind, rows.values_list("part", "due_account", "currency", amount, amount, NO_TAX_ROW))
                for kind, rows in _owed(results, paid=PostingType.DUE_FROM, paid_back=PostingType.DUE_TO)
            ),
            *(
                Entries(kind, rows.values_list("part", "account", "currency", -amount, -amount, NO_TAX_ROW))
                for kind, rows in _by_type(results)
            ),
        ],
    )


def _taken_over(
    posting: Posting, results: "QuerySet[IntercompanyResult]", day: date, document_part: int, decimals: int
) -> PostingSet:
    """What is taken over of a day: a voucher per payment, numbered as that."""
    of_payment = results.filter(part__payment=OuterRef("pk"))
    payments = Payment.objects.filter(Exists(of_payment), posting=posting)
    worth = in_books("amount", decimals=decimals)
    text = Concat(F("customer__number"), Value(" "), F("reference"), output_field=CharField())
    return PostingSet(
        document_type=TAKEN_OVER,
        document_part=document_part,
        vouchers=payments.values_list("pk", Value(day, DateField()), text),
        series=series_of(payments, company=posting.company),
        entries=[
            *(
                Entries(
                    kind, rows.values_list("part__payment", "paying_account", "currency", "amount", worth, NO_TAX_ROW)
                )
                for kind, rows in _by_type(results)
            ),
            *(
                Entries(
                    kind,
                    rows.values_list(
                        "part__payment", "paying_due_account", "currency", -F("amount"), -worth, NO_TAX_ROW
                    ),
                )
                for kind, rows in _owed(results, paid=PostingType.DUE_TO, paid_back=PostingType.DUE_FROM)
            ),
        ],
    )


def _by_type(results: "QuerySet[IntercompanyResult]") -> "list[tuple[PostingType, QuerySet[IntercompanyResult]]]":
    return [(kind, results.filter(posting_type=kind)) for kind in PASSED_ON_TYPES]


def _owed(
    parts: "QuerySet[Any]", *, paid: PostingType, paid_back: PostingType
) -> "list[tuple[PostingType, QuerySet[Any]]]":
    return [(paid, parts.filter(amount__gt=0)), (paid_back, parts.filter(amount__lt=0))]
