"""Name in the history of a job that documents of it were undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batch", "0022_jobs_of_the_program"),
    ]

    operations = [
        migrations.AlterField(
            model_name="jobevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("submitted", "Submitted"),
                    ("withheld", "Withheld"),
                    ("released", "Released"),
                    ("started", "Started"),
                    ("worker_lost", "A worker was lost; its chunk is done again in smaller parts"),
                    ("set_aside", "Set aside"),
                    ("retried", "Tried again"),
                    ("dismissed", "Dismissed"),
                    ("undone", "Undone"),
                    ("canceled", "Canceled"),
                    ("aborted", "Ended at work: what was under way is taken back"),
                    ("stopped", "Stopped by an error"),
                    ("ended", "Ended"),
                    ("proved", "Books proved"),
                    ("broken", "The proof of the books failed"),
                    ("task_ended", "Task ended"),
                    ("task_failed", "Task failed"),
                    ("not_run", "Task not run: what it waits for cannot come true"),
                    ("waits_again", "Failed, and tried again by itself"),
                    ("postponed", "Postponed by an error that passes by itself"),
                    ("changed", "Changed"),
                    ("missed", "Runs missed, for which this one stands"),
                    ("skipped", "This run skipped; the next one comes"),
                ],
                db_collation="C",
                max_length=12,
                verbose_name="event",
            ),
        ),
    ]
