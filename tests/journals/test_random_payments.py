"""Random payments of a company: whatever settles what, the program and a naive oracle keep the same books."""

import os
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from django.db.models import F, Sum
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType, LedgerEntry
from customers.models import CustomerTransaction, OpenTransaction, Settlement, SettlementParameters, WriteOffReason
from customers.models.cash_discounts import DiscountUse
from customers.settling import settlement
from customers.settling.exchanging import settle_across
from customers.settling.marking import Way
from customers.settling.writing_off import write_off
from journals import entering
from journals.entering import PaymentHead
from journals.kinds.payments import PAYMENT
from journals.payments.paying import post_payments, reverse_payments
from tests.builders import a_company, a_controller, a_customer, an_item, an_order
from tests.customers.posting import findings, posted
from tests.journals.payments import a_journal, bank_of, discounted
from tests.oracle import half_away
from tests.paying_oracle import Item, Marked, PayingOracle

EXAMPLES = int(os.environ.get("ARCLOSE_RANDOM_PAYMENTS", "2"))
STEPS = int(os.environ.get("ARCLOSE_RANDOM_STEPS", "8"))
SHRINKS = os.environ.get("ARCLOSE_RANDOM_SHRINK") == "1"

DECIMALS = {"EUR": 2, "USD": 2, "JPY": 0}
# Units of each currency that a euro is worth, by day of publication.
RATES = {
    "USD": {date(2026, 9, 1): "1.0853", date(2026, 10, 4): "1.1127", date(2026, 10, 19): "0.9871"},
    "JPY": {date(2026, 9, 1): "163.27", date(2026, 10, 4): "158.91", date(2026, 10, 19): "171.03"},
}
FIRST_DAY, DAYS, AT_LAST = date(2026, 9, 28), 35, date(2026, 12, 30)
COMPARED = ("bank", "cash_discount", "penny_difference", "over_underpayment", "write_off", "tax_correction")
SERIAL = count(1)

days = st.integers(0, DAYS - 1).map(lambda later: FIRST_DAY + timedelta(days=later))
currencies, nets = st.sampled_from(sorted(DECIMALS)), st.integers(1, 99_999)
# Often all of it, and often nearly so, for that is where discounts and limits bite.
shares = st.sampled_from([Fraction(1), Fraction(98, 100), Fraction(999, 1000), Fraction(1, 3), Fraction(3, 4)])
ways = st.sampled_from(["normal", "normal", "normal", "always", "never", "full"])


