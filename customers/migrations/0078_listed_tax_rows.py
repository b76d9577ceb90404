"""Find what EC sales lists look for without reading the tax rows of all other sales."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0077_distributions_of_templates")]

    operations = [
        migrations.AddIndex(
            model_name="taxrow",
            index=models.Index(
                condition=models.Q(("is_listed", True), ("tax_kind__in", ("eu_goods", "eu_service", "triangular"))),
                fields=["company", "tax_point_date"],
                include=("invoice", "registration"),
                name="tax_row_listed_idx",
            ),
        ),
    ]
