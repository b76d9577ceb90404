"""The order of types in which payments that mark nothing settle."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0054_currency_exchanges"),
        ("ledger", "0020_interest"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="SettlementPriority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "transaction_type",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("credit_note", "credit note"),
                            ("opening", "opening transaction"),
                            ("payment", "payment"),
                            ("journal", "general journal"),
                            ("cash_discount", "cash discount"),
                            ("penny_difference", "penny difference"),
                            ("over_underpayment", "over- or underpayment"),
                            ("write_off", "write-off"),
                            ("exchange", "currency exchange"),
                            ("interest_note", "interest note"),
                            ("payment_fee", "payment fee"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="What has the lowest is settled first.", verbose_name="position"
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
                "verbose_name": "settlement priority",
                "verbose_name_plural": "settlement priorities",
            },
        ),
        migrations.CreateModel(
            name="SettlementPriorityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "transaction_type",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("credit_note", "credit note"),
                            ("opening", "opening transaction"),
                            ("payment", "payment"),
                            ("journal", "general journal"),
                            ("cash_discount", "cash discount"),
                            ("penny_difference", "penny difference"),
                            ("over_underpayment", "over- or underpayment"),
                            ("write_off", "write-off"),
                            ("exchange", "currency exchange"),
                            ("interest_note", "interest note"),
                            ("payment_fee", "payment fee"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="What has the lowest is settled first.", verbose_name="position"
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
                        to="customers.settlementpriority",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="settlementpriority",
            constraint=models.UniqueConstraint(fields=("company", "transaction_type"), name="settlement_priority_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementpriority",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementpriorityevent" ("company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "transaction_type") SELECT new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."transaction_type" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c92003daa7d5a32affee215f695f87c9fd945470",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3d24c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_settlementpriority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementpriority",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementpriorityevent" ("company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "transaction_type") SELECT new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."transaction_type" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="55d61de0b4f31876e4af5a9a9fe2290d71dca700",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f131c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_settlementpriority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementpriority",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementpriorityevent" ("company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "transaction_type") SELECT old_values."company_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."transaction_type" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3699cd49a2cc063cb86757be6e42949c122fc2e9",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_66552",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_settlementpriority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementpriorityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ead52f0db1d4204c78d6ac8a252e7aed7a19f40f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_13496",
                    table="customers_settlementpriorityevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
