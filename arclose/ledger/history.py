"""Who changed which master data: every version of a row is kept, and no version ever changes."""

from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

Row = TypeVar("Row", bound=models.Model)


def keep_history(model: type[Row]) -> type[Row]:
    """Keep a row of ``<model>Event`` for each row made, changed or deleted: when, by whom, and how it was then."""
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        level=pgtrigger.Statement,
    )
    tracked: type[Row] = track(model)
    return tracked
