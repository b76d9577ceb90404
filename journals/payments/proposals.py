"""What a payment proposal says: payments that would be made, on which terms, and what is left out with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User

from arclose.ledger.posting import fingerprint_of
from customers.models import Customer, CustomerTransaction
from journals.models import BankAccount, MethodOfPayment

CHOSEN_AT_MOST = 5_000


class CannotPropose(Exception):
    """A proposal cannot be made, or not as it was shown: nothing was changed."""


class ProposalChanged(CannotPropose):
    """What may be collected is not what somebody looked at."""


@dataclass(frozen=True)
class Terms:
    """What a proposal is asked for.

    ``until`` is the last due date, ``discount_until`` the last day of a cash discount. Payments are dated on the due
    date of what they settle, or the last day of its discount, never before ``earliest``; where ``payment_date`` is
    named, all of them on that day. ``minimum`` is the least that a payment comes to. ``customers`` None: all of them.
    What the same parties owe companies that settle with this one is taken too, as far as ``settled_by`` may settle it.
    """

    method: MethodOfPayment
    bank_account: BankAccount | None
    until: date
    earliest: date
    discount_until: date | None = None
    payment_date: date | None = None
    customers: Sequence[Customer] | None = None
    minimum: Decimal = Decimal(0)
    with_credits: bool = True
    settled_by: User | None = None


@dataclass(frozen=True)
class Through:
    """What proposed payments go through: a method of payment, a bank account, or both."""

    method: MethodOfPayment | None
    bank_account: BankAccount | None


@dataclass(frozen=True)
class Wanted:
    """A transaction that is collected: what is open of it less its discount, and on which day, where it has one.

    ``payer`` is the customer here where it is of another company.
    """

    transaction: CustomerTransaction
    amount: Decimal
    discount_date: date | None = None
    payer: Customer | None = None

    @property
    def customer(self) -> Customer:
        """Give who pays it."""
        return self.payer or self.transaction.customer

    @property
    def day(self) -> date:
        """Give the last day of its discount, or the day on which it is due."""
        return self.discount_date or self.transaction.open.due_date


@dataclass(frozen=True)
class Proposed:
    """A payment that would be made: whose, when, and what of which transactions it settles."""

    customer: Customer
    payment_date: date
    parts: Sequence[Wanted]

    @property
    def amount(self) -> Decimal:
        """Give what it comes to."""
        return sum((part.amount for part in self.parts), Decimal(0))

    @property
    def transactions(self) -> list[CustomerTransaction]:
        """Give what it settles."""
        return [part.transaction for part in self.parts]


@dataclass(frozen=True)
class Proposal:
    """What would be made, in order of customers and days, and each transaction left out with its reason."""

    payments: Sequence[Proposed]
    left_out: Sequence[tuple[CustomerTransaction, str]]
    is_part: bool

    @property
    def amount(self) -> Decimal:
        """Give what all of it comes to."""
        return sum((one.amount for one in self.payments), Decimal(0))

    @property
    def fingerprint(self) -> str:
        """Tell this proposal from another one: whom it asks for how much, when, and for which documents."""
        return fingerprint_of(
            "proposal",
            [
                (
                    one.customer.pk,
                    one.payment_date,
                    [(part.transaction.pk, str(part.amount)) for part in one.parts],
                )
                for one in self.payments
            ],
        )
