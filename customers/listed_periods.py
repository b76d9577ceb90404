"""Lines to other member states that packing slips supplied in the periods of several lists: no one tax row can say so.

Which period a month is listed in is known to the app that makes the lists: it says so in ``AppConfig.ready``.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date

from arclose.ledger.models import Company
from customers import sql

# The VAT registration of a supply, None for that of the company's own state, and the first day of its month.
Supplied = tuple[int | None, date]
Look = Callable[[Company, Collection[Supplied]], Mapping[Supplied, Hashable]]

_looks: list[Look] = []


def register(look: Look) -> None:
    """Let ``look`` say in which period months are listed; without it each month is one."""
    _looks.append(look)


def supplied_in_several(*, company: Company, orders: Sequence[int], basis: sql.Basis) -> list[tuple[int, str, str]]:
    """Give (order, code, lines with their months) of orders with such lines, by what is invoiced of them."""
    lines = sql.supplied_in_several_months(company_id=company.pk, orders=orders, basis=basis)
    if not lines:
        return []
    months = {(line.registration, month) for line in lines for month in line.months}
    listed: dict[Supplied, Hashable] = {one: one for one in months}
    for look in _looks:
        listed.update(look(company, months))
    told: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        if len({listed[line.registration, month] for month in line.months}) > 1:
            told[line.order].append(f"{line.line_number}: {', '.join(f'{month:%Y-%m}' for month in line.months)}")
    return [(order, "supplied_in_several_months", "; ".join(texts)) for order, texts in told.items()]
