"""What the database refuses of sets of adjustments: a sealed one keeps its lines, and a posted one counts for ever."""

from typing import Any

import pgtrigger

from arclose.ledger.guards import POSTING_IS_BEING_MADE, RowsNeverChange


class SetCountsOnce(pgtrigger.Trigger):
    """A set is made empty, sealed once with its lines, and counts by a posting that is being made: then it stays."""

    name = "set_counts_once"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    func = f"""
        IF TG_OP = 'INSERT' THEN
            IF NEW.digest <> '' OR NEW.posting_id IS NOT NULL OR NEW.is_written_out THEN
                RAISE EXCEPTION 'arclose: a set of adjustments is made empty' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF OLD.posting_id IS NOT NULL OR OLD.is_written_out THEN
            RAISE EXCEPTION 'arclose: set % of adjustments is posted and never changes', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF NEW.is_written_out OR NEW.company_id <> OLD.company_id OR OLD.digest NOT IN ('', NEW.digest) THEN
            RAISE EXCEPTION 'arclose: set % of adjustments is sealed as it was computed', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.posting_id IS NOT NULL AND (OLD.digest = ''
                OR NOT {POSTING_IS_BEING_MADE.format(posting="NEW.posting_id")}) THEN
            RAISE EXCEPTION 'arclose: set % of adjustments is sealed, and posted by a posting that is being made',
                NEW.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """


class RowsOfSetStay(pgtrigger.Trigger):
    """Nothing joins a set that is sealed, and nothing leaves one that is posted."""

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, name: str, operation: Any, referencing: Any, rows: str, stays: str) -> None:
        """Say what is looked at, the rows that are new or those that were there, and which sets refuse it."""
        super().__init__(name=name, operation=operation, referencing=referencing)
        self.rows, self.stays = rows, stays

    def get_func(self, model: Any) -> str:
        """Look at the sets of the rows."""
        return f"""
        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT adjustment_set_id FROM {self.rows}) AS own
                   JOIN public.customers_adjustmentset s ON s.id = own.adjustment_set_id WHERE {self.stays}) THEN
            RAISE EXCEPTION 'arclose: the set of these rows of {model._meta.db_table} stays as it is'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (written in this program)


def stay_with_their_set() -> list[pgtrigger.Trigger]:
    """Give the guards of the rows of a set."""
    new, old = pgtrigger.Referencing(new="new_rows"), pgtrigger.Referencing(old="old_rows")
    posted = "s.posting_id IS NOT NULL OR s.is_written_out"
    return [
        RowsNeverChange(),
        RowsOfSetStay(
            name="none_joins_sealed", operation=pgtrigger.Insert, referencing=new, rows="new_rows",
            stays=f"s.digest <> '' OR {posted}",
        ),
        RowsOfSetStay(
            name="none_leaves_posted", operation=pgtrigger.Delete, referencing=old, rows="old_rows", stays=posted
        ),
    ]  # fmt: skip
