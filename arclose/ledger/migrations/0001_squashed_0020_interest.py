"""All that this release has of the app, in one step, for a database that has had none of those that it replaces."""

import arclose.ledger.constraints
import arclose.ledger.fields
import arclose.ledger.models.calendars
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0001_squashed_0013_credit_corrections"),
        ("ledger", "0014_bank_entries"),
        ("ledger", "0015_history_of_memberships"),
        ("ledger", "0016_prepayments"),
        ("ledger", "0017_series_of_journals"),
        ("ledger", "0018_posting_types_of_payments"),
        ("ledger", "0019_settlement_entries"),
        ("ledger", "0020_interest"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnionMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "verbose_name": "union membership",
                "verbose_name_plural": "union memberships",
                "constraints": [
                    models.UniqueConstraint(fields=("union", "country", "valid_from"), name="union_membership_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="union_membership_ends_after_start",
                        violation_error_message="The last day cannot be before the first day.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Currency",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C", max_length=3, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("decimals", models.PositiveSmallIntegerField(verbose_name="decimals")),
                (
                    "end_date",
                    models.DateField(
                        blank=True,
                        help_text="A currency that has ended has no rate after this day.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
            ],
            options={
                "verbose_name": "currency",
                "verbose_name_plural": "currencies",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("decimals__lte", 4)), name="currency_decimals")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="currency_keeps_decimals",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."decimals" IS DISTINCT FROM (NEW."decimals"))',
                            func="\n        IF EXISTS (SELECT 1 FROM public.ledger_accountbalance WHERE currency_id = OLD.code)\n           OR EXISTS (SELECT 1 FROM public.ledger_posting p JOIN public.ledger_company c ON c.id = p.company_id\n                      WHERE OLD.code IN (c.accounting_currency_id, c.reporting_currency_id)) THEN\n            RAISE EXCEPTION 'arclose: currency % was posted in and keeps its decimals', OLD.code\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="f2226c3816f9fb16539bd77d1b7e984897246585",
                            operation="UPDATE",
                            pgid="pgtrigger_currency_keeps_decimals_4e1dc",
                            table="ledger_currency",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_currencyevent" ("code", "decimals", "end_date", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."decimals", new_values."end_date", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."code" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6eed2a718f3654fd216f869e5cc7cd080421e00c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3f448",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="ledger_currency",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_currencyevent" ("code", "decimals", "end_date", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."decimals", new_values."end_date", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."code" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="740b4d9ce2cd29f62c74d99c80d83afa51a5d992",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6d426",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="ledger_currency",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_currencyevent" ("code", "decimals", "end_date", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."decimals", old_values."end_date", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."code" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="5fb2b4727bd0842925920d903cc0ee1ac2dfc592",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1e254",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="ledger_currency",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CurrencyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("code", models.CharField(db_collation="C", max_length=3, serialize=False, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("decimals", models.PositiveSmallIntegerField(verbose_name="decimals")),
                (
                    "end_date",
                    models.DateField(
                        blank=True,
                        help_text="A currency that has ended has no rate after this day.",
                        null=True,
                        verbose_name="last day",
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
                        to="ledger.currency",
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
                            hash="98ea6621eac58fd85ba9877f2109882eeb186d12",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_608fe",
                            table="ledger_currencyevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRateType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "base_currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="base currency",
                    ),
                ),
            ],
            options={
                "verbose_name": "exchange rate type",
                "verbose_name_plural": "exchange rate types",
            },
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_collation="C", max_length=12, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "country",
                    models.CharField(
                        help_text="ISO 3166 code; EL is written GR here", max_length=2, verbose_name="country"
                    ),
                ),
                ("address", models.TextField(blank=True, verbose_name="address")),
                ("email", models.EmailField(blank=True, db_default="", max_length=254, verbose_name="e-mail address")),
                (
                    "trade_register_number",
                    models.CharField(blank=True, db_default="", max_length=30, verbose_name="trade register number"),
                ),
                ("iban", models.CharField(blank=True, db_default="", max_length=42, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, db_default="", max_length=11, verbose_name="BIC")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")],
                        db_default="en",
                        default="en",
                        help_text="Of documents to customers that have no language of their own.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
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
                (
                    "accounting_currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="accounting currency",
                    ),
                ),
                (
                    "reporting_currency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                        verbose_name="reporting currency",
                    ),
                ),
                (
                    "exchange_rate_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.exchangeratetype",
                        verbose_name="exchange rate type",
                    ),
                ),
                ("electronic_address", models.CharField(blank=True, db_default="", max_length=60)),
            ],
            options={
                "verbose_name": "company",
                "verbose_name_plural": "companies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rounding_limit_amount__gte", 0), ("rounding_limit_amount__lt", 1000000000000000000)
                        ),
                        name="company_rounding_limit",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="company_keeps_currency",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accounting_currency_id" IS DISTINCT FROM (NEW."accounting_currency_id") OR OLD."reporting_currency_id" IS DISTINCT FROM (NEW."reporting_currency_id"))',
                            func="\n        IF EXISTS (SELECT 1 FROM public.ledger_posting WHERE company_id = OLD.id) THEN\n            RAISE EXCEPTION 'arclose: company % has postings and keeps its currency', OLD.code\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="2abdbf5024e8fa5e8997095eb1e8442fbac4040d",
                            operation="UPDATE",
                            pgid="pgtrigger_company_keeps_currency_c75e8",
                            table="ledger_company",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_companyevent" ("accounting_currency_id", "address", "bic", "code", "country", "created_at", "electronic_address", "email", "exchange_rate_type_id", "iban", "id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_age_limit_days", "reporting_currency_id", "rounding_limit_amount", "time_zone", "trade_register_number") SELECT new_values."accounting_currency_id", new_values."address", new_values."bic", new_values."code", new_values."country", new_values."created_at", new_values."electronic_address", new_values."email", new_values."exchange_rate_type_id", new_values."iban", new_values."id", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rate_age_limit_days", new_values."reporting_currency_id", new_values."rounding_limit_amount", new_values."time_zone", new_values."trade_register_number" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f660a8a4962aa6275c1c0c1dbead03972aa29137",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_47551",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="ledger_company",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_companyevent" ("accounting_currency_id", "address", "bic", "code", "country", "created_at", "electronic_address", "email", "exchange_rate_type_id", "iban", "id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_age_limit_days", "reporting_currency_id", "rounding_limit_amount", "time_zone", "trade_register_number") SELECT new_values."accounting_currency_id", new_values."address", new_values."bic", new_values."code", new_values."country", new_values."created_at", new_values."electronic_address", new_values."email", new_values."exchange_rate_type_id", new_values."iban", new_values."id", new_values."language", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rate_age_limit_days", new_values."reporting_currency_id", new_values."rounding_limit_amount", new_values."time_zone", new_values."trade_register_number" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a550a4514c1e93c2c98c62347372006eebc2eb9c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5ab7e",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="ledger_company",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_companyevent" ("accounting_currency_id", "address", "bic", "code", "country", "created_at", "electronic_address", "email", "exchange_rate_type_id", "iban", "id", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_age_limit_days", "reporting_currency_id", "rounding_limit_amount", "time_zone", "trade_register_number") SELECT old_values."accounting_currency_id", old_values."address", old_values."bic", old_values."code", old_values."country", old_values."created_at", old_values."electronic_address", old_values."email", old_values."exchange_rate_type_id", old_values."iban", old_values."id", old_values."language", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rate_age_limit_days", old_values."reporting_currency_id", old_values."rounding_limit_amount", old_values."time_zone", old_values."trade_register_number" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="01c9dbe95f6614be1819c39c2f5f8e2b189db88f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_21176",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="ledger_company",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rate_date", models.DateField(verbose_name="date")),
                (
                    "units_per_base",
                    arclose.ledger.fields.UnitsField(
                        decimal_places=12, max_digits=30, verbose_name="units per base currency"
                    ),
                ),
                (
                    "entered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "rate_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="ledger.exchangeratetype",
                        verbose_name="exchange rate type",
                    ),
                ),
            ],
            options={
                "verbose_name": "exchange rate",
                "verbose_name_plural": "exchange rates",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rate_type", "currency", "rate_date"), name="exchange_rate_once_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units_per_base__gt", 0), ("units_per_base__lt", 1000000000000000)),
                        name="exchange_rate_positive",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_exchangerateevent" ("currency_id", "entered_at", "entered_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_date", "rate_type_id", "units_per_base") SELECT new_values."currency_id", new_values."entered_at", new_values."entered_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rate_date", new_values."rate_type_id", new_values."units_per_base" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b5b70755061c02823fc141490de34838d6d258cd",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6ddd3",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="ledger_exchangerate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_exchangerateevent" ("currency_id", "entered_at", "entered_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_date", "rate_type_id", "units_per_base") SELECT new_values."currency_id", new_values."entered_at", new_values."entered_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rate_date", new_values."rate_type_id", new_values."units_per_base" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="255051ce88aea0fe7d150c9649ebe2de158192db",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_08080",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="ledger_exchangerate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ledger_exchangerateevent" ("currency_id", "entered_at", "entered_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate_date", "rate_type_id", "units_per_base") SELECT old_values."currency_id", old_values."entered_at", old_values."entered_by_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rate_date", old_values."rate_type_id", old_values."units_per_base" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="fe8c37dcc24d45beafb7b9e5b3be8bb91b6b136b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f3ced",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="ledger_exchangerate",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("rate_date", models.DateField(verbose_name="date")),
                (
                    "units_per_base",
                    arclose.ledger.fields.UnitsField(
                        decimal_places=12, max_digits=30, verbose_name="units per base currency"
                    ),
                ),
                (
                    "entered_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
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
                        to="ledger.exchangerate",
                    ),
                ),
                (
                    "rate_type",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.exchangeratetype",
                        verbose_name="exchange rate type",
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
                            hash="5521db2cbf000f32613890f08c0cde3b8657f207",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_111b8",
                            table="ledger_exchangerateevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FiscalYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=10, verbose_name="name")),
                ("start_date", models.DateField(verbose_name="first day")),
                ("end_date", models.DateField(verbose_name="last day")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fiscal_years", to="ledger.company"
                    ),
                ),
            ],
            options={
                "verbose_name": "fiscal year",
                "verbose_name_plural": "fiscal years",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="fiscal_year_name"),
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gte", models.F("start_date"))), name="fiscal_year_has_days"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (arclose.ledger.models.calendars.CompanyRange(), "&&"),
                            (arclose.ledger.models.calendars.DayRange(), "&&"),
                        ],
                        name="fiscal_year_days",
                    ),
                    models.UniqueConstraint(fields=("id", "company"), name="fiscal_year_company_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FiscalPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(db_collation="C", max_length=10, verbose_name="name")),
                ("start_date", models.DateField(verbose_name="first day")),
                ("end_date", models.DateField(verbose_name="last day")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("on_hold", "On hold"),
                            ("permanently_closed", "Permanently closed"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fiscal_periods", to="ledger.company"
                    ),
                ),
                (
                    "fiscal_year",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="ledger.fiscalyear",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiscal period",
                "verbose_name_plural": "fiscal periods",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="fiscal_period_name"),
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gte", models.F("start_date"))), name="fiscal_period_has_days"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (arclose.ledger.models.calendars.CompanyRange(), "&&"),
                            (arclose.ledger.models.calendars.DayRange(), "&&"),
                        ],
                        name="fiscal_period_days",
                    ),
                    models.UniqueConstraint(fields=("id", "company"), name="fiscal_period_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="fiscal_year", name="fiscal_period_year", to="ledger.FiscalYear"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="period_status_moves",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' THEN\n            RAISE EXCEPTION 'arclose: a fiscal period is not deleted' USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF OLD.status = 'permanently_closed' AND NEW.status <> OLD.status THEN\n            RAISE EXCEPTION 'arclose: period % is permanently closed and never reopens', OLD.name\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF (NEW.start_date, NEW.end_date, NEW.company_id, NEW.fiscal_year_id)\n           IS DISTINCT FROM (OLD.start_date, OLD.end_date, OLD.company_id, OLD.fiscal_year_id)\n           AND EXISTS (SELECT 1 FROM public.ledger_voucher WHERE period_id = OLD.id) THEN\n            RAISE EXCEPTION 'arclose: period % has vouchers, its days stay as they are', OLD.name\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="5d369ef6b1a2948df54dd3b5c7ce2266813e18ab",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_period_status_moves_0f57a",
                            table="ledger_fiscalperiod",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="period_status_audited",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."status" IS DISTINCT FROM (NEW."status"))',
                            constraint="CONSTRAINT",
                            func="\n        IF (SELECT c.status_after FROM public.ledger_periodstatuschange c WHERE c.period_id = NEW.id\n            ORDER BY c.id DESC LIMIT 1)\n           IS DISTINCT FROM (SELECT p.status FROM public.ledger_fiscalperiod p WHERE p.id = NEW.id) THEN\n            RAISE EXCEPTION 'arclose: the status of period % changed without a record of who and why', NEW.name\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="df22dc7cae8af22c694eee6f2af99eed6afea710",
                            operation="UPDATE",
                            pgid="pgtrigger_period_status_audited_b8379",
                            table="ledger_fiscalperiod",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger account",
                "verbose_name_plural": "ledger accounts",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="ledger_account_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="ledger_account_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="account_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."is_control_account" IS DISTINCT FROM (NEW."is_control_account"))',
                            func="\n        IF EXISTS (SELECT 1 FROM public.ledger_accountbalance WHERE account_id = OLD.id) THEN\n            RAISE EXCEPTION 'arclose: account % was posted to and keeps its number and whether a subledger keeps it',\n                OLD.number USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="9445000545fc539ad1b14fed01875ade1929b5d9",
                            operation="UPDATE",
                            pgid="pgtrigger_account_stays_bf657",
                            table="ledger_ledgeraccount",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="AutomaticAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("rounding", "rounding"),
                            ("realized_gain", "realized exchange gain"),
                            ("realized_loss", "realized exchange loss"),
                            ("opening", "opening balances"),
                            ("prepayments", "customer prepayments"),
                            ("cash_discount", "cash discounts to customers"),
                            ("penny_difference", "penny differences"),
                            ("over_underpayment", "over- and underpayments"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="automatic_accounts",
                        to="ledger.company",
                        verbose_name="company",
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
            ],
            options={
                "verbose_name": "account for automatic postings",
                "verbose_name_plural": "accounts for automatic postings",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "purpose"), name="automatic_account_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="automatic_account_company", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
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
                        to="ledger.ledgeraccount",
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
                            hash="f8e4b71b065403053babd98b3106871a7297635d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_faf4b",
                            table="ledger_ledgeraccountevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("voucher", "vouchers"),
                            ("journal_voucher", "vouchers of journals that name it"),
                            ("invoice", "sales invoices"),
                            ("credit_note", "credit notes"),
                            ("prepayment_invoice", "prepayment invoices, where not with sales invoices"),
                            ("confirmation", "confirmations"),
                            ("picking_list", "picking lists"),
                            ("packing_slip", "packing slips"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                ("prefix", models.CharField(blank=True, max_length=10, verbose_name="prefix")),
                ("digits", models.PositiveSmallIntegerField(default=6, verbose_name="digits")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_series",
                        to="ledger.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "number series",
                "verbose_name_plural": "number series",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "prefix"), name="number_series_prefix"),
                    models.UniqueConstraint(fields=("id", "company"), name="number_series_company_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("purpose", "journal_voucher"), _negated=True),
                        fields=("company", "purpose"),
                        name="number_series_purpose",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="series_keeps_prefix",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."prefix" IS DISTINCT FROM (NEW."prefix"))',
                            func="\n        IF EXISTS (SELECT 1 FROM public.ledger_numberseriescounter WHERE series_id = OLD.id AND last_number > 0) THEN\n            RAISE EXCEPTION 'arclose: series % gave out numbers and keeps its prefix', OLD.prefix\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="7ebbb6353ed6dd63d0be84c4c327ef6001edf1c8",
                            operation="UPDATE",
                            pgid="pgtrigger_series_keeps_prefix_c142f",
                            table="ledger_numberseries",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberSeriesCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_number", models.BigIntegerField(default=0)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "fiscal_year",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalyear",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="ledger.numberseries",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("series", "fiscal_year"), name="number_counter_once"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="series", name="number_counter_series", to="ledger.NumberSeries"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="fiscal_year", name="number_counter_year", to="ledger.FiscalYear"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="numbers_only_grow",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF TG_OP = 'DELETE' OR NEW.last_number < OLD.last_number OR NEW.series_id <> OLD.series_id\n           OR NEW.fiscal_year_id <> OLD.fiscal_year_id THEN\n            RAISE EXCEPTION 'arclose: a number series only counts upwards' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="e72211b530ca027540f0b8c482f70526b2b9be8a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_numbers_only_grow_defff",
                            table="ledger_numberseriescounter",
                            when="BEFORE",
                        ),
                    )
                ],
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
                            ("journal_voucher", "vouchers of journals that name it"),
                            ("invoice", "sales invoices"),
                            ("credit_note", "credit notes"),
                            ("prepayment_invoice", "prepayment invoices, where not with sales invoices"),
                            ("confirmation", "confirmations"),
                            ("picking_list", "picking lists"),
                            ("packing_slip", "packing slips"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                ("prefix", models.CharField(blank=True, max_length=10, verbose_name="prefix")),
                ("digits", models.PositiveSmallIntegerField(default=6, verbose_name="digits")),
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
                        to="ledger.numberseries",
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
                            hash="245c1c3053803652c73563f8b28b4e51ff519bc4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ea540",
                            table="ledger_numberseriesevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodStatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("on_hold", "On hold"),
                            ("permanently_closed", "Permanently closed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status_after",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("on_hold", "On hold"),
                            ("permanently_closed", "Permanently closed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=arclose.ledger.models.calendars.ClockNow(), editable=False),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_changes",
                        to="ledger.fiscalperiod",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["period", "id"], name="period_status_change_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "company"), name="period_status_change_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="period", name="period_status_change_period", to="ledger.FiscalPeriod"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="73da63d8e3fc794fa2ec302ad37faf7bcf15fe8c",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_368bc",
                            table="ledger_periodstatuschange",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodManifest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facts", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "status_change",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manifest",
                        to="ledger.periodstatuschange",
                    ),
                ),
            ],
            options={
                "constraints": [
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="status_change", name="period_manifest_change", to="ledger.PeriodStatusChange"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="12f426bd6aea1c463edad553459433f8f62f8749",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_0af5c",
                            table="ledger_periodmanifest",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "posted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="ledger.company"
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "posting",
                "verbose_name_plural": "postings",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "key"), name="posting_key"),
                    models.UniqueConstraint(fields=("id", "company"), name="posting_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="bc62cc4c1396d6a8c204c0ea9152c239b70e34fa",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_0e9d9",
                            table="ledger_posting",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="posting_is_sealed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n        IF NOT EXISTS (SELECT 1 FROM public.ledger_postingseal WHERE posting_id = NEW.id) THEN\n            RAISE EXCEPTION 'arclose: posting % is not sealed', NEW.key USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (SELECT 1 FROM public.ledger_voucher WHERE posting_id = NEW.id AND sequence_number < 1) THEN\n            RAISE EXCEPTION 'arclose: posting % is a preview', NEW.key USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="082fe4768e1e0c41e2b5ddc9974278148423821b",
                            operation="INSERT",
                            pgid="pgtrigger_posting_is_sealed_668cc",
                            table="ledger_posting",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.BigIntegerField()),
                ("previous_digest", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("digest_form", models.PositiveSmallIntegerField(db_default=1, default=2)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.company"
                    ),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="ledger.posting",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "position"), name="posting_seal_position"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="posting_seal_posting", to="ledger.Posting"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="2d782bdc411291083c9441e9a8fe542c6ed6591f",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_788a8",
                            table="ledger_postingseal",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="sealed_vouchers_balance",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE wrong record;",
                            func="\n        IF EXISTS (SELECT 1 FROM new_seals WHERE digest_form <> 2) THEN\n            RAISE EXCEPTION 'arclose: a new seal covers the documents' USING ERRCODE = 'check_violation';\n        END IF;\n        \n    SELECT v.number, t.entries, t.accounting, t.reporting, t.transaction INTO wrong\n    FROM public.ledger_voucher v CROSS JOIN LATERAL (\n        SELECT count(*) AS entries, sum(accounting_currency_amount) AS accounting,\n            coalesce(sum(reporting_currency_amount), 0) AS reporting,\n            sum(transaction_currency_amount) AS transaction, min(currency_id) = max(currency_id) AS is_one_currency\n        FROM public.ledger_ledgerentry WHERE voucher_id = v.id\n    ) AS t\n    WHERE v.posting_id IN (SELECT posting_id FROM new_seals)\n      AND (t.entries < 2 OR t.accounting <> 0 OR t.reporting <> 0 OR t.is_one_currency AND t.transaction <> 0)\n    ORDER BY v.id LIMIT 1\n;\n        IF wrong.entries < 2 THEN\n            RAISE EXCEPTION 'arclose: voucher % has % entries, at least two are needed', wrong.number, wrong.entries\n                USING ERRCODE = 'check_violation';\n        ELSIF FOUND THEN\n            RAISE EXCEPTION 'arclose: voucher % is not balanced: accounting %, reporting %, transaction %',\n                wrong.number, wrong.accounting, wrong.reporting, wrong.transaction USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="c1c739c0da7baecde422e79478c179b7da0bb658",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_sealed_vouchers_balance_69975",
                            referencing="REFERENCING NEW TABLE AS new_seals ",
                            table="ledger_postingseal",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VatRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("vat_number", models.CharField(max_length=20, verbose_name="VAT number")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vat_registrations",
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
            ],
            options={
                "verbose_name": "VAT registration",
                "verbose_name_plural": "VAT registrations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "country", "valid_from"), name="vat_registration_once_per_country"
                    ),
                    models.UniqueConstraint(fields=("id", "company"), name="vat_registration_company_key"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
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
                        to="ledger.vatregistration",
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
                            hash="92a3b2daf09840cfb5507c6bf91df717d73205f9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c825d",
                            table="ledger_vatregistrationevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document_type", models.CharField(db_collation="C", max_length=20)),
                ("document_id", models.BigIntegerField()),
                ("document_part", models.SmallIntegerField(default=0)),
                ("sequence_number", models.BigIntegerField()),
                ("number", models.CharField(db_collation="C", max_length=40, verbose_name="voucher")),
                ("posting_date", models.DateField(verbose_name="date")),
                ("text", models.CharField(max_length=200, verbose_name="text")),
                ("sealed_by_transaction", models.BigIntegerField(editable=False, null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vouchers", to="ledger.company"
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
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalperiod",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
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
                        to="ledger.voucher",
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
                    "is_credit_correction",
                    models.BooleanField(db_default=False, default=False, verbose_name="credit correction"),
                ),
            ],
            options={
                "verbose_name": "voucher",
                "verbose_name_plural": "vouchers",
                "indexes": [models.Index(fields=["company", "-posting_date", "-id"], name="voucher_newest_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document_type", "document_id", "document_part"),
                        name="voucher_once_per_document",
                    ),
                    models.UniqueConstraint(
                        fields=("series", "fiscal_year", "sequence_number"), name="voucher_sequence"
                    ),
                    models.UniqueConstraint(fields=("company", "number"), name="voucher_number"),
                    models.UniqueConstraint(fields=("id", "company"), name="voucher_company_key"),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="posting", name="voucher_posting", to="ledger.Posting"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="series", name="voucher_series", to="ledger.NumberSeries"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="fiscal_year", name="voucher_fiscal_year", to="ledger.FiscalYear"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="period", name="voucher_period", to="ledger.FiscalPeriod"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="reversal_of", name="voucher_reversal_of", to="ledger.Voucher"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="25958425df0a24cf4b5de1eac412c59a0ce8d9ea",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_af6de",
                            table="ledger_voucher",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="period_is_open",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        PERFORM 1 FROM public.ledger_fiscalperiod\n            WHERE id IN (SELECT DISTINCT period_id FROM new_vouchers) ORDER BY id FOR SHARE;\n        SELECT format('voucher %s of %s: period %s is %s', v.number, v.posting_date, p.name, p.status) INTO refused\n            FROM new_vouchers v JOIN public.ledger_fiscalperiod p ON p.id = v.period_id\n            WHERE p.status <> 'open' OR p.company_id <> v.company_id OR p.fiscal_year_id <> v.fiscal_year_id\n               OR v.posting_date < p.start_date OR v.posting_date > p.end_date LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: period is not open: %', refused USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (SELECT 1 FROM new_vouchers WHERE sealed_by_transaction IS DISTINCT FROM\n                   pg_current_xact_id()::text::bigint) THEN\n            RAISE EXCEPTION 'arclose: a voucher carries the transaction that makes it'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="2960d44de9045a1ca17355daaaa8e6bfb874ee58",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_period_is_open_8e253",
                            referencing="REFERENCING NEW TABLE AS new_vouchers ",
                            table="ledger_voucher",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="numbers_follow",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE refused text;",
                            func="\n        SELECT format('%s to %s, %s of them', block.first, block.last, block.count) INTO refused FROM (\n            SELECT series_id, fiscal_year_id, min(sequence_number) AS first, max(sequence_number) AS last,\n                count(*) AS count\n            FROM new_rows WHERE sequence_number >= 0 GROUP BY series_id, fiscal_year_id\n        ) AS block\n        WHERE block.last - block.first + 1 <> block.count OR block.first < 1 OR (block.first > 1 AND NOT EXISTS (\n            SELECT 1 FROM public.ledger_voucher earlier\n            WHERE earlier.series_id = block.series_id AND earlier.fiscal_year_id = block.fiscal_year_id\n                AND earlier.sequence_number = block.first - 1)) LIMIT 1;\n        IF refused IS NOT NULL THEN\n            RAISE EXCEPTION 'arclose: numbers must follow each other without a gap: %', refused\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="52dfa15a079e3caeae2d62856c7859781be1d3ea",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_numbers_follow_ed84c",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="ledger_voucher",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="sealed_posting_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT posting_id FROM new_vouchers) made\n                   WHERE NOT (\n                EXISTS (SELECT 1 FROM public.ledger_posting p WHERE p.id = made.posting_id)\n                AND NOT EXISTS (SELECT 1 FROM public.ledger_postingseal s WHERE s.posting_id = made.posting_id))) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no voucher joins it' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="75f07b0e778aa201b9c66938fc2ab317d6413f87",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_sealed_posting_stays_91aca",
                            referencing="REFERENCING NEW TABLE AS new_vouchers ",
                            table="ledger_voucher",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("posting_date", models.DateField(verbose_name="date")),
                (
                    "posting_type",
                    models.CharField(
                        choices=[
                            ("customer_balance", "customer balance"),
                            ("revenue", "revenue"),
                            ("line_discount", "line discount"),
                            ("total_discount", "total discount"),
                            ("sales_tax", "sales tax"),
                            ("prepayment", "customer prepayments"),
                            ("rounding", "rounding"),
                            ("realized_gain", "realized gain"),
                            ("realized_loss", "realized loss"),
                            ("opening_balance", "opening balance"),
                            ("ledger_journal", "ledger journal"),
                            ("cost_of_goods_delivered", "cost of goods, delivered"),
                            ("units_delivered", "cost of units, delivered"),
                            ("cost_of_goods_sold", "cost of goods, sold"),
                            ("inventory_issue", "inventory issue"),
                            ("bank", "bank"),
                            ("bridging", "bridging account"),
                            ("payment_fee", "payment fee"),
                            ("cash_discount", "cash discount"),
                            ("penny_difference", "penny difference"),
                            ("over_underpayment", "over- or underpayment"),
                            ("write_off", "write-off"),
                            ("tax_correction", "tax correction"),
                            ("interest", "interest"),
                            ("fee", "fee"),
                        ],
                        max_length=30,
                        verbose_name="posting type",
                    ),
                ),
                ("tax_row_number", models.SmallIntegerField(null=True)),
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
                    "reporting_currency_amount",
                    arclose.ledger.fields.AmountField(
                        decimal_places=4, max_digits=22, null=True, verbose_name="amount in reporting currency"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
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
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.currency",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.voucher",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "indexes": [models.Index(fields=["account", "posting_date"], name="ledger_entry_account_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accounting_currency_amount", 0), ("transaction_currency_amount", 0), _negated=True
                            ),
                            models.Q(
                                ("reporting_currency_amount__isnull", False),
                                models.Q(("reporting_currency_amount", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_entry_is_not_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accounting_currency_amount__lt", 1000000000000000000),
                            ("transaction_currency_amount__lt", 1000000000000000000),
                            models.Q(
                                ("reporting_currency_amount__isnull", True),
                                ("reporting_currency_amount__lt", 1000000000000000000),
                                _connector="OR",
                            ),
                        ),
                        name="ledger_entry_is_a_number",
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="voucher", name="ledger_entry_voucher", to="ledger.Voucher"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="ledger_entry_account", to="ledger.LedgerAccount"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_changes",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                            hash="5f22c8946be54b5bb8917be4f4f124f8e42d9a64",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_never_changes_c0447",
                            table="ledger_ledgerentry",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="entries_of_this_transaction",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE is_late boolean; postings bigint[];",
                            func="\n        SELECT bool_or(v.sealed_by_transaction IS DISTINCT FROM pg_current_xact_id()::text::bigint\n                OR v.posting_date <> e.posting_date), array_agg(DISTINCT v.posting_id)\n            INTO is_late, postings\n            FROM (SELECT DISTINCT voucher_id, posting_date FROM new_entries) e\n            LEFT JOIN public.ledger_voucher v ON v.id = e.voucher_id;\n        IF is_late THEN\n            RAISE EXCEPTION 'arclose: an entry can only be added in the transaction that makes its voucher'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (SELECT 1 FROM public.ledger_postingseal WHERE posting_id = ANY(postings)) THEN\n            RAISE EXCEPTION 'arclose: the posting is sealed, no entry joins it' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="8b036ca95b2465a30eea685c2b9fcc48c74f8843",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_entries_of_this_transaction_04594",
                            referencing="REFERENCING NEW TABLE AS new_entries ",
                            table="ledger_ledgerentry",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="chain_head",
                        serialize=False,
                        to="ledger.company",
                    ),
                ),
                ("position", models.BigIntegerField(default=0)),
                ("digest", models.CharField(default="", max_length=64)),
            ],
        ),
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
                            ("prepayments", "customer prepayments"),
                            ("cash_discount", "cash discounts to customers"),
                            ("penny_difference", "penny differences"),
                            ("over_underpayment", "over- and underpayments"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
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
                        to="ledger.automaticaccount",
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="cdabefcca4beab20242750c68b560f5f377e1cb2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b3c49",
                            table="ledger_automaticaccountevent",
                            when="BEFORE",
                        ),
                    )
                ],
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
                ("email", models.EmailField(blank=True, db_default="", max_length=254, verbose_name="e-mail address")),
                (
                    "trade_register_number",
                    models.CharField(blank=True, db_default="", max_length=30, verbose_name="trade register number"),
                ),
                ("iban", models.CharField(blank=True, db_default="", max_length=42, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, db_default="", max_length=11, verbose_name="BIC")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("nl", "Dutch")],
                        db_default="en",
                        default="en",
                        help_text="Of documents to customers that have no language of their own.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
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
                        to="ledger.company",
                    ),
                ),
                (
                    "accounting_currency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.currency",
                        verbose_name="accounting currency",
                    ),
                ),
                (
                    "reporting_currency",
                    models.ForeignKey(
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
                (
                    "exchange_rate_type",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="ledger.exchangeratetype",
                        verbose_name="exchange rate type",
                    ),
                ),
                ("electronic_address", models.CharField(blank=True, db_default="", max_length=60)),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="dc6acce2ba7b816ccf470f2e70e2e91ee079ed52",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e6447",
                            table="ledger_companyevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                ("accounting_currency_amount", arclose.ledger.fields.AmountField(decimal_places=4, max_digits=22)),
                (
                    "reporting_currency_amount",
                    arclose.ledger.fields.AmountField(decimal_places=4, default=0, max_digits=22),
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
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="ledger.ledgeraccount",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "account", "currency", "period"), name="account_balance_once"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="period", name="account_balance_period", to="ledger.FiscalPeriod"
                    ),
                    arclose.ledger.constraints.CompanyForeignKey(
                        field="account", name="account_balance_account", to="ledger.LedgerAccount"
                    ),
                ],
            },
        ),
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
                        to="ledger.unionmembership",
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
                            hash="ec367a82ec054925e098b09c385dad607d089f08",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_cbc2c",
                            table="ledger_unionmembershipevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
