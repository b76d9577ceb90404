"""Documents to invoices: shares of discounts, tax, totals, numbers, lines and what the customer owes.

A source says what is to be invoiced, by two named queries:

    document    one row per invoice: a key, its head, and its rate
    priced      one row per line: the key of its document, quantity, price, gross, what is left of that after the line
                discount, tax code, kind and percent, accounts, its cost, the charge that it is, and its tax point
                where packing slips may tell another one than the document has

and everything behind them stands here once, whatever the source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from arclose.ledger.numbering import Block, SeriesOfYear
from arclose.ledger.sql import advancing_counters
from arclose.ledger.sql.running import execute
from customers.sql.deductions import DEDUCTED


class PrepaymentLines(Enum):
    """What lines of a source have to do with prepayments."""

    NONE = "none"
    OWN = "own"
    DEDUCTED = "deducted"
    GIVEN = "given"


@dataclass(frozen=True)
class Source:
    """The queries ``document`` and ``priced``, with those they stand on, and their parameters.

    ``writes`` are statements that note at the source which invoice, of id and document, each became. Where lines are
    *own* they are those of prepayment invoices; where they are *deducted* from, the parameters say what is left of
    prepayments (:mod:`customers.sql.deductions`); where they are *given*, the source has ``line`` instead of
    ``priced``, with its tax.
    """

    queries: str
    parameters: Mapping[str, Any]
    writes: str = ""
    has_tax_in_prices: bool = False
    prepayment_lines: PrepaymentLines = PrepaymentLines.NONE

    def lines(self) -> list[str]:
        """Give the queries between those of the source and ``line``."""
        if self.prepayment_lines == PrepaymentLines.GIVEN:
            return []
        shares = _SHARES_WITH_TAX_IN_PRICES if self.has_tax_in_prices else _SHARES
        if self.prepayment_lines != PrepaymentLines.DEDUCTED:
            return [shares]
        return [shares.replace("line AS MATERIALIZED", "taxed_line AS MATERIALIZED"), DEDUCTED]


# A line's total discount and tax are shares: each rounded, the largest line takes what rounding leaves. The orders of a
# document have the percentage of the total discount in common; charges have none.
_SHARES = """
    discounted AS (
        SELECT *, reduced - CASE WHEN total_discount_percent = 0 THEN 0 ELSE
            round(reduced * total_discount_percent / 100, decimals)
            + CASE WHEN row_number() OVER largest > 1 THEN 0 ELSE
                round(sum(reduced) OVER discount * total_discount_percent / 100, decimals)
                - sum(round(reduced * total_discount_percent / 100, decimals)) OVER discount END END AS net
        FROM priced
        WINDOW discount AS (PARTITION BY document, total_discount_percent),
            largest AS (PARTITION BY document, total_discount_percent ORDER BY abs(reduced) DESC, order_id, line_number)
    ), line AS MATERIALIZED (
        SELECT *, dense_rank() OVER (
                PARTITION BY document ORDER BY tax_code_id, percent, item_type, tax_point_date) AS tax_row_number,
            CASE WHEN percent = 0 THEN 0 ELSE
                round(net * percent / 100, decimals) + CASE WHEN row_number() OVER largest > 1 THEN 0 ELSE
                    round(sum(net) OVER taxed * percent / 100, decimals)
                    - sum(round(net * percent / 100, decimals)) OVER taxed END END AS tax
        FROM discounted
        WINDOW taxed AS (PARTITION BY document, kind, percent),
            largest AS (PARTITION BY document, kind, percent ORDER BY abs(net) DESC, order_id, line_number)
    )
