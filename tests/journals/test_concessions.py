"""What is conceded when payments settle: cash discounts with their tax, small differences, and taking it all back."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import chain, islice, zip_longest

import pytest

from arclose.ledger.models import Company, ExchangeRate, ExchangeRateType, LedgerAccount, LedgerEntry, Voucher
from customers.entries import SETTLEMENT
from customers.models import (
    CashDiscount,
    Concession,
    ConcessionTaxRow,
    Customer,
    CustomerTransaction,
    Mark,
    OpenTransaction,
    PaymentTerms,
    Settlement,
    SettlementParameters,
    SettlementPriority,
    TaxCode,
    TaxRule,
    WriteOffReason,
)
from customers.models.cash_discounts import DiscountUse
from customers.settling import settlement
from customers.settling.concession_entries import CONCESSION
from customers.settling.exchanging import settle_across
from customers.settling.marking import CannotMark, Holder, Way, mark
from customers.settling.refusals import CannotSettle
from customers.settling.settlement import Part
from customers.settling.writing_off import write_off
from customers.used_accounts import AccountUnusable
from journals.kinds.payments import PAYMENT
from journals.models import Payment
from journals.payments.paying import post_payments, reverse_payments
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import findings, posted, still_open, take_back
from tests.journals.payments import a_journal, a_payment, discounted, invoices
from tests.text_tables import assert_came, assert_entries, assert_refused, read_table

pytestmark = pytest.mark.django_db
INVOICED = date(2026, 10, 1)


@pytest.fixture
def company() -> Company:
    return a_company()


def decide(company: Company, **values: object) -> None:
    SettlementParameters.objects.filter(company=company).update(**values)


def post(*payments: Payment, key: str = "key") -> None:
    company = payments[0].company
    ids = [payment.pk for payment in payments]
    outcome = post_payments(company=company, documents=ids, posted_by=a_clerk(company), key=key)
    assert outcome.left_out == []


def conceded(*customers: Customer) -> str:
    """Give what was let go, of all customers or of these."""
    rows = Concession.objects.order_by("pk")
    if customers:
        rows = rows.filter(transaction__customer__in=customers)
    return ", ".join(f"{row.kind} {row.amount:.2f} {row.tax_amount:.2f}" for row in rows)


def short(*amounts: Decimal) -> str:
    """Give amounts without zeros at their ends."""
    return " ".join(f"{amount.normalize():f}" for amount in amounts)


def left(payment: Payment) -> Decimal:
    rows = OpenTransaction.objects.filter(transaction__voucher__document_type=PAYMENT)
    found = rows.filter(transaction__voucher__document_id=payment.pk).first()
    return found.transaction_currency_amount if found else Decimal(0)


def discounted_ones(company: Company, count: int, **values: object) -> list[Customer]:
    """Give customers who may take the same discounts, one for each row of a table."""
    first = discounted(company, **values)
    others = (a_customer(company, payment_terms=first.payment_terms, **values) for _other in range(count - 1))
    return [first, *others]


# Of an invoice of 121.00 of 1 October, 21.00 of it tax: what the company decides, what is paid and marked on which day;
# then what is conceded, with the tax in it, and what stays open of the invoice and of the payment.
PAID = """
    decided                                    | mark   | paid   | marked | day | conceded                                              | left
                                               |        | 118.58 | 118.58 | 11  | cash_discount 2.42 0.42                               | 0 : 0
                                               |        | 119.79 | 119.79 | 12  | cash_discount 1.21 0.21                               | 0 : 0
                                               |        | 118.58 | 118.58 | 22  |                                                       | 2.42 : 0
                                               | always | 118.58 | 118.58 | 22  | cash_discount 2.42 0.42                               | 0 : 0
                                               | never  | 118.58 | 118.58 | 11  |                                                       | 2.42 : 0
                                               |        | 59.29  | 59.29  | 11  |                                                       | 61.71 : 0
    discounts_parts                            |        | 59.29  | 59.29  | 11  | cash_discount 1.21 0.21                               | 60.5 : 0
                                               | always | 59.29  | 59.29  | 11  | cash_discount 1.21 0.21                               | 60.5 : 0
    discount_base=net                          |        | 119.00 | 119.00 | 11  | cash_discount 2.00 0.35                               | 0 : 0
    corrects_tax=                              |        | 118.58 | 118.58 | 11  | cash_discount 2.42 0.00                               | 0 : 0
    penny_limit_amount=0.05                    |        | 118.55 | 118.55 | 11  | cash_discount 2.42 0.42, penny_difference 0.03 0.00   | 0 : 0
    penny_limit_amount=0.05                    |        | 118.60 | 118.58 | 11  | cash_discount 2.42 0.42, penny_difference -0.02 0.00  | 0 : 0
    penny_limit_amount=0.05                    |        | 120.90 | 120.90 | 22  |                                                       | 0.1 : 0
    underpayment_limit_amount=1                |        | 120.00 | 120.00 | 22  | over_underpayment 1.00 0.00                           | 0 : 0
    underpayment_limit_amount=1                |        | 119.99 | 119.99 | 22  |                                                       | 1.01 : 0
    underpayment_limit_amount=1                |        | 150.00 | 120.00 | 22  |                                                       | 1 : -30
    underpayment_limit_amount=5                |        | 114.00 | 114.00 | 11  | cash_discount 2.42 0.42, over_underpayment 4.58 0.00  | 0 : 0
    underpayment_limit_amount=5                |        | 200.00 | 114.00 | 11  |                                                       | 7 : -86
    overpayment_limit_amount=3                 |        | 121.00 | 118.58 | 11  | cash_discount 2.42 0.42, over_underpayment -2.42 0.00 | 0 : 0
                                               |        | 121.00 | 118.58 | 11  | cash_discount 2.42 0.42                               | 0 : -2.42
                                               |        | 121.00 | 121.00 | 11  | cash_discount 2.42 0.42                               | 0 : -2.42
                                               |        | 119.00 | 119.00 | 11  | cash_discount 2.42 0.42                               | 0 : -0.42
                                               | never  | 121.00 | 121.00 | 11  |                                                       | 0 : 0
    penny_limit_amount=0.50                    |        | 119.00 | 119.00 | 11  | cash_discount 2.42 0.42, penny_difference -0.42 0.00  | 0 : 0
    administration=unspecific                  |        | 121.00 | 121.00 | 11  |                                                       | 0 : 0
    administration=unspecific                  |        | 119.00 | 119.00 | 11  | cash_discount 2.00 0.35                               | 0 : 0
    administration=unspecific                  |        | 121.00 | 118.58 | 11  |                                                       | 0 : 0
    administration=unspecific                  |        | 120.00 | 118.58 | 11  | cash_discount 1.00 0.17                               | 0 : 0
    administration=unspecific                  |        | 123.00 | 118.58 | 11  |                                                       | 0 : -2
                                               | full   | 100.00 | 100.00 | 22  | cash_discount 21.00 3.64                              | 0 : 0
