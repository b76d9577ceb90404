"""Sets of adjustments of open transactions: computed and stored as lines, sealed, and posted without another row.

begin     an empty set
(lines)   written by whoever computes them
seal      what they add up to, and their digest: none joins any more
post      the set counts, and with it every line: on the kept sums of the subledger, and on what stands
"""

from arclose.ledger.models import Company, Posting
from customers import sql
from customers.models import AdjustmentSet


class SetNotThere(Exception):
    """A set was to be posted that is posted or deleted: a mistake of the program, so nothing of the posting stays."""


def begin_set(*, company: Company) -> AdjustmentSet:
    """Give a new set without lines."""
    return AdjustmentSet.objects.create(company=company)


def seal_set(*, adjustment_set: int) -> int:
    """Add the lines of a set up and seal them; return how many transactions it adjusts."""
    sql.insert_sums(adjustment_set=adjustment_set)
    sql.seal_lines(adjustment_set=adjustment_set)
    return sql.count_lines(adjustment_set=adjustment_set)


def hold_what_stands(*, company: Company) -> None:
    """Wait for whoever changes what is open of a company, and let nobody begin until commit: before a set is posted.

    After the periods are locked, and before anything else is.
    """
    sql.hold_standing(company_id=company.pk)


def post_set(*, posting: Posting, adjustment_set: int) -> None:
    """Let a sealed set count by a posting that is being made: before its subledger is closed.

    :raises SetNotThere: there is no such set that is not posted, so nothing would count.
    """
    waiting = AdjustmentSet.objects.filter(company=posting.company_id, pk=adjustment_set, posting=None)
    if not waiting.update(posting=posting):
        raise SetNotThere(adjustment_set)


def delete_set(*, adjustment_set: int) -> None:
    """Delete a set that is not posted."""
    sql.delete_set(adjustment_set=adjustment_set)
