"""Concessions of a posting: written as a set, with the sales tax in them, and found again to be taken back."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import execute, rows
from customers.models.sales_tax import LISTED_KINDS
from customers.sql.reorganizations import INVOICE_OF
from customers.sql.settlements import SHARE_SO_FAR, Part
from customers.sql.taxing import in_registration_currency


@dataclass(frozen=True)
class Grant:
    """What closes a part of an open transaction without money, with the sign of what it closes.

    ``units_from`` of its currency are worth ``units_to`` of the accounting currency; one that ``leaves_as_it_came`` is
    worth what leaves the books with it, instead. Where somebody chose the account, no tax code says another. Tax is
    corrected where its transaction is that of an invoice, or a part of one; where it stands for several, ``shares`` are
    each with how much of the amount is of it, and what they leave has no tax.
    """

    transaction_id: int
    kind: str
    amount: Decimal
    day: date
    account_id: int
    units_from: Decimal
    units_to: Decimal
    corrects_tax: bool = False
    reason_id: int | None = None
    leaves_as_it_came: bool = False
    is_of_chosen_account: bool = False
    shares: tuple[tuple[int, Decimal], ...] = ()


# One row per concession; where tax is corrected one tax row beside it per tax row of the invoice, by what each has of
# the total: rounded so far, less what those before it took. A cash discount has those of supplies that are listed per
# customer in any case, for it lowers what is listed. Tax goes back at the rate of the invoice. The base of the last row
# takes what the rounding of the rows makes of a concession that is worth what leaves the books.
_INSERT = """
    WITH asked AS (
        SELECT nextval(pg_get_serial_sequence('customers_concession', 'id')) AS id, asked.*,
            {invoice} AS invoice_id, t.currency_id, currency.decimals
        FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::date[], %s::bigint[], %s::numeric[], %s::numeric[],
                %s::boolean[], %s::bigint[], %s::boolean[], %s::boolean[]) WITH ORDINALITY
            AS asked (transaction_id, kind, amount, day, account_id, units_from, units_to, corrects_tax, reason_id,
                leaves_as_it_came, is_of_chosen_account, place)
        JOIN customers_customertransaction t ON t.id = asked.transaction_id
        JOIN ledger_currency currency ON currency.code = t.currency_id
        ORDER BY asked.place
    ), of_invoice AS (
        SELECT id, invoice_id, amount FROM asked WHERE invoice_id IS NOT NULL
        UNION ALL
        SELECT asked.id, share.invoice_id, share.amount
        FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[]) AS share (place, invoice_id, amount)
        JOIN asked USING (place)
    ), leaving AS (
        SELECT id, {amount} - taken_before + {adjustment} - adjusted_before AS in_books
        FROM (
            SELECT asked.id, asked.amount AS set_so_far, t.transaction_currency_amount AS face,
                t.accounting_currency_amount AS original,
                coalesce(o.adjusted_amount, t.opening_adjustment_amount) AS adjustment,
                coalesce(o.adjusted_open_amount, t.transaction_currency_amount) AS adjusted_face,
                coalesce(o.adjusted_open_amount, t.transaction_currency_amount) - o.transaction_currency_amount
                    AS adjusted_settled_before,
                t.transaction_currency_amount - o.transaction_currency_amount AS settled_before,
                t.accounting_currency_amount - o.accounting_currency_amount AS taken_before,
                coalesce(o.adjusted_amount, t.opening_adjustment_amount) - o.standing_adjustment_amount
                    AS adjusted_before
            FROM asked
            JOIN customers_customertransaction t ON t.id = asked.transaction_id
            JOIN customers_opentransaction o ON o.transaction_id = t.id
            WHERE asked.leaves_as_it_came
        ) AS side
    ), shared AS (
        SELECT asked.id, asked.day, asked.units_from, asked.units_to, asked.decimals, asked.currency_id,
            asked.amount AS conceded, of_invoice.invoice_id, asked.invoice_id IS NULL AS stands_for_it,
            row_number() OVER (PARTITION BY asked.id ORDER BY of_invoice.invoice_id, r.number) AS number,
            i.transaction_units, i.accounting_units, r.company_id, r.tax_code_id, r.tax_kind, r.tax_percent,
            r.item_type, r.delivery_country, r.vat_number, r.is_listed, r.registration_id, r.registration_currency_id,
            r.transaction_currency_base_amount, r.registration_currency_base_amount,
            CASE WHEN asked.kind = 'cash_discount' AND NOT asked.is_of_chosen_account THEN (
                SELECT code.discount_account_id FROM customers_taxcode code WHERE code.id = r.tax_code_id
            ) END AS account_id,
            round(of_invoice.amount * sum(r.transaction_currency_base_amount + r.transaction_currency_tax_amount)
                OVER (PARTITION BY asked.id, of_invoice.invoice_id ORDER BY r.number) / i.total_amount, asked.decimals)
                AS share_so_far
        FROM asked
        JOIN of_invoice ON of_invoice.id = asked.id
        JOIN customers_invoice i ON i.id = of_invoice.invoice_id AND i.total_amount <> 0
        JOIN customers_taxrow r ON r.invoice_id = i.id
        WHERE asked.corrects_tax OR asked.kind = 'cash_discount' AND r.tax_kind = ANY(%s) AND r.is_listed
    ), taxed AS (
        SELECT shared.*, round(share * tax_percent / (100 + tax_percent), decimals) AS tax
        FROM (SELECT *, share_so_far - coalesce(lag(share_so_far) OVER (PARTITION BY id, invoice_id ORDER BY number), 0)
            AS share FROM shared) AS shared
    ), valued AS (
        SELECT taxed.*, share - tax AS base, round((share - tax) * units_to / units_from, %s) AS base_at_rate,
            round(tax * accounting_units / transaction_units, %s) AS tax_in_books
        FROM taxed
    ), tax_row AS (
        SELECT valued.*, base_at_rate + CASE WHEN number = max(number) OVER (PARTITION BY id)
            THEN coalesce(leaving.in_books - sum(base_at_rate + tax_in_books) OVER (PARTITION BY id)
                - round((conceded - sum(share) OVER (PARTITION BY id)) * units_to / units_from, %s), 0)
            ELSE 0 END AS base_in_books
        FROM valued LEFT JOIN leaving USING (id)
    ), made AS (
        INSERT INTO customers_concession (id, company_id, posting_id, transaction_id, kind, concession_date,
            transaction_units, accounting_units, amount, tax_amount, accounting_currency_amount,
            accounting_currency_tax_amount, account_id, reason_id)
        SELECT asked.id, %s, %s, transaction_id, kind, day, units_from, units_to, asked.amount,
            coalesce(taxes.tax, 0),
            coalesce(taxes.in_books + round((asked.amount - taxes.amount) * units_to / units_from, %s),
                leaving.in_books, round(asked.amount * units_to / units_from, %s)),
            coalesce(taxes.tax_in_books, 0), account_id, reason_id
        FROM asked LEFT JOIN leaving ON leaving.id = asked.id LEFT JOIN (
            SELECT id, sum(share) AS amount, sum(tax) AS tax, sum(base_in_books + tax_in_books) AS in_books,
                sum(tax_in_books) AS tax_in_books
            FROM tax_row GROUP BY id
        ) AS taxes ON taxes.id = asked.id
        ORDER BY asked.id
    )
    INSERT INTO customers_concessiontaxrow (company_id, concession_id, number, tax_code_id, tax_kind, tax_percent,
        item_type, delivery_country, vat_number, is_listed, tax_point_date, transaction_currency_base_amount,
        transaction_currency_tax_amount, accounting_currency_base_amount, accounting_currency_tax_amount,
        account_id, invoice_id, registration_id, registration_currency_id, registration_currency_base_amount,
        registration_currency_tax_amount)
    SELECT row.company_id, row.id, row.number, row.tax_code_id, row.tax_kind, row.tax_percent, row.item_type,
        row.delivery_country, row.vat_number, row.is_listed, row.day, -row.base, -row.tax, -row.base_in_books,
        -row.tax_in_books, row.account_id, CASE WHEN row.stands_for_it THEN row.invoice_id END, row.registration_id,
        row.registration_currency_id,
        -{base}, -{tax}
    FROM tax_row AS row
    JOIN ledger_company company ON company.id = row.company_id
    LEFT JOIN ledger_currency currency ON currency.code = row.registration_currency_id
    ORDER BY row.id, row.number
