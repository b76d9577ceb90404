"""Enter payments into journals: mark what they settle, change and delete what is not posted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Currency
from arclose.ledger.posting import fingerprint_of
from arclose.web.amounts import format_money
from customers.models import Customer, CustomerTransaction
from customers.models.transactions import KEPT_BY_BILLS
from customers.settling.conceding import parameters_of
from customers.settling.marking import CannotMark, Holder, Way, mark, marks_of
from journals.acts import CannotEnter, ChangedMeanwhile, LockedByJob, SentBefore, note_change
from journals.intercompany.across import Across, Owing, in_currency_of_payment, parts_across
from journals.intercompany.marking import let_go_elsewhere, lock_marked, mark_elsewhere, refuse_without_role
from journals.kinds.payments import PAYMENT, exceeds
from journals.marks import marks_of_payments
from journals.models import BankAccount, BankStatus, DirectDebit, Journal, MethodOfPayment, Payment, PaymentStatus
from journals.payments.fees import arriving_amount, write_fees


@dataclass(frozen=True)
class PaymentHead:
    """What is typed of a payment; without an amount it is what the marks add up to.

    It has a bank account, or a method that posts to a ledger account. ``on_account`` is what of it goes to the same
    customer in other companies without settling anything, by that customer's id; ``spent`` what of it goes to what
    that customer owes in another currency, where that is not as the rates of the day say. A prepayment does neither.
    """

    customer: Customer
    payment_date: date
    amount: Decimal | None
    bank_account: BankAccount | None
    reference: str = ""
    method: MethodOfPayment | None = None
    on_account: Mapping[int, Decimal] = field(default_factory=dict)
    spent: Mapping[Owing, Decimal] = field(default_factory=dict)
    is_prepayment: bool = False

    @property
    def currency(self) -> Currency:
        """The currency of the bank account, for what goes through it is in no other; without one the customer's."""
        return self.bank_account.currency if self.bank_account else self.customer.currency


@transaction.atomic
def enter_payment(
    *,
    journal: Journal,
    head: PaymentHead,
    marks: Mapping[int, Decimal],
    entered_by: User,
    key: str,
    ways: Mapping[int, Way] | None = None,
) -> Payment:
    """Give a new payment in a journal, holding the transactions it will settle. The same key gives the same payment.

    ``marks`` are amounts per transaction, with the sign of what is open of it; ``ways`` say how those are settled that
    are not in the normal way. They may name transactions of the same party in other companies that settle with this
    one, where the person may settle too.

    :raises SentBefore: the key belongs to a payment of another content.
    :raises CannotEnter: there is neither amount nor mark, more is marked than paid, or a currency differs; or it is a
        prepayment that marks something, is paid back, or has no posting profile to stand on.
    :raises CannotMark: a transaction is not open, not of these amounts, or held by another document.
    """
    across = _across(head, marks)
    amount = _amount(head, marks, across)
    _refuse_as_prepayment(journal.company, head, marks, amount)
    values = _values(head, amount)
    facts = ["payment", journal.pk, sorted((k, str(v)) for k, v in values.items()), _plain(marks, ways)]
    facts += [_plain(head.on_account, None)] if head.on_account else []
    facts += [("spent", sorted((*owing, f"{one.spent:f}") for owing, one in across.items()))] if across else []
    facts += ["prepayment"] if head.is_prepayment else []
    fingerprint = fingerprint_of(*facts)
    note_change(journal, changed_by=entered_by)
    payment, is_new = Payment.objects.get_or_create(
        company=journal.company,
        key=key,
        defaults={
            **values,
            **_prepaid(head),
            "journal": journal,
            "entered_by": entered_by,
            "fingerprint": fingerprint,
        },
    )
    if payment.fingerprint != fingerprint:
        raise SentBefore
    if is_new:
        write_fees([payment])
        _mark(payment, head, marks, across, entered_by, ways)
    return payment


class LineRefused(Exception):
    """A line of several cannot be entered: none of them was. ``reason`` is why, ``place`` counts from 0."""

    def __init__(self, place: int, reason: CannotEnter | CannotMark) -> None:
        """Carry the place of the line."""
        super().__init__(place, reason)
        self.place, self.reason = place, reason


@transaction.atomic
def enter_payments(
    *, journal: Journal, lines: Sequence[tuple[PaymentHead, Mapping[int, Decimal]]], entered_by: User, key: str
) -> list[Payment]:
    """Give a new payment for each line, with the marks of each: all of them or none. The same key gives the same ones.

    :raises LineRefused: a line cannot be entered, for a reason of :func:`enter_payment`.
    """
    made = []
    for place, (head, marks) in enumerate(lines):
        try:
            made.append(
                enter_payment(journal=journal, head=head, marks=marks, entered_by=entered_by, key=f"{key}-{place}")
            )
        except (CannotEnter, CannotMark) as error:
            raise LineRefused(place, error) from error
    return made


