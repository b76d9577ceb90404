"""The second opinion: the same books kept naively, in memory, by the rules of the trade instead of by the program.

Nothing here is set-based, kept or cached: every question is answered from lists of what happened. Amounts are exact
fractions until a rule says "round"; the numbers in brackets are those of the decisions the rule comes from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

TAX_ACCOUNT, ROUNDING_ACCOUNT, GAIN_ACCOUNT, LOSS_ACCOUNT = "2100", "4900", "8910", "4920"
INVOICE, CREDIT_NOTE, VOUCHER = "INV", "CN", "V"


def half_away(amount: Fraction, decimals: int) -> Decimal:
    """Round to so many decimals; what lies in the middle goes away from zero [10]."""
    units = abs(amount) * 10**decimals
    whole = units.numerator // units.denominator
    if units - whole >= Fraction(1, 2):
        whole += 1
    return Decimal(whole if amount >= 0 else -whole).scaleb(-decimals)


def shared(total: Decimal, parts: Sequence[Fraction], weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """Round each part, and let the part of the largest weight take what that leaves [1]."""
    shares = [half_away(part, decimals) for part in parts]
    largest = max(range(len(weights)), key=lambda place: (abs(weights[place]), -place))
    shares[largest] += total - sum(shares, Decimal(0))
    return shares


def _added(rows: Sequence[Mapping[str, Any]], name: str) -> Fraction:
    return sum((Fraction(row[name]) for row in rows), Fraction(0))


def _is_more(taken: Fraction, there_was: Fraction, slack: Fraction) -> bool:
    return abs(taken) > abs(there_was) + slack and taken * there_was <= 0


class NoRate(Exception):
    """No rate of a currency may be used on a day."""


@dataclass(frozen=True)
class Line:
    """So many at a price, less a discount in percent, and where that is posted; taxed as ``tax_...`` say."""

    quantity: Decimal
    price: Decimal
    discount: Decimal = Decimal(0)
    tax_kind: str = "domestic"
    tax_code: str = "STD"
    tax_percent: Decimal = Decimal(21)
    item_type: str = "goods"
    revenue_account: str = "8000"
    line_discount_account: str | None = "8800"
    total_discount_account: str | None = "8810"
    item: str = ""
    deferral_accounts: tuple[str, str, str] = ("1150", "8050", "2110")


@dataclass(frozen=True)
class Document:
    """What is to be invoiced or credited; ``key`` is the order's."""

    key: int
    customer: str
    day: date
    due: date
    currency: str
    lines: Sequence[Line]
    total_discount: Decimal = Decimal(0)
    is_credit_note: bool = False
    credits: int | None = None
    control_account: str = "1100"


@dataclass(frozen=True)
class Entry:
    """One debit (above zero) or credit of a voucher."""

    kind: str
    account: str
    currency: str
    amount: Decimal
    accounting: Decimal
    reporting: Decimal | None = None
    tax_row: Any = None


@dataclass
class Transaction:
    """What a customer owes by a document."""

    key: int
    number: str
    customer: str
    day: date
    due: date
    currency: str
    amount: Decimal
    accounting: Decimal
    control_account: str


@dataclass
class Settlement:
    """On a day, a debit and a credit cancel each other out; taken back by another one below zero."""

    debit: Transaction
    credit: Transaction
    day: date
    amount: Decimal
    debit_accounting: Decimal
    credit_accounting: Decimal
    voucher: str | None = None
    is_taken_back: bool = False


