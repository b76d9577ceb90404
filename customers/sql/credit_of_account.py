"""What an account owes, and what its unfinished orders come to of its credit."""

from decimal import Decimal

from arclose.ledger.sql.running import rows
from customers.sql.credit_limits import in_turn
from customers.sql.standing import OWED_SINCE

# Three sums. Reads what is open of the account, the unfinished orders of the customers whose invoices go to it, and
# their lines.
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
    then=f"""
    SELECT (SELECT coalesce(sum(ot.accounting_currency_amount + ot.standing_adjustment_amount), 0)
            FROM customers_opentransaction ot
            WHERE ot.customer_id = %(account)s AND NOT ot.is_liability)
            + {OWED_SINCE.format(customer="%(account)s")},
        coalesce(sum(delivered), 0), coalesce(sum(rest), 0)
    FROM counted WHERE account_id = %(account)s""",  # noqa: S608 (written in this program)
)


def credit_of_account(*, company_id: int, account_id: int) -> tuple[Decimal, Decimal, Decimal]:
    """Give what an account owes, what of its orders is delivered and not invoiced, and what is left to deliver.

    All are in accounting currency; those of orders with tax and unrounded, without orders whose rate is missing.
    """
    [(owed, delivered, rest)] = rows(_OF_ACCOUNT, {"company": company_id, "account": account_id})
    return owed, delivered, rest
