"""The second opinion on settling: what payments, discounts, differences and exchanges leave, kept naively in memory.

As :mod:`tests.oracle`: lists of what happened, exact fractions until a rule says "round". What is taken back is simply
not among what stands any more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle import half_away

NONE = Decimal(0)


@dataclass(eq=False)
class Item:
    """What a customer owes (above zero) or is owed; ``offers`` are (last day, discount), the first that holds counts.

    ``act`` is by what it was made beside settlements, and ``granted_on`` what a concession closes a part of.
    """

    name: str
    currency: str
    day: date
    due: date
    amount: Decimal
    books: Decimal
    factor: Fraction = Fraction(0)
    tax_percent: int = 0
    offers: Sequence[tuple[date, Decimal]] = ()
    act: int | None = None
    granted_on: "Item | None" = None
    entries: dict[str, Decimal] = field(default_factory=dict)
    taken: list[tuple[Decimal, Decimal]] = field(default_factory=list)

    @property
    def still_open(self) -> tuple[Decimal, Decimal]:
        """What is left of it: in its currency, and in the books."""
        return self.amount - sum((t[0] for t in self.taken), NONE), self.books - sum((t[1] for t in self.taken), NONE)

    def share(self, amount: Decimal) -> Decimal:
        """Give what leaves the books with an amount: the rounded share so far, less what was taken before [12]."""
        so_far = sum((t[0] for t in self.taken), NONE) + amount
        before = sum((t[1] for t in self.taken), NONE)
        return half_away(Fraction(self.books) * Fraction(so_far) / Fraction(self.amount), 2) - before


@dataclass(eq=False)
class Pair:
    """A debit and a credit that cancel each other out; what each took, and what was realized."""

    act: int
    debit: Item
    credit: Item
    amount: Decimal
    shares: tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Marked:
    """How much of an item a payment settles, and how."""

    item: Item
    amount: Decimal
    use: str = "normal"
    is_full: bool = False


@dataclass
class PayingOracle:
    """What a company decides, its rates (worth of one unit), and all that stands."""

    decimals: Mapping[str, int]
    rates: Mapping[str, Mapping[date, Fraction]]
    penny: Decimal = NONE
    underpayment: Decimal = NONE
    overpayment: Decimal = NONE
    parts: bool = False
    is_unspecific: bool = False
    items: list[Item] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    acts: int = 0

    def rate(self, currency: str, day: date) -> Fraction:
        """Give what a unit is worth on a day: the last published rate."""
        if currency == "EUR":
            return Fraction(1)
        return self.rates[currency][max(published for published in self.rates[currency] if published <= day)]

    def owe(self, item: Item) -> Item:
        """Note an invoice, or what is paid."""
        self.items.append(item)
        return item

    def settle(self, marks: Sequence[Marked], credit: Item, *, paid_on: date) -> None:
        """Let a credit pay what is marked, with what is conceded beside."""
        self.acts += 1
        self._settle(sorted(marks, key=lambda one: (one.item.due, self.items.index(one.item))), credit, paid_on)

    def _settle(self, marks: Sequence[Marked], credit: Item, day: date, *, has_more: bool = False) -> None:
        rate = self.rate(credit.currency, day)
        paid, discounts = self._paid(marks, -credit.still_open[0], rate, day, has_more=has_more)
        unspent = -credit.still_open[0] - sum(paid, NONE)
        granted = []
        for one, amount, discount in zip(marks, paid, discounts, strict=True):
            left = one.item.still_open[0] - amount - discount
            in_full = left if one.is_full else NONE
            kind = self._small(left, self.underpayment, rate) if not (unspent or in_full or has_more) else ""
            granted += [(one.item, "cash_discount", discount + in_full), (one.item, kind, left if kind else NONE)]
        kind = self._small(unspent, self.overpayment, rate)
        granted.append((credit, kind, -unspent if kind else NONE))
        conceded = [self._concession(*one, rate) for one in granted if one[2]]
        for one, amount in zip(marks, paid, strict=True):
            self._pair(one.item, credit, amount)
        for made in conceded:
            assert made.granted_on is not None
            debit, other = (made.granted_on, made) if made.amount < 0 else (made, made.granted_on)
            self._pair(debit, other, abs(made.amount))

    def _paid(
        self, marks: Sequence[Marked], spent: Decimal, rate: Fraction, day: date, *, has_more: bool
    ) -> tuple[list[Decimal], list[Decimal]]:
        """Give what is paid of each, and the discount of each: one is less where more is paid than both leave [14]."""
        offers = [self._offer(one, day) for one in marks]
        paid = [one.amount for one in marks]
        if not self.is_unspecific:
            paid = [
                one.amount if one.is_full or not offer else min(one.amount, one.item.still_open[0] - offer)
                for one, offer in zip(marks, offers, strict=True)
            ]
        unspent = spent - sum(paid, NONE)
        discounts = [
            self._discount(one, amount, offer, rate, is_spent=not (unspent or has_more))
            for one, amount, offer in zip(marks, paid, offers, strict=True)
        ]
        for place in reversed(range(len(marks) if self.is_unspecific else 0)):
            cut = min(discounts[place], unspent)
            discounts[place] -= cut
            paid[place] += cut
            unspent -= cut
        return paid, discounts

    def _offer(self, one: Marked, day: date) -> Decimal:
        """Give the discount of what is open: of the first code that holds, in proportion."""
        holding = [amount for last, amount in one.item.offers if one.use == "always" or last >= day]
        if not holding or one.use == "never":
            return NONE
        share = Fraction(holding[0]) * Fraction(one.item.still_open[0]) / Fraction(one.item.amount)
        return half_away(share, self.decimals[one.item.currency])

    def _discount(self, one: Marked, paid: Decimal, offer: Decimal, rate: Fraction, *, is_spent: bool) -> Decimal:
        """Give what is granted: all where the item is closed; of a part paid / (1 - p) x p, where that is given."""
        still_open = one.item.still_open[0]
        left = still_open - offer - paid
        is_whole = one.is_full or left <= 0 or (is_spent and bool(self._small(left, self.underpayment, rate)))
        if not offer or not (is_whole or self.parts or one.use == "always"):
            return NONE
        p = Fraction(offer) / Fraction(still_open)
        of_part = half_away(Fraction(paid) / (1 - p) * p, self.decimals[one.item.currency])
        return min(offer if is_whole else of_part, still_open - paid)

    def _small(self, left: Decimal, limit: Decimal, rate: Fraction) -> str:
        worth = half_away(Fraction(left) * rate, 2)
        if left > 0 and self.penny and worth <= self.penny:
            return "penny_difference"
        return "over_underpayment" if left > 0 and limit and worth <= limit else ""

    def _concession(self, on: Item, kind: str, amount: Decimal, rate: Fraction, books: Decimal | None = None) -> Item:
        """Post what closes a part without money: tax at the rate of the invoice, the rest at that of the day [13]."""
        percent = on.tax_percent if kind in ("cash_discount", "write_off") else 0
        tax = half_away(Fraction(amount) * percent / (100 + percent), self.decimals[on.currency])
        tax_in_books = half_away(Fraction(tax) * on.factor, 2)
        base = half_away(Fraction(amount - tax) * rate, 2) if books is None else books - tax_in_books
        worth = base + tax_in_books
        entries = {kind: base, "tax_correction": tax_in_books, "customer_balance": -worth}
        made = Item(kind, on.currency, on.day, on.day, -amount, -worth, act=self.acts, granted_on=on, entries=entries)
        return self.owe(made)

    def _pair(self, debit: Item, credit: Item, amount: Decimal) -> None:
        shares = debit.share(amount), credit.share(-amount)
        debit.taken.append((amount, shares[0]))
        credit.taken.append((-amount, shares[1]))
        self.pairs.append(Pair(self.acts, debit, credit, amount, shares))

    def write_off(self, item: Item, amount: Decimal) -> None:
        """Write an amount off, with its tax: it is worth what leaves the books with it."""
        self.acts += 1
        made = self._concession(item, "write_off", amount, Fraction(0), item.share(amount))
        self._pair(item, made, amount)

    def settle_across(self, amounts: Mapping[Item, Decimal], payment: Item, spent: Decimal) -> None:
        """Let a part of a payment, at what it is worth in the books, pay items in another currency."""
        self.acts += 1
        worth, total = -payment.share(-spent), sum(amounts.values(), NONE)
        currency = next(iter(amounts)).currency
        closing = Item("exchange", payment.currency, payment.day, payment.day, spent, worth, act=self.acts)
        paying = Item("exchange", currency, payment.day, payment.day, -total, -worth, act=self.acts)
        for one in (closing, paying):
            self.owe(one)
        self._pair(closing, payment, spent)
        marks = [Marked(item, amount) for item, amount in amounts.items()]
        marks.sort(key=lambda one: (one.item.due, self.items.index(one.item)))
        self._settle(marks, paying, payment.day, has_more=bool(payment.still_open[0]))

    def take_back(self, pairs: Sequence[Pair], *, with_item: Item | None = None) -> None:
        """Take pairs back with all that stands or falls with them, and a payment where it goes too."""
        found, made = set(pairs), set[Item]()
        while True:
            for pair in list(found):
                sides = {pair.debit, pair.credit}
                made |= {one for one in self.items if one.act == pair.act and (one in sides or one.granted_on in sides)}
            # The two sides of an exchange are one document.
            acts = {one.act for one in made if one.name == "exchange"}
            made |= {one for one in self.items if one.name == "exchange" and one.act in acts}
            more = {pair for pair in self.pairs if {pair.debit, pair.credit} & made}
            if more <= found:
                break
            found |= more
        for pair in found:
            pair.debit.taken.remove((pair.amount, pair.shares[0]))
            pair.credit.taken.remove((-pair.amount, pair.shares[1]))
        self.pairs = [pair for pair in self.pairs if pair not in found]
        self.items = [one for one in self.items if one not in made and one is not with_item]

    def entries(self) -> dict[str, Decimal]:
        """Give what stands in the books per posting type: of concessions, and of what was realized."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for item in self.items:
            for kind, amount in item.entries.items():
                sums[kind] += amount
        for pair in self.pairs:
            difference = pair.shares[0] + pair.shares[1]
            sums["realized_loss" if difference > 0 else "realized_gain"] += difference
            sums["customer_balance"] -= difference
        return {kind: amount for kind, amount in sums.items() if amount}

    def open_items(self) -> list[tuple[str, str, Decimal, Decimal]]:
        """Give (name, currency, amount, amount in the books) of what is open."""
        return sorted((one.name, one.currency, *one.still_open) for one in self.items if any(one.still_open))
