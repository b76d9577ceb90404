"""Random life of a company: whatever happens, the program and the naive oracle keep the same books."""

import os
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import BigIntegerField, Case, F, When
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from arclose.ledger import probes
from arclose.ledger.closing import change_status
from arclose.ledger.models import (
    AccountBalance,
    Company,
    ExchangeRate,
    ExchangeRateType,
    FiscalPeriod,
    LedgerAccount,
    LedgerEntry,
    Voucher,
)
from arclose.ledger.reversing import reverse
from customers.ageing import BUCKETS, Ageing, accounting_name
from customers.fulfilment import correct_packing_slip, post_order_documents
from customers.invoicing import post_invoices
from customers.models import (
    Customer,
    CustomerTransaction,
    Invoice,
    Item,
    ItemGroup,
    ItemTaxGroup,
    OpenTransaction,
    OrderDocument,
    PostingProfile,
    SalesOrder,
    SalesParameters,
    Settlement,
)
from customers.models.order_documents import OrderDocumentType
from customers.queries import open_on, tie_outs
from customers.settling import settlement
from customers.undoing import undo_invoices
from customers.update_parameters import UpdateParameters
from tests.builders import a_company, a_controller, a_customer, an_item, an_order
from tests.customers.posting import findings
from tests.delivering_oracle import DeliveringOracle
from tests.ledger.vouchers import a_voucher
from tests.oracle import Document, Entry, Line
from tests.oracle import Settlement as Expected

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

EXAMPLES = int(os.environ.get("ARCLOSE_RANDOM_LIVES", "7"))
STEPS = int(os.environ.get("ARCLOSE_RANDOM_STEPS", "20"))
SHRINKS = os.environ.get("ARCLOSE_RANDOM_SHRINK") == "1"

DECIMALS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}
MONTHS = ("2026-09", "2026-10", "2026-11")
FIRST_DAY, DAYS = date(2026, 9, 1), 91
SERIAL = count(1)

# customer | currency | tax group
CUSTOMERS = [
    ("HOME", "EUR", "DOM"),
    ("YANK", "USD", "EXP"),
    ("BRANCH", "USD", "DOM"),
    ("TOKYO", "JPY", "DOM"),
    ("GULF", "KWD", "EXP"),
]
CONTROL_ACCOUNTS = {"GEN": "1100", "BIG": "1199"}
# item | type | item tax group | item group
ITEMS = [
    ("BOLT", "goods", "STD", "GOODS"),
    ("BOOK", "goods", "RED", "GOODS"),
    ("NUT", "goods", "STD", "PLAIN"),
    ("CARE", "service", "SERV", "SERVICES"),
]
TAX = {
    ("DOM", "STD"): ("domestic", "STD", Decimal(21)),
    ("DOM", "RED"): ("domestic", "RED", Decimal(9)),
    ("DOM", "SERV"): ("domestic", "STD", Decimal(21)),
    ("EXP", "STD"): ("export", "EXP", Decimal(0)),
    ("EXP", "RED"): ("export", "EXP", Decimal(0)),
    ("EXP", "SERV"): ("out_of_scope", "OUT", Decimal(0)),
}
# item group | revenue | line discount | total discount | deferred revenue: offset, revenue, sales tax
GROUPS = {
    "GOODS": ("8000", "8800", "8810", ("1150", "8050", "2110")),
    "PLAIN": ("8000", None, None, ("1190", "8050", "2110")),
    "SERVICES": ("8100", None, "8810", ("1150", "4800", "2110")),
}

# What undoes an invoice is of the same order; the oracle knows it by the order's key below zero.
KEY_OF_ORACLE = Case(
    When(credited_invoice__order=F("order"), then=-F("order_id")), default="order_id", output_field=BigIntegerField()
)

days = st.integers(0, DAYS - 1).map(lambda past: FIRST_DAY + timedelta(days=past))
quantities = st.decimals("0.5", 9, places=1)
prices = st.one_of(st.decimals(0, "999.99", places=2), st.decimals(0, 99, places=6), st.just(Decimal("0.005")))
percents = st.sampled_from([Decimal(0), Decimal(0), Decimal("2.5"), Decimal("33.333"), Decimal(100)])
order_lines = st.lists(st.tuples(st.sampled_from(ITEMS), quantities, prices, percents), min_size=1, max_size=4)
shares = st.fractions(min_value=0, max_value=1, max_denominator=7)


