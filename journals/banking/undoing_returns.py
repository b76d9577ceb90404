"""Undo what was accepted as a return: what the payment had paid is paid again, with the discounts that it had.

lock       periods; the company's bank accounts; then as posting a payment does, and as taking charges back does
refuse     the whole of it where the payment cannot be posted, or the charges cannot be taken back
write      a new payment that settles what the returned one had settled, as far as it is open; charges are taken back
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.ledger.models import Voucher
from arclose.ledger.money import convert
from arclose.ledger.posting import open_periods
from arclose.ledger.reversing import lock_reversals
from customers.models import Concession, CustomerTransaction, OpenTransaction, Settlement
from customers.models.cash_discounts import DiscountUse
from customers.models.transactions import TransactionType
from customers.settling.exchanging import paying_by_exchange
from customers.settling.marking import Way
from journals.acts import begin_journal
from journals.banking.payments import one_after_the_other
from journals.banking.returning import CannotReturn
from journals.entering import PaymentHead, enter_payment
from journals.intercompany.across import Owing
from journals.intercompany.entries import DUE_FROM
from journals.intercompany.relations import customers_elsewhere, transactions_elsewhere
from journals.kinds.payments import PAYMENT
from journals.marks import marks_of_payments
from journals.models import BankLineReturn, BankStatus, Journal, Payment
from journals.payments.paying import post_payments
from journals.payments.statuses import change_bank_status
from journals.undoing import undo_general_vouchers


@transaction.atomic
def undo_return(*, returned: BankLineReturn, day: date, undone_by: User, key: str) -> Payment:
    """Pay again what a returned payment had paid, on a day, as far as it is open; the line waits to be matched again.

    :returns: the payment that stands in for it; of one undone before the same.
    :raises CannotPost: it cannot be posted on that day. Nothing was changed.
    """
    open_periods(company=returned.company, dates=_days_of_undoing(returned, day, undone_by))
    one_after_the_other(returned.company)
    found = BankLineReturn.objects.select_related("payment__customer", "payment__bank_account__currency").get(
        pk=returned.pk
    )
    if found.restored_payment is not None:
        return found.restored_payment
    payment, company = found.payment, found.company
    journal = begin_journal(
        company=company,
        name=payment.journal.name,
        text=_("Return of %(payment)s undone") % {"payment": payment},
        created_by=undone_by,
        key=key,
    )
    marks = _settled_by(payment, undone_by)
    spent = _spent(payment, marks)
    head = PaymentHead(
        customer=payment.customer,
        payment_date=day,
        amount=payment.amount,
        bank_account=payment.bank_account,
        reference=_reference(payment),
        method=payment.method,
        on_account=_on_account(payment, marks, spent, undone_by),
        spent=spent,
    )
    restored = enter_payment(
        journal=journal,
        head=head,
        marks=marks,
        entered_by=undone_by,
        key=f"return {found.pk}",
        ways=_ways_as_before(payment, marks),
    )
    _bring_as_far(restored, payment, undone_by)
    # Undoing the charges locks them too, after the payment was posted.
    lock_reversals(company=company)
    outcome = post_payments(
        company=company, documents=[restored.pk], posted_by=undone_by, key=f"{key} pay", is_whole=True
    )
    left_out = list(outcome.left_out)
    if found.charges_voucher_id and not left_out:
        left_out += undo_general_vouchers(
            company=company,
            documents=[found.charges_voucher_id],
            day=day,
            reason=journal.text,
            undone_by=undone_by,
            key=f"{key} charges",
        ).left_out
    if left_out:
        raise CannotReturn(f"{left_out[0].reason} {left_out[0].remedy}")
    BankLineReturn.objects.filter(pk=found.pk).update(undone_by=undone_by, undone_at=Now(), restored_payment=restored)
    return restored


def _days_of_undoing(returned: BankLineReturn, day: date, undone_by: User) -> set[date]:
    """Give the days whose periods undoing a return asks for: of the payment, of what it settles, of the charges."""
    settled = CustomerTransaction.objects.filter(pk__in=_settled_by(returned.payment, undone_by))
    charges = [returned.charges_voucher.voucher_date] if returned.charges_voucher else []
    return {
        day,
        *settled.values_list("transaction_date", flat=True),
        *charges,
    }


def _bring_as_far(restored: Payment, payment: Payment, undone_by: User) -> None:
    """Give a payment what the returned one was posted with: its status at the bank, and an approved journal.

    Nothing of it is new: it was approved and on its way before, and a controller says that the bank did not return it.
    Where what that one had settled is paid otherwise by now, it stays open, and settles nothing else by itself.
    """
    if rejected := payment.status_changes.filter(status_after=BankStatus.REJECTED).order_by("pk").last():
        change_bank_status(
            company=payment.company,
            payments=[restored.pk],
            status=BankStatus(rejected.status_before),
            reason=_("as %(payment)s before its return") % {"payment": payment},
            changed_by=undone_by,
        )
    is_prepayment = payment.is_prepayment and not marks_of_payments([restored]).exists()
    Payment.objects.filter(pk=restored.pk).update(settles_itself=False, is_prepayment=is_prepayment)
    Journal.objects.filter(pk=restored.journal_id).update(approved_by=undone_by, approved_at=Now())


def _ways_as_before(payment: Payment, marks: Mapping[int, Decimal]) -> dict[int, Way]:
    """Give how a payment settled what it did: the cash discount of its own day, and in full what was closed by one.

    What had no discount then has none now, whatever is offered; of what is owed in another currency than is paid it
    has the one that it had, whatever the day.
    """
    discounts = Concession.objects.filter(transaction__in=marks, kind=TransactionType.CASH_DISCOUNT)
    granted: dict[int, Decimal] = defaultdict(Decimal)
    for pk, amount in discounts.filter(posting__in=_settling_postings(payment)).values_list("transaction", "amount"):
        granted[pk] += amount
    still_open = dict(
        OpenTransaction.objects.filter(transaction__in=marks).values_list("transaction", "transaction_currency_amount")
    )
    ways = {
        pk: Way(discount_date=payment.payment_date, settles_fully=abs(still_open[pk]) <= abs(amount + granted[pk]))
        if granted[pk]
        else Way(DiscountUse.NEVER)
        for pk, amount in marks.items()
    }
    across = [pk for _owing, pk in _owed_otherwise(payment, marks)]
    return ways | {pk: Way(DiscountUse.ALWAYS) for pk in across if granted[pk]}


def _owed_otherwise(payment: Payment, marks: Mapping[int, Decimal]) -> list[tuple[Owing, int]]:
    """Give what of marks is owed in another currency than a payment's: customer and currency, and the transaction."""
    rows = CustomerTransaction.objects.filter(pk__in=marks).exclude(currency=payment.currency)
    told = rows.order_by("pk").values_list("customer", "currency", "pk")
    return [((customer, currency), pk) for customer, currency, pk in told]


