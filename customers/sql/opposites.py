"""The opposites of posted documents, copied from their rows: nothing is priced, taxed or translated anew.

Each table is a :class:`Copy`: which columns the opposite has in common with the row it undoes, which it has with the
opposite sign, and which are its own. A column that is in none of them would be lost, so a test compares them with the
models.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from arclose.ledger.fields import array_of
from arclose.ledger.numbering import Block
from arclose.ledger.sql.running import execute, rows
from customers.models.sales_tax import LISTED_KINDS
from customers.sql.tax_rows import LAST_SLIP
from customers.sql.taxing import CHARGEABLE


@dataclass(frozen=True)
class Copy:
    """How the opposite of a row of a table is written; ``own`` are expressions, ``source`` is the row it undoes."""

    table: str
    same: tuple[str, ...]
    opposite: tuple[str, ...]
    own: Mapping[str, str]

    @property
    def columns(self) -> list[str]:
        """Give every column that is written."""
        return [*self.own, *self.same, *self.opposite]

    def insert(self) -> str:
        """Give the statement up to where the rows come from."""
        values = [
            *self.own.values(),
            *(f"source.{name}" for name in self.same),
            *(f"-source.{name}" for name in self.opposite),
        ]
        return f"INSERT INTO {self.table} ({', '.join(self.columns)}) SELECT {', '.join(values)}"


# A document's own columns; ``opposite`` is the row with the numbers it gets.
_NUMBERED = {
    "id": "source.opposite_id",
    "posting_id": "%(posting)s",
    "series_id": "source.opposite_series_id",
    "fiscal_year_id": "source.opposite_year_id",
    "sequence_number": "source.opposite_number",
    "number": "source.prefix || lpad(abs(source.opposite_number)::text,"
    " greatest(source.digits, length(abs(source.opposite_number)::text)), '0')",
    "reason": "%(reason)s",
}
INVOICES = Copy(
    table="customers_invoice",
    same=(
        "company_id", "origin", "order_id", "customer_id", "invoice_account_id", "payment_terms_id", "currency_id",
        "transaction_units", "accounting_units", "rate_date", "delivery_country", "vat_number", "has_voucher",
    ),
    opposite=("net_amount", "tax_amount", "total_amount"),
    own={
        **_NUMBERED,
        "invoice_type": "source.opposite_type",
        "invoice_date": "%(day)s",
        "due_date": "%(day)s",
        "credited_invoice_id": "source.id",
    },
)  # fmt: skip
INVOICE_LINES = Copy(
    table="customers_invoiceline",
    same=(
        "company_id", "line_number", "order_line_id", "order_charge_id", "prepayment_id", "item_id", "item_type",
        "description", "unit_price", "line_discount_percent", "tax_row_number", "tax_code_id", "tax_percent",
        "revenue_account_id", "line_discount_account_id", "total_discount_account_id",
    ),
    opposite=(
        "quantity", "gross_amount", "line_discount_amount", "total_discount_amount", "net_amount", "tax_amount",
        "cost_amount", "prepaid_accounting_amount",
    ),
    own={"invoice_id": "opposite.id"},
)  # fmt: skip
TAX_COLUMNS = (
    "company_id", "number", "tax_code_id", "tax_kind", "tax_percent", "item_type", "delivery_country", "vat_number",
    "is_listed", "registration_id", "registration_currency_id",
)  # fmt: skip
TAX_AMOUNTS = (
    "transaction_currency_base_amount", "transaction_currency_tax_amount", "accounting_currency_base_amount",
    "accounting_currency_tax_amount", "registration_currency_base_amount", "registration_currency_tax_amount",
)  # fmt: skip
# An opposite has its tax point on its own day. But what packing slips delivered, or a free text invoice says was
# supplied, has a last possible tax point, which it has whenever it is invoiced again after that; so an undoing on a
# later ``{day}`` takes it back there.
_TAX_POINT_OF_UNDOING = f"""CASE WHEN source.tax_kind <> ALL(%(listed_kinds)s) THEN {{day}} ELSE (
        SELECT CASE WHEN source.tax_point_date < i.invoice_date THEN source.tax_point_date
            ELSE least({{day}}, {CHARGEABLE.format(KIND="source.tax_kind")}) END
        FROM customers_invoice i
        CROSS JOIN LATERAL (
            SELECT source.number AS tax_row_number, bool_and(l.order_charge_id IS NOT NULL) AS is_charge
            FROM customers_invoiceline l WHERE l.invoice_id = i.id AND l.tax_row_number = source.number
        ) AS line
        CROSS JOIN LATERAL (
            SELECT coalesce({LAST_SLIP}, (SELECT d.supply_date FROM customers_freetextinvoice d
                WHERE d.invoice_id = i.id)) AS day
        ) AS supplied
        WHERE i.id = source.invoice_id) END"""  # noqa: S608 (written in this program)
_TAX_POINT = f"""CASE WHEN %(goes_back)s THEN {_TAX_POINT_OF_UNDOING.format(day="opposite.invoice_date")}
        ELSE opposite.invoice_date END"""
TAX_ROWS = Copy(
    table="customers_taxrow",
    same=TAX_COLUMNS,
    opposite=TAX_AMOUNTS,
    own={"invoice_id": "opposite.id", "tax_point_date": _TAX_POINT},
)
INVOICED_DELIVERIES = Copy(
    table="customers_invoiceddelivery",
    same=("company_id", "slip_line_id"),
    opposite=("quantity", "cost_amount", "reporting_cost_amount"),
    own={"invoice_line_id": "line.id"},
)
ORDER_DOCUMENTS = Copy(
    table="customers_orderdocument",
    same=(
        "company_id", "document_type", "order_id", "customer_id", "currency_id", "site_id", "delivery_address",
        "delivery_country", "has_voucher",
    ),
    opposite=("net_amount", "cost_amount"),
    own={**_NUMBERED, "document_date": "%(day)s", "corrects_id": "source.id"},
)  # fmt: skip
ORDER_DOCUMENT_LINES = Copy(
    table="customers_orderdocumentline",
    same=(
        "company_id", "line_number", "order_line_id", "item_id", "description", "unit_price", "line_discount_percent",
    ),
    opposite=("quantity", "net_amount", "cost_amount", "reporting_cost_amount"),
    own={"document_id": "opposite.id"},
)  # fmt: skip
COPIES = (INVOICES, INVOICE_LINES, TAX_ROWS, INVOICED_DELIVERIES, ORDER_DOCUMENTS, ORDER_DOCUMENT_LINES)

# Documents get their numbers in the order of those they undo, and their ids beforehand.
_DOCUMENTS = """
    FROM (
        SELECT nextval(pg_get_serial_sequence('{table}', 'id')) AS opposite_id, numbered.* FROM (
            SELECT undone.*, block.series_id AS opposite_series_id, block.fiscal_year_id AS opposite_year_id,
                block.prefix, block.digits, block.first + row_number() OVER (
                    PARTITION BY undone.opposite_type ORDER BY undone.{day}, undone.id) - 1 AS opposite_number
            FROM (
                SELECT d.*, {opposite_type} AS opposite_type FROM {table} d WHERE d.id = ANY(%(documents)s::bigint[])
            ) AS undone
            JOIN unnest(%(block_type)s::text[], %(block_series)s::bigint[], %(block_year)s::bigint[],
                    %(block_first)s::bigint[], %(block_prefix)s::text[], %(block_digits)s::int[])
                AS block (type, series_id, fiscal_year_id, first, prefix, digits) ON block.type = undone.opposite_type
            ORDER BY undone.opposite_type, undone.{day}, undone.id
        ) AS numbered
    ) AS source