def published_rates() -> dict[str, dict[date, Decimal]]:
    """Rates of every third day or so, with a hole of ten days in the middle of October."""
    rates: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for past in range(-3, DAYS, 3):
        if 42 <= past <= 51:
            continue
        wave = Decimal(past * past % 37) / 1000
        for currency, units in (("USD", "1.0853"), ("JPY", "163.27"), ("KWD", "0.33391")):
            rates[currency][FIRST_DAY + timedelta(days=past)] = Decimal(units) * (1 + wave)
    return rates


RATES = published_rates()


class RandomLife(RuleBasedStateMachine):
    """Deliver, post, credit, undo, settle, take back, reverse, hold and reopen, for real; compare all that stands."""

    company: Company
    controller: User
    reversible: list[str]
    profiles: dict[str, str]

    @initialize(reporting=st.sampled_from([None, "USD", "JPY"]))
    def found_the_company(self, reporting: str | None) -> None:
        self.company = a_company(currency="EUR")
        rate_type = ExchangeRateType.objects.create(code=f"OWN{self.company.pk}", name="Own", base_currency_id="EUR")
        ExchangeRate.objects.bulk_create(
            ExchangeRate(rate_type=rate_type, currency_id=currency, rate_date=day, units_per_base=units)
            for currency, published in RATES.items()
            for day, units in published.items()
        )
        Company.objects.filter(pk=self.company.pk).update(
            exchange_rate_type=rate_type, reporting_currency=reporting, rounding_limit_amount=100
        )
        self.company.refresh_from_db()
        SalesParameters.objects.filter(company=self.company).update(defers_revenue=True)
        self.controller = a_controller(self.company)
        self.customers, self.items = _customers(self.company), _items(self.company)
        self.oracle = DeliveringOracle(currency="EUR", decimals=DECIMALS, rates=RATES, reporting=reporting)
        self.known: list[tuple[int, Expected]] = []
        self.reversible: list[str] = []
        self.profiles = {name: "GEN" for name, *_rest in CUSTOMERS}

    # --- what happens -------------------------------------------------------------------------------------------------

    @rule(
        orders=st.lists(
            st.tuples(st.sampled_from(CUSTOMERS), days, order_lines, percents, st.sampled_from([1, 1, 1, -1])),
            min_size=1,
            max_size=3,
        ),
        delivered_before=st.sampled_from([None, 0, 4, 19]),
        is_corrected=st.booleans(),
        undone_after=st.sampled_from([None, None, 0, 7, 35]),
    )
    def invoice_orders(
        self, orders: list[Any], delivered_before: int | None, is_corrected: bool, undone_after: int | None
    ) -> None:
        documents = [self._order(*order) for order in orders]
        if delivered_before is not None:
            for document in documents:
                day = max(FIRST_DAY, document.day - timedelta(days=delivered_before))
                self._deliver(document, day, is_corrected=is_corrected)
        self._post(documents)
        untouched = [one.key for one in documents if self.oracle.is_untouched(one.key)]
        if untouched and undone_after is not None:
            self._undo(untouched[0], undone_after)

    @precondition(lambda self: self.oracle.transactions)
    @rule(which=st.integers(0, 99), later=st.integers(0, 40), share=shares, extra=order_lines, is_return=st.booleans())
    def credit_an_invoice(self, which: int, later: int, share: Any, extra: Any, is_return: bool) -> None:
        invoices = [
            one
            for one in self.oracle.transactions.values()
            if one.number.startswith("INV") and -one.key not in self.oracle.documents
        ]
        assume(invoices)
        invoice = invoices[which % len(invoices)]
        day = invoice.day + timedelta(days=later)
        assume(day < FIRST_DAY + timedelta(days=DAYS))
        customer = next(row for row in CUSTOMERS if row[0] == invoice.customer)
        undone, discount = self.oracle.posted[invoice.key], Decimal(0)
        if is_return:
            items = {row[0]: row for row in ITEMS}
            extra = [(items[line.item], line.quantity, line.price, line.discount) for line in undone.lines]
            discount = undone.total_discount
        self._post([self._order(customer, day, extra, discount, -1, credited=invoice.key, share=share)])

    @precondition(lambda self: self.oracle.transactions)
    @rule(which=st.integers(0, 999), share=shares, day=days, parts=st.integers(1, 3))
    def settle(self, which: int, share: Any, day: date, parts: int) -> None:
        pairs = self._pairs(day) if self._has_rate(self.oracle.reporting, day) else []
        assume(pairs)
        debit, credit, largest = pairs[which % len(pairs)]
        decimals = DECIMALS[debit.currency]
        amount = min(round(largest * Decimal(share.numerator) / share.denominator / parts, decimals), largest / parts)
        amount = amount.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_DOWN")
        amounts = [amount] * parts if amount else [largest]
        asked = [(debit.key, credit.key, each, day) for each in amounts]
        rows = {t.invoice.order_id: t.pk for t in CustomerTransaction.objects.select_related("invoice")}
        outcome = settlement.settle(
            company=self.company,
            parts=[settlement.Part(rows[d], rows[c], each, on) for d, c, each, on in asked],
            posted_by=self.controller,
            key=f"settle{next(SERIAL)}",
        )
        self._remember(outcome.posted, self.oracle.settle(asked))

    @precondition(lambda self: any(not made.is_taken_back for _pk, made in self.known))
    @rule(which=st.integers(0, 99), day=days)
    def take_a_settlement_back(self, which: int, day: date) -> None:
        standing = [(pk, made) for pk, made in self.known if not made.is_taken_back]
        pk, made = standing[which % len(standing)]
        day = max(day, made.day)
        assume(self.oracle.is_open(day))
        outcome = settlement.reverse_settlements(
            company=self.company,
            settlements=[pk],
            day=day,
            reason="mistake",
            posted_by=self.controller,
            key=f"back{next(SERIAL)}",
        )
        assert outcome.posted == [pk]
        self.oracle.take_back(made, day)

    @precondition(lambda self: any(map(self.oracle.is_untouched, self.oracle.transactions)))
    @rule(which=st.integers(0, 99), later=st.integers(0, 40))
    def undo_an_invoice(self, which: int, later: int) -> None:
        untouched = list(filter(self.oracle.is_untouched, self.oracle.transactions))
        self._undo(untouched[which % len(untouched)], later)

    def _undo(self, key: int, later: int) -> None:
        day = self._open_day(self.oracle.transactions[key].day, later)
        if day is None:
            return
        invoice = Invoice.objects.get(company=self.company, number=self.oracle.documents[key])
        outcome = undo_invoices(
            company=self.company,
            documents=[invoice.pk],
            day=day,
            reason="mistake",
            undone_by=self.controller,
            key=f"undo{next(SERIAL)}",
        )
        assert outcome.posted == [invoice.pk], outcome.left_out
        settled = self.oracle.undo(key, day)
        settled.is_taken_back = True  # which it never is, as long as both documents stand
        self._remember(Settlement.objects.filter(posting=outcome.posting_id).values_list("pk", flat=True), [settled])

    @rule(
        later=st.integers(0, DAYS),
        amount=st.decimals("0.01", 9999, places=2),
        reversed_after=st.sampled_from([None, None, 0, 31]),
    )
    def post_a_voucher(self, later: int, amount: Decimal, reversed_after: int | None) -> None:
        day = self._open_day(FIRST_DAY, later)
        if day is None or not self._has_rate(self.oracle.reporting, day):
            return
        rows = [("4800", amount), ("1190", -amount)]
        made = a_voucher(self.company, *[(account, str(each)) for account, each in rows], on=day)
        expected = [Entry("ledger_journal", account, "EUR", each, each) for account, each in rows]
        assert made.number == self.oracle.post_voucher(day, expected)
        self.reversible.append(made.number)
        if reversed_after is not None:
            self._reverse(made.number, reversed_after)

    @precondition(lambda self: self.reversible)
    @rule(which=st.integers(0, 99), later=st.integers(0, 60))
    def reverse_a_voucher(self, which: int, later: int) -> None:
        self._reverse(self.reversible[which % len(self.reversible)], later)

    def _reverse(self, number: str, later: int) -> None:
        day = self._open_day(self.oracle.vouchers[number][0], later)
        if day is None:
            return
        reverse(
            company=self.company,
            vouchers=[Voucher.objects.get(company=self.company, number=number).pk],
            posting_date=day,
            reason="mistake",
            posted_by=self.controller,
            key=f"reverse{next(SERIAL)}",
        )
        self.oracle.reverse(number, day)
        self.reversible.remove(number)

    @rule(customer=st.sampled_from(CUSTOMERS), profile=st.sampled_from(sorted(CONTROL_ACCOUNTS)))
    def move_to_another_control_account(self, customer: Any, profile: str) -> None:
        profile_id = PostingProfile.objects.get(company=self.company, code=profile).pk
        Customer.objects.filter(pk=self.customers[customer[0]].pk).update(posting_profile=profile_id)
        self.profiles[customer[0]] = profile

    @rule(month=st.sampled_from(MONTHS))
    def hold_or_reopen(self, month: str) -> None:
        period = FiscalPeriod.objects.get(company=self.company, name=month)
        held = month in self.oracle.closed
        change_status(period=period, status="open" if held else "on_hold", changed_by=self.controller, reason="life")
        self.oracle.closed ^= {month}

    # --- how ----------------------------------------------------------------------------------------------------------

    def _order(
        self,
        customer: Any,
        day: date,
        lines: Any,
        discount: Decimal,
        sign: int,
        credited: int | None = None,
        share: Any = Fraction(1),
    ) -> Document:
        """Enter an order in the program, and give it as the oracle sees it."""
        name, currency, tax_group = customer
        lines = [
            (item, sign * round(quantity * share.numerator / share.denominator, 4), price, percent)
            for item, quantity, price, percent in lines
        ]
        invoice = Invoice.objects.get(order=credited) if credited else None
        order = an_order(
            self.customers[name],
            *[(str(quantity), str(price), str(percent)) for _item, quantity, price, percent in lines],
            items=[self.items[item[0]] for item, *_rest in lines],
            on=day,
            order_type="returned" if sign < 0 else "sales",
            credited_invoice=invoice,
            total_discount_percent=discount,
        )
        document = Document(
            key=order.pk,
            customer=name,
            day=day,
            due=day + timedelta(days=30),
            currency=currency,
            lines=[_line(tax_group, *line) for line in lines],
            total_discount=discount,
            is_credit_note=sign < 0,
            credits=credited,
            control_account=CONTROL_ACCOUNTS[self.profiles[name]],
        )
        return self.oracle.taxed_as_undone(document)

    def _post(self, documents: list[Document]) -> None:
        expected = {document.key: self._refusal(document) for document in documents}
        outcome = post_invoices(
            company=self.company, orders=list(expected), posted_by=self.controller, key=f"post{next(SERIAL)}"
        )
        assert {refusal.document_id: refusal.code for refusal in reversed(outcome.left_out)} == {
            key: code for key, code in expected.items() if code
        }
        self.oracle.post(document for document in documents if not expected[document.key])
        given_up = [key for key, code in expected.items() if code and key not in self.oracle.deferred]
        SalesOrder.objects.filter(pk__in=given_up).update(status="canceled")
        known = {pk for pk, _made in self.known}
        made = Settlement.objects.filter(company=self.company, reversal_of=None).exclude(pk__in=known).order_by("pk")
        self._remember(made.values_list("pk", flat=True), self.oracle.settlements[-len(made) :] if made else [])

    def _deliver(self, document: Document, day: date, *, is_corrected: bool) -> None:
        """Deliver an order on a day, and take a half of its first line back."""
        outcome = post_order_documents(
            company=self.company,
            document_type=OrderDocumentType.PACKING_SLIP,
            orders=[document.key],
            parameters=UpdateParameters(posting_date=day),
            posted_by=self.controller,
            key=f"deliver{next(SERIAL)}",
        )
        expected = self._delivery_refusal(document, day)
        assert [one.code for one in outcome.left_out][:1] == [expected] * bool(expected)
        if expected:
            return
        self.oracle.deliver(document, day)
        if is_corrected:
            first = document.lines[0]
            correct_packing_slip(
                company=self.company,
                slip=OrderDocument.objects.get(posting=outcome.posting_id),
                quantities={1: first.quantity / 2},
                day=day,
                reason="too many",
                posted_by=self.controller,
                key=f"correct{next(SERIAL)}",
            )
            self.oracle.correct(document, first, first.quantity / 2, day)

    def _delivery_refusal(self, document: Document, day: date) -> str:
        if document.is_credit_note:
            return "only_credited"
        if not self.oracle.is_open(day):
            return "posting_date_not_open"
        is_worth_something = any(line.price for line in document.lines)
        has_rates = self._has_rate(document.currency, day)
        has_rates &= not is_worth_something or self._has_rate(self.oracle.reporting, day)
        return "" if has_rates else "rate_missing"

    def _refusal(self, document: Document) -> str:
        if not self.oracle.is_open(document.day):
            return "period_not_open"
        has_rates = document.credits or self._has_rate(document.currency, document.day)
        if not (has_rates and self._has_rate(self.oracle.reporting, document.day)):
            return "rate_missing"
        return "credited_beyond" if document.credits and self.oracle.is_beyond(document) else ""

    def _has_rate(self, currency: str | None, day: date) -> bool:
        if currency in (None, "EUR"):
            return True
        return any(0 <= (day - published).days <= 7 for published in RATES[currency])

    def _remember(self, pks: Any, made: list[Expected]) -> None:
        self.known += zip(pks, made, strict=True)

    def _open_day(self, since: date, later: int) -> date | None:
        """Give one of the open days since a day; None where there is none. (To assume it would end this life.)"""
        lived = [FIRST_DAY + timedelta(days=past) for past in range(DAYS)]
        open_days = [day for day in lived if day >= since and self.oracle.is_open(day)]
        return open_days[later % len(open_days)] if open_days else None

    def _pairs(self, day: date) -> list[Any]:
        """Give what can settle on a day: (debit, credit, the largest amount)."""
        if not self.oracle.is_open(day):
            return []
        still_open = {key: amounts[0] for key, amounts in self.oracle.open_items().items()}
        transactions = [self.oracle.transactions[key] for key in still_open]
        dated = [one for one in transactions if self.oracle.earliest(one) <= day]
        return [
            (debit, credit, min(still_open[debit.key], -still_open[credit.key]))
            for debit in dated
            for credit in dated
            if still_open[debit.key] > 0 > still_open[credit.key] and debit.customer == credit.customer
        ]

    # --- what must be alike: at the end what is only ever added to, and after each step what changes ------------------

    def the_ledgers_are_equal(self) -> None:
        entries = LedgerEntry.objects.filter(company=self.company).values_list(
            "voucher__number",
            "posting_date",
            "posting_type",
            "account__number",
            "currency",
            "transaction_currency_amount",
            "accounting_currency_amount",
            "reporting_currency_amount",
        )
        expected = [
            (number, day, e.kind, e.account, e.currency, e.amount, e.accounting, e.reporting)
            for number, (day, made) in self.oracle.vouchers.items()
            for e in made
        ]
        assert sorted(map(repr, map(_plain, entries))) == sorted(map(repr, map(_plain, expected)))
        kept = AccountBalance.objects.filter(company=self.company).values_list(
            "period__name",
            "account__number",
            "currency",
            "transaction_currency_amount",
            "accounting_currency_amount",
            "reporting_currency_amount",
        )
        assert {row[:3]: row[3:] for row in kept} == self.oracle.trial_balance()

    def the_numbers_are_equal(self) -> None:
        invoices = Invoice.objects.filter(company=self.company)
        numbers = invoices.annotate(key=KEY_OF_ORACLE).values_list("key", "number")
        assert dict(numbers) == self.oracle.documents
        vouchers = Voucher.objects.filter(company=self.company)
        assert set(vouchers.values_list("number", flat=True)) == set(self.oracle.vouchers)

    @invariant()
    def the_open_items_are_equal(self) -> None:
        if not hasattr(self, "oracle"):
            return
        kept = OpenTransaction.objects.filter(company=self.company).values_list(
            "transaction__invoice__order", "transaction_currency_amount", "accounting_currency_amount"
        )
        assert {row[0]: row[1:] for row in kept} == self.oracle.open_items()

    @rule(on=days, later=st.integers(0, 120))
    def ask_for_a_past_date(self, on: date, later: int) -> None:
        on += timedelta(days=later)
        still_open = open_on(company=self.company, on=on)
        rows = still_open.values_list("invoice__order", "open_amount", "open_accounting_amount")
        assert {row[0]: row[1:] for row in rows} == self.oracle.open_items(on)
        self.the_ageing_is_equal(on)
        assert all(tie.is_tied for tie in tie_outs(company=self.company, on=on))

    def the_ageing_is_equal(self, on: date) -> None:
        names = [*(bucket.name for bucket in BUCKETS), "total", "accounting_total"]
        ageing, expected = Ageing(company=self.company, on=on), self.oracle.ageing(on)
        rows = list(ageing)
        aged = {
            (row["customer_number"], row["currency"]): {name: row[name] for name in names if row[name]} for row in rows
        }
        assert aged == {key: {name: amount for name, amount in row.items() if amount} for key, row in expected.items()}
        names += map(accounting_name, BUCKETS)
        totals = {total.currency: (total.count, *map(total.amounts.get, names)) for total in ageing.totals()}
        assert totals == {
            currency: (len(own), *(sum(row[name] for row in own) for name in names))
            for currency in {row["currency"] for row in rows}
            for own in [[row for row in rows if row["currency"] == currency]]
        }

    def teardown(self) -> None:
        """Compare, but where something failed already: that is what is to be read."""
        failed = isinstance(error := sys.exc_info()[1], Exception) and not isinstance(error, HypothesisException)
        if hasattr(self, "oracle") and not failed:
            self.the_numbers_are_equal()
            self.the_ledgers_are_equal()
            assert findings(self.company) == {}


