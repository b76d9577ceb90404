"""EU sales: the tax rows of a registration and its days, added up, one by one, in the books, behind a declaration."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

from arclose.ledger.sql.running import execute, rows
from customers.sql.reorganizations import INVOICE_OF
from ecsales.sql.lists_to_make import in_order

_COLUMNS = """r.tax_kind, r.delivery_country, r.vat_number, r.tax_point_date, r.number, r.is_listed, r.registration_id,
        coalesce(r.registration_currency_base_amount, r.accounting_currency_base_amount) AS amount,
        r.accounting_currency_base_amount AS accounting_amount"""
# Of a registration and days: what is listed by its kind, and whatever is delivered to another member state. A row
# without a registration is the home one's. Reads tax rows by company and tax point.
_WHOSE = """r.company_id = %(company)s
        AND (r.registration_id = %(registration)s OR %(is_home)s AND r.registration_id IS NULL)
        AND (r.tax_kind = ANY(%(kinds)s) OR r.delivery_country = ANY(%(abroad)s))"""
_WHERE = f"{_WHOSE} AND r.tax_point_date BETWEEN %(first)s AND %(last)s"
# An invoice may be dated after its tax point; all other documents have it on their own day.
_DATED = "i.invoice_date >= %(dated_since)s"
_DATED_BY_TAX_POINT = "r.tax_point_date >= %(dated_since)s"
# The row of the supply that a tax row reduces: of its kind the one that it is the opposite of, else the first that is
# as large. Some states want the reduction in the period of that row's day, and in no other: it goes there where a list
# of those days is reported. A credit note reduces what the invoice supplied that it credits, or that one which it
# undoes credits; a cash discount the invoice on which it is granted, or each of those that its transaction stands for.
# A discount has a row for each row of its invoice, or only for those that are listed, numbered anew: it is the opposite
# of the one with as many like it before.
_REDUCED = """(SELECT o.{{column}} FROM customers_taxrow o WHERE o.invoice_id = {invoice}
            ORDER BY o.tax_kind <> r.tax_kind, NOT ({is_opposite}),
                abs(o.transaction_currency_base_amount) < abs(r.transaction_currency_base_amount), o.tax_point_date,
                o.number
            LIMIT 1)"""
_IS_OPPOSITE = """o.number = r.number
                AND abs(o.transaction_currency_base_amount) = abs(r.transaction_currency_base_amount)"""
_CREDITED = _REDUCED.format(
    invoice="""coalesce(
                (SELECT c.credited_invoice_id FROM customers_invoice c WHERE c.id = i.credited_invoice_id),
                i.credited_invoice_id)""",
    is_opposite=_IS_OPPOSITE,
).format(column="tax_point_date")
# The same of the opposite that ``i`` would have.
_UNDONE = _REDUCED.format(invoice="coalesce(i.credited_invoice_id, i.id)", is_opposite=_IS_OPPOSITE)
_DAYS_UNDONE = f"""
    SELECT r.id, {_UNDONE.format(column="tax_point_date")} FROM customers_taxrow r
    JOIN customers_invoice i ON i.id = r.invoice_id WHERE r.id = ANY(%s)
"""  # noqa: S608 (written above)
_PLACE_IN_KIND = """(SELECT count(DISTINCT b.number) FROM {table} b WHERE {same}
                    AND (b.tax_kind, b.is_listed) = (r.tax_kind, r.is_listed) AND b.number <= {row}.number)"""
_DISCOUNTED_INVOICE = f"coalesce(r.invoice_id, {INVOICE_OF})"
_OF_DISCOUNT = _REDUCED.format(
    invoice=_DISCOUNTED_INVOICE,
    is_opposite="o.is_listed = r.is_listed AND "
    + _PLACE_IN_KIND.format(table="customers_taxrow", same="b.invoice_id = o.invoice_id", row="o")
    + " = "
    + _PLACE_IN_KIND.format(
        table="customers_concessiontaxrow",
        same="b.concession_id = r.concession_id AND b.invoice_id IS NOT DISTINCT FROM r.invoice_id",
        row="r",
    ),
)
_DISCOUNTED, _DISCOUNTED_ROW = (_OF_DISCOUNT.format(column=column) for column in ("tax_point_date", "number"))
_IS_REPORTED = """EXISTS (SELECT 1 FROM ecsales_saleslist l WHERE l.registration_id = %(registration)s
            AND l.status <> 'included' AND {day} BETWEEN l.start_date AND l.end_date
            AND l.end_date {side} AND l.start_date >= %(first)s::date - interval '5 years')"""
_GOES_BACK = "%(credits_go_back)s AND " + _IS_REPORTED.replace("{side}", "< %(first)s")
_COMES_BACK = _IS_REPORTED.format(day="%(first)s::date", side="= %(last)s")
# One row per tax row of EU sales: those of invoices, of what was conceded, and of the fees of letters.
_OF_INVOICES = f"""
    SELECT 'invoice' AS source, r.id AS source_id, r.invoice_id AS document_id, i.invoice_account_id AS customer_id,
        NULL::bigint AS back_id, {_COLUMNS}
    FROM customers_taxrow r JOIN customers_invoice i ON i.id = r.invoice_id
    WHERE {_WHERE} AND {_DATED} AND NOT (i.credited_invoice_id IS NOT NULL AND {_GOES_BACK.format(day=_CREDITED)})
