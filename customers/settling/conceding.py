"""What is conceded when transactions are settled: cash discounts, and differences small enough to be let go.

In this order, per transaction that is paid:

1.  the cash discount it offers on the day of payment; of a part of it, paid / (1 - p) x p, where the company grants
    that; nothing on a credit note unless the company does
2.  where more is paid than is owed with the discounts, and the administration is unspecific, the discounts are less by
    that much, the last one first; where it is specific they are granted in full, and what was marked beyond them is
    left of the payment
3.  what is left of a transaction whose payment is spent, up to the limit of penny differences, then of underpayments;
    all of it, as a discount, where a mark asks for full settlement
4.  what is left of the payment likewise, up to the limit of penny differences, then of overpayments

What exceeds the limits stays open. Each of these is a :class:`customers.models.Concession`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from arclose.ledger.automatic_accounts import automatic_account
from arclose.ledger.models import Company
from arclose.ledger.models.accounts import AutomaticPurpose
from arclose.ledger.money import convert, round_amount
from arclose.ledger.rates import Rate, RateMissing
from customers.models import SettlementParameters
from customers.models.cash_discounts import DiscountAdministration, DiscountUse
from customers.models.transactions import TransactionType
from customers.sql import Grant, Offer


@dataclass(frozen=True)
class Paid:
    """A transaction that is settled, and how much of it by what settles it; both have its sign.

    ``offer`` is the cash discount of what is open, where it may be had, and ``account_id`` where somebody chose that it
    goes. ``day`` is that of the settlement.
    """

    transaction_id: int
    still_open: Decimal
    amount: Decimal
    day: date
    offer: Offer | None = None
    use: DiscountUse = DiscountUse.NORMAL
    settles_fully: bool = False
    account_id: int | None = None

    @property
    def sign(self) -> int:
        """One for a debit, minus one for a credit."""
        return 1 if self.still_open > 0 else -1


@dataclass(frozen=True)
class Rest:
    """What is left of a payment after all that it settles: with the sign of its own transaction."""

    transaction_id: int
    amount: Decimal
    day: date


@dataclass(frozen=True)
class Conceded:
    """What is granted, and by how much more ``rest`` settles of transactions where discounts were cut."""

    grants: list[Grant]
    raised: dict[int, Decimal]
    rest: Rest | None


def parameters_of(company: Company) -> SettlementParameters:
    """Give what the company decides about settling, the defaults where it has no such row."""
    return SettlementParameters.objects.filter(company=company).first() or SettlementParameters(company=company)


class Conceding:
    """The rules of a company for payments in one currency on one day, valued at its rate."""

    def __init__(
        self,
        *,
        company: Company,
        parameters: SettlementParameters,
        rate: Rate | RateMissing,
        decimals: int,
        accounting_decimals: int,
    ) -> None:
        """Take the company's parameters; ``decimals`` are those of the currency.

        Only what is conceded, or held against a limit, asks for the rate.
        """
        self.company, self.parameters, self._rate = company, parameters, rate
        self.decimals, self.accounting_decimals = decimals, accounting_decimals
        self._accounts: dict[AutomaticPurpose, int] = {}

    def to_pay(self, paid: Paid) -> Decimal:
        """Give how much of a debit is settled with money: what is paid, or what its discount leaves where that is less.

        So a discount is granted in full however the payment was entered; unless the administration is unspecific.
        """
        is_less = self.parameters.administration == DiscountAdministration.UNSPECIFIC
        if is_less or paid.sign < 0 or paid.settles_fully or paid.offer is None or paid.use == DiscountUse.NEVER:
            return paid.amount
        return min(paid.amount, paid.still_open - paid.offer.amount)

    def concede(self, paid: Sequence[Paid], *, unspent: Decimal, rest: Rest | None, has_more: bool = False) -> Conceded:
        """Give what is granted on transactions that one payment settles together.

        ``unspent`` is what it leaves of the payment, above zero; ``rest`` names that where it is one transaction.
        ``has_more``: there is money left that is not offered here, so nothing counts as paid too little.

        :raises AutomaticAccountMissing: something is granted and the company names no account for it.
        :raises RateMissing: something is granted, or valued by a limit, and the currency has no rate on the day.
        """
        discounts = [self._discount(one, is_spent=unspent == 0 and not has_more) for one in paid]
        raised: dict[int, Decimal] = {}
        if rest and unspent > 0 and self.parameters.administration == DiscountAdministration.UNSPECIFIC:
            for place in reversed(range(len(paid))):
                cut = min(discounts[place], unspent) if paid[place].sign > 0 else Decimal(0)
                if cut > 0:
                    discounts[place] -= cut
                    unspent -= cut
                    raised[paid[place].transaction_id] = cut
        grants: list[Grant] = []
        for one, discount in zip(paid, discounts, strict=True):
            settled = replace(one, amount=one.amount + raised.get(one.transaction_id, Decimal(0)))
            grants += self._on(settled, discount, is_spent=unspent == 0 and not has_more)
        if rest and unspent > 0:
            grants += self._of_the_rest(replace(rest, amount=unspent.copy_sign(rest.amount)))
        return Conceded(grants, raised, rest)

    def _discount(self, paid: Paid, *, is_spent: bool) -> Decimal:
        """Give the discount that a transaction gets, above zero."""
        still_open, amount = abs(paid.still_open), abs(paid.amount)
        offered = abs(paid.offer.amount) if paid.offer else Decimal(0)
        is_always = paid.use == DiscountUse.ALWAYS
        if paid.use == DiscountUse.NEVER or not offered:
            return Decimal(0)
        if paid.sign < 0 and not (self.parameters.discounts_credit_notes or is_always):
            return Decimal(0)
        left = still_open - offered - amount
        is_small = is_spent and self._kind_within(left, self._limit(paid.sign)) is not None
        is_whole = paid.settles_fully or left <= 0 or is_small
        if not is_whole and not (self.parameters.discounts_parts or is_always):
            return Decimal(0)
        of_part = offered if is_whole else self._rounded(amount * offered / (still_open - offered))
        return min(of_part, still_open - amount)

    def _on(self, paid: Paid, discount: Decimal, *, is_spent: bool) -> list[Grant]:
        left = abs(paid.still_open) - abs(paid.amount) - discount
        kind = None
        if left > 0 and paid.settles_fully:
            discount, left = discount + left, Decimal(0)
        elif left > 0 and is_spent:
            kind = self._kind_within(left, self._limit(paid.sign))
        grants = []
        if discount:
            own = paid.account_id or (paid.offer.account_id if paid.offer else None)
            account = own or self._account(AutomaticPurpose.CASH_DISCOUNT)
            discounted = self._grant(paid, TransactionType.CASH_DISCOUNT, discount, account)
            grants.append(
                replace(
                    discounted,
                    corrects_tax=self.parameters.corrects_tax,
                    is_of_chosen_account=paid.account_id is not None,
                )
            )
        if kind:
            grants.append(self._grant(paid, kind, left, self._account(AutomaticPurpose(kind))))
        return grants

    def _of_the_rest(self, rest: Rest) -> list[Grant]:
        sign = 1 if rest.amount > 0 else -1
        kind = self._kind_within(abs(rest.amount), self._limit(sign))
        if kind is None:
            return []
        paid = Paid(rest.transaction_id, rest.amount, Decimal(0), rest.day)
        return [self._grant(paid, kind, sign * rest.amount, self._account(AutomaticPurpose(kind)))]

    def _limit(self, sign: int) -> Decimal:
        """Give the limit of what is let go of a debit, or of a credit."""
        decided = self.parameters
        return decided.underpayment_limit_amount if sign > 0 else decided.overpayment_limit_amount

    def _kind_within(self, left: Decimal, limit: Decimal) -> TransactionType | None:
        penny = self.parameters.penny_limit_amount
        if not (penny or limit):
            return None
        worth = self._in_books(left)
        if penny and worth <= penny:
            return TransactionType.PENNY_DIFFERENCE
        return TransactionType.OVER_UNDERPAYMENT if limit and worth <= limit else None

    def _grant(self, paid: Paid, kind: TransactionType, amount: Decimal, account: int) -> Grant:
        return Grant(
            transaction_id=paid.transaction_id,
            kind=kind,
            amount=paid.sign * amount,
            day=paid.day,
            account_id=account,
            units_from=self.rate.units_from,
            units_to=self.rate.units_to,
        )

    def _account(self, purpose: AutomaticPurpose) -> int:
        if purpose not in self._accounts:
            self._accounts[purpose] = automatic_account(company=self.company, purpose=purpose)
        return self._accounts[purpose]

    @property
    def rate(self) -> Rate:
        """The rate of the day of payment.

        :raises RateMissing: there is none.
        """
        if isinstance(self._rate, RateMissing):
            raise self._rate
        return self._rate

    def _in_books(self, amount: Decimal) -> Decimal:
        return convert(
            amount, units_from=self.rate.units_from, units_to=self.rate.units_to, decimals=self.accounting_decimals
        )

    def _rounded(self, amount: Decimal) -> Decimal:
        return round_amount(amount, self.decimals)
