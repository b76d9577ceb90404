"""A job becomes an envelope around tasks: each job there is gets one task, which takes over its documents and chunks.

The task of an existing job has the job's own id, so that documents and chunks only change the name of a column:
millions of rows are neither copied nor written.
"""

import django.db.models.deletion
from django.db import migrations, models

import arclose.ledger.constraints

_OWN = {"on_delete": django.db.models.deletion.PROTECT, "db_constraint": False, "db_index": False}

# A chunk of a job that is to come is cut already: its task is ready and begins with the job.
MAKE_TASKS = """
INSERT INTO batch_jobtask (id, company_id, job_id, number, kind, parameters, state, error, round, document_count,
    done_count, set_aside_count, dismissed_count, canceled_count, started_at, finished_at)
OVERRIDING SYSTEM VALUE
SELECT j.id, j.company_id, j.id, 1, j.kind, j.parameters,
    CASE WHEN j.state IN ('withhold', 'waiting')
              THEN CASE WHEN j.document_count > 0 THEN 'ready' ELSE 'waiting' END
         WHEN j.state = 'canceling' THEN 'executing' ELSE j.state END,
    j.error, j.round, j.document_count, coalesce(i.done, 0), coalesce(i.set_aside, 0), coalesce(i.dismissed, 0),
    coalesce(i.canceled, 0), j.started_at, j.finished_at
FROM batch_job j LEFT JOIN (
    SELECT job_id, count(*) FILTER (WHERE state = 'done') AS done,
        count(*) FILTER (WHERE state = 'set_aside') AS set_aside,
        count(*) FILTER (WHERE state = 'dismissed') AS dismissed,
        count(*) FILTER (WHERE state = 'canceled') AS canceled
    FROM batch_jobitem GROUP BY job_id) i ON i.job_id = j.id;
SELECT setval(pg_get_serial_sequence('batch_jobtask', 'id'), max(id)) FROM batch_jobtask HAVING max(id) IS NOT NULL;
UPDATE batch_job j SET done_count = t.done_count, failed_task_count = CASE WHEN t.state = 'error' THEN 1 ELSE 0 END
    FROM batch_jobtask t WHERE t.job_id = j.id;
"""

MOVE_DOCUMENTS_AND_CHUNKS = """
ALTER TABLE batch_jobitem DROP CONSTRAINT job_item_job;
ALTER TABLE batch_jobitem RENAME COLUMN job_id TO task_id;
ALTER TABLE batch_jobchunk DROP CONSTRAINT job_chunk_job;
ALTER TABLE batch_jobchunk RENAME COLUMN job_id TO task_id;
"""


