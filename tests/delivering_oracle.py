"""The second opinion on deliveries: what packing slips defer of revenue, and what takes it back, in memory.

As :mod:`tests.oracle`, which these books are. An amount is a pair of net and tax, in the order's currency, in that of
the books and in that which is reported beside.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle import Document, Entry, Line, Oracle, Settlement, half_away


@dataclass
class Deferred:
    """What is deferred of a line that was delivered: so much of it, and net and tax per currency."""

    line: Line
    quantity: Decimal
    amounts: dict[str, list[Decimal]]

    def taken(self, quantity: Decimal, decimals: dict[str, int]) -> "Deferred":
        """Take so much of it away, with the rounded share of what is left; give that."""
        part = Fraction(quantity) / Fraction(self.quantity)
        shares = {
            which: [half_away(Fraction(amount) * part, decimals[which]) for amount in pair]
            for which, pair in self.amounts.items()
        }
        self.quantity -= quantity
        for which, pair in shares.items():
            self.amounts[which] = [left - gone for left, gone in zip(self.amounts[which], pair, strict=True)]
        return Deferred(self.line, quantity, shares)


@dataclass
class DeliveringOracle(Oracle):
    """Books in which deliveries defer revenue, by order."""

    deferred: dict[int, list[Deferred]] = field(default_factory=dict)
    taken_back_by: dict[int, str | None] = field(default_factory=dict)

    def deliver(self, document: Document, day: date) -> None:
        """Deliver all of an order on a day, and defer what its lines come to less their discounts."""
        made = [self._deferred(document, line, day) for line in document.lines]
        self.deferred[document.key] = [one for one in made if one]
        self._post_deferral(document, day, self.deferred[document.key], 1)

    def correct(self, document: Document, line: Line, quantity: Decimal, day: date) -> None:
        """Take so much of a line that was delivered back."""
        decimals = self._decimals(document)
        parts = [one.taken(quantity, decimals) for one in self.deferred[document.key] if one.line is line]
        self._post_deferral(document, day, parts, -1)

    def undo(self, key: int, day: date) -> Settlement:
        """Undo an invoice; what it took back is deferred again."""
        settled = super().undo(key, day)
        if number := self.taken_back_by.get(key):
            self.reverse(number, day)
        return settled

    def _settle_what_undoes(self, ordered: Sequence[Document]) -> None:
        """Take back what is deferred of orders that were invoiced, before anything settles."""
        for document in ordered:
            left = self.deferred.pop(document.key, [])
            self.taken_back_by[document.key] = self._post_deferral(document, document.day, left, -1)
        super()._settle_what_undoes(ordered)

    def _deferred(self, document: Document, line: Line, day: date) -> Deferred | None:
        decimals = self.decimals[document.currency]
        exact = Fraction(line.quantity) * Fraction(line.price) * (1 - Fraction(line.discount) / 100)
        if not (reduced := half_away(exact, decimals)):
            return None
        net = half_away(Fraction(reduced) * (1 - Fraction(document.total_discount) / 100), decimals)
        tax = half_away(Fraction(net) * Fraction(line.tax_percent) / 100, decimals)
        amounts = {"own": [net, tax]}
        factor = self.rate(document.currency, day)
        amounts["books"] = [self._translated(amount, factor) for amount in amounts["own"]]
        if self.reporting:
            factor = self.rate(self.currency, day, self.reporting)
            to_decimals = self.decimals[self.reporting]
            amounts["reported"] = [half_away(Fraction(amount) * factor, to_decimals) for amount in amounts["books"]]
        return Deferred(line, line.quantity, amounts)

    def _decimals(self, document: Document) -> dict[str, int]:
        currencies = {"own": document.currency, "books": self.currency, "reported": self.reporting}
        return {which: self.decimals[currency] for which, currency in currencies.items() if currency}

    def _post_deferral(self, document: Document, day: date, rows: Iterable[Deferred], sign: int) -> str | None:
        """Debit the offset with net and tax, credit revenue with net and tax with tax: one entry per account."""
        sums: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for row in rows:
            offset, revenue, tax = row.line.deferral_accounts
            for which, (net_amount, tax_amount) in row.amounts.items():
                sums["deferred_revenue_offset", offset][which] += sign * (net_amount + tax_amount)
                sums["deferred_revenue", revenue][which] -= sign * net_amount
                sums["deferred_sales_tax", tax][which] -= sign * tax_amount
        entries = [
            Entry(kind, account, document.currency, own["own"], own["books"], own.get("reported"))
            for (kind, account), own in sums.items()
            if any(own.values())
        ]
        return self._numbered(day, entries) if entries else None
