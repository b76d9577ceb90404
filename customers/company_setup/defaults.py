"""What a new company starts with, as tables."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

from arclose.ledger.models.accounts import AccountType, AutomaticPurpose
from arclose.ledger.models.companies import Language
from arclose.ledger.models.number_series import SeriesPurpose
from customers.models.sales_tax import TaxKind

TIME_ZONES = {
    "AT": "Europe/Vienna",
    "BE": "Europe/Brussels",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "NL": "Europe/Amsterdam",
}
ANY_TIME_ZONE = "UTC"
# What documents are written in, where it is not English.
LANGUAGES = {"NL": Language.DUTCH}

BANK, RECEIVABLES, ALLOWANCE, SALES_TAX, PREPAYMENTS = "1000", "1100", "1190", "2100", "2200"
INVENTORY, UNITS_DELIVERED, COST_OF_GOODS_SOLD, COST_OF_GOODS_DELIVERED = "1400", "1450", "7000", "7050"
NOT_INVOICED, DEFERRED_SALES_TAX, DEFERRED_REVENUE = "1150", "2110", "8050"
EQUITY, OPENING = "3000", "3900"
EXPENSES, BAD_DEBT, ROUNDING, REALIZED_LOSS, UNREALIZED_LOSS = "4000", "4800", "4900", "4920", "4930"
PENNY_DIFFERENCES, OVER_UNDERPAYMENTS, CASH_DISCOUNTS = "4910", "4915", "8820"
GOODS_REVENUE, SERVICE_REVENUE, LINE_DISCOUNT, TOTAL_DISCOUNT = "8000", "8100", "8800", "8810"
REALIZED_GAIN, UNREALIZED_GAIN = "8910", "8920"

# number, name, type
ACCOUNTS = (
    (BANK, "Bank", AccountType.ASSET),
    (RECEIVABLES, "Trade receivables", AccountType.ASSET),
    (ALLOWANCE, "Allowance for bad debts", AccountType.ASSET),
    (NOT_INVOICED, "Receivables not invoiced", AccountType.ASSET),
    (INVENTORY, "Inventory", AccountType.ASSET),
    (UNITS_DELIVERED, "Cost of units, delivered", AccountType.ASSET),
    (SALES_TAX, "Sales tax payable", AccountType.LIABILITY),
    (DEFERRED_SALES_TAX, "Sales tax of deliveries not invoiced", AccountType.LIABILITY),
    (PREPAYMENTS, "Customer prepayments", AccountType.LIABILITY),
    (EQUITY, "Equity", AccountType.EQUITY),
    (OPENING, "Opening balances", AccountType.EQUITY),
    (EXPENSES, "General expenses", AccountType.EXPENSE),
    (BAD_DEBT, "Bad debt expense", AccountType.EXPENSE),
    (ROUNDING, "Rounding differences", AccountType.EXPENSE),
    (PENNY_DIFFERENCES, "Penny differences", AccountType.EXPENSE),
    (OVER_UNDERPAYMENTS, "Over- and underpayments", AccountType.EXPENSE),
    (REALIZED_LOSS, "Realized exchange losses", AccountType.EXPENSE),
    (UNREALIZED_LOSS, "Unrealized exchange losses", AccountType.EXPENSE),
    (COST_OF_GOODS_SOLD, "Cost of goods sold", AccountType.EXPENSE),
    (COST_OF_GOODS_DELIVERED, "Cost of goods, delivered", AccountType.EXPENSE),
    (GOODS_REVENUE, "Revenue from goods", AccountType.REVENUE),
    (DEFERRED_REVENUE, "Revenue delivered, not invoiced", AccountType.REVENUE),
    (SERVICE_REVENUE, "Revenue from services", AccountType.REVENUE),
    (LINE_DISCOUNT, "Line discounts given", AccountType.REVENUE),
    (TOTAL_DISCOUNT, "Total discounts given", AccountType.REVENUE),
    (CASH_DISCOUNTS, "Cash discounts given", AccountType.REVENUE),
    (REALIZED_GAIN, "Realized exchange gains", AccountType.REVENUE),
    (UNREALIZED_GAIN, "Unrealized exchange gains", AccountType.REVENUE),
)
CONTROL_ACCOUNTS = frozenset({RECEIVABLES})
CLEARING_ACCOUNTS = frozenset({OPENING})

AUTOMATIC_ACCOUNTS = {
    AutomaticPurpose.ROUNDING: ROUNDING,
    AutomaticPurpose.REALIZED_GAIN: REALIZED_GAIN,
    AutomaticPurpose.REALIZED_LOSS: REALIZED_LOSS,
    AutomaticPurpose.UNREALIZED_GAIN: UNREALIZED_GAIN,
    AutomaticPurpose.UNREALIZED_LOSS: UNREALIZED_LOSS,
    AutomaticPurpose.OPENING: OPENING,
    AutomaticPurpose.PREPAYMENTS: PREPAYMENTS,
    AutomaticPurpose.CASH_DISCOUNT: CASH_DISCOUNTS,
    AutomaticPurpose.PENNY_DIFFERENCE: PENNY_DIFFERENCES,
    AutomaticPurpose.OVER_UNDERPAYMENT: OVER_UNDERPAYMENTS,
}

NUMBER_SERIES = {
    SeriesPurpose.VOUCHER: "V",
    SeriesPurpose.INVOICE: "INV",
    SeriesPurpose.CREDIT_NOTE: "CN",
    SeriesPurpose.CONFIRMATION: "CNF",
    SeriesPurpose.PICKING_LIST: "PCK",
    SeriesPurpose.PACKING_SLIP: "SLP",
}

# code, name, days, whether they count from the end of the month
PAYMENT_TERMS = (
    ("N00", "At once", 0, False),
    ("N14", "14 days", 14, False),
    ("N30", "30 days", 30, False),
    ("N60", "60 days", 60, False),
    ("M30", "30 days from the end of the month", 30, True),
)
# code, name, account, whether sales tax is relieved, of the reasons why something is written off
WRITE_OFF_REASONS = (
    ("BAD", "Bad debt, with relief of sales tax", BAD_DEBT, True),
    ("SMALL", "Small remainder", OVER_UNDERPAYMENTS, False),
)
# code, name of the reasons why orders are kept from the warehouse
HOLD_CODES = (("CREDIT", "Credit to be looked at"), ("QUERY", "A question to the customer is open"))
CUSTOMER_GROUPS = (("TRADE", "Trade customers"), ("CASH", "Cash customers"))
POSTING_PROFILE = ("GEN", "General", RECEIVABLES)

# code, name, revenue account
ITEM_GROUPS = (("GOODS", "Goods", GOODS_REVENUE), ("SERVICES", "Services", SERVICE_REVENUE))

# Ready for the company that posts what it delivers, at cost or as revenue; none does until it says so.
DELIVERY_ACCOUNTS = {
    "inventory_account": INVENTORY,
    "units_delivered_account": UNITS_DELIVERED,
    "cost_of_goods_sold_account": COST_OF_GOODS_SOLD,
    "cost_of_goods_delivered_account": COST_OF_GOODS_DELIVERED,
    "deferred_revenue_offset_account": NOT_INVOICED,
    "deferred_revenue_account": DEFERRED_REVENUE,
    "deferred_sales_tax_account": DEFERRED_SALES_TAX,
}

TAX_GROUPS = (
    ("DOM", "Domestic"),
    ("EU", "Other member states of the EU"),
    ("TRI", "Triangular trade"),
    ("EXP", "Outside the EU"),
    ("OUT", "Out of scope of sales tax"),
)
ITEM_TAX_GROUPS = (("STD", "Standard rate"), ("RED", "Reduced rate"), ("SERV", "Services"))
# Of free text lines on the revenue account of goods: with that of services, the EC sales list would call them services.
GOODS_TAX_GROUP = "STD"

STANDARD, REDUCED = "standard", "reduced"
# code, name, kind, level of its dated rates; no level: 0 %
TAX_CODES = (
    ("STD", "Domestic, standard rate", TaxKind.DOMESTIC, STANDARD),
    ("RED", "Domestic, reduced rate", TaxKind.DOMESTIC, REDUCED),
    ("EUG", "Intra-Community goods", TaxKind.EU_GOODS, ""),
    ("EUS", "Services in another member state", TaxKind.EU_SERVICE, ""),
    ("TRI", "Triangular trade", TaxKind.TRIANGULAR, ""),
    ("EXP", "Export", TaxKind.EXPORT, ""),
    ("OUT", "Out of scope", TaxKind.OUT_OF_SCOPE, ""),
)
# tax group: the tax code of each item tax group, in the order of ITEM_TAX_GROUPS; "": goods of that kind only
TAX_RULES = {
    "DOM": ("STD", "RED", "STD"),
    "EU": ("EUG", "EUG", "EUS"),
    "TRI": ("TRI", "TRI", ""),
    "EXP": ("EXP", "EXP", "OUT"),
    "OUT": ("OUT", "OUT", "OUT"),
}


class VatRate(NamedTuple):
    """The percentage of a level (standard, reduced) from a day on."""

    level: str
    valid_from: date
    percent: Decimal


def vat_rates(country: str) -> Iterator[VatRate]:
    """Give the dated domestic VAT rates of a country, as far as they ship with the program."""
    text = (files("customers.company_setup") / "vat_rates.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["country"] == country:
            yield VatRate(row["level"], date.fromisoformat(row["valid_from"]), Decimal(row["percent"]))
