"""The lock that lets two postings not both use what is left of a credit limit."""

from collections.abc import Sequence

from arclose.ledger.sql.running import rows
from customers.sql.taxing import INVOICE_ACCOUNT

# Invoice accounts that have a limit, and all members of the limited credit groups that they are in, in order
# of id, so that two postings cannot both use what is left of a limit.
_LOCK_ACCOUNTS = """
    WITH account AS (
        SELECT account.id, account.credit_limit_amount, shared.id AS group_id
        FROM customers_customer account
        LEFT JOIN customers_creditgroup shared
            ON shared.id = account.credit_group_id AND shared.credit_limit_amount IS NOT NULL
        WHERE account.company_id = %(company)s AND account.id IN ({of})
    )
    SELECT id FROM customers_customer WHERE company_id = %(company)s AND (
        id IN (SELECT id FROM account WHERE credit_limit_amount IS NOT NULL)
        OR credit_group_id IN (SELECT group_id FROM account WHERE group_id IS NOT NULL))
    ORDER BY id FOR NO KEY UPDATE
    """
_OF_ORDERS = """
            SELECT {INVOICE_ACCOUNT} FROM customers_salesorder o
            JOIN customers_customer c ON c.id = o.customer_id
            LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
            WHERE o.company_id = %(company)s AND o.id = ANY(%(documents)s)""".replace(
    "{INVOICE_ACCOUNT}", INVOICE_ACCOUNT
)
_OF_FREE_TEXT = """
            SELECT f.invoice_account_id FROM customers_freetextinvoice f
            WHERE f.company_id = %(company)s AND f.id = ANY(%(documents)s)"""


def lock_limited_accounts(*, company_id: int, orders: Sequence[int]) -> int:
    """Lock the invoice accounts of orders whose credit is limited, with their credit groups, and return how many."""
    return _lock(_OF_ORDERS, company_id, orders)


def lock_limited_accounts_of_free_text(*, company_id: int, documents: Sequence[int]) -> int:
    """Lock the invoice accounts of free text invoices likewise, and return how many."""
    return _lock(_OF_FREE_TEXT, company_id, documents)


def _lock(accounts: str, company_id: int, documents: Sequence[int]) -> int:
    asked = {"company": company_id, "documents": list(documents)}
    return len(rows(_LOCK_ACCOUNTS.replace("{of}", accounts), asked))
