"""Where a cause for which documents are set aside is put right: a page, and what it is narrowed to.

What is put right on the document itself is not here: a cause leads to its documents anyway.
"""

from collections.abc import Sequence

from arclose.ledger.outcomes import Fact

_CALENDAR, _HOLDS = "ledger:calendar", "customers:credit_holds"
_BY_CODE = {
    "period_not_open": _CALENDAR,
    "posting_date_not_open": _CALENDAR,
    "order_date_not_open": _CALENDAR,
    "delivery_date_not_open": _CALENDAR,
    "reserved_not_open": _CALENDAR,
    "rate_missing": "revaluation:rates",
}
# Their first fact is the number of the customer or item.
_NAMED = {
    "vat_number_missing": "customers:customers",
    "customer_blocked": "customers:customers",
    "item_blocked": "customers:items",
    "not_in_stock": "customers:items",
}


def fix_page(code: str, facts: Sequence[Fact]) -> tuple[str, str]:
    """Give the page on which a cause of orders is put right, and a text to find it by; both may be empty."""
    if code.startswith("credit_"):
        return _HOLDS, ""
    return fix_page_of_free_text(code, facts)


def fix_page_of_free_text(code: str, facts: Sequence[Fact]) -> tuple[str, str]:
    """Give the same of free text invoices, which a credit limit stops and never holds."""
    if code in _NAMED:
        return _NAMED[code], str(facts[0]) if facts else ""
    return _BY_CODE.get(code, ""), ""