@transaction.atomic
def change_payment(
    *,
    payment: Payment,
    version: int,
    head: PaymentHead,
    marks: Mapping[int, Decimal],
    changed_by: User,
    ways: Mapping[int, Way] | None = None,
) -> Payment:
    """Change a payment that is not posted, and what it holds.

    :raises ChangedMeanwhile: it is not what it was when its form was opened.
    :raises CannotEnter: as in :func:`enter_payment`, or it stands in a direct debit file.
    :raises CannotMark: likewise.
    """
    across = _across(head, marks)
    amount = _amount(head, marks, across)
    _refuse_as_prepayment(payment.company, head, marks, amount)
    note_change(payment.journal, changed_by=changed_by)
    _refuse_what_the_bank_was_told(payment)
    refuse_without_role(payment, changed_by)
    lock_marked(payment, marks)
    same = Payment.objects.filter(pk=payment.pk, version=version, status=PaymentStatus.OPEN)
    standing = same.select_for_update(no_key=True).first()
    if standing is None:
        raise ChangedMeanwhile
    # Behind its lock nobody matches a line of the bank to it.
    _keep_to_its_bank_line(standing, head, amount)
    arrived = arriving_amount(standing)
    values = {"version": version + 1, "changed_by": changed_by}
    same.update(**_values(head, amount), **_prepaid(head), **values)
    payment.refresh_from_db()
    write_fees([payment])
    if hasattr(payment, "bank_line") and arriving_amount(payment) != arrived:
        text = _("The line of the bank statement says another amount than is left after the fees of the method.")
        raise CannotEnter(text, "method")
    _mark(payment, head, marks, across, changed_by, ways)
    return payment


@transaction.atomic
def delete_payment(*, payment: Payment, deleted_by: User) -> bool:
    """Delete a payment that is not posted, and let go of what it holds; tell whether there was one.

    :raises CannotEnter: it stands in a direct debit file, and the bank did not reject it.
    """
    note_change(payment.journal, changed_by=deleted_by)
    refuse_without_role(payment, deleted_by)
    waiting = Payment.objects.filter(pk=payment.pk, status=PaymentStatus.OPEN).select_for_update()
    if not waiting.exists():
        return False
    if not waiting.filter(bank_status=BankStatus.REJECTED).exists():
        _refuse_what_the_bank_was_told(payment)
    DirectDebit.objects.filter(payment=payment).update(payment=None, is_canceled=True)
    marks_of(company=payment.company, holder=holder_of(payment)).delete()
    let_go_elsewhere(payment)
    waiting.delete()
    return True


def keep_or_let_go(company: Company, payments: Collection[int], released_by: User) -> dict[int, str]:
    """Say which payments keep what they hold, and why; the others change, which takes an approval back.

    They do not settle by themselves what was taken from them, or anything else instead.
    """
    rows = Payment.objects.filter(company=company, pk__in=payments)
    list(Journal.objects.filter(pk__in=rows.values("journal")).order_by("pk").select_for_update(no_key=True))
    standing = DirectDebit.objects.filter(payment__in=rows, is_canceled=False).select_related("payment", "file")
    kept = {one.payment_id: f"{one.payment}: {_told(one)}" for one in standing if one.payment_id}
    going = rows.exclude(pk__in=kept).select_related("journal__name").order_by("journal", "pk")
    for journal, held in groupby(going, attrgetter("journal")):
        try:
            # What was noted is taken back where a job keeps the journal as it is.
            with transaction.atomic():
                note_change(journal, changed_by=released_by)
        except LockedByJob as error:
            kept |= {one.pk: f"{one}: {error}" for one in held}
    rows.exclude(pk__in=kept).filter(status=PaymentStatus.OPEN).update(settles_itself=False)
    return kept


def holder_of(payment: Payment) -> Holder:
    """Give the payment as the holder of its marks."""
    return Holder(PAYMENT, payment.pk)


def open_transactions(*, company: Company, customer: Customer, currency: Currency) -> "QuerySet[CustomerTransaction]":
    """Give what is open of a customer in a currency, the earliest due first, each with the mark that holds it.

    Bills are settled in journals of their own.
    """
    rows = CustomerTransaction.objects.filter(
        company=company, customer=customer, open__customer=customer, open__currency=currency
    )
    free = rows.exclude(transaction_type__in=KEPT_BY_BILLS)
    return free.select_related("open", "company", "mark__marked_by", "mark__discount_account").order_by(
        "due_date", "pk"
    )


def is_free(row: CustomerTransaction, holder: Holder | None) -> bool:
    """Tell whether an open transaction may be marked: nothing holds it, or ``holder`` does."""
    held = getattr(row, "mark", None)
    return held is None or (holder is not None and holder == Holder(held.document_type, held.document_id))


