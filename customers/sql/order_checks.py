"""What posting orders locks, and why an order cannot be posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from arclose.ledger.fields import array_of
from arclose.ledger.sql.running import rows
from customers.sql.control_accounts import IS_CONTROL_ACCOUNT
from customers.sql.reasons import REASONS
from customers.sql.reorganizations import OF_INVOICE
from customers.sql.settlements import EARLIEST_DAY, lock_open_transactions
from customers.sql.standing import read_standing
from customers.sql.taxing import INVOICE_ACCOUNT, TAXED_WHEN_POSTED
from customers.sql.usable_rates import MISSING_RATES, USABLE_RATES, UsableRate, of_missing_rates, of_rates


@dataclass(frozen=True)
class LockedOrder:
    """What posting must know of an order before it looks at its lines."""

    order_id: int
    status: str
    order_type: str
    invoice_date: date
    currency: str
    payment_terms_id: int
    credited_invoice_id: int | None
    registration_rate_date: date
    prices_include_tax: bool


# What is reserved may be settled only later, never before the invoice.
_DAYS = f"""
    SELECT min(day) FILTER (WHERE is_of_order), max(day) FROM (
        SELECT coalesce(%(posting_date)s::date, o.invoice_date) AS day, true AS is_of_order FROM customers_salesorder o
        WHERE o.company_id = %(company)s AND o.id = ANY((SELECT %(orders)s::bigint[])::bigint[])
        UNION ALL SELECT {EARLIEST_DAY.format(transaction="t")}, false
        FROM customers_mark m JOIN customers_customertransaction t ON t.id = m.transaction_id
        WHERE m.company_id = %(company)s AND m.document_type = 'sales_order'
            AND m.document_id = ANY((SELECT %(orders)s::bigint[])::bigint[])
    ) AS dated
"""  # noqa: S608 (written in this program)


def days_to_post_on(
    *, company_id: int, orders: Sequence[int], posting_date: date | None = None
) -> tuple[date, date] | None:
    """Give the first and the last day that orders are to be invoiced on, or settled with what they reserve."""
    parameters = {"company": company_id, "orders": array_of(orders), "posting_date": posting_date}
    [(first, last)] = rows(_DAYS, parameters)
    return (first, last) if first else None


# What stands for the invoices to be credited: open or not, for it may be open again by the time it is locked; and what
# orders reserve.
_TO_SETTLE = f"""
    SELECT m.transaction_id, true FROM customers_mark m
    WHERE m.company_id = %(company)s AND m.document_type = 'sales_order'
        AND m.document_id = ANY((SELECT %(orders)s::bigint[])::bigint[])
    UNION ALL SELECT t.id, false FROM customers_salesorder o
    CROSS JOIN LATERAL {OF_INVOICE.format(invoice="o.credited_invoice_id")} AS t
    WHERE o.company_id = %(company)s AND o.id = ANY((SELECT %(orders)s::bigint[])::bigint[])
        AND o.credited_invoice_id IS NOT NULL
"""  # noqa: S608 (written in this program)


def lock_what_is_settled(*, company_id: int, orders: Sequence[int]) -> list[int]:
    """Lock the open transactions that documents of these orders will settle, and give those that the orders reserve.

    Of what is credited also where none is open: what is open again later has taken in what was adjusted, and no set is
    posted meanwhile.
    """
    read_standing(company_id=company_id)
    found = rows(_TO_SETTLE, {"company": company_id, "orders": array_of(orders)})
    if not found:
        return []
    still_open = lock_open_transactions(company_id=company_id, transactions=[pk for pk, _is_reserved in found])
    return [pk for pk, is_reserved in found if is_reserved and pk in still_open]


# Orders, and those of the documents they name, so that two orders cannot both take back what is left of a document:
# its own row, like all that is posted, cannot be locked.
_LOCK_WITH_UNDONE = """
    SELECT id FROM customers_salesorder WHERE company_id = %s AND id IN (
        SELECT unnest(%s::bigint[])
        UNION SELECT undone.order_id FROM customers_salesorder o
        JOIN customers_invoiceline il ON il.invoice_id = o.credited_invoice_id
        JOIN customers_salesorderline undone ON undone.id = il.order_line_id
        WHERE o.id = ANY((SELECT %s::bigint[])::bigint[]) AND o.credited_invoice_id IS NOT NULL
    ) ORDER BY id FOR NO KEY UPDATE
