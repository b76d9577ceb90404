"""Keep whose tax row a concession reduces, where it is made on what stands for several invoices."""

import django.db.models.deletion
from django.db import migrations, models

import arclose.ledger.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0087_cost_in_reporting_currency"),
    ]

    operations = [
        migrations.AddField(
            model_name="concessiontaxrow",
            name="invoice",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="concessiontaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="invoice", name="concession_tax_row_invoice", to="customers.Invoice"
            ),
        ),
    ]
