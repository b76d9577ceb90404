import arclose.ledger.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_guards"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="AutomaticAccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("rounding", "rounding"),
                            ("realized_gain", "realized exchange gain"),
                            ("realized_loss", "realized exchange loss"),
                            ("opening", "opening balances"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CompanyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(db_collation="C", max_length=12, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "country",
                    models.CharField(
                        help_text="ISO 3166 code; EL is written GR here", max_length=2, verbose_name="country"
                    ),
                ),
                ("address", models.TextField(blank=True, verbose_name="address")),
                (
                    "rate_age_limit_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="A rate published longer ago than this is not used.",
                        verbose_name="rate age limit (days)",
                    ),
                ),
                (
                    "rounding_limit_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4,
                        default=1,
                        help_text="The largest difference, in accounting currency, that a voucher may leave on the rounding account.",
                        max_digits=22,
                        verbose_name="rounding limit",
                    ),
                ),
                ("time_zone", models.CharField(default="Europe/Amsterdam", max_length=60, verbose_name="time zone")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LedgerAccountEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=20, verbose_name="number")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "account_type",
                    models.CharField(
                        choices=[
                            ("asset", "asset"),
                            ("liability", "liability"),
                            ("equity", "equity"),
                            ("revenue", "revenue"),
                            ("expense", "expense"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("is_control_account", models.BooleanField(default=False, verbose_name="control account")),
                ("is_clearing_account", models.BooleanField(default=False, verbose_name="clearing account")),
                ("is_blocked", models.BooleanField(default=False, verbose_name="blocked")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NumberSeriesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("voucher", "vouchers"),
                            ("invoice", "sales invoices"),
                            ("credit_note", "credit notes"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                ("prefix", models.CharField(blank=True, max_length=10, verbose_name="prefix")),
                ("digits", models.PositiveSmallIntegerField(default=6, verbose_name="digits")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VatRegistrationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("vat_number", models.CharField(max_length=20, verbose_name="VAT number")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="automaticaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_automaticaccountevent" ("account_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") SELECT new_values."account_id", new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."purpose" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="17f7a14b273e04af2e4d635f10947fb9e5611259",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_08d54",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="ledger_automaticaccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="automaticaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_automaticaccountevent" ("account_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") SELECT new_values."account_id", new_values."company_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."purpose" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e738ba44d52cb41c58ef58ac2802b3aac22d2dd9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c16b7",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="ledger_automaticaccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="automaticaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_automaticaccountevent" ("account_id", "company_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") SELECT old_values."account_id", old_values."company_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."purpose" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ad54a007e84cca2b8132484fb908435079357215",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fa78f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="ledger_automaticaccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="company",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_companyevent" ("accounting_currency_id", "address", "code", "country", "created_at", "exchange_rate_type_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_age_limit_days", "reporting_currency_id", "rounding_limit_amount", "time_zone") SELECT new_values."accounting_currency_id", new_values."address", new_values."code", new_values."country", new_values."created_at", new_values."exchange_rate_type_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rate_age_limit_days", new_values."reporting_currency_id", new_values."rounding_limit_amount", new_values."time_zone" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f40d16031107ae92ab7e5da001b2032b620377ad",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_47551",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="ledger_company",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="company",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_companyevent" ("accounting_currency_id", "address", "code", "country", "created_at", "exchange_rate_type_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_age_limit_days", "reporting_currency_id", "rounding_limit_amount", "time_zone") SELECT new_values."accounting_currency_id", new_values."address", new_values."code", new_values."country", new_values."created_at", new_values."exchange_rate_type_id", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rate_age_limit_days", new_values."reporting_currency_id", new_values."rounding_limit_amount", new_values."time_zone" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="79e227f7d239991a99f733f9d52c9497203afb1e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5ab7e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="ledger_company",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="company",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_companyevent" ("accounting_currency_id", "address", "code", "country", "created_at", "exchange_rate_type_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_age_limit_days", "reporting_currency_id", "rounding_limit_amount", "time_zone") SELECT old_values."accounting_currency_id", old_values."address", old_values."code", old_values."country", old_values."created_at", old_values."exchange_rate_type_id", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rate_age_limit_days", old_values."reporting_currency_id", old_values."rounding_limit_amount", old_values."time_zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0406c5c8d88fd5b2ef81a8fffe724354cbbbed13",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_21176",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="ledger_company",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgeraccount",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_ledgeraccountevent" ("account_type", "company_id", "id", "is_blocked", "is_clearing_account", "is_control_account", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_type", new_values."company_id", new_values."id", new_values."is_blocked", new_values."is_clearing_account", new_values."is_control_account", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f348da19f18b59d3d48465b3ae9433c9e1efa4a4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bb32e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="ledger_ledgeraccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgeraccount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_ledgeraccountevent" ("account_type", "company_id", "id", "is_blocked", "is_clearing_account", "is_control_account", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."account_type", new_values."company_id", new_values."id", new_values."is_blocked", new_values."is_clearing_account", new_values."is_control_account", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4980ad1d0164015e3b0a7884c8a69c4cbbf48abf",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b118d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="ledger_ledgeraccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgeraccount",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_ledgeraccountevent" ("account_type", "company_id", "id", "is_blocked", "is_clearing_account", "is_control_account", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."account_type", old_values."company_id", old_values."id", old_values."is_blocked", old_values."is_clearing_account", old_values."is_control_account", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ce532a2d034a8b2ca644ed8cf417ff3693ecb3b4",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a5c2f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="ledger_ledgeraccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="numberseries",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_numberseriesevent" ("company_id", "digits", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "purpose") SELECT new_values."company_id", new_values."digits", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prefix", new_values."purpose" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="768e3ad4bd5b78e80e4f57102d6d81d884f7040a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_89f5b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="ledger_numberseries",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="numberseries",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_numberseriesevent" ("company_id", "digits", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "purpose") SELECT new_values."company_id", new_values."digits", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prefix", new_values."purpose" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8b0d6f002688c45573725fb2bf008be5fa032044",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8141a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="ledger_numberseries",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="numberseries",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_numberseriesevent" ("company_id", "digits", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "purpose") SELECT old_values."company_id", old_values."digits", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."prefix", old_values."purpose" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="62b773ebabc0a2a08793f484ae2ba9f421b990a1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a174b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="ledger_numberseries",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vatregistration",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_vatregistrationevent" ("company_id", "country", "currency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to", "vat_number") SELECT new_values."company_id", new_values."country", new_values."currency_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."valid_from", new_values."valid_to", new_values."vat_number" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7cf3b6eb76b21252bda8ede60737d0cf5f9c0dbe",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6600f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="ledger_vatregistration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vatregistration",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_vatregistrationevent" ("company_id", "country", "currency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to", "vat_number") SELECT new_values."company_id", new_values."country", new_values."currency_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."valid_from", new_values."valid_to", new_values."vat_number" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9cdd2aca8707bc0abf00e40cb488335f9c549fc1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5ec8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="ledger_vatregistration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vatregistration",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_vatregistrationevent" ("company_id", "country", "currency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to", "vat_number") SELECT old_values."company_id", old_values."country", old_values."currency_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."valid_from", old_values."valid_to", old_values."vat_number" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="00e7d666754a04f8a6b53fbec5830948ace6a737",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d0127",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="ledger_vatregistration",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="automaticaccountevent",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.ledgeraccount",
            ),
        ),
        migrations.AddField(
            model_name="automaticaccountevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="automaticaccountevent",
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
            model_name="automaticaccountevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="ledger.automaticaccount",
            ),
        ),
        migrations.AddField(
            model_name="companyevent",
            name="accounting_currency",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.currency",
                verbose_name="accounting currency",
            ),
        ),
        migrations.AddField(
            model_name="companyevent",
            name="exchange_rate_type",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.exchangeratetype",
                verbose_name="exchange rate type",
            ),
        ),
        migrations.AddField(
            model_name="companyevent",
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
            model_name="companyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="companyevent",
            name="reporting_currency",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.currency",
                verbose_name="reporting currency",
            ),
        ),
        migrations.AddField(
            model_name="ledgeraccountevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="ledgeraccountevent",
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
            model_name="ledgeraccountevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="ledger.ledgeraccount",
            ),
        ),
        migrations.AddField(
            model_name="numberseriesevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="numberseriesevent",
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
            model_name="numberseriesevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="ledger.numberseries",
            ),
        ),
        migrations.AddField(
            model_name="vatregistrationevent",
            name="company",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.company",
            ),
        ),
        migrations.AddField(
            model_name="vatregistrationevent",
            name="currency",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="ledger.currency",
                verbose_name="currency",
            ),
        ),
        migrations.AddField(
            model_name="vatregistrationevent",
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
            model_name="vatregistrationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="ledger.vatregistration",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="automaticaccountevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cdabefcca4beab20242750c68b560f5f377e1cb2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b3c49",
                    table="ledger_automaticaccountevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="companyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dc6acce2ba7b816ccf470f2e70e2e91ee079ed52",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6447",
                    table="ledger_companyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgeraccountevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f8e4b71b065403053babd98b3106871a7297635d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_faf4b",
                    table="ledger_ledgeraccountevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="numberseriesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="245c1c3053803652c73563f8b28b4e51ff519bc4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ea540",
                    table="ledger_numberseriesevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vatregistrationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="92a3b2daf09840cfb5507c6bf91df717d73205f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c825d",
                    table="ledger_vatregistrationevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
