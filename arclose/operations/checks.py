"""The rules of a production start as system checks, so that every command that serves or posts refuses by itself."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import OperationalError

from arclose.operations.production import configuration_refusals, database_refusals


def configuration(app_configs: Any = None, **_options: Any) -> Iterable[CheckMessage]:
    """Refuse settings that are not fit for production."""
    return [Error(refusal, id="arclose.E001") for refusal in configuration_refusals()]


def database(app_configs: Any = None, **_options: Any) -> Iterable[CheckMessage]:
    """Refuse a database that could lose commits; one that cannot be reached is somebody else's message."""
    try:
        return [Error(refusal, id="arclose.E002") for refusal in database_refusals()]
    except OperationalError:
        return []
