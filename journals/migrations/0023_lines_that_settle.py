"""Lines of general vouchers settle open transactions."""

import arclose.ledger.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0063_reorganizations"),
        ("journals", "0022_fees_of_intervals"),
        ("ledger", "0020_interest"),
    ]

    operations = [
        migrations.AddField(
            model_name="generalvoucherline",
            name="settles",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customertransaction",
                verbose_name="settles",
            ),
        ),
        migrations.AddConstraint(
            model_name="generalvoucherline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="settles", name="general_voucher_line_settles", to="customers.CustomerTransaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="generalvoucherline",
            constraint=models.CheckConstraint(
                condition=models.Q(("settles", None), ("line_type", "customer"), _connector="OR"),
                name="general_voucher_line_settles_for_customer",
            ),
        ),
    ]
