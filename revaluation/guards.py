"""What the database refuses of runs: one that is posted stays as it is, with its rows."""

from typing import Any

import pgtrigger

from arclose.ledger.guards import POSTING_IS_BEING_MADE, RowsNeverChange


class PostedRunStays(pgtrigger.Trigger):
    """A run is posted once, by a posting that is being made, and never changes afterwards."""

    name = "posted_run_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    func = f"""
        IF TG_OP IN ('UPDATE', 'DELETE') AND OLD.posting_id IS NOT NULL THEN
            RAISE EXCEPTION 'arclose: run % is posted and never changes. Undo it instead.', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF NEW.posting_id IS NOT NULL AND NOT {POSTING_IS_BEING_MADE.format(posting="NEW.posting_id")} THEN
            RAISE EXCEPTION 'arclose: run % is posted by a posting that is being made', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """


class RowsOfPostedRunStay(pgtrigger.Trigger):
    """Nothing joins, leaves or changes in a run that is posted. Rows of a preview go with it, and never change."""

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, name: str, operation: Any, referencing: Any, rows: str) -> None:
        """Say what is looked at: the rows that are new, or those that were there."""
        super().__init__(name=name, operation=operation, referencing=referencing)
        self.rows = rows

    def get_func(self, model: Any) -> str:
        """Look at the runs of the rows."""
        return f"""
        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT run_id FROM {self.rows}) AS own
                   JOIN public.revaluation_run r ON r.id = own.run_id WHERE r.posting_id IS NOT NULL) THEN
            RAISE EXCEPTION 'arclose: the run of these rows of {model._meta.db_table} is posted and never changes'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (written in this program)


def stay_with_their_run() -> list[pgtrigger.Trigger]:
    """Give the guards of the rows of a run."""
    new, old = pgtrigger.Referencing(new="new_rows"), pgtrigger.Referencing(old="old_rows")
    return [
        RowsNeverChange(),
        RowsOfPostedRunStay(name="none_joins_posted", operation=pgtrigger.Insert, referencing=new, rows="new_rows"),
        RowsOfPostedRunStay(name="none_leaves_posted", operation=pgtrigger.Delete, referencing=old, rows="old_rows"),
    ]