"""
_INSERT_INVOICES = INVOICES.insert() + _DOCUMENTS.format(
    table="customers_invoice",
    day="invoice_date",
    opposite_type="CASE d.invoice_type WHEN 'invoice' THEN 'credit_note' ELSE 'invoice' END",
)
# Rows behind documents: each document looks up those of the one it undoes.
_OF_INVOICES = """
    FROM customers_invoice opposite
    CROSS JOIN LATERAL (SELECT * FROM {table} WHERE invoice_id = opposite.credited_invoice_id OFFSET 0) AS source
    WHERE opposite.posting_id = %(posting)s ORDER BY opposite.id, source.{order}
"""
_INSERT_INVOICE_LINES = INVOICE_LINES.insert() + _OF_INVOICES.format(table="customers_invoiceline", order="line_number")
_INSERT_TAX_ROWS = TAX_ROWS.insert() + _OF_INVOICES.format(table="customers_taxrow", order="number")
_INSERT_INVOICED_DELIVERIES = (
    INVOICED_DELIVERIES.insert()
    + """
    FROM customers_invoice opposite
    JOIN customers_invoiceline undone ON undone.invoice_id = opposite.credited_invoice_id
    JOIN customers_invoiceddelivery source ON source.invoice_line_id = undone.id
    JOIN customers_invoiceline line ON line.invoice_id = opposite.id AND line.line_number = undone.line_number
    WHERE opposite.posting_id = %(posting)s ORDER BY line.id, source.slip_line_id
