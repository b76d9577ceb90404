"""Keep the history of who belonged to which union."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0014_bank_entries"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnionMembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "union",
                    models.CharField(
                        choices=[
                            ("EU", "European Union"),
                            ("EU_GOODS", "European Union, goods only"),
                            ("EURO", "euro area"),
                        ],
                        max_length=10,
                        verbose_name="union",
                    ),
                ),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid until")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AlterField(
            model_name="unionmembership",
            name="country",
            field=models.CharField(db_collation="C", max_length=2, verbose_name="country"),
        ),
        migrations.AlterField(
            model_name="unionmembership",
            name="union",
            field=models.CharField(
                choices=[("EU", "European Union"), ("EU_GOODS", "European Union, goods only"), ("EURO", "euro area")],
                max_length=10,
                verbose_name="union",
            ),
        ),
        migrations.AlterField(
            model_name="unionmembership",
            name="valid_from",
            field=models.DateField(verbose_name="valid from"),
        ),
        migrations.AlterField(
            model_name="unionmembership",
            name="valid_to",
            field=models.DateField(blank=True, null=True, verbose_name="valid until"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unionmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_unionmembershipevent" ("country", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union", "valid_from", "valid_to") SELECT new_values."country", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."union", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="602a2c7eaf398d709181c4336c0e34a569eb8672",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_75eb5",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="ledger_unionmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unionmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_unionmembershipevent" ("country", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union", "valid_from", "valid_to") SELECT new_values."country", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."union", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="924a6704cd8412476969e0b940c0e32f3462ab40",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a75c4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="ledger_unionmembership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unionmembership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_unionmembershipevent" ("country", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union", "valid_from", "valid_to") SELECT old_values."country", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."union", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3ffd719d67e46137e56424af5c82dc90b596fc0a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d2560",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="ledger_unionmembership",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="unionmembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="union_membership_ends_after_start",
                violation_error_message="The last day cannot be before the first day.",
            ),
        ),
        migrations.AddField(
            model_name="unionmembershipevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="unionmembershipevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="ledger.unionmembership",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unionmembershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ec367a82ec054925e098b09c385dad607d089f08",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cbc2c",
                    table="ledger_unionmembershipevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
