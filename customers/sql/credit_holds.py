"""Orders that a posting puts on credit hold."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from arclose.ledger.sql.running import execute

# One row per order; one that waits already has its newest reasons. The orders are locked.
_KEEP_HOLDS = """
    INSERT INTO customers_credithold AS hold (company_id, order_id, state, update, quantity, is_forced, refusals,
        amount, reason, held_by_id, decision_reason, is_own_work, parameters)
    SELECT %(company)s, held.order_id, 'waiting', %(update)s, %(quantity)s, false, held.refusals::jsonb,
        round(held.amount, 2), '', %(user)s, '', false, held.parameters::jsonb
    FROM unnest(%(orders)s::bigint[], %(amounts)s::numeric[], %(refusals)s::text[], %(parameters)s::text[])
        AS held (order_id, amount, refusals, parameters)
    ORDER BY held.order_id
    ON CONFLICT (order_id) WHERE state = 'waiting' DO UPDATE SET update = EXCLUDED.update,
        quantity = EXCLUDED.quantity, parameters = EXCLUDED.parameters, refusals = EXCLUDED.refusals,
        amount = EXCLUDED.amount
"""


def keep_holds(
    *,
    company_id: int,
    user_id: int,
    update: str,
    quantity: str,
    blocked: Sequence[tuple[int, Decimal, list[tuple[str, list[Any]]], dict[str, Any]]],
) -> int:
    """Put orders (id, amount, reasons, parameters of the run) on hold and return how many."""
    return execute(
        _KEEP_HOLDS,
        {
            "company": company_id,
            "user": user_id,
            "update": update,
            "quantity": quantity,
            "orders": [one[0] for one in blocked],
            "amounts": [one[1] for one in blocked],
            "refusals": [json.dumps(one[2]) for one in blocked],
            "parameters": [json.dumps(one[3]) for one in blocked],
        },
    )
