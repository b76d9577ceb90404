"""Who changed which master data: every version of a row is kept, and no version ever changes."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models

Row = TypeVar("Row", bound=models.Model)


def keep_history(model: type[Row] | None = None, *, but: Sequence[str] = ()) -> Any:
    """Keep a row of ``<model>Event`` for each row made, changed or deleted: when, by whom, and how it was then.

    ``but`` names fields that postings keep up to date: they are no part of the history, and their change alone
    makes no version.
    """
    if model is None:
        return partial(keep_history, but=but)
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        level=pgtrigger.Statement,
        exclude=list(but) or None,
    )
    return track(model)
