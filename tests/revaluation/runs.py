"""Short ways to play a story of rates, invoices, payments and revaluations, for tests that look at what comes of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import Sum

from arclose.ledger.models import Company, Currency, ExchangeRate, LedgerAccount, LedgerEntry
from customers.models import (
    AdjustmentLine,
    Customer,
    CustomerTransaction,
    Invoice,
    OpenTransaction,
    PostingProfile,
    Settlement,
)
from customers.queries import COUNTS, what_stands
from customers.settling import settlement
from customers.settling.settlement import Part
from journals.payments.paying import post_payments
from revaluation.computing import Asked, compute, compute_undo
from revaluation.models import Method, Run
from revaluation.posting import post_run
from tests.builders import a_clerk, a_controller
from tests.customers.posting import settle, take_back
from tests.journals.payments import a_payment, invoices
from tests.text_tables import read_table

_SERIAL = count(1)
TODAY = date(2026, 12, 31)
_ACCOUNTS = {"unrealized gain": "8920", "unrealized loss": "4930", "realized gain": "8910", "realized loss": "4920"}


def quote(company: Company, currency: str, day: date, units: str) -> None:
    """Let so many units of a currency be worth one euro on a day."""
    ExchangeRate.objects.update_or_create(
        rate_type=company.exchange_rate_type,
        currency=Currency.objects.get(code=currency),
        rate_date=day,
        defaults={"units_per_base": Decimal(units)},
    )


def elsewhere(company: Company) -> PostingProfile:
    """Give a posting profile with a control account of its own for adjustments."""
    account, _is_new = LedgerAccount.objects.get_or_create(
        company=company,
        number="1197",
        defaults={"name": "Adjustments", "account_type": "asset", "is_control_account": True},
    )
    profile, _is_new = PostingProfile.objects.get_or_create(
        company=company, code="ADJ", defaults={"name": "Adjustments", "summary_account": account}
    )
    return profile


def a_run(company: Company, on: date, method: str = Method.STANDARD, **values: Any) -> Run:
    """Give a computed run, a preview."""
    asked = Asked(method=Method(method), considered_date=on, **values)
    return compute(company=company, asked=asked, today=TODAY, created_by=a_clerk(company))


def post(run: Run, key: str = "") -> Run:
    """Post a run, and give it as it is then."""
    post_run(company=run.company, run=run.pk, posted_by=a_clerk(run.company), key=key or f"run{next(_SERIAL)}")
    return Run.objects.select_related("company").get(pk=run.pk)


def undo(run: Run, on: date | None = None) -> Run:
    """Undo a posted run."""
    return post(compute_undo(run=run, day=on, created_by=a_controller(run.company)))


def balance(company: Company, account: str, until: date = TODAY) -> Decimal:
    """Give what stands on an account, debit above zero."""
    entries = LedgerEntry.objects.filter(company=company, account__number=account, posting_date__lte=until)
    return entries.aggregate(sum=Sum("accounting_currency_amount"))["sum"] or Decimal(0)


def standing(company: Company) -> Decimal:
    """Give what stands as adjustments on all that is open."""
    rows = OpenTransaction.objects.filter(company=company)
    return rows.aggregate(sum=Sum(what_stands(books=company.accounting_currency_id)))["sum"] or Decimal(0)


def counted() -> int:
    """Give how many lines of adjustments count."""
    return AdjustmentLine.objects.filter(COUNTS).count()


class Story:
    """Events of one customer in one currency, in their order, each with the rate of its day."""

    def __init__(self, customer: Customer) -> None:
        """Begin without anything."""
        self.company, self.customer = customer.company, customer
        self.invoices: list[Invoice] = []
        self.settlements: list[Settlement] = []
        self.runs: list[Run] = []

    def play(self, text: str) -> None:
        """Play a table of events, and compare what stands on the accounts after each; an empty cell is zero.

        A head such as "1100 on 10-31" asks what stands on the account on that day.
        """
        for row in read_table(text):
            day = date.fromisoformat(f"2026-{row['day']}")
            if row["rate"]:
                quote(self.company, self.customer.currency_id, day, row["rate"])
            getattr(self, row["event"].replace(" ", "_"))(day, row["amount"])
            found = self._said(head for head in row if head in _ACCOUNTS or head == "stands" or " on " in head)
            assert found == {head: row[head] for head in found}, (row, found)

    def _said(self, heads: Iterable[str]) -> dict[str, str]:
        posted = list(
            LedgerEntry.objects.filter(company=self.company).values_list(
                "account__number", "posting_date", "accounting_currency_amount"
            )
        )
        decimals, said = self.company.accounting_currency.decimals, {}
        for head in heads:
            account, _on, day = _ACCOUNTS.get(head, head).partition(" on ")
            until = date.fromisoformat(f"2026-{day}") if day else TODAY
            on_account = [amount for number, on, amount in posted if number == account and on <= until]
            amount = standing(self.company) if head == "stands" else sum(on_account)
            said[head] = f"{amount:.{decimals}f}" if amount else ""
        return said

    def invoice(self, day: date, amount: str) -> None:
        """Post an invoice."""
        self.invoices += invoices(self.customer, amount, on=day)

    def pay(self, day: date, amount: str) -> None:
        """Settle the first invoice with a credit of the day's rate."""
        [credit] = invoices(self.customer, f"-{amount}", on=day)
        self.settlements += settle(self.invoices[0], credit, amount, on=day)

    def receive(self, day: date, amount: str) -> None:
        """Post a payment that settles nothing."""
        payment, clerk = a_payment(self.customer, amount, on=day), a_clerk(self.company)
        outcome = post_payments(
            company=self.company, documents=[payment.pk], posted_by=clerk, key=f"receive{next(_SERIAL)}"
        )
        self.received = CustomerTransaction.objects.get(posting=outcome.posting_id)

    def use(self, day: date, amount: str) -> None:
        """Settle the first invoice with what was received."""
        part = Part(self.invoices[0].customer_transaction.pk, self.received.pk, Decimal(amount), day)
        clerk = a_clerk(self.company)
        settlement.settle(company=self.company, parts=[part], posted_by=clerk, key=f"use{next(_SERIAL)}")

    def unsettle(self, day: date, _amount: str) -> None:
        """Take the last settlement back."""
        take_back(self.settlements[-1], on=day)

    def revalue(self, day: date, _amount: str) -> None:
        """Post a standard run."""
        self.runs.append(post(a_run(self.company, day)))

    def revalue_elsewhere(self, day: date, _amount: str) -> None:
        """Post the last run anew at the rate of a day, on the account of another posting profile."""
        values = {"posting_profile": elsewhere(self.company), "rate_date": day}
        self.runs.append(post(a_run(self.company, self.runs[-1].considered_date, **values)))

    def minimum(self, day: date, _amount: str) -> None:
        """Post a run of losses only."""
        self.runs.append(post(a_run(self.company, day, Method.MINIMUM)))

    def back(self, day: date, _amount: str) -> None:
        """Post a run by the method of the invoice date."""
        self.runs.append(post(a_run(self.company, day, Method.INVOICE_DATE)))

    def undo(self, _day: date, _amount: str) -> None:
        """Undo the last run that is not undone."""
        undo(self.runs.pop())

    def undo_later(self, day: date, _amount: str) -> None:
        """Undo the last run that is not undone, on a day of its own."""
        undo(self.runs.pop(), on=day)


def lines_said(run: Run) -> list[tuple[str, ...]]:
    """Give the lines of a run as (document, day, open, original value, stood, new)."""
    rows = run.adjustment_set.lines.select_related("transaction").order_by("transaction_id", "adjustment_date", "pk")
    return [
        (
            "settled" if line.settlement_id else "line",
            line.adjustment_date.isoformat(),
            *(
                f"{amount.normalize():f}"
                for amount in (line.open_amount, line.original_amount, line.stood_amount, line.new_amount)
            ),
        )
        for line in rows
    ]
