"""A timeline: what happened, in order of time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

Event = dict[str, Any]
Row = TypeVar("Row")


def by_time(events: Sequence[Event]) -> list[Event]:
    """Give events as they happened; what has no instant follows what it was given behind, what is ahead comes last."""
    instants, last = [], None
    for event in events:
        last = event.get("moment") or event.get("at") or last
        instants.append(last)
    first = min((one for one in instants if one), default=None)
    keys = [
        (bool(event.get("is_ahead")), at or first, place)
        for place, (event, at) in enumerate(zip(events, instants, strict=True))
    ]
    return [events[place] for *_key, place in sorted(keys)]


def grouped(pairs: Iterable[tuple[int, Row]]) -> Mapping[int, list[Row]]:
    """Give the rows of each key in the order they come in, none of a key that has none."""
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return groups
