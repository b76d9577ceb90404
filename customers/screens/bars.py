"""Bars that show shares at a glance: drawn as SVG, the figures stand in the table beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from customers.ageing import BUCKETS

WIDTH = 1000


@dataclass(frozen=True)
class Part:
    """One part of a bar: where it begins and how wide it is, of :data:`WIDTH`, and the amount it stands for."""

    name: str
    label: object
    start: int
    width: int
    amount: Decimal


def bar_of(row: Mapping[str, Any]) -> list[Part]:
    """Give the buckets of an ageing row as parts of a bar; what is owed to the customer is left out."""
    amounts = [max(row[bucket.name], Decimal(0)) for bucket in BUCKETS]
    total = sum(amounts, Decimal(0))
    parts, start = [], 0
    for bucket, amount in zip(BUCKETS, amounts, strict=True):
        width = int(amount * WIDTH / total) if total else 0
        if width:
            parts.append(Part(bucket.name, bucket.label, start, width, amount))
        start += width
    return parts