"""

# Likewise where the prices of some documents include tax: it is computed once per kind and rate of these, out of what
# their lines come to, and the rest is net. So the customer pays the sum of the lines, whatever is rounded. The tax of
# such a line is what it adds to that of the lines before it, so that none strays further from its price than a cent.
# Prices and discounts are written net of tax, a price with six decimals, as article 226 (8) of directive 2006/112/EC
# asks for it.
_SHARES_WITH_TAX_IN_PRICES = """
    discounted AS (
        SELECT *, reduced - CASE WHEN total_discount_percent = 0 THEN 0 ELSE
            round(reduced * total_discount_percent / 100, decimals)
            + CASE WHEN row_number() OVER largest > 1 THEN 0 ELSE
                round(sum(reduced) OVER discount * total_discount_percent / 100, decimals)
                - sum(round(reduced * total_discount_percent / 100, decimals)) OVER discount END END AS asked,
            CASE WHEN prices_include_tax THEN 100 + percent ELSE 100 END AS divisor
        FROM priced
        WINDOW discount AS (PARTITION BY document, total_discount_percent),
            largest AS (PARTITION BY document, total_discount_percent ORDER BY abs(reduced) DESC, order_id, line_number)
    ), taxed AS (
        SELECT *, dense_rank() OVER (
                PARTITION BY document ORDER BY tax_code_id, percent, item_type, tax_point_date) AS tax_row_number,
            CASE WHEN percent = 0 THEN 0
                WHEN prices_include_tax THEN round(sum(asked) OVER so_far * percent / divisor, decimals)
                    - round((sum(asked) OVER so_far - asked) * percent / divisor, decimals)
                ELSE round(asked * percent / divisor, decimals) + CASE WHEN row_number() OVER largest > 1 THEN 0 ELSE
                    round(sum(asked) OVER taxed * percent / divisor, decimals)
                    - sum(round(asked * percent / divisor, decimals)) OVER taxed END END AS tax
        FROM discounted
        WINDOW taxed AS (PARTITION BY document, kind, percent),
            largest AS (PARTITION BY document, kind, percent ORDER BY abs(asked) DESC, order_id, line_number),
            so_far AS (
                PARTITION BY document, kind, percent ORDER BY order_id, line_number ROWS UNBOUNDED PRECEDING)
    ), line AS MATERIALIZED (
        SELECT t.document, t.order_id, t.order_line_id, t.line_number, t.item_id, t.order_charge_id, t.item_type,
            t.description, t.quantity, round(t.unit_price * 100 / t.divisor, 6) AS unit_price, t.line_discount_percent,
            t.tax_code_id, t.kind, t.percent, t.revenue_account_id, t.line_discount_account_id,
            t.total_discount_account_id, t.cost, t.tax_row_number, t.tax, own.net,
            own.net + part.of_order AS reduced, own.net + part.of_order + part.of_line AS gross
        FROM taxed t
        CROSS JOIN LATERAL (
            SELECT CASE WHEN t.prices_include_tax THEN t.asked - t.tax ELSE t.asked END AS net
        ) AS own
        CROSS JOIN LATERAL (
            SELECT round((t.reduced - t.asked) * 100 / t.divisor, t.decimals) AS of_order,
                round((t.gross - t.reduced) * 100 / t.divisor, t.decimals) AS of_line
        ) AS part
    )
"""

# A document has a voucher where one of its entries is not zero: the receivable, or, at a total of zero, another, or
# the cost of what it sells, or what is left of the cost of what packing slips delivered.
_TOTALS = """
    total AS (
        SELECT document, sum(net) AS net, sum(tax) AS tax FROM line GROUP BY document
    ), line_at_zero AS (
        SELECT line.* FROM line JOIN total ON total.document = line.document AND total.net + total.tax = 0
    ), posted_at_zero AS (
        SELECT entry.document FROM (
            SELECT line.document FROM line_at_zero line
            CROSS JOIN LATERAL (VALUES
                (1, revenue_account_id, gross
                    - CASE WHEN line_discount_account_id IS NULL THEN gross - reduced ELSE 0 END
                    - CASE WHEN total_discount_account_id IS NULL THEN reduced - line.net ELSE 0 END),
                (2, line_discount_account_id, gross - reduced), (3, total_discount_account_id, reduced - line.net),
                (4, tax_code_id, line.tax)) AS entry (kind, account_id, amount)
            WHERE entry.account_id IS NOT NULL
            GROUP BY line.document, tax_row_number, entry.kind, entry.account_id HAVING sum(entry.amount) <> 0
        ) AS entry
        UNION SELECT sold.document FROM (
            SELECT line.document FROM line_at_zero line
            JOIN customers_item i ON i.id = line.item_id
            JOIN customers_itemgroup g ON g.id = i.group_id
            CROSS JOIN LATERAL (VALUES (1, g.cost_of_goods_sold_account_id), (2, g.inventory_account_id))
                AS entry (kind, account_id)
            GROUP BY line.document, entry.kind, entry.account_id HAVING sum(line.cost) <> 0
        ) AS sold
        UNION SELECT line.document FROM line_at_zero line
        CROSS JOIN LATERAL (
            SELECT 1 FROM customers_orderdocumentline dl JOIN customers_orderdocument d ON d.id = dl.document_id
            WHERE dl.order_line_id = line.order_line_id AND d.has_voucher AND d.corrects_id IS NULL
                AND (%(slips)s::bigint[] IS NULL OR d.id = ANY(%(slips)s))
                AND dl.cost_amount
                    + coalesce((SELECT sum(c.cost_amount) FROM customers_orderdocument cd
                        JOIN customers_orderdocumentline c ON c.document_id = cd.id
                        WHERE cd.corrects_id = d.id AND c.order_line_id = dl.order_line_id), 0)
                    - coalesce((SELECT sum(t.cost_amount) FROM customers_invoiceddelivery t
                        WHERE t.slip_line_id = dl.id), 0) <> 0 LIMIT 1
        ) AS delivered
    )
