"""The probes of journals: what is posted stands in the books, line by line."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.proofs.findings import rows_said
from journals import sql

vouchers_are_posted_whole = rows_said(
    sql.VOUCHERS_NOT_WHOLE,
    {
        "missing": _("general voucher %(number)s is posted, but has no voucher in the books"),
        "other": _("the voucher of general voucher %(number)s is of another date, posting, text, account or amount"),
        "unasked": _("general voucher %(number)s is not posted, but has a voucher in the books"),
    },
)

payments_are_posted_whole = rows_said(
    sql.PAYMENTS_NOT_WHOLE,
    {
        "missing": _("payment PM-%(payment)s is posted, but has no voucher in the books"),
        "other": _("what the books have of payment PM-%(payment)s is of another date, posting, customer or amount"),
        "unasked": _("payment PM-%(payment)s is not posted, but has a voucher in the books"),
    },
)

marks_can_be_settled = rows_said(
    sql.MARKS_ASTRAY, _("transaction %(number)s is marked by %(holder)s, which cannot settle it so")
)

returned_payments_are_taken_back = rows_said(
    sql.RETURNS_ASTRAY, _("payment PM-%(payment)s is returned by the bank, but not taken back in the books")
)