"""  # noqa: S608 (written above)
_OF_LATER_CREDIT_NOTES = f"""
    SELECT 'invoice' AS source, r.id AS source_id, r.invoice_id AS document_id, i.invoice_account_id AS customer_id,
        NULL::bigint AS back_id, {_COLUMNS}
    FROM customers_taxrow r JOIN customers_invoice i ON i.id = r.invoice_id
    WHERE %(credits_go_back)s AND {_COMES_BACK} AND {_WHOSE} AND {_DATED} AND r.tax_point_date > %(last)s
        AND i.credited_invoice_id IS NOT NULL AND {_CREDITED} BETWEEN %(first)s AND %(last)s
"""  # noqa: S608 (written above)
_CONCEDED = f"""
    SELECT CASE c.kind WHEN 'cash_discount' THEN 'cash_discount' ELSE 'concession' END AS source, r.id AS source_id,
        c.id AS document_id, t.customer_id, r.taken_back_by_id AS back_id, {_COLUMNS}
    FROM customers_concessiontaxrow r JOIN customers_concession c ON c.id = r.concession_id
    JOIN customers_customertransaction t ON t.id = c.transaction_id
"""  # noqa: S608 (written above)
_OF_CONCESSIONS = f"""{_CONCEDED}
    WHERE {_WHERE} AND {_DATED_BY_TAX_POINT} AND NOT (c.kind = 'cash_discount' AND {_GOES_BACK.format(day=_DISCOUNTED)})
"""
_OF_LATER_DISCOUNTS = f"""{_CONCEDED}
    WHERE %(credits_go_back)s AND {_COMES_BACK} AND {_WHOSE} AND {_DATED_BY_TAX_POINT} AND r.tax_point_date > %(last)s
        AND c.kind = 'cash_discount' AND {_DISCOUNTED} BETWEEN %(first)s AND %(last)s
"""
_OF_LETTERS = f"""
    SELECT 'letter' AS source, r.id AS source_id, l.id AS document_id, l.customer_id, r.taken_back_by_id AS back_id,
        {_COLUMNS}
    FROM customers_collectionlettertaxrow r JOIN customers_collectionletter l ON l.id = r.letter_id
    WHERE {_WHERE} AND {_DATED_BY_TAX_POINT}