"""
_LOCK_ORDERS = """
    SELECT o.id, o.status, o.order_type, coalesce(%(posting_date)s::date, o.invoice_date), o.currency_id,
        o.payment_terms_id, o.credited_invoice_id,
        coalesce(credited.rate_date, %(posting_date)s::date, o.invoice_date), o.prices_include_tax
    FROM customers_salesorder o LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
    WHERE o.company_id = %(company)s AND o.id = ANY((SELECT %(orders)s::bigint[])::bigint[])
    ORDER BY o.id FOR NO KEY UPDATE OF o
"""


def lock_orders(*, company_id: int, orders: Sequence[int], posting_date: date | None = None) -> list[LockedOrder]:
    """Lock orders, and those of the documents they name, in order of id and return what the orders are now.

    ``posting_date`` is the day they are invoiced on, where it is not their own.
    """
    ids = array_of(orders)
    rows(_LOCK_WITH_UNDONE, [company_id, ids, ids])
    parameters = {"company": company_id, "orders": ids, "posting_date": posting_date}
    return [LockedOrder(*row) for row in rows(_LOCK_ORDERS, parameters)]


# What invoices and corrections left of a line ``dl`` of a packing slip ``d``.
LEFT_OF_DELIVERY = """dl.quantity
                + coalesce((SELECT sum(c.quantity) FROM customers_orderdocument cd
                    JOIN customers_orderdocumentline c ON c.document_id = cd.id
                    WHERE cd.corrects_id = d.id AND c.order_line_id = dl.order_line_id), 0)
                - coalesce((SELECT sum(t.quantity) FROM customers_invoiceddelivery t WHERE t.slip_line_id = dl.id), 0)
