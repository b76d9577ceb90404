"""Let digests cover the methods of parts from now on; those that were written before are in none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0043_across_currencies"),
    ]

    operations = [
        migrations.AddField(
            model_name="partmethod",
            name="is_sealed",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AlterField(
            model_name="partmethod",
            name="is_sealed",
            field=models.BooleanField(default=True, db_default=True),
        ),
    ]
