"""What collection letters ask for: which transactions have come to which step, and what their customers are owed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.ledger.sql.running import execute, rows
from customers.sql.marks import LEFT_WHEN_SETTLED
from customers.sql.reorganizations import COMES_FROM
from customers.sql.taxing import RATE, RULE, in_registration_currency

# The step that a transaction has reached: by the letters that stand, posted or waiting; one that waits keeps it from
# further ones. The day of a letter begins the days of the next step.
_REACHED = """
    SELECT max(line.code_number) AS step, max(letter.note_date) AS since, bool_or(letter.posting_id IS NULL) AS waits,
        coalesce(array_agg(letter.id), '{}') AS letters
    FROM customers_collectionletterline line JOIN customers_collectionletter letter ON letter.id = line.note_id
    WHERE line.transaction_id = t.id AND line.is_standing AND line.open_amount > 0
"""
# What is overdue and neither held nor on a letter that waits, as far as no payment on its way settles it, with the next
# step of its sequence where its days are over. Fees ask for no letter of their own. Reads what is open of a company and
# due until a day.
_DUE = f"""
    SELECT t.customer_id, t.currency_id, code.sequence_id, t.id AS transaction_id, code.id AS code_id,
        code.number AS step, rest.amount, t.due_date, reached.letters
    FROM customers_opentransaction o
    JOIN customers_customertransaction t ON t.id = o.transaction_id
    JOIN customers_customer c ON c.id = t.customer_id
    JOIN customers_postingprofile profile ON profile.id = c.posting_profile_id
    JOIN customers_collectionsequence sequence ON sequence.company_id = t.company_id
        AND sequence.id = coalesce(profile.collection_sequence_id, (SELECT id FROM customers_collectionsequence usual
            WHERE usual.company_id = t.company_id AND usual.is_usual))
    CROSS JOIN LATERAL ({_REACHED}) AS reached
    CROSS JOIN LATERAL (SELECT {LEFT_WHEN_SETTLED} AS amount) AS rest
    JOIN LATERAL (SELECT next.id, next.sequence_id, next.number, next.days FROM customers_collectionlettercode next
        WHERE next.sequence_id = sequence.id AND next.number > coalesce(reached.step, 0)
        ORDER BY next.number LIMIT 1) AS code ON coalesce(reached.since, t.due_date) + code.days <= %(until)s
    WHERE o.company_id = %(company)s AND o.due_date < %(until)s AND o.transaction_currency_amount > 0
        AND rest.amount > 0
        AND {COMES_FROM} IN ('invoice', 'opening', 'journal', 'interest_note', 'returned_bill')
        AND reached.waits IS NOT TRUE
        AND (%(customers)s::bigint[] IS NULL OR t.customer_id = ANY(%(customers)s))
        AND NOT EXISTS (SELECT 1 FROM customers_collectionhold hold
            WHERE hold.transaction_id = t.id AND hold.cleared_at IS NULL)
"""  # noqa: S608 (written in this program)
# By customer, currency and, where letters are per code, step; per customer all at the furthest step of them.
_TO_ASK = f"""
    WITH due AS ({_DUE}), placed AS (
        SELECT due.*, sequence.takes_credits_off, CASE WHEN sequence.letters_per = 'code' THEN due.step
            ELSE max(due.step) OVER (PARTITION BY due.customer_id, due.currency_id) END AS letter_step
        FROM due JOIN customers_collectionsequence sequence ON sequence.id = due.sequence_id
    )
    SELECT placed.customer_id, placed.currency_id, code.id, code.number, placed.transaction_id, placed.amount,
        placed.takes_credits_off, placed.letters
    FROM placed JOIN customers_collectionlettercode code
        ON code.sequence_id = placed.sequence_id AND code.number = placed.letter_step
    ORDER BY placed.customer_id, placed.currency_id, code.number, placed.due_date, placed.transaction_id
