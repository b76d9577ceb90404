"""Fees of payments from one amount up to another."""

import arclose.ledger.fields
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0021_batches_and_undone_matches"),
        ("ledger", "0020_interest"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="methodfee",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="methodfee",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="methodfee",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="methodfee",
            name="method_fee_once",
        ),
        migrations.AddField(
            model_name="methodfee",
            name="below_amount",
            field=arclose.ledger.fields.AmountField(
                blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments below"
            ),
        ),
        migrations.AddField(
            model_name="methodfee",
            name="from_amount",
            field=arclose.ledger.fields.AmountField(
                blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments from"
            ),
        ),
        migrations.AddField(
            model_name="methodfeeevent",
            name="below_amount",
            field=arclose.ledger.fields.AmountField(
                blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments below"
            ),
        ),
        migrations.AddField(
            model_name="methodfeeevent",
            name="from_amount",
            field=arclose.ledger.fields.AmountField(
                blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="payments from"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodfee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."amount", new_values."below_amount", new_values."charged_to", new_values."company_id", new_values."currency_id", new_values."from_amount", new_values."id", new_values."method_id", new_values."name", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5eb7b48e3b59dcdc77434fa3e8cdaba58035e8c1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_57dbf",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="journals_methodfee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodfee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."amount", new_values."below_amount", new_values."charged_to", new_values."company_id", new_values."currency_id", new_values."from_amount", new_values."id", new_values."method_id", new_values."name", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a90f83dd4ec9e712d129e8b0395054d07af14d6d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bbef6",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="journals_methodfee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodfee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."amount", old_values."below_amount", old_values."charged_to", old_values."company_id", old_values."currency_id", old_values."from_amount", old_values."id", old_values."method_id", old_values."name", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0f8ee980ba985fad72cd1cab5631eb2fd64cb4ff",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_03ff8",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="journals_methodfee",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="methodfee",
            constraint=models.UniqueConstraint(
                fields=("method", "currency", "name", "from_amount"), name="method_fee_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="methodfee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("from_amount", None),
                        models.Q(("from_amount__gt", 0), ("from_amount__lt", Decimal("1000000000000000000"))),
                        _connector="OR",
                    ),
                    models.Q(
                        ("below_amount", None),
                        models.Q(("below_amount__gt", 0), ("below_amount__lt", Decimal("1000000000000000000"))),
                        _connector="OR",
                    ),
                    models.Q(
                        ("from_amount", None),
                        ("below_amount", None),
                        ("below_amount__gt", models.F("from_amount")),
                        _connector="OR",
                    ),
                ),
                name="method_fee_interval",
                violation_error_message="Payments “from” an amount are above zero, and less than those “below” it.",
            ),
        ),
    ]
