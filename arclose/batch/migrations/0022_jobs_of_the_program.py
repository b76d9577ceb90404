"""Let what the program does by itself work under nobody's rights."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0021_reserved_capacity_and_history"),
        ("ledger", "0024_vouchers_per_posting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="run_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="run by",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("run_by__isnull", False), ("submitted_by__isnull", True), _connector="OR"),
                name="job_of_somebody_has_rights",
            ),
        ),
    ]
