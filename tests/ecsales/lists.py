"""Short ways to collect and to report, for tests of EC sales lists."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from arclose.ledger.models import Company, VatRegistration
from customers.fulfilment import post_order_documents
from customers.models.order_documents import OrderDocumentType
from customers.models.sales_orders import Quantity
from customers.update_parameters import UpdateParameters
from ecsales.collecting import Collection, collect_list
from ecsales.corrections import Difference
from ecsales.declaring import report
from ecsales.formats.listing import Kind, Period
from ecsales.list_states import begin_list
from ecsales.manual_lines import TypedLine, add_line
from ecsales.models import Declaration, ListedNumber, ListParameters, ManualLine, SalesList
from ecsales.planning import plan
from tests.builders import a_clerk, a_controller, a_customer

_SERIAL = count(1)
MOMENT = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
OCTOBER = Period(2026, 10)
GERMAN, BELGIAN, GREEK = "DE136695976", "BE0428759497", "EL094259216"
# What the Dutch file says of who declares.
DUTCH_PARTICULARS = {
    "contact_first_name": "Jan",
    "contact_last_name": "Jansen",
    "telephone": "0201234567",
    "particulars": "software_vendor_number: SWO00000",
}


def declares(company: Company, **values: Any) -> VatRegistration:
    """Let a company's registration have what its file asks for, and give it."""
    registration = company.vat_registrations.get()
    ListParameters.objects.create(company=company, registration=registration, **{**DUTCH_PARTICULARS, **values})
    return registration


def an_eu_customer(company: Company, vat_number: str = GERMAN, **values: Any) -> Any:
    """Give a customer in another member state."""
    country = {"EL": "GR"}.get(vat_number[:2], vat_number[:2])
    return a_customer(company, **{"tax_group": "EU", "country": country, "vat_number": vat_number, **values})


def supplied(*orders: Any, on: date, quantity: Quantity = Quantity.ALL) -> None:
    """Post the packing slips of orders on a day, of all that is left or of what is to be delivered now."""
    post_order_documents(
        company=orders[0].company,
        document_type=OrderDocumentType.PACKING_SLIP,
        orders=[order.pk for order in orders],
        parameters=UpdateParameters(quantity, posting_date=on),
        posted_by=a_clerk(orders[0].company),
        key=f"slips{next(_SERIAL)}",
    )


def a_list(company: Company, period: Period = OCTOBER) -> SalesList:
    """Give the list of the company's registration."""
    registration = company.vat_registrations.get()
    return begin_list(company=company, registration=registration, period=period, made_by=a_controller(company))


def reported(sales_list: SalesList, *, key: str = "", moment: datetime = MOMENT, **values: Any) -> Declaration:
    """Report a list as it stands."""
    return report(
        sales_list=sales_list,
        moment=moment,
        seen=plan(sales_list).fingerprint,
        reported_by=a_controller(sales_list.company),
        key=key or f"report{next(_SERIAL)}",
        **values,
    )


def differing(sales_list: SalesList) -> list[Difference]:
    """Give what of a reported list was declared otherwise than it is collected now."""
    return list(plan(sales_list).differences)


def lines_of(declaration: Declaration) -> list[tuple[str, str, str]]:
    """Give what a declaration says as (number, amount before, amount)."""
    rows = declaration.lines.order_by("line_number").values_list("country", "vat_number", "previous_amount", "amount")
    return [(country + number, f"{before:.2f}", f"{now:.2f}") for country, number, before, now in rows]


def shown(collection: Collection) -> list[tuple[str, str, str]]:
    """Give lines as (number, kind, amount)."""
    return [(line.number, line.kind.value, f"{line.amount:.2f}") for line in collection.lines]


def left_out(collection: Collection) -> dict[str, str]:
    """Give what is left out, as reason to amount."""
    return {out.code: f"{out.amount:.2f}" for out in collection.left_out}


def collected(company: Company, period: Period = OCTOBER) -> Collection:
    """Collect the list of a company."""
    return collect_list(a_list(company, period))


def a_line(sales_list: SalesList, amount: str = "10", **values: Any) -> ManualLine:
    """Give a line that somebody typed for a list."""
    usual = {"line_date": sales_list.start_date, "kind": Kind.GOODS, "vat_number": GERMAN, "name": "Muster GmbH"}
    typed = TypedLine(**{**usual, "amount": Decimal(amount), "reason": "forgotten", **values})
    clerk, key = a_controller(sales_list.company), f"line{next(_SERIAL)}"
    return add_line(sales_list=sales_list, typed=typed, made_by=clerk, key=key)


def a_number(customer: Any, listed_number: str = BELGIAN) -> ListedNumber:
    """Give the number that lists from October on take for a customer."""
    return ListedNumber.objects.create(
        company=customer.company,
        customer=customer,
        registration=customer.company.vat_registrations.get(),
        used_number=customer.vat_number,
        listed_number=listed_number,
        valid_from=date(2026, 10, 1),
        reason="asked",
        made_by=a_controller(customer.company),
    )