"""  # noqa: E501


def test_it_concedes_what_the_company_decides(company):
    cases, usual = read_table(PAID), SettlementParameters.objects.get(company=company)
    customers, item, journal = iter(discounted_ones(company, len(cases))), an_item(company), a_journal(company)
    came = {}
    for decided in dict.fromkeys(case["decided"] for case in cases):
        usual.save()
        values = (one.partition("=") for one in decided.split())
        decide(company, **{name: value or name == "discounts_parts" for name, _is, value in values})
        asked = [place for place, case in enumerate(cases) if case["decided"] == decided]
        owed = posted(*(an_order(next(customers), ("1", "100"), on=INVOICED, item=item) for _place in asked))
        paid = [_paid_as(cases[place], invoice, journal) for place, invoice in zip(asked, owed, strict=True)]
        post(*paid, key=f"key {decided}")
        for place, invoice, payment in zip(asked, owed, paid, strict=True):
            now = f"{short(still_open(invoice)[0][0])} : {short(left(payment))}"
            came[place] = {"conceded": conceded(invoice.customer), "left": now}
    assert_came(cases, [came[place] for place in sorted(came)])
    assert findings(company) == {}


def _paid_as(case, invoice, journal):
    on = date(2026, 10, int(case["day"]))
    payment = a_payment(invoice.customer, case["paid"], {invoice: case["marked"]}, on=on, journal=journal)
    Mark.objects.filter(document_id=payment.pk).update(
        discount_use=case["mark"] if case["mark"] in ("always", "never") else "normal",
        settles_fully=case["mark"] == "full",
        let_go_amount=21 if case["mark"] == "full" else None,
    )
    return payment


# The same invoice, and a credit note of half as much, paid in steps: on which day, how much, with which marks.
IN_STEPS = """
    decided                | paid                    | conceded                                             | left
    discounts_parts        | 11=59.29:59.29 12=59.89:59.89 | cash_discount 1.21 0.21, cash_discount 0.61 0.11 | 0 -60.5
    discounts_parts        | 11=59.29:59.29 22=60.50:60.50 | cash_discount 1.21 0.21                          | 0 -60.5
    discounts_credit_notes | 11=59.29:118.58:-59.29  | cash_discount 2.42 0.42, cash_discount -1.21 -0.21   | 0 0
    corrects_tax           | 11=59.29:118.58:-59.29  | cash_discount 2.42 0.42                              | 0 -1.21
