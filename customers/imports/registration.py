"""The kinds of file of customers, in the order they are offered."""

from arclose.imports import kinds
from customers.imports.master_data import CUSTOMERS, ITEMS
from customers.imports.sales_orders import SALES_ORDERS


def register_imports() -> None:
    """Put the kinds on the list of :mod:`arclose.imports.kinds`."""
    for kind in (CUSTOMERS, ITEMS, SALES_ORDERS):
        kinds.register(kind)
