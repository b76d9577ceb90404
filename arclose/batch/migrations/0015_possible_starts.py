"""Refuse starts of jobs in years that Python cannot read or count on from; those there are move to the nearest."""

import datetime
from typing import Any

from django.db import migrations, models
from django.db.models.functions import Greatest, Least

STARTS = (datetime.datetime(1999, 12, 31, tzinfo=datetime.UTC), datetime.datetime(2200, 1, 2, tzinfo=datetime.UTC))
START_DAYS = (datetime.date(2000, 1, 1), datetime.date(2199, 12, 31))


def move_into_range(apps: Any, _schema_editor: Any) -> None:
    """Move each start beyond the range to its nearest end, without reading it."""
    for model, name, (first, last) in (("Job", "scheduled_start", STARTS), ("JobSchedule", "start_day", START_DAYS)):
        beyond = models.Q(**{f"{name}__lt": first}) | models.Q(**{f"{name}__gt": last})
        found = apps.get_model("batch", model).objects.filter(beyond)
        found.update(**{name: Least(Greatest(models.F(name), models.Value(first)), models.Value(last))})


class Migration(migrations.Migration):
    dependencies = [("batch", "0014_typed_braces")]

    operations = [
        migrations.RunPython(move_into_range, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(scheduled_start__isnull=True) | models.Q(scheduled_start__range=STARTS),
                name="job_start_is_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(start_day__range=START_DAYS), name="job_schedule_start_is_possible"
            ),
        ),
    ]
