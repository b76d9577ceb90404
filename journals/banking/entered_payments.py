"""Which lines of bank statements are the money of a payment that is entered already: it needs no other payment.

A line names such a payment by the reference that a direct debit file gave it, whatever the amount, or as it is called
here (PM-12) with the very amount that reaches the bank: less by the fees that the company bears, below zero where it
is paid back. One that the bank rejected, or that was taken back, is not expected any more.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Voucher
from journals.kinds.payments import PAYMENT
from journals.models import BankStatus, DirectDebit, Payment
from journals.payments.fees import arriving_amount

ASKED_AT_ONCE = 10_000
_LABEL = re.compile(r"\bPM-(\d{1,18})\b", re.ASCII | re.IGNORECASE)


# A line by its id, and the id of one of the payments that it books; 0 where it is one itself.
Place = tuple[int, int]


class Named(NamedTuple):
    """What a line says of a payment: the numbers it may have, in which words, how much came on which account."""

    place: Place
    labels: Collection[int]
    words: str
    amount: Decimal
    bank_account: int


def labels_in(text: str) -> frozenset[int]:
    """Give the ids of the payments that a text calls as they are called here: 12 for PM-12."""
    return frozenset(int(number) for number in _LABEL.findall(text))


def expected_payments(company: Company) -> "QuerySet[Payment]":
    """Give the payments that were neither rejected nor taken back, each with method, direct debits and fees."""
    taken_back = Voucher.objects.filter(
        company=company, document_type=PAYMENT, document_id=OuterRef("pk"), reversed_by__isnull=False
    )
    rows = Payment.objects.filter(~Exists(taken_back), company=company).exclude(bank_status=BankStatus.REJECTED)
    standing = Prefetch("direct_debits", DirectDebit.objects.filter(is_canceled=False))
    return rows.select_related("customer", "method", "bank_line").prefetch_related(standing, "fees")


def entered_payments(company: Company, lines: Iterable[Named]) -> dict[Place, Payment]:
    """Give the payments that lines are the money of."""
    asking = [line for line in lines if line.labels]
    asked = sorted({pk for line in asking for pk in line.labels})
    known: dict[int, Payment] = {}
    for place in range(0, len(asked), ASKED_AT_ONCE):
        known |= expected_payments(company).in_bulk(asked[place : place + ASKED_AT_ONCE])
    found: dict[Place, Payment] = {}
    for line in asking:
        for pk in sorted(line.labels):
            if pk in known and _is_of(line, known[pk]):
                found[line.place] = known[pk]
                break
    return found


def _is_of(line: Named, payment: Payment) -> bool:
    words = line.words.upper()
    if any(one.end_to_end_id.upper() in words for one in payment.direct_debits.all()):
        return True
    is_free = not hasattr(payment, "bank_line")
    return is_free and (arriving_amount(payment), payment.bank_account_id) == (line.amount, line.bank_account)


def fitting(lines: Iterable[Named], entered: Mapping[Place, Payment]) -> dict[Place, Payment]:
    """Give those of the payments that a line can be matched to: of its amount and bank account, one line each."""
    found: dict[Place, Payment] = {}
    taken: set[int] = set()
    for line in lines:
        payment = entered.get(line.place)
        if payment and payment.pk not in taken and not reason_against(line.amount, line.bank_account, payment):
            found[line.place] = payment
            taken.add(payment.pk)
    return found


def reason_against(amount: Decimal, bank_account: int, payment: Payment) -> str:
    """Say why a line cannot be matched to the payment that it names, and what to do; nothing where it can."""
    if payment.method is not None and payment.method.bridging_account_id is not None:
        text = _("It is the money of %(payment)s, which is entered already. Choose it under Bridged payments.")
        return text % {"payment": payment}
    if hasattr(payment, "bank_line") or (arriving_amount(payment), payment.bank_account_id) != (amount, bank_account):
        text = _(
            "It names %(payment)s, which has another amount, account or line. Ask the bank, then explain the line."
        )
        return text % {"payment": payment}
    return ""
