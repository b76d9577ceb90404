"""What the unfinished orders of an account come to of its credit."""

from decimal import Decimal

from customers.sql.credit_limits import in_turn
from customers.sql.running import rows

# Two sums. Reads the unfinished orders of the customers whose invoices go to the account, and their lines.
_OF_ACCOUNT = in_turn(
    given="",
    company="%(company)s",
    which="""o.status IN ('open', 'delivered') AND o.order_type = 'sales' AND o.customer_id IN (
            SELECT id FROM customers_customer WHERE company_id = %(company)s
                AND (id = %(account)s AND invoice_account_id IS NULL OR invoice_account_id = %(account)s))""",
    quantity="'all'",
    limit_type="'all'",
    has_rules="true",
    others="",
    then="SELECT coalesce(sum(delivered), 0), coalesce(sum(rest), 0) FROM counted WHERE account_id = %(account)s",
)


def credit_of_orders(*, company_id: int, account_id: int) -> tuple[Decimal, Decimal]:
    """Give what is delivered and not invoiced of an account's orders, and what is left to deliver.

    Both are in accounting currency, with tax and unrounded; orders whose rate is missing are left out.
    """
    [(delivered, rest)] = rows(_OF_ACCOUNT, {"company": company_id, "account": account_id})
    return delivered, rest