"""  # noqa: S608 (written in this program)
# What customers are owed, is not held and no document on its way uses: credit notes, payments on account. Each with the
# last letter that took it off, while anything that one asks for is open. Reads lines by transaction and by letter. What
# a bank advanced on a bill is a liability to the bank, and takes nothing off.
_CREDITS = f"""
    SELECT o.customer_id, o.currency_id, o.transaction_id, rest.amount,
        (SELECT last.note_id FROM (SELECT max(line.note_id) AS note_id FROM customers_collectionletterline line
            WHERE line.transaction_id = o.transaction_id AND line.is_standing) AS last
         WHERE EXISTS (SELECT 1 FROM customers_collectionletterline asked
            JOIN customers_opentransaction still ON still.transaction_id = asked.transaction_id
            WHERE asked.note_id = last.note_id AND asked.open_amount > 0)) AS letter_id
    FROM customers_opentransaction o
    JOIN customers_customertransaction t ON t.id = o.transaction_id
    CROSS JOIN LATERAL (SELECT {LEFT_WHEN_SETTLED} AS amount) AS rest
    WHERE o.company_id = %(company)s AND o.customer_id = ANY(%(customers)s) AND rest.amount < 0
        AND NOT o.is_liability
        AND NOT EXISTS (SELECT 1 FROM customers_collectionhold hold
            WHERE hold.transaction_id = o.transaction_id AND hold.cleared_at IS NULL)
    ORDER BY o.customer_id, o.currency_id, o.due_date, o.transaction_id
"""  # noqa: S608 (written in this program)
# How the fee of a letter of a customer is taxed on a day: no row where no rule, or no rate, says so.
_TAXES = f"""
    SELECT c.id, code.sequence_id, tax.id, rate.percent
    FROM unnest(%(customers)s::bigint[], %(codes)s::bigint[]) AS asked (customer_id, code_id)
    JOIN customers_customer c ON c.id = asked.customer_id
    JOIN customers_collectionlettercode code ON code.id = asked.code_id
    JOIN customers_collectionsequence sequence ON sequence.id = code.sequence_id
    JOIN {RULE.format(tax_group="c.tax_group_id", item_tax_group="sequence.item_tax_group_id")}
    JOIN customers_taxcode tax ON tax.id = rule.tax_code_id
    CROSS JOIN LATERAL (SELECT r.percent FROM {RATE.format(code="tax.id", day="%(day)s")}) AS rate
"""  # noqa: S608 (written in this program)
# Letters of which a transaction is not open any more as they say it, or will not be when what is on its way is settled.
_CHANGED = f"""
    SELECT DISTINCT ON (line.note_id) line.note_id, t.document_number
    FROM customers_collectionletterline line
    JOIN customers_customertransaction t ON t.id = line.transaction_id
    LEFT JOIN customers_opentransaction o ON o.transaction_id = line.transaction_id
    WHERE line.note_id = ANY(%(notes)s) AND {LEFT_WHEN_SETTLED} IS DISTINCT FROM line.open_amount
    ORDER BY line.note_id, line.line_number