"""  # noqa: S608 (written above)
SUPPLIES = "UNION ALL".join((_OF_INVOICES, _OF_LATER_CREDIT_NOTES, _OF_CONCESSIONS, _OF_LATER_DISCOUNTS, _OF_LETTERS))

# Whether a tax row ``s`` follows another one of its document in its group, which few do: of an invoice never the first.
# So documents are counted without sorting all tax rows of a period to tell them apart.
_FOLLOWS = """EXISTS (SELECT 1 FROM {earlier}
                AND (o.tax_kind, o.delivery_country, o.vat_number, o.is_listed)
                    = (s.tax_kind, s.delivery_country, s.vat_number, s.is_listed)
                AND o.registration_id IS NOT DISTINCT FROM s.registration_id
                AND (o.tax_point_date = s.tax_point_date OR o.tax_point_date BETWEEN %(first)s AND %(last)s
                    AND s.tax_point_date BETWEEN %(first)s AND %(last)s))"""
_FOLLOWS_OF_INVOICE = "s.number > 1 AND " + _FOLLOWS.format(
    earlier="customers_taxrow o WHERE o.invoice_id = s.document_id AND o.number < s.number"
)
_FOLLOWS_OF_CONCESSION = _FOLLOWS.format(
    earlier="customers_concessiontaxrow o WHERE o.concession_id = s.document_id AND o.id < s.source_id"
)
_FOLLOWS_OF_LETTER = _FOLLOWS.format(
    earlier="customers_collectionlettertaxrow o WHERE o.letter_id = s.document_id AND o.id < s.source_id"
)
# Each source is added up by itself: there the planner knows how many groups come of its rows, and need not sort them.
_ADDED_UP = "UNION ALL".join(
    f"""
        SELECT s.source, s.customer_id, s.vat_number, s.tax_kind, s.delivery_country,
            s.registration_id IS NOT NULL AS is_registered, s.is_listed, count(*) AS rows,
            count(*) FILTER (WHERE NOT ({follows})) AS documents, sum(s.amount) AS amount,
            sum(s.accounting_amount) AS accounting_amount
        FROM ({supplies}) AS s GROUP BY 1, 2, 3, 4, 5, 6, 7
    """  # noqa: S608 (written above)
    for supplies, follows in (
        (_OF_INVOICES, _FOLLOWS_OF_INVOICE),
        (_OF_LATER_CREDIT_NOTES, _FOLLOWS_OF_INVOICE),
        (_OF_CONCESSIONS, _FOLLOWS_OF_CONCESSION),
        (_OF_LATER_DISCOUNTS, _FOLLOWS_OF_CONCESSION),
        (_OF_LETTERS, _FOLLOWS_OF_LETTER),
    )
)
# One row per customer, number, kind, country and source: what becomes of a row is told by these alone.
_GROUPS = f"""
    SELECT %(place)s AS place, one.source, one.customer_id, one.vat_number, one.tax_kind, one.delivery_country,
        one.is_registered, one.is_listed, c.number, c.name, one.rows, one.documents, one.amount, one.accounting_amount
    FROM (
        WITH of_source AS MATERIALIZED ({_ADDED_UP})
        SELECT source, customer_id, vat_number, tax_kind, delivery_country, is_registered, is_listed,
            sum(rows)::bigint AS rows, sum(documents)::bigint AS documents, sum(amount) AS amount,
            sum(accounting_amount) AS accounting_amount
        FROM of_source GROUP BY 1, 2, 3, 4, 5, 6, 7
    ) AS one JOIN customers_customer c ON c.id = one.customer_id
"""  # noqa: S608 (written above)
_IN_ORDER = " ORDER BY place, vat_number, number, tax_kind, delivery_country, source, is_registered, is_listed"


class Group(NamedTuple):
    """EU sales that share all that decides about them: in the currency of the registration and that of the books."""

    source: str
    customer_id: int
    used_number: str
    tax_kind: str
    delivery_country: str
    is_registered: bool
    is_listed: bool
    customer_number: str
    customer_name: str
    rows: int
    documents: int
    amount: Decimal
    accounting_amount: Decimal


def groups(scopes: Sequence[dict[str, Any]]) -> list[list[Group]]:
    """Give the EU sales of each scope (company, registration, days), added up by what decides about them."""
    found: list[list[Group]] = [[] for _scope in scopes]
    if scopes:
        each = [in_order(_GROUPS, {**scope, "place": place}) for place, scope in enumerate(scopes)]
        statement = " UNION ALL ".join(part for part, _values in each) + _IN_ORDER
        for place, *row in rows(statement, list(chain.from_iterable(values for _part, values in each))):
            found[place].append(Group(*row))
    return found


# Behind the groups: each tax row with its document.
DOCUMENTS = f"""
    SELECT s.source, s.source_id, s.document_id, s.customer_id, c.number, c.name, s.vat_number, s.tax_kind,
        s.delivery_country, s.registration_id IS NOT NULL AS is_registered, s.is_listed, s.tax_point_date,
        coalesce(i.number, t.document_number, 'CL-' || s.document_id) AS document, s.amount, s.accounting_amount,
        coalesce(credited.number, i.number, reduced.number, t.document_number, 'CL-' || s.document_id) AS invoice,
        coalesce(credited.invoice_date, i.invoice_date, reduced.invoice_date, s.tax_point_date) AS invoice_date
    FROM ({SUPPLIES}) AS s JOIN customers_customer c ON c.id = s.customer_id
    LEFT JOIN customers_invoice i ON s.source = 'invoice' AND i.id = s.document_id
    LEFT JOIN customers_invoice credited ON credited.id = i.credited_invoice_id
    LEFT JOIN customers_concessiontaxrow r ON s.source IN ('cash_discount', 'concession') AND r.id = s.source_id
    LEFT JOIN customers_concession d ON d.id = r.concession_id
    LEFT JOIN customers_customertransaction t ON t.id = d.transaction_id
    LEFT JOIN customers_invoice reduced ON reduced.id = {_DISCOUNTED_INVOICE}
