"""Reserve capacity for what is urgent, and keep what a job says of itself: for whom, as a pop-up, in the list."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0020_alerts_of_documents"),
        ("ledger", "0024_vouchers_per_posting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="job",
            name="job_priority_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="jobgroup",
            name="job_group_priority_is_known",
        ),
        migrations.AddField(
            model_name="alert",
            name="is_popup",
            field=models.BooleanField(db_default=False, default=False, verbose_name="pop-up"),
        ),
        migrations.AddField(
            model_name="job",
            name="history",
            field=models.CharField(
                choices=[("always", "All runs"), ("failures", "Only runs in which something failed")],
                db_collation="C",
                db_default="always",
                default="always",
                max_length=8,
                verbose_name="history",
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="is_alert_popup",
            field=models.BooleanField(db_default=False, default=False, verbose_name="alerts as a pop-up too"),
        ),
        migrations.AddField(
            model_name="job",
            name="is_critical",
            field=models.BooleanField(db_default=False, default=False, verbose_name="critical"),
        ),
        migrations.AddField(
            model_name="jobtask",
            name="description",
            field=models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="description"),
        ),
        migrations.AddField(
            model_name="worker",
            name="least_priority",
            field=models.PositiveSmallIntegerField(
                choices=[(10, "Low"), (20, "Normal"), (30, "High"), (40, "Critical"), (50, "Reserved capacity")],
                db_default=10,
                default=10,
                verbose_name="takes",
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(10, "Low"), (20, "Normal"), (30, "High"), (40, "Critical"), (50, "Reserved capacity")],
                db_default=20,
                default=20,
                verbose_name="priority",
            ),
        ),
        migrations.AlterField(
            model_name="jobgroup",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(10, "Low"), (20, "Normal"), (30, "High"), (40, "Critical"), (50, "Reserved capacity")],
                default=20,
                verbose_name="priority",
            ),
        ),
        migrations.AlterField(
            model_name="jobgroupevent",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(10, "Low"), (20, "Normal"), (30, "High"), (40, "Critical"), (50, "Reserved capacity")],
                default=20,
                verbose_name="priority",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", [10, 20, 30, 40, 50])), name="job_priority_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("history__in", ["always", "failures"])), name="job_history_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="jobgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", [10, 20, 30, 40, 50])), name="job_group_priority_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(("least_priority__in", [10, 20, 30, 40, 50])), name="worker_priority_is_known"
            ),
        ),
    ]
