"""Sales orders from flat lines: an order per number, its head repeated on each of its lines."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from arclose.imports.kinds import Breach, Check, Field, Figure, ImportKind
from arclose.imports.staging import Staged
from arclose.imports.values import Choice, Country, Day, Flag, Number, Text
from customers.imports import order_sql, sql
from customers.imports.fields import (
    CODE,
    CURRENCY,
    CUSTOMER_NUMBER,
    ITEM_NUMBER,
    MASTER_DATA_ROLES,
    ORDERS_AND_OPENING_ROLES,
    PERCENT,
    PRICE,
    QUANTITY,
    asked,
    known_code,
)

MADE_CUSTOMERS, MADE_ITEMS = "customers", "items"


def _unless_made(thing: str, statement: str) -> Callable[[Staged], Sequence[Breach]]:
    return lambda staged: [] if thing in staged.mapping.create else staged.breaches(statement)


def _where_made(thing: str, statement: str) -> Callable[[Staged], Sequence[Breach]]:
    return lambda staged: staged.breaches(statement) if thing in staged.mapping.create else []


def _outside_open_periods(staged: Staged) -> list[Breach]:
    return staged.outside_open_periods(order_sql.PERIODS_NOT_OPEN, day="invoice_date")


def _heads_differ(staged: Staged) -> list[Breach]:
    return staged.breaches(order_sql.heads_differ(staged.names))


def _line_numbers_repeated(staged: Staged) -> list[Breach]:
    if staged.constants.get("line_number", "") is None:
        return []
    return staged.breaches(order_sql.LINE_NUMBERS_REPEATED)


def _count(staged: Staged) -> list[Figure]:
    """Count orders and returned orders with their net amounts, so that they can be laid beside the source's own."""
    figures = []
    known = 0
    for order_type, currency, orders, there, lines, net in staged.rows(order_sql.ORDERS_COUNTED):
        what = gettext_noop("returned orders") if order_type == "returned" else gettext_noop("sales orders")
        figures.append(Figure(what, str(orders)))
        figures.append(Figure(gettext_noop("%(what)s: lines"), str(lines), {"what": what}))
        if net is not None:
            words = {"what": what, "currency": currency}
            figures.append(Figure(gettext_noop("%(what)s: net %(currency)s"), str(net), words))
        known += there
    return [*figures, Figure(gettext_noop("there already"), str(known))]


def _write(staged: Staged) -> list[Figure]:
    """Make customers and items where the mapping lets it, then orders, then their lines."""
    source = f"import {staged.run_id}"
    made = []
    if MADE_CUSTOMERS in staged.mapping.create:
        made.append(Figure(gettext_noop("customers made"), str(staged.execute(order_sql.INSERT_NEW_CUSTOMERS))))
    if MADE_ITEMS in staged.mapping.create:
        made.append(Figure(gettext_noop("items made"), str(staged.execute(order_sql.INSERT_NEW_ITEMS))))
    figures = _count(staged)
    orders = staged.execute(order_sql.INSERT_ORDERS, source=source)
    lines = staged.execute(order_sql.INSERT_LINES, source=source)
    return [
        *figures,
        *made,
        Figure(gettext_noop("orders made"), str(orders)),
        Figure(gettext_noop("lines made"), str(lines)),
    ]


_INCOMPLETE = _("It cannot be made: %(detail)s is missing or not there.")

