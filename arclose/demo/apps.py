"""The demo company as an app: only for its command."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Knows no table."""

    name = "arclose.demo"
    label = "demo"

    def ready(self) -> None:
        """Lead newcomers through the close of the demo company."""
        from arclose.checklist import walk

        walk.register_demo("NLWS")