"""


def test_it_concedes_step_by_step_and_on_credit_notes(company):
    cases, usual = read_table(IN_STEPS), SettlementParameters.objects.get(company=company)
    customers, item = discounted_ones(company, len(cases)), an_item(company)
    orders = [an_order(customer, ("1", "100"), on=INVOICED, item=item) for customer in customers]
    orders += [a_returned_order(customer, ("-1", "50"), on=INVOICED, item=item) for customer in customers]
    owed = posted(*orders)
    came = []
    for place, (case, customer) in enumerate(zip(cases, customers, strict=True)):
        usual.save()
        decide(company, **{case["decided"]: True})
        documents = owed[place :: len(cases)]
        for step in case["paid"].split():
            day, _is, paid = step.partition("=")
            amount, *marked = paid.split(":")
            marks = dict(zip(documents, marked, strict=False))
            post(a_payment(customer, amount, marks, on=date(2026, 10, int(day))), key=f"{place} {step}")
        came.append({"conceded": conceded(customer), "left": short(*(now for now, _books in still_open(*documents)))})
    assert_came(cases, came)
    assert findings(company) == {}


def dollars(company: Company) -> None:
    """Let a euro be worth 1.25 dollars in September, 1.60 in October."""
    rate_type = ExchangeRateType.objects.create(code=f"OWN{company.pk}", name="Own", base_currency_id="EUR")
    for day, units in ((date(2026, 9, 1), "1.25"), (date(2026, 10, 1), "1.60")):
        ExchangeRate.objects.create(rate_type=rate_type, currency_id="USD", rate_date=day, units_per_base=units)
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type, rate_age_limit_days=40)
    company.refresh_from_db()


def test_tax_goes_back_at_the_rate_of_the_invoice_and_the_rest_at_that_of_the_payment(company):
    dollars(company)
    customer = discounted(company, currency_id="USD")
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 9, 28)))
    payment = a_payment(customer, "118.58", {invoice: "118.58"}, on=date(2026, 10, 5))
    post(payment)
    [made] = Concession.objects.all()
    assert_entries(
        Voucher.objects.filter(document_type=CONCESSION, document_id=made.pk),
        """
        posting type     | account | debit | credit
        cash discount    | 8820    | 1.25  |
        tax correction   | 2100    | 0.34  |
        customer balance | 1100    |       | 1.59
        """,
    )
    realized = LedgerEntry.objects.filter(posting_type="realized_loss")
    assert sum(entry.accounting_currency_amount for entry in realized) == Decimal("21.10")
    [row] = made.tax_rows.all()
    assert (row.tax_code.code, row.accounting_currency_base_amount, row.registration_currency_tax_amount) == (
        "STD",
        Decimal("-1.25"),
        Decimal("-0.34"),
    )
    assert findings(company) == {}


def test_a_discount_on_a_listed_supply_is_a_tax_row_of_the_day_it_is_granted(company):
    decide(company, corrects_tax=False)
    customer = discounted(company, tax_group="EU", country="DE", vat_number="DE136695976")
    # What is not listed stands beside it: no tax row of that.
    TaxRule.objects.filter(tax_code__code="EUS").update(tax_code=TaxCode.objects.get(company=company, code="OUT"))
    items = [an_item(company), an_item(company, item_type="service")]
    [invoice] = posted(an_order(customer, ("1", "100"), ("1", "50"), items=items, on=INVOICED))
    payment = a_payment(customer, "147", {invoice: "147"}, on=date(2026, 10, 11))
    post(payment)
    [row] = ConcessionTaxRow.objects.all()
    assert (row.tax_kind, row.tax_point_date.day, row.vat_number) == ("eu_goods", 11, "DE136695976")
    assert (row.registration_currency_base_amount, row.registration_currency_tax_amount) == (-2, 0)
    assert (conceded(), findings(company)) == ("cash_discount 3.00 0.00", {})
    values = {"company": company, "reason": "returned", "reversed_by": a_controller(company)}
    reverse_payments(**values, documents=[payment.pk], day=date(2026, 10, 25), key="back")
    assert findings(company) == {}


def test_a_payment_is_taken_back_with_what_was_conceded(company):
    decide(company, penny_limit_amount="0.05")
    customer = discounted(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    payment = a_payment(customer, "118.60", {invoice: "118.58"}, on=date(2026, 10, 11))
    post(payment)
    values = {"company": company, "reason": "returned", "reversed_by": a_controller(company)}
    outcome = reverse_payments(**values, documents=[payment.pk], day=date(2026, 10, 25), key="back")
    assert list(outcome.posted) == [payment.pk]
    assert still_open(invoice) == [(121, 121)]
    assert OpenTransaction.objects.count() == 1
    net = LedgerEntry.objects.exclude(account__number__in=("1100", "2100", "8000"))
    assert sum(entry.accounting_currency_amount for entry in net) == 0
    assert findings(company) == {}
    rows = ConcessionTaxRow.objects.order_by("tax_point_date")
    assert [(row.tax_point_date.day, f"{row.registration_currency_tax_amount:.2f}") for row in rows] == [
        (11, "-0.42"),
        (25, "0.42"),
    ]
    undone = Settlement.objects.filter(reversal_of=None, reversed_by=None)
    assert undone.count() == 3
    for pair in undone:
        with pytest.raises(CannotSettle, match="their settlement stays"):
            take_back(pair)


def test_settling_by_hand_concedes_the_same_and_gives_it_back(company):
    customer = discounted(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    payment = a_payment(customer, "118.58", on=date(2026, 10, 11))
    post(payment)
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    values = {"company": company, "posted_by": a_clerk(company)}
    parts = [Part(invoice.customer_transaction.pk, own.pk, Decimal("118.58"), date(2026, 10, 31))]
    settlement.settle(**values, parts=parts, key="settle")
    assert conceded() == "cash_discount 2.42 0.42"
    assert not OpenTransaction.objects.exists()
    take_back(Settlement.objects.get(credit_transaction=own), on=date(2026, 10, 31))
    assert (still_open(invoice), left(payment)) == ([(121, 121)], Decimal("-118.58"))
    assert findings(company) == {}


# Two invoices of 121.00, of which the first offers 2.42, are settled by hand with two payments; what is left of one
# comes off the discount. Each part pairs an invoice with a payment.
BY_TWO = """
    decided    | paid       | parts              | conceded                | left
    unspecific | 118.58 123 | 1-1=118.58 2-2=121 | cash_discount 0.42 0.07 | 0 0 : 0 0
    unspecific | 60 68.58   | 1-1=50 1-2=68.58   |                         | 0 121 : -7.58 0
    specific   | 118.58 1   | 1-1=118.58 1-2=1   | cash_discount 2.42 0.42 | 0 121 : 0 -1
    specific   | 60 61      | 1-1=60 1-2=61      | cash_discount 2.42 0.42 | 0 121 : 0 -2.42
