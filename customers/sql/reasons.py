"""The reasons why documents cannot be made of orders, from a ``refusal`` (order_id, rank, code, detail) of a query."""

# More of them say nothing that these do not; an order may have thousands of lines.
_REASONS_AT_MOST = 20

# Each reason once, of an order the weightiest first.
REASONS = f"""
    SELECT order_id, code, detail, turn FROM (
        SELECT order_id, code, detail,
            row_number() OVER (PARTITION BY order_id ORDER BY min(rank), code, detail) AS turn
        FROM refusal GROUP BY order_id, code, detail
    ) AS ranked WHERE turn <= {_REASONS_AT_MOST}
"""  # noqa: S608 (a number of ours)
