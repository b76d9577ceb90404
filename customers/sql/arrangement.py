"""Which documents orders become when they are posted together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Arrangement:
    """Orders, and how they share documents: a document of its own for each unless it says otherwise.

    ``collected`` gives the first order of the document that an order shares, be that one among the orders or not. An
    order ``per_slip`` becomes a document for each of its packing slips. ``by_site`` and ``by_address``: lines from
    different sites, to different addresses, stand in different documents. ``by_country``: some lines go to a country of
    their own, and stand in different documents too.
    """

    orders: Sequence[int]
    collected: Mapping[int, int] = field(default_factory=dict)
    per_slip: Collection[int] = ()
    by_site: bool = False
    by_address: bool = False
    by_country: bool = False

    @property
    def splits_orders(self) -> bool:
        """Whether an order may become several documents."""
        return bool(self.per_slip) or self.by_site or self.by_address or self.by_country

    def parameters(self) -> dict[str, Any]:
        """Give the parameters of a statement that reads orders by their document."""
        return {
            "orders": list(self.orders),
            "collected": list(self.collected),
            "collected_with": list(self.collected.values()),
            "per_slip": list(self.per_slip),
            "by_site": self.by_site,
            "by_address": self.by_address,
            "by_country": self.by_country,
        }
