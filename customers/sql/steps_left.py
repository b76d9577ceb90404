"""What is left to do of unfinished orders, for all tasks of the close in one pass over the orders."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from arclose.ledger.sql.running import Compiled
from customers.sql.orders_advanced import UNINVOICED_UNTIL


class StepLeft(NamedTuple):
    """A task by its name, and whether what is read of lines belongs to its amount."""

    task: str
    adds_lines: bool


# One row per task and currency with something left. Of orders that were delivered before and after the day, and of them
# alone, the lines are read.
_BY_TASK = """
    SELECT task.name, one.currency, task.count, task.amount
    FROM ({counted}) AS one (currency, {columns}, partly)
    CROSS JOIN LATERAL (
        SELECT sum({uninvoiced}) AS amount FROM customers_salesorder WHERE id = ANY(one.partly)
    ) AS rest
    CROSS JOIN LATERAL (VALUES {tasks}) AS task (name, count, amount)
    WHERE task.count > 0
""".replace("{uninvoiced}", UNINVOICED_UNTIL)


def steps_left_by_task(counted: Compiled, *, until: date, steps: Sequence[StepLeft]) -> Compiled:
    """Give the statement of (task, currency, count, amount).

    ``counted`` is one of (currency, count and amount for each of the ``steps`` in turn, ids of the orders whose lines
    are to be read), a row per currency.
    """
    statement, parameters = counted
    names = [(f"count_{place}", f"amount_{place}") for place in range(len(steps))]
    values = [
        f"(%s, {count}, {amount}{' + coalesce(rest.amount, 0)' if step.adds_lines else ''})"
        for step, (count, amount) in zip(steps, names, strict=True)
    ]
    columns = ", ".join(name for pair in names for name in pair)
    by_task = _BY_TASK.format(counted=statement, columns=columns, tasks=", ".join(values))
    return by_task, [*parameters, until, *(step.task for step in steps)]