"""
)
_INSERT_ORDER_DOCUMENTS = ORDER_DOCUMENTS.insert() + _DOCUMENTS.format(
    table="customers_orderdocument", day="document_date", opposite_type="d.document_type"
)
_OF_ORDER_DOCUMENTS = """
    FROM customers_orderdocument opposite CROSS JOIN LATERAL (
        SELECT * FROM customers_orderdocumentline WHERE document_id = opposite.corrects_id OFFSET 0
    ) AS source
    WHERE opposite.posting_id = %(posting)s ORDER BY opposite.id, source.line_number
"""
_INSERT_ORDER_DOCUMENT_LINES = ORDER_DOCUMENT_LINES.insert() + _OF_ORDER_DOCUMENTS


def _numbered(
    documents: Sequence[int], posting_id: int, day: date, reason: str, blocks: Sequence[tuple[str, Block]]
) -> dict[str, object]:
    return {
        "documents": array_of(documents),
        "posting": posting_id,
        "day": day,
        "reason": reason,
        "block_type": [kind for kind, _ in blocks],
        "block_series": [block.series_id for _, block in blocks],
        "block_year": [block.fiscal_year_id for _, block in blocks],
        "block_first": [block.first for _, block in blocks],
        "block_prefix": [block.prefix for _, block in blocks],
        "block_digits": [block.digits for _, block in blocks],
    }


def insert_opposite_invoices(
    *, documents: Sequence[int], posting_id: int, day: date, reason: str, blocks: Sequence[tuple[str, Block]]
) -> int:
    """Write the opposites of invoices and credit notes, with their lines and what these took of packing slips.

    ``blocks`` are (type of the opposite, numbers). Return how many documents.
    """
    count = execute(_INSERT_INVOICES, _numbered(documents, posting_id, day, reason, blocks))
    execute(_INSERT_INVOICE_LINES, {"posting": posting_id})
    execute(_INSERT_INVOICED_DELIVERIES, {"posting": posting_id})
    return count


def insert_opposite_tax_rows(*, posting_id: int, goes_back: bool) -> int:
    """Write the tax rows of opposites, on their own day, and return how many.

    ``goes_back`` lets those of an earlier supply go back to the tax point that it has when it is invoiced again.
    """
    listed = [str(kind) for kind in LISTED_KINDS]
    return execute(_INSERT_TAX_ROWS, {"posting": posting_id, "goes_back": goes_back, "listed_kinds": listed})


_LISTED_UNDOINGS = f"""
    SELECT source.id, source.invoice_id, source.registration_id, {_TAX_POINT_OF_UNDOING.format(day="%(day)s::date")}
    FROM customers_taxrow source
    WHERE source.company_id = %(company)s AND source.invoice_id = ANY((SELECT %(documents)s::bigint[])::bigint[])
        AND source.tax_kind = ANY(%(listed_kinds)s)
    ORDER BY source.invoice_id, source.number
