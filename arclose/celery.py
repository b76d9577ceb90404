"""The queue that wakes workers. What there is to do stands in the database; a message only says: look."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")

app = Celery("arclose")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add("arclose.batch.celery_heartbeat:Heartbeat")
