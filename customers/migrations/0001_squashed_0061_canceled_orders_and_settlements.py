"""All that this release has of the app, in one step, for a database that has had none of those that it replaces."""

import arclose.ledger.constraints
import arclose.ledger.fields
import customers.models.interest
import customers.models.sales_orders
import customers.models.sending
import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


# A step changes no indexed column: with room on its page a row stays there, and no index is touched.
ROOM = """
    ALTER TABLE customers_salesorderline SET (fillfactor = 80);
    ALTER TABLE customers_salesorder SET (fillfactor = 80);
"""


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_squashed_0033_items_lock_their_orders"),
        ("customers", "0034_order_changes"),
        ("customers", "0035_what_waits_of_orders"),
        ("customers", "0036_invoices_by_amount"),
        ("customers", "0037_invoices_by_net_amount"),
        ("customers", "0038_orders_of_nothing"),
        ("customers", "0039_printed_parts"),
        ("customers", "0040_lines_to_a_country"),
        ("customers", "0041_marks"),
        ("customers", "0042_prices_include_tax"),
        ("customers", "0043_order_lines_by_item"),
        ("customers", "0044_names_of_template_lines"),
        ("customers", "0045_sent_documents"),
        ("customers", "0046_prepayments"),
        ("customers", "0047_lists_by_number_and_amount"),
        ("customers", "0048_parameters_of_holds"),
        ("customers", "0049_charges_taken_away"),
        ("customers", "0050_transactions_of_general_journals"),
        ("customers", "0051_concessions"),
        ("customers", "0052_interest_notes"),
        ("customers", "0053_payment_fees"),
        ("customers", "0054_currency_exchanges"),
        ("customers", "0055_settlement_priorities"),
        ("customers", "0056_concession_tax_taken_back"),
        ("customers", "0057_limit_without_controller"),
        ("customers", "0058_full_settlements_keep_what_they_let_go"),
        ("customers", "0059_discounts_of_another_day"),
        ("customers", "0060_collection_letters"),
        ("customers", "0061_canceled_orders_and_settlements"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("batch", "0016_late_tasks"),
        ("ledger", "0001_squashed_0020_interest"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_groups",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer group",
                "verbose_name_plural": "customer groups",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="customer_group_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="customer_group_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customergroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9569e50da58046786aa96958d025e4a54e61b491",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b12b0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_customergroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customergroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9298594443027cd4186bb5b6d9704c1d398fced6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_41f88",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_customergroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customergroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="14bd2c784f022c3e555e16691cacadbbe832cd68",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a8e8a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_customergroup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                        to="customers.customergroup",
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
                            hash="c4667e84f81d69a0a58798cdb47ed0a0c472ad66",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4699c",
                            table="customers_customergroupevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_groups",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "cost_of_goods_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, delivered",
                    ),
                ),
                (
                    "cost_of_goods_sold_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, sold",
                    ),
                ),
                (
                    "inventory_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="inventory",
                    ),
                ),
                (
                    "line_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="line discount account",
                    ),
                ),
                (
                    "revenue_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="revenue account",
                    ),
                ),
                (
                    "total_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="total discount account",
                    ),
                ),
                (
                    "units_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of units, delivered",
                    ),
                ),
            ],
            options={
                "verbose_name": "item group",
                "verbose_name_plural": "item groups",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="item_group_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="item_group_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="revenue_account", name="item_group_revenue", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="line_discount_account", name="item_group_line_disc", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="total_discount_account", name="item_group_total_disc", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="cost_of_goods_delivered_account",
                        name="item_group_cost_delivered",
                        to="ledger.LedgerAccount",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="units_delivered_account", name="item_group_units_delivered", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="cost_of_goods_sold_account", name="item_group_cost_sold", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="inventory_account", name="item_group_inventory", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT new_values."code", new_values."company_id", new_values."cost_of_goods_delivered_account_id", new_values."cost_of_goods_sold_account_id", new_values."id", new_values."inventory_account_id", new_values."line_discount_account_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."revenue_account_id", new_values."total_discount_account_id", new_values."units_delivered_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9e3f1c3be1634f68cfe847c8f6d11fde8cfa1b9c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2d969",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_itemgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT new_values."code", new_values."company_id", new_values."cost_of_goods_delivered_account_id", new_values."cost_of_goods_sold_account_id", new_values."id", new_values."inventory_account_id", new_values."line_discount_account_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."revenue_account_id", new_values."total_discount_account_id", new_values."units_delivered_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9a8346e414b0b034fe3a73f1167e72c0d98a6265",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e1e78",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_itemgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemgroupevent" ("code", "company_id", "cost_of_goods_delivered_account_id", "cost_of_goods_sold_account_id", "id", "inventory_account_id", "line_discount_account_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revenue_account_id", "total_discount_account_id", "units_delivered_account_id") SELECT old_values."code", old_values."company_id", old_values."cost_of_goods_delivered_account_id", old_values."cost_of_goods_sold_account_id", old_values."id", old_values."inventory_account_id", old_values."line_discount_account_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."revenue_account_id", old_values."total_discount_account_id", old_values."units_delivered_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="eac62bbe2370a844c4cdd3a9c6606487ed06db43",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1cc03",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_itemgroup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                    "cost_of_goods_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, delivered",
                    ),
                ),
                (
                    "cost_of_goods_sold_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of goods, sold",
                    ),
                ),
                (
                    "inventory_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="inventory",
                    ),
                ),
                (
                    "line_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="line discount account",
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
                        to="customers.itemgroup",
                    ),
                ),
                (
                    "revenue_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="revenue account",
                    ),
                ),
                (
                    "total_discount_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="total discount account",
                    ),
                ),
                (
                    "units_delivered_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="cost of units, delivered",
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
                            hash="c3f5af4fca56d11c1bbe67c06000570bb6f8b6c7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c5df3",
                            table="customers_itemgroupevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemTaxGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_tax_groups",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "item tax group",
                "verbose_name_plural": "item tax groups",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="item_tax_group_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="item_tax_group_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemtaxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2ed42b238cb25ec2bae8ee875f7550a892b2b901",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1a4fc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_itemtaxgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemtaxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b4bd04381739f9aca71ab5e05f3162c96391934a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_19696",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_itemtaxgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemtaxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="a1b631230eee045df6e83971a351f27d7cfac8cc",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c816f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_itemtaxgroup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="goods",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="price")),
                (
                    "standard_cost_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="standard cost"
                    ),
                ),
                (
                    "on_hand_quantity",
                    models.DecimalField(decimal_places=4, default=0, max_digits=18, verbose_name="on hand"),
                ),
                ("commodity_code", models.CharField(blank=True, max_length=10, verbose_name="commodity code")),
                (
                    "net_mass_kilograms",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="net mass (kg)"
                    ),
                ),
                ("country_of_origin", models.CharField(blank=True, max_length=2, verbose_name="country of origin")),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="customers.itemgroup",
                        verbose_name="item group",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="item_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="item_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="group", name="item_in_group", to="customers.ItemGroup"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item_tax_group", name="item_tax_group_company", to="customers.ItemTaxGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemevent" ("commodity_code", "company_id", "country_of_origin", "group_id", "id", "is_blocked", "item_tax_group_id", "item_type", "name", "net_mass_kilograms", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standard_cost_amount", "unit_price") SELECT new_values."commodity_code", new_values."company_id", new_values."country_of_origin", new_values."group_id", new_values."id", new_values."is_blocked", new_values."item_tax_group_id", new_values."item_type", new_values."name", new_values."net_mass_kilograms", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."standard_cost_amount", new_values."unit_price" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2ed030d9af4ba3a85a03b6be130cc4e1bc06cc46",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9b087",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_item",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemevent" ("commodity_code", "company_id", "country_of_origin", "group_id", "id", "is_blocked", "item_tax_group_id", "item_type", "name", "net_mass_kilograms", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standard_cost_amount", "unit_price") SELECT new_values."commodity_code", new_values."company_id", new_values."country_of_origin", new_values."group_id", new_values."id", new_values."is_blocked", new_values."item_tax_group_id", new_values."item_type", new_values."name", new_values."net_mass_kilograms", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."standard_cost_amount", new_values."unit_price" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."commodity_code" IS DISTINCT FROM (new_values."commodity_code") OR old_values."company_id" IS DISTINCT FROM (new_values."company_id") OR old_values."country_of_origin" IS DISTINCT FROM (new_values."country_of_origin") OR old_values."group_id" IS DISTINCT FROM (new_values."group_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_blocked" IS DISTINCT FROM (new_values."is_blocked") OR old_values."item_tax_group_id" IS DISTINCT FROM (new_values."item_tax_group_id") OR old_values."item_type" IS DISTINCT FROM (new_values."item_type") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."net_mass_kilograms" IS DISTINCT FROM (new_values."net_mass_kilograms") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."standard_cost_amount" IS DISTINCT FROM (new_values."standard_cost_amount") OR old_values."unit_price" IS DISTINCT FROM (new_values."unit_price")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="39b9374ed4d65e0b07d5d970abbd0e0ce8465081",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e1100",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_item",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_itemevent" ("commodity_code", "company_id", "country_of_origin", "group_id", "id", "is_blocked", "item_tax_group_id", "item_type", "name", "net_mass_kilograms", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standard_cost_amount", "unit_price") SELECT old_values."commodity_code", old_values."company_id", old_values."country_of_origin", old_values."group_id", old_values."id", old_values."is_blocked", old_values."item_tax_group_id", old_values."item_type", old_values."name", old_values."net_mass_kilograms", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."standard_cost_amount", old_values."unit_price" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="9da2694c4b8fc174c72a38a562108bf2773568fd",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f3b75",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_item",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="keeps_what_is_to_pick",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.item_type <> NEW.item_type)",
                            func="\n        PERFORM o.id FROM public.customers_salesorder o\n        WHERE o.company_id = NEW.company_id AND o.status IN ('open', 'delivered') AND EXISTS (\n            SELECT 1 FROM public.customers_salesorderline l WHERE l.order_id = o.id AND l.item_id = NEW.id)\n        ORDER BY o.id FOR NO KEY UPDATE OF o NOWAIT;\n        UPDATE public.customers_salesorder o SET unpicked_amount = (\n            SELECT round(sum((l.confirmed_quantity - l.picked_quantity) * l.unit_price * (1 - l.line_discount_percent / 100))\n        FILTER (WHERE abs(l.confirmed_quantity) > abs(l.picked_quantity) AND EXISTS (\n            SELECT 1 FROM public.customers_item i WHERE i.id = l.item_id AND i.item_type = 'goods')) * (1 - o.total_discount_percent / 100), c.decimals)\n            FROM public.customers_salesorderline l JOIN public.ledger_currency c ON c.code = o.currency_id\n            WHERE l.order_id = o.id GROUP BY c.decimals)\n        WHERE o.company_id = NEW.company_id AND o.status IN ('open', 'delivered') AND EXISTS (\n            SELECT 1 FROM public.customers_salesorderline l WHERE l.order_id = o.id AND l.item_id = NEW.id\n                AND abs(l.confirmed_quantity) > abs(l.picked_quantity));\n        RETURN NULL;\n    ",
                            hash="4127b5587121e27e48b8943c65d7fd53c8ee7c8e",
                            operation='UPDATE OF "item_type"',
                            pgid="pgtrigger_keeps_what_is_to_pick_56863",
                            table="customers_item",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="goods",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=6, default=0, max_digits=20, verbose_name="price")),
                (
                    "standard_cost_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="standard cost"
                    ),
                ),
                ("commodity_code", models.CharField(blank=True, max_length=10, verbose_name="commodity code")),
                (
                    "net_mass_kilograms",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="net mass (kg)"
                    ),
                ),
                ("country_of_origin", models.CharField(blank=True, max_length=2, verbose_name="country of origin")),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
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
                        to="customers.item",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemgroup",
                        verbose_name="item group",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
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
                            hash="570361de9501b98ee27cd4cc70b2aaadf032ced1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ff484",
                            table="customers_itemevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemTaxGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                        to="customers.itemtaxgroup",
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
                            hash="c334e774c6159051a2fc8adecf24831932da9371",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8560c",
                            table="customers_itemtaxgroupevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("take_over_date", models.DateField(verbose_name="take-over date")),
                ("source", models.CharField(max_length=80)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening_documents",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening document",
                "verbose_name_plural": "opening documents",
                "constraints": [
                    models.UniqueConstraint(fields=("posting", "currency"), name="opening_document_currency"),
                    models.UniqueConstraint(fields=("id", "company"), name="opening_document_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="opening_document_posting", to="ledger.Posting"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="e925c3587d8214dd83cf229dff9a1b1163f0f7d0",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_aa5b5",
                            table="customers_openingdocument",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_openingdocument joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, take_over_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, take_over_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_openingdocument: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="2b2a4fe8101a1d32bc1a6c1a5b2177ea203bd3ce",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_18d10",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_openingdocument",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_debit", models.BooleanField()),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "control_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="customers.openingdocument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "control_account", "is_debit"), name="opening_balance_once"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="document", name="opening_balance_document", to="customers.OpeningDocument"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="control_account", name="opening_balance_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="b6a819f9757d3284d045d3f0b0e7be57582827b2",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_62ae6",
                            table="customers_openingbalance",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT d.posting_id FROM new_rows r JOIN public.customers_openingdocument d ON d.id = r.document_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_openingbalance joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="503ff24f3ffa7842420ae12a7f0dfe72bddf8ec4",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_9f0c9",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_openingbalance",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SalesParameters",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "posts_cost_of_goods",
                    models.BooleanField(
                        default=False,
                        help_text="Packing slips post the cost of what they deliver; the invoice takes that back and posts it sold.",
                        verbose_name="post the cost of goods",
                    ),
                ),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_parameters",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "checks_credit_at_entry",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="check credit when orders are entered or changed"
                    ),
                ),
                (
                    "checks_credit_of_free_text",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        help_text="They use the limit as invoices of orders do, but never go on the hold list.",
                        verbose_name="check credit of free text invoices",
                    ),
                ),
                (
                    "credit_limit_type",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("balance", "Balance"),
                            ("packing_slip", "Balance and packing slips"),
                            ("all", "Balance and all orders"),
                        ],
                        db_default="balance",
                        default="balance",
                        help_text="What counts against a credit limit. Packing slips and invoices are always checked; a confirmation or picking list may be posted with another type.",
                        max_length=12,
                        verbose_name="credit limit type",
                    ),
                ),
                (
                    "limit_exceeded",
                    models.CharField(
                        choices=[("warning", "Warning: it goes on"), ("error", "Error: it is left out")],
                        db_default="error",
                        default="error",
                        max_length=7,
                        verbose_name="when a limit is exceeded",
                    ),
                ),
                (
                    "prepays_confirmed_orders",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="prepayment invoices require a confirmed order"
                    ),
                ),
            ],
            options={
                "verbose_name": "sales parameters",
                "verbose_name_plural": "sales parameters",
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6d4a46cee44debb6d48dfd82c2b4f15ca6aa18e9",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1a323",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_salesparameters",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT new_values."checks_credit_at_entry", new_values."checks_credit_of_free_text", new_values."company_id", new_values."credit_limit_type", new_values."id", new_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posts_cost_of_goods", new_values."prepays_confirmed_orders" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2620fa425a992bbe0ada7bf9074db8aba70279b1",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ceb7d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_salesparameters",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_salesparametersevent" ("checks_credit_at_entry", "checks_credit_of_free_text", "company_id", "credit_limit_type", "id", "limit_exceeded", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posts_cost_of_goods", "prepays_confirmed_orders") SELECT old_values."checks_credit_at_entry", old_values."checks_credit_of_free_text", old_values."company_id", old_values."credit_limit_type", old_values."id", old_values."limit_exceeded", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posts_cost_of_goods", old_values."prepays_confirmed_orders" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="8392cc29d7048f98cdc8d41513bdc2aa3dd75ce6",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c2fee",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_salesparameters",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SalesParametersEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "posts_cost_of_goods",
                    models.BooleanField(
                        default=False,
                        help_text="Packing slips post the cost of what they deliver; the invoice takes that back and posts it sold.",
                        verbose_name="post the cost of goods",
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
                        to="customers.salesparameters",
                    ),
                ),
                (
                    "checks_credit_at_entry",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="check credit when orders are entered or changed"
                    ),
                ),
                (
                    "checks_credit_of_free_text",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        help_text="They use the limit as invoices of orders do, but never go on the hold list.",
                        verbose_name="check credit of free text invoices",
                    ),
                ),
                (
                    "credit_limit_type",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("balance", "Balance"),
                            ("packing_slip", "Balance and packing slips"),
                            ("all", "Balance and all orders"),
                        ],
                        db_default="balance",
                        default="balance",
                        help_text="What counts against a credit limit. Packing slips and invoices are always checked; a confirmation or picking list may be posted with another type.",
                        max_length=12,
                        verbose_name="credit limit type",
                    ),
                ),
                (
                    "limit_exceeded",
                    models.CharField(
                        choices=[("warning", "Warning: it goes on"), ("error", "Error: it is left out")],
                        db_default="error",
                        default="error",
                        max_length=7,
                        verbose_name="when a limit is exceeded",
                    ),
                ),
                (
                    "prepays_confirmed_orders",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="prepayment invoices require a confirmed order"
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
                            hash="b937b0dbf5d096156c3d729cf2d42ebbceb987ea",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_07510",
                            table="customers_salesparametersevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="site_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="site_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_siteevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b88a9a42c48d8c3d0d053770bb433d2e4cf59e27",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_652e0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_site",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_siteevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c9e1a307d287cb111a2299116afc89605ac7fda1",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_aa9a4",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_site",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_siteevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="cc9979bca0ef73ee3f272053af7757b9f9a63976",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_779d2",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_site",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                        to="customers.site",
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
                            hash="37954db53998e21dd23118c8754d17c886a43fce",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4dfab",
                            table="customers_siteevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubledgerBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalperiod",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "account", "currency", "period"), name="subledger_balance_once"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="period", name="subledger_balance_period", to="ledger.FiscalPeriod"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="subledger_balance_account", to="ledger.LedgerAccount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_codes",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.vatregistration",
                        verbose_name="VAT registration",
                    ),
                ),
                (
                    "tax_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="tax account",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax code",
                "verbose_name_plural": "tax codes",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="tax_code_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="tax_code_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="registration", name="tax_code_registration", to="ledger.VatRegistration"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_account", name="tax_code_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_id", new_values."tax_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="31a3214e05c6fd5cd3f66c2f1eb761be0196dfdf",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_da328",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_taxcode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_id", new_values."tax_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4a6f105bcb3ccfd11fbe856fd1eeb23077e2226c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ddaa8",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_taxcode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxcodeevent" ("code", "company_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "tax_account_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."registration_id", old_values."tax_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="57ffb23b965cfff0fdbd4e333d5edb1a931fa4ae",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f534d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_taxcode",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                        ],
                        max_length=20,
                        verbose_name="kind",
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
                        to="customers.taxcode",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.vatregistration",
                        verbose_name="VAT registration",
                    ),
                ),
                (
                    "tax_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="tax account",
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
                            hash="feb4f6a6e2a455afe0a734b82fc150710143e926",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_81a0e",
                            table="customers_taxcodeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_groups",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax group",
                "verbose_name_plural": "tax groups",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="tax_group_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="tax_group_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6b577580dc1aa62710b34b85e12d336ab444a209",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_390b1",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_taxgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="eaefebf2535ac1b50fd7ae487527ec7ba07ced25",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f7734",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_taxgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxgroupevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="768e9c0c34dc32db5ca2483279a946fc1b0fcce3",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_757da",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_taxgroup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                        to="customers.taxgroup",
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
                            hash="1037db2e871c313198f4003f8da98bfb82a2ff62",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5bff9",
                            table="customers_taxgroupevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="customers.taxcode",
                        verbose_name="tax code",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax rate",
                "verbose_name_plural": "tax rates",
                "constraints": [
                    models.UniqueConstraint(fields=("tax_code", "valid_from"), name="tax_rate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 0), ("percent__lte", 100)), name="tax_rate_percent"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_code", name="tax_rate_code", to="customers.TaxCode"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxrateevent" ("company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "valid_from") SELECT new_values."company_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."tax_code_id", new_values."valid_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8d15e1364e99af27deb97aa50e2bd2d4d782bfba",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c426c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_taxrate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxrateevent" ("company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "valid_from") SELECT new_values."company_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."tax_code_id", new_values."valid_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="66e7891b2c99deece61755e970f074bb49fd31cc",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f037a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_taxrate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxrateevent" ("company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "valid_from") SELECT old_values."company_id", old_values."id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."tax_code_id", old_values."valid_from" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="a48891ded739d7489c7da4aec2d463bcaeaef267",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_52a8d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_taxrate",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxRateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
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
                        to="customers.taxrate",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxcode",
                        verbose_name="tax code",
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
                            hash="59f930218e0e91975ade5e2fddf271a72086667c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_98d06",
                            table="customers_taxrateevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                        verbose_name="tax code",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="customers.taxgroup",
                        verbose_name="tax group",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax rule",
                "verbose_name_plural": "tax rules",
                "constraints": [
                    models.UniqueConstraint(fields=("tax_group", "item_tax_group"), name="tax_rule_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_group", name="tax_rule_group", to="customers.TaxGroup"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item_tax_group", name="tax_rule_item_group", to="customers.ItemTaxGroup"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_code", name="tax_rule_code", to="customers.TaxCode"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxruleevent" ("company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "tax_group_id") SELECT new_values."company_id", new_values."id", new_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."tax_code_id", new_values."tax_group_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="062b23a4792decb20ca91f15132d18db02642f6f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bdc26",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_taxrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxruleevent" ("company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "tax_group_id") SELECT new_values."company_id", new_values."id", new_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."tax_code_id", new_values."tax_group_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="12e1ba32cf0fa47abbdbbbb5c009b37572e4c3fc",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_750e2",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_taxrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_taxruleevent" ("company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tax_code_id", "tax_group_id") SELECT old_values."company_id", old_values."id", old_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."tax_code_id", old_values."tax_group_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4ccdfd257ee29cc295e938b9d269d05e57144c47",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3d8ef",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_taxrule",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
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
                        to="customers.taxrule",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxcode",
                        verbose_name="tax code",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxgroup",
                        verbose_name="tax group",
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
                            hash="a405cd2eae01cfeef508d7c5ad21d329cf78b8ba",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9671d",
                            table="customers_taxruleevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DueBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_date", models.DateField()),
                ("month", models.DateField()),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "currency", "due_date", "month"), name="due_balance_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "credit_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="In accounting currency. Empty: none.",
                        max_digits=22,
                        null=True,
                        verbose_name="credit limit",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_groups",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit group",
                "verbose_name_plural": "credit groups",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="credit_group_company_key"),
                    models.UniqueConstraint(fields=("company", "code"), name="credit_group_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit_limit_amount__isnull", True),
                            models.Q(("credit_limit_amount__gte", 0), ("credit_limit_amount__lt", 1000000000000000000)),
                            _connector="OR",
                        ),
                        name="credit_group_limit",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditgroupevent" ("code", "company_id", "credit_limit_amount", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."credit_limit_amount", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="69ffe49f3652acffbec35fa2efed069939387dc5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8a0cd",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_creditgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditgroupevent" ("code", "company_id", "credit_limit_amount", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."credit_limit_amount", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="db182fb58e1ebdfde9b1807521e77c70aaa63f73",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a7de2",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_creditgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditgroupevent" ("code", "company_id", "credit_limit_amount", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."credit_limit_amount", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="33567debda76d52763e2decc90aa41c6399e4d05",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f9fd3",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_creditgroup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "credit_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="In accounting currency. Empty: none.",
                        max_digits=22,
                        null=True,
                        verbose_name="credit limit",
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
                        to="customers.creditgroup",
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
                            hash="5efe26215fa5a9fbaae2773b05317b12b96fcbca",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_41f37",
                            table="customers_creditgroupevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditBlockingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=10, verbose_name="position")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("days_overdue", "days overdue, above"),
                            ("overdue_amount", "overdue amount, above"),
                            ("order_amount", "order amount with tax, above"),
                            ("limit_used", "share of the limit used (%), above"),
                            ("limit_expired", "credit limit expired"),
                            ("credit_stop", "customer has a credit stop"),
                            ("payment_terms", "payment terms are not the customer's"),
                        ],
                        max_length=16,
                        verbose_name="what it looks at",
                    ),
                ),
                (
                    "threshold",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="Days, an amount in accounting currency, or a percentage.",
                        max_digits=22,
                        null=True,
                        verbose_name="above",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_blocking_rules",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: all customers.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customergroup",
                        verbose_name="customer group",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit blocking rule",
                "verbose_name_plural": "credit blocking rules",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="credit_blocking_rule_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("days_overdue", "overdue_amount", "order_amount", "limit_used")),
                                _negated=True,
                            ),
                            models.Q(
                                ("threshold__gte", 0),
                                ("threshold__isnull", False),
                                ("threshold__lt", 1000000000000000000),
                            ),
                            _connector="OR",
                        ),
                        name="credit_blocking_rule_threshold",
                        violation_error_message="This kind of rule needs a number that is not below zero.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer_group", name="credit_blocking_rule_group", to="customers.CustomerGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditblockingruleevent" ("company_id", "customer_group_id", "id", "is_active", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "threshold") SELECT new_values."company_id", new_values."customer_group_id", new_values."id", new_values."is_active", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."threshold" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cc55d8c0f652264ac4a9300eec9a073a9d7ded6a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bd7db",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_creditblockingrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditblockingruleevent" ("company_id", "customer_group_id", "id", "is_active", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "threshold") SELECT new_values."company_id", new_values."customer_group_id", new_values."id", new_values."is_active", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."threshold" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="fe81ae4398e8d73e85c753c46c3948f5252156b3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_11198",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_creditblockingrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditblockingruleevent" ("company_id", "customer_group_id", "id", "is_active", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "threshold") SELECT old_values."company_id", old_values."customer_group_id", old_values."id", old_values."is_active", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."threshold" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="460d807be5ea80d44b916908697a42910d6d99fd",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dd941",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_creditblockingrule",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditBlockingRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=10, verbose_name="position")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("days_overdue", "days overdue, above"),
                            ("overdue_amount", "overdue amount, above"),
                            ("order_amount", "order amount with tax, above"),
                            ("limit_used", "share of the limit used (%), above"),
                            ("limit_expired", "credit limit expired"),
                            ("credit_stop", "customer has a credit stop"),
                            ("payment_terms", "payment terms are not the customer's"),
                        ],
                        max_length=16,
                        verbose_name="what it looks at",
                    ),
                ),
                (
                    "threshold",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="Days, an amount in accounting currency, or a percentage.",
                        max_digits=22,
                        null=True,
                        verbose_name="above",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
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
                    "customer_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: all customers.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customergroup",
                        verbose_name="customer group",
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
                        to="customers.creditblockingrule",
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
                            hash="6c1780d28dc95399a28a5d3439a5a876469be2ca",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_be5f2",
                            table="customers_creditblockingruleevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditExclusionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "order_amount_below",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="In accounting currency, with tax.",
                        max_digits=22,
                        null=True,
                        verbose_name="order amount below",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_exclusion_rules",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customergroup",
                        verbose_name="customer group",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit exclusion rule",
                "verbose_name_plural": "credit exclusion rules",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="credit_exclusion_rule_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("order_amount_below__isnull", False), ("customer_group__isnull", False), _connector="OR"
                        ),
                        name="credit_exclusion_rule_says_something",
                        violation_error_message="Name an amount or a customer group.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer_group", name="credit_exclusion_rule_group", to="customers.CustomerGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditexclusionruleevent" ("company_id", "customer_group_id", "id", "is_active", "name", "order_amount_below", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."customer_group_id", new_values."id", new_values."is_active", new_values."name", new_values."order_amount_below", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7c472a206d0e679d343293ab7935a6eff7a4a7e7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_68c6d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_creditexclusionrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditexclusionruleevent" ("company_id", "customer_group_id", "id", "is_active", "name", "order_amount_below", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."customer_group_id", new_values."id", new_values."is_active", new_values."name", new_values."order_amount_below", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4ce9b7866fee61bb10710dd53d1dedb4fe4a6ce6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fddfe",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_creditexclusionrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_creditexclusionruleevent" ("company_id", "customer_group_id", "id", "is_active", "name", "order_amount_below", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."customer_group_id", old_values."id", old_values."is_active", old_values."name", old_values."order_amount_below", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d5ab2a33683929bed2044dc51cdecaa4211a3177",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c253e",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_creditexclusionrule",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditExclusionRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "order_amount_below",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="In accounting currency, with tax.",
                        max_digits=22,
                        null=True,
                        verbose_name="order amount below",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
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
                    "customer_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customergroup",
                        verbose_name="customer group",
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
                        to="customers.creditexclusionrule",
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
                            hash="a6eb9639e05041b7d607a1a098bae05622f5c033",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_80ca3",
                            table="customers_creditexclusionruleevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hold_codes",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "hold code",
                "verbose_name_plural": "hold codes",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="hold_code_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="hold_code_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_holdcodeevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="298c5d16fa130fe025efe85ad86580632df4c384",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b6848",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_holdcode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_holdcodeevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="60c7228a3176f6ddfc5136dce90332b875262135",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_588e1",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_holdcode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_holdcodeevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d34b6928cf442ef913ce3fdfc111e19e0c7c0b15",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f1d30",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_holdcode",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoldCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                        to="customers.holdcode",
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
                            hash="91746b55883e05f89bbdf32f39dbc4e227c8668f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_199dc",
                            table="customers_holdcodeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UpdateDefaults",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reduce_quantity",
                    models.BooleanField(
                        default=False,
                        help_text="Picking lists and packing slips take no more than is on hand; what is cut stays on the order.",
                        verbose_name="reduce quantity",
                    ),
                ),
                (
                    "credit_correction",
                    models.BooleanField(
                        default=False,
                        help_text="The entries of credit notes, and of corrections of packing slips, are shown on the side of what they take back, with a minus.",
                        verbose_name="credit correction",
                    ),
                ),
                (
                    "credit_remaining_quantity",
                    models.BooleanField(
                        default=True,
                        help_text="What a credit note leaves of a returned order stays on it. Otherwise it is set to zero.",
                        verbose_name="keep the remaining quantity",
                    ),
                ),
                (
                    "printing",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("current", "Each document by itself"),
                            ("after", "All documents in one, sorted"),
                        ],
                        default="none",
                        help_text="As PDF, to download.",
                        max_length=10,
                        verbose_name="print",
                    ),
                ),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="update_defaults",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "separates_addresses",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Lines to different addresses are invoiced separately, those of one order too.",
                        verbose_name="an invoice is of one delivery address",
                    ),
                ),
                (
                    "separates_customers",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Orders of several customers with one invoice account do not share a document.",
                        verbose_name="a summary is of one customer",
                    ),
                ),
                (
                    "separates_references",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="a summary has one customer reference"
                    ),
                ),
                (
                    "separates_sites",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Lines from different sites are invoiced separately, those of one order too.",
                        verbose_name="an invoice is of one site",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        choices=[
                            ("none", "None: a document for each order"),
                            ("invoice_account", "Invoice account"),
                            ("order", "Order"),
                            ("automatic", "Automatic: as the customer has it"),
                            ("packing_slip", "Packing slip"),
                        ],
                        db_default="none",
                        default="none",
                        help_text="Which orders that are posted together share a document.",
                        max_length=15,
                        verbose_name="summary update for",
                    ),
                ),
                (
                    "emailing",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Invoices and confirmations go by e-mail to customers who want their documents so.",
                        verbose_name="e-mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "defaults of order updates",
                "verbose_name_plural": "defaults of order updates",
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_updatedefaultsevent" ("company_id", "credit_correction", "credit_remaining_quantity", "emailing", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printing", "reduce_quantity", "separates_addresses", "separates_customers", "separates_references", "separates_sites", "summary") SELECT new_values."company_id", new_values."credit_correction", new_values."credit_remaining_quantity", new_values."emailing", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."printing", new_values."reduce_quantity", new_values."separates_addresses", new_values."separates_customers", new_values."separates_references", new_values."separates_sites", new_values."summary" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="aad66f19bb5ab2a61dad6195382f062c640e9def",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_572c8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_updatedefaults",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_updatedefaultsevent" ("company_id", "credit_correction", "credit_remaining_quantity", "emailing", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printing", "reduce_quantity", "separates_addresses", "separates_customers", "separates_references", "separates_sites", "summary") SELECT new_values."company_id", new_values."credit_correction", new_values."credit_remaining_quantity", new_values."emailing", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."printing", new_values."reduce_quantity", new_values."separates_addresses", new_values."separates_customers", new_values."separates_references", new_values."separates_sites", new_values."summary" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="881d68cde9bb4f8826c8ac271a1636d1b40dde63",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_561c7",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_updatedefaults",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_updatedefaultsevent" ("company_id", "credit_correction", "credit_remaining_quantity", "emailing", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printing", "reduce_quantity", "separates_addresses", "separates_customers", "separates_references", "separates_sites", "summary") SELECT old_values."company_id", old_values."credit_correction", old_values."credit_remaining_quantity", old_values."emailing", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."printing", old_values."reduce_quantity", old_values."separates_addresses", old_values."separates_customers", old_values."separates_references", old_values."separates_sites", old_values."summary" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="6a7599a2719f52a1f55c9b98705fd79afd08f162",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d1965",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_updatedefaults",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UpdateDefaultsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "reduce_quantity",
                    models.BooleanField(
                        default=False,
                        help_text="Picking lists and packing slips take no more than is on hand; what is cut stays on the order.",
                        verbose_name="reduce quantity",
                    ),
                ),
                (
                    "credit_correction",
                    models.BooleanField(
                        default=False,
                        help_text="The entries of credit notes, and of corrections of packing slips, are shown on the side of what they take back, with a minus.",
                        verbose_name="credit correction",
                    ),
                ),
                (
                    "credit_remaining_quantity",
                    models.BooleanField(
                        default=True,
                        help_text="What a credit note leaves of a returned order stays on it. Otherwise it is set to zero.",
                        verbose_name="keep the remaining quantity",
                    ),
                ),
                (
                    "printing",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("current", "Each document by itself"),
                            ("after", "All documents in one, sorted"),
                        ],
                        default="none",
                        help_text="As PDF, to download.",
                        max_length=10,
                        verbose_name="print",
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
                        to="customers.updatedefaults",
                    ),
                ),
                (
                    "separates_addresses",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Lines to different addresses are invoiced separately, those of one order too.",
                        verbose_name="an invoice is of one delivery address",
                    ),
                ),
                (
                    "separates_customers",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Orders of several customers with one invoice account do not share a document.",
                        verbose_name="a summary is of one customer",
                    ),
                ),
                (
                    "separates_references",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="a summary has one customer reference"
                    ),
                ),
                (
                    "separates_sites",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Lines from different sites are invoiced separately, those of one order too.",
                        verbose_name="an invoice is of one site",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        choices=[
                            ("none", "None: a document for each order"),
                            ("invoice_account", "Invoice account"),
                            ("order", "Order"),
                            ("automatic", "Automatic: as the customer has it"),
                            ("packing_slip", "Packing slip"),
                        ],
                        db_default="none",
                        default="none",
                        help_text="Which orders that are posted together share a document.",
                        max_length=15,
                        verbose_name="summary update for",
                    ),
                ),
                (
                    "emailing",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Invoices and confirmations go by e-mail to customers who want their documents so.",
                        verbose_name="e-mail",
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
                            hash="aaa8e628005ac5637f4eb8ec49967078ee6c2066",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_768ba",
                            table="customers_updatedefaultsevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountTaxDefault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax default of an account",
                "verbose_name_plural": "tax defaults of accounts",
                "constraints": [
                    models.UniqueConstraint(fields=("account",), name="account_tax_default_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="account_tax_default_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item_tax_group", name="account_tax_default_group", to="customers.ItemTaxGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_accounttaxdefaultevent" ("account_id", "company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."company_id", new_values."id", new_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9278a267e04480a0227a52d727fd285d813f85a6",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3bdc5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_accounttaxdefault",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_accounttaxdefaultevent" ("account_id", "company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."company_id", new_values."id", new_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f1595778655b4448fda7abea96a85ece1595fab2",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e5c33",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_accounttaxdefault",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_accounttaxdefaultevent" ("account_id", "company_id", "id", "item_tax_group_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."company_id", old_values."id", old_values."item_tax_group_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="1506942e9a8d130a83f4b7394bbe463683f5b246",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b5ca8",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_accounttaxdefault",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountTaxDefaultEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
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
                        to="customers.accounttaxdefault",
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
                            hash="edde1071df9be44430f365f35a791bf543d3baef",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c2cf3",
                            table="customers_accounttaxdefaultevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributionTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distribution_templates",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "distribution template",
                "verbose_name_plural": "distribution templates",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="distribution_template_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="distribution_template_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_distributiontemplateevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ed3130c5cdd1a245ce17e16f744f716994d9e67a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2b2c2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_distributiontemplate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_distributiontemplateevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="995584b4ef763d8ff5c2c1f82143256d38a59789",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_70b30",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_distributiontemplate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_distributiontemplateevent" ("code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="cbc3418dd9598b33c73c85b072850fd91142ac47",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6dcf3",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_distributiontemplate",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributionTemplateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                        to="customers.distributiontemplate",
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
                            hash="46c5092403ed182fc2b7719a0f811ff43f1d9c5d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_abcca",
                            table="customers_distributiontemplateevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributionTemplateLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                        related_name="lines",
                        to="customers.distributiontemplate",
                        verbose_name="distribution template",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of a distribution template",
                "verbose_name_plural": "shares of distribution templates",
                "constraints": [
                    models.UniqueConstraint(fields=("template", "account"), name="distribution_template_account_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                        name="distribution_template_line_percent",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="template",
                        name="distribution_template_line_template",
                        to="customers.DistributionTemplate",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="distribution_template_line_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_distributiontemplatelineevent" ("account_id", "company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_id") SELECT new_values."account_id", new_values."company_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."template_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7df4414fdc7d5dde7365db254505f2bc7984dcf1",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3799f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_distributiontemplateline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_distributiontemplatelineevent" ("account_id", "company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_id") SELECT new_values."account_id", new_values."company_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."template_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8c0302bd7c63399271d88b70d6bbc53fa7420a96",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7764c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_distributiontemplateline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_distributiontemplatelineevent" ("account_id", "company_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_id") SELECT old_values."account_id", old_values."company_id", old_values."id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."template_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="1201165fd26538d8493464c0ef414464247d31e2",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_97ae9",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_distributiontemplateline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributionTemplateLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                        to="customers.distributiontemplateline",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.distributiontemplate",
                        verbose_name="distribution template",
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
                            hash="d61894d9f4755bf6ba891d9c8c09c9c449e6c481",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3f4c1",
                            table="customers_distributiontemplatelineevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChargeCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="goods",
                        max_length=10,
                        verbose_name="taxed as",
                    ),
                ),
                (
                    "is_percent",
                    models.BooleanField(
                        default=False,
                        help_text="Of the lines less their discounts. Otherwise a fixed amount.",
                        verbose_name="percentage",
                    ),
                ),
                (
                    "value",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=Decimal("0"), max_digits=22, verbose_name="amount or percentage"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charge_codes",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
                    ),
                ),
            ],
            options={
                "verbose_name": "charge code",
                "verbose_name_plural": "charge codes",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="charge_code_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="charge_code_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="charge_code_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item_tax_group", name="charge_code_tax_group", to="customers.ItemTaxGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_chargecodeevent" ("account_id", "code", "company_id", "id", "is_percent", "item_tax_group_id", "item_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."id", new_values."is_percent", new_values."item_tax_group_id", new_values."item_type", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="709f9b3a57036d5fa26907e5957df5ffc9352681",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1b978",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_chargecode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_chargecodeevent" ("account_id", "code", "company_id", "id", "is_percent", "item_tax_group_id", "item_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."id", new_values."is_percent", new_values."item_tax_group_id", new_values."item_type", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="483621b9ed3892a8cea9e14411fdf55638ac41b4",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ff7cd",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_chargecode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_chargecodeevent" ("account_id", "code", "company_id", "id", "is_percent", "item_tax_group_id", "item_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") SELECT old_values."account_id", old_values."code", old_values."company_id", old_values."id", old_values."is_percent", old_values."item_tax_group_id", old_values."item_type", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f917dc17f7baaf1e2da3aae0498ef85be132ae1f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_12d2d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_chargecode",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChargeCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="goods",
                        max_length=10,
                        verbose_name="taxed as",
                    ),
                ),
                (
                    "is_percent",
                    models.BooleanField(
                        default=False,
                        help_text="Of the lines less their discounts. Otherwise a fixed amount.",
                        verbose_name="percentage",
                    ),
                ),
                (
                    "value",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=Decimal("0"), max_digits=22, verbose_name="amount or percentage"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
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
                        to="customers.chargecode",
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
                            hash="9ef3c0218de21ccd0d823ad3af4f7f0062ab6aa3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_52cdd",
                            table="customers_chargecodeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_position", models.PositiveIntegerField()),
                ("document_count", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
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
                        related_name="+",
                        to="batch.jobtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "printed part",
                "verbose_name_plural": "printed parts",
                "indexes": [models.Index(fields=["company", "made_at"], name="printed_part_age_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "first_position"), name="printed_part_place"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="task", name="printed_part_task", to="batch.JobTask"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmailSender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the company's.",
                        max_length=120,
                        validators=[customers.models.sending.validate_one_line],
                        verbose_name="name",
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True,
                        help_text="Empty: the one that operations have set for all e-mails.",
                        max_length=254,
                        verbose_name="sender address",
                    ),
                ),
                ("reply_to", models.CharField(blank=True, max_length=500)),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="email_sender",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "sender of e-mails",
                "verbose_name_plural": "senders of e-mails",
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_emailsenderevent" ("address", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to") SELECT new_values."address", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reply_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c6923fd9373cc33a256d0c74a1a3483fb80256b7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_621d6",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_emailsender",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_emailsenderevent" ("address", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to") SELECT new_values."address", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reply_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e347fe6abb60464298c9a478a860f8d711792d1f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_86f94",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_emailsender",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_emailsenderevent" ("address", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_to") SELECT old_values."address", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reply_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="7eb7188546d85201a4794820d36050c585aa251f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_60b9e",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_emailsender",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmailSenderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the company's.",
                        max_length=120,
                        validators=[customers.models.sending.validate_one_line],
                        verbose_name="name",
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True,
                        help_text="Empty: the one that operations have set for all e-mails.",
                        max_length=254,
                        verbose_name="sender address",
                    ),
                ),
                ("reply_to", models.CharField(blank=True, max_length=500)),
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
                        to="customers.emailsender",
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
                            hash="c23cc8792f88be9aa3375eaddf6daeb26aaa0946",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b4bee",
                            table="customers_emailsenderevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmailText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("credit_note", "credit note"),
                            ("confirmation", "confirmation"),
                            ("statement", "statement"),
                            ("letter", "collection letter"),
                        ],
                        max_length=12,
                        verbose_name="document",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        max_length=200, validators=[customers.models.sending.validate_one_line], verbose_name="subject"
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="{document}, {number}, {date}, {due_date}, {total}, {customer} and {company} stand for what the document says.",
                        max_length=5000,
                        verbose_name="text",
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
                "verbose_name": "text of e-mails",
                "verbose_name_plural": "texts of e-mails",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "kind", "language"), name="email_text_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_emailtextevent" ("body", "company_id", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject") SELECT new_values."body", new_values."company_id", new_values."id", new_values."kind", new_values."language", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."subject" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d89e48a34f68f4efe228df335cbc7ae7f13bf00b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6744a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_emailtext",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_emailtextevent" ("body", "company_id", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject") SELECT new_values."body", new_values."company_id", new_values."id", new_values."kind", new_values."language", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."subject" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ac43f8804d770d4fb4eff76e804e4a614d6fde4c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b02e0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_emailtext",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_emailtextevent" ("body", "company_id", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject") SELECT old_values."body", old_values."company_id", old_values."id", old_values."kind", old_values."language", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."subject" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="19ccaa25e4e4645d6c4bc422d4628250216371d9",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4d109",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_emailtext",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmailTextEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("credit_note", "credit note"),
                            ("confirmation", "confirmation"),
                            ("statement", "statement"),
                            ("letter", "collection letter"),
                        ],
                        max_length=12,
                        verbose_name="document",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        max_length=200, validators=[customers.models.sending.validate_one_line], verbose_name="subject"
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        help_text="{document}, {number}, {date}, {due_date}, {total}, {customer} and {company} stand for what the document says.",
                        max_length=5000,
                        verbose_name="text",
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
                        to="customers.emailtext",
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
                            hash="c515dbea5fb94312eae3c12c13c226084bf86fed",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0a5cc",
                            table="customers_emailtextevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CashDiscount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        help_text="After the date of the document, the last one included.", verbose_name="days"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the company's account for cash discounts.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash_discounts",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "next_discount",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="What is offered afterwards, such as 1 percent for another ten days.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.cashdiscount",
                        verbose_name="next discount code",
                    ),
                ),
            ],
            options={
                "verbose_name": "cash discount",
                "verbose_name_plural": "cash discounts",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="cash_discount_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="cash_discount_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lt", 100)),
                        name="cash_discount_is_a_percentage",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="next_discount", name="cash_discount_next", to="customers.CashDiscount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="cash_discount_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_cashdiscountevent" ("account_id", "code", "company_id", "days", "id", "name", "next_discount_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."next_discount_id", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="185a7c70887c376ec73b2d4b2fe6edb3234aa1e4",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2ed91",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_cashdiscount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_cashdiscountevent" ("account_id", "code", "company_id", "days", "id", "name", "next_discount_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."next_discount_id", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="758d29f6756663d5a9ec4bb7b55cf0580e652074",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a43f4",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_cashdiscount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_cashdiscountevent" ("account_id", "code", "company_id", "days", "id", "name", "next_discount_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_id", old_values."code", old_values."company_id", old_values."days", old_values."id", old_values."name", old_values."next_discount_id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="7eba22b8359f62704eff038540c3ba1dc396a723",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9644e",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_cashdiscount",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("net_days", models.PositiveSmallIntegerField(default=30, verbose_name="days")),
                ("is_from_end_of_month", models.BooleanField(default=False, verbose_name="from the end of the month")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_terms",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "cash_discount",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.cashdiscount",
                        verbose_name="cash discount",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment terms",
                "verbose_name_plural": "payment terms",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="payment_terms_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="payment_terms_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="cash_discount", name="payment_terms_discount", to="customers.CashDiscount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("cash_discount_id", "code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cash_discount_id", new_values."code", new_values."company_id", new_values."id", new_values."is_from_end_of_month", new_values."name", new_values."net_days", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="22e9bde5881d2eb18240c6aec39af61e7c24014f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_caa77",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_paymentterms",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("cash_discount_id", "code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."cash_discount_id", new_values."code", new_values."company_id", new_values."id", new_values."is_from_end_of_month", new_values."name", new_values."net_days", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="eb6438ce2101efe77da51a56f88ba453bc6e0235",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3103e",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_paymentterms",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_paymenttermsevent" ("cash_discount_id", "code", "company_id", "id", "is_from_end_of_month", "name", "net_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."cash_discount_id", old_values."code", old_values."company_id", old_values."id", old_values."is_from_end_of_month", old_values."name", old_values."net_days", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="64790a5edc6dc7de02561636ff424d6e56ab94cc",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9255a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_paymentterms",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentTermsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("net_days", models.PositiveSmallIntegerField(default=30, verbose_name="days")),
                ("is_from_end_of_month", models.BooleanField(default=False, verbose_name="from the end of the month")),
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
                        to="customers.paymentterms",
                    ),
                ),
                (
                    "cash_discount",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.cashdiscount",
                        verbose_name="cash discount",
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
                            hash="05f51d6a23f015262490db1e1db41f7d4e57a284",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e7ec9",
                            table="customers_paymenttermsevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurringTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recurring_templates",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterms",
                        verbose_name="payment terms",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxgroup",
                        verbose_name="tax group",
                    ),
                ),
                ("prices_include_tax", models.BooleanField(blank=True, null=True, verbose_name="prices include tax")),
            ],
            options={
                "verbose_name": "recurring template",
                "verbose_name_plural": "recurring templates",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="recurring_template_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="recurring_template_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment_terms", name="recurring_template_terms", to="customers.PaymentTerms"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_group", name="recurring_template_tax_group", to="customers.TaxGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."id", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3e6e780aa5f459be9fc9617f3aa4737bd005a015",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7ef32",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_recurringtemplate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prices_include_tax", "reason", "tax_group_id") SELECT new_values."code", new_values."company_id", new_values."currency_id", new_values."id", new_values."name", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prices_include_tax", new_values."reason", new_values."tax_group_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3213dabb54de260473965bcf301b4a4ef16cbc0a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b393a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_recurringtemplate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplateevent" ("code", "company_id", "currency_id", "id", "name", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prices_include_tax", "reason", "tax_group_id") SELECT old_values."code", old_values."company_id", old_values."currency_id", old_values."id", old_values."name", old_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."prices_include_tax", old_values."reason", old_values."tax_group_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="73a371f78b71384536e29b887fbd88014c671ebd",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_82aa2",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_recurringtemplate",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurringTemplateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
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
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.paymentterms",
                        verbose_name="payment terms",
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
                        to="customers.recurringtemplate",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxgroup",
                        verbose_name="tax group",
                    ),
                ),
                ("prices_include_tax", models.BooleanField(blank=True, null=True, verbose_name="prices include tax")),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="be261e5d487873086f3798c23371725d9a7046b7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_23027",
                            table="customers_recurringtemplateevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurringTemplateLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("description", models.CharField(max_length=200, verbose_name="description")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="service",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=4, default=1, max_digits=18, verbose_name="quantity")),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="price")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                    "distribution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.distributiontemplate",
                        verbose_name="distribution template",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.recurringtemplate",
                        verbose_name="recurring template",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a recurring template",
                "verbose_name_plural": "lines of recurring templates",
                "constraints": [
                    models.UniqueConstraint(fields=("template", "line_number"), name="recurring_template_line_number"),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True), name="recurring_template_line_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__lt", 100000000000000), ("unit_price__lt", 100000000000000)),
                        name="recurring_template_line_number_is",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="template", name="recurring_template_line_template", to="customers.RecurringTemplate"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="recurring_template_line_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="distribution",
                        name="recurring_template_line_distribution",
                        to="customers.DistributionTemplate",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item_tax_group", name="recurring_template_line_tax_group", to="customers.ItemTaxGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplatelineevent" ("account_id", "company_id", "description", "distribution_id", "id", "item_tax_group_id", "item_type", "line_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "template_id", "unit_price") SELECT new_values."account_id", new_values."company_id", new_values."description", new_values."distribution_id", new_values."id", new_values."item_tax_group_id", new_values."item_type", new_values."line_number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."quantity", new_values."template_id", new_values."unit_price" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3211743357d04962995996888b645b024d488545",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f388f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_recurringtemplateline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplatelineevent" ("account_id", "company_id", "description", "distribution_id", "id", "item_tax_group_id", "item_type", "line_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "template_id", "unit_price") SELECT new_values."account_id", new_values."company_id", new_values."description", new_values."distribution_id", new_values."id", new_values."item_tax_group_id", new_values."item_type", new_values."line_number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."quantity", new_values."template_id", new_values."unit_price" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="51e1e71aea1f1720de22d509f9fd4f5be43d2685",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a2ebe",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_recurringtemplateline",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringtemplatelineevent" ("account_id", "company_id", "description", "distribution_id", "id", "item_tax_group_id", "item_type", "line_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "template_id", "unit_price") SELECT old_values."account_id", old_values."company_id", old_values."description", old_values."distribution_id", old_values."id", old_values."item_tax_group_id", old_values."item_type", old_values."line_number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."quantity", old_values."template_id", old_values."unit_price" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="cd2b89c5e0842052f0feefe1aa3712bcfe9ec17c",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_40f19",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_recurringtemplateline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurringTemplateLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("description", models.CharField(max_length=200, verbose_name="description")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="service",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=4, default=1, max_digits=18, verbose_name="quantity")),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="price")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                    "distribution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.distributiontemplate",
                        verbose_name="distribution template",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group",
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
                        to="customers.recurringtemplateline",
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7f8625df0110f83b8d2c542c2f32ac12b5ae7c0b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_264a3",
                            table="customers_recurringtemplatelineevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CashDiscountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6, verbose_name="percent")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        help_text="After the date of the document, the last one included.", verbose_name="days"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the company's account for cash discounts.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                    "next_discount",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="What is offered afterwards, such as 1 percent for another ten days.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.cashdiscount",
                        verbose_name="next discount code",
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
                        to="customers.cashdiscount",
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
                            hash="abb4438da02219cee3ddd5e21084d7ef7f9b828c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ed304",
                            table="customers_cashdiscountevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteOffReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "relieves_tax",
                    models.BooleanField(
                        default=False,
                        help_text="The tax in what is written off goes back at the rates of the invoice.",
                        verbose_name="with relief of sales tax",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="write_off_reasons",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "reason of write-offs",
                "verbose_name_plural": "reasons of write-offs",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="write_off_reason_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="write_off_reason_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="write_off_reason_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_writeoffreasonevent" ("account_id", "code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relieves_tax") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."relieves_tax" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e94712029d015c20487553c2407c3e6c430aaf3c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_64306",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_writeoffreason",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_writeoffreasonevent" ("account_id", "code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relieves_tax") SELECT new_values."account_id", new_values."code", new_values."company_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."relieves_tax" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6cee4b431c02747e78a3062ee24c8781c6abf4de",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9f92b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_writeoffreason",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_writeoffreasonevent" ("account_id", "code", "company_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relieves_tax") SELECT old_values."account_id", old_values."code", old_values."company_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."relieves_tax" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="0df350403400744d358e1c7fcdba9df1d5e80c27",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c3e65",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_writeoffreason",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrencyAccounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "gain_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized gains",
                    ),
                ),
                (
                    "loss_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized losses",
                    ),
                ),
            ],
            options={
                "verbose_name": "accounts of a currency",
                "verbose_name_plural": "accounts of currencies",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "currency"), name="currency_accounts_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="gain_account", name="currency_accounts_gain", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="loss_account", name="currency_accounts_loss", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_currencyaccountsevent" ("company_id", "currency_id", "gain_account_id", "id", "loss_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."gain_account_id", new_values."id", new_values."loss_account_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cff54aef340c428efa9639e67df6e4426e51b15e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_886d3",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_currencyaccounts",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_currencyaccountsevent" ("company_id", "currency_id", "gain_account_id", "id", "loss_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."gain_account_id", new_values."id", new_values."loss_account_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="bf36ad5089b0ece3e86f4ba039d8cd65d0285818",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_47fe5",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_currencyaccounts",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_currencyaccountsevent" ("company_id", "currency_id", "gain_account_id", "id", "loss_account_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."currency_id", old_values."gain_account_id", old_values."id", old_values."loss_account_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="53ce799ad73db27c1d32cf07441cf167641b1abc",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8e7c7",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_currencyaccounts",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrencyAccountsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
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
                    "currency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "gain_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized gains",
                    ),
                ),
                (
                    "loss_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="account for realized losses",
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
                        to="customers.currencyaccounts",
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
                            hash="ed983970fff945f8b67b8c152fb5dcad93ccc753",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_25c4b",
                            table="customers_currencyaccountsevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementParameters",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "discount_base",
                    models.CharField(
                        choices=[("gross", "the total with tax"), ("net", "the total without tax")],
                        default="gross",
                        max_length=5,
                        verbose_name="cash discount is of",
                    ),
                ),
                (
                    "corrects_tax",
                    models.BooleanField(
                        default=True,
                        help_text="The tax in a cash discount goes back at the rates of the invoice, into the tax of its period.",
                        verbose_name="correct sales tax",
                    ),
                ),
                (
                    "discounts_parts",
                    models.BooleanField(
                        default=False,
                        help_text="In proportion to what is paid.",
                        verbose_name="cash discount for partial payments",
                    ),
                ),
                (
                    "discounts_credit_notes",
                    models.BooleanField(default=False, verbose_name="cash discount on credit notes"),
                ),
                (
                    "administration",
                    models.CharField(
                        choices=[
                            ("specific", "specific: it is granted in full, what is overpaid stands apart"),
                            ("unspecific", "unspecific: it is less by what is overpaid"),
                        ],
                        default="specific",
                        max_length=10,
                        verbose_name="discount administration",
                    ),
                ),
                (
                    "penny_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a transaction, up to this, goes to the account for penny differences.",
                        max_digits=22,
                        verbose_name="maximum penny difference",
                    ),
                ),
                (
                    "underpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of an invoice, up to this, goes to the account for over- and underpayments.",
                        max_digits=22,
                        verbose_name="maximum underpayment",
                    ),
                ),
                (
                    "overpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a payment likewise.",
                        max_digits=22,
                        verbose_name="maximum overpayment",
                    ),
                ),
                (
                    "settles_automatically",
                    models.BooleanField(
                        default=False,
                        help_text="A payment that marks nothing settles what is due first, when it is posted.",
                        verbose_name="settle payments automatically",
                    ),
                ),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement_parameters",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "limit_without_controller_amount",
                    arclose.ledger.fields.AmountField(
                        db_default=1000,
                        decimal_places=4,
                        default=1000,
                        help_text="Up to this, anybody who posts may write off or settle in full; a controller may let go of more.",
                        max_digits=22,
                        verbose_name="let go without a controller",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement parameters",
                "verbose_name_plural": "settlement parameters",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overpayment_limit_amount__gte", 0),
                            ("penny_limit_amount__gte", 0),
                            ("underpayment_limit_amount__gte", 0),
                            ("overpayment_limit_amount__lt", 1000000000000000000),
                            ("penny_limit_amount__lt", 1000000000000000000),
                            ("underpayment_limit_amount__lt", 1000000000000000000),
                        ),
                        name="settlement_limits_are_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limit_without_controller_amount__gte", 0),
                            ("limit_without_controller_amount__lt", 1000000000000000000),
                        ),
                        name="settlement_limit_without_controller",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."limit_without_controller_amount", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c8e7b288e7fbbbb42434110d38b2f19d75c11186",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a587b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_settlementparameters",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT new_values."administration", new_values."company_id", new_values."corrects_tax", new_values."discount_base", new_values."discounts_credit_notes", new_values."discounts_parts", new_values."id", new_values."limit_without_controller_amount", new_values."overpayment_limit_amount", new_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."settles_automatically", new_values."underpayment_limit_amount" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ff7724caeb22d9586589b83ee733a995e2276f9b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cb078",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_settlementparameters",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_settlementparametersevent" ("administration", "company_id", "corrects_tax", "discount_base", "discounts_credit_notes", "discounts_parts", "id", "limit_without_controller_amount", "overpayment_limit_amount", "penny_limit_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settles_automatically", "underpayment_limit_amount") SELECT old_values."administration", old_values."company_id", old_values."corrects_tax", old_values."discount_base", old_values."discounts_credit_notes", old_values."discounts_parts", old_values."id", old_values."limit_without_controller_amount", old_values."overpayment_limit_amount", old_values."penny_limit_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."settles_automatically", old_values."underpayment_limit_amount" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="75cc7096503a7b6cbb0b0b7d8a00ea65ed507e57",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e8b51",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_settlementparameters",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementParametersEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "discount_base",
                    models.CharField(
                        choices=[("gross", "the total with tax"), ("net", "the total without tax")],
                        default="gross",
                        max_length=5,
                        verbose_name="cash discount is of",
                    ),
                ),
                (
                    "corrects_tax",
                    models.BooleanField(
                        default=True,
                        help_text="The tax in a cash discount goes back at the rates of the invoice, into the tax of its period.",
                        verbose_name="correct sales tax",
                    ),
                ),
                (
                    "discounts_parts",
                    models.BooleanField(
                        default=False,
                        help_text="In proportion to what is paid.",
                        verbose_name="cash discount for partial payments",
                    ),
                ),
                (
                    "discounts_credit_notes",
                    models.BooleanField(default=False, verbose_name="cash discount on credit notes"),
                ),
                (
                    "administration",
                    models.CharField(
                        choices=[
                            ("specific", "specific: it is granted in full, what is overpaid stands apart"),
                            ("unspecific", "unspecific: it is less by what is overpaid"),
                        ],
                        default="specific",
                        max_length=10,
                        verbose_name="discount administration",
                    ),
                ),
                (
                    "penny_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a transaction, up to this, goes to the account for penny differences.",
                        max_digits=22,
                        verbose_name="maximum penny difference",
                    ),
                ),
                (
                    "underpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of an invoice, up to this, goes to the account for over- and underpayments.",
                        max_digits=22,
                        verbose_name="maximum underpayment",
                    ),
                ),
                (
                    "overpayment_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=0,
                        help_text="What is left of a payment likewise.",
                        max_digits=22,
                        verbose_name="maximum overpayment",
                    ),
                ),
                (
                    "settles_automatically",
                    models.BooleanField(
                        default=False,
                        help_text="A payment that marks nothing settles what is due first, when it is posted.",
                        verbose_name="settle payments automatically",
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
                        to="customers.settlementparameters",
                    ),
                ),
                (
                    "limit_without_controller_amount",
                    arclose.ledger.fields.AmountField(
                        db_default=1000,
                        decimal_places=4,
                        default=1000,
                        help_text="Up to this, anybody who posts may write off or settle in full; a controller may let go of more.",
                        max_digits=22,
                        verbose_name="let go without a controller",
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
                            hash="f93b6315f32d2cd8157cb0649e0b29db9aa022d7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8691a",
                            table="customers_settlementparametersevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteOffReasonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "relieves_tax",
                    models.BooleanField(
                        default=False,
                        help_text="The tax in what is written off goes back at the rates of the invoice.",
                        verbose_name="with relief of sales tax",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                        to="customers.writeoffreason",
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
                            hash="f7e02957b0504cbb9633b2d82852b9d9b5f54e57",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_59067",
                            table="customers_writeoffreasonevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("grace_days", models.PositiveSmallIntegerField(default=0, verbose_name="grace days")),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual code of the company")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_codes",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "fee_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "interest_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="interest account",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest code",
                "verbose_name_plural": "interest codes",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="interest_code_company_key"),
                    models.UniqueConstraint(fields=("company", "code"), name="interest_code_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_usual", True)),
                        fields=("company",),
                        name="interest_code_usual_once",
                        violation_error_message="Another code is the usual one of the company already.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="interest_account", name="interest_code_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="fee_account", name="interest_code_fee_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestcodeevent" ("code", "company_id", "fee_account_id", "grace_days", "id", "interest_account_id", "is_usual", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."grace_days", new_values."id", new_values."interest_account_id", new_values."is_usual", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9a9047a35497ba89e2b3859d9df4436009849214",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8d8a7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_interestcode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestcodeevent" ("code", "company_id", "fee_account_id", "grace_days", "id", "interest_account_id", "is_usual", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."grace_days", new_values."id", new_values."interest_account_id", new_values."is_usual", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3cc523dfaeaef3e65ee10d13ab2b564c66fb4e83",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a9dfc",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_interestcode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestcodeevent" ("code", "company_id", "fee_account_id", "grace_days", "id", "interest_account_id", "is_usual", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."company_id", old_values."fee_account_id", old_values."grace_days", old_values."id", old_values."interest_account_id", old_values."is_usual", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="ca540897d48b4fe389bd20182a499bdebd915e10",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8009c",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_interestcode",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("grace_days", models.PositiveSmallIntegerField(default=0, verbose_name="grace days")),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual code of the company")),
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
                    "fee_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "interest_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="interest account",
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
                        to="customers.interestcode",
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
                            hash="ec501723f2152cc93b05dc9e67c46b34b8350498",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_88d41",
                            table="customers_interestcodeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestMinimum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="interest at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
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
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minimums",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest in a currency",
                "verbose_name_plural": "interest in currencies",
                "constraints": [
                    models.UniqueConstraint(fields=("interest_code", "currency"), name="interest_minimum_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_amount__gte", 0),
                            ("minimum_amount__lt", 1000000000000000),
                            ("fee_amount__gte", 0),
                            ("fee_amount__lt", 1000000000000000),
                        ),
                        name="interest_minimum_is_an_amount",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="interest_code", name="interest_minimum_code", to="customers.InterestCode"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."interest_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="38d76686a000b9151d1fe3686b169bd59d0dd0c2",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_71944",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_interestminimum",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."interest_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="98ad4c9860804cdd1283239a0e3c3497b70546ed",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d01d8",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_interestminimum",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestminimumevent" ("company_id", "currency_id", "fee_amount", "id", "interest_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."currency_id", old_values."fee_amount", old_values."id", old_values."interest_code_id", old_values."minimum_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="7c945e3df70ca51f42b7a2e314cb121b06d66d6d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a3a57",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_interestminimum",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestMinimumEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="interest at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
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
                    "currency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
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
                        to="customers.interestminimum",
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
                            hash="8a7951e6de283df1c92a520e9c87fbfcde0fd55c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5a318",
                            table="customers_interestminimumevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("annual_percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent a year")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest rate",
                "verbose_name_plural": "interest rates",
                "constraints": [
                    models.UniqueConstraint(fields=("interest_code", "valid_from"), name="interest_rate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("annual_percent__gte", 0), ("annual_percent__lt", 1000)),
                        name="interest_rate_is_a_percentage",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="interest_code", name="interest_rate_code", to="customers.InterestCode"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT new_values."annual_percent", new_values."company_id", new_values."id", new_values."interest_code_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."valid_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="256c3551bf0a91a2a3b8a1c981fdf7de3eb45a5f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5cdf5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_interestrate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT new_values."annual_percent", new_values."company_id", new_values."id", new_values."interest_code_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."valid_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="240e0a118b37aae65a2a5e8d7eabde0940cc9830",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8d318",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_interestrate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_interestrateevent" ("annual_percent", "company_id", "id", "interest_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from") SELECT old_values."annual_percent", old_values."company_id", old_values."id", old_values."interest_code_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."valid_from" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="440807c3862d4048723ab8d9c4def51f09c44791",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_95124",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_interestrate",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestRateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("annual_percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent a year")),
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
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
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
                        to="customers.interestrate",
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
                            hash="286a2dbf1b0577c8e06d68e19e018cf7b78904df",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e2a07",
                            table="customers_interestrateevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
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
                            ("collection_letter", "collection letter"),
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
                "constraints": [
                    models.UniqueConstraint(fields=("company", "transaction_type"), name="settlement_priority_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
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
                            ("collection_letter", "collection letter"),
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ead52f0db1d4204c78d6ac8a252e7aed7a19f40f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_13496",
                            table="customers_settlementpriorityevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionSequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "letters_per",
                    models.CharField(
                        choices=[
                            ("customer", "customer: all of it at the furthest code"),
                            ("code", "code: each transaction at its own"),
                        ],
                        db_default="customer",
                        default="customer",
                        max_length=8,
                        verbose_name="one letter per",
                    ),
                ),
                (
                    "takes_credits_off",
                    models.BooleanField(db_default=True, default=True, verbose_name="take open credits off"),
                ),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual sequence of the company")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_sequences",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "fee_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group of the fee",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter sequence",
                "verbose_name_plural": "collection letter sequences",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="collection_sequence_company_key"),
                    models.UniqueConstraint(fields=("company", "code"), name="collection_sequence_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_usual", True)),
                        fields=("company",),
                        name="collection_sequence_usual_once",
                        violation_error_message="Another sequence is the usual one of the company already.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="fee_account", name="collection_sequence_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item_tax_group", name="collection_sequence_tax_group", to="customers.ItemTaxGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionsequenceevent" ("code", "company_id", "fee_account_id", "id", "is_usual", "item_tax_group_id", "letters_per", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_credits_off") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."id", new_values."is_usual", new_values."item_tax_group_id", new_values."letters_per", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."takes_credits_off" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="03b1455ef6135268bb71390c225b6baa49ad5ee6",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6dd59",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_collectionsequence",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionsequenceevent" ("code", "company_id", "fee_account_id", "id", "is_usual", "item_tax_group_id", "letters_per", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_credits_off") SELECT new_values."code", new_values."company_id", new_values."fee_account_id", new_values."id", new_values."is_usual", new_values."item_tax_group_id", new_values."letters_per", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."takes_credits_off" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="463cfa428651ee674c9330dfe8d5394018020487",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c76d4",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_collectionsequence",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionsequenceevent" ("code", "company_id", "fee_account_id", "id", "is_usual", "item_tax_group_id", "letters_per", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_credits_off") SELECT old_values."code", old_values."company_id", old_values."fee_account_id", old_values."id", old_values."is_usual", old_values."item_tax_group_id", old_values."letters_per", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."takes_credits_off" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="79f37cb17a602e1171b3543555b64a33e1e53008",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_cfa4a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_collectionsequence",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posting_profiles",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "summary_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="summary account",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="How interest on what is overdue is charged. Empty: by the company's usual code, if there is one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
                (
                    "collection_sequence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Which letters ask for what is overdue. Empty: those of the company's usual sequence, if any.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.collectionsequence",
                        verbose_name="collection letter sequence",
                    ),
                ),
            ],
            options={
                "verbose_name": "posting profile",
                "verbose_name_plural": "posting profiles",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="posting_profile_code"),
                    models.UniqueConstraint(fields=("id", "company"), name="posting_profile_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="summary_account", name="posting_profile_summary_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="interest_code", name="posting_profile_interest_code", to="customers.InterestCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="collection_sequence",
                        name="posting_profile_collection_sequence",
                        to="customers.CollectionSequence",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "collection_sequence_id", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."collection_sequence_id", new_values."company_id", new_values."id", new_values."interest_code_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a25af2875548630c783877b874e2841d46e539c8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e889f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_postingprofile",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "collection_sequence_id", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT new_values."code", new_values."collection_sequence_id", new_values."company_id", new_values."id", new_values."interest_code_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."summary_account_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b1593da440340fbefb1d475cd227ac691077b49a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b3c3d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_postingprofile",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_postingprofileevent" ("code", "collection_sequence_id", "company_id", "id", "interest_code_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary_account_id") SELECT old_values."code", old_values."collection_sequence_id", old_values."company_id", old_values."id", old_values."interest_code_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."summary_account_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="5e938e9c97e316b3b2353e336f93c8c1a6814be2",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_23d3c",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_postingprofile",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingProfileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
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
                        to="customers.postingprofile",
                    ),
                ),
                (
                    "summary_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="summary account",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="How interest on what is overdue is charged. Empty: by the company's usual code, if there is one.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
                (
                    "collection_sequence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Which letters ask for what is overdue. Empty: those of the company's usual sequence, if any.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.collectionsequence",
                        verbose_name="collection letter sequence",
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
                            hash="4a3de58c1f3888ea8e646cc6f716ed327205a497",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_15620",
                            table="customers_postingprofileevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=20, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT number")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("nl", "Dutch")],
                        db_default="",
                        default="",
                        help_text="Of the documents the customer gets. Empty: the company's.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "credit_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="credit limit"
                    ),
                ),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "invoice_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="invoice account",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="customers.customergroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterms",
                        verbose_name="payment terms",
                    ),
                ),
                (
                    "posting_profile",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.postingprofile",
                        verbose_name="posting profile",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxgroup",
                        verbose_name="tax group",
                    ),
                ),
                ("electronic_address", models.CharField(blank=True, db_default="", max_length=60)),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        db_default="",
                        help_text="Where invoices and statements are sent.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "credit_limit_currency",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Of both limits; they are translated at the date of an order. Empty: the accounting currency.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency of the limit",
                    ),
                ),
                (
                    "credit_limit_expiry_date",
                    models.DateField(
                        blank=True,
                        help_text="Its last day; after it there is no credit.",
                        null=True,
                        verbose_name="limit expires",
                    ),
                ),
                (
                    "is_credit_limit_mandatory",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="The limit is checked, against the balance at least, even where a posting is told not to.",
                        verbose_name="mandatory credit limit",
                    ),
                ),
                (
                    "temporary_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="Counts instead of the limit on the days below.",
                        max_digits=22,
                        null=True,
                        verbose_name="temporary limit",
                    ),
                ),
                ("temporary_limit_from", models.DateField(blank=True, null=True, verbose_name="temporary limit from")),
                ("temporary_limit_to", models.DateField(blank=True, null=True, verbose_name="temporary limit until")),
                (
                    "credit_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Shares the limit of this group.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="customers.creditgroup",
                        verbose_name="credit group",
                    ),
                ),
                (
                    "is_credit_stopped",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Orders go on credit hold where a blocking rule says so.",
                        verbose_name="credit stop",
                    ),
                ),
                (
                    "summarized",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing: each order by itself"),
                            ("invoices", "Invoices"),
                            ("all", "Invoices and order documents"),
                        ],
                        db_default="nothing",
                        default="nothing",
                        help_text="What automatic summary updates make together of the orders invoiced to this customer.",
                        max_length=10,
                        verbose_name="summarized",
                    ),
                ),
                (
                    "prices_include_tax",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="What new orders and free text invoices propose; each may have it otherwise.",
                        verbose_name="prices include tax",
                    ),
                ),
                ("invoice_emails", models.CharField(blank=True, db_default="", max_length=500)),
                (
                    "is_emailed",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="What is posted is e-mailed to this customer where the posting is told to.",
                        verbose_name="documents by e-mail",
                    ),
                ),
                (
                    "is_ubl_attached",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="E-mails of invoices and credit notes carry the electronic invoice beside the PDF.",
                        verbose_name="UBL attached",
                    ),
                ),
                ("statement_emails", models.CharField(blank=True, db_default="", max_length=500)),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="customer_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="customer_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit_limit_amount__isnull", True),
                            models.Q(("credit_limit_amount__gte", 0), ("credit_limit_amount__lt", 1000000000000000000)),
                            _connector="OR",
                        ),
                        name="customer_credit_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("temporary_limit_amount__isnull", True),
                                ("temporary_limit_from__isnull", True),
                                ("temporary_limit_to__isnull", True),
                            ),
                            models.Q(
                                ("credit_limit_amount__isnull", False),
                                ("temporary_limit_amount__gte", 0),
                                ("temporary_limit_amount__isnull", False),
                                ("temporary_limit_amount__lt", 1000000000000000000),
                                ("temporary_limit_from__isnull", False),
                                ("temporary_limit_from__lte", models.F("temporary_limit_to")),
                                ("temporary_limit_to__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="customer_temporary_limit",
                        violation_error_message="A temporary limit has an amount, a first and a last day, and stands beside a credit limit.",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="group", name="customer_in_group", to="customers.CustomerGroup"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice_account", name="customer_invoice_account", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment_terms", name="customer_payment_terms", to="customers.PaymentTerms"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting_profile", name="customer_profile", to="customers.PostingProfile"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_group", name="customer_tax_group", to="customers.TaxGroup"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="credit_group", name="customer_credit_group", to="customers.CreditGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_group_id", "credit_limit_amount", "credit_limit_currency_id", "credit_limit_expiry_date", "currency_id", "electronic_address", "email", "group_id", "id", "invoice_account_id", "invoice_emails", "is_blocked", "is_credit_limit_mandatory", "is_credit_stopped", "is_emailed", "is_ubl_attached", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "statement_emails", "summarized", "tax_group_id", "temporary_limit_amount", "temporary_limit_from", "temporary_limit_to", "vat_number") SELECT new_values."address", new_values."company_id", new_values."country", new_values."credit_group_id", new_values."credit_limit_amount", new_values."credit_limit_currency_id", new_values."credit_limit_expiry_date", new_values."currency_id", new_values."electronic_address", new_values."email", new_values."group_id", new_values."id", new_values."invoice_account_id", new_values."invoice_emails", new_values."is_blocked", new_values."is_credit_limit_mandatory", new_values."is_credit_stopped", new_values."is_emailed", new_values."is_ubl_attached", new_values."language", new_values."name", new_values."number", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."statement_emails", new_values."summarized", new_values."tax_group_id", new_values."temporary_limit_amount", new_values."temporary_limit_from", new_values."temporary_limit_to", new_values."vat_number" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="89afe147ed5454076b5a79b9e92e367e7a1b9f19",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a36e0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_customer",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_group_id", "credit_limit_amount", "credit_limit_currency_id", "credit_limit_expiry_date", "currency_id", "electronic_address", "email", "group_id", "id", "invoice_account_id", "invoice_emails", "is_blocked", "is_credit_limit_mandatory", "is_credit_stopped", "is_emailed", "is_ubl_attached", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "statement_emails", "summarized", "tax_group_id", "temporary_limit_amount", "temporary_limit_from", "temporary_limit_to", "vat_number") SELECT new_values."address", new_values."company_id", new_values."country", new_values."credit_group_id", new_values."credit_limit_amount", new_values."credit_limit_currency_id", new_values."credit_limit_expiry_date", new_values."currency_id", new_values."electronic_address", new_values."email", new_values."group_id", new_values."id", new_values."invoice_account_id", new_values."invoice_emails", new_values."is_blocked", new_values."is_credit_limit_mandatory", new_values."is_credit_stopped", new_values."is_emailed", new_values."is_ubl_attached", new_values."language", new_values."name", new_values."number", new_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."posting_profile_id", new_values."prices_include_tax", new_values."statement_emails", new_values."summarized", new_values."tax_group_id", new_values."temporary_limit_amount", new_values."temporary_limit_from", new_values."temporary_limit_to", new_values."vat_number" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="99a0091cfe3f4b362e36d903bc8dab8523414ba0",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ca86d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_customer",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_customerevent" ("address", "company_id", "country", "credit_group_id", "credit_limit_amount", "credit_limit_currency_id", "credit_limit_expiry_date", "currency_id", "electronic_address", "email", "group_id", "id", "invoice_account_id", "invoice_emails", "is_blocked", "is_credit_limit_mandatory", "is_credit_stopped", "is_emailed", "is_ubl_attached", "language", "name", "number", "payment_terms_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_profile_id", "prices_include_tax", "statement_emails", "summarized", "tax_group_id", "temporary_limit_amount", "temporary_limit_from", "temporary_limit_to", "vat_number") SELECT old_values."address", old_values."company_id", old_values."country", old_values."credit_group_id", old_values."credit_limit_amount", old_values."credit_limit_currency_id", old_values."credit_limit_expiry_date", old_values."currency_id", old_values."electronic_address", old_values."email", old_values."group_id", old_values."id", old_values."invoice_account_id", old_values."invoice_emails", old_values."is_blocked", old_values."is_credit_limit_mandatory", old_values."is_credit_stopped", old_values."is_emailed", old_values."is_ubl_attached", old_values."language", old_values."name", old_values."number", old_values."payment_terms_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."posting_profile_id", old_values."prices_include_tax", old_values."statement_emails", old_values."summarized", old_values."tax_group_id", old_values."temporary_limit_amount", old_values."temporary_limit_from", old_values."temporary_limit_to", old_values."vat_number" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="825bd632bd869f1b59820e46ee8b84ffa053e74d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_939ca",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_customer",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery_addresses",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery address",
                "verbose_name_plural": "delivery addresses",
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "name"), name="delivery_address_name"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="delivery_address_customer", to="customers.Customer"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_deliveryaddressevent" ("address", "company_id", "country", "customer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."address", new_values."company_id", new_values."country", new_values."customer_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f1675ca679d0e5d667c874526b748bfa773bfe10",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_41a77",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_deliveryaddress",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_deliveryaddressevent" ("address", "company_id", "country", "customer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."address", new_values."company_id", new_values."country", new_values."customer_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d35ede803406a081aeca4eb4211d7bf497e8bf4a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ecac8",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_deliveryaddress",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_deliveryaddressevent" ("address", "company_id", "country", "customer_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."address", old_values."company_id", old_values."country", old_values."customer_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f79fbbd68bbae87463bc54fe8959aa3ed0513d95",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6ff4d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_deliveryaddress",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryAddressEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
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
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="customer",
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
                        to="customers.deliveryaddress",
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
                            hash="cda876eba3f9818237d1f9ce5bb7352ac04ab6bc",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0e6d7",
                            table="customers_deliveryaddressevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=20, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("country", models.CharField(db_collation="C", max_length=2, verbose_name="country")),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT number")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("nl", "Dutch")],
                        db_default="",
                        default="",
                        help_text="Of the documents the customer gets. Empty: the company's.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "credit_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="credit limit"
                    ),
                ),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
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
                    "currency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "invoice_account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="invoice account",
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
                        to="customers.customer",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customergroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.paymentterms",
                        verbose_name="payment terms",
                    ),
                ),
                (
                    "posting_profile",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.postingprofile",
                        verbose_name="posting profile",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.taxgroup",
                        verbose_name="tax group",
                    ),
                ),
                ("electronic_address", models.CharField(blank=True, db_default="", max_length=60)),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        db_default="",
                        help_text="Where invoices and statements are sent.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "credit_limit_currency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Of both limits; they are translated at the date of an order. Empty: the accounting currency.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency of the limit",
                    ),
                ),
                (
                    "credit_limit_expiry_date",
                    models.DateField(
                        blank=True,
                        help_text="Its last day; after it there is no credit.",
                        null=True,
                        verbose_name="limit expires",
                    ),
                ),
                (
                    "is_credit_limit_mandatory",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="The limit is checked, against the balance at least, even where a posting is told not to.",
                        verbose_name="mandatory credit limit",
                    ),
                ),
                (
                    "temporary_limit_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True,
                        decimal_places=4,
                        help_text="Counts instead of the limit on the days below.",
                        max_digits=22,
                        null=True,
                        verbose_name="temporary limit",
                    ),
                ),
                ("temporary_limit_from", models.DateField(blank=True, null=True, verbose_name="temporary limit from")),
                ("temporary_limit_to", models.DateField(blank=True, null=True, verbose_name="temporary limit until")),
                (
                    "credit_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Shares the limit of this group.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.creditgroup",
                        verbose_name="credit group",
                    ),
                ),
                (
                    "is_credit_stopped",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Orders go on credit hold where a blocking rule says so.",
                        verbose_name="credit stop",
                    ),
                ),
                (
                    "summarized",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing: each order by itself"),
                            ("invoices", "Invoices"),
                            ("all", "Invoices and order documents"),
                        ],
                        db_default="nothing",
                        default="nothing",
                        help_text="What automatic summary updates make together of the orders invoiced to this customer.",
                        max_length=10,
                        verbose_name="summarized",
                    ),
                ),
                (
                    "prices_include_tax",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="What new orders and free text invoices propose; each may have it otherwise.",
                        verbose_name="prices include tax",
                    ),
                ),
                ("invoice_emails", models.CharField(blank=True, db_default="", max_length=500)),
                (
                    "is_emailed",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="What is posted is e-mailed to this customer where the posting is told to.",
                        verbose_name="documents by e-mail",
                    ),
                ),
                (
                    "is_ubl_attached",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="E-mails of invoices and credit notes carry the electronic invoice beside the PDF.",
                        verbose_name="UBL attached",
                    ),
                ),
                ("statement_emails", models.CharField(blank=True, db_default="", max_length=500)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="67bbcdaa8b0ad9058ebdd1abf75818e71639ffeb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_92226",
                            table="customers_customerevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_debit", models.BooleanField()),
                ("month", models.DateField(null=True)),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "month"], name="customer_balance_month_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "customer", "currency", "is_debit", "month"),
                        name="customer_balance_once",
                        nulls_distinct=False,
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="customer_balance_customer", to="customers.Customer"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurringInvoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_collation="C", editable=False, max_length=80)),
                ("start_date", models.DateField(verbose_name="first invoice")),
                ("end_date", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "unit",
                    models.CharField(
                        choices=[("days", "days"), ("weeks", "weeks"), ("months", "months"), ("years", "years")],
                        default="months",
                        max_length=6,
                        verbose_name="unit",
                    ),
                ),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(999),
                        ],
                        verbose_name="every",
                    ),
                ),
                (
                    "month_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day of the month",
                    ),
                ),
                (
                    "maximum_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="maximum together"
                    ),
                ),
                ("release_days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="held for days")),
                ("is_stopped", models.BooleanField(db_default=False, default=False, verbose_name="stopped")),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recurring_invoices",
                        to="ledger.company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.recurringtemplate",
                        verbose_name="recurring template",
                    ),
                ),
            ],
            options={
                "verbose_name": "recurring invoice",
                "verbose_name_plural": "recurring invoices",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "key"), name="recurring_invoice_key"),
                    models.UniqueConstraint(fields=("id", "company"), name="recurring_invoice_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("every__gte", 1),
                            ("every__lte", 999),
                            models.Q(
                                ("month_day__isnull", True),
                                models.Q(("month_day__gte", 1), ("month_day__lte", 31)),
                                _connector="OR",
                            ),
                        ),
                        name="recurring_invoice_pattern",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"
                        ),
                        name="recurring_invoice_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("maximum_amount__isnull", True),
                            models.Q(("maximum_amount__gt", 0), ("maximum_amount__lt", 1000000000000000)),
                            _connector="OR",
                        ),
                        name="recurring_invoice_maximum",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="template", name="recurring_invoice_template", to="customers.RecurringTemplate"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="recurring_invoice_customer", to="customers.Customer"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringinvoiceevent" ("company_id", "customer_id", "end_date", "every", "id", "is_stopped", "key", "maximum_amount", "month_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_days", "start_date", "template_id", "unit") SELECT new_values."company_id", new_values."customer_id", new_values."end_date", new_values."every", new_values."id", new_values."is_stopped", new_values."key", new_values."maximum_amount", new_values."month_day", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."release_days", new_values."start_date", new_values."template_id", new_values."unit" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b2555d54b544903c71809b04694827a70dce01a7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4b09d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_recurringinvoice",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringinvoiceevent" ("company_id", "customer_id", "end_date", "every", "id", "is_stopped", "key", "maximum_amount", "month_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_days", "start_date", "template_id", "unit") SELECT new_values."company_id", new_values."customer_id", new_values."end_date", new_values."every", new_values."id", new_values."is_stopped", new_values."key", new_values."maximum_amount", new_values."month_day", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."release_days", new_values."start_date", new_values."template_id", new_values."unit" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="474e9e81a603fd69e2db43ad938ef26d290c8f57",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8613c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_recurringinvoice",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_recurringinvoiceevent" ("company_id", "customer_id", "end_date", "every", "id", "is_stopped", "key", "maximum_amount", "month_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_days", "start_date", "template_id", "unit") SELECT old_values."company_id", old_values."customer_id", old_values."end_date", old_values."every", old_values."id", old_values."is_stopped", old_values."key", old_values."maximum_amount", old_values."month_day", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."release_days", old_values."start_date", old_values."template_id", old_values."unit" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4cf28a6a4c6de19b28411038a3afef955aac27d9",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_04e91",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_recurringinvoice",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurringInvoiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", editable=False, max_length=80)),
                ("start_date", models.DateField(verbose_name="first invoice")),
                ("end_date", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "unit",
                    models.CharField(
                        choices=[("days", "days"), ("weeks", "weeks"), ("months", "months"), ("years", "years")],
                        default="months",
                        max_length=6,
                        verbose_name="unit",
                    ),
                ),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(999),
                        ],
                        verbose_name="every",
                    ),
                ),
                (
                    "month_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day of the month",
                    ),
                ),
                (
                    "maximum_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="maximum together"
                    ),
                ),
                ("release_days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="held for days")),
                ("is_stopped", models.BooleanField(db_default=False, default=False, verbose_name="stopped")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.customer",
                        verbose_name="customer",
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
                        to="customers.recurringinvoice",
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b02b7bb6f4bd501eed08c8bf0db71bbcb8b5b0fb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_acbe3",
                            table="customers_recurringinvoiceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SentDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document_type",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("order_document", "order document"),
                            ("statement", "statement"),
                            ("letter", "collection letter"),
                        ],
                        db_collation="C",
                        max_length=15,
                        verbose_name="type",
                    ),
                ),
                ("document_id", models.BigIntegerField()),
                ("document_date", models.DateField(verbose_name="date")),
                ("number", models.CharField(max_length=60, verbose_name="document")),
                ("recipient", models.EmailField(max_length=254, verbose_name="recipient")),
                ("attempt", models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="attempt")),
                (
                    "requested_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="asked"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("claimed", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("unknown", "May have gone out"),
                        ],
                        db_collation="C",
                        db_default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(null=True, verbose_name="at")),
                ("file_digest", models.CharField(db_default="", max_length=64, verbose_name="digest of the file")),
                ("ubl_digest", models.CharField(db_default="", max_length=64, verbose_name="digest of the UBL file")),
                ("error", models.TextField(db_default="", verbose_name="reason")),
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
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="batch.jobtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "sent document",
                "verbose_name_plural": "sent documents",
                "indexes": [models.Index(fields=["company", "-id"], name="sent_document_newest_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document_type", "document_id", "document_date", "recipient", "attempt"),
                        name="sent_document_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "claimed", "sent", "failed", "unknown"])),
                        name="sent_document_state_is_known",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="sent_document_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="task", name="sent_document_task", to="batch.JobTask"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="what_was_sent_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' OR OLD.state IN ('sent', 'unknown')\n            OR OLD.state = 'claimed' AND NEW.state = 'waiting'\n            OR (NEW.company_id, NEW.document_type, NEW.document_id, NEW.document_date, NEW.customer_id, NEW.recipient,\n                NEW.attempt)\n            IS DISTINCT FROM (OLD.company_id, OLD.document_type, OLD.document_id, OLD.document_date, OLD.customer_id,\n                OLD.recipient, OLD.attempt) THEN\n            RAISE EXCEPTION 'arclose: what was sent, or may have been, stays as it is'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="f0bea587dcddf1a6e3a60cce9fd7747e30732c10",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_what_was_sent_stays_f0057",
                            table="customers_sentdocument",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note_date", models.DateField(verbose_name="date")),
                ("until_date", models.DateField(verbose_name="charged until")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("printed", "Printed"),
                            ("posted", "Posted"),
                            ("reversed", "Reversed"),
                        ],
                        default="created",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "interest_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="interest"),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
                ),
                (
                    "transaction_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "accounting_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_notes",
                        to="ledger.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_notes",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "interest_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.interestcode",
                        verbose_name="interest code",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_notes",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest note",
                "verbose_name_plural": "interest notes",
                "indexes": [
                    models.Index(fields=["company", "-note_date", "-id"], name="interest_note_newest_idx"),
                    models.Index(
                        condition=models.Q(("status__in", ["created", "printed"])),
                        fields=["company", "note_date"],
                        name="interest_note_waiting_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="interest_note_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interest_amount__gt", 0),
                            ("interest_amount__lt", 1000000000000000),
                            ("fee_amount__gte", 0),
                            ("fee_amount__lt", 1000000000000000),
                        ),
                        name="interest_note_is_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posting__isnull", False), ("status__in", ["posted", "reversed"])),
                            models.Q(("posting__isnull", True), ("status__in", ["created", "printed"])),
                            _connector="OR",
                        ),
                        name="interest_note_posted_has_posting",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="interest_note_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="interest_code", name="interest_note_code", to="customers.InterestCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="interest_note_posting", to="ledger.Posting"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_note_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" IN ('posted', 'reversed'))",
                            func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'\n            AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: interest note % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                            hash="5db2ab5d9e872f02d2517ff2a51c34e5a676407a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_posted_note_stays_5577a",
                            table="customers_interestnote",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionSequenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "letters_per",
                    models.CharField(
                        choices=[
                            ("customer", "customer: all of it at the furthest code"),
                            ("code", "code: each transaction at its own"),
                        ],
                        db_default="customer",
                        default="customer",
                        max_length=8,
                        verbose_name="one letter per",
                    ),
                ),
                (
                    "takes_credits_off",
                    models.BooleanField(db_default=True, default=True, verbose_name="take open credits off"),
                ),
                ("is_usual", models.BooleanField(default=False, verbose_name="usual sequence of the company")),
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
                    "fee_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="fee account",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.itemtaxgroup",
                        verbose_name="item tax group of the fee",
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
                        to="customers.collectionsequence",
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
                            hash="e280ff2686f323aa6000029630e8028d78d1a7b4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_48682",
                            table="customers_collectionsequenceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="step")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "sequence",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="customers.collectionsequence",
                        verbose_name="sequence",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter code",
                "verbose_name_plural": "collection letter codes",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="collection_letter_code_company_key"),
                    models.UniqueConstraint(fields=("sequence", "number"), name="collection_letter_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 9)),
                        name="collection_letter_code_is_a_step",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="sequence", name="collection_letter_code_sequence", to="customers.CollectionSequence"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettercodeevent" ("company_id", "days", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence_id") SELECT new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sequence_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="684ca0d5f77e3fa181a091b82917cde9d3b84885",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_43e44",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_collectionlettercode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettercodeevent" ("company_id", "days", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence_id") SELECT new_values."company_id", new_values."days", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sequence_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8c4c81933f9360cdfe02fc736c41fe6848171663",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_490e3",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_collectionlettercode",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettercodeevent" ("company_id", "days", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence_id") SELECT old_values."company_id", old_values."days", old_values."id", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sequence_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="95aa68459b9e23aa67e17865d2c78b6488ff8398",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_afad9",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_collectionlettercode",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterCodeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="step")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
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
                        to="customers.collectionlettercode",
                    ),
                ),
                (
                    "sequence",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.collectionsequence",
                        verbose_name="sequence",
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
                            hash="df3110ea476b5161ef50f812ce2ae642c51bcd76",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4eaed",
                            table="customers_collectionlettercodeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterFee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="overdue at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
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
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fees",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter in a currency",
                "verbose_name_plural": "collection letters in currencies",
                "constraints": [
                    models.UniqueConstraint(fields=("letter_code", "currency"), name="collection_letter_fee_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_amount__gte", 0),
                            ("minimum_amount__lt", 1000000000000000),
                            ("fee_amount__gte", 0),
                            ("fee_amount__lt", 1000000000000000),
                        ),
                        name="collection_letter_fee_is_an_amount",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="letter_code", name="collection_letter_fee_code", to="customers.CollectionLetterCode"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionletterfeeevent" ("company_id", "currency_id", "fee_amount", "id", "letter_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."letter_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="effc9938221fd2276527b969889db94681c02750",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e8ef8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_collectionletterfee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionletterfeeevent" ("company_id", "currency_id", "fee_amount", "id", "letter_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."company_id", new_values."currency_id", new_values."fee_amount", new_values."id", new_values."letter_code_id", new_values."minimum_amount", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="db032fc7d5a562e4532377d8e4df17f55c1eb37a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5be5e",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_collectionletterfee",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionletterfeeevent" ("company_id", "currency_id", "fee_amount", "id", "letter_code_id", "minimum_amount", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."company_id", old_values."currency_id", old_values."fee_amount", old_values."id", old_values."letter_code_id", old_values."minimum_amount", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="8b720ab55a1244e112a46872d6a9f071994e910a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a27e3",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_collectionletterfee",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterFeeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "minimum_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="overdue at least"
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
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
                    "currency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
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
                        to="customers.collectionletterfee",
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
                            hash="8eb9645e7120636d128a28b381542a24ce616514",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9376b",
                            table="customers_collectionletterfeeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")], max_length=2, verbose_name="language"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a collection letter",
                "verbose_name_plural": "texts of collection letters",
                "constraints": [
                    models.UniqueConstraint(fields=("letter_code", "language"), name="collection_letter_text_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="letter_code", name="collection_letter_text_code", to="customers.CollectionLetterCode"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettertextevent" ("company_id", "id", "language", "letter_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."company_id", new_values."id", new_values."language", new_values."letter_code_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7143269feb4e2175ad92ef96d1ec868c027085e8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6595b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="customers_collectionlettertext",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettertextevent" ("company_id", "id", "language", "letter_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."company_id", new_values."id", new_values."language", new_values."letter_code_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1c7a3f3326d04de44f6c3946f18975ad07735724",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_460f0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="customers_collectionlettertext",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "customers_collectionlettertextevent" ("company_id", "id", "language", "letter_code_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT old_values."company_id", old_values."id", old_values."language", old_values."letter_code_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="c1d0f4689e61d1a063d415504acd2b82dd0862d0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_387ae",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="customers_collectionlettertext",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterTextEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")], max_length=2, verbose_name="language"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
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
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
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
                        to="customers.collectionlettertext",
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
                            hash="d7bc28833d840de2aa633d56df6972f6efbd9e67",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e4722",
                            table="customers_collectionlettertextevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note_date", models.DateField(verbose_name="date")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("printed", "Printed"),
                            ("posted", "Posted"),
                            ("reversed", "Reversed"),
                        ],
                        default="created",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "fee_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="fee"),
                ),
                (
                    "transaction_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "accounting_units",
                    arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("code_number", models.PositiveSmallIntegerField(verbose_name="step")),
                ("until_date", models.DateField(verbose_name="overdue until")),
                (
                    "overdue_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="overdue"),
                ),
                ("tax_percent", models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="percent")),
                (
                    "tax_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22, verbose_name="tax"),
                ),
                (
                    "reversal_reason",
                    models.CharField(blank=True, db_default="", editable=False, max_length=200, verbose_name="reason"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_letters",
                        to="ledger.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_letters",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_letters",
                        to="ledger.posting",
                    ),
                ),
                (
                    "reversal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                        verbose_name="tax code",
                    ),
                ),
                (
                    "letter_code",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.collectionlettercode",
                        verbose_name="collection letter code",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection letter",
                "verbose_name_plural": "collection letters",
                "indexes": [
                    models.Index(fields=["company", "-note_date", "-id"], name="collection_letter_newest_idx"),
                    models.Index(
                        condition=models.Q(("status__in", ["created", "printed"])),
                        fields=["company", "note_date"],
                        name="collection_letter_waiting_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="collection_letter_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reversal__isnull", False), ("status", "reversed")),
                            models.Q(models.Q(("status", "reversed"), _negated=True), ("reversal__isnull", True)),
                            _connector="OR",
                        ),
                        name="collection_letter_reversed_has_reversal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overdue_amount__gt", 0),
                            ("overdue_amount__lt", 1000000000000000),
                            ("fee_amount__gte", 0),
                            ("fee_amount__lt", 1000000000000000),
                            ("tax_amount__gte", 0),
                            ("tax_amount__lt", 1000000000000000),
                        ),
                        name="collection_letter_is_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posting__isnull", False), ("status__in", ["posted", "reversed"])),
                            models.Q(("posting__isnull", True), ("status__in", ["created", "printed"])),
                            _connector="OR",
                        ),
                        name="collection_letter_posted_has_posting",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="collection_letter_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="letter_code", name="collection_letter_code", to="customers.CollectionLetterCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_code", name="collection_letter_tax_code", to="customers.TaxCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="collection_letter_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="reversal", name="collection_letter_reversal", to="ledger.Posting"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_note_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" IN ('posted', 'reversed'))",
                            func="\n        IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'\n            AND to_jsonb(NEW) - 'status' - 'reversal_id' - 'reversal_reason' = to_jsonb(OLD) - 'status' - 'reversal_id' - 'reversal_reason' THEN\n            RETURN NEW;\n        END IF;\n        RAISE EXCEPTION 'arclose: collection letter % is posted and never changes. Reverse it instead.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                            hash="c85db74024e9e0826c8139ddf82cba9761ecbd25",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_posted_note_stays_fbfc1",
                            table="customers_collectionletter",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterTaxRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                (
                    "tax_kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                            ("eu_goods_prepaid", "intra-Community goods, prepaid"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tax_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("item_type", models.CharField(choices=[("goods", "goods"), ("service", "service")], max_length=10)),
                ("delivery_country", models.CharField(db_collation="C", max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20)),
                ("tax_point_date", models.DateField()),
                (
                    "transaction_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22),
                ),
                ("transaction_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_base_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "registration_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
                ),
                (
                    "registration_currency_tax_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
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
                    "letter",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_rows",
                        to="customers.collectionletter",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.vatregistration",
                    ),
                ),
                (
                    "registration_currency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax row of a collection letter",
                "verbose_name_plural": "tax rows of collection letters",
                "indexes": [models.Index(fields=["company", "tax_point_date"], name="letter_tax_row_date_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_by", None)),
                        fields=("letter", "number"),
                        name="letter_tax_row_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_by__isnull", False)),
                        fields=("letter", "number"),
                        name="letter_tax_row_taken_back_once",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="letter", name="letter_tax_row_of", to="customers.CollectionLetter"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="taken_back_by", name="letter_tax_row_taken_back_by", to="ledger.Voucher"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_code", name="letter_tax_row_code", to="customers.TaxCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="registration", name="letter_tax_row_registration", to="ledger.VatRegistration"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="e07438508dbf274dfed6edee5ea68e2456fc990c",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_a03c3",
                            table="customers_collectionlettertaxrow",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT coalesce(back.posting_id, l.posting_id) FROM (SELECT DISTINCT letter_id, taken_back_by_id FROM new_rows) r JOIN public.customers_collectionletter l ON l.id = r.letter_id LEFT JOIN public.ledger_voucher back ON back.id = r.taken_back_by_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_collectionlettertaxrow joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_collectionlettertaxrow: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="a63e761374c7908645ed83baa9fb52dce2ca1618",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_b9d89",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_collectionlettertaxrow",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invoice_type",
                    models.CharField(
                        choices=[("invoice", "invoice"), ("credit_note", "credit note")],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("sequence_number", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="invoice")),
                ("invoice_date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(verbose_name="due date")),
                ("transaction_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("accounting_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("rate_date", models.DateField()),
                ("delivery_country", models.CharField(db_collation="C", max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT number")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="net amount"),
                ),
                ("tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="tax")),
                (
                    "total_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="total"),
                ),
                ("has_voucher", models.BooleanField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="ledger.company",
                    ),
                ),
                (
                    "credited_invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_notes",
                        to="customers.invoice",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "fiscal_year",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalyear",
                    ),
                ),
                (
                    "invoice_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="customers.customer",
                        verbose_name="invoice account",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="ledger.posting",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.numberseries",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterms",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
                "indexes": [
                    models.Index(fields=["company", "-invoice_date", "-id"], name="invoice_newest_idx"),
                    models.Index(fields=["company", "total_amount"], name="invoice_amount_idx"),
                    models.Index(fields=["company", "net_amount"], name="invoice_net_amount_idx"),
                    models.Index(
                        condition=models.Q(("customer", models.F("invoice_account")), _negated=True),
                        fields=["customer"],
                        name="invoice_of_another_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "fiscal_year", "sequence_number"), name="invoice_sequence"
                    ),
                    models.UniqueConstraint(fields=("company", "number"), name="invoice_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="invoice_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_amount",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net_amount"), "+", models.F("tax_amount")
                                ),
                            )
                        ),
                        name="invoice_total_is_net_and_tax",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="invoice_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="series", name="invoice_series", to="ledger.NumberSeries"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="fiscal_year", name="invoice_fiscal_year", to="ledger.FiscalYear"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="invoice_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice_account", name="invoice_invoice_account", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="credited_invoice", name="invoice_credited", to="customers.Invoice"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerTransaction",
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
                            ("collection_letter", "collection letter"),
                            ("payment_fee", "payment fee"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("document_number", models.CharField(db_collation="C", max_length=40, verbose_name="document")),
                ("transaction_date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(verbose_name="due date")),
                (
                    "transaction_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="amount in transaction currency"
                    ),
                ),
                (
                    "accounting_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="amount in accounting currency"
                    ),
                ),
                (
                    "opening_adjustment_amount",
                    arclose.ledger.fields.AmountField(db_default=0, decimal_places=4, default=0, max_digits=22),
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
                    "control_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transactions",
                        to="customers.customer",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_transactions",
                        to="ledger.voucher",
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_transaction",
                        to="customers.invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer transaction",
                "verbose_name_plural": "customer transactions",
                "indexes": [
                    models.Index(fields=["company", "transaction_date"], name="customer_transaction_date_idx"),
                    models.Index(fields=["customer", "due_date"], name="customer_transaction_due_idx"),
                    models.Index(fields=["company", "document_number"], name="customer_transaction_no_idx"),
                    models.Index(
                        condition=models.Q(("transaction_type", "invoice"), _negated=True),
                        fields=["company", "transaction_date"],
                        name="customer_transaction_other_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="customer_transaction_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accounting_currency_amount__lt", 1000000000000000000),
                            ("transaction_currency_amount__lt", 1000000000000000000),
                        ),
                        name="customer_transaction_is_a_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("transaction_type", "opening")),
                        fields=("company", "customer", "document_number"),
                        name="opening_transaction_once",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="customer_transaction_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher", name="customer_transaction_voucher", to="ledger.Voucher"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="customer_transaction_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice", name="customer_transaction_invoice", to="customers.Invoice"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="control_account", name="customer_transaction_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="a417a5f303d57d357df3e84bfd605c23dffa0ef5",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_a38ce",
                            table="customers_customertransaction",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_customertransaction joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (SELECT 1 FROM new_rows t JOIN public.ledger_voucher v ON v.id = t.voucher_id WHERE v.posting_id <> t.posting_id OR t.transaction_type <> 'opening' AND v.posting_date <> t.transaction_date OR t.transaction_date > v.posting_date) THEN\n            RAISE EXCEPTION 'arclose: a row of customers_customertransaction is of another posting or date than its voucher'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="3a55e6c2d7de83bd6f85bf03f487cb53ad006e76",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_c2067",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_customertransaction",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenTransaction",
            fields=[
                (
                    "transaction",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="open",
                        serialize=False,
                        to="customers.customertransaction",
                    ),
                ),
                ("due_date", models.DateField(verbose_name="due date")),
                (
                    "transaction_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="open amount in transaction currency"
                    ),
                ),
                (
                    "accounting_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="open amount in accounting currency"
                    ),
                ),
                (
                    "standing_adjustment_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
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
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_transactions",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "open transaction",
                "verbose_name_plural": "open transactions",
                "indexes": [
                    models.Index(fields=["company", "due_date"], name="open_transaction_due_idx"),
                    models.Index(
                        condition=models.Q(("standing_adjustment_amount", 0), _negated=True),
                        fields=["customer"],
                        name="open_transaction_adjusted_idx",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SalesOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_collation="C", max_length=30, verbose_name="order")),
                (
                    "order_type",
                    models.CharField(
                        choices=[("sales", "sales order"), ("returned", "returned order")],
                        default="sales",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open order"),
                            ("delivered", "Delivered"),
                            ("invoiced", "Invoiced"),
                            ("canceled", "Canceled"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "document_status",
                    models.CharField(
                        choices=[
                            ("none", "Nothing yet"),
                            ("confirmation", "Confirmation"),
                            ("picking_list", "Picking list"),
                            ("packing_slip", "Packing slip"),
                            ("invoice", "Invoice"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=12,
                        verbose_name="document status",
                    ),
                ),
                ("order_date", models.DateField(verbose_name="order date")),
                (
                    "delivery_date",
                    models.DateField(
                        blank=True, help_text="Empty: on the invoice date.", null=True, verbose_name="delivery date"
                    ),
                ),
                ("invoice_date", models.DateField(verbose_name="invoice date")),
                ("delivery_address", models.TextField(blank=True, verbose_name="delivery address")),
                ("delivery_country", models.CharField(db_collation="C", max_length=2, verbose_name="delivery country")),
                (
                    "total_discount_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="total discount (%)"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        max_length=200,
                        verbose_name="why the rest was given up",
                    ),
                ),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="net amount"
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_orders",
                        to="ledger.company",
                    ),
                ),
                (
                    "credited_invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_orders",
                        to="customers.invoice",
                        verbose_name="invoice to credit",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sales_orders",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterms",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxgroup",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer_reference",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="What the customer calls this order.",
                        max_length=60,
                        verbose_name="customer reference",
                    ),
                ),
                (
                    "uninvoiced_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
                ),
                (
                    "prices_include_tax",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="The tax is taken out of prices and charges, not added to them.",
                        verbose_name="prices include tax",
                    ),
                ),
                ("first_uninvoiced_date", models.DateField(editable=False, null=True)),
                (
                    "invoice_remainder_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
                ),
                ("last_uninvoiced_date", models.DateField(editable=False, null=True)),
                (
                    "unconfirmed_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
                ),
                (
                    "undelivered_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
                ),
                (
                    "unpicked_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, editable=False, max_digits=22, null=True),
                ),
            ],
            options={
                "verbose_name": "sales order",
                "verbose_name_plural": "sales orders",
                "indexes": [
                    models.Index(fields=["company", "-invoice_date", "-id"], name="sales_order_newest_idx"),
                    models.Index(
                        condition=models.Q(("status__in", ["open", "delivered"])),
                        fields=["company", "invoice_date", "id"],
                        name="sales_order_open_idx",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["open", "delivered"])),
                        fields=["customer"],
                        name="sales_order_unfinished_idx",
                    ),
                    models.Index(fields=["company", "net_amount"], name="sales_order_amount_idx"),
                    models.Index(
                        condition=models.Q(("status", "canceled")),
                        fields=["company", "-invoice_date", "-id"],
                        name="sales_order_canceled_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="sales_order_number"),
                    models.CheckConstraint(
                        condition=models.Q(("total_discount_percent__gte", 0), ("total_discount_percent__lte", 100)),
                        name="sales_order_total_discount",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="sales_order_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment_terms", name="sales_order_terms", to="customers.PaymentTerms"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_group", name="sales_order_tax_group", to="customers.TaxGroup"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="credited_invoice", name="sales_order_credited", to="customers.Invoice"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document_type",
                    models.CharField(
                        choices=[
                            ("confirmation", "confirmation"),
                            ("picking_list", "picking list"),
                            ("packing_slip", "packing slip"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("sequence_number", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="number")),
                ("document_date", models.DateField(verbose_name="date")),
                ("delivery_address", models.TextField(blank=True, verbose_name="delivery address")),
                ("delivery_country", models.CharField(db_collation="C", max_length=2, verbose_name="delivery country")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="net amount"),
                ),
                (
                    "cost_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="cost"),
                ),
                ("has_voucher", models.BooleanField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="customers.orderdocument",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "fiscal_year",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalyear",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_documents",
                        to="ledger.posting",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.numberseries",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.salesorder",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "order document",
                "verbose_name_plural": "order documents",
                "indexes": [
                    models.Index(
                        fields=["company", "document_type", "-document_date", "-id"], name="order_document_newest_idx"
                    ),
                    models.Index(fields=["company", "-document_date", "-id"], name="order_document_all_newest_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "fiscal_year", "sequence_number"), name="order_document_sequence"
                    ),
                    models.UniqueConstraint(fields=("company", "number"), name="order_document_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="order_document_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="order_document_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order", name="order_document_order", to="customers.SalesOrder"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="series", name="order_document_series", to="ledger.NumberSeries"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="fiscal_year", name="order_document_fiscal_year", to="ledger.FiscalYear"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="site", name="order_document_site", to="customers.Site"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="corrects", name="order_document_corrects", to="customers.OrderDocument"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="order_document_customer", to="customers.Customer"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="e5d87c88ecbcbd08e34db0a22f1d06e18c738b80",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_48e69",
                            table="customers_orderdocument",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="numbers_follow",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        SELECT format('%s to %s, %s of them', block.first, block.last, block.count) INTO refused FROM (\n            SELECT series_id, fiscal_year_id, min(sequence_number) AS first, max(sequence_number) AS last,\n                count(*) AS count\n            FROM new_rows WHERE sequence_number >= 0 GROUP BY series_id, fiscal_year_id\n        ) AS block\n        WHERE block.last - block.first + 1 <> block.count OR block.first < 1 OR (block.first > 1 AND NOT EXISTS (\n            SELECT 1 FROM public.customers_orderdocument earlier\n            WHERE earlier.series_id = block.series_id AND earlier.fiscal_year_id = block.fiscal_year_id\n                AND earlier.sequence_number = block.first - 1)) LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: numbers must follow each other without a gap: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="5d7e5d48d9c88bbff1029f9a36b5248b80944ec0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_numbers_follow_23297",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_orderdocument",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="number_is_given",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NEW."sequence_number" < 1)',
                            constraint="CONSTRAINT",
                            func="\n        RAISE EXCEPTION 'arclose: % is a preview', NEW.number USING ERRCODE = 'check_violation';\n    ",
                            hash="9bd7f20238b6d34f6c4e9f389d8780729ecad813",
                            operation="INSERT",
                            pgid="pgtrigger_number_is_given_0a3e5",
                            table="customers_orderdocument",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_orderdocument joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, document_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, document_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_orderdocument: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="6d5c5d8175badd46b1d9a8765717f671e6f95d96",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_53c28",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_orderdocument",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.company",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="request",
                        to="customers.salesorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "key"), name="order_request_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order", name="order_request_order", to="customers.SalesOrder"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SalesOrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="quantity")),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="price")),
                (
                    "line_discount_percent",
                    models.DecimalField(decimal_places=3, default=0, max_digits=6, verbose_name="discount (%)"),
                ),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="net amount"),
                ),
                ("delivery_address", models.TextField(blank=True, db_default="", verbose_name="delivery address")),
                (
                    "deliver_now_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="deliver now",
                    ),
                ),
                (
                    "confirmed_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "picked_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="picked",
                    ),
                ),
                (
                    "delivered_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="delivered",
                    ),
                ),
                (
                    "invoiced_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="invoiced",
                    ),
                ),
                (
                    "unconfirmed_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="confirmed before a change",
                    ),
                ),
                (
                    "unpicked_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="picked before the rest was given up",
                    ),
                ),
                (
                    "given_up_quantity",
                    customers.models.sales_orders.StepQuantityField(
                        db_default=Decimal("0"),
                        decimal_places=4,
                        default=Decimal("0"),
                        max_digits=18,
                        verbose_name="given up",
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.item",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.salesorder",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.site",
                    ),
                ),
                (
                    "delivery_country",
                    models.CharField(
                        blank=True,
                        db_collation="C",
                        db_default="",
                        default="",
                        max_length=2,
                        verbose_name="delivery country",
                    ),
                ),
            ],
            options={
                "verbose_name": "sales order line",
                "verbose_name_plural": "sales order lines",
                "indexes": [
                    models.Index(fields=["item", "-id"], name="sales_order_line_item_idx"),
                    models.Index(
                        condition=models.Q(("net_amount__lt", 0)), fields=["order"], name="sales_order_line_below_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "line_number"), name="sales_order_line_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="sales_order_line_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(("line_discount_percent__gte", 0), ("line_discount_percent__lte", 100)),
                        name="sales_order_line_discount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net_amount__lt", 1000000000000000000),
                            ("quantity__lt", 100000000000000),
                            ("unit_price__lt", 100000000000000),
                        ),
                        name="sales_order_line_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivery_country", ""), models.Q(("delivery_address", ""), _negated=True), _connector="OR"
                        ),
                        name="sales_order_line_country_has_address",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order", name="sales_order_line_order", to="customers.SalesOrder"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item", name="sales_order_line_item", to="customers.Item"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="site", name="sales_order_line_site", to="customers.Site"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderDocumentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField()),
                ("description", models.CharField(blank=True, max_length=200)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="quantity")),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20)),
                ("line_discount_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("net_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("cost_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="customers.orderdocument",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.item",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documented",
                        to="customers.salesorderline",
                    ),
                ),
            ],
            options={
                "verbose_name": "order document line",
                "verbose_name_plural": "order document lines",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "line_number"), name="order_document_line_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="order_document_line_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="document", name="order_document_line_document", to="customers.OrderDocument"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order_line", name="order_document_line_order", to="customers.SalesOrderLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item", name="order_document_line_item", to="customers.Item"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="d9662ae768bee89a8cc1689b1d44f0aec604ad0a",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_6b548",
                            table="customers_orderdocumentline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT d.posting_id FROM (SELECT DISTINCT document_id FROM new_rows) r JOIN public.customers_orderdocument d ON d.id = r.document_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_orderdocumentline joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="4df5fc067aecc1de481638190d970bcb2854b603",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_d2124",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_orderdocumentline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("settlement_date", models.DateField(verbose_name="date")),
                (
                    "transaction_currency_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="settled amount"),
                ),
                ("debit_accounting_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("credit_accounting_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "debit_adjustment_amount",
                    arclose.ledger.fields.AmountField(db_default=0, decimal_places=4, default=0, max_digits=22),
                ),
                (
                    "credit_adjustment_amount",
                    arclose.ledger.fields.AmountField(db_default=0, decimal_places=4, default=0, max_digits=22),
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
                    "credit_transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements_as_credit",
                        to="customers.customertransaction",
                    ),
                ),
                (
                    "debit_transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements_as_debit",
                        to="customers.customertransaction",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="ledger.posting",
                    ),
                ),
                (
                    "reversal_of",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="customers.settlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement",
                "verbose_name_plural": "settlements",
                "indexes": [
                    models.Index(fields=["company", "settlement_date"], name="settlement_date_idx"),
                    models.Index(
                        condition=models.Q(("transaction_currency_amount__lt", 0)),
                        fields=["company", "settlement_date"],
                        name="settlement_taken_back_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="settlement_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="settlement_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="debit_transaction",
                        name="settlement_debit_transaction",
                        to="customers.CustomerTransaction",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="credit_transaction",
                        name="settlement_credit_transaction",
                        to="customers.CustomerTransaction",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="reversal_of", name="settlement_reversal_of", to="customers.Settlement"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="a43a3b3bf47180214b1f197ec51213074b8c8091",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_de567",
                            table="customers_settlement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_settlement joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, settlement_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, settlement_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_settlement: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="eb45dd1e909a9d35bfc322c25f3017a673aeb089",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_99bf2",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_settlement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                (
                    "tax_kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                            ("eu_goods_prepaid", "intra-Community goods, prepaid"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tax_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("item_type", models.CharField(choices=[("goods", "goods"), ("service", "service")], max_length=10)),
                ("delivery_country", models.CharField(db_collation="C", max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20)),
                ("tax_point_date", models.DateField()),
                (
                    "transaction_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22),
                ),
                ("transaction_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_base_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "registration_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
                ),
                (
                    "registration_currency_tax_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_rows",
                        to="customers.invoice",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.vatregistration",
                    ),
                ),
                (
                    "registration_currency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax row",
                "verbose_name_plural": "tax rows",
                "indexes": [models.Index(fields=["company", "tax_point_date"], name="tax_row_date_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("invoice", "number"), name="tax_row_number"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice", name="tax_row_invoice", to="customers.Invoice"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_code", name="tax_row_code", to="customers.TaxCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="registration", name="tax_row_registration", to="ledger.VatRegistration"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="d982e39dbfcd134ec86fd84cdddefee9c0a6a77a",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_2284f",
                            table="customers_taxrow",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM (SELECT DISTINCT invoice_id FROM new_rows) r JOIN public.customers_invoice i ON i.id = r.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_taxrow joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_taxrow: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="c05a28d09511ccb656aebc300626fc43785010b0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_3e60c",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_taxrow",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GivenUpQuantity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="quantity")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "given_up_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, null=True
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
                    "given_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_up_quantities",
                        to="customers.salesorderline",
                    ),
                ),
            ],
            options={
                "verbose_name": "given-up quantity",
                "verbose_name_plural": "given-up quantities",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order_line", name="given_up_order_line", to="customers.SalesOrderLine"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="4a3cf6a43a7af2c59df7b0fa27fa8b247daf7298",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_83530",
                            table="customers_givenupquantity",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "On hold"),
                            ("released", "Released"),
                            ("rejected", "Rejected"),
                            ("lifted", "Lifted"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("update", models.CharField(blank=True, db_collation="C", max_length=40)),
                (
                    "quantity",
                    models.CharField(
                        choices=[
                            ("all", "All that is left"),
                            ("deliver_now", "Deliver now"),
                            ("picked", "Picked"),
                            ("not_stocked", "Picked and not stocked"),
                            ("delivered", "Packing slip"),
                        ],
                        default="all",
                        max_length=12,
                    ),
                ),
                ("is_forced", models.BooleanField(default=False, verbose_name="forced")),
                ("refusals", models.JSONField(default=list)),
                (
                    "amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="amount"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "held_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="since"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("decision_reason", models.CharField(blank=True, max_length=200, verbose_name="why")),
                ("is_own_work", models.BooleanField(default=False)),
                ("valid_until", models.DateField(null=True, verbose_name="valid until")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credit_holds", to="ledger.company"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tried or held by",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_holds",
                        to="customers.salesorder",
                    ),
                ),
                ("parameters", models.JSONField(null=True)),
            ],
            options={
                "verbose_name": "credit hold",
                "verbose_name_plural": "credit holds",
                "indexes": [models.Index(fields=["company", "state", "-id"], name="credit_hold_newest_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("order",), name="credit_hold_waits_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "lifted"]),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="credit_hold_says_who_decided",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order", name="credit_hold_order", to="customers.SalesOrder"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="decided_hold_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF OLD.state <> 'waiting' OR TG_OP = 'DELETE' THEN\n            RAISE EXCEPTION 'arclose: a credit hold that is decided about never changes'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="0947d0caaa3b1543f58c4c33f244c6bee6f83e0b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_decided_hold_stays_d8040",
                            table="customers_credithold",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FreeTextInvoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_collation="C", editable=False, max_length=80)),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[("in_process", "In process"), ("posted", "Posted")],
                        db_collation="C",
                        default="in_process",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("invoice_date", models.DateField(verbose_name="invoice date")),
                ("release_date", models.DateField(blank=True, null=True, verbose_name="release date")),
                ("delivery_country", models.CharField(db_collation="C", max_length=2, verbose_name="delivery country")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "net_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, default=0, max_digits=22, verbose_name="net amount"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="free_text_invoices",
                        to="ledger.company",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="free_text",
                        to="customers.invoice",
                    ),
                ),
                (
                    "invoice_account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="invoice account",
                    ),
                ),
                (
                    "payment_terms",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.paymentterms",
                    ),
                ),
                (
                    "tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxgroup",
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "corrects",
                    models.OneToOneField(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="customers.invoice",
                    ),
                ),
                ("occurrence_date", models.DateField(editable=False, null=True)),
                (
                    "recurring",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="customers.recurringinvoice",
                    ),
                ),
                (
                    "prices_include_tax",
                    models.BooleanField(db_default=False, default=False, verbose_name="prices include tax"),
                ),
            ],
            options={
                "verbose_name": "free text invoice",
                "verbose_name_plural": "free text invoices",
                "indexes": [
                    models.Index(fields=["company", "-invoice_date", "-id"], name="free_text_newest_idx"),
                    models.Index(
                        condition=models.Q(("status", "in_process")),
                        fields=["company", "invoice_date"],
                        name="free_text_waiting_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "key"), name="free_text_key"),
                    models.UniqueConstraint(fields=("id", "company"), name="free_text_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("invoice__isnull", False), ("status", "posted")),
                            models.Q(("invoice__isnull", True), ("status", "in_process")),
                            _connector="OR",
                        ),
                        name="free_text_is_posted_with_invoice",
                    ),
                    models.UniqueConstraint(fields=("recurring", "occurrence_date"), name="free_text_occurrence_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("occurrence_date__isnull", True), ("recurring__isnull", True)),
                            models.Q(("occurrence_date__isnull", False), ("recurring__isnull", False)),
                            _connector="OR",
                        ),
                        name="free_text_occurrence_of_recurring",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="customer", name="free_text_customer", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice_account", name="free_text_account", to="customers.Customer"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="payment_terms", name="free_text_terms", to="customers.PaymentTerms"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_group", name="free_text_tax_group", to="customers.TaxGroup"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice", name="free_text_invoice", to="customers.Invoice"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="corrects", name="free_text_corrects", to="customers.Invoice"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="recurring", name="free_text_recurring", to="customers.RecurringInvoice"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_free_text_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'posted')",
                            func="\n        RAISE EXCEPTION 'arclose: free text invoice % is posted and never changes.', OLD.id\n            USING ERRCODE = 'restrict_violation';\n    ",
                            hash="386989b7a92ac9e139365b1207b2150286f79586",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_posted_free_text_stays_2beca",
                            table="customers_freetextinvoice",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FreeTextLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("description", models.CharField(max_length=200, verbose_name="description")),
                (
                    "item_type",
                    models.CharField(
                        choices=[("goods", "goods"), ("service", "service")],
                        default="service",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="quantity")),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20, verbose_name="price")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                        verbose_name="ledger account",
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
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.freetextinvoice",
                    ),
                ),
                (
                    "item_tax_group",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.itemtaxgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "free text line",
                "verbose_name_plural": "free text lines",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "line_number"), name="free_text_line_number"),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True), name="free_text_line_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lt", 1000000000000000),
                            ("quantity__lt", 100000000000000),
                            ("unit_price__lt", 100000000000000),
                        ),
                        name="free_text_line_is_a_number",
                    ),
                    models.UniqueConstraint(fields=("id", "company"), name="free_text_line_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="document", name="free_text_line_document", to="customers.FreeTextInvoice"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="free_text_line_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item_tax_group", name="free_text_line_tax_group", to="customers.ItemTaxGroup"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_free_text_lines_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE is_posted boolean;",
                            func="\n        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (\n            SELECT status FROM public.customers_freetextinvoice\n            WHERE id IN (OLD.document_id, NEW.document_id) ORDER BY id FOR SHARE) AS locked;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the free text invoice of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="fae1d53117fa41ac2ff960931a95835b74d3fe93",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_posted_free_text_lines_stay_30300",
                            table="customers_freetextline",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "placed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("cleared_at", models.DateTimeField(editable=False, null=True)),
                ("clearing_note", models.CharField(blank=True, db_default="", max_length=200, verbose_name="note")),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.holdcode",
                        verbose_name="hold code",
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
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="customers.salesorder",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "order hold",
                "verbose_name_plural": "order holds",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at", None)), fields=("order", "code"), name="order_hold_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cleared_at", None), ("cleared_by", None)),
                            models.Q(("cleared_at__isnull", False), ("cleared_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="order_hold_cleared_by_somebody",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order", name="order_hold_order", to="customers.SalesOrder"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="code", name="order_hold_code", to="customers.HoldCode"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="holds_are_only_cleared",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' OR OLD.cleared_at IS NOT NULL OR NEW.cleared_at IS NULL\n            OR (NEW.company_id, NEW.order_id, NEW.code_id, NEW.note, NEW.placed_by_id, NEW.placed_at) IS DISTINCT FROM (OLD.company_id, OLD.order_id, OLD.code_id, OLD.note, OLD.placed_by_id, OLD.placed_at) THEN\n            RAISE EXCEPTION 'arclose: a hold is only cleared, and that once' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="1d5f4f4b4f4088e9eba5165fccdefdb03b846ce3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_holds_are_only_cleared_bfad7",
                            table="customers_orderhold",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FreeTextDistribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("percent", models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
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
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distribution",
                        to="customers.freetextline",
                    ),
                ),
            ],
            options={
                "verbose_name": "free text distribution",
                "verbose_name_plural": "free text distributions",
                "constraints": [
                    models.UniqueConstraint(fields=("line", "number"), name="free_text_distribution_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lt", 1000000000000000),
                            models.Q(
                                ("percent__isnull", True),
                                models.Q(("percent__gt", 0), ("percent__lte", 100)),
                                _connector="OR",
                            ),
                        ),
                        name="free_text_distribution_is_a_number",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="line", name="free_text_distribution_line", to="customers.FreeTextLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="free_text_distribution_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_distributions_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE is_posted boolean;",
                            func="\n        SELECT bool_or(locked.status = 'posted') INTO is_posted FROM (\n            SELECT f.status FROM public.customers_freetextinvoice f\n            JOIN public.customers_freetextline l ON l.document_id = f.id\n            WHERE l.id IN (OLD.line_id, NEW.line_id) ORDER BY f.id FOR SHARE OF f) AS locked;\n        IF is_posted THEN\n            RAISE EXCEPTION 'arclose: the free text invoice of this distribution is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="e5afd60d2b484f2c88384c13ce82c065e4ce1916",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_posted_distributions_stay_13398",
                            table="customers_freetextdistribution",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("disputed", "disputed"), ("blocked", "blocked")], max_length=8, verbose_name="kind"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "placed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("cleared_at", models.DateTimeField(editable=False, null=True)),
                ("clearing_note", models.CharField(blank=True, db_default="", max_length=200, verbose_name="note")),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection_holds",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection hold",
                "verbose_name_plural": "collection holds",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at", None)), fields=("transaction",), name="collection_hold_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="collection_hold_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cleared_at", None), ("cleared_by", None)),
                            models.Q(("cleared_at__isnull", False), ("cleared_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="collection_hold_cleared_by_somebody",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="collection_hold_transaction", to="customers.CustomerTransaction"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="holds_are_only_cleared",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' OR OLD.cleared_at IS NOT NULL OR NEW.cleared_at IS NULL\n            OR (NEW.company_id, NEW.transaction_id, NEW.kind, NEW.reason, NEW.placed_by_id, NEW.placed_at) IS DISTINCT FROM (OLD.company_id, OLD.transaction_id, OLD.kind, OLD.reason, OLD.placed_by_id, OLD.placed_at) THEN\n            RAISE EXCEPTION 'arclose: a hold is only cleared, and that once' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="1c8e06d6518c603ba5201c12f9869d66cf3fe3c1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_holds_are_only_cleared_05e48",
                            table="customers_collectionhold",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_percent", models.BooleanField(verbose_name="percentage")),
                (
                    "value",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, verbose_name="amount or percentage"
                    ),
                ),
                (
                    "charge_code",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.chargecode",
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
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="charges",
                        to="customers.salesorder",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="charges",
                        to="customers.salesorderline",
                    ),
                ),
                ("is_taken_away", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "verbose_name": "charge on an order",
                "verbose_name_plural": "charges on orders",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="order_charge_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gt", Decimal("-1000000000000000")), ("value__lt", Decimal("1000000000000000"))
                        ),
                        name="order_charge_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_taken_away", False), ("value", 0), _connector="OR"),
                        name="order_charge_taken_away_is_nothing",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order", name="order_charge_order", to="customers.SalesOrder"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order_line", name="order_charge_line", to="customers.SalesOrderLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="charge_code", name="order_charge_code", to="customers.ChargeCode"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField()),
                ("description", models.CharField(blank=True, max_length=200)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18)),
                ("unit_price", models.DecimalField(decimal_places=6, max_digits=20)),
                ("line_discount_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("gross_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("line_discount_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("total_discount_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("net_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "cost_amount",
                    arclose.ledger.fields.AmountField(
                        db_default=Decimal("0"), decimal_places=4, default=Decimal("0"), max_digits=22
                    ),
                ),
                ("tax_row_number", models.SmallIntegerField()),
                ("tax_percent", models.DecimalField(decimal_places=3, max_digits=6)),
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="customers.invoice",
                    ),
                ),
                (
                    "line_discount_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "revenue_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "total_discount_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.item",
                    ),
                ),
                (
                    "order_line",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_lines",
                        to="customers.salesorderline",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                    ),
                ),
                ("item_type", models.CharField(choices=[("goods", "goods"), ("service", "service")], max_length=10)),
                (
                    "order_charge",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_lines",
                        to="customers.ordercharge",
                    ),
                ),
                (
                    "prepaid_accounting_amount",
                    arclose.ledger.fields.AmountField(
                        db_default=Decimal("0"), decimal_places=4, default=Decimal("0"), max_digits=22
                    ),
                ),
                (
                    "prepayment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prepaid_lines",
                        to="customers.invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice line",
                "verbose_name_plural": "invoice lines",
                "indexes": [
                    models.Index(
                        condition=models.Q(("order_charge__isnull", False)),
                        fields=["order_charge"],
                        name="invoice_line_charge_idx",
                    ),
                    models.Index(
                        condition=models.Q(("prepayment__isnull", False)),
                        fields=["prepayment"],
                        name="invoice_line_prepaid_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("invoice", "line_number"), name="invoice_line_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="invoice_line_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "net_amount",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("gross_amount"), "-", models.F("line_discount_amount")
                                    ),
                                    "-",
                                    models.F("total_discount_amount"),
                                ),
                            )
                        ),
                        name="invoice_line_net",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item__isnull", False), ("order_line__isnull", False)),
                            models.Q(
                                ("item__isnull", True),
                                ("order_line__isnull", True),
                                models.Q(("description", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_line_says_what",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice", name="invoice_line_invoice", to="customers.Invoice"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order_line", name="invoice_line_order_line", to="customers.SalesOrderLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="item", name="invoice_line_item", to="customers.Item"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_code", name="invoice_line_tax_code", to="customers.TaxCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order_charge", name="invoice_line_order_charge", to="customers.OrderCharge"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="prepayment", name="invoice_line_prepayment", to="customers.Invoice"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="8093d10065f7bdcfcad521d5c64d6cff1c66e8dc",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_8b0ab",
                            table="customers_invoiceline",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM (SELECT DISTINCT invoice_id FROM new_rows) r JOIN public.customers_invoice i ON i.id = r.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_invoiceline joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="1c62e1ecb93f060c3ef11f8799c03468aed56a95",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_4c8bc",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_invoiceline",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoicedDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=18)),
                ("cost_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                    "invoice_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="customers.invoiceline",
                    ),
                ),
                (
                    "slip_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoiced",
                        to="customers.orderdocumentline",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoiced delivery",
                "verbose_name_plural": "invoiced deliveries",
                "constraints": [
                    models.UniqueConstraint(fields=("invoice_line", "slip_line"), name="invoiced_delivery_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice_line", name="invoiced_delivery_invoice_line", to="customers.InvoiceLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="slip_line", name="invoiced_delivery_slip_line", to="customers.OrderDocumentLine"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="e0d1426be9e9348e2d7372533bb16663d22cf230",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_0f7eb",
                            table="customers_invoiceddelivery",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM new_rows r JOIN public.customers_invoiceline l ON l.id = r.invoice_line_id JOIN public.customers_invoice i ON i.id = l.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_invoiceddelivery joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="9662648a83d23fea0060c4632afd7a191bdc3593",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_882fe",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_invoiceddelivery",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLineDistribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
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
                    "invoice_line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distribution",
                        to="customers.invoiceline",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice line distribution",
                "verbose_name_plural": "invoice line distributions",
                "constraints": [
                    models.UniqueConstraint(fields=("invoice_line", "number"), name="invoice_line_distribution_number"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="invoice_line", name="invoice_line_distribution_line", to="customers.InvoiceLine"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="invoice_line_distribution_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="d8edf48bb7e7856931b88fe35bccbcec54364345",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_41a03",
                            table="customers_invoicelinedistribution",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT i.posting_id FROM new_rows r JOIN public.customers_invoiceline l ON l.id = r.invoice_line_id JOIN public.customers_invoice i ON i.id = l.invoice_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_invoicelinedistribution joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="b0b78d9d5d52d10b7b702fabd338b9001d1b30cb",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_b0c5a",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_invoicelinedistribution",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("changed", "Changed"), ("canceled", "Canceled")], max_length=8, verbose_name="kind"
                    ),
                ),
                ("details", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="customers.salesorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an order",
                "verbose_name_plural": "changes of orders",
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="order", name="order_change_order", to="customers.SalesOrder"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="3ba708491d7bfb306df9c8f95cdefcf71d327d83",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_e736d",
                            table="customers_orderchange",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "transaction",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mark",
                        serialize=False,
                        to="customers.customertransaction",
                    ),
                ),
                ("document_type", models.CharField(max_length=30)),
                ("document_id", models.BigIntegerField()),
                (
                    "amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="marked amount"),
                ),
                (
                    "marked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    "marked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discount_use",
                    models.CharField(
                        choices=[("normal", "Normal"), ("always", "Always"), ("never", "Never")],
                        db_default="normal",
                        default="normal",
                        max_length=6,
                        verbose_name="cash discount",
                    ),
                ),
                ("settles_fully", models.BooleanField(db_default=False, default=False, verbose_name="full settlement")),
                (
                    "let_go_amount",
                    arclose.ledger.fields.AmountField(
                        blank=True, decimal_places=4, max_digits=22, null=True, verbose_name="let go"
                    ),
                ),
                ("discount_date", models.DateField(null=True, verbose_name="cash discount of the day")),
            ],
            options={
                "verbose_name": "mark",
                "verbose_name_plural": "marks",
                "indexes": [models.Index(fields=["company", "document_type", "document_id"], name="mark_holder_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__lt", 1000000000000000000), models.Q(("amount", 0), _negated=True)),
                        name="mark_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("let_go_amount__isnull", False), ("settles_fully", True)),
                            models.Q(("let_go_amount__isnull", True), ("settles_fully", False)),
                            _connector="OR",
                        ),
                        name="mark_in_full_lets_an_amount_go",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="mark_transaction", to="customers.CustomerTransaction"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cash_discount", "cash discount"),
                            ("penny_difference", "penny difference"),
                            ("over_underpayment", "over- or underpayment"),
                            ("write_off", "write-off"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("concession_date", models.DateField(verbose_name="date")),
                ("transaction_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("accounting_units", arclose.ledger.fields.UnitsField(decimal_places=12, max_digits=30)),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="tax")),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledgeraccount",
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
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concessions",
                        to="customers.customertransaction",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.writeoffreason",
                    ),
                ),
            ],
            options={
                "verbose_name": "concession",
                "verbose_name_plural": "concessions",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="concession_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("amount", 0), _negated=True), ("amount__lt", 1000000000000000000)),
                        name="concession_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "write_off"), ("reason__isnull", False)),
                            models.Q(models.Q(("kind", "write_off"), _negated=True), ("reason__isnull", True)),
                            _connector="OR",
                        ),
                        name="concession_write_off_has_reason",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="concession_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="concession_transaction", to="customers.CustomerTransaction"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="concession_account", to="ledger.LedgerAccount"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="reason", name="concession_reason", to="customers.WriteOffReason"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="0b406b461e096681cc73c7cec39810f20652b5e8",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_fcc33",
                            table="customers_concession",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_concession joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, concession_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, concession_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_concession: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="3f5551f2715c75e013ed393824082f619bc4ca07",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_7f47b",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_concession",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcessionTaxRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                (
                    "tax_kind",
                    models.CharField(
                        choices=[
                            ("domestic", "domestic"),
                            ("eu_goods", "intra-Community goods"),
                            ("eu_service", "service in another member state"),
                            ("triangular", "triangular trade"),
                            ("export", "export"),
                            ("exempt", "exempt"),
                            ("out_of_scope", "out of scope"),
                            ("eu_goods_prepaid", "intra-Community goods, prepaid"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tax_percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("item_type", models.CharField(choices=[("goods", "goods"), ("service", "service")], max_length=10)),
                ("delivery_country", models.CharField(db_collation="C", max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20)),
                ("tax_point_date", models.DateField()),
                (
                    "transaction_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22),
                ),
                ("transaction_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_base_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_tax_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "registration_currency_base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
                ),
                (
                    "registration_currency_tax_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, null=True),
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
                    "concession",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_rows",
                        to="customers.concession",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.vatregistration",
                    ),
                ),
                (
                    "registration_currency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.taxcode",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax row of a concession",
                "verbose_name_plural": "tax rows of concessions",
                "indexes": [models.Index(fields=["company", "tax_point_date"], name="concession_tax_row_date_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_by", None)),
                        fields=("concession", "number"),
                        name="concession_tax_row_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_by__isnull", False)),
                        fields=("concession", "number"),
                        name="concession_tax_row_taken_back_once",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="concession", name="concession_tax_row_of", to="customers.Concession"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="tax_code", name="concession_tax_row_code", to="customers.TaxCode"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="registration", name="concession_tax_row_registration", to="ledger.VatRegistration"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="taken_back_by", name="concession_tax_row_taken_back_by", to="ledger.Voucher"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="9560cf4a11335ce482b2036b27f720b41ab929e0",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_dd94a",
                            table="customers_concessiontaxrow",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT coalesce(back.posting_id, c.posting_id) FROM (SELECT DISTINCT concession_id, taken_back_by_id FROM new_rows) r JOIN public.customers_concession c ON c.id = r.concession_id LEFT JOIN public.ledger_voucher back ON back.id = r.taken_back_by_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_concessiontaxrow joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, tax_point_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_concessiontaxrow: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="7ece58a2e9a81687bb782e00fc445c73595f8d7c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_5d9f9",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_concessiontaxrow",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscountOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("percent", models.DecimalField(decimal_places=3, max_digits=6)),
                ("last_date", models.DateField()),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "cash_discount",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.cashdiscount",
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
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "offered cash discount",
                "verbose_name_plural": "offered cash discounts",
                "constraints": [
                    models.UniqueConstraint(fields=("transaction", "number"), name="discount_offer_number"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="discount_offer_of", to="customers.CustomerTransaction"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="cash_discount", name="discount_offer_code", to="customers.CashDiscount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="20e1814cbb0457f0155ce2e292a7cf9915909996",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_c4c34",
                            table="customers_discountoffer",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT t.posting_id FROM (SELECT DISTINCT transaction_id FROM new_rows) r JOIN public.customers_customertransaction t ON t.id = r.transaction_id) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_discountoffer joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="322ae0bddcda1b0fec8cce1b7f1c90dd8ed876c7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_208d2",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_discountoffer",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestNoteLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("from_date", models.DateField(verbose_name="from")),
                ("to_date", models.DateField(verbose_name="until")),
                (
                    "base_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="open"),
                ),
                ("annual_percent", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="percent a year")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="interest")),
                ("is_standing", models.BooleanField(db_default=True, default=True)),
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
                    "note",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.interestnote",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_lines",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an interest note",
                "verbose_name_plural": "lines of interest notes",
                "constraints": [
                    models.UniqueConstraint(fields=("note", "line_number"), name="interest_line_number"),
                    models.CheckConstraint(
                        condition=models.Q(("from_date__lte", models.F("to_date"))), name="interest_line_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0),
                            ("amount__lt", 1000000000000000),
                            ("base_amount__gt", 0),
                            ("base_amount__lt", 1000000000000000),
                        ),
                        name="interest_line_is_an_amount",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_standing", True)),
                        expressions=[
                            (customers.models.interest._TransactionRange(), "&&"),
                            (customers.models.interest._ChargedDays(), "&&"),
                        ],
                        name="interest_line_days_once",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="note", name="interest_line_note", to="customers.InterestNote"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="interest_line_transaction", to="customers.CustomerTransaction"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_note_lines_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE status text;",
                            func="\n        SELECT max(locked.status) INTO status FROM (\n            SELECT n.status FROM public.customers_interestnote n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF status = 'reversed' AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF status IN ('posted', 'reversed') THEN\n            RAISE EXCEPTION 'arclose: the interest note of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="7be137decefeebc1865c6cc8e30ed9f6ab7687e2",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_posted_note_lines_stay_c7943",
                            table="customers_interestnoteline",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrencyExchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("exchange_date", models.DateField(verbose_name="date")),
                ("amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="amount")),
                ("to_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.posting",
                    ),
                ),
                (
                    "to_currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "currency exchange",
                "verbose_name_plural": "currency exchanges",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="currency_exchange_company_key"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__lt", 0), ("to_amount__lt", 0)),
                        name="currency_exchange_is_of_a_credit",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="currency_exchange_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="currency_exchange_transaction", to="customers.CustomerTransaction"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="647599ce0d343f7f6318a6b670f018ba12062ad3",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_f2a09",
                            table="customers_currencyexchange",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="enters_open_posting",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_currencyexchange joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, exchange_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, exchange_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_currencyexchange: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="a99fd23a352db761cea8b70df14887c48e7d207b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_enters_open_posting_81c9b",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="customers_currencyexchange",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionLetterLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line_number", models.PositiveIntegerField(verbose_name="line")),
                ("code_number", models.PositiveSmallIntegerField(verbose_name="step")),
                (
                    "open_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22, verbose_name="open"),
                ),
                ("is_standing", models.BooleanField(db_default=True, default=True)),
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
                    "note",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="customers.collectionletter",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_lines",
                        to="customers.customertransaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a collection letter",
                "verbose_name_plural": "lines of collection letters",
                "constraints": [
                    models.UniqueConstraint(fields=("note", "line_number"), name="collection_line_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("open_amount", 0), _negated=True), ("open_amount__lt", 1000000000000000)
                        ),
                        name="collection_line_is_an_amount",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_standing", True), ("open_amount__gt", 0)),
                        fields=("transaction", "code_number"),
                        name="collection_line_step_once",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="note", name="collection_line_letter", to="customers.CollectionLetter"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="transaction", name="collection_line_transaction", to="customers.CustomerTransaction"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="posted_note_lines_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE status text;",
                            func="\n        SELECT max(locked.status) INTO status FROM (\n            SELECT n.status FROM public.customers_collectionletter n\n            WHERE n.id IN (OLD.note_id, NEW.note_id) ORDER BY n.id FOR SHARE) AS locked;\n        IF status = 'reversed' AND TG_OP = 'UPDATE' AND OLD.is_standing AND NOT NEW.is_standing\n            AND to_jsonb(NEW) - 'is_standing' = to_jsonb(OLD) - 'is_standing' THEN\n            RETURN NEW;\n        END IF;\n        IF status IN ('posted', 'reversed') THEN\n            RAISE EXCEPTION 'arclose: the collection letter of this line is posted and never changes.'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="ef4fe384a5634604ffbe946061207552c0b501e6",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_posted_note_lines_stay_1ca64",
                            table="customers_collectionletterline",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="invoice",
            name="order",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.salesorder",
            ),
        ),
        migrations.AddField(
            model_name="invoice",
            name="origin",
            field=models.CharField(
                choices=[("sales_order", "sales order"), ("free_text", "free text"), ("prepayment", "prepayment")],
                db_default="sales_order",
                default="sales_order",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=models.UniqueConstraint(fields=("id", "company"), name="sales_order_company_key"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin", "sales_order"),
                    models.Q(("order__isnull", True), ("origin", "free_text")),
                    models.Q(("order__isnull", False), ("origin", "prepayment")),
                    _connector="OR",
                ),
                name="invoice_order_has_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="order", name="invoice_order", to="customers.SalesOrder"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="93457c5cfa14f227718374658a91f9e5f51c5312",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_02245",
                    table="customers_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="numbers_follow",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        SELECT format('%s to %s, %s of them', block.first, block.last, block.count) INTO refused FROM (\n            SELECT series_id, fiscal_year_id, min(sequence_number) AS first, max(sequence_number) AS last,\n                count(*) AS count\n            FROM new_rows WHERE sequence_number >= 0 GROUP BY series_id, fiscal_year_id\n        ) AS block\n        WHERE block.last - block.first + 1 <> block.count OR block.first < 1 OR (block.first > 1 AND NOT EXISTS (\n            SELECT 1 FROM public.customers_invoice earlier\n            WHERE earlier.series_id = block.series_id AND earlier.fiscal_year_id = block.fiscal_year_id\n                AND earlier.sequence_number = block.first - 1)) LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: numbers must follow each other without a gap: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="8e8712297286c671a895fd780a5d85bd86e109bb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_numbers_follow_35af9",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_invoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="number_is_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."sequence_number" < 1)',
                    constraint="CONSTRAINT",
                    func="\n        RAISE EXCEPTION 'arclose: % is a preview', NEW.number USING ERRCODE = 'check_violation';\n    ",
                    hash="6beef73c05e47e6f993298f0ab51f8b2e0d18d27",
                    operation="INSERT",
                    pgid="pgtrigger_number_is_given_887ea",
                    table="customers_invoice",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="enters_open_posting",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE refused text;",
                    func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_rows) AS made (posting_id)\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no row of customers_invoice joins it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        PERFORM 1 FROM public.ledger_fiscalperiod p WHERE EXISTS (\n            SELECT 1 FROM (SELECT DISTINCT company_id, invoice_date FROM new_rows) AS d (company_id, day)\n            WHERE p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date) ORDER BY p.id FOR SHARE;\n        SELECT format('%s lies in %s', d.day, coalesce(p.name || ', which is ' || p.status, 'no period')) INTO refused\n            FROM (SELECT DISTINCT company_id, invoice_date FROM new_rows) AS d (company_id, day) LEFT JOIN public.ledger_fiscalperiod p\n                ON p.company_id = d.company_id AND d.day BETWEEN p.start_date AND p.end_date\n            WHERE p.status IS DISTINCT FROM 'open' LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: a row of customers_invoice: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="4104203058d6e56cf1da64cb9b1d3628aed1212f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_enters_open_posting_0715d",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="customers_invoice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
    ]
