"""A mark takes the cash discount of another day than its document's, where it stands in for what was paid then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0058_full_settlements_keep_what_they_let_go"),
    ]

    operations = [
        migrations.AddField(
            model_name="mark",
            name="discount_date",
            field=models.DateField(null=True, verbose_name="cash discount of the day"),
        ),
    ]
