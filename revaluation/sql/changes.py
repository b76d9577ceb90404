"""What was posted since a run was computed that would have made it another one."""

from dataclasses import dataclass

from arclose.ledger.sql.running import rows

_SHOWN = 20


@dataclass(frozen=True)
class Changed:
    """How many documents are new, or were settled or revalued, since a run was computed, and the first of them."""

    kind: str
    count: int
    documents: list[str]


# Postings later in the company's chain than the last one that was seen; of these what the run would cover or covers.
# Reads the few seals, and by their postings transactions, settlements and sets of adjustments.
_CHANGED = """
    WITH later AS MATERIALIZED (
        SELECT s.posting_id FROM ledger_postingseal s JOIN revaluation_run r ON r.company_id = s.company_id
        WHERE r.id = %(run)s AND s.position > r.seen_position
    ), touched AS (
        SELECT 'new' AS kind, t.id AS transaction_id, false AS is_later
        FROM later JOIN customers_customertransaction t ON t.posting_id = later.posting_id
        WHERE NOT %(is_undo)s AND t.transaction_date <= %(considered)s
        UNION ALL
        SELECT 'settled', side.transaction_id, s.settlement_date > %(considered)s
        FROM later JOIN customers_settlement s ON s.posting_id = later.posting_id
        CROSS JOIN LATERAL (VALUES (s.debit_transaction_id), (s.credit_transaction_id)) AS side (transaction_id)
        UNION ALL
        SELECT 'revalued', a.transaction_id, a.adjustment_date > %(considered)s
        FROM later JOIN customers_adjustment a ON a.posting_id = later.posting_id WHERE a.settlement_id IS NULL
        UNION ALL
        SELECT 'revalued', a.transaction_id, a.adjustment_date > %(considered)s
        FROM later JOIN customers_adjustmentset s ON s.posting_id = later.posting_id
        JOIN customers_adjustmentline a ON a.adjustment_set_id = s.id AND a.settlement_id IS NULL
    )
    SELECT found.kind, count(*), (array_agg(found.document_number ORDER BY found.document_number))[1:{shown}]
    FROM (
        SELECT DISTINCT touched.kind, t.id, t.document_number
        FROM touched
        JOIN customers_customertransaction t ON t.id = touched.transaction_id
        JOIN customers_customer c ON c.id = t.customer_id
        LEFT JOIN customers_adjustmentline l ON l.adjustment_set_id = %(set)s AND l.transaction_id = t.id
            AND l.settlement_id IS NULL
        WHERE l.id IS NOT NULL OR NOT %(is_undo)s AND NOT touched.is_later AND t.transaction_date <= %(considered)s
            AND t.currency_id <> %(accounting)s
            AND (%(currencies)s::text[] IS NULL OR t.currency_id = ANY(%(currencies)s))
            AND (%(customers)s::bigint[] IS NULL OR t.customer_id = ANY(%(customers)s))
            AND (%(groups)s::bigint[] IS NULL OR c.group_id = ANY(%(groups)s))
    ) AS found GROUP BY found.kind ORDER BY found.kind
""".replace("{shown}", str(_SHOWN))


def changed_since(
    *,
    run_id: int,
    set_id: int,
    is_undo: bool,
    considered: object,
    accounting: str,
    currencies: list[str],
    customers: list[int],
    groups: list[int],
) -> list[Changed]:
    """Give what of a run changed since it was computed, by kind: new, settled or revalued."""
    found = rows(
        _CHANGED,
        {
            "run": run_id,
            "set": set_id,
            "is_undo": is_undo,
            "considered": considered,
            "accounting": accounting,
            "currencies": currencies or None,
            "customers": customers or None,
            "groups": groups or None,
        },
    )
    return [Changed(kind, count, documents) for kind, count, documents in found]
