"""Why the value of an account in reporting currency stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("revaluation", "0006_reporting_values"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportingvalue",
            name="problem",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