"""


def test_what_is_left_of_one_credit_is_taken_from_no_other(company):
    cases, journal = read_table(BY_TWO), a_journal(company)
    customers, terms = discounted_ones(company, len(cases)), PaymentTerms.objects.get(company=company, code="N30")
    offering = [an_order(customer, ("1", "100"), on=INVOICED) for customer in customers]
    owed = posted(*offering, *(an_order(one, ("1", "100"), on=INVOICED, payment_terms=terms) for one in customers))
    paid = [
        [a_payment(customer, amount, on=date(2026, 10, 11), journal=journal) for amount in case["paid"].split()]
        for case, customer in zip(cases, customers, strict=True)
    ]
    post(*chain.from_iterable(paid))
    rows = CustomerTransaction.objects.filter(voucher__document_type=PAYMENT).select_related("voucher")
    own = {row.voucher.document_id: row.pk for row in rows}
    came = []
    for place, case in enumerate(cases):
        decide(company, administration=case["decided"])
        documents, parts = owed[place :: len(cases)], []
        for part in case["parts"].split():
            debit, credit, amount = part.replace("=", "-").split("-")
            sides = documents[int(debit) - 1].customer_transaction.pk, own[paid[place][int(credit) - 1].pk]
            parts.append(Part(*sides, Decimal(amount), date(2026, 10, 31)))
        settlement.settle(company=company, posted_by=journal.created_by, parts=parts, key=f"settle{place}")
        still = short(*(amount for amount, _books in still_open(*documents)))
        now = f"{still} : {short(*map(left, paid[place]))}"
        came.append({"conceded": conceded(customers[place]), "left": now})
    assert_came(cases, came)
    assert findings(company) == {}


# Two invoices of 121.00, the second due a day later, each offering 2.42, are paid together: what is paid beyond 237.16
# comes off the discount of the last one first.
OVERPAID = """
    paid   | conceded
    238.16 | cash_discount 2.42 0.42, cash_discount 1.42 0.25
    240.00 | cash_discount 2.00 0.35
"""


def test_the_discount_of_the_last_of_several_is_less_by_what_is_overpaid(company):
    decide(company, administration="unspecific")
    cases = read_table(OVERPAID)
    customers = discounted_ones(company, len(cases))
    days = date(2026, 10, 1), date(2026, 10, 2)
    owed = posted(*(an_order(customer, ("1", "100"), on=day) for customer in customers for day in days))
    payments = [
        a_payment(customer, case["paid"], dict.fromkeys(owed[2 * place :][:2], "118.58"), on=date(2026, 10, 11))
        for place, (case, customer) in enumerate(zip(cases, customers, strict=True))
    ]
    post(*payments)
    assert_came(cases, ({"conceded": conceded(customer)} for customer in customers))
    assert not OpenTransaction.objects.exists()
    assert findings(company) == {}


# An invoice of 121.00 that offers 2.42 until 11 October is settled with payments of the 5th and of the 25th: the one
# that is primary, and how the discount is used.
BY_CHOICE = """
    primary | use    | conceded
            | normal |
    1       | normal | cash_discount 2.42 0.42
    2       | normal |
            | always | cash_discount 2.42 0.42
    1       | never  |
"""


def test_the_primary_payment_and_the_use_decide_about_the_discount(company):
    cases, journal, parts = read_table(BY_CHOICE), a_journal(company), (("60", 5), ("58.58", 25))
    customers = discounted_ones(company, len(cases))
    owed = posted(*(an_order(customer, ("1", "100"), on=INVOICED) for customer in customers))
    post(
        *(
            a_payment(customer, paid, on=date(2026, 10, day), journal=journal)
            for customer in customers
            for paid, day in parts
        )
    )
    for place, (case, customer) in enumerate(zip(cases, customers, strict=True)):
        own = CustomerTransaction.objects.filter(voucher__document_type=PAYMENT, customer=customer)
        debit, paying = owed[place].customer_transaction.pk, [row.pk for row in own.order_by("transaction_date")]
        settlement.settle(
            company=company,
            posted_by=journal.created_by,
            parts=[
                Part(debit, credit, Decimal(paid), date(2026, 10, 31))
                for credit, (paid, _day) in zip(paying, parts, strict=True)
            ],
            uses={debit: DiscountUse(case["use"])},
            primary_payment=paying[int(case["primary"]) - 1] if case["primary"] else None,
            key=f"settle{place}",
        )
    assert_came(cases, ({"conceded": conceded(customer)} for customer in customers))
    assert findings(company) == {}


def test_a_rate_is_asked_for_only_where_something_is_valued(company):
    dollars(company)
    discounted(company)
    customer = a_customer(company, currency_id="USD")
    [invoice] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    post(a_payment(customer, "121", on=date(2026, 10, 5)))
    ExchangeRate.objects.filter(rate_type=company.exchange_rate_type).delete()
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    part = Part(invoice.customer_transaction.pk, own.pk, Decimal(121), date(2026, 10, 31))
    settlement.settle(company=company, posted_by=a_clerk(company), parts=[part], key="settle")
    assert not OpenTransaction.objects.exists()


def test_a_payment_that_marks_nothing_settles_what_is_due_first(company):
    decide(company, settles_automatically=True, overpayment_limit_amount=1)
    customer = discounted(company)
    plain = a_customer(company, tax_group="OUT")
    plain_terms = {"payment_terms": plain.payment_terms}
    first, second, third = posted(
        an_order(customer, ("1", "100"), on=INVOICED, **plain_terms),
        an_order(customer, ("1", "100"), on=INVOICED),
        an_order(customer, ("1", "100"), on=date(2026, 10, 2)),
    )
    held = a_payment(plain, "5", on=date(2026, 10, 10))
    one, two = (
        a_payment(customer, "239.58", on=date(2026, 10, 10)),
        a_payment(customer, "118.90", on=date(2026, 10, 11)),
    )
    post(one, two, held)
    # Of one day the one with the discount comes first.
    assert conceded() == "cash_discount 2.42 0.42, cash_discount 2.42 0.42, over_underpayment -0.32 0.00"
    assert [amount for amount, _books in still_open(first, second, third)] == [0, 0, 0]
    assert (left(one), left(two), left(held), Mark.objects.count()) == (0, 0, -5, 0)
    assert findings(company) == {}


# Invoices in the order in which they are due, and payments that mark nothing; what stays open of each.
BY_THEMSELVES = """
    open   | paid      | left
    100    | 60 40     | 0 : 0 0
    100    | 60 30 20  | 0 : 0 0 -10
    100 80 | 130 40 30 | 0 0 : 0 0 -20
