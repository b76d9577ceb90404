"""What orders would add to the credit that their accounts use, and to that of their credit groups."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from arclose.ledger.sql.running import rows
from customers.sql.standing import OWED_SINCE
from customers.sql.taxing import CHARGES_LEFT, INVOICE_ACCOUNT, TAXED

NOTHING_CUT: Mapping[int, Decimal] = {}


class CreditFigures(NamedTuple):
    """An order and the credit its account uses; amounts in accounting currency, tax included, unrounded.

    ``amount`` is what will have gone to the customer and not be invoiced before it, once the update is posted;
    ``delivered_amount`` is what of it has gone already. ``is_released`` tells that a controller let so much of it pass
    on its day: the posting date of the run, else the order's own. ``limit`` is that of this day; none: there is none.
    Of the account and of its group: what is open, what is delivered and not invoiced of all their orders, and what is
    left to deliver of those up to this one. ``missing_rate`` names the currency and day for want of which
    amounts or limit are not known.
    """

    order_id: int
    order_type: str
    account_id: int
    account: str
    is_mandatory: bool
    missing_rate: str | None
    limit: Decimal | None
    amount: Decimal
    delivered_amount: Decimal
    open_amount: Decimal
    all_delivered_amount: Decimal
    rest_amount: Decimal
    group_id: int | None
    group: str | None
    group_limit: Decimal | None
    group_open_amount: Decimal
    group_delivered_amount: Decimal
    group_rest_amount: Decimal
    is_on_hold: bool
    forced_by: str | None
    forced_reason: str | None
    is_released: bool
    customer_group_id: int
    days_overdue: int
    overdue_amount: Decimal
    expired_on: date | None
    has_credit_stop: bool
    payment_terms: str
    own_payment_terms: str


# The limit of an ``account`` on the day of ``o``, in the limit's own currency.
_LIMIT = """CASE WHEN o.invoice_date BETWEEN account.temporary_limit_from AND account.temporary_limit_to
                    THEN account.temporary_limit_amount
                WHEN o.invoice_date > account.credit_limit_expiry_date THEN 0 * account.credit_limit_amount
                ELSE account.credit_limit_amount END"""

# The last rate on or before a day: units of a currency per base currency, null where there is none.
_LAST_RATE = """
            SELECT CASE WHEN {currency} = books.base_currency THEN 1 ELSE (
                SELECT r.units_per_base FROM ledger_exchangerate r
                WHERE r.rate_type_id = books.rate_type_id AND r.currency_id = {currency} AND r.rate_date <= pair.day
                ORDER BY r.rate_date DESC LIMIT 1) END AS units"""

# Accounts of the orders asked for whose credit is limited, with all members of their groups; where rules ask, all.
_ACCOUNTS = """
    WITH {given} asked AS MATERIALIZED (
        {asked}
    ), account AS MATERIALIZED (
        SELECT account.*, shared.id AS shared_id, shared.code AS shared_code,
            shared.credit_limit_amount AS shared_limit
        FROM customers_customer account
        LEFT JOIN customers_creditgroup shared
            ON shared.id = account.credit_group_id AND shared.credit_limit_amount IS NOT NULL
        WHERE account.company_id = {company} AND (
            account.id IN (SELECT account_id FROM asked)
                AND (account.credit_limit_amount IS NOT NULL OR shared.id IS NOT NULL OR {has_rules})
            OR account.id IN (SELECT account_id FROM asked WHERE hold_id IS NOT NULL)
            OR shared.id IN (SELECT member.credit_group_id FROM customers_customer member
                WHERE member.id IN (SELECT account_id FROM asked) AND member.credit_group_id IS NOT NULL))
    )"""

# ``in_turn`` has one row per order asked for whose account is limited, and per other order that counts: those left of
# the accounts and of all members of their groups, where more than the balance counts. What is prepaid of an order and
# left to deduct counts as what its prepayment invoice owes, not once more as the order's: ``deducted`` is what the
# update takes of it, by the rule of DEDUCTED in :mod:`customers.sql.deductions`, and what it and later ones may take.
# All is valued on ``invoice_date``, the posting date where there is one; orders take their turn by their own dates.
# Reads unfinished orders by customer, lines and prepayment invoices by order, open transactions by customer, the last
# rate per currency and day.
_IN_TURN = (
    _ACCOUNTS
    + """, books AS (
        SELECT company.accounting_currency_id AS currency, company.exchange_rate_type_id AS rate_type_id,
            rate_type.base_currency_id AS base_currency
        FROM ledger_company company
        JOIN ledger_exchangeratetype rate_type ON rate_type.id = company.exchange_rate_type_id
        WHERE company.id = {company}
    ), exposed AS MATERIALIZED (
        {heads}
        {others}
    ), total AS (
        SELECT o.id, coalesce(sum(CASE WHEN part.after = l.quantity THEN taxed.amount
                ELSE taxed.amount * part.after / nullif(l.quantity, 0) END), 0) AS amount,
            coalesce(sum(CASE WHEN {limit_type} <> 'balance' AND l.delivered_quantity <> l.invoiced_quantity
                THEN taxed.amount * (l.delivered_quantity - l.invoiced_quantity) / nullif(l.quantity, 0) END), 0)
                AS delivered,
            coalesce(sum(CASE WHEN {limit_type} <> 'balance' AND l.quantity <> l.delivered_quantity
                THEN taxed.amount * (l.quantity - l.delivered_quantity) / nullif(l.quantity, 0) END), 0) AS rest,
            sum(CASE WHEN {deduction} <> 'all'
                THEN taxed.amount * (l.quantity - l.invoiced_quantity) / nullif(l.quantity, 0) END) AS waiting
        FROM exposed o
        JOIN customers_salesorderline l ON l.order_id = o.id
        JOIN customers_item i ON i.id = l.item_id
        {cut}
        {TAXED}
        CROSS JOIN LATERAL (
            SELECT l.net_amount * (100 - o.total_discount_percent) * 0.0001
                * CASE WHEN o.prices_include_tax THEN 100 ELSE 100 + coalesce(tax.percent, 0) END AS amount
        ) AS taxed
        CROSS JOIN LATERAL (
            SELECT CASE WHEN {quantity} = 'delivered' THEN l.delivered_quantity
                WHEN {quantity} = 'deliver_now' THEN l.delivered_quantity + l.deliver_now_quantity
                WHEN {quantity} = 'picked' OR {quantity} = 'not_stocked' AND i.item_type = 'goods' THEN
                    CASE WHEN abs(l.picked_quantity) > abs(l.delivered_quantity)
                    THEN l.picked_quantity ELSE l.delivered_quantity END
                ELSE l.quantity END - l.invoiced_quantity {less_cut} AS after
        ) AS part
        GROUP BY o.id
        {further_totals}
    ), charged AS (
        SELECT o.id, sum(made.amount * CASE WHEN o.prices_include_tax THEN 100 ELSE 100 + coalesce(tax.percent, 0) END)
            * 0.01 AS amount
        FROM exposed o
        {CHARGES_LEFT}
        WHERE o.is_asked
        GROUP BY o.id
    ), rate AS MATERIALIZED (
        SELECT pair.currency, pair.day, own.units AS units_from, into_books.units AS units_to
        FROM (
            SELECT currency_id AS currency, invoice_date AS day FROM exposed
            UNION SELECT account.credit_limit_currency_id, o.invoice_date
            FROM exposed o JOIN account ON account.id = o.account_id
        ) AS pair
        CROSS JOIN books
        CROSS JOIN LATERAL ({own}) AS own
        CROSS JOIN LATERAL ({into_books}) AS into_books
        WHERE pair.currency <> books.currency AND own.units IS NOT NULL AND into_books.units IS NOT NULL
    ), counted AS (
        SELECT o.id, o.order_type, o.invoice_date, o.own_date, o.account_id, account.shared_id, o.is_asked,
            (made.amount - deducted.now) * unit.units_to / unit.units_from AS amount,
            CASE o.order_type WHEN 'sales' THEN (total.delivered - least(deducted.ever, greatest(total.delivered, 0)))
                * unit.units_to / unit.units_from ELSE 0 END AS delivered,
            CASE o.order_type WHEN 'sales' THEN (total.rest - least(greatest(total.rest, 0),
                greatest(deducted.ever - greatest(total.delivered, 0), 0)))
                * unit.units_to / unit.units_from ELSE 0 END AS rest,
            {LIMIT} * coalesce(limit_rate.units_to, 1) / coalesce(limit_rate.units_from, 1) AS limit_amount,
            CASE WHEN unit.units_to IS NULL THEN o.currency_id || ' ' || o.invoice_date
                WHEN account.credit_limit_currency_id <> books.currency AND limit_rate.units_to IS NULL
                    THEN account.credit_limit_currency_id || ' ' || o.invoice_date END AS missing_rate
        FROM exposed o
        CROSS JOIN books
        JOIN account ON account.id = o.account_id
        JOIN total ON total.id = o.id
        LEFT JOIN charged ON charged.id = o.id
        CROSS JOIN LATERAL (
            SELECT total.amount + coalesce(charged.amount, 0) AS amount,
                total.waiting + coalesce(charged.amount, 0) AS waiting
        ) AS made
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(l.net_amount + l.tax_amount), 0) AS amount
            FROM customers_invoice p JOIN customers_invoiceline l ON l.prepayment_id = p.id
            WHERE p.order_id = o.id AND p.origin = 'prepayment' AND p.credited_invoice_id IS NULL
        ) AS prepaid
        CROSS JOIN LATERAL (
            SELECT now, CASE WHEN {deduction} = 'all' OR NOT o.is_asked THEN prepaid.amount
                ELSE least(prepaid.amount, now + greatest(made.waiting - made.amount, 0)) END AS ever
            FROM (
                SELECT CASE {deduction} WHEN 'none' THEN 0 ELSE least(prepaid.amount, greatest(made.amount, 0)
                    * prepaid.amount / nullif(greatest(prepaid.amount, made.waiting), 0)) END
            ) AS share (now)
        ) AS deducted
        LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
        LEFT JOIN rate ON rate.currency = o.currency_id AND rate.day = o.invoice_date
        LEFT JOIN rate AS limit_rate
            ON limit_rate.currency = account.credit_limit_currency_id AND limit_rate.day = o.invoice_date
        CROSS JOIN LATERAL (
            SELECT CASE WHEN o.currency_id = books.currency THEN 1
                    ELSE coalesce(credited.accounting_units, rate.units_to) END AS units_to,
                CASE WHEN o.currency_id = books.currency THEN 1
                    ELSE coalesce(credited.transaction_units, rate.units_from) END AS units_from
        ) AS unit
    ), used AS (
        SELECT account.id, account.shared_id, coalesce(owed.amount, 0) + {OWED_SINCE} AS owed,
            coalesce(delivered.amount, 0) AS delivered
        FROM account
        CROSS JOIN LATERAL (
            SELECT sum(ot.accounting_currency_amount + ot.standing_adjustment_amount) AS amount
            FROM customers_opentransaction ot WHERE ot.customer_id = account.id AND NOT ot.is_liability
        ) AS owed
        LEFT JOIN (
            SELECT account_id, sum(delivered) AS amount FROM counted GROUP BY account_id
        ) AS delivered ON delivered.account_id = account.id
    ), shared AS (
        SELECT shared_id, sum(owed) AS owed, sum(delivered) AS delivered
        FROM used WHERE shared_id IS NOT NULL GROUP BY shared_id
    ), in_turn AS (
        SELECT counted.*,
            sum(rest) OVER (PARTITION BY account_id ORDER BY own_date, id) AS rest_until,
            sum(rest) OVER (PARTITION BY shared_id ORDER BY own_date, id) AS group_rest_until
        FROM counted
    )
    {then}
    """.replace("{own}", _LAST_RATE.replace("{currency}", "pair.currency"))
    .replace("{into_books}", _LAST_RATE.replace("{currency}", "books.currency"))
    .replace("{LIMIT}", _LIMIT)
    .replace("{OWED_SINCE}", OWED_SINCE.format(customer="account.id"))
    .replace("{CHARGES_LEFT}", CHARGES_LEFT)
)

_ORDERS_ASKED = """
        SELECT o.id, {INVOICE_ACCOUNT} AS account_id, hold.id AS hold_id
        FROM customers_salesorder o
        JOIN customers_customer c ON c.id = o.customer_id
        LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
        LEFT JOIN customers_credithold hold ON hold.order_id = o.id AND hold.state = 'waiting'
        WHERE o.company_id = {company} AND {which}"""
_HEADS_OF_ORDERS = """
        SELECT o.id, o.order_type, coalesce({posting_date}, o.invoice_date) AS invoice_date, o.currency_id,
            o.tax_group_id, o.total_discount_percent, o.credited_invoice_id, asked.account_id, true AS is_asked,
            o.prices_include_tax, o.invoice_date AS own_date
        FROM asked
        JOIN account ON account.id = asked.account_id
        JOIN customers_salesorder o ON o.id = asked.id"""
# Orders that count beside those asked for: all that are left of the accounts.
_OTHERS = """UNION ALL
        SELECT o.id, o.order_type, o.invoice_date, o.currency_id, o.tax_group_id, o.total_discount_percent,
            o.credited_invoice_id, account.id, false, o.prices_include_tax, o.invoice_date
        FROM customers_salesorder o
        JOIN customers_customer c ON c.id = o.customer_id
        LEFT JOIN customers_invoice credited ON credited.id = o.credited_invoice_id
        JOIN account ON account.id = {INVOICE_ACCOUNT}
        WHERE {limit_type} <> 'balance' AND o.company_id = {company} AND o.status IN ('open', 'delivered')
            AND o.order_type = 'sales' AND NOT EXISTS (SELECT 1 FROM asked WHERE asked.id = o.id)"""


def in_turn(statement: str = _IN_TURN, /, **parts: str) -> str:
    """Give the statement about orders in the order they would be invoiced, with parts other than the usual ones."""
    usual = {"asked": _ORDERS_ASKED, "heads": _HEADS_OF_ORDERS, "others": _OTHERS}
    usual |= dict.fromkeys(("further_totals", "cut", "less_cut"), "")
    usual |= {"deduction": "'all'", "posting_date": "NULL::date"}
    for name, text in usual.items():
        statement = statement.replace("{" + name + "}", parts.pop(name, text))
    statement = statement.replace("{INVOICE_ACCOUNT}", INVOICE_ACCOUNT).replace("{TAXED}", TAXED)
    for name, text in parts.items():
        statement = statement.replace("{" + name + "}", text)
    return statement


# One row per order asked for whose account is limited, in the order they would be invoiced; the accounts are locked.
_PARTS_OF_FIGURES = {
    "given": "",
    "company": "%(company)s",
    "which": "o.id = ANY(%(orders)s)",
    "quantity": "%(quantity)s",
    "limit_type": "%(limit_type)s",
    "has_rules": "%(has_rules)s",
    "deduction": "%(deduction)s",
    "posting_date": "%(posting_date)s::date",
    "then": """
    SELECT o.id, o.order_type, account.id, account.number, account.is_credit_limit_mandatory, o.missing_rate,
        o.limit_amount, coalesce(o.amount, 0), coalesce(o.delivered, 0), used.owed, used.delivered,
        coalesce(o.rest_until, 0), account.shared_id, account.shared_code, account.shared_limit,
        coalesce(shared.owed, 0), coalesce(shared.delivered, 0), coalesce(o.group_rest_until, 0),
        hold.id IS NOT NULL, forced_by.username, hold.reason,
        EXISTS (SELECT 1 FROM customers_credithold released WHERE released.order_id = o.id
            AND released.state = 'released' AND released.amount >= round(o.amount, 2)
            AND coalesce(released.valid_until, 'infinity') >= o.invoice_date),
        customer.group_id, coalesce(o.invoice_date - late.due_date, 0), coalesce(late.amount, 0),
        CASE WHEN o.invoice_date > account.credit_limit_expiry_date AND account.credit_limit_amount IS NOT NULL
            AND coalesce(NOT o.invoice_date BETWEEN account.temporary_limit_from AND account.temporary_limit_to, true)
            THEN account.credit_limit_expiry_date END,
        account.is_credit_stopped OR customer.is_credit_stopped, terms.code, own_terms.code
    FROM in_turn o
    JOIN account ON account.id = o.account_id
    JOIN used ON used.id = o.account_id
    JOIN customers_salesorder sold ON sold.id = o.id
    JOIN customers_customer customer ON customer.id = sold.customer_id
    JOIN customers_paymentterms terms ON terms.id = sold.payment_terms_id
    JOIN customers_paymentterms own_terms ON own_terms.id = customer.payment_terms_id
    LEFT JOIN shared ON shared.shared_id = o.shared_id
    LEFT JOIN customers_credithold hold ON hold.order_id = o.id AND hold.state = 'waiting'
    LEFT JOIN auth_user forced_by ON forced_by.id = hold.held_by_id AND hold.is_forced
    LEFT JOIN LATERAL (
        SELECT min(ot.due_date) AS due_date, sum(ot.accounting_currency_amount) AS amount
        FROM customers_opentransaction ot
        WHERE %(has_rules)s AND ot.customer_id = o.account_id AND ot.due_date < o.invoice_date
            AND ot.accounting_currency_amount > 0 AND NOT ot.is_liability
    ) AS late ON true
    WHERE o.is_asked
    ORDER BY o.own_date, o.id
    """,
}
_FIGURES = in_turn(**_PARTS_OF_FIGURES)
_IS_ANY_LIMITED = in_turn(_ACCOUNTS + "SELECT EXISTS (SELECT FROM account)", **_PARTS_OF_FIGURES)  # noqa: S608
# Likewise, of less than is asked: so much of some lines is cut.
_FIGURES_OF_LESS = in_turn(
    **_PARTS_OF_FIGURES,
    cut="LEFT JOIN unnest(%(cut_lines)s::bigint[], %(cut)s::numeric[]) AS cut (line_id, quantity)"
    " ON cut.line_id = l.id",
    less_cut="- coalesce(cut.quantity, 0)",
)


def credit_figures(
    *,
    company_id: int,
    orders: Sequence[int],
    quantity: str,
    limit_type: str,
    has_rules: bool,
    deduction: str = "all",
    posting_date: date | None = None,
    cut: Mapping[int, Decimal] = NOTHING_CUT,
) -> list[CreditFigures]:
    """Give the figures, in order of their dates, of those of the orders whose account or its group has a limit.

    Those on hold come along, and all of them where there are rules to compare with. ``deduction`` is what is deducted
    of prepayments; ``posting_date`` the day of the documents, where it is not that of each order. ``cut`` is by how
    much less than what is asked of lines of orders, by the line's id.
    """
    asked: dict[str, Any] = {"company": company_id, "orders": list(orders), "quantity": quantity}
    asked |= {"limit_type": limit_type, "has_rules": has_rules, "deduction": deduction, "posting_date": posting_date}
    # Asked first, for the planner takes longer for the figures than for all else that posts a document without any.
    if not has_rules and not rows(_IS_ANY_LIMITED, asked)[0][0]:
        return []
    if cut:
        asked |= {"cut_lines": list(cut), "cut": list(cut.values())}
    return [CreditFigures(*row) for row in rows(_FIGURES_OF_LESS if cut else _FIGURES, asked)]


# Free text invoices asked for; their ids lie above those of orders, so that of one day they come after them.
_ABOVE_ORDERS = "4611686018427387904"
_FREE_TEXT_FIGURES = in_turn(
    given="",
    company="%(company)s",
    limit_type="%(limit_type)s",
    quantity="'all'",
    has_rules="false",
    asked="""
        SELECT {above} + f.id AS id, f.invoice_account_id AS account_id, NULL::bigint AS hold_id
        FROM customers_freetextinvoice f WHERE f.company_id = %(company)s AND f.id = ANY(%(documents)s)""",
    heads="""
        SELECT asked.id, 'free_text' AS order_type, f.invoice_date, f.currency_id, f.tax_group_id,
            0::numeric AS total_discount_percent, NULL::bigint AS credited_invoice_id, asked.account_id,
            true AS is_asked, f.prices_include_tax, f.invoice_date AS own_date
        FROM asked
        JOIN account ON account.id = asked.account_id
        JOIN customers_freetextinvoice f ON f.id = asked.id - {above}""",
    further_totals="""
        UNION ALL
        SELECT o.id,
            sum(l.amount * CASE WHEN o.prices_include_tax THEN 100 ELSE 100 + coalesce(tax.percent, 0) END * 0.01),
            0, 0, NULL
        FROM exposed o
        JOIN customers_freetextline l ON l.document_id = o.id - {above}
        CROSS JOIN LATERAL (SELECT NULL::bigint AS id, l.item_tax_group_id, l.item_type) AS i
        {TAXED}
        WHERE o.is_asked GROUP BY o.id""",
    then="""
    SELECT o.id - {above}, o.order_type, account.id, account.number, account.is_credit_limit_mandatory, o.missing_rate,
        o.limit_amount, coalesce(o.amount, 0), 0, used.owed, used.delivered, coalesce(o.rest_until, 0),
        account.shared_id, account.shared_code, account.shared_limit, coalesce(shared.owed, 0),
        coalesce(shared.delivered, 0), coalesce(o.group_rest_until, 0),
        false, NULL, NULL, false, account.group_id, 0, 0, NULL, false, '', ''
    FROM in_turn o
    JOIN account ON account.id = o.account_id
    JOIN used ON used.id = o.account_id
    LEFT JOIN shared ON shared.shared_id = o.shared_id
    WHERE o.is_asked
    ORDER BY o.own_date, o.id
    """,
).replace("{above}", _ABOVE_ORDERS)


def free_text_credit_figures(*, company_id: int, documents: Sequence[int], limit_type: str) -> list[CreditFigures]:
    """Give the figures of free text invoices whose account or its group has a limit, in order of their dates.

    They know no holds and no blocking rules.
    """
    asked = {"company": company_id, "documents": list(documents), "limit_type": limit_type}
    return [CreditFigures(*row) for row in rows(_FREE_TEXT_FIGURES, asked)]
