"""Whether the close page comes with its counts, or before them.

To count what is left takes as long as there is much of it. Where it took longer than a moment the last time, the page
is given without counts and asks for them once it stands. Each process notes for itself how long counting took: that
alone, not the rows and charts which the page shows beside the counts.
"""

import time

from django.conf import settings
from django.contrib.messages import get_messages

from arclose.access.requests import CompanyRequest
from arclose.checklist import walk
from arclose.checklist.checks import Left, all_left

# The seconds that counting took the last time, by period.
_took: dict[int, float] = {}


def left_for_page(request: CompanyRequest) -> dict[str, Left] | None:
    """Give what every check has left; None where the page is to come first."""
    if not _waits(request) and _took.get(request.period.pk, 0) > settings.CLOSE_COUNTED_WITHIN_SECONDS:
        return None
    started = time.monotonic()
    left = all_left(company=request.company, period=request.period)
    _took[request.period.pk] = time.monotonic() - started
    return left


def _waits(request: CompanyRequest) -> bool:
    """Tell whether the counts are waited for.

    They are where the page asks for them, where it shows the walk, which goes by them, and where it has a message:
    without JavaScript the page that comes first goes on at once, and nobody would have read it.
    """
    is_asked = request.htmx or "counted" in request.GET
    return bool(is_asked or walk.is_shown(request) or get_messages(request))
