"""The first rows of what EC sales lists have left, as the close page shows them."""

from django.utils.translation import gettext as _

from arclose.checklist.looks import ROWS_SHOWN, Row
from arclose.ledger.models import Company, FiscalPeriod
from arclose.web.days import format_day
from ecsales import readiness
from ecsales.listings import deadline_for
from ecsales.models import Frequency, Source
from ecsales.periods import period_of
from ecsales.readiness import Collected


def not_listable(collected: Collected) -> list[Row]:
    """Give the first documents that have to be listed and cannot be, with the reason of each."""
    listed, of_nobody = readiness.not_listable(collected, at_most=ROWS_SHOWN)
    found = [
        Row(
            one.document.document,
            f"{one.document.customer_name} · {readiness.reason_of(one)}",
            one.document.tax_point_date,
            one.document.amount,
            one.currency,
            "customers:invoice" if one.document.source == Source.INVOICE else "",
            one.document.document_id if one.document.source == Source.INVOICE else None,
        )
        for one in listed
    ]
    why, currency = _("no VAT registration lists it"), collected.company.accounting_currency_id
    nobodys = [
        Row(number, why, day, amount, currency, "customers:invoice", pk) for pk, number, day, amount in of_nobody
    ]
    return [*found, *nobodys][:ROWS_SHOWN]


def lists(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the lists that are not reported, with the day on which each is due, then those that were not begun."""
    found = readiness.first_lists_left(company=company, period=period, at_most=ROWS_SHOWN)
    begun, missing = _("due %(day)s"), _("not collected yet, due %(day)s")
    return [
        Row(
            f"{one.registration} {one.period}",
            (begun if pk else missing) % {"day": format_day(deadline_for(one.registration, one.period))},
            route="ecsales:sales_list" if pk else "",
            pk=pk,
        )
        for pk, one in found
    ]


def differing(collected: Collected) -> list[Row]:
    """Give the reported lists that say otherwise than the books, with what they would say more."""
    return [
        Row(
            str(one.sales_list),
            "",
            one.sales_list.end_date,
            one.change,
            one.before.currency_id,
            "ecsales:sales_list",
            one.sales_list.pk,
        )
        for one in collected.differing[:ROWS_SHOWN]
    ]


def by_quarter(company: Company, period: FiscalPeriod) -> list[Row]:
    """Give the registrations that have to list by month from now on, with the quarter that says so and its goods."""
    found = readiness.by_quarter(company=company, period=period)[:ROWS_SHOWN]
    return [
        Row(number, str(period_of(quarter, Frequency.QUARTER)), quarter, goods, currency)
        for number, quarter, goods, currency in found
    ]
