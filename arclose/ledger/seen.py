"""What a preview showed, and whether what is posted from it is that: everything is taken back where it is not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arclose.ledger.models import Posting
from arclose.ledger.outcomes import Outcome, Refusal

# So many documents that changed are named: below them stands what can be posted now.
NAMED = 20


@dataclass(frozen=True)
class Seen:
    """What was shown: per document what it makes, per one left out or warned of why, and a digest of the entries."""

    made: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    entries: str = ""
    warned: dict[str, str] = field(default_factory=dict)


class NotAsSeen(Exception):
    """What would be posted is not what was shown: nothing was posted."""

    def __init__(self, seen: Seen, now: Seen) -> None:
        """Carry what was shown and what would be posted now."""
        super().__init__(_("Something changed since the preview."))
        self.seen, self.now = seen, now


def posted_as_seen(
    *, post: Callable[[], Outcome], look: Callable[[Outcome], Seen], seen: Seen, known: Callable[[], Posting | None]
) -> Outcome:
    """Post, and take it back where what ``look`` gives is not what was seen.

    ``known`` gives the posting under the key: one that stays where this request took its own back was made by the same
    form, sent before or twice at once, and gets the answer it got.

    :raises NotAsSeen: it was not posted before, and is not what was seen.
    """
    with transaction.atomic():
        outcome = post()
        now = look(outcome)
        if now == seen:
            return outcome
        transaction.set_rollback(True)
    if known() is None:
        raise NotAsSeen(seen, now)
    return post()


def codes(refusals: Sequence[Refusal]) -> dict[str, str]:
    """Give the code of the first refusal or warning of each document, as what was seen keeps them."""
    return {str(refusal.document_id): refusal.code for refusal in reversed(refusals)}


def differences(
    *, seen: Seen, now: Seen, titled: Callable[[int, str], str], shown: Callable[[Sequence[str]], str]
) -> list[tuple[int, str]]:
    """Give (document, what is different) for the first that are not as they were shown, and how many more there are.

    ``titled`` names the refusal of a document by its id and code, ``shown`` the facts of what a document makes.
    """
    found = []
    documents = {*seen.made, *now.made, *seen.left_out, *now.left_out, *seen.warned, *now.warned}
    for document in sorted(documents, key=int):
        text = _difference(document, seen, now, titled, shown)
        if text:
            found.append((int(document), text))
    if more := len(found[NAMED:]):
        text = ngettext(
            "%(count)d more document is not as it was.", "%(count)d more documents are not as they were.", more
        )
        found[NAMED:] = [(0, text % {"count": more})]
    if not found and seen.entries != now.entries:
        found.append((0, _("The accounts or the amounts in the books are not the same.")))
    return found


def _difference(
    document: str, seen: Seen, now: Seen, titled: Callable[[int, str], str], shown: Callable[[Sequence[str]], str]
) -> str:
    before, after = seen.made.get(document), now.made.get(document)
    if before and after:
        changed = _("It was %(before)s, and is %(after)s now.")
        if before != after:
            return changed % {"before": shown(before), "after": shown(after)}
        return _warned_now(seen.warned.get(document, ""), now.warned.get(document, ""), partial(titled, int(document)))
    if before:
        code = now.left_out.get(document)
        if code is None:
            return _("It is done by now.")
        return _("It is left out now: %(title)s.") % {"title": titled(int(document), code)}
    if after:
        return _("It would be posted now: %(after)s.") % {"after": shown(after)}
    codes = seen.left_out.get(document), now.left_out.get(document)
    return "" if codes[0] == codes[1] else _("The reason why it is left out is another one.")


def _warned_now(before: str, after: str, titled: Callable[[str], str]) -> str:
    """Say which warning of a document is new, or that there is none any more."""
    if before == after:
        return ""
    return _("It is warned of now: %(title)s.") % {"title": titled(after)} if after else _("The warning is gone.")