SALES_ORDERS = ImportKind(
    name="sales-orders",
    position=30,
    label=_("Sales orders"),
    roles=ORDERS_AND_OPENING_ROLES,
    day_field="invoice_date",
    fields=(
        Field("number", Text(most=30, is_code=True), _("order number; lines of one number are one order"), True),
        Field(
            "order_type", Choice(words=("sales", "returned")), _("sales, or returned (a credit note)"), default="sales"
        ),
        Field("customer", CUSTOMER_NUMBER, _("customer number"), is_required=True),
        Field("order_date", Day(), _("date of the order; empty: the invoice date")),
        Field("invoice_date", Day(), _("date it is to be invoiced on"), is_required=True),
        Field("delivery_date", Day(), _("date it is to be delivered on; empty: the invoice date")),
        Field("currency", CURRENCY, _("currency; empty: the customer's")),
        Field("payment_terms", CODE, _("code of the payment terms; empty: the customer's")),
        Field("tax_group", CODE, _("code of the tax group; empty: the customer's")),
        Field("delivery_country", Country(), _("country of delivery; empty: the customer's")),
        Field("delivery_address", Text(most=1000), _("address of delivery")),
        Field("total_discount_percent", PERCENT, _("total discount on the order, in percent"), default="0"),
        Field("prices_include_tax", Flag(), _("whether prices include tax; empty: as the customer has it")),
        Field("credited_invoice", Text(most=40, is_code=True), _("number of the invoice that is credited")),
        Field("customer_reference", Text(most=60), _("what the customer calls the order")),
        Field("reason", Text(most=200), _("reason of a returned order; empty: imported")),
        Field("line_number", Number("integer", digits=8, decimals=0, least=1), _("number of the line in its order")),
        Field("item", ITEM_NUMBER, _("item number"), is_required=True),
        Field("description", Text(most=200), _("description; empty: the item's name")),
        Field("quantity", QUANTITY, _("quantity, below zero for what comes back"), is_required=True),
        Field("unit_price", PRICE, _("price per unit, net of tax unless prices include it; empty: the item's, net")),
        Field("line_discount_percent", PERCENT, _("discount on the line, in percent"), default="0"),
        Field("site", CODE, _("code of the site that the line leaves from; lines of one site share a packing slip")),
        Field("line_delivery_address", Text(most=1000), _("address of delivery of the line; empty: the order's")),
        Field(
            "line_delivery_country",
            Country(),
            _("country of that address; empty: the order's"),
        ),
        Field("customer_name", Text(most=160), _("name of a customer that is made")),
        Field("customer_country", Country(), _("country of a customer that is made; empty: that of delivery")),
        Field("customer_group", CODE, _("customer group of a customer that is made")),
        Field("posting_profile", CODE, _("posting profile of a customer that is made")),
        Field("item_name", Text(most=160), _("name of an item that is made")),
        Field("item_type", Choice(words=("goods", "service")), _("goods or service, of an item made"), default="goods"),
        Field("item_group", CODE, _("item group of an item that is made")),
        Field("item_tax_group", CODE, _("item tax group of an item that is made")),
    ),
    checks=(
        Check(
            "customer",
            _("There is no customer “%(detail)s”. An administrator imports customers first."),
            _unless_made(MADE_CUSTOMERS, sql.codes_missing("customer")),
        ),
        Check("customer", _INCOMPLETE, _where_made(MADE_CUSTOMERS, order_sql.NEW_CUSTOMERS_INCOMPLETE)),
        Check(
            "item",
            _("There is no item “%(detail)s”. An administrator imports items first."),
            _unless_made(MADE_ITEMS, sql.codes_missing("item")),
        ),
        Check("item", _INCOMPLETE, _where_made(MADE_ITEMS, order_sql.NEW_ITEMS_INCOMPLETE)),
        known_code("currency"),
        known_code("payment_terms"),
        known_code("tax_group"),
        known_code("site"),
        known_code("credited_invoice"),
        Check(
            "credited_invoice",
            _("Invoice %(detail)s is another customer's, or this is no returned order."),
            asked(order_sql.CREDITS_OF_OTHERS),
        ),
        Check("number", _("The lines of one order differ in their head. %(detail)s"), _heads_differ),
        Check(
            "line_number",
            _("A line number stands twice in its order, or on some of its lines only: %(detail)s"),
            _line_numbers_repeated,
        ),
        Check(
            "line_delivery_country",
            _("A line to a country of its own, %(detail)s, needs its address there."),
            asked(order_sql.COUNTRIES_WITHOUT_ADDRESS),
        ),
        Check("quantity", _("The amount of a line of %(detail)s is too large."), asked(order_sql.AMOUNTS_TOO_LARGE)),
        Check(
            "unit_price",
            _("The price of item %(detail)s is net of tax: enter the one that includes it."),
            asked(order_sql.PRICES_MISSING),
        ),
        Check(
            "invoice_date",
            _("%(detail)s lies in no open period. Reopen it, or leave these days out (from, until)."),
            _outside_open_periods,
        ),
        Check(
            "number",
            _("Order %(detail)s is there already with other content."),
            asked(order_sql.ORDERS_CHANGED),
            needs_every_line=True,
        ),
    ),
    count=_count,
    write=_write,
    creates={MADE_CUSTOMERS: MASTER_DATA_ROLES, MADE_ITEMS: MASTER_DATA_ROLES},
    list_page="customers:orders",
    tables=("customers_customer", "customers_item", "customers_salesorder", "customers_salesorderline"),
)
