"""Let interest have amounts that are charged once, months, a maximum; let notes keep which range counted."""

import arclose.ledger.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0080_ranges_of_interest"),
        ("ledger", "0024_vouchers_per_posting"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestminimum",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestminimum",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestminimum",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestrate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestrate",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="interestrate",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="interestrate",
            name="interest_rate_of_range_once",
        ),
        migrations.AddField(
            model_name="interestminimum",
            name="maximum_amount",
            field=arclose.ledger.fields.AmountField(
                blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="interest at most"
            ),
        ),
        migrations.AddField(
            model_name="interestminimumevent",
            name="maximum_amount",
            field=arclose.ledger.fields.AmountField(
                blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="interest at most"
            ),
        ),
        migrations.AddField(
            model_name="interestnoteline",
            name="fixed_amount",
            field=arclose.ledger.fields.AmountField(
                db_default=0, decimal_places=4, default=0, max_digits=22, verbose_name="of it charged once"
            ),
        ),
        migrations.AddField(
            model_name="interestnoteline",
            name="from_amount",
            field=arclose.ledger.fields.AmountField(
                decimal_places=4, max_digits=22, null=True, verbose_name="from open amount"
            ),
        ),
        migrations.AddField(
            model_name="interestnoteline",
            name="from_days",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="from days overdue"),
        ),
        migrations.AddField(
            model_name="interestnoteline",
            name="from_months",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="from months overdue"),
        ),
        migrations.AddField(
            model_name="interestrate",
            name="fixed_amount",
            field=arclose.ledger.fields.AmountField(
                db_default=0, decimal_places=4, default=0, max_digits=22, verbose_name="amount charged once"
            ),
        ),
        migrations.AddField(
            model_name="interestrate",
            name="from_months",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="from months overdue"),
        ),
        migrations.AddField(
            model_name="interestrateevent",
            name="fixed_amount",
            field=arclose.ledger.fields.AmountField(
                db_default=0, decimal_places=4, default=0, max_digits=22, verbose_name="amount charged once"
            ),
        ),
        migrations.AddField(
            model_name="interestrateevent",
            name="from_months",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="from months overdue"),
        ),
        migrations.AlterField(
            model_name="interestrate",
            name="annual_percent",
            field=models.DecimalField(decimal_places=4, default=0, max_digits=7, verbose_name="percent a year"),
        ),
        migrations.AlterField(
            model_name="interestrateevent",
            name="annual_percent",
            field=models.DecimalField(decimal_places=4, default=0, max_digits=7, verbose_name="percent a year"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestminimum",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "maximum_amount", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."interest_code_id", new_values."maximum_amount", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4e870e13f01a497f9bc9f2d253f93b7a64619e7f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_71944",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_interestminimum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestminimum",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "maximum_amount", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."interest_code_id", new_values."maximum_amount", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2ebc15024f5dd44071b2809411c8dd03191a6be1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d01d8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_interestminimum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestminimum",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "maximum_amount", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."currency_id", old_values."fee_amount", old_values."id", old_values."interest_code_id", old_values."maximum_amount", old_values."minimum_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f0c03c873f9a6d6330a93568e149131ccde4449d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a3a57",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_interestminimum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestrate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "fixed_amount", "from_amount", "from_days", "from_months", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT new_values."annual_percent", new_values."company_id", new_values."fixed_amount", new_values."from_amount", new_values."from_days", new_values."from_months", new_values."id", new_values."interest_code_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."valid_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="941fef9e6b8c405582d7283481c5184c5ab023de",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5cdf5",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_interestrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestrate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "fixed_amount", "from_amount", "from_days", "from_months", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT new_values."annual_percent", new_values."company_id", new_values."fixed_amount", new_values."from_amount", new_values."from_days", new_values."from_months", new_values."id", new_values."interest_code_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."valid_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6aa096b463bb1590ea977c8d1a49e1e43af127bd",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8d318",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_interestrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interestrate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "fixed_amount", "from_amount", "from_days", "from_months", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT old_values."annual_percent", old_values."company_id", old_values."fixed_amount", old_values."from_amount", old_values."from_days", old_values."from_months", old_values."id", old_values."interest_code_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."valid_from" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e31ef9fddefb686bfe73f2b86245178c8a605836",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_95124",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_interestrate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="interestminimum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("maximum_amount", None),
                    models.Q(
                        ("maximum_amount__gt", 0),
                        ("maximum_amount__gte", models.F("minimum_amount")),
                        ("maximum_amount__lt", 1000000000000000),
                    ),
                    _connector="OR",
                ),
                name="interest_maximum_is_an_amount",
                violation_error_message="Interest at most is above zero, and not less than interest at least.",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestrate",
            constraint=models.UniqueConstraint(
                fields=("interest_code", "valid_from", "from_months", "from_days", "from_amount"),
                name="interest_rate_of_months_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="interestrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_months__lte", 600)), name="interest_rate_begins_in_some_years"
            ),
        ),
        migrations.AddConstraint(
            model_name="interestrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("fixed_amount__gte", 0), ("fixed_amount__lt", 1000000000000000)),
                name="interest_rate_is_an_amount",
            ),
        ),
    ]