"""
# Lines ``dl`` of the packing slips ``d`` that are invoiced: of all, or of those chosen.
OF_SLIPS = """FROM customers_orderdocumentline dl
            JOIN customers_orderdocument d ON d.id = dl.document_id AND d.document_type = 'packing_slip'
                AND d.corrects_id IS NULL AND (%(slips)s::bigint[] IS NULL OR d.id = ANY(%(slips)s))"""
# How much of a line ``l`` is to be invoiced.
TO_INVOICE = f"""CASE WHEN %(slips)s::bigint[] IS NOT NULL
                    THEN coalesce((SELECT sum({LEFT_OF_DELIVERY}) {OF_SLIPS} WHERE dl.order_line_id = l.id), 0)
                WHEN %(quantity)s = 'delivered' THEN l.delivered_quantity - l.invoiced_quantity
                WHEN %(quantity)s = 'deliver_now'
                    AND abs(l.deliver_now_quantity) < abs(l.quantity - l.invoiced_quantity) THEN l.deliver_now_quantity
                ELSE l.quantity - l.invoiced_quantity END"""

# A line ``l`` is on an invoice of ``o`` that takes ``part`` of it. One of nothing is on the first invoice.
IS_INVOICED = "(part.quantity <> 0 OR l.quantity = 0 AND o.document_status <> 'invoice')"

# Per order the reasons why it cannot be posted, the weightiest first: of its lines, those that are invoiced now count.
# Reads lines by order; locks nothing.
_REFUSALS = (
    """
    WITH asked AS (
        SELECT o.*, {INVOICE_ACCOUNT} AS invoice_account_id, coalesce(c.invoice_account_id, c.id) AS own_account_id,
            coalesce(%(posting_date)s::date, o.invoice_date) AS document_date,
            coalesce(credited.rate_date, %(posting_date)s::date, o.invoice_date) AS registration_rate_date,
            credited.vat_number AS credited_vat_number
        FROM customers_salesorder o JOIN customers_customer c ON c.id = o.customer_id
        LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
        WHERE o.company_id = %(company)s AND o.id = ANY(%(orders)s)
    ), line AS (
        SELECT o.id AS order_id, o.document_date,
            CASE WHEN l.delivery_country <> '' THEN l.delivery_country ELSE o.delivery_country END AS delivery_country,
            l.delivery_country NOT IN ('', o.delivery_country) AS is_elsewhere, l.line_number, i.number AS item,
            i.is_blocked, i.group_id, tax.kind, code.code, code.registration_id, code.tax_account_id, tax.percent,
            CASE WHEN part.quantity = l.quantity THEN l.net_amount
                ELSE l.net_amount * part.quantity / nullif(l.quantity, 0) END AS net_amount,
            undone.tax_code_id IS NOT NULL AS is_taxed_as_before,
            abs(l.quantity * l.unit_price) * (1 + coalesce(tax.percent, 0) / 100) AS size,
            %(posts_cost)s AND i.item_type = 'goods' AND i.standard_cost_amount <> 0 AS has_cost
        FROM asked o
        JOIN customers_salesorderline l ON l.order_id = o.id
        JOIN customers_item i ON i.id = l.item_id
        CROSS JOIN LATERAL (SELECT {TO_INVOICE} AS quantity) AS part
        {TAXED}
        WHERE {IS_INVOICED}
        {CHARGES}
    ), total AS (
        SELECT order_id, sum(size) AS size, round(sum(net_amount), 2) AS net,
            round(sum(net_amount * (1 + coalesce(percent, 0) / 100)), 2) AS total
        FROM line GROUP BY order_id
    ), used (order_id, account_id, is_summary) AS (
        SELECT line.order_id, of_line.account_id, false FROM line JOIN customers_itemgroup g ON g.id = line.group_id
            CROSS JOIN LATERAL (VALUES (g.revenue_account_id), (g.line_discount_account_id),
                (g.total_discount_account_id), (line.tax_account_id),
                (CASE WHEN line.has_cost THEN g.cost_of_goods_sold_account_id END),
                (CASE WHEN line.has_cost THEN g.inventory_account_id END)) AS of_line (account_id)
        {ACCOUNTS_OF_CHARGES}
        UNION ALL SELECT o.id, automatic.account_id, false FROM asked o
            JOIN ledger_automaticaccount automatic ON automatic.company_id = o.company_id
                AND automatic.purpose = 'rounding'
        UNION ALL SELECT o.id, profile.summary_account_id, true FROM asked o
            JOIN customers_customer account ON account.id = o.invoice_account_id
            JOIN customers_postingprofile profile ON profile.id = account.posting_profile_id
    ), refusal (order_id, rank, code, detail) AS (
        SELECT o.id, 1, CASE WHEN %(posting_date)s::date IS NULL THEN 'period_not_open'
                ELSE 'posting_date_not_open' END, o.document_date::text FROM asked o WHERE NOT EXISTS (
            SELECT 1 FROM ledger_fiscalperiod p WHERE p.id = ANY(%(open_periods)s)
                AND o.document_date BETWEEN p.start_date AND p.end_date)
        UNION ALL SELECT o.id, 2, 'no_lines', '' FROM asked o
            WHERE NOT EXISTS (SELECT 1 FROM customers_salesorderline l WHERE l.order_id = o.id)
        UNION ALL SELECT o.id, 2, 'nothing_delivered', '' FROM asked o
            WHERE %(quantity)s = 'delivered' AND NOT EXISTS (SELECT 1 FROM customers_salesorderline l
                WHERE l.order_id = o.id AND l.delivered_quantity <> l.invoiced_quantity)
        UNION ALL SELECT o.id, 2, 'nothing_now', '' FROM asked o
            WHERE %(quantity)s = 'deliver_now' AND NOT EXISTS (SELECT 1 FROM customers_salesorderline l
                WHERE l.order_id = o.id AND l.deliver_now_quantity <> 0)
        UNION ALL SELECT o.id, 2, 'on_hold', concat_ws(': ', code.code, nullif(h.note, '')) FROM asked o
            JOIN customers_orderhold h ON h.order_id = o.id AND h.cleared_at IS NULL
            JOIN customers_holdcode code ON code.id = h.code_id
            WHERE %(quantity)s <> 'delivered' AND EXISTS (SELECT 1 FROM customers_salesorderline l
                CROSS JOIN LATERAL (SELECT {TO_INVOICE} AS quantity) AS part
                WHERE l.order_id = o.id AND part.quantity <> 0
                    AND abs(l.invoiced_quantity + part.quantity) > abs(l.delivered_quantity))
        UNION ALL SELECT o.id, 3, 'rate_missing', o.currency_id || ' ' || o.document_date FROM asked o
            WHERE o.credited_invoice_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM {USABLE_RATES}
                WHERE rate.currency = o.currency_id AND rate.day = o.document_date)
        UNION ALL SELECT o.id, 3, 'rate_missing', company.reporting_currency_id || ' ' || o.document_date FROM asked o
            JOIN ledger_company company ON company.id = o.company_id
            WHERE o.document_date = ANY(%(unreported_days)s::date[])
        UNION ALL SELECT line.order_id, 3, 'rate_missing', registration.currency_id || ' ' || o.registration_rate_date
            FROM line JOIN asked o ON o.id = line.order_id
            JOIN ledger_vatregistration registration ON registration.id = line.registration_id
            JOIN {MISSING_RATES} ON missing.currency = o.currency_id
                AND missing.day = o.registration_rate_date AND missing.to_currency = registration.currency_id
            WHERE registration.currency_id <> o.currency_id
        UNION ALL SELECT o.id, 4, 'customer_blocked', c.number FROM asked o
            JOIN customers_customer c ON c.id IN (o.customer_id, o.invoice_account_id) AND c.is_blocked
        UNION ALL SELECT order_id, 5, 'item_blocked', item FROM line WHERE is_blocked
        UNION ALL SELECT order_id, 6, 'tax_code_missing', item FROM line WHERE kind IS NULL
        UNION ALL SELECT order_id, 7, 'tax_rate_missing', code || ' ' || document_date FROM line
            WHERE kind IS NOT NULL AND percent IS NULL
        UNION ALL SELECT line.order_id, 8, 'vat_number_missing', account.number FROM line
            JOIN asked o ON o.id = line.order_id JOIN customers_customer account ON account.id = o.invoice_account_id
            WHERE line.kind = ANY(%(listed_kinds)s) AND NOT line.is_taxed_as_before
                AND coalesce(o.credited_vat_number, account.vat_number) = ''
        UNION ALL SELECT order_id, 9, 'not_a_member_state', delivery_country FROM line
            WHERE kind = ANY(%(listed_kinds)s) AND NOT is_taxed_as_before AND NOT EXISTS (
                SELECT 1 FROM ledger_unionmembership m WHERE m.country = line.delivery_country
                    AND (m.union = 'EU' OR m.union = 'EU_GOODS' AND line.kind <> 'eu_service')
                    AND m.valid_from <= line.document_date AND coalesce(m.valid_to, 'infinity') >= line.document_date)
        UNION ALL SELECT line.order_id, 9, 'taxed_for_another_country',
            line.line_number || ': ' || line.delivery_country || ' (' || line.code || ')'
            FROM line JOIN ledger_company company ON company.id = %(company)s
            LEFT JOIN ledger_vatregistration registration ON registration.id = line.registration_id
            CROSS JOIN LATERAL (
                SELECT line.delivery_country = coalesce(registration.country, company.country) AS is_home,
                    EXISTS (SELECT 1 FROM ledger_unionmembership m WHERE m.country = line.delivery_country
                        AND m.union IN ('EU', 'EU_GOODS') AND m.valid_from <= line.document_date
                        AND coalesce(m.valid_to, 'infinity') >= line.document_date) AS is_member
            ) AS way
            WHERE line.is_elsewhere AND NOT line.is_taxed_as_before AND CASE line.kind WHEN 'domestic' THEN NOT is_home
                WHEN 'eu_goods' THEN is_home WHEN 'triangular' THEN is_home WHEN 'export' THEN is_home OR is_member
                ELSE false END
        UNION ALL SELECT o.id, 10, 'credits_another', credited.number FROM asked o
            JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
            WHERE credited.currency_id <> o.currency_id
               OR credited.customer_id <> o.customer_id AND credited.invoice_account_id <> o.own_account_id
               OR (o.order_type = 'returned') <> (credited.invoice_type = 'invoice')
               OR credited.origin <> 'sales_order'
        UNION ALL SELECT o.id, 11, 'before_its_invoice', credited.number FROM asked o
            JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
            WHERE credited.invoice_date > o.document_date
        UNION ALL SELECT o.id, 12, 'amount_too_large', o.currency_id || ' ' || round(total.size, 2)
            FROM asked o JOIN total ON total.order_id = o.id
            LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
            LEFT JOIN {USABLE_RATES}
                ON rate.currency = o.currency_id AND rate.day = o.document_date
            WHERE total.size >= 1e15 OR total.size * coalesce(credited.accounting_units, rate.units_to)
                / coalesce(credited.transaction_units, rate.units_from) >= 1e15
        UNION ALL SELECT o.id, 13, 'wrong_sign', o.currency_id || ' ' || total.net
            FROM asked o JOIN total ON total.order_id = o.id
            WHERE CASE o.order_type WHEN 'returned' THEN greatest(total.net, total.total) > 0
                ELSE least(total.net, total.total) < 0 END
        UNION ALL SELECT used.order_id, 14, 'account_blocked', a.number
            FROM used JOIN ledger_ledgeraccount a ON a.id = used.account_id AND a.is_blocked
        UNION ALL SELECT used.order_id, 15, 'control_account', a.number FROM used
            JOIN ledger_ledgeraccount a ON a.id = used.account_id
            WHERE CASE WHEN used.is_summary THEN NOT a.is_control_account ELSE {IS_CONTROL_ACCOUNT} END
        UNION ALL SELECT line.order_id, 16, 'cost_account_missing', g.code FROM line
            JOIN customers_itemgroup g ON g.id = line.group_id
            WHERE line.has_cost AND (g.cost_of_goods_sold_account_id IS NULL OR g.inventory_account_id IS NULL)
    )
    SELECT order_id, code, detail FROM ({REASONS}) AS reason ORDER BY order_id, turn
    """.replace("{TAXED}", TAXED_WHEN_POSTED)
    .replace("{TO_INVOICE}", TO_INVOICE)
    .replace("{INVOICE_ACCOUNT}", INVOICE_ACCOUNT)
    .replace("{IS_INVOICED}", IS_INVOICED)
    .replace("{IS_CONTROL_ACCOUNT}", IS_CONTROL_ACCOUNT)
    .replace("{REASONS}", REASONS)
    .replace("{USABLE_RATES}", USABLE_RATES)
    .replace("{MISSING_RATES}", MISSING_RATES)
)

# Charges as lines without a number. What they add to the amount of their order is looked at once it is written.
_CHARGES = """
        UNION ALL
        SELECT o.id, o.document_date, o.delivery_country, false, NULL, charge.code, false, NULL, tax.kind, code.code,
            code.registration_id, code.tax_account_id, tax.percent, 0, undone.tax_code_id IS NOT NULL, abs(c.value),
            false
        FROM asked o
        JOIN customers_ordercharge c ON c.order_id = o.id AND NOT c.is_taken_away
        JOIN customers_chargecode charge ON charge.id = c.charge_code_id
        CROSS JOIN LATERAL (SELECT NULL::bigint AS id, charge.item_tax_group_id, charge.item_type) AS i
        {TAXED}