"""

# Numbers that are not given are taken here, in the order of their series: all that is computed stands by then, and
# others wait for the writing only. Documents take their ids beforehand, so that their lines need not be joined to what
# was just written: of that the planner knows nothing.
_TAKE = advancing_counters("""
        SELECT %(company)s, series_id, fiscal_year_id, in_block FROM placed
        WHERE first IS NULL AND turn = 1 ORDER BY place
""")
_WRITE = f"""
    placed AS MATERIALIZED (
        SELECT d.*, total.net, total.tax, block.series_id, block.prefix, block.digits, block.first, block.place,
            row_number() OVER (PARTITION BY d.invoice_type, d.fiscal_year_id ORDER BY d.invoice_date, d.document)
                AS turn,
            count(*) OVER (PARTITION BY d.invoice_type, d.fiscal_year_id) AS in_block,
            total.net + total.tax <> 0 OR posted_at_zero.document IS NOT NULL AS is_posted
        FROM document d JOIN total ON total.document = d.document
        LEFT JOIN posted_at_zero ON posted_at_zero.document = d.document
        LEFT JOIN unnest(%(block_type)s::text[], %(block_series)s::bigint[], %(block_year)s::bigint[],
                %(block_first)s::bigint[], %(block_prefix)s::text[], %(block_digits)s::int[])
            WITH ORDINALITY AS block (invoice_type, series_id, fiscal_year_id, first, prefix, digits, place)
            ON block.invoice_type = d.invoice_type AND block.fiscal_year_id = d.fiscal_year_id
    ), advanced AS (
        {_TAKE}
    ), numbered AS (
        SELECT placed.*, coalesce(first, advanced.last_number - in_block + 1) + turn - 1 AS sequence_number
        FROM placed LEFT JOIN advanced USING (series_id, fiscal_year_id)
        ORDER BY invoice_date, document
    ), invoice AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('customers_invoice', 'id')) AS id, numbered.* FROM numbered
    ), made AS (
        INSERT INTO customers_invoice (id, company_id, posting_id, origin, order_id, invoice_type, series_id,
            fiscal_year_id, sequence_number, number, customer_id, invoice_account_id, invoice_date, due_date,
            payment_terms_id, currency_id, transaction_units, accounting_units, rate_date, delivery_country,
            vat_number, credited_invoice_id, reason, net_amount, tax_amount, total_amount, has_voucher)
        SELECT id, %(company)s, %(posting)s, origin, order_id, invoice_type, series_id, fiscal_year_id, sequence_number,
            prefix || lpad(abs(sequence_number)::text, greatest(digits, length(abs(sequence_number)::text)), '0'),
            customer_id, invoice_account_id, invoice_date, due_date, payment_terms_id, currency_id, transaction_units,
            accounting_units, rate_date, delivery_country, vat_number, credited_invoice_id, reason, net, tax,
            net + tax, is_posted
        FROM invoice
    )
