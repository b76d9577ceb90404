"""Why a run is not computed or not posted, in words, and what to do about it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.ledger.outcomes import CannotPost
from arclose.web.days import format_day
from revaluation.sql import Changed


class ConsideredLater(CannotPost):
    """The considered date, or the date of the rate, is still to come: nobody knows its rates and what will be open."""

    def __init__(self, day: date) -> None:
        """Carry the day."""
        super().__init__(day)
        self.day = day

    def reason(self) -> str:
        """Name the day."""
        return _("%(day)s is still to come.") % {"day": format_day(self.day)}

    def remedy(self) -> str:
        """Say what can be chosen."""
        return _("Choose today or an earlier day.")


class DayNotOpen(CannotPost):
    """A run would post on a day that lies in no open period."""

    def __init__(self, day: date) -> None:
        """Carry the day."""
        super().__init__(day)
        self.day = day

    def reason(self) -> str:
        """Name the day."""
        return _("%(date)s lies in no open period.") % {"date": format_day(self.day)}

    def remedy(self) -> str:
        """Say what else can be done."""
        return _("Choose a day of an open period, or have a controller reopen it on the ledger calendar.")


class TooLargeInReporting(CannotPost):
    """What a run posts is more in reporting currency, at the rate of its day, than the books can hold."""

    def __init__(self, currency: str) -> None:
        """Carry the currency of what is open."""
        super().__init__(currency)
        self.currency = currency

    def reason(self) -> str:
        """Name the currency."""
        return _("The rates make more of %(currency)s in reporting currency than the books can hold.") % self.__dict__

    def remedy(self) -> str:
        """Say what to look at."""
        return _("Look at the rate: it can hardly be right.")


class UndoneBefore(CannotPost):
    """A run is to be undone on a day before its own."""

    def __init__(self, day: date) -> None:
        """Carry the day of the run."""
        super().__init__(day)
        self.day = day

    def reason(self) -> str:
        """Name the day of the run."""
        return _("A run is undone on its own day or a later one, and its day is %(day)s.") % {
            "day": format_day(self.day)
        }


class NotToUndo(CannotPost):
    """A run that is not posted, or that undoes another one itself, is not undone."""

    def reason(self) -> str:
        """Say so."""
        return _("Only a posted run is undone, and one that undoes another is not.")

    def remedy(self) -> str:
        """Say what to do instead."""
        return _("Delete a preview that is not wanted; after an undo, compute the run anew.")


class NothingToUndo(CannotPost):
    """An undoing without lines would mark a run as undone of which everything stands."""

    def reason(self) -> str:
        """Say what became of the lines of the run."""
        return _("Nothing of the run is left to undo: it is settled, or was revalued since.")

    def remedy(self) -> str:
        """Say what to do instead."""
        return _("Delete this preview; where a later run revalued it, undo that one first.")


class ChangedSince(CannotPost):
    """Something changed since a run was computed: posted now, it would not be what the rates make of what is open."""

    def __init__(self, changes: Sequence[Changed], rates: Sequence[str], reporting: Sequence[str]) -> None:
        """Carry what was posted since, and the currencies whose rates, or values in reporting currency, are others."""
        super().__init__(changes, rates, reporting)
        self.changes, self.rates, self.reporting = list(changes), list(rates), list(reporting)

    def said(self) -> list[str]:
        """Say each change in a sentence, with its first documents."""
        sentences = [_SAID[change.kind](change.count) % _facts(change) for change in self.changes]
        if self.rates:
            sentences.append(_("The rate is another one now: %(currencies)s.") % {"currencies": ", ".join(self.rates)})
        if self.reporting:
            text = _(
                "The control accounts say something else now, so what they are worth in reporting currency is another"
                " amount: %(currencies)s."
            )
            sentences.append(text % {"currencies": ", ".join(self.reporting)})
        return sentences

    def reason(self) -> str:
        """Say all of it."""
        return " ".join([_("Something changed since this was computed; nothing was posted."), *self.said()])

    def remedy(self) -> str:
        """Say what to do."""
        return _("Compute it anew, and look at the differences.")


def _facts(change: Changed) -> dict[str, object]:
    more = ", …" if change.count > len(change.documents) else ""
    return {"count": change.count, "documents": ", ".join(change.documents) + more}


_SAID = {
    "new": lambda count: ngettext(
        "%(count)s document was posted: %(documents)s.", "%(count)s documents were posted: %(documents)s.", count
    ),
    "settled": lambda count: ngettext(
        "Of %(count)s document something was settled, or a settlement taken back: %(documents)s.",
        "Of %(count)s documents something was settled, or a settlement taken back: %(documents)s.",
        count,
    ),
    "revalued": lambda count: ngettext(
        "%(count)s document was revalued: %(documents)s.", "%(count)s documents were revalued: %(documents)s.", count
    ),
}