"""


@pytest.mark.parametrize("is_together", [True, False], ids=["together", "one after the other"])
def test_payments_settle_together_what_they_would_one_after_the_other(company, is_together):
    dollars(company)
    decide(company, settles_automatically=True)
    cases, journal, item = read_table(BY_THEMSELVES), a_journal(company), an_item(company)
    # In dollars whatever settles realizes a difference, in each round its own.
    customers = [a_customer(company, tax_group="OUT", currency_id="USD") for _case in cases]
    owed, paid = [], []
    for case, customer in zip(cases, customers, strict=True):
        owed.append([an_order(customer, ("1", one), on=date(2026, 9, 28), item=item) for one in case["open"].split()])
        paid.append([a_payment(customer, amount, journal=journal) for amount in case["paid"].split()])
    documents = iter(posted(*chain.from_iterable(owed)))
    steps = [chain.from_iterable(paid)] if is_together else zip_longest(*paid)
    for place, payments in enumerate(steps):
        post(*filter(None, payments), key=f"key{place}")
    came = []
    for orders, payments in zip(owed, paid, strict=True):
        still = still_open(*islice(documents, len(orders)))
        came.append({"left": f"{short(*(amount for amount, _books in still))} : {short(*map(left, payments))}"})
    assert_came(cases, came)
    assert (Mark.objects.count(), findings(company)) == (0, {})


def test_what_payments_posted_together_concede_and_realize_in_turns_is_kept_once(company):
    dollars(company)
    decide(company, settles_automatically=True, discounts_parts=True)
    customer = discounted(company, tax_group="OUT", currency_id="USD")
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 9, 28)))
    payments = [a_payment(customer, amount, on=date(2026, 10, 5)) for amount in ("49", "49")]
    post(*payments)
    assert (conceded(), still_open(invoice)) == ("cash_discount 1.00 0.00, cash_discount 1.00 0.00", [(0, 0)])
    assert findings(company) == {}


def test_what_is_dated_after_a_payment_keeps_nothing_else_from_it(company):
    decide(company, settles_automatically=True)
    customer = a_customer(company, tax_group="OUT")
    at_once = {"payment_terms": PaymentTerms.objects.get(company=company, code="N00")}
    later = [an_order(customer, ("1", amount), on=date(2026, 10, 15), **at_once) for amount in ("1000", "2000")]
    owed = posted(*later, an_order(customer, ("1", "1000"), on=INVOICED))
    post(a_payment(customer, "1000", on=date(2026, 10, 2)))
    assert [amount for amount, _books in still_open(*owed)] == [1000, 2000, 0]


def test_the_order_of_types_goes_before_that_of_due_days(company):
    decide(company, settles_automatically=True)
    at_once = PaymentTerms.objects.get(company=company, code="N00")
    customer = a_customer(company, tax_group="OUT", payment_terms=at_once)
    [early] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    returned = a_payment(customer, "-60", on=date(2026, 10, 9))
    post(returned, key="paid back")
    SettlementPriority.objects.create(company=company, transaction_type="payment", position=1)
    post(a_payment(customer, "80", on=date(2026, 10, 10)))
    assert (left(returned), still_open(early)[0][0]) == (0, 80)


def test_a_payment_that_is_refused_holds_nothing_afterwards(company):
    decide(company, settles_automatically=True)
    customer = discounted(company)
    posted(an_order(customer, ("1", "100"), on=INVOICED))
    payment = a_payment(customer, "121", on=date(2031, 1, 1))
    outcome = post_payments(company=company, documents=[payment.pk], posted_by=a_clerk(company), key="key")
    assert ([one.code for one in outcome.left_out], Mark.objects.count()) == (["period_not_open"], 0)


# Of an invoice of USD 121.00 at 0.80, 21.00 of it tax: the reason, how much of it is written off, and the entries.
WRITTEN_OFF = {
    ("BAD", "121.00"): """
        posting type     | account | debit | credit
        write off        | 4800    | 80.00 |
        tax correction   | 2100    | 16.80 |
        customer balance | 1100    |       | 96.80
        """,
    ("SMALL", "0.50"): """
        posting type     | account | debit | credit
        write off        | 4915    | 0.40  |
        customer balance | 1100    |       | 0.40
        """,
}


@pytest.mark.parametrize(("reason", "amount"), WRITTEN_OFF)
def test_it_writes_off_at_the_rate_of_the_invoice_and_takes_that_back(company, reason, amount):
    dollars(company)
    customer = a_customer(company, currency_id="USD")
    [invoice] = posted(an_order(customer, ("1", "100"), on=date(2026, 9, 28)))
    pk, controller = invoice.customer_transaction.pk, a_controller(company)
    values = {
        "company": company,
        "reason": WriteOffReason.objects.get(company=company, code=reason),
        "posted_by": controller,
    }
    outcome = write_off(**values, amounts={pk: Decimal(amount)}, day=date(2026, 10, 30), key="off")
    assert_entries(Voucher.objects.filter(posting=outcome.posting_id), WRITTEN_OFF[reason, amount])
    assert write_off(**values, amounts={pk: Decimal(amount)}, day=date(2026, 10, 30), key="off") == outcome
    assert findings(company) == {}
    take_back(*Settlement.objects.all(), on=date(2026, 10, 31))
    assert still_open(invoice) == [(121, Decimal("96.80"))]
    assert findings(company) == {}


@pytest.mark.parametrize(("reason", "tax_group", "written_off"), [("BAD", "DOM", "120.80"), ("SMALL", "OUT", "99.80")])
def test_nothing_is_realized_by_writing_off_what_a_part_left(company, reason, tax_group, written_off):
    dollars(company)
    customer = a_customer(company, currency_id="USD", tax_group=tax_group)
    [invoice] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    post(a_payment(customer, "0.20", {invoice: "0.20"}, on=date(2026, 10, 5)))
    bad = WriteOffReason.objects.get(company=company, code=reason)
    amounts = {invoice.customer_transaction.pk: Decimal(written_off)}
    values = {"day": date(2026, 10, 30), "posted_by": a_clerk(company), "key": "off"}
    write_off(company=company, amounts=amounts, reason=bad, **values)
    assert not LedgerEntry.objects.filter(posting_type__startswith="realized").exists()
    assert not OpenTransaction.objects.exists()
    assert findings(company) == {}


# amount | day | what the refusal says
NOT_WRITTEN_OFF = [
    ("122", date(2026, 10, 30), "only 121"),
    ("-1", date(2026, 10, 30), "only 121"),
    ("1.001", date(2026, 10, 30), "finer"),
    ("1", date(2026, 9, 30), "from 1 Oct 2026 on"),
    ("1", date(2031, 1, 1), "no open period"),
]


def test_it_writes_off_no_more_than_is_open_and_not_too_early(company):
    [invoice] = posted(an_order(a_customer(company), ("1", "100"), on=INVOICED))
    values = {"company": company, "posted_by": a_clerk(company), "key": "off"}
    values["reason"] = WriteOffReason.objects.get(company=company, code="BAD")

    def off(amount, day):
        write_off(amounts={invoice.customer_transaction.pk: Decimal(amount)}, day=day, **values)

    assert_refused(CannotSettle, NOT_WRITTEN_OFF, off)
    assert not Concession.objects.exists()


def test_more_than_the_limit_is_let_go_by_a_controller(company):
    customer = a_customer(company)
    owed = [one.customer_transaction.pk for one in posted(*(an_order(customer, ("1", "100")) for _twice in range(2)))]
    decide(company, limit_without_controller_amount=200)
    reason = WriteOffReason.objects.get(company=company, code="BAD")
    clerk, controller = a_clerk(company), a_controller(company)

    def off(by, *chosen):
        amounts = dict.fromkeys(chosen, Decimal(121))
        write_off(
            company=company, amounts=amounts, reason=reason, day=date(2026, 10, 30), posted_by=by, key=f"{by} {chosen}"
        )

    def in_full(by, paid):
        amounts, ways = dict.fromkeys(owed, Decimal(paid)), dict.fromkeys(owed, Way(settles_fully=True))
        mark(company=company, holder=Holder(PAYMENT, 1), amounts=amounts, marked_by=by, ways=ways)

    with pytest.raises(CannotMark, match=r"EUR.240\.00 would be let go, and more than EUR.200\.00 is for a controller"):
        in_full(clerk, 1)
    in_full(clerk, 21)
    in_full(controller, 1)
    Mark.objects.all().delete()
    with pytest.raises(CannotSettle, match="is for a controller"):
        off(clerk, *owed)
    off(clerk, owed[0])
    decide(company, limit_without_controller_amount=0)
    with pytest.raises(CannotSettle, match="is for a controller"):
        off(clerk, owed[1])
    off(controller, owed[1])
    assert findings(company) == {}


def test_what_was_let_go_before_counts(company):
    decide(company, limit_without_controller_amount=20)
    [invoice] = posted(an_order(a_customer(company), ("1", "100")))
    pk, clerk = invoice.customer_transaction.pk, a_clerk(company)
    bad = WriteOffReason.objects.get(company=company, code="BAD")
    values = {"company": company, "amounts": {pk: Decimal(15)}, "reason": bad, "day": date(2026, 10, 30)}
    write_off(**values, posted_by=clerk, key="once")
    with pytest.raises(CannotSettle, match=r"EUR.30\.00 would be let go, with what was before"):
        write_off(**values, posted_by=clerk, key="twice")
    take_back(*Settlement.objects.all(), on=date(2026, 10, 30))
    write_off(**values, posted_by=clerk, key="thrice")
    in_full = {"amounts": {pk: Decimal(100)}, "ways": {pk: Way(settles_fully=True)}}
    with pytest.raises(CannotMark, match="with what was before"):
        mark(company=company, holder=Holder(PAYMENT, 1), marked_by=clerk, **in_full)


def test_a_full_settlement_lets_no_more_go_than_when_it_was_marked(company):
    customer = a_customer(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    first = a_payment(customer, "100", {invoice: "100"})
    post(first)
    payment = a_payment(customer, "20")
    marks, ways = ({invoice.customer_transaction.pk: one} for one in (Decimal(20), Way(settles_fully=True)))
    mark(company=company, holder=Holder(PAYMENT, payment.pk), amounts=marks, marked_by=payment.entered_by, ways=ways)
    controller = a_controller(company)
    values = {"company": company, "day": date(2026, 10, 25), "reason": "returned", "reversed_by": controller}
    reverse_payments(**values, documents=[first.pk], key="back")
    asked = {"company": company, "documents": [payment.pk], "posted_by": controller}
    [refused] = post_payments(**asked, key="more").left_out
    assert refused.code == "lets_go_of_another_amount"
    assert re.search(r"would let EUR.101\.00 go, and it was EUR.1\.00", refused.reason)
    mark(company=company, holder=Holder(PAYMENT, payment.pk), amounts=marks, marked_by=controller, ways=ways)
    assert post_payments(**asked, key="again").left_out == []
    assert conceded() == "cash_discount 101.00 17.53"


def test_nothing_is_conceded_to_an_account_that_is_blocked_or_control(company):
    customer = discounted(company)
    one, other = posted(an_order(customer, ("1", "100"), on=INVOICED), an_order(customer, ("1", "100"), on=INVOICED))
    company.accounts.filter(number="8820").update(is_blocked=True)
    with pytest.raises(AccountUnusable, match="8820 is blocked"):
        post(a_payment(customer, "118.58", {one: "118.58"}, on=date(2026, 10, 11)))
    reason = WriteOffReason.objects.get(company=company, code="BAD")
    WriteOffReason.objects.update(account=company.accounts.get(number="1100"))
    reason.refresh_from_db()
    amounts, values = {other.customer_transaction.pk: Decimal(5)}, {"posted_by": a_clerk(company), "key": "off"}
    with pytest.raises(AccountUnusable, match="1100 is a control account"):
        write_off(company=company, amounts=amounts, reason=reason, day=date(2026, 10, 30), **values)
    assert not Concession.objects.exists()


def test_what_a_settlement_makes_is_dated_on_the_later_of_both_days(company):
    [invoice] = posted(an_order(discounted(company), ("1", "100"), on=date(2026, 10, 20)))
    payment = a_payment(invoice.customer, "118.58", {invoice: "118.58"}, on=date(2026, 10, 5))
    post(payment)
    made = Voucher.objects.get(document_type=CONCESSION)
    assert {one.settlement_date for one in Settlement.objects.all()} == {date(2026, 10, 20)} == {made.posting_date}
    assert conceded() == "cash_discount 2.42 0.42"
    assert findings(company) == {}


# Where a discount of 2.42, 0.42 of it tax, goes: by the account chosen with the mark, that of the tax code, that of the
# discount code; else the company's.
ACCOUNTS = """
    chosen | tax code | code | account
           |          |      | 8820
           |          | 8201 | 8201
           | 8202     | 8201 | 8202
    8203   | 8202     | 8201 | 8203
    8203   |          |      | 8203
