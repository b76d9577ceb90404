"""Customer transactions of documents that other apps post: made open, and taken back with their voucher."""

from typing import Any

from arclose.ledger.sql.running import Compiled, execute, rows

_OPEN_THEM = """
    INSERT INTO customers_opentransaction (transaction_id, company_id, customer_id, due_date, currency_id,
        transaction_currency_amount, accounting_currency_amount, standing_adjustment_amount, is_liability)
    SELECT made.id, made.company_id, made.customer_id, made.due_date, made.currency_id,
        made.transaction_currency_amount, made.accounting_currency_amount, made.opening_adjustment_amount,
        made.transaction_type = 'bill_liability'
    FROM made ORDER BY made.id
"""
_RETURNED = """
    RETURNING id, company_id, customer_id, due_date, currency_id, transaction_currency_amount,
        accounting_currency_amount, opening_adjustment_amount, transaction_type
"""
# Each voucher is looked up by its document: what a posting wrote a moment ago is unknown to the planner.
_INSERT_OF_VOUCHERS = """
    WITH made AS (
        INSERT INTO customers_customertransaction ({named}company_id, posting_id, voucher_id, customer_id,
            transaction_type, document_number, transaction_date, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount, opening_adjustment_amount, control_account_id)
        SELECT {name}v.company_id, v.posting_id, v.id, owed.customer_id, %s, coalesce(owed.document_number, v.number),
            v.posting_date, coalesce(owed.due_date, v.posting_date), owed.currency_id, owed.amount,
            owed.accounting_amount, {adjustment}, owed.account_id
        FROM ({owed}) AS owed (document_id, customer_id, account_id, currency_id, amount, accounting_amount,
            document_number, due_date{adjustment_too}{name_too})
        CROSS JOIN LATERAL (
            SELECT id, company_id, posting_id, number, posting_date FROM ledger_voucher
            WHERE company_id = %s AND document_type = %s AND document_id = owed.document_id AND document_part = 0
            OFFSET 0
        ) AS v
        ORDER BY v.id{returned}
    ){open_them}
""".replace("{returned}", _RETURNED).replace("{open_them}", _OPEN_THEM)


def insert_transactions_of_vouchers(
    *,
    company_id: int,
    document_type: str,
    transaction_type: str,
    owed: Compiled,
    are_adjusted: bool = False,
    are_named: bool = False,
) -> int:
    """Write what the documents of a posting make customers owe, open; return how many.

    ``owed`` is a statement of (document, customer, control account, currency, amount, accounting amount, document
    number or NULL, due date or NULL), amounts signed; where they are adjusted, and of the adjustment that came along;
    where they are named, and of the id of the transaction.
    """
    statement, parameters = owed
    return execute(
        _INSERT_OF_VOUCHERS.format(
            owed=statement,
            adjustment="owed.adjustment" if are_adjusted else "0",
            adjustment_too=", adjustment" if are_adjusted else "",
            named="id, " if are_named else "",
            name="owed.transaction_id, " if are_named else "",
            name_too=", transaction_id" if are_named else "",
        ),
        [transaction_type, *parameters, company_id, document_type],
    )


_INSERT_REVERSED = """
    WITH made AS (
        INSERT INTO customers_customertransaction (company_id, posting_id, voucher_id, customer_id, transaction_type,
            document_number, transaction_date, due_date, currency_id, transaction_currency_amount,
            accounting_currency_amount, opening_adjustment_amount, control_account_id)
        SELECT v.company_id, v.posting_id, v.id, t.customer_id, t.transaction_type, v.number, v.posting_date,
            v.posting_date, t.currency_id, -t.transaction_currency_amount, -t.accounting_currency_amount,
            -t.opening_adjustment_amount, t.control_account_id
        FROM ledger_voucher v JOIN customers_customertransaction t ON t.voucher_id = v.reversal_of_id
        WHERE v.posting_id = %s
        ORDER BY v.id, t.id{returned}
    ){open_them}
""".replace("{returned}", _RETURNED).replace("{open_them}", _OPEN_THEM)


def insert_reversed_transactions(*, posting_id: int) -> int:
    """Write the opposite of the transactions whose vouchers a posting reverses, open; return how many."""
    return execute(_INSERT_REVERSED, [posting_id])


# A transaction that is taken back, what takes it back, what is open of each, the day of that, and whether all that
# stands on it is what came in with it, and leaves with it. A voucher may have several: its opposites were written in
# their order.
_REVERSED_TO_SETTLE = """
    SELECT CASE WHEN t.transaction_currency_amount > 0 THEN t.id ELSE own.id END,
        CASE WHEN t.transaction_currency_amount > 0 THEN own.id ELSE t.id END,
        abs(o.transaction_currency_amount), abs(own.transaction_currency_amount), v.posting_date,
        t.opening_adjustment_amount <> 0 AND o.standing_adjustment_amount = t.opening_adjustment_amount
    FROM ledger_voucher v
    CROSS JOIN LATERAL (
        SELECT made.*, row_number() OVER (ORDER BY id) AS place FROM customers_customertransaction made
        WHERE voucher_id = v.id
    ) AS own
    CROSS JOIN LATERAL (
        SELECT undone.*, row_number() OVER (ORDER BY id) AS place FROM customers_customertransaction undone
        WHERE voucher_id = v.reversal_of_id
    ) AS t
    JOIN customers_opentransaction o ON o.transaction_id = t.id
    WHERE v.posting_id = %s AND t.place = own.place
    ORDER BY v.id, own.place
"""


def reversed_to_settle(*, posting_id: int) -> list[tuple[Any, ...]]:
    """Give (debit, credit, open of each, date, takes along) of transactions that a posting takes back."""
    return rows(_REVERSED_TO_SETTLE, [posting_id])
