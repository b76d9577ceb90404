"""What stops the loading of the demo company: a document that the program does not post."""

from django.utils.translation import ngettext

from arclose.ledger.outcomes import Outcome


class DemoRefused(Exception):
    """A document of the demo company that should have been posted was left out."""

    def __init__(self, outcome: Outcome) -> None:
        """Carry what came of the posting."""
        first = outcome.left_out[0]
        super().__init__(
            ngettext(
                "%(count)s document of the demo company was left out: %(reason)s",
                "%(count)s documents of the demo company were left out, the first: %(reason)s",
                len(outcome.left_out),
            )
            % {"count": len(outcome.left_out), "reason": first.reason}
        )
        self.outcome = outcome


def expect_all(outcome: Outcome) -> None:
    """Go on where nothing was left out.

    :raises DemoRefused: something was.
    """
    if outcome.left_out:
        raise DemoRefused(outcome)
