"""Registration of period close."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from arclose.web import pages


class ChecklistConfig(AppConfig):
    """Period close."""

    name = "arclose.checklist"
    verbose_name = _("Period close")

    def ready(self) -> None:
        """Put the close page first in the navigation, and the nightly proof on the lists of batch."""
        from arclose.checklist import nightly

        nightly.register()
        pages.register(
            pages.Page(
                "checklist:close",
                label=_("Period close"),
                section=pages.CLOSE,
                position=10,
                icon="close-period",
                keywords=_("checklist tasks hold month end"),
                highlights=("checklist:task", "checklist:hold", "checklist:assign"),
            )
        )
