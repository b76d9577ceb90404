"""The kinds of file of customers, in the order they are offered."""

from django.utils.translation import gettext_lazy as _

from arclose.imports import kinds
from arclose.ledger import documents
from customers.imports.free_text import FREE_TEXT_INVOICES
from customers.imports.master_data import CUSTOMERS, ITEMS
from customers.imports.opening import OPEN_TRANSACTIONS, OPENING
from customers.imports.sales_orders import SALES_ORDERS


def register_imports() -> None:
    """Put the kinds on the list of :mod:`arclose.imports.kinds`, and the documents they post on the ledger's."""
    for kind in (CUSTOMERS, ITEMS, SALES_ORDERS, FREE_TEXT_INVOICES, OPEN_TRANSACTIONS):
        kinds.register(kind)
    documents.register(
        documents.DocumentKind(
            OPENING,
            _("Opening transactions"),
            undone_by=_("An opening voucher is not reversed: import the opposite of what is wrong, and settle both."),
        )
    )
