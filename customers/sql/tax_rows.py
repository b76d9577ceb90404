"""Tax rows of invoices: what each document reports per tax code, in which period, and in which registration."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import execute
from customers.models.sales_tax import LISTED_KINDS, LISTED_WHEN_SUPPLIED, ListCode, TaxKind
from customers.sql.taxing import CHARGEABLE, in_registration_currency

# What goods to another member state are where their invoice is listed as triangular trade.
LISTED_KIND = f"""CASE WHEN listing.list_code = '{ListCode.TRIANGULAR}' AND code.kind = '{TaxKind.EU_GOODS}'
    THEN '{TaxKind.TRIANGULAR}' ELSE code.kind END"""

# When tax on what goes to other member states becomes chargeable, by the packing slips that are invoiced, or as a free
# text invoice says. Lines with another tax point have a tax row of their own, of which the last slip counts; charges
# alone have that of the lines of their order, or of their line. What the invoice delivers, and what is prepaid, has its
# date, as other kinds (66(a)).
TAX_POINT = f"""CASE WHEN code.kind = ANY(%(listed_kinds)s) THEN least(i.invoice_date, (
            SELECT {CHARGEABLE.format(KIND="code.kind")} FROM (SELECT {{SUPPLIED}} AS day) AS supplied))
        ELSE i.invoice_date END"""  # noqa: S608 (written in this program)
LAST_SLIP = """(SELECT max(slip.document_date)
                FROM customers_invoiceline taken
                JOIN customers_invoiceddelivery delivery ON delivery.invoice_line_id = taken.id
                JOIN customers_orderdocumentline delivered ON delivered.id = delivery.slip_line_id
                JOIN customers_orderdocument slip ON slip.id = delivered.document_id
                WHERE taken.invoice_id = i.id AND CASE WHEN line.is_charge THEN EXISTS (
                    SELECT 1 FROM customers_invoiceline own
                    JOIN customers_ordercharge charge ON charge.id = own.order_charge_id
                    JOIN customers_salesorderline charged ON charged.order_id = charge.order_id
                        AND charged.id = coalesce(charge.order_line_id, charged.id)
                    JOIN customers_taxcode taxed ON taxed.id = taken.tax_code_id
                    WHERE own.invoice_id = i.id AND own.tax_row_number = line.tax_row_number
                        AND charged.id = taken.order_line_id AND taxed.kind = ANY(%(listed_kinds)s))
                ELSE taken.tax_row_number = line.tax_row_number END)"""

# Lines and entries are added up together rather than joined: what a new posting holds is unknown to the planner.
# Accounting amounts are the sums of the row's entries. Into the registration's currency it is translated by the rate of
# the invoice's date, of the document undone where there is one.
_REGISTERED = {
    "currency": "registration.currency_id",
    "of_document": "i.currency_id",
    "rate": "rate.units_to / rate.units_from",
}
_INSERT_TAX_ROWS = f"""
    WITH part (invoice_id, tax_row_number, tax_code_id, tax_percent, item_type, prepayment_id, is_charge, base, tax,
        entry_base, entry_tax) AS (
        SELECT l.invoice_id, l.tax_row_number, l.tax_code_id, l.tax_percent, l.item_type, l.prepayment_id,
            l.order_charge_id IS NOT NULL, l.net_amount, l.tax_amount, 0, 0
        FROM customers_invoice i
        JOIN customers_invoiceline l ON l.invoice_id = i.id
        WHERE i.posting_id = %(posting)s
        UNION ALL
        SELECT v.document_id, e.tax_row_number, NULL, NULL, NULL, NULL, NULL, 0, 0,
            CASE WHEN e.posting_type <> 'sales_tax' THEN -e.accounting_currency_amount ELSE 0 END,
            CASE WHEN e.posting_type = 'sales_tax' THEN -e.accounting_currency_amount ELSE 0 END
        FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
        WHERE v.posting_id = %(posting)s AND v.document_type = 'invoice' AND e.tax_row_number IS NOT NULL
    ), line AS (
        SELECT invoice_id, tax_row_number, max(tax_code_id) AS tax_code_id, max(tax_percent) AS tax_percent,
            min(item_type) AS item_type, max(prepayment_id) AS prepayment_id, bool_and(is_charge) AS is_charge,
            sum(base) AS base, sum(tax) AS tax, sum(entry_base) AS entry_base, sum(entry_tax) AS entry_tax
        FROM part GROUP BY invoice_id, tax_row_number
    )
    INSERT INTO customers_taxrow (company_id, invoice_id, number, tax_code_id, tax_kind, tax_percent, item_type,
        delivery_country, vat_number, is_listed, tax_point_date, transaction_currency_base_amount,
        transaction_currency_tax_amount, accounting_currency_base_amount, accounting_currency_tax_amount,
        registration_id, registration_currency_id, registration_currency_base_amount,
        registration_currency_tax_amount)
    SELECT i.company_id, i.id, line.tax_row_number, code.id, CASE
            WHEN line.prepayment_id IS NOT NULL AND code.kind = ANY(%(listed_when_supplied)s) THEN %(prepaid_kind)s
            ELSE coalesce(undone.tax_kind, {{KIND}}) END, line.tax_percent,
        line.item_type, i.delivery_country, i.vat_number, {{IS_LISTED}}, {TAX_POINT}, line.base, line.tax,
        line.entry_base, line.entry_tax, registration.id, registration.currency_id,
        {in_registration_currency(amount="line.base", in_books="line.entry_base", **_REGISTERED)},
        {in_registration_currency(amount="line.tax", in_books="line.entry_tax", **_REGISTERED)}
    FROM line
    JOIN customers_invoice i ON i.id = line.invoice_id
    JOIN ledger_company company ON company.id = i.company_id
    JOIN customers_taxcode code ON code.id = line.tax_code_id
    LEFT JOIN ledger_vatregistration registration ON registration.id = code.registration_id
    LEFT JOIN ledger_currency currency ON currency.code = registration.currency_id
    LEFT JOIN customers_invoice credited ON credited.id = i.credited_invoice_id
    {{LISTING}}
    LEFT JOIN LATERAL (
        SELECT t.tax_kind FROM customers_taxrow t
        WHERE t.invoice_id = credited.id AND t.tax_code_id = code.id ORDER BY t.number LIMIT 1
    ) AS undone ON true
    LEFT JOIN unnest(%(currency)s::text[], %(day)s::date[], %(to_currency)s::text[], %(units_from)s::numeric[],
            %(units_to)s::numeric[]) AS rate (currency, day, to_currency, units_from, units_to)
        ON rate.currency = i.currency_id AND rate.day = coalesce(credited.rate_date, i.invoice_date)
        AND rate.to_currency = registration.currency_id
    ORDER BY i.id, line.tax_row_number