"""  # noqa: S608 (written above)


def listed_undoings(*, company_id: int, documents: Sequence[int], day: date) -> list[tuple[int, int, int | None, date]]:
    """Give (tax row, document, registration, tax point) of what EC sales lists name and an undoing takes back."""
    asked = {"company": company_id, "documents": array_of(documents), "day": day}
    return rows(_LISTED_UNDOINGS, {**asked, "listed_kinds": [str(kind) for kind in LISTED_KINDS]})


def insert_opposite_slips(
    *, documents: Sequence[int], posting_id: int, day: date, reason: str, blocks: Sequence[tuple[str, Block]]
) -> int:
    """Write the corrections that take packing slips back as a whole, with their lines; return how many documents."""
    count = execute(_INSERT_ORDER_DOCUMENTS, _numbered(documents, posting_id, day, reason, blocks))
    execute(_INSERT_ORDER_DOCUMENT_LINES, {"posting": posting_id})
    return count


# The settlements of credit notes with what they credited, that still stand.
_SETTLEMENTS_OF_NOTES = """
    SELECT s.id FROM customers_invoice i JOIN customers_customertransaction t ON t.invoice_id = i.id
    JOIN customers_settlement s ON s.credit_transaction_id = t.id
    WHERE i.company_id = %(company)s AND i.id = ANY((SELECT %(documents)s::bigint[])::bigint[])
        AND i.invoice_type = 'credit_note'
        AND s.reversal_of_id IS NULL AND NOT EXISTS (SELECT 1 FROM customers_settlement r WHERE r.reversal_of_id = s.id)
    ORDER BY s.id
"""


def settlements_of_credit_notes(*, company_id: int, documents: Sequence[int]) -> list[int]:
    """Give the ids of the standing settlements of credit notes among documents."""
    return [pk for (pk,) in rows(_SETTLEMENTS_OF_NOTES, {"company": company_id, "documents": array_of(documents)})]


# --- the orders behind ------------------------------------------------------------------------------------------------

# What the opposites took back is to be invoiced again; what they delivered themselves is to be delivered again. What
# asks to be delivered now stays.
_GIVE_BACK_INVOICED = """
    UPDATE customers_salesorderline l SET
        invoiced_quantity = l.invoiced_quantity + made.invoiced,
        delivered_quantity = l.delivered_quantity + made.invoiced - made.of_slips
    FROM (
        SELECT il.order_line_id, sum(il.quantity) AS invoiced, sum(coalesce(taken.quantity, 0)) AS of_slips
        FROM customers_invoice i JOIN customers_invoiceline il ON il.invoice_id = i.id
        LEFT JOIN LATERAL (
            SELECT sum(t.quantity) AS quantity FROM customers_invoiceddelivery t WHERE t.invoice_line_id = il.id
        ) AS taken ON true
        WHERE i.posting_id = %(posting)s AND il.order_line_id IS NOT NULL GROUP BY il.order_line_id
    ) AS made WHERE l.id = made.order_line_id
"""
# An order whose day lies in no open period could not be invoiced again.
_MOVE_INVOICE_DATES = """
    UPDATE customers_salesorder o SET invoice_date = %(day)s
    WHERE o.company_id = %(company)s AND o.id = ANY((SELECT %(orders)s::bigint[])::bigint[])
        AND o.invoice_date < %(day)s AND NOT EXISTS (
        SELECT 1 FROM ledger_fiscalperiod p WHERE p.company_id = o.company_id AND p.status = 'open'
            AND o.invoice_date BETWEEN p.start_date AND p.end_date)
"""


def give_back_invoiced(*, posting_id: int) -> int:
    """Take what the opposites of a posting undo off their order lines and return how many of these."""
    return execute(_GIVE_BACK_INVOICED, {"posting": posting_id})


def move_invoice_dates(*, company_id: int, orders: Sequence[int], day: date) -> int:
    """Let orders whose date lies in no open period be invoiced on a day; return how many."""
    return execute(_MOVE_INVOICE_DATES, {"company": company_id, "orders": array_of(orders), "day": day})
