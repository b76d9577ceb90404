"""Promises about what customers owe: kept, recomputed, and beside the ledger."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.proofs.findings import rows_said
from customers.proofs import open_sql, sql

control_accounts_agree = rows_said(
    sql.CONTROL_ACCOUNTS,
    _("account %(account)s, %(currency)s, %(period)s: the subledger stands at %(subledger)s, the ledger at %(ledger)s"),
)

balances_equal_the_rows = rows_said(
    sql.SUBLEDGER_BALANCES,
    _(
        "account %(account)s, %(currency)s, %(period)s: transactions and settlements add up to %(rows)s, the kept"
        " balance is %(kept)s"
    ),
)

open_amounts_equal_the_rows = rows_said(
    open_sql.OPEN_AMOUNTS,
    {
        "different": _("%(number)s has %(open)s open, %(kept)s is kept"),
        "opposite": _("%(number)s is open with the opposite sign: %(kept)s is kept"),
        "stray": _("%(kept)s is kept as open of transaction %(number)s, which does not exist"),
    },
    is_streamed=True,
)

open_balances_equal_the_rows = rows_said(
    open_sql.OPEN_BALANCES,
    {
        "customer": _("of customer %(name)s, %(currency)s, %(month)s: the rows add up to %(rows)s, %(kept)s is kept"),
        "due": _("of what is due on %(name)s, %(currency)s, %(month)s: the rows add up to %(rows)s, %(kept)s is kept"),
    },
)

adjustments_stood_before_they_were_taken_back = rows_said(
    open_sql.TAKEN_BACK,
    _("of %(number)s more adjustments were taken back from account %(account)s than stood there"),
)

adjustment_sets_are_as_sealed = rows_said(
    open_sql.ADJUSTMENT_SETS,
    {
        "digest": _("the lines of set %(set)s of adjustments are others than those that were posted"),
        "sums": _("the lines of set %(set)s of adjustments do not add up to what was posted of them"),
    },
)
