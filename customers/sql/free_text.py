"""Free text invoices as a source of invoices, and why one cannot be posted."""

from collections.abc import Sequence
from datetime import date

from arclose.ledger.sql.running import execute, rows
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT
from customers.sql.invoices import Source
from customers.sql.tax_rows import LISTED_KIND
from customers.sql.taxing import TAXED
from customers.sql.usable_rates import MISSING_RATES, USABLE_RATES, UsableRate, of_missing_rates, of_rates

# A line takes its tax where its own tax group meets that of its invoice; it corrects no other document.
_TAXED_LINES = """
        FROM (SELECT f.*, NULL::bigint AS credited_invoice_id FROM customers_freetextinvoice f
            WHERE f.company_id = %(company)s AND f.id = ANY(%(documents)s)) AS o
        CROSS JOIN LATERAL (SELECT o.list_code) AS listing
        JOIN customers_freetextline l ON l.document_id = o.id
        CROSS JOIN LATERAL (SELECT NULL::bigint AS id, l.item_tax_group_id, l.item_type) AS i
        {TAXED}
""".replace("{TAXED}", TAXED)

_SOURCE = (
    """
    document AS (
        SELECT f.id AS document, 'free_text' AS origin, NULL::bigint AS order_id, f.customer_id, f.invoice_account_id,
            'invoice' AS invoice_type, p.fiscal_year_id, f.invoice_date, due.due_date, f.payment_terms_id,
            f.currency_id, rate.units_from AS transaction_units, rate.units_to AS accounting_units,
            rate.published AS rate_date, f.delivery_country, account.vat_number,
            NULL::bigint AS credited_invoice_id, f.reason
        FROM customers_freetextinvoice f
        JOIN customers_customer account ON account.id = f.invoice_account_id
        LEFT JOIN ledger_fiscalperiod p ON p.company_id = f.company_id
            AND f.invoice_date BETWEEN p.start_date AND p.end_date
        LEFT JOIN unnest(%(terms)s::bigint[], %(terms_day)s::date[], %(due_date)s::date[])
            AS due (terms_id, day, due_date) ON due.terms_id = f.payment_terms_id AND due.day = f.invoice_date
        LEFT JOIN {USABLE_RATES}
            ON rate.currency = f.currency_id AND rate.day = f.invoice_date
        WHERE f.company_id = %(company)s AND f.id = ANY(%(documents)s)
    ), priced AS (
        SELECT o.id AS document, NULL::bigint AS order_id, currency.decimals, 0::numeric AS total_discount_percent,
            NULL::bigint AS order_line_id, l.line_number, NULL::bigint AS item_id, l.item_type, l.description,
            l.quantity, l.unit_price, 0::numeric AS line_discount_percent, code.id AS tax_code_id,
            {KIND} AS kind,
            tax.percent, l.account_id AS revenue_account_id, NULL::bigint AS line_discount_account_id,
            NULL::bigint AS total_discount_account_id, 0::numeric AS cost,
            NULL::bigint AS order_charge_id, l.amount AS gross, l.amount AS reduced, o.prices_include_tax,
            NULL::date AS tax_point_date
        {LINES}
        LEFT JOIN ledger_currency currency ON currency.code = o.currency_id
        WHERE tax.percent IS NOT NULL
    )
""".replace("{LINES}", _TAXED_LINES)
    .replace("{KIND}", LISTED_KIND)
    .replace("{USABLE_RATES}", USABLE_RATES)
)

# Each takes the invoice that was made of it.
_MARK_POSTED = """
    marked AS (
        UPDATE customers_freetextinvoice f SET status = 'posted', invoice_id = invoice.id
        FROM invoice WHERE f.id = invoice.document
    )
"""


