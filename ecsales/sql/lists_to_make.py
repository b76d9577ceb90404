"""Which lists are to be made, and what no registration lists."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from arclose.ledger.sql.running import rows

Compiled = tuple[str, Sequence[Any]]

_NAMED = re.compile(r"%\((\w+)\)s")


def in_order(statement: str, asked: dict[str, Any]) -> Compiled:
    """Give a statement with its parameters in order instead of by name."""
    return _NAMED.sub("%s", statement), [asked[name] for name in _NAMED.findall(statement)]


# The earlier months that invoices of some days have a tax point in: a supply may lie long before its invoice.
_EARLIER_MONTHS = """
    SELECT date_trunc('month', r.tax_point_date::timestamp)
    FROM customers_invoice i JOIN customers_taxrow r ON r.invoice_id = i.id
    WHERE i.company_id = %(company)s AND i.invoice_date BETWEEN %(since)s AND %(until)s
        AND r.tax_point_date < %(since)s AND r.tax_kind = ANY(%(listed)s) AND r.is_listed
"""
# Periods of a company, each with the registration under which something is to be listed in it, that no list covers; of
# a state that wants a list of nothing too, all that the company has books of. Looks for one such tax row per
# registration and month; a quarter is told when it has ended, and by its months where a list has some of them, from
# before the registration listed by quarter.
_MISSING = f"""
    SELECT DISTINCT registration.id, span.first, span.months
    FROM (
        SELECT generate_series(date_trunc('month', %(since)s::timestamp), %(until)s::date, interval '1 month')
        UNION {_EARLIER_MONTHS}
    ) AS of (month)
    JOIN ledger_vatregistration registration ON registration.company_id = %(company)s
    LEFT JOIN ecsales_listparameters p ON p.registration_id = registration.id
    CROSS JOIN LATERAL (
        SELECT p.frequency = 'quarter' AND NOT EXISTS (SELECT 1 FROM ecsales_saleslist l
            WHERE l.registration_id = registration.id AND l.end_date >= date_trunc('quarter', of.month)
                AND l.start_date < date_trunc('quarter', of.month) + interval '3 months') AS is_quarter
    ) AS whole
    CROSS JOIN LATERAL (
        SELECT date_trunc(CASE WHEN whole.is_quarter THEN 'quarter' ELSE 'month' END, of.month)::date AS first,
            CASE WHEN whole.is_quarter THEN 3 ELSE 1 END AS months, of.month::date AS day,
            (of.month + interval '1 month' - interval '1 day')::date AS last_day
    ) AS span
    WHERE (span.first + span.months * interval '1 month' - interval '1 day')::date <= %(until)s
        AND registration.valid_from <= span.last_day
        AND coalesce(registration.valid_to, span.last_day) >= span.day
        AND EXISTS (SELECT 1 FROM ledger_unionmembership m WHERE m.union IN ('EU', 'EU_GOODS')
            AND m.country = registration.country AND m.valid_from <= span.last_day
            AND coalesce(m.valid_to, span.day) >= span.day)
        AND NOT EXISTS (SELECT 1 FROM ecsales_saleslist l WHERE l.registration_id = registration.id
            AND l.start_date <= span.last_day AND l.end_date >= span.day)
        AND (registration.country = ANY(%(empty_too)s) AND EXISTS (SELECT 1 FROM ledger_fiscalperiod kept
                WHERE kept.company_id = %(company)s AND kept.start_date <= span.last_day AND kept.end_date >= span.day)
            OR EXISTS (
            SELECT 1 FROM customers_taxrow r WHERE r.company_id = %(company)s
                AND r.tax_point_date BETWEEN span.day AND span.last_day AND r.tax_kind = ANY(%(listed)s) AND r.is_listed
                AND (r.registration_id = registration.id
                    OR r.registration_id IS NULL AND registration.country = %(home)s)))
"""  # noqa: S608 (written above)
# The lists not reported until a day, and those not begun, which have no id.
_LISTS = f"""
    SELECT l.id, l.registration_id, l.start_date AS first,
        (1 + extract(month FROM l.end_date) - extract(month FROM l.start_date))::int AS months
    FROM ecsales_saleslist l
    WHERE l.company_id = %(company)s AND l.status = 'included' AND l.end_date <= %(until)s
    UNION ALL SELECT NULL, missing.* FROM ({_MISSING}) AS missing
