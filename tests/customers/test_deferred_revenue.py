"""Revenue deferred at delivery: what packing slips post, and what corrections, invoices and undoings take back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import count, zip_longest

import pytest
from django.db.models import Q, Sum
from django.test import Client

from arclose.ledger.models import (
    AccountBalance,
    Company,
    ExchangeRate,
    ExchangeRateType,
    LedgerAccount,
    LedgerEntry,
    Voucher,
)
from customers.deferral_entries import DEFERRAL, DEFERRAL_TAKEN_BACK
from customers.models import (
    DeferredRevenue,
    Invoice,
    ItemGroup,
    ItemTaxGroup,
    OrderDocument,
    SalesOrder,
    SalesParameters,
    TaxRate,
)
from customers.models.sales_orders import Quantity
from customers.models.update_defaults import SummaryUpdate
from tests.builders import a_clerk, a_company, a_customer, an_item, an_order
from tests.customers.posting import findings
from tests.customers.test_fulfilment import DELIVER, deliver_now, do, made, take_back
from tests.customers.test_partial_invoices import invoice
from tests.customers.test_undo import undo
from tests.text_tables import assert_came, assert_entries, read_table

pytestmark = pytest.mark.django_db
_SERIAL = count(1)


@pytest.fixture
def company() -> Company:
    """One that defers revenue, with books in euro, and in dollars beside."""
    company = a_company()
    SalesParameters.objects.filter(company=company).update(defers_revenue=True)
    rate_type = ExchangeRateType.objects.create(code="OWN", name="Own", base_currency_id="EUR")
    for currency, units in (("GBP", "0.87"), ("USD", "1.0873")):
        ExchangeRate.objects.create(
            rate_type=rate_type, currency_id=currency, rate_date=date(2026, 10, 14), units_per_base=Decimal(units)
        )
    Company.objects.filter(pk=company.pk).update(exchange_rate_type=rate_type, reporting_currency="USD")
    company.refresh_from_db()
    return company


# An order of 3 pieces at the price, and what happens to it, one after the other: packing slips over all or some,
# corrections of the last, invoices of what is delivered or of some of it, undoings of the last invoice or of the slip.
# What the three accounts hold of it at the end, in accounting currency, and the first of them in the order's.
LIVES = """
    order          | price | what happens                                     | 1150  | 8050   | 2110  | offset
    domestic       | 10    | deliver                                          | 36.30 | -30.00 | -6.30 | 36.30
    domestic       | 10    | deliver, invoice                                 | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 10    | deliver 1, invoice, deliver 2                    | 24.20 | -20.00 | -4.20 | 24.20
    domestic       | 10    | deliver 1, deliver 2, invoice                    | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 10    | deliver, correct 1                               | 24.20 | -20.00 | -4.20 | 24.20
    domestic       | 10    | deliver, correct 1, invoice                      | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 0.33  | deliver, correct 1                               | 0.80  | -0.66  | -0.14 | 0.80
    domestic       | 0.335 | deliver, correct 1, correct 1                    | 0.40  | -0.33  | -0.07 | 0.40
    domestic       | 0.335 | deliver, correct 1, correct 1, correct 1         | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 0.335 | deliver, invoice 1                               | 0.81  | -0.67  | -0.14 | 0.81
    domestic       | 0.335 | deliver, invoice 1, invoice 1                    | 0.40  | -0.33  | -0.07 | 0.40
    domestic       | 0.335 | deliver, invoice 1, invoice 1, invoice           | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 0.335 | deliver, invoice 1, correct 1, invoice           | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 0.335 | deliver, invoice 1, invoice 1, correct 1         | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 0.335 | deliver, invoice 1, undo, invoice 1              | 0.81  | -0.67  | -0.14 | 0.81
    domestic       | 0.335 | deliver, invoice 1, invoice 1, undo, correct 1   | 0.40  | -0.33  | -0.07 | 0.40
    domestic       | 10    | deliver, undo slip                               | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 10    | deliver, invoice, undo                           | 36.30 | -30.00 | -6.30 | 36.30
    domestic       | 10    | deliver, invoice, undo, invoice                  | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 10    | deliver, invoice, undo, correct 3                | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 10    | deliver, invoice, undo, undo slip                | 0.00  | 0.00   | 0.00  | 0.00
    domestic       | 0     | deliver, invoice                                 | 0.00  | 0.00   | 0.00  | 0.00
    discounted     | 10    | deliver                                          | 31.04 | -25.65 | -5.39 | 31.04
    tax in prices  | 12.10 | deliver                                          | 36.30 | -30.00 | -6.30 | 36.30
    tax in prices  | 12.10 | deliver, correct 1, invoice                      | 0.00  | 0.00   | 0.00  | 0.00
    to Germany     | 10    | deliver                                          | 30.00 | -30.00 | 0.00  | 30.00
    in pounds      | 10    | deliver                                          | 41.72 | -34.48 | -7.24 | 36.30
    in pounds      | 0.335 | deliver, correct 1                               | 0.93  | -0.77  | -0.16 | 0.81
    in pounds      | 0.335 | deliver, correct 1, invoice                      | 0.00  | 0.00   | 0.00  | 0.00
    in pounds      | 0.335 | deliver, invoice 2                               | 0.47  | -0.39  | -0.08 | 0.41
    in pounds      | 0.335 | deliver, invoice 2, invoice                      | 0.00  | 0.00   | 0.00  | 0.00
    in pounds      | 10    | deliver 2, invoice, undo, deliver 1, invoice     | 0.00  | 0.00   | 0.00  | 0.00
