"""Let methods of payment of bills have fees: charged when a bill is drawn, or remitted so."""

import arclose.ledger.constraints
import arclose.ledger.fields
import django.db.models.constraints
import django.db.models.deletion
import journals.models.payment_fees
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0041_results_of_later_days"),
        ("ledger", "0024_vouchers_per_posting"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
            ],
            options={
                "verbose_name": "fee on a bill",
                "verbose_name_plural": "fees on bills",
            },
        ),
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
        migrations.RemoveConstraint(
            model_name="methodfee",
            name="method_fees_never_overlap",
        ),
        migrations.AddField(
            model_name="methodfee",
            name="remittance_type",
            field=models.CharField(
                choices=[("none", "None"), ("collection", "Collection"), ("discount", "Discount")],
                db_default="none",
                default="none",
                max_length=10,
                verbose_name="remittance type",
            ),
        ),
        migrations.AddField(
            model_name="methodfeeevent",
            name="remittance_type",
            field=models.CharField(
                choices=[("none", "None"), ("collection", "Collection"), ("discount", "Discount")],
                db_default="none",
                default="none",
                max_length=10,
                verbose_name="remittance type",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="methodfee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remittance_type") SELECT new_values."account_id", new_values."amount", new_values."below_amount", new_values."charged_to", new_values."company_id", new_values."currency_id", new_values."from_amount", new_values."id", new_values."method_id", new_values."name", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remittance_type" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c8f486c1aeab8fdc5acfb7656c672fa5a82deebc",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remittance_type") SELECT new_values."account_id", new_values."amount", new_values."below_amount", new_values."charged_to", new_values."company_id", new_values."currency_id", new_values."from_amount", new_values."id", new_values."method_id", new_values."name", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."remittance_type" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="291eb85e68ec9bb993871742cb994c23502a7d58",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "journals_methodfeeevent" ("account_id", "amount", "below_amount", "charged_to", "company_id", "currency_id", "from_amount", "id", "method_id", "name", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remittance_type") SELECT old_values."account_id", old_values."amount", old_values."below_amount", old_values."charged_to", old_values."company_id", old_values."currency_id", old_values."from_amount", old_values."id", old_values."method_id", old_values."name", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."remittance_type" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f42477f1b0e0e3e5b5bc76236f4e4181cd8ef852",
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
                fields=("method", "currency", "name", "remittance_type", "from_amount"),
                name="method_fee_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="methodfee",
            constraint=journals.models.payment_fees.ComparedWhenSaved(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                expressions=[
                    (journals.models.payment_fees.FeeMethod(), "&&"),
                    (journals.models.payment_fees.FeeKind(), "&&"),
                    (journals.models.payment_fees.FeeRemittanceType(), "&&"),
                    (journals.models.payment_fees.FeePayments(), "&&"),
                ],
                name="method_fees_never_overlap",
            ),
        ),
        migrations.AddField(
            model_name="billfee",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="billfee",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="billfee",
            name="step",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fees",
                to="journals.billstep",
            ),
        ),
        migrations.AddConstraint(
            model_name="billfee",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="bill_fee_company_key"),
        ),
        migrations.AddConstraint(
            model_name="billfee",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="step", name="bill_fee_step", to="journals.BillStep"
            ),
        ),
        migrations.AddConstraint(
            model_name="billfee",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="bill_fee_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="billfee",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lt", Decimal("1000000000000000000"))),
                name="bill_fee_is_a_number",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="billfee",
            trigger=pgtrigger.compiler.Trigger(
                name="fees_of_posted_steps_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_posted boolean;",
                    func="\n        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (\n            SELECT status FROM public.journals_billstep\n            WHERE id IN (OLD.step_id, NEW.step_id) ORDER BY id FOR SHARE) AS locked;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the step of this fee is posted and never changes. Take it back instead.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                    hash="b28317a288825fb558568aced8bd0a3d725b8fde",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_fees_of_posted_steps_stay_58bd0",
                    table="journals_billfee",
                    when="BEFORE",
                ),
            ),
        ),
    ]