"""  # noqa: S608 (written above)


class Supply(NamedTuple):
    """A tax row of EU sales with its document, and the invoice that this is or reduces."""

    source: str
    source_id: int
    document_id: int
    customer_id: int
    customer_number: str
    customer_name: str
    used_number: str
    tax_kind: str
    delivery_country: str
    is_registered: bool
    is_listed: bool
    tax_point_date: Any
    document: str
    amount: Decimal
    accounting_amount: Decimal
    invoice: str
    invoice_date: date


def key_of(row: Group | Supply) -> tuple[Any, ...]:
    """Give what decides about a tax row or a group of them: rows with the same key are of one group."""
    return (
        row.source, row.customer_id, row.used_number, row.tax_kind, row.delivery_country, row.is_registered,
        row.is_listed,
    )  # fmt: skip


_ORDERED = " ORDER BY s.tax_point_date, s.source, s.source_id"


# Narrowed to the tax rows of some groups.
_SAME_GROUP = """{group}.source = s.source AND {group}.customer_id = s.customer_id AND {group}.vat_number = s.vat_number
        AND {group}.tax_kind = s.tax_kind AND {group}.delivery_country = s.delivery_country
        AND {group}.is_registered = (s.registration_id IS NOT NULL) AND {group}.is_listed = s.is_listed"""
_KEYS = """%(source)s::text[], %(customer)s::bigint[], %(used)s::text[], %(kind)s::text[], %(country)s::text[],
            %(registered)s::boolean[], %(included)s::boolean[]"""
_KEY_NAMES = "source, customer_id, vat_number, tax_kind, delivery_country, is_registered, is_listed"
_OF_GROUPS = f"""
    JOIN unnest({_KEYS}) AS wanted ({_KEY_NAMES}) ON {_SAME_GROUP.format(group="wanted")}
"""


def _keys(groups: Sequence[Group]) -> dict[str, list[Any]]:
    return {
        "source": [group.source for group in groups],
        "customer": [group.customer_id for group in groups],
        "used": [group.used_number for group in groups],
        "kind": [group.tax_kind for group in groups],
        "country": [group.delivery_country for group in groups],
        "registered": [group.is_registered for group in groups],
        "included": [group.is_listed for group in groups],
    }


def documents(
    scope: dict[str, Any], *, of: Sequence[Group] | None = None, skipped: int = 0, at_most: int
) -> list[Supply]:
    """Give the first tax rows of EU sales of a scope, oldest first, some skipped; of some groups, where named."""
    narrowed = "" if of is None else _OF_GROUPS
    asked = {**scope, **_keys(of or ()), "skipped": skipped, "at_most": at_most}
    statement = f"{DOCUMENTS}{narrowed}{_ORDERED} OFFSET %(skipped)s LIMIT %(at_most)s"
    return [Supply(*row) for row in rows(statement, asked)]


def first_documents(
    scopes: Sequence[tuple[dict[str, Any], Sequence[Group]]], *, at_most: int
) -> list[tuple[int, Supply]]:
    """Give the first tax rows of some groups of each scope, oldest first, each with the place of its scope."""
    found = f"SELECT %(place)s AS place, found.* FROM ({DOCUMENTS}{_OF_GROUPS}{_ORDERED} LIMIT %(at_most)s) AS found"  # noqa: S608
    each = [
        in_order(found, {**scope, **_keys(groups), "place": place, "at_most": at_most})
        for place, (scope, groups) in enumerate(scopes)
    ]
    if not each:
        return []
    statement = (
        " UNION ALL ".join(part for part, _values in each) + " ORDER BY place, tax_point_date, source, source_id"
    )
    asked = list(chain.from_iterable(values for _part, values in each))
    return [(place, Supply(*row)) for place, *row in rows(statement, asked)]


def every_document(scope: dict[str, Any], *, of: Sequence[Group] | None = None) -> Iterator[Supply]:
    """Give all tax rows of EU sales of a scope, or of some groups, a few thousand at a time."""
    narrowed = "" if of is None else _OF_GROUPS
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{DOCUMENTS}{narrowed}{_ORDERED}", {**scope, **_keys(of or ())})
        while found := cursor.fetchmany(5_000):
            yield from (Supply(*row) for row in found)


# What the lines of invoices behind the EU sales come to per commodity code of their items: its first eight digits, none
# where a line has no item, or the item no code. A cash discount is shared as the row is that it reduces.
_COMMODITY_CODES = f"""
    SELECT s.source, s.source_id, coalesce(substring(replace(item.commodity_code, ' ', '') FROM '^[0-9]{{8}}'), ''),
        sum(l.net_amount)
    FROM ({SUPPLIES}) AS s
    LEFT JOIN customers_concessiontaxrow r ON s.source = 'cash_discount' AND r.id = s.source_id
    LEFT JOIN customers_concession d ON d.id = r.concession_id
    LEFT JOIN customers_customertransaction t ON t.id = d.transaction_id
    JOIN customers_invoiceline l
        ON l.invoice_id = CASE s.source WHEN 'invoice' THEN s.document_id ELSE {_DISCOUNTED_INVOICE} END
        AND l.tax_row_number = CASE s.source WHEN 'invoice' THEN s.number ELSE {_DISCOUNTED_ROW} END
    LEFT JOIN customers_item item ON item.id = l.item_id
    WHERE s.source IN ('invoice', 'cash_discount') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608 (written above)


