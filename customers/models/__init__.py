"""The tables of customers."""

from customers.models.customers import Customer, CustomerGroup, DeliveryAddress, PaymentTerms, PostingProfile
from customers.models.invoices import Invoice, InvoiceLine, TaxRow
from customers.models.items import Item, ItemGroup
from customers.models.openings import OpeningBalance, OpeningDocument
from customers.models.sales_orders import SalesOrder, SalesOrderLine
from customers.models.sales_tax import ItemTaxGroup, TaxCode, TaxGroup, TaxRate, TaxRule
from customers.models.transactions import CustomerTransaction, OpenTransaction, Settlement, SubledgerBalance

__all__ = [
    "Customer",
    "CustomerGroup",
    "CustomerTransaction",
    "DeliveryAddress",
    "Invoice",
    "InvoiceLine",
    "Item",
    "ItemGroup",
    "ItemTaxGroup",
    "OpenTransaction",
    "OpeningBalance",
    "OpeningDocument",
    "PaymentTerms",
    "PostingProfile",
    "SalesOrder",
    "SalesOrderLine",
    "Settlement",
    "SubledgerBalance",
    "TaxCode",
    "TaxGroup",
    "TaxRate",
    "TaxRow",
    "TaxRule",
]
