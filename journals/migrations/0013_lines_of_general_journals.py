"""General vouchers stand in journals, and a line of one has a currency and an account of any type."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import arclose.ledger.constraints
import arclose.ledger.fields

# Every company gets a name for general journals, and one journal of it with the vouchers that it has. Those that are
# posted get what they were without: the guards look away while nobody else is there.
_MOVE_INTO_JOURNALS = """
    INSERT INTO journals_journalname (company_id, code, name, journal_type)
    SELECT c.id, CASE WHEN EXISTS (SELECT 1 FROM journals_journalname n WHERE n.company_id = c.id AND n.code = 'GEN')
        THEN 'GENERAL' ELSE 'GEN' END, 'General', 'general'
    FROM ledger_company c
    WHERE NOT EXISTS (SELECT 1 FROM journals_journalname n WHERE n.company_id = c.id AND n.journal_type = 'general');
    INSERT INTO journals_journal (company_id, name_id, text, created_by_id, key)
    SELECT DISTINCT ON (n.company_id) n.company_id, n.id, 'Before there were journals',
        (SELECT min(id) FROM auth_user), 'before-journals'
    FROM journals_journalname n
    WHERE n.journal_type = 'general'
        AND EXISTS (SELECT 1 FROM journals_generalvoucher v WHERE v.company_id = n.company_id)
    ORDER BY n.company_id, n.code;
    ALTER TABLE journals_generalvoucher DISABLE TRIGGER USER;
    ALTER TABLE journals_generalvoucherline DISABLE TRIGGER USER;
    UPDATE journals_generalvoucherline l SET currency_id = v.currency_id, transaction_units = v.transaction_units,
        accounting_units = v.accounting_units
    FROM journals_generalvoucher v WHERE v.id = l.voucher_id;
    UPDATE journals_generalvoucher v SET journal_id = j.id
    FROM journals_journal j WHERE j.company_id = v.company_id AND j.key = 'before-journals';
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE journals_generalvoucher ENABLE TRIGGER USER;
    ALTER TABLE journals_generalvoucherline ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL DEFERRED;
"""


def _user() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0050_transactions_of_general_journals"),
        ("journals", "0012_methods_of_payment"),
        ("ledger", "0017_series_of_journals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("generalvoucher", "changed_by", _user()),
        migrations.AddField("generalvoucher", "entered_by", _user()),
        migrations.AddField(
            "generalvoucher",
            "fingerprint",
            models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            "generalvoucher",
            "key",
            models.CharField(blank=True, db_collation="C", db_default="", editable=False, max_length=80),
        ),
        migrations.AddField(
            "generalvoucher", "version", models.PositiveIntegerField(db_default=1, default=1, editable=False)
        ),
        migrations.AddField(
            "generalvoucher",
            "journal",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="general_vouchers",
                to="journals.journal",
            ),
        ),
        migrations.AddField(
            "generalvoucherline",
            "line_type",
            models.CharField(
                choices=[("ledger", "ledger account"), ("customer", "customer"), ("bank", "bank account")],
                db_default="ledger",
                default="ledger",
                max_length=10,
                verbose_name="account type",
            ),
        ),
        migrations.AddField(
            "generalvoucherline",
            "customer",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            "generalvoucherline",
            "bank_account",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journals.bankaccount",
                verbose_name="bank account",
            ),
        ),
        migrations.AddField(
            "generalvoucherline",
            "currency",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.currency",
                verbose_name="currency",
            ),
        ),
        migrations.AddField(
            "generalvoucherline",
            "document_number",
            models.CharField(blank=True, db_collation="C", db_default="", max_length=40, verbose_name="document"),
        ),
        migrations.AddField(
            "generalvoucherline",
            "due_date",
            models.DateField(editable=False, null=True, verbose_name="due date"),
        ),
        migrations.AddField(
            "generalvoucherline",
            "transaction_units",
            arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
        ),
        migrations.AddField(
            "generalvoucherline",
            "accounting_units",
            arclose.ledger.fields.UnitsField(decimal_places=12, editable=False, max_digits=30, null=True),
        ),
        migrations.RunSQL(_MOVE_INTO_JOURNALS, migrations.RunSQL.noop),
        migrations.RemoveField("generalvoucher", "accounting_units"),
        migrations.RemoveField("generalvoucher", "transaction_units"),
        migrations.AlterField(
            "generalvoucher",
            "journal",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="general_vouchers",
                to="journals.journal",
            ),
        ),
        migrations.AlterField(
            "generalvoucherline",
            "currency",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.currency",
                verbose_name="currency",
            ),
        ),
        migrations.AlterField(
            "generalvoucherline",
            "account",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.ledgeraccount",
                verbose_name="account",
            ),
        ),
        migrations.AddConstraint(
            "generalvoucher",
            arclose.ledger.constraints.CompanyForeignKey(
                field="journal", name="general_voucher_journal", to="journals.Journal"
            ),
        ),
        migrations.AddConstraint(
            "generalvoucher",
            models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("company", "key"), name="general_voucher_key"
            ),
        ),
        migrations.AddConstraint(
            "generalvoucherline",
            arclose.ledger.constraints.CompanyForeignKey(
                field="customer", name="general_voucher_line_customer", to="customers.Customer"
            ),
        ),
        migrations.AddConstraint(
            "generalvoucherline",
            arclose.ledger.constraints.CompanyForeignKey(
                field="bank_account", name="general_voucher_line_bank_account", to="journals.BankAccount"
            ),
        ),
        migrations.AddConstraint(
            "generalvoucherline",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("account__isnull", False), ("bank_account", None), ("customer", None), ("line_type", "ledger")
                    ),
                    models.Q(("bank_account", None), ("customer__isnull", False), ("line_type", "customer")),
                    models.Q(("bank_account__isnull", False), ("customer", None), ("line_type", "bank")),
                    _connector="OR",
                ),
                name="general_voucher_line_has_its_account",
            ),
        ),
    ]