"""


def test_a_discount_goes_to_the_account_that_is_named_nearest(company):
    made = {
        number: LedgerAccount.objects.create(company=company, number=number, name=number, account_type="expense")
        for number in ("8201", "8202", "8203")
    }
    cases = [{**case, "by hand": by_hand} for case in read_table(ACCOUNTS) for by_hand in ("", "by hand")]
    customers, item, journal = discounted_ones(company, len(cases)), an_item(company), a_journal(company)
    owed, discounted_on = (
        posted(*(an_order(customer, ("1", "100"), on=INVOICED, item=item) for customer in customers)),
        date(2026, 10, 11),
    )
    for set_up in dict.fromkeys((case["tax code"], case["code"]) for case in cases):
        of_tax_code, of_code = map(made.get, set_up)
        TaxCode.objects.filter(company=company).update(discount_account=of_tax_code)
        CashDiscount.objects.filter(company=company).update(account=of_code)
        rows = [
            row for row in zip(cases, customers, owed, strict=True) if (row[0]["tax code"], row[0]["code"]) == set_up
        ]
        payments = [
            a_payment(one, "118.58", {} if case["by hand"] else {invoice: "118.58"}, on=discounted_on, journal=journal)
            for case, one, invoice in rows
        ]
        for (case, _customer, _invoice), payment in zip(rows, payments, strict=True):
            Mark.objects.filter(document_id=payment.pk).update(discount_account=made.get(case["chosen"]))
        post(*payments, key=f"key {set_up}")
        for case, customer, invoice in rows:
            if case["by hand"]:
                own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT, customer=customer)
                settlement.settle(
                    company=company,
                    parts=[Part(invoice.customer_transaction.pk, own.pk, Decimal("118.58"), discounted_on)],
                    posted_by=journal.created_by,
                    discount_account=made[case["chosen"]].pk if case["chosen"] else None,
                    key=f"by hand {customer}",
                )
    entries = LedgerEntry.objects.filter(posting_type="cash_discount", accounting_currency_amount=2)
    went = {
        Concession.objects.get(pk=entry.voucher.document_id).transaction.customer_id: entry.account.number
        for entry in entries.select_related("account", "voucher")
    }
    assert_came(cases, ({"account": went[customer.pk]} for customer in customers))
    assert findings(company) == {}
    take_back(*Settlement.objects.filter(transaction_currency_amount=Decimal("118.58")))
    left_on = LedgerEntry.objects.filter(account__number__in=[case["account"] for case in cases])
    back = Counter(left_on.values_list("account__number", "accounting_currency_amount"))
    assert back == Counter((case["account"], amount) for case in cases for amount in (2, -2))
    assert findings(company) == {}


# An invoice of USD 121.00 at 0.80 is settled with pounds that were worth more, or less, than its dollars.
ACROSS = """
    spent | settled | day        | conceded                | realized | left
    60    | 121.00  | 2026-10-30 |                         | 21.80    | 0 : -40
    30    | 60.50   | 2026-10-30 |                         | 10.90    | 60.5 : -70
    58    | 118.58  | 2026-10-05 | cash_discount 2.42 0.42 | 22.71    | 0 : -42
    60    | 120.99  | 2026-10-30 |                         | 21.79    | 0.01 : -40
    100   | 120.99  | 2026-10-30 | penny_difference 0.01 0.00 | -28.21 | 0 : 0
