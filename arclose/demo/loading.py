"""The demo companies, from nothing to the day before a close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from arclose.access.routes import Role
from arclose.checklist.closing import hold_period
from arclose.demo import bank, bills, direct_debits, ec_sales, life, problems, vouchers
from arclose.demo.discounts import agree_on_discounts
from arclose.demo.free_text import leave_free_text
from arclose.demo.interest import agree_on_interest
from arclose.demo.letters import agree_on_letters
from arclose.demo.months import Shop, create_orders, open_shop, working_days
from arclose.demo.people import admit, create_people
from arclose.demo.refusing import expect_all
from arclose.demo.wholesaler import create_customers, create_items
from arclose.ledger.models import Company, FiscalPeriod
from customers.company_setup import create_company
from customers.crediting import credit_invoice
from customers.invoicing import post_invoices
from customers.models import Invoice
from customers.models.invoices import InvoiceType
from journals.banking import accounts as bank_accounts
from journals.models import BankAccount
from journals.posting import post_general_vouchers

WHOLESALER, RETAILER = "NLWS", "GBRT"
SEED = 20_261_031
ORDERS_PER_MONTH, CREDITS_PER_MONTH = 260, 9
CLOSED_MONTHS = (date(2026, 8, 1), date(2026, 9, 1))
OPEN_MONTH = date(2026, 10, 1)
# What stands on the wholesaler's documents; the IBAN is the example of its standard.
LETTERHEAD = {
    "address": "Keukenkade 18\n3011 AB Rotterdam",
    "email": "verkoop@keukengroothandel.example",
    "trade_register_number": "62819482",
    "iban": "NL91 ABNA 0417 1643 00",
    "bic": "ABNANL2A",
}
# The examples of the standard again, as the company's account at its bank.
BANK_NUMBERS = {
    WHOLESALER: {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A"},
    RETAILER: {"iban": "GB29NWBK60161331926819", "bic": "NWBKGB2L"},
}
RETURN_REASONS = ("Damaged in transit", "Wrong article", "Agreed return", "Price corrected")


@dataclass(frozen=True)
class Loaded:
    """The codes of the companies that were made; none where they were there already."""

    companies: Sequence[str]


@transaction.atomic
def load_demo(*, with_passwords: bool) -> Loaded:
    """Make the demo companies with their people; one that is there stays as it is.

    :raises DemoRefused: the generator made a document that the program does not post.
    """
    known = set(Company.objects.filter(code__in=(WHOLESALER, RETAILER)).values_list("code", flat=True))
    users = create_people(with_passwords=with_passwords) if len(known) < 2 else {}
    if WHOLESALER not in known:
        _load_wholesaler(users)
    if RETAILER not in known:
        _load_retailer(users)
    return Loaded([code for code in (WHOLESALER, RETAILER) if code not in known])


def _load_retailer(users: dict[str, Any]) -> None:
    """Make the British company for real orders. Its clerk may make customers and items with them."""
    company = create_company(
        code=RETAILER, name="Great British Retail Trade Ltd", country="GB", currency="GBP", first_year=2010, years=2
    )
    _open_bank_account(company)
    admit(company, users, more=[(Role.CLERK, Role.ADMINISTRATOR)])


def _open_bank_account(company: Company) -> None:
    BankAccount.objects.filter(company=company, code=bank_accounts.CODE).update(**BANK_NUMBERS[company.code])


def _load_wholesaler(users: dict[str, Any]) -> None:
    """Make the Dutch wholesaler: two months posted and on hold, the third as the clerk finds it."""
    chance = Random(SEED)  # noqa: S311 (the same demo everywhere is the point)
    company = create_company(
        code=WHOLESALER,
        name="Nederlandse Keukengroothandel B.V.",
        country="NL",
        currency="EUR",
        first_year=2026,
        vat_number="NL628194821B01",
    )
    Company.objects.filter(pk=company.pk).update(**LETTERHEAD)
    _open_bank_account(company)
    admit(company, users)
    vouchers.create_clearing_account(company)
    agree_on_interest(company)
    agree_on_letters(company)
    ec_sales.say_who_declares(company)
    customers, items = create_customers(company, chance), create_items(company)
    agree_on_discounts(company, customers)
    sold = [item for item in items if item.number != problems.BLOCKED_ITEM]
    shop = open_shop(company, customers, sold, chance)
    for period in FiscalPeriod.objects.filter(company=company, end_date__lt=CLOSED_MONTHS[0]).order_by("start_date"):
        hold_period(
            company=company, period=period, held_by=users[Role.CONTROLLER], reason="Before the first month here"
        )
    for month in CLOSED_MONTHS:
        _sell(shop, month)
        _post_month(shop, month, users)
        _hold(company, month, users)
        ec_sales.submit_list(company, month, users)
    _sell(shop, OPEN_MONTH)
    _leave_open(shop, users)


def _sell(shop: Shop, month: date) -> None:
    """Create the orders of a month, and the returned orders against invoices of the month before."""
    days = working_days(month, _end_of(month))
    create_orders(shop, days=days, how_many=ORDERS_PER_MONTH)
    life.ship_machines_from_their_site(shop.company)
    for place, invoice in enumerate(_to_credit(shop, month)):
        day, reason = shop.chance.choice(days), shop.chance.choice(RETURN_REASONS)
        if place:
            credit_invoice(invoice=invoice, invoice_date=day, reason=reason)
        else:
            life.return_a_part(invoice, day=day)


def _to_credit(shop: Shop, month: date) -> list[Invoice]:
    before = Invoice.objects.filter(
        company=shop.company, invoice_type=InvoiceType.INVOICE, invoice_date__lt=month, credit_orders__isnull=True
    )
    invoices = list(before.select_related("customer", "currency", "payment_terms", "order").order_by("pk"))
    return shop.chance.sample(invoices, min(CREDITS_PER_MONTH, len(invoices)))


def _post_month(shop: Shop, month: date, users: dict[str, Any]) -> None:
    worker = life.Worker(shop.company, users[Role.CLERK], month)
    life.live_through(worker, life.orders_of(shop.company, month))
    returned = shop.company.sales_orders.filter(status="open", invoice_date__lte=_end_of(month))
    expect_all(
        post_invoices(
            company=shop.company,
            orders=list(returned.order_by("invoice_date", "pk").values_list("pk", flat=True)),
            posted_by=users[Role.CLERK],
            key=worker.key("credit notes"),
        )
    )
    drafts = [*vouchers.MONTHLY, vouchers.RECEIPT, vouchers.ASSIGNED]
    _post_vouchers(shop.company, month, drafts, users)


def _post_vouchers(company: Company, month: date, drafts: Sequence[vouchers.Draft], users: dict[str, Any]) -> None:
    made = [vouchers.create_voucher(company, month=month, draft=draft).pk for draft in drafts]
    expect_all(
        post_general_vouchers(
            company=company, documents=made, posted_by=users[Role.CLERK], key=f"demo vouchers {month:%Y-%m}"
        )
    )


def _hold(company: Company, month: date, users: dict[str, Any]) -> None:
    period = FiscalPeriod.objects.get(company=company, start_date=month)
    hold_period(company=company, period=period, held_by=users[Role.CONTROLLER], reason="Month end")


def _leave_open(shop: Shop, users: dict[str, Any]) -> None:
    """Leave the last month to be closed: its orders halfway, what is wrong with some, a receipt nobody has assigned."""
    worker = life.Worker(shop.company, users[Role.CLERK], OPEN_MONTH)
    life.come_halfway(worker, life.orders_of(shop.company, OPEN_MONTH))
    problems.plant(shop, days=working_days(OPEN_MONTH, _end_of(OPEN_MONTH)), user=users[Role.CLERK])
    _post_vouchers(shop.company, OPEN_MONTH, [vouchers.RECEIPT], users)
    for draft in [*vouchers.MONTHLY, vouchers.ASSIGNED]:
        vouchers.create_voucher(shop.company, month=OPEN_MONTH, draft=draft)
    leave_free_text(shop, month=OPEN_MONTH, entered_by=users[Role.CLERK])
    direct_debits.collect(shop.company, month=OPEN_MONTH, user=users[Role.CLERK])
    bills.leave_bills(shop.company, month=OPEN_MONTH, user=users[Role.CLERK])
    iban = BANK_NUMBERS[shop.company.code]["iban"]
    bank.read_statement(shop.company, month=OPEN_MONTH, iban=iban, user=users[Role.CLERK])


def _end_of(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
