"""What the ledger says of the control accounts that are revalued in reporting currency, and what runs made of it."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.sql.running import rows
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT


class Stands(NamedTuple):
    """What a control account says in a currency at the end of a day: open in it, and in reporting currency."""

    control_account: int
    currency: str
    open_amount: Decimal
    reporting_amount: Decimal


# One row per account and currency, all under the chosen account where there is one. Whole periods come from the kept
# balances, the days of a period that goes on from its entries, by account and day.
_STANDS = """
    WITH control AS (
        SELECT a.id FROM ledger_ledgeraccount a
        WHERE a.company_id = %(company)s AND {is_control_account} AND coalesce((
            SELECT bool_or(p.is_revalued) FROM customers_postingprofile p WHERE p.summary_account_id = a.id), true)
    ), said AS (
        SELECT b.account_id, b.currency_id, b.transaction_currency_amount AS open,
            b.reporting_currency_amount AS reporting
        FROM control JOIN ledger_accountbalance b ON b.account_id = control.id
        JOIN ledger_fiscalperiod p ON p.id = b.period_id AND p.end_date <= %(until)s
        UNION ALL
        SELECT e.account_id, e.currency_id, e.transaction_currency_amount, coalesce(e.reporting_currency_amount, 0)
        FROM ledger_fiscalperiod p CROSS JOIN control
        JOIN ledger_ledgerentry e ON e.account_id = control.id AND e.posting_date BETWEEN p.start_date AND %(until)s
        WHERE p.company_id = %(company)s AND %(until)s BETWEEN p.start_date AND p.end_date - 1
    )
    SELECT coalesce(%(account)s::bigint, account_id), currency_id, sum(open), sum(reporting)
    FROM said GROUP BY 1, 2 ORDER BY 1, 2
""".replace("{is_control_account}", IS_CONTROL_ACCOUNT)


def reporting_stands(*, company_id: int, until: date, control_account: int | None) -> list[Stands]:
    """Give what the control accounts that are revalued say at the end of a day: all under one where it is given."""
    found = rows(_STANDS, {"company": company_id, "until": until, "account": control_account})
    return [Stands(*row) for row in found]


# What all adjustments until a day, and what settlements took back of them, come to in reporting currency: the opposite
# of the entries on the accounts for unrealized results. Each is about the control account of its voucher; where one
# has several, about the first. Reads these accounts by day.
_ADJUSTED = """
    WITH offset_account AS (
        SELECT offset_account_id AS id FROM customers_adjustmentsum WHERE company_id = %(company)s
        UNION
        SELECT offset_account_id FROM customers_adjustment WHERE company_id = %(company)s
        UNION
        SELECT offset_account_id FROM revaluation_reportingvalue WHERE company_id = %(company)s
    )
    SELECT coalesce(%(account)s::bigint, (
        SELECT min(c.account_id) FROM ledger_ledgerentry c
        WHERE c.voucher_id = e.voucher_id AND c.posting_type = 'customer_balance')) AS account, e.currency_id,
        -sum(e.reporting_currency_amount)
    FROM offset_account JOIN ledger_ledgerentry e ON e.account_id = offset_account.id AND e.posting_date <= %(until)s
        AND e.posting_type IN ('unrealized_gain', 'unrealized_loss')
    GROUP BY 1, 2
"""


def reporting_adjusted(*, company_id: int, until: date, control_account: int | None) -> dict[tuple[int, str], Decimal]:
    """Give what adjustments until a day have made of control accounts, by account and currency."""
    found = rows(_ADJUSTED, {"company": company_id, "until": until, "account": control_account})
    return {(account, currency): amount for account, currency, amount in found}