"""  # noqa: S608 (written above)
_LISTS_LEFT = f"SELECT '', count(*), NULL::numeric FROM ({_LISTS}) AS left_of_lists HAVING count(*) > 0"  # noqa: S608


def earlier_months(asked: dict[str, Any]) -> Compiled:
    """Give the statement of the months before some days that invoices of these have a tax point in."""
    return in_order(f"{_EARLIER_MONTHS} GROUP BY 1", asked)


def missing(asked: dict[str, Any]) -> list[tuple[int, Any, int]]:
    """Give (registration, first day, months) of what is to be listed and that no list covers, in order of days."""
    return rows(_MISSING + " ORDER BY span.first, registration.id", asked)


def lists_left(asked: dict[str, Any]) -> Compiled:
    """Give the statement that counts the lists not reported until a day, and those not begun."""
    return in_order(_LISTS_LEFT, asked)


def first_lists_left(asked: dict[str, Any], *, at_most: int) -> list[tuple[int | None, int, date, int]]:
    """Give (list, registration, first day, months) of the first of them, those that were begun before the others."""
    ordered = f"SELECT * FROM ({_LISTS}) AS left_of_lists ORDER BY id IS NULL, first, registration_id, id"  # noqa: S608
    return rows(f"{ordered} LIMIT %(at_most)s", {**asked, "at_most": at_most})


# Registrations that list by quarter, with the last quarter of some days in which goods exceed what may be listed so,
# and these goods. A row without a registration is the home one's.
_BEYOND = """
    SELECT DISTINCT ON (goods.id) goods.vat_number, goods.quarter, goods.amount, goods.currency_id
    FROM (
        SELECT registration.id, registration.vat_number, registration.currency_id,
            date_trunc('quarter', r.tax_point_date)::date AS quarter,
            sum(coalesce(r.registration_currency_base_amount, r.accounting_currency_base_amount)) AS amount
        FROM ecsales_listparameters p
        JOIN ledger_vatregistration registration ON registration.id = p.registration_id
        JOIN customers_taxrow r ON r.company_id = %(company)s AND r.tax_point_date BETWEEN %(since)s AND %(until)s
            AND r.tax_kind = ANY(%(goods)s) AND r.is_listed
            AND (r.registration_id = registration.id OR r.registration_id IS NULL AND registration.country = %(home)s)
        WHERE p.company_id = %(company)s AND p.frequency = 'quarter'
        GROUP BY 1, 2, 3, 4
    ) AS goods
    JOIN unnest(%(currencies)s::text[], %(thresholds)s::numeric[]) AS threshold (currency, amount)
        ON threshold.currency = goods.currency_id AND goods.amount > threshold.amount
    ORDER BY goods.id, goods.quarter DESC
"""
_BEYOND_LEFT = f"""
    SELECT currency, count(*), sum(amount) FROM ({_BEYOND}) AS beyond (number, quarter, amount, currency)
    GROUP BY currency
"""  # noqa: S608 (written above)


def beyond_left(asked: dict[str, Any]) -> Compiled:
    """Give the statement that counts the registrations that may list by quarter no more, with their goods."""
    return in_order(_BEYOND_LEFT, asked)


def beyond(asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Give (VAT number, first day of the quarter, goods, currency) of those that may list by quarter no more."""
    return rows(f"SELECT * FROM ({_BEYOND}) AS beyond ORDER BY 1", asked)  # noqa: S608 (written above)


# What has to be listed of the invoices of some days and that no registration of the company lists at its tax point: of
# those that do, each with the days, a row without a registration takes that at home, known as 0.
_NOBODYS = """
    FROM customers_invoice i JOIN customers_taxrow r ON r.invoice_id = i.id
    WHERE i.company_id = %(company)s AND i.invoice_date BETWEEN %(since)s AND %(until)s
        AND r.tax_kind = ANY(%(listed)s) AND r.is_listed
        AND NOT EXISTS (SELECT 1 FROM unnest(%(known)s::bigint[], %(first)s::date[], %(last)s::date[])
                AS known (registration_id, first, last)
            WHERE known.registration_id = coalesce(r.registration_id, 0)
                AND r.tax_point_date BETWEEN known.first AND known.last)
"""
_NOBODYS_LEFT = f"""
    SELECT %(currency)s, count(DISTINCT r.invoice_id), sum(r.accounting_currency_base_amount) {_NOBODYS}
    HAVING count(*) > 0
"""


def nobodys_left(asked: dict[str, Any]) -> Compiled:
    """Give the statement that counts the documents that no registration lists, with their amounts."""
    return in_order(_NOBODYS_LEFT, asked)


def nobodys(asked: dict[str, Any], *, at_most: int) -> list[tuple[Any, ...]]:
    """Give (invoice, number, day, amount in accounting currency) of what no registration lists, oldest first."""
    statement = (
        "SELECT i.id, i.number, min(r.tax_point_date), sum(r.accounting_currency_base_amount)"
        f"{_NOBODYS} GROUP BY i.id, i.number ORDER BY 3, 1 LIMIT %(at_most)s"
    )
    return rows(statement, {**asked, "at_most": at_most})
