"""Know the tasks that find their documents when they begin, also those submitted before that was kept of them."""

from typing import Any

from django.db import migrations
from django.db.models import Q


def mark_as_late(apps: Any, _schema_editor: Any) -> None:
    """Mark what has the filter of a list, comes again, or has no documents: it was not submitted with any."""
    tasks = apps.get_model("batch", "JobTask").objects.filter(is_act=False, is_late=False)
    tasks.filter(Q(parameters__has_key="filter") | Q(job__schedule__isnull=False) | Q(document_count=0)).update(
        is_late=True
    )


class Migration(migrations.Migration):
    dependencies = [("batch", "0016_late_tasks")]

    operations = [migrations.RunPython(mark_as_late, migrations.RunPython.noop)]
