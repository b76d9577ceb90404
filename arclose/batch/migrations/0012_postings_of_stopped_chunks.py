"""Chunks that stopped at an error say which posting they made, so that their jobs can be undone."""

from django.db import migrations

# A chunk posts its documents in their order: the first of its range that is posted tells which posting was its own,
# unless a later chunk of a retry made that one.
NAME_POSTINGS = """
    UPDATE batch_jobchunk c SET posting_id = first.posting_id
    FROM batch_jobchunk stopped
    CROSS JOIN LATERAL (
        SELECT i.posting_id FROM batch_jobitem i
        WHERE i.task_id = stopped.task_id AND i.posting_id IS NOT NULL
          AND i.position BETWEEN stopped.first_position AND stopped.last_position
        ORDER BY i.position LIMIT 1
    ) AS first
    WHERE c.id = stopped.id AND stopped.state = 'failed' AND stopped.done > 0 AND stopped.posting_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM batch_jobchunk other
          WHERE other.task_id = stopped.task_id AND other.posting_id = first.posting_id)
"""


class Migration(migrations.Migration):
    dependencies = [("batch", "0001_squashed_0011_clean_up")]

    operations = [migrations.RunSQL(NAME_POSTINGS, migrations.RunSQL.noop)]