"""


def _orders(company: Company, cases: Sequence[Mapping[str, str]]) -> list[SalesOrder]:
    domestic, item = a_customer(company), an_item(company, standard_cost_amount=Decimal("0.0067"))
    german = a_customer(company, country="DE", tax_group="EU", vat_number="DE123456789")
    british = a_customer(company, currency_id="GBP")
    kinds: dict[str, Callable[[str], SalesOrder]] = {
        "domestic": lambda price: an_order(domestic, ("3", price), item=item),
        "discounted": lambda price: an_order(domestic, ("3", price, "10"), item=item, total_discount_percent=5),
        "tax in prices": lambda price: an_order(domestic, ("3", price), item=item, prices_include_tax=True),
        "to Germany": lambda price: an_order(german, ("3", price), item=item),
        "in pounds": lambda price: an_order(british, ("3", price), item=item),
    }
    return [kinds[case["order"]](case["price"]) for case in cases]


Asked = Sequence[tuple[SalesOrder, str]]


def _deliver(asked: Asked) -> None:
    for order, quantity in asked:
        deliver_now(order, quantity or "3")
    assert not do(DELIVER, *(order for order, _quantity in asked), quantity=Quantity.DELIVER_NOW).left_out


def _correct(asked: Asked) -> None:
    for order, quantity in asked:
        take_back(OrderDocument.objects.filter(order=order, corrects=None).latest("pk"), {1: quantity})


def _invoice(asked: Asked) -> None:
    for order, quantity in asked:
        deliver_now(order, quantity or "0")
    whole = [order for order, quantity in asked if not quantity]
    some = [order for order, quantity in asked if quantity]
    for orders, how_much in ((whole, Quantity.DELIVERED), (some, Quantity.DELIVER_NOW)):
        if orders:
            assert not invoice(*orders, quantity=how_much, key=f"invoice{next(_SERIAL)}").left_out


def _undo(asked: Asked) -> None:
    invoices = [Invoice.objects.filter(order=order).latest("pk") for order, what in asked if not what]
    slips = [OrderDocument.objects.get(order=order) for order, what in asked if what]
    for documents in filter(None, [invoices, slips]):
        assert not undo(*documents).left_out


# One after the other within a round.
_HAPPENS: dict[str, Callable[[Asked], None]] = {
    "deliver": _deliver, "correct": _correct, "undo": _undo, "invoice": _invoice,
}  # fmt: skip


def _happen(orders: Sequence[SalesOrder], lives: Sequence[str]) -> None:
    """Let what comes first happen to all orders, in one posting where it is the same, then what comes next."""
    for steps in zip_longest(*(life.split(", ") for life in lives), fillvalue=""):
        for verb, act in _HAPPENS.items():
            of_verb = zip(orders, (step.partition(" ") for step in steps), strict=True)
            if asked := [(order, quantity) for order, (what, _space, quantity) in of_verb if what == verb]:
                act(asked)


def _held(order: SalesOrder) -> dict[str, str]:
    """Give what the three accounts hold of an order, and the first of them in the order's currency."""
    of_slips = Q(document_type=DEFERRAL, document_id__in=OrderDocument.objects.filter(order=order).values("pk"))
    of_invoices = Q(document_type=DEFERRAL_TAKEN_BACK, document_id__in=Invoice.objects.filter(order=order).values("pk"))
    entries = LedgerEntry.objects.filter(voucher__in=Voucher.objects.filter(of_slips | of_invoices))
    sums = entries.values_list("account__number").annotate(
        Sum("accounting_currency_amount"), Sum("transaction_currency_amount")
    )
    found = {number: (amount, in_currency) for number, amount, in_currency in sums}
    nothing = (Decimal(0), Decimal(0))
    held = {number: f"{found.get(number, nothing)[0]:.2f}" for number in ("1150", "8050", "2110")}
    return held | {"offset": f"{found.get('1150', nothing)[1]:.2f}"}


