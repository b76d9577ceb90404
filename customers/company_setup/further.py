"""What apps above give a new company, such as a bank account: each says so in its ``AppConfig.ready``."""

from collections.abc import Callable

from arclose.ledger.models import Company

Step = Callable[[Company], None]
STEPS: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Put a step on the list: it is called with a company that has its accounts already, within its transaction."""
    STEPS[name] = step


def take_further_steps(company: Company) -> None:
    """Take every step on the list for a new company."""
    for step in STEPS.values():
        step(company)