def _item_of_task() -> list[tuple[str, models.Field]]:
    return [
        (
            "pk",
            models.CompositePrimaryKey(
                "task_id", "position", blank=True, editable=False, primary_key=True, serialize=False
            ),
        ),
        ("position", models.PositiveIntegerField()),
        ("document_id", models.BigIntegerField()),
        ("document_date", models.DateField(verbose_name="date")),
        ("label", models.CharField(max_length=100, verbose_name="document")),
        (
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("done", "Done"),
                    ("set_aside", "Set aside"),
                    ("dismissed", "Dismissed"),
                    ("canceled", "Canceled"),
                ],
                db_collation="C",
                db_default="waiting",
                max_length=12,
                verbose_name="state",
            ),
        ),
        ("attempts", models.PositiveSmallIntegerField(db_default=0, verbose_name="attempts")),
        ("reason_code", models.CharField(db_collation="C", db_default="", max_length=80, verbose_name="cause")),
        ("reason", models.TextField(db_default="", verbose_name="reason")),
        ("remedy", models.TextField(db_default="", verbose_name="what to do")),
        ("refusals", models.JSONField(db_default=[], default=list)),
        ("company", models.ForeignKey(**_OWN, related_name="+", to="ledger.company")),
        ("task", models.ForeignKey(**_OWN, related_name="items", to="batch.jobtask")),
        ("posting", models.ForeignKey(**_OWN, null=True, related_name="+", to="ledger.posting")),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0004_refusals_by_code"),
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("kind", models.CharField(db_collation="C", max_length=60, verbose_name="kind")),
                ("parameters", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("ready", "Ready"),
                            ("executing", "Executing"),
                            ("ended", "Ended"),
                            ("error", "Error"),
                            ("canceled", "Canceled"),
                            ("not_run", "Not run"),
                        ],
                        db_collation="C",
                        db_default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("error", models.TextField(db_default="", verbose_name="error")),
                ("round", models.PositiveSmallIntegerField(db_default=1)),
                ("document_count", models.PositiveIntegerField(db_default=0, verbose_name="documents")),
                ("done_count", models.PositiveIntegerField(db_default=0, verbose_name="done")),
                ("set_aside_count", models.PositiveIntegerField(db_default=0, verbose_name="set aside")),
                ("dismissed_count", models.PositiveIntegerField(db_default=0, verbose_name="dismissed")),
                ("canceled_count", models.PositiveIntegerField(db_default=0, verbose_name="canceled")),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("company", models.ForeignKey(**_OWN, related_name="+", to="ledger.company")),
                ("job", models.ForeignKey(**_OWN, related_name="tasks", to="batch.job")),
            ],
            options={"verbose_name": "task of a job", "verbose_name_plural": "tasks of a job"},
        ),
        migrations.AddConstraint(
            model_name="jobtask",
            constraint=models.UniqueConstraint(fields=("job", "number"), name="job_task_number"),
        ),
        migrations.AddConstraint(
            model_name="jobtask",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="job_task_company_key"),
        ),
        migrations.AddConstraint(
            model_name="jobtask",
            constraint=arclose.ledger.constraints.CompanyForeignKey(field="job", name="job_task_job", to="batch.Job"),
        ),
        migrations.AddConstraint(
            model_name="jobtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "ready", "executing", "ended", "error", "canceled", "not_run"])
                ),
                name="job_task_state_is_known",
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="done_count",
            field=models.PositiveIntegerField(db_default=0, verbose_name="done"),
        ),
        migrations.AddField(
            model_name="job",
            name="failed_task_count",
            field=models.PositiveSmallIntegerField(db_default=0, verbose_name="tasks failed"),
        ),
        migrations.RunSQL(MAKE_TASKS),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MOVE_DOCUMENTS_AND_CHUNKS)],
            state_operations=[
                migrations.DeleteModel("JobItem"),
                migrations.CreateModel(
                    name="JobItem",
                    fields=_item_of_task(),
                    options={
                        "verbose_name": "document of a job",
                        "verbose_name_plural": "documents of a job",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "set_aside")),
                                fields=["task", "reason_code"],
                                name="job_item_set_aside_idx",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("task", "document_id"), name="job_item_once_per_document"),
                            arclose.ledger.constraints.CompanyForeignKey(
                                field="posting", name="job_item_posting", to="ledger.Posting"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "done", "set_aside", "dismissed", "canceled"])
                                ),
                                name="job_item_state_is_known",
                            ),
                        ],
                    },
                ),
                migrations.RemoveConstraint(model_name="jobchunk", name="job_chunk_job"),
                migrations.RemoveIndex(model_name="jobchunk", name="job_chunk_open_idx"),
                migrations.RenameField(model_name="jobchunk", old_name="job", new_name="task"),
                migrations.AlterField(
                    model_name="jobchunk",
                    name="task",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="batch.jobtask",
                    ),
                ),
                migrations.AddIndex(
                    model_name="jobchunk",
                    index=models.Index(
                        condition=models.Q(("state__in", ["waiting", "executing"])),
                        fields=["task"],
                        name="job_chunk_open_idx",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="jobitem",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="task", name="job_item_task", to="batch.JobTask"
            ),
        ),
        migrations.AddConstraint(
            model_name="jobchunk",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="task", name="job_chunk_task", to="batch.JobTask"
            ),
        ),
        migrations.RemoveField(model_name="job", name="kind"),
        migrations.RemoveField(model_name="job", name="parameters"),
        migrations.RemoveField(model_name="job", name="round"),
    ]
