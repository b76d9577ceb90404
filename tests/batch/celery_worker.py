"""Celery workers of the program that know the tests' documents: ``python -m tests.batch.celery_worker``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
django.setup()

from arclose.celery import app  # noqa: E402
from tests.batch.documents import register_kinds  # noqa: E402


def main() -> None:
    register_kinds()
    app.worker_main(["worker", "--concurrency=2", "--loglevel=warning", "--without-gossip", "--without-mingle"])


if __name__ == "__main__":
    main()
