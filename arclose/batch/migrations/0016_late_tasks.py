"""Keep of a task whether it finds its documents when it begins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("batch", "0015_possible_starts")]

    operations = [
        migrations.AddField(
            model_name="jobtask",
            name="is_late",
            field=models.BooleanField(db_default=False, verbose_name="finds its documents when it begins"),
        ),
    ]
