"""Free text invoices in full: approval, charges, posting profiles, listing, generations; reasons of credit notes."""

import arclose.ledger.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0064_intercompany"),
        ("ledger", "0020_interest"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
            ],
            options={
                "verbose_name": "reason of credit notes",
                "verbose_name_plural": "reasons of credit notes",
            },
        ),
        migrations.CreateModel(
            name="CreditReasonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FreeTextChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "change of a free text invoice",
                "verbose_name_plural": "changes of free text invoices",
            },
        ),
        migrations.CreateModel(
            name="RecurringRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until_date", models.DateField(verbose_name="up to and including")),
                (
                    "generated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "generation of recurring invoices",
                "verbose_name_plural": "generations of recurring invoices",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="recurringtemplate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="recurringtemplate",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="recurringtemplate",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesparameters",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesparameters",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesparameters",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="collectionlettertaxrow",
            name="is_listed",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="concessiontaxrow",
            name="is_listed",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="freetextinvoice",
            name="approved_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="freetextinvoice",
            name="approved_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="freetextinvoice",
            name="list_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "As its tax codes say"),
                    ("triangular", "Triangular trade"),
                    ("not_included", "Not included"),
                ],
                db_collation="C",
                db_default="",
                default="",
                max_length=12,
                verbose_name="EC sales list",
            ),
        ),
        migrations.AddField(
            model_name="freetextinvoice",
            name="posting_profile",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.postingprofile",
            ),
        ),
        migrations.AddField(
            model_name="freetextline",
            name="charge_code",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.chargecode",
            ),
        ),
        migrations.AddField(
            model_name="freetextline",
            name="charge_percent",
            field=models.DecimalField(decimal_places=3, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name="recurringtemplate",
            name="list_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "As its tax codes say"),
                    ("triangular", "Triangular trade"),
                    ("not_included", "Not included"),
                ],
                db_collation="C",
                db_default="",
                default="",
                max_length=12,
                verbose_name="EC sales list",
            ),
        ),
        migrations.AddField(
            model_name="recurringtemplate",
            name="posting_profile",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.postingprofile",
                verbose_name="posting profile",
            ),
        ),
        migrations.AddField(
            model_name="recurringtemplateevent",
            name="list_code",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "As its tax codes say"),
                    ("triangular", "Triangular trade"),
                    ("not_included", "Not included"),
                ],
                db_collation="C",
                db_default="",
                default="",
                max_length=12,
                verbose_name="EC sales list",
            ),
        ),
        migrations.AddField(
            model_name="recurringtemplateevent",
            name="posting_profile",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.postingprofile",
                verbose_name="posting profile",
            ),
        ),
        migrations.AddField(
            model_name="salesparameters",
            name="approves_free_text",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="They are posted when a controller who neither entered nor changed them has approved them.",
                verbose_name="free text invoices need approval",
            ),
        ),
        migrations.AddField(
            model_name="salesparametersevent",
            name="approves_free_text",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="They are posted when a controller who neither entered nor changed them has approved them.",
                verbose_name="free text invoices need approval",
            ),
        ),
        migrations.AddField(
            model_name="taxrow",
            name="is_listed",
            field=models.BooleanField(db_default=True, default=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "list_code", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."id", new_values."list_code", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f61b52e280a3cd7f680726be7def702de752a6ab",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7ef32",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_recurringtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "list_code", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."id", new_values."list_code", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="17401fd945fb24a085f7a96176f8204c05498dd8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b393a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_recurringtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recurringtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "list_code", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "reason", "tax_group_id") SELECT old_values."code", old_values."company_id", old_values."currency_id", old_values."id", old_values."list_code", old_values."name", old_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posting_profile_id", old_values."prices_include_tax", old_values."reason", old_values."tax_group_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="cdd9038fb191f50efa16a0515d3c486bdd8c3906",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_82aa2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_recurringtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("approves_free_text", "checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."approves_free_text", new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="63610e5c43250ca2e0f7c335978bc233cce9f06e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1a323",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("approves_free_text", "checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."approves_free_text", new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4a812f72f78ee27c514bc0b63a25b6ccdb1c4655",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ceb7d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesparameters",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("approves_free_text", "checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT old_values."approves_free_text", old_values."checks_credit_at_entry", old_values."checks_credit_of_free_text", old_values."company_id", old_values."credit_limit_type", old_values."id", old_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posts_cost_of_goods", old_values."prepays_confirmed_orders" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d1d7b77a6f3280758a003e594db3c9ba3366213f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c2fee",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_salesparameters",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="freetextline",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="charge_code", name="free_text_line_charge_code", to="customers.ChargeCode"
            ),
        ),
        migrations.AddConstraint(
            model_name="freetextline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("charge_percent__isnull", True),
                    models.Q(("charge_code__isnull", False), ("charge_percent__lt", 1000000)),
                    _connector="OR",
                ),
                name="free_text_line_percent_of_charge",
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringtemplate",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting_profile", name="recurring_template_profile", to="customers.PostingProfile"
            ),
        ),
        migrations.AddField(
            model_name="creditreason",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_reasons",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
        migrations.AddField(
            model_name="creditreasonevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
                verbose_name="company",
            ),
        ),
        migrations.AddField(
            model_name="creditreasonevent",
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
            model_name="creditreasonevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="customers.creditreason",
            ),
        ),
        migrations.AddField(
            model_name="freetextchange",
            name="changed_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="freetextchange",
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
            model_name="freetextchange",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="customers.freetextinvoice",
            ),
        ),
        migrations.AddField(
            model_name="recurringrun",
            name="company",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="recurring_runs", to="ledger.company"
            ),
        ),
        migrations.AddField(
            model_name="recurringrun",
            name="generated_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="freetextinvoice",
            name="run",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="customers.recurringrun",
            ),
        ),
        migrations.AddConstraint(
            model_name="freetextinvoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="posting_profile", name="free_text_profile", to="customers.PostingProfile"
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringrun",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="recurring_run_company_key"),
        ),
        migrations.AddConstraint(
            model_name="freetextinvoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="run", name="free_text_run", to="customers.RecurringRun"
            ),
        ),
        migrations.AddConstraint(
            model_name="freetextinvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="free_text_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditreason",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="credit_reason_code"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditreason",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditreasonevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5ecdd6a21191054713d02ff47f7af7f7e161ecd6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_433cc",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="customers_creditreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditreason",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditreasonevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="358162f8e67008a7ed7f0984cbc3343ceeaa2b4a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73bfb",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="customers_creditreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditreason",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditreasonevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f76afb21c1b196b868ed31e647b6f80640b20792",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_55910",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="customers_creditreason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditreasonevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d08690893639f464805bbda099ca6ffca54f607f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a069a",
                    table="customers_creditreasonevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="freetextchange",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="document", name="free_text_change_document", to="customers.FreeTextInvoice"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="freetextchange",
            trigger=pgtrigger.compiler.Trigger(
                name="free_text_changes_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' AND NOT EXISTS (\n            SELECT 1 FROM public.customers_freetextinvoice\n            WHERE id = OLD.document_id AND (status = 'posted' OR approved_at IS NOT NULL)) THEN\n            RETURN OLD;\n        END IF;\n        RAISE EXCEPTION 'arclose: who changed free text invoice % never changes', OLD.document_id\n            USING ERRCODE = 'restrict_violation';\n    ",
                    hash="bb9c197df6d7edccda2da035aa2f0cf35d269fcf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_free_text_changes_stay_5f5cc",
                    table="customers_freetextchange",
                    when="BEFORE",
                ),
            ),
        ),
    ]
