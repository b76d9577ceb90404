"""Let what is passed on to the paid company have the day on which it arose; so far that was the day of the payment."""

from django.db import migrations, models

_DAYS_OF_PAYMENTS = """
    ALTER TABLE journals_intercompanyresult DISABLE TRIGGER USER;
    UPDATE journals_intercompanyresult r SET result_date = p.payment_date
    FROM journals_intercompanypayment i JOIN journals_payment p ON p.id = i.payment_id WHERE i.id = r.part_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE journals_intercompanyresult ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0040_bills_looked_at_together"),
        ("ledger", "0024_vouchers_per_posting"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="intercompanyresult", name="intercompany_result_once"),
        migrations.AddField(
            model_name="intercompanyresult",
            name="result_date",
            field=models.DateField(null=True, verbose_name="date"),
        ),
        migrations.RunSQL(_DAYS_OF_PAYMENTS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="intercompanyresult",
            name="result_date",
            field=models.DateField(verbose_name="date"),
        ),
        migrations.AddConstraint(
            model_name="intercompanyresult",
            constraint=models.UniqueConstraint(
                fields=["part", "result_date", "posting_type", "account"], name="intercompany_result_of_day_once"
            ),
        ),
    ]