def free_for(holder: Holder | None) -> Q:
    """Give the same as a condition of open transactions."""
    if holder is None:
        return Q(mark=None)
    return Q(mark=None) | Q(mark__document_type=holder.document_type, mark__document_id=holder.document_id)


def _across(head: PaymentHead, marks: Mapping[int, Decimal]) -> dict[Owing, Across]:
    """Give what is marked in other companies and currencies, and what of the payment that takes."""
    paid = head.customer.company
    return parts_across(paid=paid, currency=head.currency, day=head.payment_date, marks=marks, typed=head.spent)


def _amount(head: PaymentHead, marks: Mapping[int, Decimal], across: Mapping[Owing, Across]) -> Decimal:
    taken = in_currency_of_payment(marks, across.values())
    marked = sum([*taken, *head.on_account.values()], Decimal(0))
    amount = marked if head.amount is None else head.amount
    if amount == 0:
        raise CannotEnter(_("Enter an amount, or mark what is paid: a payment of nothing is none."), "amount")
    if exceeds(marked, amount):
        facts = {
            "marked": format_money(marked, head.currency.code),
            "amount": format_money(amount, head.currency.code),
        }
        text = _("%(marked)s is marked, and %(amount)s is paid. Mark less, or correct the amount.")
        raise CannotEnter(text % facts, "amount")
    return amount


def _refuse_as_prepayment(company: Company, head: PaymentHead, marks: Mapping[int, Decimal], amount: Decimal) -> None:
    if not head.is_prepayment:
        return
    if marks or head.on_account:
        text = _("A prepayment settles nothing yet: take away what is marked, or the tick.")
        raise CannotEnter(text, "is_prepayment")
    if amount < 0:
        raise CannotEnter(_("Only what is received is a prepayment."), "is_prepayment")
    if parameters_of(company).prepayment_profile_id is None:
        text = _(
            "The company has no posting profile for prepayments. An administrator chooses one in the settlement"
            " parameters."
        )
        raise CannotEnter(text)


def _prepaid(head: PaymentHead) -> dict[str, object]:
    """Give what says whether a payment is a prepayment: that settles nothing by itself."""
    return {"is_prepayment": head.is_prepayment, "settles_itself": not head.is_prepayment}


def _values(head: PaymentHead, amount: Decimal) -> dict[str, object]:
    return {
        "customer": head.customer,
        "payment_date": head.payment_date,
        "currency": head.currency,
        "amount": amount,
        "method": head.method,
        "bank_account": head.bank_account,
        "reference": head.reference,
    }


def _mark(
    payment: Payment,
    head: PaymentHead,
    marks: Mapping[int, Decimal],
    across: Mapping[Owing, Across],
    marked_by: User,
    ways: Mapping[int, Way] | None,
) -> None:
    rows = CustomerTransaction.objects.filter(company=payment.company, pk__in=marks)
    own = set(rows.values_list("pk", flat=True))
    strangers = rows.exclude(customer=payment.customer, currency=payment.currency)
    if strangers.exists():
        raise CannotEnter(_("What is marked is of another customer or currency than the payment."), "customer")
    here = {pk: amount for pk, amount in marks.items() if pk in own}
    there = {pk: amount for pk, amount in marks.items() if pk not in own}
    if there:
        lock_marked(payment, marks)
    mark(company=payment.company, holder=holder_of(payment), amounts=here, marked_by=marked_by, ways=ways)
    mark_elsewhere(
        payment=payment,
        amounts=there,
        marked_by=marked_by,
        ways=ways or {},
        on_account=head.on_account,
        across=across,
    )
    if payment.bank_status == BankStatus.REJECTED:
        marks_of_payments([payment]).update(is_in_doubt=True)


def _keep_to_its_bank_line(payment: Payment, head: PaymentHead, amount: Decimal) -> None:
    before = (payment.amount, payment.payment_date, payment.bank_account_id)
    if hasattr(payment, "bank_line") and before != (
        amount,
        head.payment_date,
        head.bank_account.pk if head.bank_account else None,
    ):
        text = _("It was made of a line of a bank statement: amount, date and bank account stay as they are there.")
        raise CannotEnter(text, "amount")


def _refuse_what_the_bank_was_told(payment: Payment) -> None:
    """Look for a file that stands. The journal is locked, so none is made meanwhile."""
    standing = DirectDebit.objects.filter(payment=payment, is_canceled=False).select_related("file").first()
    if standing:
        raise CannotEnter(_told(standing))


def _told(standing: DirectDebit) -> str:
    text = _("It stands in direct debit file %(file)s: cancel that first, if the bank has not collected it.")
    return text % {"file": standing.file}


def _plain(marks: Mapping[int, Decimal], ways: Mapping[int, Way] | None) -> list[tuple[int, str]]:
    """Give what decides whether a form came twice; marks in the normal way say no more than their amount."""
    own = ways or {}
    return sorted((pk, f"{amount:f}{f' {own[pk]}' if pk in own else ''}") for pk, amount in marks.items())
