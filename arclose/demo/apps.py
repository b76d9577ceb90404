"""The demo company as an app: only for its command."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Knows no table."""

    name = "arclose.demo"
    label = "demo"
