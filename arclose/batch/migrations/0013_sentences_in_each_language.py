"""Keep the title of a job in each language, so longer than it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0012_postings_of_stopped_chunks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="description",
            field=models.TextField(verbose_name="description"),
        ),
    ]