def _settling_postings(payment: Payment) -> "QuerySet[Settlement, int]":
    """Give the postings in which a payment settled what it did when it was taken back."""
    return _taken_back_with(payment).values_list("posting", flat=True)


def _taken_back_with(payment: Payment) -> "QuerySet[Settlement]":
    """Give the settlements of a payment that were taken back with it, those in other companies too."""
    parts = list(payment.elsewhere.values_list("pk", flat=True))
    of_payment = Q(document_type=PAYMENT, document_id=payment.pk) | Q(document_type=DUE_FROM, document_id__in=parts)
    vouchers = Voucher.objects.filter(of_payment)
    mine = set(CustomerTransaction.objects.filter(voucher__in=vouchers).values_list("pk", flat=True))
    mine |= paying_by_exchange(mine).keys()
    taken_back_by = Voucher.objects.filter(reversal_of__in=vouchers)
    return Settlement.objects.filter(
        Q(debit_transaction__in=mine) | Q(credit_transaction__in=mine),
        reversal_of=None,
        reversed_by__posting__in=taken_back_by.values("posting"),
    )


def _reference(payment: Payment) -> str:
    """Give the reference of a payment; its own number where it has none and its method has come to ask for one."""
    asks = payment.method is not None and payment.method.requires_reference
    return payment.reference or (str(payment) if asks else "")


