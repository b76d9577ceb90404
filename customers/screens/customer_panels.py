"""What apps above show on the page of a customer, such as their bills of exchange.

An app adds its panel in ``AppConfig.ready``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from arclose.access.requests import CompanyRequest
from customers.models import Customer


@dataclass(frozen=True)
class Panel:
    """A part of the page: its template, which is given ``rows`` and the customer, and a question that gives the rows.

    Without rows it is not shown.
    """

    template: str
    rows_of: Callable[[CompanyRequest, Customer], Sequence[Any]]


_PANELS: list[Panel] = []


def register(panel: Panel) -> None:
    """Put a panel on the list."""
    _PANELS.append(panel)


def panels_of(request: CompanyRequest, customer: Customer) -> list[tuple[str, Sequence[Any]]]:
    """Give the template and the rows of each panel that has some."""
    found = [(panel.template, panel.rows_of(request, customer)) for panel in _PANELS]
    return [(template, rows) for template, rows in found if rows]