""".replace("{TAXED}", TAXED_WHEN_POSTED)
_ACCOUNTS_OF_CHARGES = """
        UNION ALL SELECT line.order_id, line.tax_account_id, false FROM line
            WHERE line.group_id IS NULL AND line.tax_account_id IS NOT NULL
        UNION ALL SELECT c.order_id, charge.account_id, false FROM customers_ordercharge c
            JOIN customers_chargecode charge ON charge.id = c.charge_code_id
            WHERE c.company_id = %(company)s AND c.order_id = ANY(%(orders)s) AND NOT c.is_taken_away
"""
# By whether some of the orders have charges.
_REFUSALS_OF = {
    has_charges: _REFUSALS.replace("{CHARGES}", charges).replace("{ACCOUNTS_OF_CHARGES}", accounts)
    for has_charges, charges, accounts in ((False, "", ""), (True, _CHARGES, _ACCOUNTS_OF_CHARGES))
}


@dataclass(frozen=True)
class Basis:
    """How much of each line is invoiced, and whether its cost is posted, with so many decimals.

    ``has_charges`` and ``has_tax_in_prices`` tell whether some of the orders have charges, or prices that include tax.
    ``slips``: of what was delivered, what these packing slips did; None: all of it. ``posting_date``: the day of the
    invoices; None: that of each order.
    """

    quantity: str
    posts_cost: bool
    decimals: int
    has_charges: bool = False
    has_tax_in_prices: bool = False
    slips: Sequence[int] | None = None
    posting_date: date | None = None

    def parameters(self) -> dict[str, object]:
        """Give the parameters of a statement that asks how much of each line is invoiced, and when."""
        return {
            "quantity": self.quantity,
            "slips": None if self.slips is None else list(self.slips),
            "posting_date": self.posting_date,
        }


def refusals(
    *,
    company_id: int,
    orders: Sequence[int],
    basis: Basis,
    open_periods: Sequence[int],
    rates: Sequence[UsableRate],
    listed_kinds: Sequence[str],
    unreported_days: Sequence[date] = (),
    missing_rates: Sequence[tuple[str, date, str]] = (),
) -> list[tuple[int, str, str]]:
    """Give (order, code, detail) of those that cannot be posted: every reason, of an order the weightiest first.

    ``unreported_days`` have no rate into the reporting currency, ``missing_rates`` are (currency, day, currency of a
    VAT registration) without one.
    """
    return rows(
        _REFUSALS_OF[basis.has_charges],
        {
            "company": company_id,
            "orders": list(orders),
            **basis.parameters(),
            "posts_cost": basis.posts_cost,
            "open_periods": list(open_periods),
            "listed_kinds": list(listed_kinds),
            "unreported_days": list(unreported_days),
            **of_rates(rates),
            **of_missing_rates(missing_rates),
        },
    )
