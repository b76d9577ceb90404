"""A journal that needs approval is seen by those who can approve it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0014_direct_debits_and_fees"),
        ("ledger", "0020_interest"),
    ]

    operations = [
        # A journal of such a name could never be posted. Its approval is kept, and controllers see it now.
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE;"
            " UPDATE journals_journalname SET private_to = 'controllers' WHERE needs_approval AND private_to = 'maker';"
            " SET CONSTRAINTS ALL DEFERRED",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="journalname",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs_approval", True), ("private_to", "maker"), _negated=True),
                name="journal_name_is_seen_by_who_approves",
                violation_error_message="Who approves a journal has to see it: let controllers see it too, or do without approval.",
            ),
        ),
    ]
