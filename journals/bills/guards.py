"""What the database refuses of bills of exchange: a life that the rules do not know, and a posted step that changes."""

from collections.abc import Iterable
from typing import Any

import pgtrigger

# Which step is taken from which status to which: the table of the life of a bill.
LIFE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "draw": (("",), ("drawn",)),
    "remit": (("drawn", "redrawn"), ("remitted",)),
    "settle": (("remitted",), ("remitted", "honored")),
    "protest": (("drawn", "redrawn", "remitted", "honored"), ("protested",)),
    "redraw": (("protested",), ("redrawn",)),
    "pay": (("drawn", "redrawn", "protested"), ("drawn", "redrawn", "protested", "paid")),
    "give_up": (("protested",), ("given_up",)),
    "write_off": (("protested",), ("given_up",)),
    "release": (("remitted",), ("remitted",)),
}
# A part payment, a part settlement and a release of interest leave the status as it is.
STAYS = ("pay", "settle", "release")


def _allowed() -> str:
    """Give the changes of status of each step as a list of rows."""
    return ", ".join(
        f"('{step}', '{before}', '{after}')"
        for step, (befores, afters) in LIFE.items()
        for before in befores
        for after in afters
        if step not in STAYS or before == after or after in ("honored", "paid")
    )


class _LooksAtAll(pgtrigger.Trigger):
    """A guard that looks once at all rows that a statement wrote: thousands of bills take as many steps together.

    How many they are the planner does not know, nor how many of the steps are posted by then. So each bill and step is
    looked up by its key, and a row beside what it was by a join that is never a loop.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After
    label = ""

    def __init__(self, operation: Any) -> None:
        """Look at what is inserted, or at what is updated: as it is (``new_rows``) and as it was (``old_rows``)."""
        is_update = operation is pgtrigger.Update
        self.is_update = is_update
        self.as_it_was = "FULL JOIN old_rows o ON o.id = n.id" if is_update else ""
        super().__init__(
            name=f"{self.label}_{'moved' if is_update else 'made'}",
            operation=operation,
            referencing=pgtrigger.Referencing(new="new_rows", **({"old": "old_rows"} if is_update else {})),
        )


class StepFollowsLife(_LooksAtAll):
    """A step is posted where its bill stands, from a status and to a status that the life of a bill knows.

    The bill of a draw is written after it, in the same transaction.
    """

    label = "step_follows_life"
    declare = [("wrong", "record")]

    def get_func(self, model: Any) -> str:
        """Look at the steps that were not posted before, beside their bills, each looked up by its key."""
        written = "n.status = 'posted'"
        if self.is_update:
            written += " AND o.status IS DISTINCT FROM 'posted'"
        return f"""
        WITH written AS MATERIALIZED (
            SELECT n.bill_id, n.step_type, n.previous_step_id, n.status_after, ({written}) AS is_posted
            FROM new_rows n {self.as_it_was}
        )
        SELECT n.step_type, p.status_after AS status, n.status_after INTO wrong
            FROM written n
            LEFT JOIN LATERAL (SELECT b.id, b.status, b.last_step_id FROM public.journals_bill b
                WHERE b.id = n.bill_id OFFSET 0) AS b ON true
            LEFT JOIN LATERAL (SELECT s.status_after FROM public.journals_billstep s
                WHERE s.id = b.last_step_id OFFSET 0) AS p ON true
            WHERE n.is_posted AND (
                (b.id IS NOT NULL) = (n.step_type = 'draw') OR b.status IN ('closed', 'canceled')
                OR b.last_step_id IS DISTINCT FROM n.previous_step_id
                OR (n.step_type, coalesce(p.status_after, ''), n.status_after) NOT IN ({_allowed()}))
            LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'arclose: the life of a bill knows no step % from % to %', wrong.step_type,
                coalesce(wrong.status, 'nowhere'), wrong.status_after USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (written in this program)


class PostedStepStays(pgtrigger.Trigger):
    """A posted step is neither changed nor deleted; that it was taken back is noted on it, once."""

    name = "posted_step_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__status="posted")
    func = """
        IF TG_OP = 'UPDATE' AND OLD.undone_by_id IS NULL
           AND to_jsonb(NEW) - 'undone_by_id' = to_jsonb(OLD) - 'undone_by_id' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'arclose: step % of a bill is posted and never changes. Take it back instead.', OLD.id
            USING ERRCODE = 'restrict_violation';
    """


# What steps change of a bill; of what is left only that it was accepted ever changes, the rest stays as it was drawn.
_MOVED = (
    "status",
    "sequence",
    "amount",
    "left_amount",
    "due_date",
    "remittance_type",
    "bank_account_id",
    "remittance_id",
    "standing_id",
    "liability_id",
    "deferred_amount",
    "deferred_accounting_amount",
    "last_step_id",
)