def _balances(
    company: Company, currency: str = "accounting", accounts: Sequence[str] = ("1150", "8050", "2110")
) -> list[Decimal]:
    kept = AccountBalance.objects.filter(company=company, account__number__in=accounts)
    return list(kept.order_by("account__number").values_list(f"{currency}_currency_amount", flat=True))


def test_what_is_deferred_is_taken_back_to_the_last_cent(company: Company) -> None:
    """So is what it cost, which the proofs ask for line by line."""
    SalesParameters.objects.filter(company=company).update(posts_cost_of_goods=True)
    cases = read_table(LIVES)
    orders = _orders(company, cases)
    _happen(orders, [case["what happens"] for case in cases])
    assert_came(cases, map(_held, orders))
    assert findings(company) == {}


def test_what_was_deferred_is_taken_back_where_that_is_no_longer_asked_for(company: Company) -> None:
    cases = [{"order": "domestic", "price": "10"}] * 3
    orders = _orders(company, cases)
    _happen(orders[:2], ["deliver", "deliver"])
    SalesParameters.objects.filter(company=company).update(defers_revenue=False)
    _happen(orders, ["invoice", "correct 3", "deliver"])
    assert set(_balances(company)) == {0}
    assert findings(company) == {}


def test_a_packing_slip_and_its_invoice_have_a_voucher_of_it_each(client: Client, company: Company) -> None:
    order = an_order(a_customer(company), ("3", "10"))
    slip = made(DELIVER, order)
    assert not slip.has_voucher, "its cost is not posted"
    [voucher] = Voucher.objects.filter(company=company)
    assert (voucher.document_type, voucher.document_id, voucher.text) == (DEFERRAL, slip.pk, slip.number)
    assert_entries(
        [voucher],
        """
        posting type            | account | debit | credit
        deferred revenue offset | 1150    | 36.30 |
        deferred revenue        | 8050    |       | 30.00
        deferred sales tax      | 2110    |       | 6.30
        """,
    )
    invoice(order)
    [taken_back] = Voucher.objects.filter(company=company, document_type=DEFERRAL_TAKEN_BACK)
    document = Invoice.objects.get()
    assert taken_back.document_id == document.pk
    assert_entries(
        [taken_back],
        """
        posting type            | account | debit | credit
        deferred revenue        | 8050    | 30.00 |
        deferred sales tax      | 2110    | 6.30  |
        deferred revenue offset | 1150    |       | 36.30
        """,
    )
    client.force_login(a_clerk(company))
    for page, number in (
        (f"documents/{slip.pk}", voucher.number),
        (f"invoices/{document.pk}", taken_back.number),
    ):
        assert f"Deferred revenue {number}" in client.get(f"/{company.code}/2026-10/{page}/").content.decode()


def test_what_a_delivery_posted_goes_back_at_the_rate_into_the_reporting_currency_at_which_it_was_posted(
    company: Company,
) -> None:
    """Its cost too."""
    SalesParameters.objects.filter(company=company).update(posts_cost_of_goods=True)
    cost = ("1450", "7050")
    rates = company.exchange_rate_type
    for day, units in ((16, "1.2"), (17, "1.3")):
        ExchangeRate.objects.create(
            rate_type=rates, currency_id="USD", rate_date=date(2026, 10, day), units_per_base=Decimal(units)
        )
    item = an_item(company, standard_cost_amount=Decimal("0.333"))
    order = an_order(a_customer(company), ("3", "0.335"), item=item)
    slip = made(DELIVER, order)
    assert _balances(company, "reporting") == [Decimal("1.33"), Decimal("-0.23"), Decimal("-1.10")]
    assert _balances(company, "reporting", cost) == [Decimal("-1.09"), Decimal("1.09")]
    take_back(slip, {1: "1"}, on=date(2026, 10, 16))
    assert _balances(company, "reporting") == [Decimal("0.88"), Decimal("-0.15"), Decimal("-0.73")]
    assert _balances(company, "reporting", cost) == [Decimal("-0.73"), Decimal("0.73")]
    SalesOrder.objects.filter(pk=order.pk).update(invoice_date=date(2026, 10, 17))
    invoice(order)
    assert _balances(company, "reporting") == [0, 0, 0]
    assert _balances(company, "reporting", cost) == [0, 0]
    assert findings(company) == {}