""".replace("{invoice}", INVOICE_OF)
_REGISTERED = {
    "currency": "row.registration_currency_id",
    "of_document": "row.currency_id",
    "rate": "row.registration_currency_base_amount / nullif(row.transaction_currency_base_amount, 0)",
}
for _name, _in_books in (("base", "row.base_in_books"), ("tax", "row.tax_in_books")):
    _INSERT = _INSERT.replace(
        f"{{{_name}}}", in_registration_currency(amount=f"row.{_name}", in_books=_in_books, **_REGISTERED)
    )
_INSERT = _INSERT.replace("{amount}", SHARE_SO_FAR.format(original="original", decimals="%s")).replace(
    "{adjustment}", "round(adjustment * (adjusted_settled_before + set_so_far) / adjusted_face, %s)"
)


def insert_concessions(*, company_id: int, posting_id: int, grants: Sequence[Grant], decimals: int) -> int:
    """Write concessions with their tax rows, and return the number of tax rows."""
    *columns, _shares = (list(column) for column in zip(*(astuple(grant) for grant in grants), strict=True))
    shares = [(place, *share) for place, grant in enumerate(grants, start=1) for share in grant.shares]
    of_invoices = [[share[place] for share in shares] for place in range(3)]
    twice, listed = [decimals, decimals], list(LISTED_KINDS)
    values = [*columns, *of_invoices, *twice, listed, *twice, decimals, company_id, posting_id, *twice]
    return execute(_INSERT, values)


# Each concession and what stands for it in the subledger, whichever of the two is above zero first.
_TO_SETTLE = """
    SELECT CASE WHEN c.amount > 0 THEN c.transaction_id ELSE own.id END,
        CASE WHEN c.amount > 0 THEN own.id ELSE c.transaction_id END, abs(c.amount), c.concession_date
    FROM customers_concession c
    JOIN ledger_voucher v ON v.company_id = c.company_id AND v.document_type = %s AND v.document_id = c.id
        AND v.document_part = 0
    JOIN customers_customertransaction own ON own.voucher_id = v.id
    WHERE c.posting_id = %s AND c.id > %s ORDER BY c.id
