"""The close at a glance: its tasks by area as they stand, and what was left day by day."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from arclose.checklist.tasks import DayLeft, Task
from arclose.web.charts import Chart, Kind, Series
from arclose.web.days import format_day


def tasks_by_area(all_tasks: Sequence[Task]) -> Chart:
    """Give the chart of how many tasks of each area are done, warn, and are left; its totals are the whole close."""
    areas = list(dict.fromkeys(str(task.check.area) for task in all_tasks))

    def series(name: str, colour: str, tasks: Sequence[Task]) -> Series:
        return Series(name, [sum(str(task.check.area) == area for task in tasks) for area in areas], colour)

    return Chart(
        name="areas",
        title=_("Tasks by area"),
        kind=Kind.ROWS,
        heading=_("Area"),
        categories=areas,
        series=[
            series(_("Done"), "good", [task for task in all_tasks if task.is_green]),
            series(_("Warning"), "wait", [task for task in all_tasks if task.state == "warning"]),
            series(_("To do"), "bad", [task for task in all_tasks if task.state in {"left", "blocked"}]),
        ],
        is_low=True,
    )


def burn_down(points: Sequence[DayLeft]) -> Chart:
    """Give the chart of how many documents of the period were left at the end of each day."""
    return Chart(
        name="burn-down",
        title=_("Documents left, by day"),
        kind=Kind.STEPS,
        heading=_("Day"),
        categories=[format_day(point.day) for point in points],
        series=[Series(_("Left"), [point.left for point in points])],
        is_summed=False,
        is_low=True,
    )