"""


def test_it_settles_across_currencies_and_takes_all_of_it_back(company):
    dollars(company)
    # Only where nothing is left of the payment.
    decide(company, penny_limit_amount="0.02")
    ExchangeRate.objects.create(
        rate_type=company.exchange_rate_type, currency_id="GBP", rate_date=date(2026, 10, 1), units_per_base="0.80"
    )
    cases = read_table(ACROSS)
    customers = discounted_ones(company, len(cases), currency_id="USD")
    owed = posted(*(an_order(customer, ("1", "100"), on=date(2026, 9, 28)) for customer in customers))
    Customer.objects.filter(company=company).update(currency="GBP")
    paid, journal = [], a_journal(company)
    for case, customer in zip(cases, customers, strict=True):
        customer.refresh_from_db()
        on = date(2026, 10, 30 if case["day"] > "2026-10-08" else 5)
        paid.append(a_payment(customer, "100", on=on, journal=journal))
    post(*paid)
    came = []
    for place, (case, customer) in enumerate(zip(cases, customers, strict=True)):
        own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT, customer=customer)
        before = set(Voucher.objects.values_list("pk", flat=True))
        settle_across(
            company=company,
            payment=own.pk,
            spent=Decimal(case["spent"]),
            amounts={owed[place].customer_transaction.pk: Decimal(case["settled"])},
            day=date.fromisoformat(case["day"]),
            posted_by=journal.created_by,
            key=f"across{place}",
        )
        realized = LedgerEntry.objects.filter(posting_type__in=("realized_loss", "realized_gain"))
        amounts = [entry.accounting_currency_amount for entry in realized.exclude(voucher__in=before)]
        now = f"{short(still_open(owed[place])[0][0])} : {short(left(paid[place]))}"
        came.append({"conceded": conceded(customer), "realized": f"{sum(amounts):.2f}", "left": now})
    assert_came(cases, came)
    assert findings(company) == {}
    take_back(*Settlement.objects.filter(debit_transaction__invoice__in=owed, **_BY_EXCHANGE))
    assert still_open(*owed) == [(121, Decimal("96.80"))] * len(cases)
    assert [left(payment) for payment in paid] == [-100] * len(cases)
    assert OpenTransaction.objects.count() == 2 * len(cases)
    assert findings(company) == {}


def test_a_payment_spent_in_parts_across_currencies_realizes_nothing_of_its_own(company):
    dollars(company)
    ExchangeRate.objects.create(
        rate_type=company.exchange_rate_type, currency_id="GBP", rate_date=date(2026, 10, 1), units_per_base="1.1105"
    )
    customer = a_customer(company, currency_id="USD", tax_group="OUT")
    [invoice] = invoices(customer, "300")
    type(customer).objects.filter(pk=customer.pk).update(currency="GBP")
    customer.refresh_from_db()
    post(a_payment(customer, "100", on=date(2026, 10, 5)))
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)
    values = {"company": company, "payment": own.pk, "day": date(2026, 10, 30), "posted_by": a_clerk(company)}
    amounts = {invoice.customer_transaction.pk: Decimal(100)}
    for place, spent in enumerate(("33.33", "33.33", "33.34")):
        settle_across(**values, spent=Decimal(spent), amounts=amounts, key=f"across{place}")
    of_payment = Settlement.objects.filter(credit_transaction=own).values("pk")
    assert not Voucher.objects.filter(document_type=SETTLEMENT, document_id__in=of_payment).exists()
    assert (OpenTransaction.objects.count(), findings(company)) == (0, {})


_BY_EXCHANGE = {"credit_transaction__transaction_type": "exchange"}


# spent | settled of the invoice | and of the payment itself | what the refusal says
TOO_MUCH = [
    ("101", "10", None, "only \N{MINUS SIGN}100"),
    ("10", "122", None, "only 121"),
    ("0.001", "10", None, "finer"),
    ("0", "10", None, "only \N{MINUS SIGN}100"),
    ("10", "10", "5", "above zero"),
]


def test_it_settles_across_currencies_no_more_than_is_open(company):
    customer = a_customer(company, currency_id="USD")
    [invoice] = posted(an_order(customer, ("1", "100"), on=INVOICED))
    type(customer).objects.filter(pk=customer.pk).update(currency="EUR")
    customer.refresh_from_db()
    post(a_payment(customer, "100", on=date(2026, 10, 5)))
    own = CustomerTransaction.objects.get(voucher__document_type=PAYMENT)

    def settle(spent, settled, itself):
        of_itself = {own.pk: Decimal(itself)} if itself else {}
        settle_across(
            company=company,
            payment=own.pk,
            spent=Decimal(spent),
            amounts={invoice.customer_transaction.pk: Decimal(settled), **of_itself},
            day=date(2026, 10, 30),
            posted_by=a_clerk(company),
            key="across",
        )

    assert_refused(CannotSettle, TOO_MUCH, settle)
    assert not Settlement.objects.exists()
