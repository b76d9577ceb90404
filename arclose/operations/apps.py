"""Registration of operations."""

from typing import Any

from celery.signals import worker_init
from django.apps import AppConfig
from django.core.checks import register
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Starting, backing up and restoring the program."""

    name = "arclose.operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        """Hold every command and every worker to the rules of a production start."""
        from arclose.operations import checks  # they read models, which are there by now

        register(checks.configuration)
        register(checks.database)
        worker_init.connect(_refuse_worker)


def _refuse_worker(**_signal: Any) -> None:
    from arclose.operations.production import refuse_unless_ready

    try:
        refuse_unless_ready()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
