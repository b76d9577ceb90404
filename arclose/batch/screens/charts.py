"""How fast a job works, as a chart: the documents it settled in each stretch since it last started."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from arclose.batch import sql
from arclose.batch.models import Job
from arclose.web.charts import Chart, Kind, Series

MINUTE, HOUR, DAY = 60, 3600, 86_400
LENGTHS = (1, 2, 5, 10, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, DAY)
MOST_STRETCHES = 40


def throughput(*, job: Job, elapsed: timedelta | None) -> Chart:
    """Give the chart; it is empty before anything is settled.

    :param elapsed: how long it has taken so far.
    """
    length = _length(elapsed or timedelta())
    found = sql.settled_per_stretch(job_id=job.pk, seconds=length)
    settled = {place: (done, set_aside) for _began, place, done, set_aside in found}
    places = range(found[-1][1] + 1) if found else range(0)
    began = timezone.localtime(found[0][0]) if found else None
    return Chart(
        name="throughput",
        title=_("Documents finished per %(length)s") % {"length": _said(length)},
        kind=Kind.COLUMNS,
        heading=_("From"),
        categories=[f"{began + place * timedelta(seconds=length):%H:%M:%S}" for place in places if began],
        series=[
            Series(_("Done"), [settled.get(place, (0, 0))[0] for place in places], "good"),
            Series(_("Set aside"), [settled.get(place, (0, 0))[1] for place in places], "bad"),
        ],
        is_low=True,
    )


def _length(elapsed: timedelta) -> int:
    """Give the length of a stretch in seconds: the shortest of which few enough make up the time."""
    fitting = (length for length in LENGTHS if elapsed <= timedelta(seconds=length * MOST_STRETCHES))
    return next(fitting, LENGTHS[-1])


def _said(seconds: int) -> str:
    if seconds < MINUTE:
        return _("%(number)d s") % {"number": seconds}
    if seconds < HOUR:
        return _("%(number)d min") % {"number": seconds // MINUTE}
    return _("%(number)d h") % {"number": seconds // HOUR}
