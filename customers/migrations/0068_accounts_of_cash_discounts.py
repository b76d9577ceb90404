"""Where cash discounts go: an account of the tax code, and one that is chosen with a mark."""

import arclose.ledger.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0067_hold_check_outs"),
        ("ledger", "0020_interest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="taxcode",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="taxcode",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="taxcode",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="concessiontaxrow",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
            ),
        ),
        migrations.AddField(
            model_name="mark",
            name="discount_account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="account for cash discounts",
            ),
        ),
        migrations.AddField(
            model_name="taxcode",
            name="discount_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Of what is taxed so. Empty: the account of the discount, else the company's.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="account for cash discounts",
            ),
        ),
        migrations.AddField(
            model_name="taxcodeevent",
            name="discount_account",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Of what is taxed so. Empty: the account of the discount, else the company's.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
                verbose_name="account for cash discounts",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxcode",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "discount_account_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT new_values."code", new_values."company_id", new_values."discount_account_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_id", new_values."tax_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3d401980dccde302828e5ac9edce8c175aac0113",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_da328",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_taxcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxcode",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "discount_account_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT new_values."code", new_values."company_id", new_values."discount_account_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_id", new_values."tax_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9c44fbe14561231ffa393bb35c1a0dff83144050",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ddaa8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_taxcode",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxcode",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "discount_account_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT old_values."code", old_values."company_id", old_values."discount_account_id", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."registration_id", old_values."tax_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ae85b2bdd6c805297991c5d6f665d2fb0fa30bd8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f534d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_taxcode",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="concessiontaxrow",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="account", name="concession_tax_row_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="discount_account", name="mark_discount_account", to="ledger.LedgerAccount"
            ),
        ),
        migrations.AddConstraint(
            model_name="taxcode",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="discount_account", name="tax_code_discount_account", to="ledger.LedgerAccount"
            ),
        ),
    ]
