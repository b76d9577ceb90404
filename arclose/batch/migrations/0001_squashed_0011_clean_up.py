"""All that this release began with, in one step."""

import arclose.batch.models.jobs
import arclose.ledger.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("batch", "0001_squashed_0003_events_stay"),
        ("batch", "0004_refusals_by_code"),
        ("batch", "0005_tasks_of_jobs"),
        ("batch", "0006_several_tasks"),
        ("batch", "0007_schedules_groups_windows"),
        ("batch", "0008_documents_together"),
        ("batch", "0009_workers"),
        ("batch", "0010_alerts"),
        ("batch", "0011_clean_up"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ledger", "0001_squashed_0013_credit_corrections"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(10, "Low"), (20, "Normal"), (30, "High"), (40, "Critical")],
                        default=20,
                        verbose_name="priority",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of batch jobs",
                "verbose_name_plural": "groups of batch jobs",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="job_group_company_key"),
                    models.UniqueConstraint(fields=("company", "code"), name="job_group_code"),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", [10, 20, 30, 40])), name="job_group_priority_is_known"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "batch_jobgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."priority" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="aa155f0c9bd00fabb93269c65ef4122fdbb9d9fc",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c551e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="batch_jobgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "batch_jobgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."priority" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4609b26ab3860616da775eb1e314f5f944e63d75",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0e72c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="batch_jobgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "batch_jobgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."priority" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="eac65e3ec0edbabf1920d630ca12820ff7ef16be",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5c4dc",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="batch_jobgroup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(10, "Low"), (20, "Normal"), (30, "High"), (40, "Critical")],
                        default=20,
                        verbose_name="priority",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="batch.jobgroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d65361182281f521dc5f1398a78e31259aa6f1c1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_52d46",
                            table="batch_jobgroupevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JobSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minutes", "minutes"),
                            ("hours", "hours"),
                            ("days", "days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                            ("years", "years"),
                        ],
                        db_collation="C",
                        max_length=8,
                        verbose_name="unit",
                    ),
                ),
                ("every", models.PositiveSmallIntegerField(verbose_name="every")),
                ("start_day", models.DateField(verbose_name="first day")),
                ("start_time", models.TimeField(verbose_name="time")),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                ("month_day", models.PositiveSmallIntegerField(null=True, verbose_name="day of the month")),
                ("until_day", models.DateField(null=True, verbose_name="last day")),
                ("times", models.PositiveIntegerField(null=True, verbose_name="number of runs")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "recurrence of a job",
                "verbose_name_plural": "recurrences of jobs",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="job_schedule_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["minutes", "hours", "days", "weeks", "months", "years"])),
                        name="job_schedule_unit_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every__range", (1, 999))), name="job_schedule_every_is_possible"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month_day__isnull", True), ("month_day__range", (1, 31)), _connector="OR"),
                        name="job_schedule_month_day_is_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("done_count", models.PositiveIntegerField(db_default=0, verbose_name="done")),
                ("failed_task_count", models.PositiveSmallIntegerField(db_default=0, verbose_name="tasks failed")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(10, "Low"), (20, "Normal"), (30, "High"), (40, "Critical")],
                        db_default=20,
                        default=20,
                        verbose_name="priority",
                    ),
                ),
                ("window_begin", models.TimeField(null=True, verbose_name="starts from")),
                ("window_end", models.TimeField(null=True, verbose_name="starts until")),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="batch.jobgroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="batch.jobschedule",
                    ),
                ),
                (
                    "alerts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("ended", "when it ended well"),
                                ("failed", "when it failed, or set documents aside"),
                                ("canceled", "when it was canceled"),
                            ],
                            max_length=10,
                        ),
                        db_default=["failed"],
                        default=arclose.batch.models.jobs.usual_alerts,
                        size=None,
                    ),
                ),
                (
                    "is_alert_mailed",
                    models.BooleanField(db_default=False, default=False, verbose_name="alerts by e-mail too"),
                ),
            ],
            options={
                "verbose_name": "batch job",
                "verbose_name_plural": "batch jobs",
                "indexes": [
                    models.Index(fields=["company", "-created_at", "-id"], name="job_newest_idx"),
                    models.Index(
                        condition=models.Q(("state__in", ["ended", "canceled", "error"]), _negated=True),
                        fields=["id"],
                        name="job_unfinished_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "key"), name="job_key"),
                    models.UniqueConstraint(fields=("id", "company"), name="job_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "withhold",
                                    "waiting",
                                    "ready",
                                    "executing",
                                    "error",
                                    "ended",
                                    "canceling",
                                    "canceled",
                                ],
                            )
                        ),
                        name="job_state_is_known",
                    ),
                    models.UniqueConstraint(fields=("schedule", "due_at"), name="job_once_per_run"),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", [10, 20, 30, 40])), name="job_priority_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("window_begin__isnull", True), ("window_end__isnull", True)),
                            models.Q(
                                ("window_begin__isnull", False),
                                ("window_end__isnull", False),
                                models.Q(("window_begin", models.F("window_end")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="job_window_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("schedule__isnull", True), ("due_at__isnull", False), _connector="OR"),
                        name="job_run_is_due",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="schedule", name="job_schedule", to="batch.JobSchedule"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(field="group", name="job_group", to="batch.JobGroup"),
                ],
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
                            ("task_ended", "Task ended"),
                            ("task_failed", "Task failed"),
                            ("not_run", "Task not run: what it waits for cannot come true"),
                            ("waits_again", "Failed, and tried again by itself"),
                            ("postponed", "Postponed by an error that passes by itself"),
                            ("changed", "Changed"),
                            ("missed", "Runs missed, for which this one stands"),
                            ("skipped", "This run skipped; the next one comes"),
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
                ("number", models.PositiveSmallIntegerField(null=True, verbose_name="task")),
            ],
            options={
                "verbose_name": "event of a job",
                "verbose_name_plural": "events of a job",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(field="job", name="job_event_job", to="batch.Job")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
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
                    )
                ],
            },
        ),
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
                        related_name="tasks",
                        to="batch.job",
                    ),
                ),
                ("is_act", models.BooleanField(db_default=False, verbose_name="without documents")),
                ("is_failure_ignored", models.BooleanField(db_default=False, verbose_name="ignore its failure")),
                (
                    "joins",
                    models.CharField(
                        choices=[("all", "all of them"), ("any", "any of them")],
                        db_collation="C",
                        db_default="all",
                        max_length=3,
                        verbose_name="waits for",
                    ),
                ),
                ("max_retries", models.PositiveSmallIntegerField(db_default=0, verbose_name="retries at most")),
                ("result", models.TextField(db_default="", verbose_name="result")),
                ("retries", models.PositiveSmallIntegerField(db_default=0, verbose_name="retries")),
                ("retry_at", models.DateTimeField(null=True, verbose_name="tried again")),
                ("cleaned_at", models.DateTimeField(null=True, verbose_name="documents cleaned up")),
            ],
            options={
                "verbose_name": "task of a job",
                "verbose_name_plural": "tasks of a job",
                "constraints": [
                    models.UniqueConstraint(fields=("job", "number"), name="job_task_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="job_task_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "ready", "executing", "ended", "error", "canceled", "not_run"])
                        ),
                        name="job_task_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("joins__in", ["all", "any"])), name="job_task_join_is_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("max_retries__lte", 9)), name="job_task_retries"),
                    arclose.ledger.constraints.CompanyForeignKey(field="job", name="job_task_job", to="batch.Job"),
                ],
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
                            ("failed", "Failed"),
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
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="job_chunks",
                        to="ledger.posting",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="batch.jobtask",
                    ),
                ),
                ("error", models.TextField(db_default="")),
                ("retries", models.PositiveSmallIntegerField(db_default=0)),
                ("retry_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "chunk of a job",
                "verbose_name_plural": "chunks of a job",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "executing"])),
                        fields=["task"],
                        name="job_chunk_open_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_position__lte", models.F("last_position")), ("size__gte", 1)),
                        name="job_chunk_is_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "executing", "done", "failed", "split", "canceled"])
                        ),
                        name="job_chunk_state_is_known",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="job_chunk_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="task", name="job_chunk_task", to="batch.JobTask"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobItem",
            fields=[
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
                    "task",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="batch.jobtask",
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
                ("together", models.PositiveIntegerField(null=True)),
            ],
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
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "done", "set_aside", "dismissed", "canceled"])),
                        name="job_item_state_is_known",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="job_item_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="task", name="job_item_task", to="batch.JobTask"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    models.CharField(
                        choices=[
                            ("success", "when it succeeded"),
                            ("failure", "when it failed"),
                            ("either", "when it ended, either way"),
                        ],
                        db_collation="C",
                        max_length=10,
                        verbose_name="on",
                    ),
                ),
                (
                    "awaited",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="batch.jobtask",
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
                    "task",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="batch.jobtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition of a task",
                "verbose_name_plural": "conditions of a task",
                "constraints": [
                    models.UniqueConstraint(fields=("task", "awaited"), name="task_condition_once"),
                    models.CheckConstraint(
                        condition=models.Q(("on__in", ["success", "failure", "either"])),
                        name="task_condition_on_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("task", models.F("awaited")), _negated=True),
                        name="task_condition_not_itself",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="task", name="task_condition_task", to="batch.JobTask"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="awaited", name="task_condition_awaited", to="batch.JobTask"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                (
                    "name",
                    models.CharField(
                        db_collation="C", max_length=120, primary_key=True, serialize=False, verbose_name="worker"
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[("poller", "Poller"), ("celery", "Celery worker")],
                        db_collation="C",
                        max_length=8,
                        verbose_name="sort",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="started"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="last seen"
                    ),
                ),
            ],
            options={
                "verbose_name": "worker",
                "verbose_name_plural": "workers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sort__in", ["poller", "celery"])), name="worker_sort_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    models.CharField(
                        choices=[
                            ("ended", "when it ended well"),
                            ("failed", "when it failed, or set documents aside"),
                            ("canceled", "when it was canceled"),
                        ],
                        db_collation="C",
                        max_length=10,
                        verbose_name="because",
                    ),
                ),
                ("said", models.TextField(verbose_name="what happened")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="at"
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="read")),
                (
                    "mail_state",
                    models.CharField(
                        choices=[
                            ("none", "No e-mail"),
                            ("waiting", "Waiting"),
                            ("claimed", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                        ],
                        db_collation="C",
                        db_default="none",
                        max_length=10,
                        verbose_name="e-mail",
                    ),
                ),
                ("mail_tries", models.PositiveSmallIntegerField(db_default=0)),
                ("mail_at", models.DateTimeField(null=True)),
                ("mail_error", models.TextField(db_default="")),
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
                        related_name="+",
                        to="batch.job",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "alert",
                "verbose_name_plural": "alerts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)), fields=["user", "company"], name="alert_unread_idx"
                    ),
                    models.Index(
                        condition=models.Q(("mail_state", "waiting")), fields=["mail_at"], name="alert_mail_idx"
                    ),
                    models.Index(fields=["user", "company", "-created_at"], name="alert_newest_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "created_at"), name="alert_once_per_end"),
                    models.CheckConstraint(
                        condition=models.Q(("on__in", ["ended", "failed", "canceled"])), name="alert_reason_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mail_state__in", ["none", "waiting", "claimed", "sent", "failed"])),
                        name="alert_mail_state",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(field="job", name="alert_job", to="batch.Job"),
                ],
            },
        ),
    ]