@dataclass
class Oracle:
    """One company's books. ``rates`` holds units per base currency, by currency and day of publication."""

    currency: str
    decimals: Mapping[str, int]
    rates: Mapping[str, Mapping[date, Decimal]]
    base: str = "EUR"
    reporting: str | None = None
    rate_age_limit: int = 7
    closed: set[str] = field(default_factory=set)
    counters: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    vouchers: dict[str, tuple[date, list[Entry]]] = field(default_factory=dict)
    documents: dict[int, str] = field(default_factory=dict)
    factors: dict[int, Fraction] = field(default_factory=dict)
    voucher_of: dict[int, str] = field(default_factory=dict)
    posted: dict[int, Document] = field(default_factory=dict)
    transactions: dict[int, Transaction] = field(default_factory=dict)
    settlements: list[Settlement] = field(default_factory=list)

    # --- what may happen ----------------------------------------------------------------------------------------------

    def is_open(self, day: date) -> bool:
        """Tell whether anything may be posted on a day."""
        return f"{day:%Y-%m}" not in self.closed

    def rate(self, currency: str, day: date, to: str | None = None) -> Fraction:
        """Give what one unit of a currency is worth on a day: the last published rates, never divided out [11]."""
        to = to or self.currency
        return Fraction(1) if currency == to else self._units(to, day) / self._units(currency, day)

    def _units(self, currency: str, day: date) -> Fraction:
        if currency == self.base:
            return Fraction(1)
        days = [published for published in self.rates.get(currency, {}) if published <= day]
        if not days or (day - max(days)).days > self.rate_age_limit:
            raise NoRate(currency, day)
        return Fraction(self.rates[currency][max(days)])

    def number(self, series: str, day: date) -> str:
        """Give the next number: no gap, no double, from one in each year [7]."""
        self.counters[series, day.year] += 1
        return f"{series}{day.year}-{self.counters[series, day.year]:06}"

    # --- documents ----------------------------------------------------------------------------------------------------

    def post(self, documents: Iterable[Document]) -> None:
        """Post documents together, in order of date; credit notes settle the invoices they name afterwards."""
        ordered = sorted(documents, key=lambda document: (document.day, document.key))
        for document in ordered:
            series = CREDIT_NOTE if document.is_credit_note else INVOICE
            self.documents[document.key] = self.number(series, document.day)
        for document in ordered:
            self._post_one(document)
        self._settle_what_undoes(ordered)

    def _settle_what_undoes(self, ordered: Sequence[Document]) -> None:
        made = [settled for document in ordered for settled in self._settle_with_its_invoice(document)]
        self._write_differences(made)

    def taxed_as_undone(self, document: Document) -> Document:
        """Tax what undoes a document as that was: like the same item, else the same code, else the same item type."""
        if document.credits is None:
            return document
        before = self.posted[document.credits].lines
        lines = []
        for line in document.lines:
            alike = [
                *(other for other in before if other.item == line.item),
                *(other for other in before if other.tax_code == line.tax_code),
                *(other for other in before if other.item_type == line.item_type),
                line,
            ][0]
            taxed = {name: getattr(alike, name) for name in ("tax_kind", "tax_code", "tax_percent")}
            lines.append(replace(line, **taxed))
        return replace(document, lines=lines)

    def is_beyond(self, document: Document) -> bool:
        """Tell whether a document takes back more than is left of the one it names: in total, of an item's amount, or
        more of an item than there was; each line may have been rounded up by one unit."""
        undone = self._as_posted(self.posted[document.credits or 0])
        before = [
            row for one in self.posted.values() if one.credits == document.credits for row in self._as_posted(one)
        ]
        asked = self._as_asked(document)
        slack = Fraction(len(before) + len(asked), 10 ** self.decimals[document.currency])
        if _is_more(_added(before + asked, "total"), _added(undone, "total"), slack):
            return True
        for item in {row["item"] for row in asked} & {row["item"] for row in undone}:
            own, taken, now = ([row for row in rows if row["item"] == item] for rows in (undone, before, asked))
            if _is_more(_added(now, "quantity"), _added(own, "quantity"), Fraction(0)):
                return True
            if _is_more(_added(taken + now, "net"), _added(own, "net"), slack):
                return True
        return False

    def _as_posted(self, document: Document) -> list[dict[str, Any]]:
        rows = []
        for line, amounts in zip(document.lines, self._line_amounts(document), strict=True):
            gross, line_discount, total_discount, tax = map(Fraction, amounts)
            net = gross - line_discount - total_discount
            rows.append({"item": line.item, "quantity": line.quantity, "net": net, "total": net + tax})
        return rows

    def _as_asked(self, document: Document) -> list[dict[str, Any]]:
        rows = []
        for line in document.lines:
            exact = Fraction(line.quantity) * Fraction(line.price) * (1 - Fraction(line.discount) / 100)
            net = Fraction(half_away(exact, self.decimals[document.currency]))
            net *= 1 - Fraction(document.total_discount) / 100
            total = net * (1 + Fraction(line.tax_percent) / 100)
            rows.append({"item": line.item, "quantity": line.quantity, "net": net, "total": total})
        return rows

    def _post_one(self, document: Document) -> None:
        self.posted[document.key] = document
        factor = self.factors[document.credits] if document.credits else self.rate(document.currency, document.day)
        self.factors[document.key] = factor
        entries = [entry for entry in self._entries(document, factor) if entry.amount]
        if not entries:
            return  # worth nothing: a number and a state, no voucher [4]
        total = -sum((entry.amount for entry in entries), Decimal(0))
        if total:
            receivable = Entry(
                "customer_balance", document.control_account, document.currency, total, self._translated(total, factor)
            )
            entries.append(receivable)
            self.transactions[document.key] = Transaction(
                document.key,
                self.documents[document.key],
                document.customer,
                document.day,
                document.due,
                document.currency,
                total,
                receivable.accounting,
                document.control_account,
            )
        self.voucher_of[document.key] = self._voucher(document.day, entries)

    def _entries(self, document: Document, factor: Fraction) -> list[Entry]:
        """Credit revenue and tax, debit discounts that have an account: one entry per account and tax row [3]."""
        sums: dict[tuple[str, str, Any], Decimal] = defaultdict(Decimal)
        for line, amounts in zip(document.lines, self._line_amounts(document), strict=True):
            gross, line_discount, total_discount, tax = amounts
            row = (line.tax_code, line.tax_percent, line.item_type)
            revenue = gross
            for kind, account, discount in (
                ("line_discount", line.line_discount_account, line_discount),
                ("total_discount", line.total_discount_account, total_discount),
            ):
                if account is None:
                    revenue -= discount
                else:
                    sums[kind, account, row] += discount
            sums["revenue", line.revenue_account, row] -= revenue
            sums["sales_tax", TAX_ACCOUNT, row] -= tax
        return [
            Entry(kind, account, document.currency, amount, self._translated(amount, factor), tax_row=row)
            for (kind, account, row), amount in sums.items()
        ]

    def _line_amounts(self, document: Document) -> list[tuple[Decimal, Decimal, Decimal, Decimal]]:
        """Give (gross, line discount, share of the total discount, share of the tax) of each line."""
        decimals, lines = self.decimals[document.currency], document.lines
        gross = [half_away(Fraction(line.quantity) * Fraction(line.price), decimals) for line in lines]
        reduced = [
            half_away(Fraction(line.quantity) * Fraction(line.price) * (1 - Fraction(line.discount) / 100), decimals)
            for line in lines
        ]
        percent = Fraction(document.total_discount) / 100
        total = half_away(sum(map(Fraction, reduced), Fraction(0)) * percent, decimals)
        given = shared(total, [Fraction(amount) * percent for amount in reduced], reduced, decimals)
        net = [amount - discount for amount, discount in zip(reduced, given, strict=True)]
        tax = self._tax(lines, net, decimals)
        return [(gross[place], gross[place] - reduced[place], given[place], tax[place]) for place in range(len(lines))]

    def _tax(self, lines: Sequence[Line], net: list[Decimal], decimals: int) -> list[Decimal]:
        """Compute the tax once per kind and rate, on what is taxed alike together [1]."""
        tax = [Decimal(0)] * len(lines)
        for group in {(line.tax_kind, line.tax_percent) for line in lines}:
            places = [place for place, line in enumerate(lines) if (line.tax_kind, line.tax_percent) == group]
            percent = Fraction(group[1]) / 100
            total = half_away(sum((Fraction(net[place]) for place in places), Fraction(0)) * percent, decimals)
            weights = [net[place] for place in places]
            for place, share in zip(
                places, shared(total, [Fraction(w) * percent for w in weights], weights, decimals), strict=True
            ):
                tax[place] = share
        return tax

    def _translated(self, amount: Decimal, factor: Fraction) -> Decimal:
        return half_away(Fraction(amount) * factor, self.decimals[self.currency])

    # --- vouchers -----------------------------------------------------------------------------------------------------

    def _voucher(self, day: date, entries: list[Entry]) -> str:
        """Write a voucher; what translation left goes to the rounding account [10]."""
        entries = [self._with_reporting(entry, day) for entry in entries]
        accounting = sum((entry.accounting for entry in entries), Decimal(0))
        reporting = sum((entry.reporting or Decimal(0) for entry in entries), Decimal(0))
        if accounting or reporting:
            entries.append(
                Entry(
                    "rounding",
                    ROUNDING_ACCOUNT,
                    entries[0].currency,
                    Decimal(0),
                    -accounting,
                    -reporting if self.reporting else None,
                )
            )
        return self._numbered(day, entries)

    def _numbered(self, day: date, entries: list[Entry]) -> str:
        number = self.number(VOUCHER, day)
        self.vouchers[number] = (day, entries)
        return number

    def _with_reporting(self, entry: Entry, day: date) -> Entry:
        if self.reporting is None:
            return entry
        factor = self.rate(self.currency, day, self.reporting)
        amount = half_away(Fraction(entry.accounting) * factor, self.decimals[self.reporting])
        return Entry(entry.kind, entry.account, entry.currency, entry.amount, entry.accounting, amount, entry.tax_row)

    # --- settlement ---------------------------------------------------------------------------------------------------

    def open_amount(self, transaction: Transaction, on: date = date.max) -> tuple[Decimal, Decimal]:
        """Give what is open of a transaction on a day: its amount less what was settled until then [15]."""
        amount, accounting = transaction.amount, transaction.accounting
        for settlement in self.settlements:
            if settlement.day <= on:
                if settlement.debit is transaction:
                    amount, accounting = amount - settlement.amount, accounting - settlement.debit_accounting
                if settlement.credit is transaction:
                    amount, accounting = amount + settlement.amount, accounting + settlement.credit_accounting
        return amount, accounting

    def earliest(self, transaction: Transaction) -> date:
        """Give the first day on which a transaction can be settled: none before a settlement of it was taken back."""
        back = [one.day for one in self.settlements if one.amount < 0 and transaction in (one.debit, one.credit)]
        return max([transaction.day, *back])

    def settle(self, parts: Iterable[tuple[int, int, Decimal, date]]) -> list[Settlement]:
        """Settle (debit, credit, amount, day) one after the other."""
        made = [self._settle_one(*part) for part in parts]
        self._write_differences(made)
        return made

    def _settle_one(self, debit_key: int, credit_key: int, amount: Decimal, day: date) -> Settlement:
        debit, credit = self.transactions[debit_key], self.transactions[credit_key]
        settlement = Settlement(debit, credit, day, amount, self._taken(debit, amount), -self._taken(credit, -amount))
        self.settlements.append(settlement)
        return settlement

    def _taken(self, transaction: Transaction, amount: Decimal) -> Decimal:
        """Give the rounded share of all that is settled with this part, less what was taken before [12]."""
        still_open, still_accounting = self.open_amount(transaction)
        settled = transaction.amount - still_open + amount
        share = Fraction(transaction.accounting) * Fraction(settled) / Fraction(transaction.amount)
        return half_away(share, self.decimals[self.currency]) - (transaction.accounting - still_accounting)

    def _settle_with_its_invoice(self, document: Document) -> list[Settlement]:
        if document.credits not in self.transactions or document.key not in self.transactions:
            return []
        if self.earliest(self.transactions[document.credits]) > document.day:
            return []
        invoiced = self.open_amount(self.transactions[document.credits])[0]
        credited = -self.open_amount(self.transactions[document.key])[0]
        amount = min(invoiced, credited)
        return [self._settle_one(document.credits, document.key, amount, document.day)] if amount > 0 else []

    def _write_differences(self, settlements: list[Settlement]) -> None:
        for settlement in sorted(settlements, key=lambda one: one.day):
            entries = self._difference(settlement)
            if entries:
                settlement.voucher = self._voucher(settlement.day, entries)

    def _difference(self, settlement: Settlement) -> list[Entry]:
        """Book what the sides differ by as realized, and move between their control accounts where these differ."""
        debit, credit, currency = settlement.debit, settlement.credit, settlement.debit.currency
        difference = settlement.debit_accounting - settlement.credit_accounting
        balance = "customer_balance"
        if debit.control_account != credit.control_account:
            entries = [
                Entry(balance, debit.control_account, currency, -settlement.amount, -settlement.debit_accounting),
                Entry(balance, credit.control_account, currency, settlement.amount, settlement.credit_accounting),
            ]
        else:
            entries = [Entry(balance, debit.control_account, currency, Decimal(0), -difference)] if difference else []
        if difference > 0:
            entries.append(Entry("realized_loss", LOSS_ACCOUNT, currency, Decimal(0), difference))
        if difference < 0:
            entries.append(Entry("realized_gain", GAIN_ACCOUNT, currency, Decimal(0), difference))
        return entries

    def take_back(self, settlement: Settlement, day: date) -> None:
        """Undo a settlement with all it made, on a day but not before its own."""
        day = max(day, settlement.day)
        settlement.is_taken_back = True
        self.settlements.append(
            Settlement(
                settlement.debit,
                settlement.credit,
                day,
                -settlement.amount,
                -settlement.debit_accounting,
                -settlement.credit_accounting,
                is_taken_back=True,
            )
        )
        if settlement.voucher:
            self.reverse(settlement.voucher, day)

    def reverse(self, number: str, day: date) -> str:
        """Write the opposite of a voucher."""
        entries = self.vouchers[number][1]
        return self._numbered(
            day,
            [
                Entry(
                    entry.kind,
                    entry.account,
                    entry.currency,
                    -entry.amount,
                    -entry.accounting,
                    None if entry.reporting is None else -entry.reporting,
                    entry.tax_row,
                )
                for entry in entries
            ],
        )

    def is_untouched(self, key: int) -> bool:
        """Tell whether nothing of an invoice was ever settled, credited or undone."""
        owed = self.transactions.get(key)
        is_settled = any(owed in (one.debit, one.credit) for one in self.settlements)
        is_credited = any(one.credits == key for one in self.posted.values())
        return owed is not None and owed.number.startswith(INVOICE) and not is_settled and not is_credited

    def undo(self, key: int, day: date) -> Settlement:
        """Post the opposite of an untouched invoice, a credit note with the key below zero; they settle each other."""
        undone, number = self.transactions[key], self.number(CREDIT_NOTE, day)
        self.documents[-key] = number
        self.voucher_of[-key] = self.reverse(self.voucher_of[key], day)
        self.transactions[-key] = replace(
            undone, key=-key, number=number, day=day, amount=-undone.amount, accounting=-undone.accounting
        )
        return self._settle_one(key, -key, undone.amount, day)

    def post_voucher(self, day: date, entries: Sequence[Entry]) -> str:
        """Write a voucher that no document stands behind."""
        return self._voucher(day, list(entries))

    # --- what stands in the books -------------------------------------------------------------------------------------

    def trial_balance(self) -> dict[tuple[str, str, str], tuple[Decimal, Decimal, Decimal]]:
        """Give the sums per (period, account, currency), in transaction, accounting and reporting currency."""
        sums: dict[tuple[str, str, str], tuple[Decimal, Decimal, Decimal]] = defaultdict(lambda: (Decimal(0),) * 3)
        for day, entries in self.vouchers.values():
            for entry in entries:
                key = (f"{day:%Y-%m}", entry.account, entry.currency)
                old, added = sums[key], (entry.amount, entry.accounting, entry.reporting or Decimal(0))
                sums[key] = (old[0] + added[0], old[1] + added[1], old[2] + added[2])
        return dict(sums)

    def open_items(self, on: date = date.max) -> dict[int, tuple[Decimal, Decimal]]:
        """Give what is open on a day, per document."""
        items = {
            key: self.open_amount(transaction, on)
            for key, transaction in self.transactions.items()
            if transaction.day <= on
        }
        return {key: amounts for key, amounts in items.items() if amounts != (0, 0)}

    def ageing(self, on: date) -> dict[tuple[str, str], dict[str, Decimal]]:
        """Give what is open on a day per (customer, currency) and bucket of days since it was due."""
        result: dict[tuple[str, str], dict[str, Decimal]] = {}
        for key, (amount, accounting) in self.open_items(on).items():
            transaction = self.transactions[key]
            row = result.setdefault((transaction.customer, transaction.currency), defaultdict(Decimal))
            row[_bucket((on - transaction.due) // timedelta(days=1))] += amount
            row["total"] += amount
            row["accounting_total"] += accounting
        return result


def _bucket(days_over: int) -> str:
    if days_over <= 0:
        return "not_due"
    for first, last in ((1, 30), (31, 60), (61, 90)):
        if days_over <= last:
            return f"days_{first}_to_{last}"
    return "days_over_90"
