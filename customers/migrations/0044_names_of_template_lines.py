"""Name the lines of templates by what they are of, as they have a list of their own in Setup."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0043_order_lines_by_item"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="distributiontemplateline",
            options={
                "verbose_name": "share of a distribution template",
                "verbose_name_plural": "shares of distribution templates",
            },
        ),
        migrations.AlterModelOptions(
            name="recurringtemplateline",
            options={
                "verbose_name": "line of a recurring template",
                "verbose_name_plural": "lines of recurring templates",
            },
        ),
    ]
