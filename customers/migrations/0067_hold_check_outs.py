"""Who looks into an order hold at the moment."""

import arclose.ledger.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0066_adjustments"),
        ("ledger", "0022_unrealized_entries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HoldCheckOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "checked_out_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "check-out of an order hold",
                "verbose_name_plural": "check-outs of order holds",
            },
        ),
        migrations.AddConstraint(
            model_name="orderhold",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="order_hold_company_key"),
        ),
        migrations.AddField(
            model_name="holdcheckout",
            name="checked_out_to",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="holdcheckout",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="holdcheckout",
            name="hold",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_out",
                to="customers.orderhold",
            ),
        ),
        migrations.AddConstraint(
            model_name="holdcheckout",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="hold", name="hold_check_out_hold", to="customers.OrderHold"
            ),
        ),
    ]
