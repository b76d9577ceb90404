"""What apps above do with invoices that were just posted, in the same transaction: each says so in ``AppConfig.ready``.

A step posts what it makes itself, under a key of its own. The numbers, balances and the chain of digests that the
invoices hold are held to the commit, so it locks nothing that comes before those but what these invoices brought.
"""

from collections.abc import Callable

from arclose.ledger.models import Posting

Step = Callable[[Posting], object]
STEPS: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Put a step on the list: it is called with a posting of invoices that is sealed."""
    STEPS[name] = step


def take_steps(posting: Posting) -> None:
    """Take every step on the list for invoices that were just posted."""
    for step in STEPS.values():
        step(posting)