def _settled_by(payment: Payment, user: User) -> dict[int, Decimal]:
    """Give what a payment settled until it was taken back and is still open and free, with the amounts to mark.

    In other companies as far as the person may settle there.
    """
    sides = ("debit_transaction_id", "credit_transaction_id", "transaction_currency_amount")
    pairs = _taken_back_with(payment).values_list(*sides)
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for debit, credit, amount in pairs:
        wanted[debit if payment.amount > 0 else credit] += amount
    return _free(wanted, payment, user)


def _spent(payment: Payment, marks: Mapping[int, Decimal]) -> dict[Owing, Decimal]:
    """Give what goes to what is owed in other currencies again: as much as it did, of what of that is marked."""
    marked: dict[Owing, Decimal] = defaultdict(Decimal)
    for owing, pk in _owed_otherwise(payment, marks):
        marked[owing] += marks[pk]
    found = {}
    for part in payment.elsewhere.exclude(settled_amount=None):
        owing = (part.customer_id, str(part.settled_currency_id))
        if marked[owing]:
            decimals, settled = payment.currency.decimals, part.settled_amount or marked[owing]
            found[owing] = convert(part.amount, units_from=settled, units_to=marked[owing], decimals=decimals)
    return found


def _on_account(
    payment: Payment, marks: Mapping[int, Decimal], spent: Mapping[Owing, Decimal], user: User
) -> dict[int, Decimal]:
    """Give what goes on account to other companies again: as much as it did, less what is marked there instead."""
    marked: dict[int, Decimal] = defaultdict(Decimal)
    rows = CustomerTransaction.objects.filter(pk__in=marks, currency=payment.currency)
    own = dict(rows.values_list("pk", "customer"))
    for pk, customer in own.items():
        marked[customer] += marks[pk]
    known = set(customers_elsewhere(customer=payment.customer, user=user).values_list("pk", flat=True))
    left, found = payment.amount - sum((marks[pk] for pk in own), Decimal(0)) - sum(spent.values(), Decimal(0)), {}
    for part in payment.elsewhere.exclude(on_account_amount=0).order_by("pk"):
        amount = min(part.on_account_amount, part.amount - marked[part.customer_id], left)
        if part.customer_id in known and amount > 0:
            found[part.customer_id] = amount
            left -= amount
    return found


def _free(wanted: Mapping[int, Decimal], payment: Payment, user: User) -> dict[int, Decimal]:
    """Cut amounts down to what is open and held by nobody, and to the payment; with the sign of what is open.

    What is owed in another currency takes what it took of the payment, whatever else is open.
    """
    waiting: Collection[CustomerTransaction] = (
        CustomerTransaction.objects.filter(
            Q(company=payment.company_id) | Q(pk__in=transactions_elsewhere(customer=payment.customer, user=user)),
            pk__in=wanted,
            mark=None,
            open__isnull=False,
        )
        .select_related("open")
        .order_by("due_date", "pk")
    )
    left, marks = abs(payment.amount), {}
    for row in waiting:
        still_open = row.open.transaction_currency_amount
        is_across = row.currency_id != payment.currency_id
        amount = min(wanted[row.pk], abs(still_open)) if is_across else min(left, wanted[row.pk], abs(still_open))
        if amount and (still_open > 0) == (payment.amount > 0):
            marks[row.pk] = amount if still_open > 0 else -amount
            left -= Decimal(0) if is_across else amount
    return marks
