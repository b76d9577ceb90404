"""Master data as it was: an invoice printed again shows the name and address it was issued with."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models


class Versions:
    """Every kept version of some rows of a table, to look up what one was at an instant."""

    def __init__(self, model: type[models.Model], keys: Collection[int], fields: Sequence[str]) -> None:
        """Read the history of the rows with one query."""
        self._fields = fields
        self._instants: dict[int, list[datetime]] = defaultdict(list)
        self._values: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        history: Any = model._meta.get_field("events").related_model
        rows = history.objects.filter(pgh_obj_id__in=set(keys)).order_by("pgh_created_at", "pgh_id")
        for key, instant, *values in rows.values_list("pgh_obj_id", "pgh_created_at", *fields):
            self._instants[key].append(instant)
            self._values[key].append(tuple(values))

    def of(self, row: models.Model, at: datetime) -> Mapping[str, str]:
        """Give the fields of a row at an instant.

        What was empty then, or is older than the history, is taken as it is now: an address that was filled in
        late stands on the documents from before it too.
        """
        now = {field: getattr(row, field) for field in self._fields}
        place = bisect_right(self._instants.get(row.pk or 0, []), at)
        if not place:
            return now
        then = zip(self._fields, self._values[row.pk or 0][place - 1], strict=True)
        return {field: value or now[field] for field, value in then}