def _differ(columns: Iterable[str]) -> str:
    """Give the condition that one of these columns changes: much cheaper than rows compared as JSON."""
    listed = list(columns)
    new, old = (", ".join(f"{row}.{name}" for name in listed) for row in ("n", "o"))
    return f"(({new}) IS DISTINCT FROM ({old}))"


class BillStandsWhereItsStepsLed(_LooksAtAll):
    """A bill is what its last standing step made of it; a honored one may be closed, and all that follows is that it
    is honored again.

    It is written as its draw left it.
    """

    label = "bill_stands_where_steps_led"
    declare = [("wrong", "record")]

    def get_func(self, model: Any) -> str:
        """Let no column change that steps do not change: of those that the table has."""
        fixed = [field.column for field in model._meta.local_fields if field.column not in (*_MOVED, "accepted_date")]
        is_another, is_moved = "false", "true"
        if self.is_update:
            beside = _differ([*_MOVED[1:], "accepted_date"])
            is_another = f"""n.id IS NULL OR o.id IS NULL OR {_differ(fixed)} OR o.status = 'canceled'
                OR o.status = 'closed' AND (n.status <> 'honored' OR {beside})"""
            is_moved = f"""NOT (n.status = 'canceled' AND n.last_step_id IS NULL AND n.standing_id IS NULL
                OR n.status = 'closed' AND o.status = 'honored' AND NOT {beside}
                OR NOT {_differ(_MOVED)})"""
        return f"""
        WITH written AS MATERIALIZED (
            SELECT n.*, ({is_another}) AS is_another, ({is_moved}) AS is_moved FROM new_rows n {self.as_it_was}
        )
        SELECT n.number, n.is_another INTO wrong FROM written n
            WHERE n.is_another OR n.is_moved AND NOT EXISTS (
                SELECT 1 FROM public.journals_billstep s
                WHERE s.id = n.last_step_id AND s.bill_id = n.id AND s.status = 'posted' AND s.undone_by_id IS NULL
                  AND (s.status_after, s.sequence_after, s.amount_after, s.left_after, s.due_date_after,
                      s.remittance_type_after, s.bank_account_after_id, s.remittance_after_id, s.standing_after_id,
                      s.liability_after_id, s.deferred_after, s.deferred_accounting_after)
                    IS NOT DISTINCT FROM (n.status, n.sequence, n.amount, n.left_amount, n.due_date, n.remittance_type,
                      n.bank_account_id, n.remittance_id, n.standing_id, n.liability_id, n.deferred_amount,
                      n.deferred_accounting_amount) OFFSET 0)
            LIMIT 1;
        IF FOUND AND wrong.is_another THEN
            RAISE EXCEPTION 'arclose: bill % is ended, or would become another one', wrong.number
                USING ERRCODE = 'restrict_violation';
        ELSIF FOUND THEN
            RAISE EXCEPTION 'arclose: bill % would stand elsewhere than its last step led', wrong.number
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """  # noqa: S608 (columns of a table of ours)


class BillsStay(pgtrigger.Trigger):
    """A bill that was drawn is never deleted: its draw is taken back."""

    name = "bills_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Delete
    func = """
        RAISE EXCEPTION 'arclose: bill % is never deleted. Take its draw back.', OLD.number
            USING ERRCODE = 'restrict_violation';
    """


class FeesOfPostedStepsStay(pgtrigger.Trigger):
    """The fees on a step that is posted stay, and no other joins them; the step is locked meanwhile."""

    name = "fees_of_posted_steps_stay"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("is_posted", "boolean")]
    func = """
        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (
            SELECT status FROM public.journals_billstep
            WHERE id IN (OLD.step_id, NEW.step_id) ORDER BY id FOR SHARE) AS locked;
        IF is_posted THEN
            RAISE EXCEPTION 'arclose: the step of this fee is posted and never changes. Take it back instead.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """


class RemittanceStays(pgtrigger.Trigger):
    """What the bank was sent stays as it was; only how far it is changes. A closed one may be opened again."""

    name = "remittance_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    declare = [
        (
            "moving",
            "text[] := '{bank_status,closed_at,closed_by_id,reopened_at,reopened_by_id,canceled_at,canceled_by_id}'",
        )
    ]
    func = """
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving
           AND OLD.canceled_at IS NULL
           AND (OLD.closed_at IS NULL OR NEW.closed_at IS NULL AND NEW.reopened_at >= OLD.closed_at) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'arclose: remittance % never changes', OLD.number USING ERRCODE = 'restrict_violation';
    """
