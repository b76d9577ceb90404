"""What is left of bills that fall due, added up by an index."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from arclose.ledger.sql.running import rows
from journals.models import BillStatus, RemittanceType

# What is left of bills on each rung of days, per status, remittance type and bank that has them. Each sum reads its own
# part of bill_maturity_idx, and nothing else: to tell bills apart takes longer than to add them up. Where none stands
# is found out first.
_MATURITY = """
    SELECT rung.step - 1, place.bank_id, place.status, place.remittance_type, found.count, found.amount
    FROM (
        SELECT status, remittance_type, bank.id AS bank_id
        FROM unnest(%(statuses)s::text[]) AS status
        CROSS JOIN unnest(%(remittance_types)s::text[]) AS remittance_type
        CROSS JOIN (SELECT id FROM journals_bankaccount WHERE company_id = %(company)s UNION ALL SELECT NULL) AS bank
    ) AS place
    CROSS JOIN LATERAL ({some}) AS taken
    CROSS JOIN unnest(%(firsts)s::date[], %(ends)s::date[]) WITH ORDINALITY AS rung (first_day, end_day, step)
    CROSS JOIN LATERAL ({sums}) AS found
    WHERE found.count > 0
    ORDER BY rung.step
"""
_STANDS_THERE = """FROM journals_bill b WHERE b.company_id = %(company)s AND b.currency_id = %(currency)s
            AND b.left_amount > 0 AND b.status = place.status AND b.remittance_type = place.remittance_type"""
_IN_BANK = ("b.bank_account_id = place.bank_id", "place.bank_id IS NULL AND b.bank_account_id IS NULL")
_ON_RUNG = "b.due_date >= rung.first_day AND b.due_date < rung.end_day"
_MATURITY = _MATURITY.format(
    some=" UNION ALL ".join(f"(SELECT 1 {_STANDS_THERE} AND {bank} LIMIT 1)" for bank in _IN_BANK),
    sums=" UNION ALL ".join(
        f"SELECT count(*), sum(b.left_amount) AS amount {_STANDS_THERE} AND {bank} AND {_ON_RUNG}" for bank in _IN_BANK
    ),
)


def maturities(
    *, company_id: int, currency: str, days: Sequence[date]
) -> list[tuple[int, int | None, str, str, int, Decimal]]:
    """Give (rung, bank account, status, remittance type, count, what is left), each rung ending where the next begins.

    ``days`` part the rungs: the first is of all days before them, the last of all from the last of them on.
    """
    values = {
        "company": company_id,
        "currency": currency,
        "statuses": BillStatus.values,
        "remittance_types": RemittanceType.values,
        "firsts": [date.min, *days],
        "ends": [*days, date.max],
    }
    return rows(_MATURITY, values)