def free_text_to_invoice(
    documents: Sequence[int],
    *,
    company_id: int,
    due_dates: Sequence[tuple[int, date, date]],
    rates: Sequence[UsableRate],
    has_tax_in_prices: bool,
) -> Source:
    """Give free text invoices as a source of invoices. ``due_dates`` are (payment terms, invoice date, due date)."""
    parameters = {
        "company": company_id,
        "documents": list(documents),
        "terms": [terms for terms, _, _ in due_dates],
        "terms_day": [day for _, day, _ in due_dates],
        "due_date": [due for _, _, due in due_dates],
        **of_rates(rates),
    }
    return Source(_SOURCE, parameters, _MARK_POSTED, has_tax_in_prices=has_tax_in_prices)


# Per free text invoice the reasons why it cannot be posted, the weightiest first. Reads lines by document.
_REFUSALS = (
    """
    WITH asked AS (
        SELECT f.*, account.number AS account_number, account.vat_number, profile.summary_account_id,
            customer.is_blocked AS is_customer_blocked, customer.number AS customer_number,
            account.is_blocked AS is_account_blocked
        FROM customers_freetextinvoice f
        JOIN customers_customer account ON account.id = f.invoice_account_id
        JOIN customers_customer customer ON customer.id = f.customer_id
        JOIN customers_postingprofile profile
            ON profile.id = coalesce(f.posting_profile_id, account.posting_profile_id)
        WHERE f.company_id = %(company)s AND f.id = ANY(%(documents)s)
    ), line AS (
        SELECT o.id AS document, o.invoice_date, o.delivery_country, o.prices_include_tax, o.list_code, l.account_id,
            l.amount,
            tax.kind, tax.percent, code.code, code.registration_id, code.tax_account_id,
            tax_group.code AS item_tax_group
        {LINES}
        JOIN customers_itemtaxgroup tax_group ON tax_group.id = l.item_tax_group_id
    ), total AS (
        SELECT document, sum(amount) AS net, sum(abs(amount) * part) AS size, sum(amount * part) AS total
        FROM line CROSS JOIN LATERAL (
            SELECT CASE WHEN prices_include_tax THEN 1 ELSE 1 + coalesce(percent, 0) / 100 END AS part
        ) AS taxed
        GROUP BY document
    ), used (document, account_id, is_summary) AS (
        SELECT document, account_id, false FROM line
        UNION ALL SELECT l.document_id, d.account_id, false FROM customers_freetextdistribution d
            JOIN customers_freetextline l ON l.id = d.line_id WHERE l.document_id = ANY(%(documents)s)
        UNION ALL SELECT document, tax_account_id, false FROM line
        UNION ALL SELECT id, summary_account_id, true FROM asked
    ), refusal (document, rank, code, detail) AS (
        SELECT id, 1, 'not_released', release_date::text FROM asked WHERE release_date > %(today)s
        UNION ALL SELECT a.id, 2, 'period_not_open', a.invoice_date::text FROM asked a WHERE NOT EXISTS (
            SELECT 1 FROM ledger_fiscalperiod p WHERE p.id = ANY(%(open_periods)s)
                AND a.invoice_date BETWEEN p.start_date AND p.end_date)
        UNION ALL SELECT a.id, 3, 'no_lines', '' FROM asked a
            WHERE NOT EXISTS (SELECT 1 FROM customers_freetextline l WHERE l.document_id = a.id)
        UNION ALL SELECT a.id, 4, 'rate_missing', a.currency_id || ' ' || a.invoice_date FROM asked a
            WHERE NOT EXISTS (
                SELECT 1 FROM {USABLE_RATES}
                WHERE rate.currency = a.currency_id AND rate.day = a.invoice_date)
        UNION ALL SELECT a.id, 4, 'rate_missing', company.reporting_currency_id || ' ' || a.invoice_date FROM asked a
            JOIN ledger_company company ON company.id = a.company_id
            WHERE a.invoice_date = ANY(%(unreported_days)s::date[])
        UNION ALL SELECT line.document, 4, 'rate_missing', registration.currency_id || ' ' || a.invoice_date
            FROM line JOIN asked a ON a.id = line.document
            JOIN ledger_vatregistration registration ON registration.id = line.registration_id
            JOIN {MISSING_RATES} ON missing.currency = a.currency_id
                AND missing.day = a.invoice_date AND missing.to_currency = registration.currency_id
            WHERE registration.currency_id <> a.currency_id
        UNION ALL SELECT id, 5, 'customer_blocked',
                CASE WHEN is_customer_blocked THEN customer_number ELSE account_number END
            FROM asked WHERE is_customer_blocked OR is_account_blocked
        UNION ALL SELECT document, 6, 'tax_code_missing', item_tax_group FROM line WHERE kind IS NULL
        UNION ALL SELECT document, 7, 'tax_rate_missing', code || ' ' || invoice_date FROM line
            WHERE kind IS NOT NULL AND percent IS NULL
        UNION ALL SELECT line.document, 8, 'vat_number_missing', a.account_number FROM line
            JOIN asked a ON a.id = line.document
            WHERE line.kind = ANY(%(listed_kinds)s) AND a.vat_number = ''
        UNION ALL SELECT document, 9, 'not_a_member_state', delivery_country FROM line
            WHERE kind = ANY(%(listed_kinds)s) AND NOT EXISTS (
                SELECT 1 FROM ledger_unionmembership m WHERE m.country = line.delivery_country
                    AND (m.union = 'EU' OR m.union = 'EU_GOODS' AND line.kind <> 'eu_service')
                    AND m.valid_from <= line.invoice_date AND coalesce(m.valid_to, 'infinity') >= line.invoice_date)
        UNION ALL SELECT document, 9, 'not_triangular', code FROM line
            WHERE list_code = 'triangular' AND kind <> ALL('{eu_goods,triangular}')
        UNION ALL SELECT a.id, 10, 'amount_too_large', a.currency_id || ' ' || round(total.size, 2)
            FROM asked a JOIN total ON total.document = a.id
            LEFT JOIN {USABLE_RATES}
                ON rate.currency = a.currency_id AND rate.day = a.invoice_date
            WHERE total.size >= 1e15 OR total.size * rate.units_to / rate.units_from >= 1e15
        UNION ALL SELECT a.id, 11, 'wrong_sign', a.currency_id || ' ' || total.net
            FROM asked a JOIN total ON total.document = a.id WHERE least(total.net, total.total) < 0
        UNION ALL SELECT l.document_id, 11, 'not_distributed', l.line_number::text
            FROM customers_freetextline l
            JOIN asked a ON a.id = l.document_id
            JOIN ledger_currency currency ON currency.code = a.currency_id
            JOIN customers_freetextdistribution d ON d.line_id = l.id
            GROUP BY l.id, currency.decimals
            HAVING sum(d.amount) <> l.amount OR max(min_scale(d.amount)) > currency.decimals
        UNION ALL SELECT total.document, 11, 'distributed_at_zero', '' FROM total
            WHERE total.total = 0 AND EXISTS (
                SELECT 1 FROM customers_freetextline l JOIN customers_freetextdistribution d ON d.line_id = l.id
                WHERE l.document_id = total.document)
        UNION ALL SELECT used.document, 12, 'account_blocked', a.number
            FROM used JOIN ledger_ledgeraccount a ON a.id = used.account_id AND a.is_blocked
        UNION ALL SELECT used.document, 13, 'control_account', a.number FROM used
            JOIN ledger_ledgeraccount a ON a.id = used.account_id
            WHERE CASE WHEN used.is_summary THEN NOT a.is_control_account ELSE {IS_CONTROL_ACCOUNT} END
    )
    SELECT DISTINCT ON (document) document, code, detail FROM refusal ORDER BY document, rank
    """.replace("{LINES}", _TAXED_LINES)
    .replace("{IS_CONTROL_ACCOUNT}", IS_CONTROL_ACCOUNT)
    .replace("{USABLE_RATES}", USABLE_RATES)
    .replace("{MISSING_RATES}", MISSING_RATES)
)