"""  # noqa: S608 (written in this program)
# A fee has one tax code; its accounting amounts are those of its entries. Of the registration's currency it is
# translated by the rate of the day.
_REGISTERED = {
    "currency": "registration.currency_id",
    "of_document": "l.currency_id",
    "rate": "rate.units_to / rate.units_from",
}
_INSERT_TAX_ROWS = f"""
    INSERT INTO customers_collectionlettertaxrow (company_id, letter_id, number, tax_code_id, tax_kind, tax_percent,
        item_type, delivery_country, vat_number, tax_point_date, transaction_currency_base_amount,
        transaction_currency_tax_amount, accounting_currency_base_amount, accounting_currency_tax_amount,
        registration_id, registration_currency_id, registration_currency_base_amount, registration_currency_tax_amount)
    SELECT l.company_id, l.id, 1, tax.id, tax.kind, l.tax_percent, 'service', c.country, c.vat_number, l.note_date,
        l.fee_amount, l.tax_amount, booked.base, booked.tax, registration.id, registration.currency_id,
        {in_registration_currency(amount="l.fee_amount", in_books="booked.base", **_REGISTERED)},
        {in_registration_currency(amount="l.tax_amount", in_books="booked.tax", **_REGISTERED)}
    FROM customers_collectionletter l
    JOIN customers_customer c ON c.id = l.customer_id
    JOIN ledger_company company ON company.id = l.company_id
    JOIN customers_taxcode tax ON tax.id = l.tax_code_id
    LEFT JOIN ledger_vatregistration registration ON registration.id = tax.registration_id
    LEFT JOIN ledger_currency currency ON currency.code = registration.currency_id
    CROSS JOIN LATERAL (
        SELECT -sum(e.accounting_currency_amount) FILTER (WHERE e.posting_type = 'fee') AS base,
            -coalesce(sum(e.accounting_currency_amount) FILTER (WHERE e.posting_type = 'sales_tax'), 0) AS tax
        FROM ledger_voucher v JOIN ledger_ledgerentry e ON e.voucher_id = v.id
        WHERE v.company_id = l.company_id AND v.document_type = 'collection_letter' AND v.document_id = l.id
            AND v.document_part = 0) AS booked
    LEFT JOIN unnest(%(currency)s::text[], %(day)s::date[], %(to_currency)s::text[], %(units_from)s::numeric[],
            %(units_to)s::numeric[]) AS rate (currency, day, to_currency, units_from, units_to)
        ON rate.currency = l.currency_id AND rate.day = l.note_date AND rate.to_currency = registration.currency_id
    WHERE l.posting_id = %(posting)s AND l.fee_amount <> 0
    ORDER BY l.id
"""  # noqa: S608 (written in this program)


class ToAsk(NamedTuple):
    """A transaction that a letter of a code asks for, with what is open of it and the letters that asked for it."""

    customer_id: int
    currency: str
    code_id: int
    step: int
    transaction_id: int
    amount: Decimal
    takes_credits_off: bool
    letters: Sequence[int]


class Credit(NamedTuple):
    """What a customer is owed by a transaction, below zero, and which letter took it off what is open still, if any."""

    customer_id: int
    currency: str
    transaction_id: int
    amount: Decimal
    letter_id: int | None


def letters_to_write(*, company_id: int, until: date, customers: Sequence[int] | None = None) -> list[ToAsk]:
    """Give what letters would ask for, of all customers or of some, by customer, currency and step."""
    chosen = None if customers is None else list(customers)
    return [ToAsk(*row) for row in rows(_TO_ASK, {"company": company_id, "until": until, "customers": chosen})]


def open_credits(*, company_id: int, customers: Sequence[int]) -> list[Credit]:
    """Give what customers are owed today and is not held."""
    return [Credit(*row) for row in rows(_CREDITS, {"company": company_id, "customers": list(customers)})]


def taxes_of_fees(
    *, customers: Sequence[int], codes: Sequence[int], day: date
) -> dict[tuple[int, int], tuple[int, Decimal]]:
    """Give tax code and percentage of fees, by customer and sequence: of some letters' codes, and who gets them."""
    found = rows(_TAXES, {"customers": list(customers), "codes": list(codes), "day": day})
    return {(customer, sequence): (code, percent) for customer, sequence, code, percent in found}


def letters_changed_since(*, notes: Sequence[int]) -> dict[int, str]:
    """Give the letters of which something is not open as they say it, each with the number of the document."""
    return dict(rows(_CHANGED, {"notes": list(notes)}))


def insert_letter_tax_rows(
    *, posting_id: int, registration_rates: Sequence[tuple[str, date, str, Decimal, Decimal]] = ()
) -> int:
    """Write the tax rows of a posting's letters and return how many.

    ``registration_rates`` are (currency, day, currency of the registration, units from, units to).
    """
    columns = [list(one) for one in zip(*registration_rates, strict=True)] or [[]] * 5
    names = ("currency", "day", "to_currency", "units_from", "units_to")
    return execute(_INSERT_TAX_ROWS, {"posting": posting_id, **dict(zip(names, columns, strict=True))})
