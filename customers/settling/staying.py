"""Settlements that stay, because they stand for something else: that is taken back instead."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Voucher
from customers.entries import PAID_ELSEWHERE, PASSED_ON_ELSEWHERE, SPENT_ELSEWHERE
from customers.models import CustomerTransaction, Settlement
from customers.models.transactions import KEPT_BY_BILLS

_NUMBERS = ("debit_transaction__document_number", "credit_transaction__document_number")


def of_undone(settlements: "QuerySet[Settlement]") -> "QuerySet[Settlement]":
    """Give those of a document with what took it back: they stay, or two undone documents would be open again."""
    return settlements.filter(
        Q(debit_transaction__voucher__reversal_of=F("credit_transaction__voucher"))
        | Q(credit_transaction__voucher__reversal_of=F("debit_transaction__voucher"))
    )


def of_other_companies(settlements: "QuerySet[Settlement]") -> "QuerySet[Settlement]":
    """Give those by which a payment spent something in another company: they are taken back with it, in both."""
    return settlements.filter(
        Q(debit_transaction__voucher__document_type=SPENT_ELSEWHERE)
        | Q(credit_transaction__voucher__document_type=SPENT_ELSEWHERE)
    )


def of_passed_on(settlements: "QuerySet[Settlement]") -> "QuerySet[Settlement]":
    """Give those of payments that passed on what they granted and realized: it goes back in both companies.

    A posting has those of many payments. What was settled with one that passed nothing on is free; of documents that
    settled each other only their customer tells whose they are.
    """
    of_posting = {"posting": OuterRef("posting")}
    paid = CustomerTransaction.objects.filter(**of_posting, voucher__document_type=PAID_ELSEWHERE)
    passing = paid.filter(_passes_on("voucher"), customer=OuterRef("debit_transaction__customer"))
    same_debit = Settlement.objects.filter(
        ~_passes_on("credit_transaction__voucher"),
        **of_posting,
        debit_transaction=OuterRef("debit_transaction"),
        credit_transaction__voucher__document_type=PAID_ELSEWHERE,
    )
    same_credit = Settlement.objects.filter(
        ~_passes_on("debit_transaction__voucher"),
        **of_posting,
        credit_transaction=OuterRef("credit_transaction"),
        debit_transaction__voucher__document_type=PAID_ELSEWHERE,
    )
    return settlements.filter(Exists(passing), ~Exists(same_debit), ~Exists(same_credit))


def _passes_on(voucher: str) -> Exists:
    passed = Voucher.objects.filter(document_type=PASSED_ON_ELSEWHERE, document_id=OuterRef(f"{voucher}__document_id"))
    return Exists(passed.filter(posting=OuterRef("posting")))


def of_bills(settlements: "QuerySet[Settlement]") -> "QuerySet[Settlement]":
    """Give those by which a bill was drawn, moved or settled: they are taken back with the step that made them."""
    return settlements.filter(
        Q(debit_transaction__transaction_type__in=KEPT_BY_BILLS)
        | Q(credit_transaction__transaction_type__in=KEPT_BY_BILLS)
    )


def stay(settlements: "QuerySet[Settlement]") -> bool:
    """Tell whether one of the settlements stays."""
    return any(look(settlements).exists() for look in (of_undone, of_other_companies, of_passed_on, of_bills))


def reasons_to_stay(settlements: "QuerySet[Settlement]") -> list[str]:
    """Say of each settlement that stays why, in words."""
    undone = _("%(debit)s and %(credit)s: one takes the other back, so their settlement stays.")
    spent = _("%(debit)s and %(credit)s: this was paid for another company. Take the payment back instead.")
    passed = _(
        "%(debit)s and %(credit)s: what this cost was passed on to the company that was paid. Take the payment back"
        " there instead."
    )
    drawn = _("%(debit)s and %(credit)s: a step of a bill made this. Take the step back instead.")
    return [
        text % {"debit": debit, "credit": credit}
        for text, rows in (
            (undone, of_undone(settlements)),
            (spent, of_other_companies(settlements)),
            (passed, of_passed_on(settlements)),
            (drawn, of_bills(settlements)),
        )
        for debit, credit in rows.order_by("pk").values_list(*_NUMBERS)
    ]
