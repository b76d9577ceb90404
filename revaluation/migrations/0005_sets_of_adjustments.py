"""The lines of a run become those of a set of adjustments, which count by themselves once the set is posted.

Of runs that are posted the adjustments stand in rows of their own, which the digests of their postings cover: they stay,
and the lines of such a run count for nothing. The lines of a preview are added up and sealed, so that it can be posted.
"""

import django.db.models.deletion
import pgtrigger.migrations
from django.db import migrations, models

import arclose.ledger.constraints

_GUARDED = ("customers_adjustmentset", "customers_adjustmentline", "customers_adjustmentsum", "revaluation_run")
_LINE = """transaction_id, settlement_id, currency_id, adjustment_date, open_amount, original_amount, stood_amount,
    new_amount, stood_account_id, stood_offset_account_id, control_account_id, offset_account_id"""
_COPY = f"""
    INSERT INTO customers_adjustmentset (id, company_id, digest, is_written_out)
    SELECT id, company_id, '', posting_id IS NOT NULL FROM revaluation_run;
    INSERT INTO customers_adjustmentline (id, company_id, adjustment_set_id, {_LINE})
    SELECT id, company_id, run_id, {_LINE} FROM revaluation_line;
    SELECT setval(pg_get_serial_sequence('customers_adjustmentset', 'id'), max(id)) FROM customers_adjustmentset
    HAVING count(*) > 0;
    SELECT setval(pg_get_serial_sequence('customers_adjustmentline', 'id'), max(id)) FROM customers_adjustmentline
    HAVING count(*) > 0;
    UPDATE revaluation_run SET adjustment_set_id = id;

    INSERT INTO customers_adjustmentsum (company_id, adjustment_set_id, adjustment_date, currency_id,
        control_account_id, offset_account_id, is_gain, accounting_currency_amount)
    SELECT l.company_id, l.adjustment_set_id, l.adjustment_date, l.currency_id, side.control_account_id,
        side.offset_account_id, (side.stands > 0) = (l.settlement_id IS NULL), sum(side.amount)
    FROM customers_adjustmentline l
    JOIN customers_adjustmentset s ON s.id = l.adjustment_set_id AND NOT s.is_written_out
    CROSS JOIN LATERAL (VALUES
        (l.stood_account_id, l.stood_offset_account_id, l.stood_amount, -l.stood_amount),
        (l.control_account_id, l.offset_account_id, l.new_amount, l.new_amount)
    ) AS side (control_account_id, offset_account_id, stands, amount)
    WHERE side.amount <> 0 GROUP BY 1, 2, 3, 4, 5, 6, 7;

    UPDATE customers_adjustmentset s SET digest = (
        SELECT encode(sha256(coalesce(string_agg(part.digest, ''::bytea ORDER BY part.place), ''::bytea)), 'hex')
        FROM (
            SELECT l.id / 4096 AS place, sha256(string_agg(record_send(ROW(l.id, l.transaction_id, l.settlement_id,
                l.currency_id, l.adjustment_date, l.open_amount, l.original_amount, l.stood_amount, l.new_amount,
                l.stood_account_id, l.stood_offset_account_id, l.control_account_id, l.offset_account_id)), ''::bytea
                ORDER BY l.id)) AS digest
            FROM customers_adjustmentline l WHERE l.adjustment_set_id = s.id GROUP BY 1
        ) AS part)
    WHERE NOT s.is_written_out;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


def _triggers(do: str) -> str:
    return "".join(f"ALTER TABLE {table} {do} TRIGGER USER;" for table in _GUARDED)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0079_adjustment_sets"),
        ("revaluation", "0004_keys_of_forms"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="run",
                    name="adjustment_set",
                    field=models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revaluation",
                        to="customers.adjustmentset",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE revaluation_run ADD COLUMN adjustment_set_id bigint UNIQUE;"
                    + _triggers("DISABLE")
                    + _COPY
                    + _triggers("ENABLE")
                    + "ALTER TABLE revaluation_run ALTER COLUMN adjustment_set_id SET NOT NULL;"
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=arclose.ledger.constraints.CompanyForeignKey(
                field="adjustment_set", name="revaluation_run_set", to="customers.AdjustmentSet"
            ),
        ),
        pgtrigger.migrations.RemoveTrigger(model_name="line", name="rows_never_change"),
        pgtrigger.migrations.RemoveTrigger(model_name="line", name="none_joins_posted"),
        pgtrigger.migrations.RemoveTrigger(model_name="line", name="none_leaves_posted"),
        migrations.DeleteModel(name="Line"),
    ]
