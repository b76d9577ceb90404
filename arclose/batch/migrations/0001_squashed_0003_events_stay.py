"""All that this release began with, in one step."""

import arclose.ledger.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("batch", "0001_initial"), ("batch", "0002_events_of_proofs"), ("batch", "0003_events_stay")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ledger", "0001_squashed_0011_accounts_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(db_collation="C", max_length=60, verbose_name="kind")),
                ("description", models.CharField(max_length=200, verbose_name="description")),
                ("key", models.CharField(db_collation="C", max_length=100)),
                ("request_digest", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("withhold", "Withhold"),
                            ("waiting", "Waiting"),
                            ("ready", "Ready"),
                            ("executing", "Executing"),
                            ("error", "Error"),
                            ("ended", "Ended"),
                            ("canceling", "Canceling"),
                            ("canceled", "Canceled"),
                        ],
                        db_collation="C",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("error", models.TextField(db_default="", verbose_name="error")),
                ("scheduled_start", models.DateTimeField(blank=True, null=True, verbose_name="scheduled start")),
                ("parameters", models.JSONField(default=dict)),
                ("round", models.PositiveSmallIntegerField(db_default=1)),
                ("document_count", models.PositiveIntegerField(db_default=0, verbose_name="documents")),
                ("set_aside_count", models.PositiveIntegerField(db_default=0, verbose_name="set aside")),
                ("first_document_date", models.DateField(null=True)),
                ("last_document_date", models.DateField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="submitted"
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="ledger.company"
                    ),
                ),
                (
                    "run_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="run by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch job",
                "verbose_name_plural": "batch jobs",
            },
        ),
        migrations.CreateModel(
            name="JobChunk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("first_position", models.PositiveIntegerField()),
                ("last_position", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("executing", "Executing"),
                            ("done", "Done"),
                            ("split", "Split"),
                            ("canceled", "Canceled"),
                        ],
                        db_collation="C",
                        db_default="waiting",
                        max_length=12,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(db_default=0)),
                ("done", models.PositiveIntegerField(db_default=0)),
                ("set_aside", models.PositiveIntegerField(db_default=0)),
                ("worker", models.CharField(db_default="", max_length=120)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="batch.job",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="job_chunks",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "chunk of a job",
                "verbose_name_plural": "chunks of a job",
            },
        ),
        migrations.CreateModel(
            name="JobEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted"),
                            ("withheld", "Withheld"),
                            ("released", "Released"),
                            ("started", "Started"),
                            ("worker_lost", "A worker was lost; its chunk is done again in smaller parts"),
                            ("set_aside", "Set aside"),
                            ("retried", "Tried again"),
                            ("dismissed", "Dismissed"),
                            ("canceled", "Canceled"),
                            ("stopped", "Stopped by an error"),
                            ("ended", "Ended"),
                            ("proved", "Books proved"),
                            ("broken", "The proof of the books failed"),
                        ],
                        db_collation="C",
                        max_length=12,
                        verbose_name="event",
                    ),
                ),
                ("count", models.PositiveIntegerField(null=True, verbose_name="documents")),
                ("note", models.TextField(db_default="", verbose_name="note")),
                (
                    "happened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="at"
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="batch.job",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a job",
                "verbose_name_plural": "events of a job",
            },
        ),
        migrations.CreateModel(
            name="JobItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "job_id", "position", blank=True, editable=False, primary_key=True, serialize=False
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
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="batch.job",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a job",
                "verbose_name_plural": "documents of a job",
            },
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["company", "-created_at", "-id"], name="job_newest_idx"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state__in", ["ended", "canceled", "error"]), _negated=True),
                fields=["id"],
                name="job_unfinished_idx",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("company", "key"), name="job_key"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="job_company_key"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["withhold", "waiting", "ready", "executing", "error", "ended", "canceling", "canceled"],
                    )
                ),
                name="job_state_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="jobchunk",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "executing"])), fields=["job"], name="job_chunk_open_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="jobchunk",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "executing", "done", "split", "canceled"])),
                name="job_chunk_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobchunk",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_position__lte", models.F("last_position")), ("size__gte", 1)),
                name="job_chunk_is_not_empty",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jobevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="291e7ceb2ed3faa0832616a5a16c9192111d1f92",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_cc36c",
                    table="batch_jobevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="jobitem",
            index=models.Index(
                condition=models.Q(("state", "set_aside")), fields=["job", "reason_code"], name="job_item_set_aside_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="jobitem",
            constraint=models.UniqueConstraint(fields=("job", "document_id"), name="job_item_once_per_document"),
        ),
        migrations.AddConstraint(
            model_name="jobitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "done", "set_aside", "dismissed", "canceled"])),
                name="job_item_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobchunk",
            constraint=arclose.ledger.constraints.CompanyForeignKey(field="job", name="job_chunk_job", to="batch.Job"),
        ),
        migrations.AddConstraint(
            model_name="jobchunk",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="job_chunk_posting", to="ledger.Posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="jobevent",
            constraint=arclose.ledger.constraints.CompanyForeignKey(field="job", name="job_event_job", to="batch.Job"),
        ),
        migrations.AddConstraint(
            model_name="jobitem",
            constraint=arclose.ledger.constraints.CompanyForeignKey(field="job", name="job_item_job", to="batch.Job"),
        ),
        migrations.AddConstraint(
            model_name="jobitem",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting", name="job_item_posting", to="ledger.Posting"
            ),
        ),
    ]
