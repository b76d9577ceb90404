"""Each payment of a line that books several has its own; the match of a posted payment can be undone, and is kept."""

import arclose.ledger.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0020_statements_of_an_account"),
        ("ledger", "0020_interest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UndoneBankMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("match_id", models.BigIntegerField(editable=False, unique=True)),
                ("reason", models.CharField(max_length=20, verbose_name="reason")),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                ("matched_at", models.DateTimeField(editable=False)),
                ("why", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "undone_at",
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
                    "detail",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.banklinedetail",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_matches",
                        to="journals.bankstatementline",
                        verbose_name="line",
                    ),
                ),
                (
                    "matched_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journals.payment",
                        verbose_name="payment",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "undone match of a bank line",
                "verbose_name_plural": "undone matches of bank lines",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="banklinepayment",
            name="match_of_posted_payment_stays",
        ),
        migrations.AddField(
            model_name="banklinepayment",
            name="detail",
            field=models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matched",
                to="journals.banklinedetail",
                verbose_name="payment of a batch",
            ),
        ),
        migrations.AlterField(
            model_name="banklinepayment",
            name="line",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matches",
                to="journals.bankstatementline",
                verbose_name="line",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banklinepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="match_of_posted_payment_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' OR EXISTS (\n            SELECT 1 FROM public.journals_payment WHERE id = OLD.payment_id AND status = 'posted')\n            AND NOT EXISTS (SELECT 1 FROM public.journals_undonebankmatch u WHERE u.match_id = OLD.id\n                AND (u.line_id, u.payment_id) = (OLD.line_id, OLD.payment_id)) THEN\n            RAISE EXCEPTION 'arclose: the payment of bank line % is posted, the match stays', OLD.line_id\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN OLD;\n    ",
                    hash="52b1bf804bca5074bfb9d4a82204b8e88c5cb1d0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_match_of_posted_payment_stays_a38fb",
                    table="journals_banklinepayment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banklinepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="match_names_its_detail",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF NEW.detail_id IS NULL AND EXISTS (\n                SELECT 1 FROM public.journals_bankstatementline WHERE id = NEW.line_id AND detail_count > 0)\n            OR NEW.detail_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM public.journals_banklinedetail WHERE id = NEW.detail_id AND line_id = NEW.line_id) THEN\n            RAISE EXCEPTION 'arclose: bank line % is not matched by the payments that it books', NEW.line_id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="3b1830d753d66c8396d7d6710479be2f7de20fd6",
                    operation="INSERT",
                    pgid="pgtrigger_match_names_its_detail_9d003",
                    table="journals_banklinepayment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="banklinepayment",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="detail", name="bank_match_detail", to="journals.BankLineDetail"
            ),
        ),
        migrations.AddConstraint(
            model_name="banklinepayment",
            constraint=models.UniqueConstraint(fields=("line", "detail"), name="bank_match_once", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="undonebankmatch",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="line", name="undone_match_line", to="journals.BankStatementLine"
            ),
        ),
        migrations.AddConstraint(
            model_name="undonebankmatch",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="detail", name="undone_match_detail", to="journals.BankLineDetail"
            ),
        ),
        migrations.AddConstraint(
            model_name="undonebankmatch",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="payment", name="undone_match_payment", to="journals.Payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="undonebankmatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="undone_match_says_why"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="undonebankmatch",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        RAISE EXCEPTION 'arclose: % refused: rows of % are posted and never change. Reverse them instead.',\n            TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n    ",
                    hash="df3b52f9c339db04c77e8d1f23a0f7e48a87683e",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_never_changes_0b1ab",
                    table="journals_undonebankmatch",
                    when="BEFORE",
                ),
            ),
        ),
    ]
