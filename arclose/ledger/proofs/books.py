"""Promises about vouchers and entries."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.models.companies import Company
from arclose.ledger.models.currencies import Currency
from arclose.ledger.proofs import sql
from arclose.ledger.proofs.findings import Parameters, rows_said


def _decimals(company: Company) -> Parameters:
    """Give the decimals of the accounting and of the reporting currency (without one: those of the accounting)."""
    accounting, reporting = company.accounting_currency_id, company.reporting_currency_id
    decimals = dict(Currency.objects.filter(pk__in=[accounting, reporting]).values_list("pk", "decimals"))
    return {
        "accounting_decimals": decimals[accounting],
        "reporting_decimals": decimals.get(reporting or accounting),
    }


vouchers_balance = rows_said(
    sql.VOUCHERS,
    {
        "too_few": _("voucher %(number)s has %(entries)s entries, at least two are needed"),
        "unbalanced": _(
            "voucher %(number)s is not balanced: accounting %(accounting)s, reporting %(reporting)s,"
            " transaction %(transaction)s"
        ),
        "too_fine": _("voucher %(number)s has an amount finer than its currency"),
        "other_date": _("voucher %(number)s has an entry of another date"),
        "stray": _("entries point to the voucher with id %(number)s, which this company has not"),
    },
    _decimals,
    is_streamed=True,
)

numbers_have_no_gap = rows_said(
    sql.VOUCHER_NUMBERS,
    _(
        "series %(series)s: %(count)s vouchers with %(different)s numbers from %(first)s to %(last)s, and the"
        " counter stands at %(counted)s"
    ),
)

vouchers_lie_in_their_period = rows_said(
    sql.VOUCHER_PERIODS,
    {
        "outside": _("voucher %(number)s of %(posting_date)s lies outside its period %(period)s"),
        "late": _("voucher %(number)s was posted at %(posted_at)s, after %(period)s was closed at %(closed_at)s"),
        "future": _("voucher %(number)s carries a transaction that this database has not reached"),
    },
)

documents_are_posted_once = rows_said(
    sql.DOCUMENTS,
    _("%(document_type)s %(document_id)s is posted %(count)s times, first by voucher %(number)s"),
    is_streamed=True,
)

limits_are_kept = rows_said(
    sql.LIMITS,
    {
        "rounding": _(
            "voucher %(place)s rounds %(amount)s %(currency)s on account %(account)s, above the company's limit then"
        ),
        "clearing": _("clearing account %(account)s stands at %(amount)s at the end of %(place)s"),
    },
)

status_changes_are_recorded = rows_said(
    sql.STATUSES, _("period %(period)s is %(status)s, the last change on record says %(recorded)s")
)