def _plain(row: Any) -> tuple[str, ...]:
    return tuple("" if cell is None else f"{cell:.4f}" if isinstance(cell, Decimal) else str(cell) for cell in row)


def _line(tax_group: str, item: Any, quantity: Decimal, price: Decimal, percent: Decimal) -> Line:
    name, item_type, item_tax_group, group = item
    kind, code, tax_percent = TAX[tax_group, item_tax_group]
    *accounts, deferral = GROUPS[group]
    return Line(quantity, price, percent, kind, code, tax_percent, item_type, *accounts, name, deferral)


def _customers(company: Company) -> dict[str, Customer]:
    second = LedgerAccount.objects.create(
        company=company, number="1199", name="Large customers", account_type="asset", is_control_account=True
    )
    PostingProfile.objects.create(company=company, code="BIG", name="Large customers", summary_account=second)
    return {
        name: a_customer(
            company,
            number=name,
            currency_id=currency,
            tax_group=tax_group,
            posting_profile=PostingProfile.objects.get(company=company, code="GEN"),
        )
        for name, currency, tax_group in CUSTOMERS
    }


def _items(company: Company) -> dict[str, Item]:
    accounts = {account.number: account for account in company.accounts.all()}
    for code, (revenue, line_discount, total_discount, deferral) in GROUPS.items():
        offset, deferred_revenue, deferred_tax = deferral
        ItemGroup.objects.update_or_create(
            company=company,
            code=code,
            defaults={
                "name": code,
                "revenue_account": accounts[revenue],
                "line_discount_account": accounts.get(line_discount),
                "total_discount_account": accounts.get(total_discount),
                "deferred_revenue_offset_account": accounts[offset],
                "deferred_revenue_account": accounts[deferred_revenue],
                "deferred_sales_tax_account": accounts[deferred_tax],
            },
        )
    return {
        name: an_item(
            company,
            number=name,
            item_type=item_type,
            item_tax_group=ItemTaxGroup.objects.get(company=company, code=tax_group),
            group=ItemGroup.objects.get(company=company, code=group),
        )
        for name, item_type, tax_group, group in ITEMS
    }


@pytest.mark.django_db(transaction=True)
def test_it_keeps_the_same_books_as_the_oracle() -> None:
    run_state_machine_as_test(
        RandomLife,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            database=None,
            phases=[Phase.generate, Phase.shrink] if SHRINKS else [Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert [one for one in probes.verify(companies=[]) if one.findings] == []