"""


def parts_of_concessions(*, posting_id: int, document_type: str, after: int) -> list[Part]:
    """Give how the concessions of a posting ``after`` one settle the transactions that they are granted on."""
    return [Part(*row) for row in rows(_TO_SETTLE, [document_type, posting_id, after])]


# What stands of write-offs of transactions, and of discounts beyond those that they offered: of full settlements.
_LET_GO_BEFORE = """
    SELECT c.transaction_id, abs(coalesce(sum(c.amount) FILTER (WHERE c.kind = 'write_off'), 0))
        + greatest(abs(coalesce(sum(c.amount) FILTER (WHERE c.kind = 'cash_discount'), 0))
            - coalesce((SELECT max(abs(offer.amount)) FROM customers_discountoffer offer
                WHERE offer.transaction_id = c.transaction_id), 0), 0) AS amount
    FROM customers_concession c
    JOIN ledger_voucher v ON v.company_id = c.company_id AND v.document_type = %s AND v.document_id = c.id
        AND v.document_part = 0
    WHERE c.transaction_id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM ledger_voucher back WHERE back.reversal_of_id = v.id)
    GROUP BY c.transaction_id
"""


def let_go_before(*, transactions: Sequence[int], document_type: str) -> dict[int, Decimal]:
    """Give what of each transaction was written off, or let go by full settlements: above zero, in its currency."""
    found = rows(_LET_GO_BEFORE, [document_type, list(transactions)])
    return {transaction: amount for transaction, amount in found if amount}


# What was granted on either side of settlements when they were made, or is a side of them itself, and is not taken
# back yet.
_BESIDE = """
    SELECT DISTINCT v.id FROM customers_settlement s
    JOIN customers_concession c ON c.transaction_id IN (s.debit_transaction_id, s.credit_transaction_id)
        AND c.posting_id = s.posting_id
    JOIN ledger_voucher v ON v.company_id = c.company_id AND v.document_type = %s AND v.document_id = c.id
        AND v.document_part = 0
    WHERE s.id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM ledger_voucher back WHERE back.reversal_of_id = v.id)
    UNION
    SELECT v.id FROM customers_settlement s
    JOIN customers_customertransaction side ON side.id IN (s.debit_transaction_id, s.credit_transaction_id)
        AND side.posting_id = s.posting_id
    JOIN ledger_voucher v ON v.id = side.voucher_id AND v.document_type = ANY(%s)
    WHERE s.id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM ledger_voucher back WHERE back.reversal_of_id = v.id)
    ORDER BY 1
"""


def vouchers_made_beside(*, settlements: Sequence[int], conceded: str, others: Sequence[str]) -> list[int]:
    """Give the standing vouchers of what settlements made when they were written.

    What was conceded on one of their two sides, of the document type ``conceded``, and documents of the types
    ``others`` that are one of them.
    """
    ids = list(settlements)
    return [row[0] for row in rows(_BESIDE, [conceded, ids, list(others), ids])]