class RandomPayments(RuleBasedStateMachine):
    """Invoice, pay, settle, write off and take back, for real; after each step compare all that stands."""

    @initialize(
        limits=st.sampled_from([("0", "0", "0"), ("0.05", "0", "0"), ("0.02", "3", "5")]),
        parts=st.booleans(),
        is_unspecific=st.booleans(),
        owed=st.tuples(*(st.tuples(st.just(currency), nets, days) for currency in DECIMALS)),
    )
    def found_the_company(self, limits: tuple[str, str, str], parts: bool, is_unspecific: bool, owed: Any) -> None:
        self.company = a_company()
        rate_type = ExchangeRateType.objects.create(code=f"OWN{self.company.pk}", name="Own", base_currency_id="EUR")
        ExchangeRate.objects.bulk_create(
            ExchangeRate(rate_type=rate_type, currency_id=currency, rate_date=day, units_per_base=units)
            for currency, published in RATES.items()
            for day, units in published.items()
        )
        Company.objects.filter(pk=self.company.pk).update(
            exchange_rate_type=rate_type, rate_age_limit_days=120, rounding_limit_amount=1
        )
        self.company.refresh_from_db()
        penny, under, over = limits
        SettlementParameters.objects.filter(company=self.company).update(
            penny_limit_amount=penny,
            underpayment_limit_amount=under,
            overpayment_limit_amount=over,
            discounts_parts=parts,
            administration="unspecific" if is_unspecific else "specific",
        )
        self.controller, self.item = a_controller(self.company), an_item(self.company)
        self.journal = a_journal(self.company, by=self.controller)
        terms = discounted(self.company).payment_terms
        self.customers = {
            currency: a_customer(self.company, number=currency, currency_id=currency, payment_terms=terms)
            for currency in DECIMALS
        }
        self.oracle = PayingOracle(
            decimals=DECIMALS,
            rates={
                currency: {day: 1 / Fraction(units) for day, units in published.items()}
                for currency, published in RATES.items()
            },
            penny=Decimal(penny),
            underpayment=Decimal(under),
            overpayment=Decimal(over),
            parts=parts,
            is_unspecific=is_unspecific,
        )
        # The transaction of each invoice and payment, the customer of each, and the payment of each that is one.
        self.rows: dict[Item, CustomerTransaction] = {}
        self.payments: dict[Item, int] = {}
        self.invoice(owed)

    # --- what happens -------------------------------------------------------------------------------------------------

    @rule(owed=st.lists(st.tuples(currencies, nets, days), min_size=1, max_size=2))
    def invoice_orders(self, owed: Any) -> None:
        self.invoice(owed)

    @rule(
        currency=currencies,
        through=currencies,
        day=days,
        chosen=st.lists(st.tuples(shares, ways), max_size=3),
        beside=st.sampled_from(["0", "0", "0.03", "2", "250"]),
    )
    def pay(self, currency: str, through: str, day: date, chosen: Any, beside: str) -> None:
        owed = [one for one in self._open(1) if one.currency == currency] if through == currency else []
        marks = [
            Marked(one, self._part(one, share), "normal" if way == "full" else way, way == "full")
            for one, (share, way) in zip(owed, chosen, strict=False)
        ]
        marks = [one for one in marks if one.amount]
        amount = sum((one.amount for one in marks), Decimal(0)) + round(Decimal(beside), DECIMALS[through])
        assume(amount)
        entered = entering.enter_payment(
            journal=self.journal,
            head=PaymentHead(self.customers[currency], day, amount, bank_of(self.company, through)),
            marks={self.rows[one.item].pk: one.amount for one in marks},
            ways={self.rows[one.item].pk: Way(DiscountUse(one.use), one.is_full) for one in marks},
            entered_by=self.controller,
            key=f"pay{next(SERIAL)}",
        )
        values = {"company": self.company, "documents": [entered.pk], "posted_by": self.controller}
        assert post_payments(**values, key=f"payments{next(SERIAL)}").left_out == []
        row = CustomerTransaction.objects.get(voucher__document_type=PAYMENT, voucher__document_id=entered.pk)
        books = half_away(Fraction(amount) * self.oracle.rate(through, day), 2)
        item = Item(row.document_number, through, day, day, -amount, -books)
        item.entries = {"bank": books, "customer_balance": -books}
        self._note(row, item)
        self.payments[item] = entered.pk
        if marks:
            self.oracle.settle(marks, item, paid_on=day)

    @precondition(lambda self: self._open(1) and self._open(-1))
    @rule(which=st.integers(0, 99), share=shares, way=ways.filter(lambda way: way != "full"))
    def settle_by_hand(self, which: int, share: Fraction, way: str) -> None:
        pairs = [
            (debit, credit)
            for debit in self._open(1)
            for credit in self._open(-1)
            if debit.currency == credit.currency and self._customer(debit) == self._customer(credit)
        ]
        assume(pairs)
        debit, credit = pairs[which % len(pairs)]
        amount = min(self._part(debit, share), -credit.still_open[0])
        assume(amount)
        pk = self.rows[debit].pk
        settlement.settle(
            company=self.company,
            parts=[settlement.Part(pk, self.rows[credit].pk, amount, AT_LAST)],
            posted_by=self.controller,
            key=f"settle{next(SERIAL)}",
            uses={pk: DiscountUse(way)},
        )
        self.oracle.settle([Marked(debit, amount, way)], credit, paid_on=credit.day)

    @precondition(lambda self: self._open(1) and self._open(-1))
    @rule(which=st.integers(0, 99), share=shares, spent_share=shares)
    def settle_in_another_currency(self, which: int, share: Fraction, spent_share: Fraction) -> None:
        credits_abroad = [one for one in self._open(-1) if self._customer(one).currency_id != one.currency]
        assume(credits_abroad)
        payment = credits_abroad[which % len(credits_abroad)]
        owed = [one for one in self._open(1) if self._customer(one) == self._customer(payment)][:2]
        amounts = {one: self._part(one, share) for one in owed}
        spent = -self._part(payment, spent_share)
        assume(amounts and spent and all(amounts.values()))
        settle_across(
            company=self.company,
            payment=self.rows[payment].pk,
            spent=spent,
            amounts={self.rows[one].pk: amount for one, amount in amounts.items()},
            day=AT_LAST,
            posted_by=self.controller,
            key=f"across{next(SERIAL)}",
        )
        self.oracle.settle_across(amounts, payment, spent)

    @precondition(lambda self: self._open(1))
    @rule(which=st.integers(0, 99), share=shares)
    def write_off(self, which: int, share: Fraction) -> None:
        item = self._open(1)[which % len(self._open(1))]
        amount = self._part(item, share)
        assume(amount)
        write_off(
            company=self.company,
            amounts={self.rows[item].pk: amount},
            reason=WriteOffReason.objects.get(company=self.company, code="BAD"),
            day=AT_LAST,
            posted_by=self.controller,
            key=f"off{next(SERIAL)}",
        )
        self.oracle.write_off(item, amount)

    @precondition(lambda self: self.oracle.pairs)
    @rule(which=st.integers(0, 99))
    def take_a_settlement_back(self, which: int) -> None:
        known = [pair for pair in self.oracle.pairs if pair.debit in self.rows and pair.credit in self.rows]
        assume(known)
        pair = known[which % len(known)]
        standing = Settlement.objects.filter(
            debit_transaction=self.rows[pair.debit],
            credit_transaction=self.rows[pair.credit],
            transaction_currency_amount=pair.amount,
            debit_accounting_amount=pair.shares[0],
            credit_accounting_amount=-pair.shares[1],
            reversal_of=None,
            reversed_by=None,
        )
        settlement.reverse_settlements(
            company=self.company,
            settlements=[standing.earliest("pk").pk],
            day=AT_LAST,
            reason="mistake",
            posted_by=self.controller,
            key=f"back{next(SERIAL)}",
        )
        self.oracle.take_back([pair])

    @precondition(lambda self: self.payments)
    @rule(which=st.integers(0, 99))
    def take_a_payment_back(self, which: int) -> None:
        payment = list(self.payments)[which % len(self.payments)]
        outcome = reverse_payments(
            company=self.company,
            documents=[self.payments.pop(payment)],
            day=AT_LAST,
            reason="returned",
            reversed_by=self.controller,
            key=f"returned{next(SERIAL)}",
        )
        assert outcome.left_out == []
        self.oracle.take_back(
            [pair for pair in self.oracle.pairs if payment in (pair.debit, pair.credit)], with_item=payment
        )

    # --- how ----------------------------------------------------------------------------------------------------------

    def invoice(self, owed: Any) -> None:
        """Post an order of each (currency, net amount in the smallest unit, day), and let the oracle know."""
        orders = [
            an_order(
                self.customers[currency],
                ("1", str(net * Decimal(1).scaleb(-DECIMALS[currency]))),
                on=day,
                item=self.item,
            )
            for currency, net, day in owed
        ]
        for made in posted(*orders):
            row, day, decimals = made.customer_transaction, made.invoice_date, DECIMALS[made.currency_id]
            factor = self.oracle.rate(made.currency_id, day)
            amount = made.net_amount + half_away(Fraction(made.net_amount) * 21 / 100, decimals)
            books = half_away(Fraction(amount) * factor, 2)
            item = Item(made.number, made.currency_id, day, day + timedelta(days=30), amount, books, factor, 21)
            item.offers = [
                (day + timedelta(days=within), half_away(Fraction(amount) * percent / 100, decimals))
                for within, percent in ((10, 2), (20, 1))
            ]
            item.entries = {"customer_balance": books}
            self._note(row, item)

    def _note(self, row: CustomerTransaction, item: Item) -> None:
        self.rows[item] = row
        self.oracle.owe(item)

    def _open(self, sign: int) -> list[Item]:
        """Give the invoices, or the payments, that have something open."""
        return [one for one in self.oracle.items if one in self.rows and one.still_open[0] * sign > 0]

    def _customer(self, item: Item) -> Any:
        return self.rows[item].customer

    def _part(self, item: Item, share: Fraction) -> Decimal:
        exact = item.still_open[0] * share.numerator / share.denominator
        return exact.quantize(Decimal(1).scaleb(-DECIMALS[item.currency]), rounding=ROUND_DOWN)

    # --- what must be alike after each step ---------------------------------------------------------------------------

    @invariant()
    def what_is_open_is_equal(self) -> None:
        rows = OpenTransaction.objects.filter(company=getattr(self, "company", None)).values_list(
            "transaction__transaction_type",
            "transaction__document_number",
            "currency_id",
            "transaction_currency_amount",
            "accounting_currency_amount",
        )
        found = sorted(("exchange" if kind == "exchange" else number, *rest) for kind, number, *rest in rows)
        assert found == (self.oracle.open_items() if hasattr(self, "oracle") else [])

    @invariant()
    def the_books_are_equal(self) -> None:
        if not hasattr(self, "oracle"):
            return
        entries = LedgerEntry.objects.filter(company=self.company).order_by()
        kinds = (*COMPARED, "realized_gain", "realized_loss", "customer_balance")
        sums = entries.filter(posting_type__in=kinds).values_list("posting_type")
        found = {kind: total for kind, total in sums.annotate(Sum(F("accounting_currency_amount"))) if total}
        expected: dict[str, Decimal] = defaultdict(Decimal, self.oracle.entries())
        assert found == expected

    def teardown(self) -> None:
        if hasattr(self, "oracle"):
            assert findings(self.company) == {}


@pytest.mark.django_db
def test_it_settles_as_the_oracle_does() -> None:
    run_state_machine_as_test(
        RandomPayments,
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
