"""Charge freight and fees on what recurring invoices make."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0074_dates_of_supply"),
        ("ledger", "0023_bills_of_exchange"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecurringTemplateCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "value",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="amount or percentage"
                    ),
                ),
                (
                    "charge_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.chargecode",
                        verbose_name="charge code",
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
                        verbose_name="company",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="charges",
                        to="customers.recurringtemplate",
                        verbose_name="recurring template",
                    ),
                ),
            ],
            options={
                "verbose_name": "charge of a recurring template",
                "verbose_name_plural": "charges of recurring templates",
            },
        ),
        migrations.CreateModel(
            name="RecurringTemplateChargeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "value",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="amount or percentage"
                    ),
                ),
                (
                    "charge_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.chargecode",
                        verbose_name="charge code",
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
                        to="customers.recurringtemplatecharge",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.recurringtemplate",
                        verbose_name="recurring template",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="recurringtemplatecharge",
            constraint=models.UniqueConstraint(
                fields=("template", "charge_code"), name="recurring_template_charge_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringtemplatecharge",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="template", name="recurring_template_charge_template", to="customers.RecurringTemplate"
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringtemplatecharge",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="charge_code", name="recurring_template_charge_charge_code", to="customers.ChargeCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringtemplatecharge",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__lt", 100000000000000)), name="recurring_template_charge_number_is"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplatecharge",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplatechargeevent" ("charge_code_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_id", "value") SELECT new_values."charge_code_id", new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."template_id", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7e20080a5d2de037bf3554eb2d5f4599779ff828",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_460bf",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_recurringtemplatecharge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplatecharge",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplatechargeevent" ("charge_code_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_id", "value") SELECT new_values."charge_code_id", new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."template_id", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5b2e58d5b8d9543d807cba6ee5c8321ed54aa9ef",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_72340",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_recurringtemplatecharge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplatecharge",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplatechargeevent" ("charge_code_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_id", "value") SELECT old_values."charge_code_id", old_values."company_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."template_id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0f9f9d9fa073c759c78ef652b576fb8271ad0f96",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_819b4",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_recurringtemplatecharge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplatechargeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c6f120728d7b6d4b72475faab8909f3e69a69f98",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1e979",
                    table="customers_recurringtemplatechargeevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
