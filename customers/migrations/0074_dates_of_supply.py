"""Free text invoices say when what they invoice was supplied, where that was not on their own date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0073_tax_points_of_supplies"),
    ]

    operations = [
        migrations.AddField(
            model_name="freetextinvoice",
            name="supply_date",
            field=models.DateField(blank=True, null=True, verbose_name="date of supply"),
        ),
    ]
