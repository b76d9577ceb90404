"""Which payments of a journal a bank may be told to collect, by which mandate, and why the others are left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.posting import fingerprint_of
from arclose.web.days import format_day
from customers.models import CustomerTransaction
from journals.direct_debits.mandates import LATER, STATES, Use, usable, uses_of
from journals.direct_debits.target_days import is_target_day, next_target_day
from journals.kinds.journals import kept_by_their_journal
from journals.kinds.payments import PAYMENT
from journals.models import BankStatus, DirectDebit, Journal, Mandate, Payment, PaymentStatus
from journals.models.direct_debits import CURRENCY, SequenceType
from journals.models.methods import FileFormat
from journals.payments.methods import MANDATE_OF_TRANSACTION

LARGEST = Decimal("999999999.99")
IN_A_FILE = Exists(DirectDebit.objects.filter(payment=OuterRef("pk"), is_canceled=False))


@dataclass
class Collection:
    """A payment that can be collected: by which mandate, and as what."""

    payment: Payment
    mandate: Mandate
    sequence_type: SequenceType


@dataclass(frozen=True)
class Plan:
    """What a file would collect, in its order, and for each payment left out the reason in words."""

    collections: Sequence[Collection]
    left_out: Sequence[tuple[Payment, str]]

    @property
    def amount(self) -> Decimal:
        """Give what would be collected in all."""
        return sum((one.payment.amount for one in self.collections), Decimal(0))

    @property
    def fingerprint(self) -> str:
        """Tell this plan from another one: what is collected from whom, when and by which mandate."""
        return fingerprint_of(
            "direct debit",
            [
                (one.payment.pk, str(one.payment.amount), one.payment.payment_date, one.mandate.pk, one.sequence_type)
                for one in self.collections
            ],
        )


# Payments that wait, whose method tells the bank by direct debit, and that no file has yet.
TO_COLLECT = Q(status=PaymentStatus.OPEN, method__file_format=FileFormat.SEPA_DIRECT_DEBIT) & ~Q(IN_A_FILE)


def payments_to_collect(journal: Journal) -> "QuerySet[Payment]":
    """Give the payments of a journal whose method tells the bank by direct debit, and that no file has yet."""
    return Payment.objects.filter(TO_COLLECT, journal=journal).order_by("payment_date", "pk")


def reasons_for_none(journal: Journal) -> list[str]:
    """Say why no payment of a journal is even looked at by :func:`plan`: what became of them, or what they lack."""
    payments = Payment.objects.filter(journal=journal)
    waiting = payments.filter(status=PaymentStatus.OPEN)
    by_file = Q(method__file_format=FileFormat.SEPA_DIRECT_DEBIT)
    found = [
        (_("Posted already: %(count)s."), payments.exclude(status=PaymentStatus.OPEN).count()),
        (_("In a direct debit file already: %(count)s."), waiting.filter(by_file, IN_A_FILE).count()),
        (
            _("Not paid by a method that is a SEPA direct debit: %(count)s. Choose one on the payment's page."),
            waiting.exclude(by_file).count(),
        ),
    ]
    return [text % {"count": count} for text, count in found if count] or [_("The journal has no payments.")]


def plan(*, journal: Journal, today: date, made_by: User) -> Plan:
    """Give what a file of a journal would collect that a person makes today.

    The bank is told of what that person may post: of a journal that is approved where its name asks for that.
    """
    rows = payments_to_collect(journal).select_related("customer", "bank_account", "method")
    payments = list(rows)
    kept = {one.document_id: f"{one.reason} {one.remedy}" for one in kept_by_their_journal(rows, posted_by=made_by)}
    customers = {one.customer_id for one in payments}
    uses: dict[int, list[Use]] = {}
    for use in uses_of(Mandate.objects.filter(company=journal.company_id, customer__in=customers)).values():
        uses.setdefault(use.mandate.customer_id, []).append(use)
    named = _named_mandates(payments)
    found, left_out = [], []
    for payment in payments:
        own = _of_payment(uses.get(payment.customer_id, []), named.get(payment.pk))
        reason = kept.get(payment.pk) or _reason_against(payment, own, named.get(payment.pk), today)
        chosen = None if reason else usable(own, on=payment.payment_date)
        if chosen is None:
            left_out.append((payment, reason))
        else:
            found.append(Collection(payment, chosen.mandate, chosen.take(payment.payment_date)))
    _finish(found)
    return Plan(found, left_out)


def _named_mandates(payments: Sequence[Payment]) -> dict[int, set[int]]:
    """Give, by payment, the mandates that the free text invoices name which it will settle."""
    held = CustomerTransaction.objects.filter(
        mark__document_type=PAYMENT,
        mark__document_id__in=[one.pk for one in payments],
        mark__company_id__in={one.company_id for one in payments},
    ).annotate(mandate=MANDATE_OF_TRANSACTION)
    named: dict[int, set[int]] = {}
    for payment, mandate in held.exclude(mandate=None).values_list("mark__document_id", "mandate"):
        named.setdefault(payment, set()).add(mandate)
    return named


def _of_payment(uses: list[Use], named: set[int] | None) -> list[Use]:
    """Give the mandates that a payment may be collected by: those named, else all of its customer."""
    return [use for use in uses if use.mandate.pk in named] if named else uses


def _finish(collections: Sequence[Collection]) -> None:
    """Let the last collection by a mandate that ends be its final one, also where it is its first one too."""
    last = {one.mandate.pk: one for one in collections if one.mandate.is_final_next}
    for one in last.values():
        if one.sequence_type != SequenceType.ONE_OFF:
            one.sequence_type = SequenceType.FINAL


def _reason_against(payment: Payment, uses: Sequence[Use], named: set[int] | None, today: date) -> str:
    """Say why a payment cannot be collected; nothing where it can."""
    account = payment.bank_account
    if account is None or not account.iban or not account.creditor_identifier:
        return _("Its bank account lacks an IBAN or a creditor identifier: enter them in Setup.")
    if payment.currency_id != CURRENCY:
        return _("SEPA collects euros, and it is in %(currency)s.") % {"currency": payment.currency_id}
    if not 0 < payment.amount <= LARGEST:
        return _("Only an amount from EUR 0.01 up to EUR 999,999,999.99 is collected.")
    if payment.bank_status != BankStatus.NONE:
        text = _("Its payment status is %(status)s already.")
        return text % {"status": str(payment.get_bank_status_display()).lower()}
    if named and len(named) > 1:
        return _("It settles invoices that name different mandates: pay them apart.")
    return reason_of_day(payment.payment_date, today) or _reason_of_mandates(payment, uses)


def reason_of_day(day: date, today: date) -> str:
    """Say why nothing is collected on a day; nothing where it is."""
    if day <= today:
        return _("The bank collects from tomorrow on: give it a later date.")
    if not is_target_day(day):
        text = _("Banks do not settle on that day (TARGET is closed): give it the date %(day)s.")
        return text % {"day": format_day(next_target_day(day))}
    return ""


def _reason_of_mandates(payment: Payment, uses: Sequence[Use]) -> str:
    if usable(uses, on=payment.payment_date) is not None:
        return ""
    if not uses:
        return _("The customer has no mandate: enter the one they signed in Setup.")
    facts = {"mandate": uses[0].mandate, "state": STATES[uses[0].state(payment.payment_date)]}
    if uses[0].state(payment.payment_date) == LATER:
        return _("Mandate %(mandate)s is %(state)s on that day: give the payment a later date.") % facts
    return _("Mandate %(mandate)s is %(state)s: a new one has to be signed.") % facts
