"""Which ledger accounts are the ledger side of the subledger: the one rule for posting, close, page and proof."""

from collections.abc import Sequence

from arclose.ledger.sql.running import rows

# Of an account ``a``: it says so, a posting profile names it, or the subledger has something on it.
IS_CONTROL_ACCOUNT = """(a.is_control_account
        OR EXISTS (SELECT 1 FROM customers_postingprofile profile WHERE profile.summary_account_id = a.id)
        OR EXISTS (SELECT 1 FROM customers_subledgerbalance kept
            WHERE kept.company_id = a.company_id AND kept.account_id = a.id))"""

_CONTROL_ACCOUNTS = """
    SELECT a.id, a.number FROM ledger_ledgeraccount a WHERE a.company_id = %s AND {is_control_account}
    """.replace("{is_control_account}", IS_CONTROL_ACCOUNT)

_UNUSABLE = """
    SELECT a.id, a.number, a.is_blocked FROM ledger_ledgeraccount a
    WHERE a.company_id = %s AND a.id = ANY(%s) AND (a.is_blocked OR {is_control_account})
    ORDER BY a.number
    """.replace("{is_control_account}", IS_CONTROL_ACCOUNT)


def control_accounts(*, company_id: int) -> dict[int, str]:
    """Give the numbers of a company's control accounts of customers, by id."""
    return dict(rows(_CONTROL_ACCOUNTS, [company_id]))


def unusable_accounts(*, company_id: int, accounts: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """Give (number, whether it is blocked) of accounts that are blocked or control accounts, by id."""
    return {pk: (number, is_blocked) for pk, number, is_blocked in rows(_UNUSABLE, [company_id, list(accounts)])}
