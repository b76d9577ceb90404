"""Tell people what became of a document: an alert without a job names it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0019_submitted_by_nobody"),
        ("ledger", "0023_bills_of_exchange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="alert",
            name="alert_reason_is_known",
        ),
        migrations.AddField(
            model_name="alert",
            name="document_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="alert",
            name="document_kind",
            field=models.CharField(db_collation="C", db_default="", max_length=40),
        ),
        migrations.AlterField(
            model_name="alert",
            name="job",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="batch.job",
            ),
        ),
        migrations.AlterField(
            model_name="alert",
            name="on",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ended", "when it ended well"),
                    ("failed", "when it failed, or set documents aside"),
                    ("canceled", "when it was canceled"),
                ],
                db_collation="C",
                db_default="",
                max_length=10,
                verbose_name="because",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("document_id", None),
                        ("document_kind", ""),
                        ("job__isnull", False),
                        ("on__in", ["ended", "failed", "canceled"]),
                    ),
                    models.Q(
                        models.Q(("document_kind", ""), _negated=True),
                        ("document_id__isnull", False),
                        ("job", None),
                        ("mail_state", "none"),
                        ("on", ""),
                    ),
                    _connector="OR",
                ),
                name="alert_reason_is_known",
            ),
        ),
    ]
