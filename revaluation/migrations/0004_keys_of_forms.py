from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("revaluation", "0003_accounts_of_lines"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=80),
        ),
    ]
