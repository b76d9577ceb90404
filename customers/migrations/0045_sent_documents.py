import arclose.ledger.constraints
import customers.models.sending
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "__first__"),
        ("batch", "0012_postings_of_stopped_chunks"),
        ("customers", "0044_names_of_template_lines"),
        ("ledger", "0015_history_of_memberships"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
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
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="updatedefaults",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="updatedefaults",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="updatedefaults",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="customer",
            name="invoice_emails",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="customer",
            name="is_emailed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What is posted is e-mailed to this customer where the posting is told to.",
                verbose_name="documents by e-mail",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="is_ubl_attached",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="E-mails of invoices and credit notes carry the electronic invoice beside the PDF.",
                verbose_name="UBL attached",
            ),
        ),
        migrations.AddField(
            model_name="customer",
            name="statement_emails",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="customerevent",
            name="invoice_emails",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="customerevent",
            name="is_emailed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What is posted is e-mailed to this customer where the posting is told to.",
                verbose_name="documents by e-mail",
            ),
        ),
        migrations.AddField(
            model_name="customerevent",
            name="is_ubl_attached",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="E-mails of invoices and credit notes carry the electronic invoice beside the PDF.",
                verbose_name="UBL attached",
            ),
        ),
        migrations.AddField(
            model_name="customerevent",
            name="statement_emails",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="updatedefaults",
            name="emailing",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Invoices and confirmations go by e-mail to customers who want their documents so.",
                verbose_name="e-mail",
            ),
        ),
        migrations.AddField(
            model_name="updatedefaultsevent",
            name="emailing",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Invoices and confirmations go by e-mail to customers who want their documents so.",
                verbose_name="e-mail",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="updatedefaults",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="updatedefaults",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="updatedefaults",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailsender",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailsender",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailsender",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailsenderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c23cc8792f88be9aa3375eaddf6daeb26aaa0946",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b4bee",
                    table="customers_emailsenderevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="emailtext",
            constraint=models.UniqueConstraint(fields=("company", "kind", "language"), name="email_text_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailtext",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailtext",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailtext",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailtextevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c515dbea5fb94312eae3c12c13c226084bf86fed",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0a5cc",
                    table="customers_emailtextevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sentdocument",
            constraint=models.UniqueConstraint(
                fields=("company", "document_type", "document_id", "document_date", "recipient", "attempt"),
                name="sent_document_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="sent_document_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            model_name="sentdocument",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="task", name="sent_document_task", to="batch.JobTask"
            ),
        ),
        migrations.AddConstraint(
            model_name="sentdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "claimed", "sent", "failed", "unknown"])),
                name="sent_document_state_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sentdocument",
            trigger=pgtrigger.compiler.Trigger(
                name="what_was_sent_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' OR OLD.state IN ('sent', 'unknown')\n            OR OLD.state = 'claimed' AND NEW.state = 'waiting'\n            OR (NEW.company_id, NEW.document_type, NEW.document_id, NEW.document_date, NEW.customer_id, NEW.recipient,\n                NEW.attempt)\n            IS DISTINCT FROM (OLD.company_id, OLD.document_type, OLD.document_id, OLD.document_date, OLD.customer_id,\n                OLD.recipient, OLD.attempt) THEN\n            RAISE EXCEPTION 'arclose: what was sent, or may have been, stays as it is'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="f0bea587dcddf1a6e3a60cce9fd7747e30732c10",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_what_was_sent_stays_f0057",
                    table="customers_sentdocument",
                    when="BEFORE",
                ),
            ),
        ),
    ]
