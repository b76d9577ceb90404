"""What apps above add to the credit that customers use, such as bills of exchange that may come back unpaid.

An app adds its part in ``AppConfig.ready``; it counts wherever the balance does, and is shown on the customer's page.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from arclose.ledger.models import Company

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Amounts = Mapping[int, Decimal]


@dataclass(frozen=True)
class Exposure:
    """A part of the credit used: its name, and a question that gives the amount per customer, in accounting currency.

    ``of`` is asked once for a whole set of customers; one without an amount may be left out. ``route`` is the list of
    the rows, narrowed to a customer by ``?customer=`` and its id.
    """

    name: str
    label: "_StrOrPromise"
    of: Callable[[Company, Collection[int]], Amounts]
    route: str = ""


EXPOSURES: dict[str, Exposure] = {}


def register(exposure: Exposure) -> None:
    """Put a part on the list."""
    EXPOSURES[exposure.name] = exposure


def further_amounts(*, company: Company, customers: Collection[int]) -> dict[int, Decimal]:
    """Give what all parts on the list add up to, per customer; one question per part."""
    found: dict[int, Decimal] = {}
    for exposure in EXPOSURES.values():
        for customer, amount in exposure.of(company, customers).items():
            found[customer] = found.get(customer, Decimal(0)) + amount
    return found