def test_what_an_earlier_release_delivered_without_an_amount_in_reporting_currency_goes_back_too(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    SalesParameters.objects.filter(company=company).update(posts_cost_of_goods=True)
    customer, item = a_customer(company), an_item(company, standard_cost_amount=4)
    older, newer = (an_order(customer, ("3", "10"), item=item) for _time in range(2))
    with monkeypatch.context() as release:
        release.setattr("customers.fulfilment.reporting_rates", lambda **_values: {})
        made(DELIVER, older)
    made(DELIVER, newer)
    assert not DeferredRevenue.objects.exclude(reporting_currency_net_amount=None).filter(
        slip_line__order_line__order=older
    )
    assert findings(company) == {}
    invoice(older, newer, summary=SummaryUpdate.INVOICE_ACCOUNT)
    assert Invoice.objects.count() == 1
    assert _balances(company, "reporting") == [0, 0, 0]
    assert _balances(company, "reporting", ("1450", "7050")) == [0, 0]
    assert findings(company) == {}


def test_what_is_deferred_goes_back_from_the_accounts_it_was_posted_to(company: Company) -> None:
    order = an_order(a_customer(company), ("3", "10"))
    made(DELIVER, order)
    accounts = company.accounts
    ItemGroup.objects.filter(company=company).update(deferred_revenue_account=accounts.get(number="8100"))
    SalesOrder.objects.filter(pk=order.pk).update(total_discount_percent=50)
    invoice(order)
    assert set(_balances(company)) == {0}
    assert findings(company) == {}


def test_lines_that_cancel_each_other_out_have_no_voucher(company: Company) -> None:
    order = an_order(a_customer(company), ("2", "9"), ("-2", "9"))
    made(DELIVER, order)
    assert (DeferredRevenue.objects.count(), Voucher.objects.filter(company=company).count()) == (2, 0)
    take_back(OrderDocument.objects.get(), {1: "1"})
    assert _balances(company) == [Decimal("-10.89"), Decimal("1.89"), Decimal(9)]
    assert findings(company) == {}


def _without_an_account(company: Company) -> SalesOrder:
    ItemGroup.objects.filter(company=company, code="SERVICES").update(deferred_sales_tax_account=None)
    return an_order(a_customer(company), item=an_item(company, item_type="service"))


def _without_a_tax_rate(company: Company) -> SalesOrder:
    TaxRate.objects.filter(company=company, tax_code__code="RED").delete()
    item = an_item(company, item_tax_group=ItemTaxGroup.objects.get(company=company, code="RED"))
    return an_order(a_customer(company), item=item)


def _without_a_rate(company: Company) -> SalesOrder:
    return an_order(a_customer(company, currency_id="CHF"))


def _without_a_rate_into_reporting_currency(company: Company) -> SalesOrder:
    return an_order(a_customer(company), on=date(2026, 11, 25))


def _with_an_account_that_is_blocked(company: Company) -> SalesOrder:
    return _with_another_account(company, is_blocked=True)


def _with_a_control_account(company: Company) -> SalesOrder:
    return _with_another_account(company, is_control_account=True)


def _with_another_account(company: Company, **is_so: bool) -> SalesOrder:
    other = LedgerAccount.objects.create(company=company, number="8051", name="Other", account_type="revenue", **is_so)
    ItemGroup.objects.filter(company=company, code="SERVICES").update(deferred_revenue_account=other)
    return an_order(a_customer(company), item=an_item(company, item_type="service"))


@pytest.mark.parametrize(
    ("refused", "code", "says"),
    [
        (_without_an_account, "deferral_account_missing", "SERVICES"),
        (_without_a_rate, "rate_missing", "CHF"),
        (_without_a_rate_into_reporting_currency, "rate_missing", "USD"),
        (_without_a_tax_rate, "tax_rate_missing", "RED"),
        (_with_an_account_that_is_blocked, "account_blocked", "8051"),
        (_with_a_control_account, "control_account", "8051"),
    ],
)
def test_what_cannot_be_deferred_is_not_delivered_but_where_it_is_not_asked_for(
    company: Company, refused: Callable[[Company], SalesOrder], code: str, says: str
) -> None:
    order, good = refused(company), an_order(a_customer(company))
    outcome = do(DELIVER, order, good)
    assert [(one.document_id, one.code) for one in outcome.left_out] == [(order.pk, code)]
    assert says in outcome.left_out[0].reason
    assert outcome.posted == [good.pk]
    SalesParameters.objects.filter(company=company).update(defers_revenue=False)
    assert do(DELIVER, order).posted == [order.pk]
