"""Why a line of a bank statement may pay what is proposed for it, and how sure that is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy

from journals.banking.debits import Debit, owed, to_pay

SURE_ENOUGH = 70


class MatchReason(models.TextChoices):
    """Why a line may pay what is proposed."""

    ENTERED = "entered", gettext_lazy("names the payment, which is entered already")
    NAMED = "named", gettext_lazy("names the document, and pays what is open of it")
    NAMED_IN_PART = "named_in_part", gettext_lazy("names the document, and pays a part of what is open of it")
    NAMED_AND_MORE = "named_and_more", gettext_lazy("names the document, and pays more than is open of it")
    PAID_BEFORE = (
        "paid_before",
        gettext_lazy("this account paid for the customer before, and the amount is what is open"),
    )
    SAME_NAME = "same_name", gettext_lazy("the payer is called like the customer, and the amount is what is open")
    ONLY_AMOUNT = "only_amount", gettext_lazy("one document alone has this amount open")


SCORES = {
    MatchReason.ENTERED: 100,
    MatchReason.NAMED: 100,
    MatchReason.PAID_BEFORE: 90,
    MatchReason.NAMED_IN_PART: 80,
    MatchReason.SAME_NAME: 75,
    MatchReason.NAMED_AND_MORE: 70,
    MatchReason.ONLY_AMOUNT: 50,
}


def reason_of_named(amount: Decimal, day: date, debits: Sequence[Debit]) -> MatchReason:
    """Give why an amount, paid on a day, may pay documents that are named with it."""
    left = owed(debits)
    if to_pay(debits, day) <= amount <= left:
        return MatchReason.NAMED
    return MatchReason.NAMED_IN_PART if left > amount else MatchReason.NAMED_AND_MORE