"""  # noqa: S608 (written in this program)

_INSERT_USUAL_TAX_ROWS = (
    _INSERT_TAX_ROWS.replace("{KIND}", "code.kind")
    .replace("{IS_LISTED}", "true")
    .replace("{SUPPLIED}", LAST_SLIP)
    .replace("{LISTING}", "")
)
_INSERT_TAX_ROWS_OF_DRAFTS = (
    _INSERT_TAX_ROWS.replace("{KIND}", LISTED_KIND)
    .replace("{SUPPLIED}", "listing.supply_date")
    .replace("{IS_LISTED}", f"listing.list_code <> '{ListCode.NOT_INCLUDED}'")
    .replace("{LISTING}", "JOIN customers_freetextinvoice listing ON listing.invoice_id = i.id")
)


def insert_tax_rows(
    *,
    posting_id: int,
    registration_rates: Sequence[tuple[str, date, str, Decimal, Decimal]] = (),
    reads_drafts: bool = False,
) -> int:
    """Write the tax rows of a posting's invoices and return how many.

    ``registration_rates`` are (currency, day, currency of the registration, units from, units to). Where some of the
    invoices were free text invoices that say how they are listed or when they were supplied, it ``reads drafts``.
    """
    columns = list(zip(*registration_rates, strict=True)) or [()] * 5
    names = ("currency", "day", "to_currency", "units_from", "units_to")
    return execute(
        _INSERT_TAX_ROWS_OF_DRAFTS if reads_drafts else _INSERT_USUAL_TAX_ROWS,
        {
            "posting": posting_id,
            "listed_kinds": [str(kind) for kind in LISTED_KINDS],
            "listed_when_supplied": [str(kind) for kind in LISTED_WHEN_SUPPLIED],
            "prepaid_kind": str(TaxKind.EU_GOODS_PREPAID),
        }
        | {name: list(column) for name, column in zip(names, columns, strict=True)},
    )