def commodity_codes(scope: dict[str, Any]) -> dict[tuple[str, int], list[tuple[str, Decimal]]]:
    """Give what the tax rows of invoices of a scope, or those that discounts reduce, come to per commodity code.

    By source and id; in the currency of the invoice.
    """
    found: dict[tuple[str, int], list[tuple[str, Decimal]]] = {}
    for source, source_id, code, amount in rows(_COMMODITY_CODES, scope):
        found.setdefault((source, source_id), []).append((code, amount))
    return found


def days_undone(*, tax_rows: Sequence[int]) -> dict[int, date]:
    """Give by tax row of an invoice or credit note the day of the supply that an opposite of it would reduce."""
    return dict(rows(_DAYS_UNDONE, [list(tax_rows)]))


# The vouchers of the EU sales; what their entries say of the same tax rows, and what customers owe by them. An entry of
# a tax row bears its number.
_TIED = f"""
    WITH supply AS MATERIALIZED ({SUPPLIES}), posted AS (
        SELECT s.number, v.id AS voucher_id
        FROM supply s JOIN ledger_voucher v ON v.company_id = %(company)s AND CASE
            WHEN s.back_id IS NOT NULL THEN v.id = s.back_id ELSE v.document_part = 0
                AND v.document_id = s.document_id AND v.document_type = CASE s.source
                    WHEN 'invoice' THEN 'invoice' WHEN 'letter' THEN 'collection_letter' ELSE 'concession' END END
    ), voucher AS (
        SELECT DISTINCT voucher_id FROM posted
    ), entry AS (
        SELECT e.*, e.tax_row_number IN (SELECT p.number FROM posted p WHERE p.voucher_id = e.voucher_id)
                AND e.posting_type NOT IN ('sales_tax', 'tax_correction') AS is_of_list
        FROM voucher JOIN ledger_ledgerentry e ON e.voucher_id = voucher.voucher_id
    )
    SELECT
        coalesce((SELECT -sum(accounting_currency_amount) FROM entry WHERE is_of_list), 0),
        coalesce((SELECT sum(t.accounting_currency_amount) FROM voucher
            JOIN customers_customertransaction t ON t.voucher_id = voucher.voucher_id), 0),
        coalesce((SELECT -sum(accounting_currency_amount) FROM entry
            WHERE posting_type <> 'customer_balance' AND is_of_list IS NOT TRUE), 0)
"""  # noqa: S608 (written above)


def tied(scope: dict[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """Give what the books say of the EU sales of a scope, in accounting currency.

    It is (the entries of their tax rows, what customers owe by their documents, what of that is tax, rounding and
    lines that are no EU sales).
    """
    [found] = rows(_TIED, scope)
    return found[0], found[1], found[2]


# Behind a declaration: each tax row with the line it stands on, or the reason why on none. What becomes of it was
# decided per group.
_INSERT_ROWS = f"""
    INSERT INTO ecsales_declaredrow (company_id, declaration_id, source, source_id, document_id, customer_id,
        tax_point_date, line_number, reason, amount, accounting_currency_amount)
    SELECT %(company)s, %(declaration)s, s.source, s.source_id, s.document_id, s.customer_id, s.tax_point_date,
        fate.line, fate.reason, s.amount, s.accounting_amount
    FROM ({SUPPLIES}) AS s
    JOIN unnest({_KEYS}, %(line)s::int[], %(reason)s::text[]) AS fate ({_KEY_NAMES}, line, reason)
        ON {_SAME_GROUP.format(group="fate")}
"""  # noqa: S608 (written above)


def insert_rows(scope: dict[str, Any], *, declaration: int, fates: Sequence[tuple[Group, int | None, str]]) -> int:
    """Write the rows behind a declaration, each group with its line or reason, and return how many."""
    asked = {
        **scope,
        **_keys([group for group, _line, _reason in fates]),
        "declaration": declaration,
        "line": [line for _group, line, _reason in fates],
        "reason": [reason for _group, _line, reason in fates],
    }
    return execute(_INSERT_ROWS, asked)
