"""A payment whose marks somebody let go of does not settle by itself what was taken from it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journals", "0018_rejected_payments_go"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="settles_itself",
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
    ]