"""  # noqa: S608 (written in this program)

_WRITE_LINES = """
    INSERT INTO customers_invoiceline (company_id, invoice_id, line_number, order_line_id, item_id, order_charge_id,
        prepayment_id, prepaid_accounting_amount, item_type, description, quantity, unit_price, line_discount_percent,
        gross_amount, line_discount_amount, total_discount_amount, net_amount, tax_amount, cost_amount, tax_row_number,
        tax_code_id, tax_percent,
        revenue_account_id, line_discount_account_id, total_discount_account_id)
    SELECT %(company)s, invoice.id,
        CASE WHEN invoice.order_id IS NOT NULL OR line.order_id IS NULL THEN line.line_number
            ELSE row_number() OVER (PARTITION BY invoice.id ORDER BY line.order_id, line.line_number) END,
        line.order_line_id, line.item_id, line.order_charge_id, {PREPAYMENT}, line.item_type, line.description,
        line.quantity, line.unit_price, line.line_discount_percent, line.gross, line.gross - line.reduced,
        line.reduced - line.net, line.net, line.tax, line.cost, line.tax_row_number, line.tax_code_id, line.percent,
        line.revenue_account_id, line.line_discount_account_id, line.total_discount_account_id
    FROM line JOIN invoice ON invoice.document = line.document
    ORDER BY invoice.id, line.order_id, line.line_number
"""


# The prepayment that a line names, and what it moves on their account.
_ABOUT_PREPAYMENTS = {
    PrepaymentLines.NONE: "NULL::bigint, 0",
    PrepaymentLines.OWN: "invoice.id, round(line.net * invoice.accounting_units / invoice.transaction_units,"
    " %(accounting_decimals)s)",
    PrepaymentLines.DEDUCTED: "line.prepayment_id, line.prepaid_accounting_amount",
    PrepaymentLines.GIVEN: "line.prepayment_id, line.prepaid_accounting_amount",
}


def insert_invoices(
    source: Source, *, company_id: int, posting_id: int, blocks: Sequence[tuple[str, SeriesOfYear]]
) -> int:
    """Write the documents of a source with their lines, in one statement, and return the number of lines.

    ``blocks`` are (invoice type, numbers), or a series without numbers: these are taken once all is computed.
    """
    parts = [source.queries, *source.lines(), _TOTALS, _WRITE, *([source.writes] if source.writes else [])]
    return execute(
        f"WITH {', '.join(parts)} {_WRITE_LINES.replace('{PREPAYMENT}', _ABOUT_PREPAYMENTS[source.prepayment_lines])}",
        {
            "slips": None,
            **source.parameters,
            "company": company_id,
            "posting": posting_id,
            "block_type": [invoice_type for invoice_type, _ in blocks],
            "block_series": [block.series_id for _, block in blocks],
            "block_year": [block.fiscal_year_id for _, block in blocks],
            "block_first": [block.first if isinstance(block, Block) else None for _, block in blocks],
            "block_prefix": [block.prefix for _, block in blocks],
            "block_digits": [block.digits for _, block in blocks],
        },
    )


# What a customer owes by each posted invoice: amounts and account of its receivable entry, so that subledger and ledger
# cannot differ even where the posting profile changes in between.
_INSERT_TRANSACTIONS = """
    WITH made AS (
        INSERT INTO customers_customertransaction (company_id, posting_id, voucher_id, customer_id, invoice_id,
            transaction_type, document_number, transaction_date, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount, control_account_id)
        SELECT i.company_id, i.posting_id, v.id, i.invoice_account_id, i.id, i.invoice_type, i.number, i.invoice_date,
            i.due_date, e.currency_id, e.transaction_currency_amount, e.accounting_currency_amount, e.account_id
        FROM customers_invoice i
        JOIN ledger_voucher v ON v.company_id = i.company_id AND v.document_type = 'invoice' AND v.document_id = i.id
            AND v.document_part = 0
        JOIN ledger_ledgerentry e ON e.voucher_id = v.id AND e.posting_type = 'customer_balance'
        WHERE i.posting_id = %s
        ORDER BY i.id
        RETURNING id, company_id, customer_id, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount
    )
    INSERT INTO customers_opentransaction (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount)
    SELECT made.*, 0 FROM made
"""


def insert_transactions(*, posting_id: int) -> int:
    """Write the customer transactions of a posting's invoices, all open, and return how many."""
    return execute(_INSERT_TRANSACTIONS, [posting_id])
