"""Fees of one method, name and currency never hold for the same payments."""

import django.db.models.constraints
import journals.models.payment_fees
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0025_methods_of_free_text"),
        ("ledger", "0020_interest"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="methodfee",
            constraint=journals.models.payment_fees.ComparedWhenSaved(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                expressions=[
                    (journals.models.payment_fees.FeeMethod(), "&&"),
                    (journals.models.payment_fees.FeeKind(), "&&"),
                    (journals.models.payment_fees.FeePayments(), "&&"),
                ],
                name="method_fees_never_overlap",
            ),
        ),
    ]
