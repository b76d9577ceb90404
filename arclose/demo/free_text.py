"""The free text invoices of the month that is left to close: drafts that wait, and a contract that is due."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.contrib.auth.models import User

from arclose.demo.months import Shop
from customers.free_text.distributions import shares_typed
from customers.free_text.drafts import FreeTextEntry, FreeTextHead, enter_free_text
from customers.free_text.recurring import enter_recurring
from customers.models import Customer, FreeTextInvoice, ItemTaxGroup, RecurringTemplate, RecurringTemplateLine
from customers.models.items import ItemType
from customers.models.recurring import RecurrenceUnit

SERVICES, GOODS, SERVICE_TAX = "8100", "8000", "SERV"


class Draft(NamedTuple):
    """A free text invoice of one line, on a day of its month; ``shares`` distribute it over two accounts."""

    day: int
    description: str
    quantity: str
    price: str
    shares: str = ""


DRAFTS = (
    Draft(12, "Training in the use of coffee machines, per day", "2", "640.00"),
    Draft(21, "Decorating a shop window: work and ware", "1", "1150.00", f"{SERVICES} 70%; {GOODS} 30%"),
    Draft(28, "Storage of ware that was not called off", "6", "48.50"),
)
CONTRACT = ("SERVICE", "Maintenance of coffee machines", Decimal("145.00"))


def leave_free_text(shop: Shop, *, month: date, entered_by: User) -> Sequence[FreeTextInvoice]:
    """Enter the drafts of a month for domestic customers, and a contract that is due on its last day."""
    domestic = [customer for customer in shop.customers if customer.country == shop.company.country]
    _leave_contract(shop, domestic[len(DRAFTS)], month)
    return [_enter(shop, customer, month, draft, entered_by) for customer, draft in zip(domestic, DRAFTS, strict=False)]


def _enter(shop: Shop, customer: Customer, month: date, draft: Draft, entered_by: User) -> FreeTextInvoice:
    company = shop.company
    line = FreeTextEntry(
        description=draft.description,
        account=company.accounts.get(number=SERVICES),
        item_tax_group=ItemTaxGroup.objects.get(company=company, code=SERVICE_TAX),
        item_type=ItemType.SERVICE,
        quantity=Decimal(draft.quantity),
        unit_price=Decimal(draft.price),
        shares=shares_typed(draft.shares, company=company) if draft.shares else [],
    )
    head = FreeTextHead(
        customer=customer,
        invoice_account=customer.invoice_account or customer,
        invoice_date=month.replace(day=draft.day),
        currency=customer.currency,
        payment_terms=customer.payment_terms,
        tax_group=customer.tax_group,
        delivery_country=customer.country,
    )
    return enter_free_text(
        company=company,
        head=head,
        lines=[line],
        key=f"demo free text {month:%Y-%m}-{draft.day}",
        entered_by=entered_by,
    )


def _leave_contract(shop: Shop, customer: Customer, month: date) -> None:
    code, name, price = CONTRACT
    company = shop.company
    template = RecurringTemplate.objects.create(company=company, code=code, name=name)
    RecurringTemplateLine.objects.create(
        company=company,
        template=template,
        line_number=1,
        description=name,
        account=company.accounts.get(number=SERVICES),
        item_tax_group=ItemTaxGroup.objects.get(company=company, code=SERVICE_TAX),
        unit_price=price,
    )
    pattern = {"start_date": month, "unit": RecurrenceUnit.MONTHS, "month_day": 31, "maximum_amount": price * 12}
    values = {"template": template, "customer": customer, **pattern}
    enter_recurring(company=company, key=f"demo contract {code}", values=values)