def free_text_refusals(
    *,
    company_id: int,
    documents: Sequence[int],
    today: date,
    open_periods: Sequence[int],
    rates: Sequence[UsableRate],
    listed_kinds: Sequence[str],
    unreported_days: Sequence[date],
    missing_rates: Sequence[tuple[str, date, str]],
) -> list[tuple[int, str, str]]:
    """Give (document, code, detail) of those that cannot be posted, each with its weightiest reason."""
    return rows(
        _REFUSALS,
        {
            "company": company_id,
            "documents": list(documents),
            "today": today,
            "open_periods": list(open_periods),
            "listed_kinds": list(listed_kinds),
            "unreported_days": list(unreported_days),
            **of_missing_rates(missing_rates),
            **of_rates(rates),
        },
    )


# A document of which a line is distributed has rows for all of its lines: those entered, else one for the whole line.
# Where prices include tax it is taken out of each share, and the largest takes what rounding leaves of the line's net.
# Lines go by their number, which an invoice of free text keeps. Reads distributions and lines by document.
_INSERT_DISTRIBUTIONS = """
    INSERT INTO customers_invoicelinedistribution (company_id, invoice_line_id, number, account_id, amount)
    SELECT made.company_id, made.id, coalesce(d.number, 1), coalesce(d.account_id, made.revenue_account_id),
        CASE WHEN d.id IS NULL THEN made.net_amount
            ELSE net.amount + CASE WHEN row_number() OVER largest > 1 THEN 0
                ELSE made.net_amount - sum(net.amount) OVER (PARTITION BY made.id) END END
    FROM customers_freetextinvoice f
    JOIN ledger_currency currency ON currency.code = f.currency_id
    JOIN customers_freetextline l ON l.document_id = f.id
    JOIN customers_invoiceline made ON made.invoice_id = f.invoice_id AND made.line_number = l.line_number
    LEFT JOIN customers_freetextdistribution d ON d.line_id = l.id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN f.prices_include_tax
            THEN round(d.amount * 100 / (100 + made.tax_percent), currency.decimals) ELSE d.amount END AS amount
    ) AS net
    WHERE f.company_id = %(company)s AND f.id IN (
        SELECT l.document_id FROM customers_freetextline l JOIN customers_freetextdistribution d ON d.line_id = l.id
        WHERE l.document_id = ANY(%(documents)s))
    WINDOW largest AS (PARTITION BY made.id ORDER BY abs(d.amount) DESC, d.number)
    ORDER BY made.id, d.number
"""


def insert_distributions(*, company_id: int, documents: Sequence[int]) -> int:
    """Write how the lines of invoices just made of free text invoices are distributed, and return the rows."""
    return execute(_INSERT_DISTRIBUTIONS, {"company": company_id, "documents": list(documents)})


_INSERT_OPPOSITE_DISTRIBUTIONS = """
    INSERT INTO customers_invoicelinedistribution (company_id, invoice_line_id, number, account_id, amount)
    SELECT note_line.company_id, note_line.id, d.number, d.account_id, -d.amount
    FROM customers_invoice note
    JOIN customers_invoiceline note_line ON note_line.invoice_id = note.id
    JOIN customers_invoiceline line
        ON line.invoice_id = note.credited_invoice_id AND line.line_number = note_line.line_number
    JOIN customers_invoicelinedistribution d ON d.invoice_line_id = line.id
    WHERE note.posting_id = %(posting)s
    ORDER BY note_line.id, d.number
"""


def insert_opposite_distributions(*, posting_id: int) -> int:
    """Distribute the lines of a posting's credit notes as those they take back, and return the rows."""
    return execute(_INSERT_OPPOSITE_DISTRIBUTIONS, {"posting": posting_id})
