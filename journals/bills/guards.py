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


class StepFollowsLife(pgtrigger.Trigger):
    """A step is posted where its bill stands, from a status and to a status that the life of a bill knows.

    The bill of a draw is written after it, in the same transaction.
    """

    name = "step_follows_life"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__status="posted")
    declare = [("before", "record")]
    func = f"""
        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' THEN
            RETURN NEW;
        END IF;
        SELECT b.last_step_id AS step, coalesce(p.status_after, '') AS status, b.status AS now INTO before
            FROM public.journals_bill b LEFT JOIN public.journals_billstep p ON p.id = b.last_step_id
            WHERE b.id = NEW.bill_id;
        IF FOUND = (NEW.step_type = 'draw') OR before.now IN ('closed', 'canceled')
           OR before.step IS DISTINCT FROM NEW.previous_step_id
           OR (NEW.step_type, coalesce(before.status, ''), NEW.status_after) NOT IN ({_allowed()}) THEN
            RAISE EXCEPTION 'arclose: the life of a bill knows no step % from % to %', NEW.step_type,
                coalesce(before.status, 'nowhere'), NEW.status_after USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
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
    new, old = (", ".join(f"{row}.{name}" for name in listed) for row in ("NEW", "OLD"))
    return f"(({new}) IS DISTINCT FROM ({old}))"


class BillStandsWhereItsStepsLed(pgtrigger.Trigger):
    """A bill is what its last standing step made of it; a honored one may be closed, and nothing follows that.

    It is written as its draw left it.
    """

    name = "bill_stands_where_steps_led"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model: Any) -> str:
        """Let no column change that steps do not change: of those that the table has."""
        fixed = [field.column for field in model._meta.local_fields if field.column not in (*_MOVED, "accepted_date")]
        return f"""
        IF TG_OP = 'UPDATE' THEN
            IF OLD.status IN ('closed', 'canceled') OR {_differ(fixed)} THEN
                RAISE EXCEPTION 'arclose: bill % is ended, or would become another one', OLD.number
                    USING ERRCODE = 'restrict_violation';
            END IF;
            IF NEW.status = 'canceled' AND NEW.last_step_id IS NULL AND NEW.standing_id IS NULL
               OR NEW.status = 'closed' AND OLD.status = 'honored'
                  AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status'
               OR NOT {_differ(_MOVED)} THEN
                RETURN NEW;
            END IF;
        END IF;
        IF NOT EXISTS (SELECT 1 FROM public.journals_billstep s
            WHERE s.id = NEW.last_step_id AND s.bill_id = NEW.id AND s.status = 'posted' AND s.undone_by_id IS NULL
              AND (s.status_after, s.sequence_after, s.amount_after, s.left_after, s.due_date_after,
                  s.remittance_type_after, s.bank_account_after_id, s.remittance_after_id, s.standing_after_id,
                  s.liability_after_id, s.deferred_after, s.deferred_accounting_after)
                IS NOT DISTINCT FROM (NEW.status, NEW.sequence, NEW.amount, NEW.left_amount, NEW.due_date,
                  NEW.remittance_type, NEW.bank_account_id, NEW.remittance_id, NEW.standing_id,
                  NEW.liability_id, NEW.deferred_amount, NEW.deferred_accounting_amount)) THEN
            RAISE EXCEPTION 'arclose: bill % would stand elsewhere than its last step led', NEW.number
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
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


class RemittanceStays(pgtrigger.Trigger):
    """What the bank was sent stays as it was; only how far it is changes."""

    name = "remittance_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    declare = [("moving", "text[] := '{bank_status,closed_at,closed_by_id,canceled_at,canceled_by_id}'")]
    func = """
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving
           AND OLD.closed_at IS NULL AND OLD.canceled_at IS NULL THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'arclose: remittance % never changes', OLD.number USING ERRCODE = 'restrict_violation';
    """
